//! Calendar dates as the card writes them, and the Japanese era year of 照合番号B.

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// A day of the Gregorian calendar; in JSON a string `YYYY-MM-DD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// First day of an era, the Gregorian year before its year 1, and its digit in certificates.
const ERAS: [(Date, u16, u8); 5] = [
    (Date::at(2019, 5, 1), 2018, 5),
    (Date::at(1989, 1, 8), 1988, 4),
    (Date::at(1926, 12, 25), 1925, 3),
    (Date::at(1912, 7, 30), 1911, 2),
    (Date::at(1868, 1, 25), 1867, 1),
];

impl Date {
    pub(crate) const fn at(year: u16, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }

    /// The day, if the calendar has it and the year is 1868..=2400 (what eras and DER times need).
    ///
    /// # Errors
    /// [`Error::Malformed`] for a day that does not exist.
    pub fn new(year: u16, month: u8, day: u8) -> Result<Self, Error> {
        let exists = (1868..=2400).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && day <= days_in_month(year, month);
        if exists { Ok(Self { year, month, day }) } else { Err(Error::Malformed { what: "date" }) }
    }

    /// Reads `YYYY-MM-DD` or `YYYYMMDD`.
    ///
    /// # Errors
    /// [`Error::Malformed`] for anything else.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bad = Error::Malformed { what: "date" };
        let digits: String = match text.len() {
            10 => text.split('-').collect(),
            _ => text.to_owned(),
        };
        if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad);
        }
        let number = |range| digits.get(range).and_then(|part: &str| part.parse().ok());
        let (Some(year), Some(month), Some(day)) = (number(0..4), number(4..6), number(6..8)) else {
            return Err(bad);
        };
        let narrow = |n: u16| u8::try_from(n).map_err(|_| Error::Malformed { what: "date" });
        Self::new(year, narrow(month)?, narrow(day)?)
    }

    /// Gregorian year.
    #[must_use]
    pub const fn year(self) -> u16 {
        self.year
    }

    /// Month, 1..=12.
    #[must_use]
    pub const fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, 1..=31.
    #[must_use]
    pub const fn day(self) -> u8 {
        self.day
    }

    /// Eight ASCII digits `YYYYMMDD`, as in DF22 and DF29.
    #[must_use]
    pub fn digits(self) -> String {
        format!("{:04}{:02}{:02}", self.year, self.month, self.day)
    }

    /// Six ASCII digits `YYMMDD` with the era's year: the first part of 照合番号B (card.md 5.1).
    #[must_use]
    pub fn era_digits(self) -> String {
        let base = self.era().1;
        format!("{:02}{:02}{:02}", self.year - base, self.month, self.day)
    }

    /// Nine ASCII digits `EYYYYMMDD` of the 署名用 certificate: era digit, then Gregorian (card.md 5.5).
    #[must_use]
    pub fn certificate_digits(self) -> String {
        format!("{}{}", self.era().2, self.digits())
    }

    fn era(self) -> (Self, u16, u8) {
        let oldest = (Self::at(1868, 1, 25), 1867, 1);
        ERAS.into_iter().find(|era| self >= era.0).unwrap_or(oldest)
    }

    /// The same day `years` later; 29 February becomes the 28th in a common year.
    #[must_use]
    pub fn plus_years(self, years: u16) -> Self {
        let year = self.year.saturating_add(years);
        Self { year, month: self.month, day: self.day.min(days_in_month(year, self.month)) }
    }

    /// The same day `months` earlier, or the last day of that month.
    #[must_use]
    pub fn minus_months(self, months: u16) -> Self {
        let count = self.year.saturating_mul(12) + u16::from(self.month) - 1;
        let count = count.saturating_sub(months);
        let year = count / 12;
        let month = u8::try_from(count % 12 + 1).unwrap_or(1);
        Self { year, month, day: self.day.min(days_in_month(year, month)) }
    }

    /// The `n`th birthday of somebody born on `self` that lies after `from` (n counts from 1).
    #[must_use]
    pub fn nth_birthday_after(self, from: Self, n: u16) -> Self {
        let age = from.year.saturating_sub(self.year);
        let this_year = self.plus_years(age);
        let skip = if this_year > from { 0 } else { 1 };
        self.plus_years(age + skip + n.saturating_sub(1))
    }

    /// Completed years of life of somebody born on `self`, on the day `on`.
    #[must_use]
    pub fn age_on(self, on: Self) -> u16 {
        let years = on.year.saturating_sub(self.year);
        if self.plus_years(years) > on { years.saturating_sub(1) } else { years }
    }
}

fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl TryFrom<String> for Date {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::parse(&text)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn era_years_change_on_the_day_of_accession() {
        // card.md 5.1: 昭和55, and 令和1 written 01.
        assert_eq!(date("1980-02-17").era_digits(), "550217");
        assert_eq!(date("2019-04-30").era_digits(), "310430");
        assert_eq!(date("2019-05-01").era_digits(), "010501");
        assert_eq!(date("1989-01-07").era_digits(), "640107");
        assert_eq!(date("1989-01-08").era_digits(), "010108");
        assert_eq!(date("1912-07-29").era_digits(), "450729");
    }

    #[test]
    fn certificate_and_card_run_to_a_birthday() {
        // The published test card: issued 2025-10-27, born 1980-02-17 (card.md 5.5, 5.2).
        let born = date("1980-02-17");
        assert_eq!(born.nth_birthday_after(date("2025-10-27"), 5), date("2030-02-17"));
        assert_eq!(born.nth_birthday_after(date("2025-10-27"), 10), date("2035-02-17"));
        assert_eq!(date("2000-02-29").nth_birthday_after(date("2022-02-28"), 1), date("2023-02-28"));
        assert_eq!(born.age_on(date("2026-02-16")), 45);
        assert_eq!(born.age_on(date("2026-02-17")), 46);
    }

    #[test]
    fn months_go_back_over_a_year() {
        assert_eq!(date("2026-11-24").minus_months(2), date("2026-09-24"));
        assert_eq!(date("2026-03-31").minus_months(13), date("2025-02-28"));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in ["2025-02-29", "20251301", "2025-1-01", "", "2025/01/01", "18680000"] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }
}
