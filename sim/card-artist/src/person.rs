//! People who never lived, and what their cards say. Independent of the reader: eras and 照合番号B are
//! worked out here again, so that one side's mistake is the other side's finding.

use crate::dice::Dice;

/// The day that the cards are looked at: that of `cargo xtask accuracy card-front`.
const TODAY: Day = (2026, 12, 1);
/// Share of holders whose date of birth is printed in the Gregorian calendar.
const FOREIGN: f32 = 0.08;
/// Digits that are taken for each other.
const ALIKE: [u16; 6] = [0, 3, 5, 6, 8, 9];

/// Year, month, day.
pub type Day = (u16, u16, u16);

/// What is printed about somebody.
#[derive(Debug, Clone)]
pub struct Person {
    /// 氏名.
    pub name: String,
    /// 住所.
    pub address: String,
    /// 性別.
    pub sex: &'static str,
    /// Gregorian date of birth.
    pub born: Day,
    /// Printed in the Gregorian calendar.
    pub foreign: bool,
    /// Until when the card is valid.
    pub expires: Day,
    /// セキュリティコード.
    pub code: String,
    /// Months and days of one digit have a space before them.
    pub padded: bool,
    /// Who issued the card.
    pub mayor: String,
}

impl Person {
    /// Somebody.
    pub fn draw(dice: &mut Dice) -> Self {
        let surname = format!("{}{}", dice.one(FIRST_HALVES), dice.one(SECOND_HALVES));
        let gap = dice.one(["　", "  ", " "]);
        let city = dice.one(CITIES);
        let foreign = dice.chance(FOREIGN);
        let born = birthday(dice);
        let expires = expiry(dice, born, foreign);
        Self {
            name: format!("{surname}{gap}{}", dice.one(GIVEN)),
            address: address(dice, city),
            sex: dice.one(["男", "女"]),
            born,
            foreign,
            expires,
            code: code(dice),
            padded: dice.chance(0.3),
            mayor: format!("{}長", city.1),
        }
    }

    /// 生年月日 as it is printed.
    #[must_use]
    pub fn birth_as_printed(&self) -> String {
        let (year, month, day) = self.born;
        let year = match era(self.born) {
            _ if self.foreign => year.to_string(),
            (name, 1) => format!("{name}元"),
            (name, year) => format!("{name}{year}"),
        };
        format!("{year}年{}月{}日生", self.part(month), self.part(day))
    }

    /// The expiry as it is printed.
    #[must_use]
    pub fn expiry_as_printed(&self) -> String {
        let (year, month, day) = self.expires;
        format!("{year}年{}月{}日まで有効", self.part(month), self.part(day))
    }

    /// The six digits of the date of birth in 照合番号B (ocr.md 1; a foreign resident's year is not verified).
    #[must_use]
    pub fn six(&self) -> String {
        let (year, month, day) = self.born;
        let year = if self.foreign { year } else { era(self.born).1 };
        format!("{:02}{month:02}{day:02}", year % 100)
    }

    /// Born on a day that most years lack.
    #[must_use]
    pub fn is_of_leap_day(&self) -> bool {
        (self.born.1, self.born.2) == (2, 29)
    }

    fn part(&self, number: u16) -> String {
        if self.padded { format!("{number:2}") } else { number.to_string() }
    }
}

/// The era of a day, and its year.
fn era(day: Day) -> (&'static str, u16) {
    let (name, first) = match day {
        day if day < (1912, 7, 30) => ("明治", 1868),
        day if day < (1926, 12, 25) => ("大正", 1912),
        day if day < (1989, 1, 8) => ("昭和", 1926),
        day if day < (2019, 5, 1) => ("平成", 1989),
        _ => ("令和", 2019),
    };
    (name, day.0 - first + 1)
}

fn birthday(dice: &mut Dice) -> Day {
    let month = dice.whole(1, 12);
    // The first year of an era has a name of its own, and is rare.
    let year = if dice.chance(0.06) { dice.one([1926, 1989, 2019]) } else { dice.whole(1918, 2025) };
    (year, month, dice.whole(1, days(year, month)))
}

/// The tenth birthday after the issue, for a child the fifth; the end of a stay is any day.
fn expiry(dice: &mut Dice, born: Day, foreign: bool) -> Day {
    let child = born.0 + 18 > TODAY.0;
    let last = if child { 5 } else { 10 };
    // One in twenty has run out, a year ago at most.
    let late = dice.chance(0.05);
    let year = if late { dice.whole(2025, 2026) } else { dice.whole(2027, TODAY.0 + last) };
    let year = year.max(born.0 + 1);
    let (month, day) = if foreign { (dice.whole(1, 12), dice.whole(1, 28)) } else { (born.1, born.2) };
    // What a card of somebody born on 29 February says in other years is not verified: here the day before.
    (year, month, day.min(days(year, month)))
}

fn days(year: u16, month: u16) -> u16 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Four digits; in a third of the cards those that look like each other.
fn code(dice: &mut Dice) -> String {
    let alike = dice.chance(0.33);
    (0..4).map(|_| if alike { dice.one(ALIKE) } else { dice.whole(0, 9) }.to_string()).collect()
}

/// An address in an invented place.
pub fn address(dice: &mut Dice, (prefecture, city): (&str, &str)) -> String {
    let quarter = dice.one(QUARTERS);
    let (block, house) = (dice.whole(1, 29), dice.whole(1, 18));
    let flat = if dice.chance(0.3) {
        format!(" {}{}号室", dice.one(HOUSES), dice.whole(101, 909))
    } else {
        String::new()
    };
    format!("{prefecture}{city}{quarter}{block}番{house}号{flat}")
}

/// An invented place.
pub fn place(dice: &mut Dice) -> (&'static str, &'static str) {
    dice.one(CITIES)
}

const FIRST_HALVES: [&str; 12] = ["星", "霧", "葉", "波", "雲", "砂", "虹", "雪", "鈴", "花", "風", "琴"];
const SECOND_HALVES: [&str; 9] = ["ヶ崎", "之沢", "見原", "乃瀬", "路", "ヶ森", "之内", "見塚", "嶺"];
const GIVEN: [&str; 14] = [
    "恵子",
    "太一",
    "さくら",
    "正義",
    "みのり",
    "健",
    "美鈴",
    "大地",
    "ひかり",
    "実",
    "千代",
    "翔",
    "葵",
    "文雄",
];
const CITIES: [(&str, &str); 7] = [
    ("夢見県", "空色市"),
    ("夢見県", "朝霧市"),
    ("銀河都", "彗星区"),
    ("水鏡府", "若草市"),
    ("水鏡府", "月影町"),
    ("花園道", "雪割市"),
    ("千歌県", "常盤村"),
];
const QUARTERS: [&str; 6] = ["青空一丁目", "緑台三丁目", "泉町", "大字夕凪", "東雲町二丁目", "新木立"];
const HOUSES: [&str; 3] = ["コーポ若葉", "メゾン星空", "第二ひまわり荘"];

#[cfg(test)]
mod tests {
    use super::*;

    fn somebody(born: Day, foreign: bool) -> Person {
        let mut person = Person::draw(&mut Dice::new(1, 2, 3));
        (person.born, person.foreign, person.padded) = (born, foreign, false);
        person
    }

    #[test]
    fn eras_begin_on_their_days() {
        for (born, printed, six) in [
            ((1980, 2, 17), "昭和55年2月17日生", "550217"),
            ((1989, 1, 7), "昭和64年1月7日生", "640107"),
            ((1989, 1, 8), "平成元年1月8日生", "010108"),
            ((2019, 4, 30), "平成31年4月30日生", "310430"),
            ((2019, 5, 1), "令和元年5月1日生", "010501"),
            ((1926, 12, 24), "大正15年12月24日生", "151224"),
        ] {
            let person = somebody(born, false);
            assert_eq!(person.birth_as_printed(), printed);
            assert_eq!(person.six(), six);
        }
        assert_eq!(somebody((1974, 2, 2), true).birth_as_printed(), "1974年2月2日生");
        assert_eq!(somebody((1974, 2, 2), true).six(), "740202");
    }

    #[test]
    fn cards_of_nationals_expire_on_a_birthday() {
        for card in 0..500 {
            let person = Person::draw(&mut Dice::new(5, card, 0));
            assert!(person.born < TODAY && person.born < person.expires, "{person:?}");
            assert!((2025..=2036).contains(&person.expires.0), "{person:?}");
            let same = (person.born.1, person.born.2) == (person.expires.1, person.expires.2);
            assert!(same || person.foreign || person.is_of_leap_day(), "{person:?}");
            assert_eq!(person.code.len(), 4);
        }
    }
}
