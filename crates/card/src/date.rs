//! Calendar dates as files hold them, without any rule about them.

/// A Gregorian calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarDate {
    /// Year, 1 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 1 to 31.
    pub day: u8,
}

/// A moment in UTC, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcTime {
    /// The date in UTC.
    pub date: CalendarDate,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

/// Eight ASCII digits `YYYYMMDD` as recorded on the card.
///
/// A date of birth may be unknown in part, so this need not be a calendar date. `Debug` is redacted,
/// because a date of birth is personal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct RecordedDate(pub [u8; 8]);

impl CalendarDate {
    /// The date, if there is such a day.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year == 0 || year > 9999 || day == 0 || day > days_in(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// The day after; `None` after the end of the year 9999.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        if self.day < days_in(self.year, self.month) {
            Self::new(self.year, self.month, self.day + 1)
        } else if self.month < 12 {
            Self::new(self.year, self.month + 1, 1)
        } else {
            Self::new(self.year + 1, 1, 1)
        }
    }
}

impl UtcTime {
    /// The date at that moment in Japan (UTC+9). A certificate that ends at 14:59:59 UTC is good for the
    /// whole of that day there.
    #[must_use]
    pub const fn date_in_japan(self) -> CalendarDate {
        if self.hour < 24 - 9 {
            return self.date;
        }
        match self.date.next() {
            Some(next) => next,
            None => self.date,
        }
    }

    /// Reads `YYMMDDHHMMSSZ` (UTCTime; 50 to 99 is 19xx, RFC 5280 §4.1.2.5.1) or `YYYYMMDDHHMMSSZ`
    /// (GeneralizedTime).
    #[must_use]
    pub(crate) fn from_der(digits: &[u8]) -> Option<Self> {
        let digits = digits.strip_suffix(b"Z")?;
        let (year, rest) = match digits.len() {
            12 => {
                let (year, rest) = digits.split_at_checked(2)?;
                let year = number(year)?;
                (if year < 50 { 2000 + year } else { 1900 + year }, rest)
            }
            14 => {
                let (year, rest) = digits.split_at_checked(4)?;
                (number(year)?, rest)
            }
            _ => return None,
        };
        let two = |at: usize| number(rest.get(at..at + 2)?).and_then(|n| u8::try_from(n).ok());
        let time = Self {
            date: CalendarDate::new(year, two(0)?, two(2)?)?,
            hour: two(4)?,
            minute: two(6)?,
            second: two(8)?,
        };
        (time.hour < 24 && time.minute < 60 && time.second < 60).then_some(time)
    }
}

impl RecordedDate {
    /// Eight bytes of a file, if they are digits.
    #[must_use]
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let digits = <[u8; 8]>::try_from(bytes).ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// The calendar date, if it is a whole one.
    #[must_use]
    pub fn calendar(&self) -> Option<CalendarDate> {
        let [y1, y2, y3, y4, m1, m2, d1, d2] = self.0;
        let month = u8::try_from(number(&[m1, m2])?).ok()?;
        let day = u8::try_from(number(&[d1, d2])?).ok()?;
        CalendarDate::new(number(&[y1, y2, y3, y4])?, month, day)
    }
}

impl core::fmt::Debug for RecordedDate {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("RecordedDate(redacted)")
    }
}

const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Up to four ASCII digits as a number.
fn number(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0_u16, |sum, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
        sum.checked_mul(10)?.checked_add(u16::from(digit))
    })
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;

    fn date(year: u16, month: u8, day: u8) -> CalendarDate {
        CalendarDate::new(year, month, day).unwrap()
    }

    #[test]
    fn only_days_that_exist() {
        assert!(CalendarDate::new(2023, 2, 29).is_none());
        assert!(CalendarDate::new(2023, 2, 28).is_some());
        assert!(CalendarDate::new(2024, 2, 29).is_some());
        assert!(CalendarDate::new(2100, 2, 29).is_none());
        assert!(CalendarDate::new(2000, 2, 29).is_some());
        assert!(CalendarDate::new(2024, 13, 1).is_none());
        assert!(CalendarDate::new(2024, 0, 1).is_none());
        assert!(CalendarDate::new(2024, 4, 31).is_none());
        let year =
            (1..=12).flat_map(|month| (1..=31).filter_map(move |day| CalendarDate::new(2023, month, day)));
        assert_eq!(year.count(), 365);
    }

    #[test]
    fn a_certificate_ends_with_its_last_day_in_japan() {
        let last = UtcTime::from_der(b"300217145959Z").unwrap();
        assert_eq!(last.date, date(2030, 2, 17));
        assert_eq!(last.date_in_japan(), date(2030, 2, 17));
        let later = UtcTime::from_der(b"20301231150000Z").unwrap();
        assert_eq!(later.date_in_japan(), date(2031, 1, 1));
        let leap = UtcTime::from_der(b"240228150000Z").unwrap();
        assert_eq!(leap.date_in_japan(), date(2024, 2, 29));
        let month_end = UtcTime::from_der(b"240430150000Z").unwrap();
        assert_eq!(month_end.date_in_japan(), date(2024, 5, 1));
        let within = UtcTime::from_der(b"240215150000Z").unwrap();
        assert_eq!(within.date_in_japan(), date(2024, 2, 16));
    }

    #[test]
    fn two_digit_years_follow_rfc_5280() {
        assert_eq!(UtcTime::from_der(b"490101000000Z").unwrap().date.year, 2049);
        assert_eq!(UtcTime::from_der(b"500101000000Z").unwrap().date.year, 1950);
    }

    #[test]
    fn other_times_are_refused() {
        for bad in [
            &b""[..],
            b"Z",
            b"300217145959",
            b"30021714595Z",
            b"3002171459590Z",
            b"301317145959Z",
            b"300217245959Z",
            b"300217146059Z",
            b"300217145960Z",
            b"30021:145959Z",
            b"30021714+959Z",
            b"20300217145959+0900",
        ] {
            assert_eq!(UtcTime::from_der(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn an_unknown_day_of_birth_is_kept() {
        let recorded = RecordedDate::from_bytes(b"19300000").unwrap();
        assert_eq!(recorded.calendar(), None);
        assert_eq!(RecordedDate::from_bytes(b"1930-1-1"), None);
        let recorded = RecordedDate::from_bytes(b"19800217").unwrap();
        assert_eq!(recorded.calendar(), Some(date(1980, 2, 17)));
        assert_eq!(std::format!("{recorded:?}"), "RecordedDate(redacted)");
    }
}
