//! What is printed in the fields, taken apart: dates with their era, the security code, and 照合番号B.

use policy::Date;
use policy::card_front::Birth;
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::decode::{Glyph, Text};

/// Characters of the date of birth.
pub(crate) const BIRTH: &str = "0123456789年月日生元明治大正昭和平成令";
/// Characters of the expiry.
pub(crate) const EXPIRY: &str = "0123456789年月日まで有効";
/// Characters of the security code.
pub(crate) const CODE: &str = "0123456789";

/// Nobody alive was born before; a Gregorian date of birth has four digits.
const FIRST_YEAR: u16 = 1900;

/// Year, month, day of the Gregorian calendar.
type Day = (u16, u8, u8);

/// The eras, by the characters of their names, with their first and last day.
const ERAS: [(&str, Day, Day); 5] = [
    ("明治", (1868, 1, 25), (1912, 7, 29)),
    ("大正", (1912, 7, 30), (1926, 12, 24)),
    ("昭和", (1926, 12, 25), (1989, 1, 7)),
    ("平成", (1989, 1, 8), (2019, 4, 30)),
    ("令和", (2019, 5, 1), (9999, 12, 31)),
];

/// 照合番号B as it was read: 14 ASCII digits. It opens the photo in the chip: wiped on drop, no copy, no
/// text form, compared in constant time.
#[derive(ZeroizeOnDrop)]
pub struct PrintedNumber(Box<[u8; 14]>);

impl PrintedNumber {
    /// The digits, for who presents them to the chip.
    #[must_use]
    pub fn ascii(&self) -> &[u8; 14] {
        &self.0
    }

    /// Whether both are the same number, in constant time.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.0.ct_eq(other.0.as_slice()).into()
    }
}

/// A date of birth as it is printed. Wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct BirthDate {
    /// Position in [`ERAS`]; a Gregorian date has none.
    era: Option<usize>,
    year: u16,
    month: u8,
    day: u8,
    pub(crate) confidence: f32,
}

/// An expiry as it is printed, Gregorian always. Wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Expiry {
    year: u16,
    month: u8,
    day: u8,
    pub(crate) confidence: f32,
}

/// The four digits of the security code. Wiped on drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Code {
    digits: [u8; 4],
    pub(crate) confidence: f32,
}

impl BirthDate {
    pub(crate) fn read(text: &Text) -> Option<Self> {
        let (year, month, day, used) = date(&text.glyphs)?;
        let before = text.glyphs.get(..used.0).unwrap_or_default();
        let named = before.iter().rev().take(2).filter(|glyph| !glyph.character.is_ascii_digit());
        let from = used.0 - named.clone().count();
        let era = era(named.map(|glyph| glyph.character))?;
        // What is left of 「昭和55年」 behind a finger is no Gregorian year.
        if era.is_none() && year < FIRST_YEAR {
            return None;
        }
        let confidence = Text::confidence(text.glyphs.get(from..used.1)?, text);
        Some(Self { era, year, month, day, confidence })
    }

    /// The day in the Gregorian calendar, if there is one within the era.
    fn gregorian(&self) -> Option<Date> {
        let Some(era) = self.era else { return Date::new(self.year, self.month, self.day) };
        let &(_, (first_year, month, day), last) = ERAS.get(era)?;
        let first = Date::new(first_year, month, day)?;
        let last = Date::new(last.0, last.1, last.2)?;
        let year = first_year.checked_add(self.year.checked_sub(1)?)?;
        Date::new(year, self.month, self.day).filter(|date| (first..=last).contains(date))
    }

    pub(crate) fn form(&self) -> Birth {
        if self.era.is_some() { Birth::Era } else { Birth::Gregorian }
    }

    /// The six digits of 照合番号B: year, month, day, two each.
    pub(crate) fn six(&self) -> Zeroizing<[u8; 6]> {
        let year = if self.era.is_some() { self.year % 100 } else { foreign_resident_year(self.year) };
        let mut six = Zeroizing::new([b'0'; 6]);
        let parts = [year, u16::from(self.month), u16::from(self.day)];
        for (pair, part) in six.as_chunks_mut::<2>().0.iter_mut().zip(parts) {
            *pair = [digit(part / 10), digit(part)];
        }
        six
    }
}

/// **Open question.** The year that 照合番号B has for a foreign resident, whose date of birth is printed in
/// the Gregorian calendar: taken to be its last two digits, as the older 住基カード had it (ocr.md 1). One
/// public client converts to an era year instead; nothing verified says which is right. What a wrong
/// guess costs is bounded by the chip guard: a refused number is never sent again.
fn foreign_resident_year(year: u16) -> u16 {
    year % 100
}

impl Expiry {
    pub(crate) fn read(text: &Text) -> Option<Self> {
        let (year, month, day, used) = date(&text.glyphs)?;
        let confidence = Text::confidence(text.glyphs.get(used.0..used.1)?, text);
        // The expiry is Gregorian with four digits always (ocr.md 1).
        (year >= 1000).then_some(Self { year, month, day, confidence })
    }

    fn date(&self) -> Option<Date> {
        Date::new(self.year, self.month, self.day)
    }

    /// The four digits of 照合番号B.
    pub(crate) fn four(&self) -> Zeroizing<[u8; 4]> {
        Zeroizing::new([self.year / 1000, self.year / 100, self.year / 10, self.year].map(digit))
    }
}

impl Code {
    /// The last run of digits, which has to be one of four: its label stands left of it.
    pub(crate) fn read(text: &Text) -> Option<Self> {
        let from = text.glyphs.len().checked_sub(4)?;
        let glyphs = text.glyphs.get(from..)?;
        let mut digits = [0; 4];
        for (digit, glyph) in digits.iter_mut().zip(glyphs) {
            *digit = u8::try_from(glyph.character).ok()?;
        }
        // A fifth digit means that one of them belongs to something else.
        let confidence = if from == 0 { Text::confidence(glyphs, text) } else { 0.0 };
        Some(Self { digits, confidence })
    }

    pub(crate) fn four(&self) -> &[u8; 4] {
        &self.digits
    }
}

/// 照合番号B from its three fields.
pub(crate) fn number(birth: &BirthDate, expiry: &Expiry, code: &Code) -> PrintedNumber {
    let mut number = PrintedNumber(Box::new([b'0'; 14]));
    let (six, four) = (birth.six(), expiry.four());
    let parts = six.iter().chain(four.iter()).chain(code.four());
    number.0.iter_mut().zip(parts).for_each(|(to, from)| *to = *from);
    number
}

/// Whether both dates are in the calendar, and the first within its era.
pub(crate) fn are_real(birth: &BirthDate, expiry: &Expiry) -> bool {
    birth.gregorian().is_some() && expiry.date().is_some()
}

/// Whether the dates can stand on a card today: born before today and before the expiry; issued since
/// 2016, when the first cards were, and valid for ten years and a birthday at most (ocr.md 1).
pub(crate) fn are_possible(birth: &BirthDate, expiry: &Expiry, today: Date) -> bool {
    let (Some(born), Some(expires)) = (birth.gregorian(), expiry.date()) else { return false };
    born <= today && born < expires && (2016..=today.year().saturating_add(11)).contains(&expires.year())
}

/// Whether the card expires on a birthday.
pub(crate) fn share_a_birthday(birth: &BirthDate, expiry: &Expiry) -> bool {
    (birth.month, birth.day) == (expiry.month, expiry.day)
}

fn digit(value: u16) -> u8 {
    u8::try_from(value % 10).map_or(b'0', |digit| digit + b'0')
}

/// Year, month and day around 年, 月 and 日, and which glyphs they are.
fn date(glyphs: &[Glyph]) -> Option<(u16, u8, u8, (usize, usize))> {
    let find = |wanted: char, from: usize| {
        let at = glyphs.iter().skip(from).position(|glyph| glyph.character == wanted)?;
        Some(at + from)
    };
    let year_sign = find('年', 0)?;
    let month_sign = find('月', year_sign)?;
    let day_sign = find('日', month_sign)?;
    let first = first_digit(glyphs, year_sign);
    let (year, from) = match glyphs.get(year_sign.checked_sub(1)?)?.character {
        // The first year of an era.
        '元' => (1, year_sign - 1),
        _ => (whole(glyphs.get(first..year_sign)?, 4)?, first),
    };
    let month = whole(glyphs.get(year_sign + 1..month_sign)?, 2)?;
    let day = whole(glyphs.get(month_sign + 1..day_sign)?, 2)?;
    Some((year, u8::try_from(month).ok()?, u8::try_from(day).ok()?, (from, day_sign + 1)))
}

/// Where the digits before a sign begin.
fn first_digit(glyphs: &[Glyph], sign: usize) -> usize {
    let digits = glyphs.get(..sign).unwrap_or_default().iter().rev();
    sign - digits.take_while(|glyph| glyph.character.is_ascii_digit()).count()
}

/// A number of at most so many digits, and nothing but digits.
fn whole(glyphs: &[Glyph], most: usize) -> Option<u16> {
    if glyphs.is_empty() || glyphs.len() > most {
        return None;
    }
    glyphs.iter().try_fold(0_u16, |sum, glyph| {
        let digit = u16::try_from(glyph.character.to_digit(10)?).ok()?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

/// The era by its name; one of its two characters is enough if no other era has it. `Some(None)`: no
/// name stands there, so the date is Gregorian.
fn era(name: impl Iterator<Item = char> + Clone) -> Option<Option<usize>> {
    if name.clone().next().is_none() {
        return Some(None);
    }
    let fits = |known: &str| name.clone().all(|character| known.contains(character));
    let mut fitting = ERAS.iter().enumerate().filter(|(_, (known, ..))| fits(known));
    let (era, _) = fitting.next()?;
    fitting.next().is_none().then_some(Some(era))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::{Alphabet, decode};
    use crate::recogniser::Steps;
    use core::fmt::{Debug, Display};
    use static_assertions::assert_not_impl_any;

    assert_not_impl_any!(PrintedNumber: Clone, PartialEq, Debug, Display, serde::Serialize);
    assert_not_impl_any!(Text: Clone, PartialEq, Debug, Display, serde::Serialize);

    /// A text as the recogniser would see it, 0.9 sure of every character.
    fn text(printed: &str, allowed: &str) -> Text {
        let mut charset: Vec<String> = (BIRTH.to_owned() + EXPIRY).chars().map(String::from).collect();
        charset.sort();
        charset.dedup();
        let classes = charset.len() + 2;
        let step = |class: usize| {
            let mut step = vec![0.0; classes];
            step[class] = 0.9;
            step
        };
        let class = |character: char| 1 + charset.iter().position(|c| c.starts_with(character)).unwrap();
        let steps = printed.chars().flat_map(|character| [step(class(character)), step(0)]).flatten();
        let steps = Steps::new(classes, Zeroizing::new(steps.collect())).unwrap();
        decode(&steps, &Alphabet::of(&charset, allowed))
    }

    fn six(printed: &str) -> Option<[u8; 6]> {
        BirthDate::read(&text(printed, BIRTH)).map(|birth| *birth.six())
    }

    fn birth(printed: &str) -> BirthDate {
        BirthDate::read(&text(printed, BIRTH)).unwrap()
    }

    fn expiry(printed: &str) -> Expiry {
        Expiry::read(&text(printed, EXPIRY)).unwrap()
    }

    #[test]
    fn a_date_of_birth_is_six_digits_with_the_year_as_printed() {
        assert_eq!(six("昭和55年2月17日生"), Some(*b"550217"));
        assert_eq!(six("令和元年12月1日生"), Some(*b"011201"));
        // One character of the era is enough, unless two eras have it.
        assert_eq!(six("昭55年2月17日"), Some(*b"550217"));
        assert_eq!(six("和55年2月17日生"), None);
        assert_eq!(six("昭成55年2月17日生"), None);
        for broken in ["昭和年2月17日", "昭和55年2月17", "昭和55年月17日", "昭和55年123月1日"]
        {
            assert_eq!(six(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_foreign_resident_has_the_last_two_digits_of_the_gregorian_year() {
        assert_eq!(six("1935年7月9日生"), Some(*b"350709"));
        assert_eq!(birth("1935年7月9日生").form(), Birth::Gregorian);
    }

    #[test]
    fn what_is_left_of_an_era_and_its_year_is_no_gregorian_year() {
        for rest in ["55年2月17日生", "5年2月17日生", "元年2月17日生", "974年7月9日生"] {
            assert_eq!(six(rest), None, "{rest}");
        }
    }

    #[test]
    fn the_number_is_birth_expiry_and_code() {
        let code = Code::read(&text("2285", CODE)).unwrap();
        let number = number(&birth("昭和55年2月17日生"), &expiry("2035年2月17日まで有効"), &code);
        assert_eq!(number.ascii(), b"55021720352285");
        assert!(number.same_as(&number));
        assert!(code.confidence > 0.89);
        assert!(Code::read(&text("228", CODE)).is_none());
        assert_eq!(Code::read(&text("92285", CODE)).unwrap().confidence, 0.0);
    }

    #[test]
    fn a_date_outside_its_era_or_the_calendar_is_not_real() {
        let expiry = expiry("2035年2月17日まで有効");
        for real in [
            "昭和64年1月7日生",
            "平成元年1月8日生",
            "令和元年5月1日生",
            "明治45年7月29日生",
            "1990年2月28日生",
        ] {
            assert!(are_real(&birth(real), &expiry), "{real}");
        }
        for wrong in [
            "昭和64年1月8日生",
            "平成31年5月1日生",
            "大正16年1月1日生",
            "昭和0年1月1日生",
            "昭和55年2月30日生",
        ] {
            assert!(!are_real(&birth(wrong), &expiry), "{wrong}");
        }
    }

    #[test]
    fn dates_that_no_card_of_today_has_are_not_possible() {
        let today = Date::new(2026, 12, 1).unwrap();
        let possible = |born: &str, expires: &str| are_possible(&birth(born), &expiry(expires), today);
        assert!(possible("昭和55年2月17日生", "2035年2月17日まで有効"));
        assert!(possible("令和8年12月1日生", "2031年12月1日まで有効"));
        assert!(!possible("令和8年12月2日生", "2031年12月2日まで有効"));
        assert!(!possible("昭和55年2月17日生", "2038年2月17日まで有効"));
        assert!(!possible("昭和55年2月17日生", "2015年2月17日まで有効"));
        assert!(!possible("令和7年2月17日生", "2025年2月16日まで有効"));
        assert!(share_a_birthday(&birth("昭和55年2月17日生"), &expiry("2035年2月17日まで有効")));
        assert!(!share_a_birthday(&birth("昭和55年2月17日生"), &expiry("2035年2月7日まで有効")));
    }
}
