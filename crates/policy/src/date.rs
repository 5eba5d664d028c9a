//! Calendar dates in Japan time, and monotonic milliseconds.

/// A day of the Gregorian calendar in Japan time. Orders by time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// Japan is nine hours ahead of UTC all year.
const JAPAN_OFFSET_SECONDS: u64 = 9 * 3600;
const SECONDS_PER_DAY: u64 = 86_400;

impl Date {
    /// The date, if the calendar has it (years 1868 to 9999: Meiji 1 is the oldest era in use).
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year < 1868 || year > 9999 || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// The day in Japan at `seconds` since 1970-01-01T00:00:00Z; the last representable day beyond it.
    pub const fn from_unix(seconds: u64) -> Self {
        let days = seconds.saturating_add(JAPAN_OFFSET_SECONDS) / SECONDS_PER_DAY;
        let mut year = 1970;
        let mut left = days;
        loop {
            let length = if is_leap(year) { 366 } else { 365 };
            if left < length {
                break;
            }
            left -= length;
            year += 1;
            if year > 9999 {
                return Self { year: 9999, month: 12, day: 31 };
            }
        }
        let mut month = 1;
        let mut day = 1;
        while left > 0 {
            if day == days_in_month(year, month) {
                day = 1;
                month += 1;
            } else {
                day += 1;
            }
            left -= 1;
        }
        Self { year, month, day }
    }

    /// The year, Gregorian.
    pub const fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub const fn day(self) -> u8 {
        self.day
    }

    /// The same day `months` later; the month's last day where it has no such day.
    pub const fn plus_months(self, months: u16) -> Self {
        let mut year = self.year;
        let mut month = self.month;
        let mut left = months;
        while left != 0 {
            if month == 12 {
                month = 1;
                year += 1;
            } else {
                month += 1;
            }
            left -= 1;
        }
        let last = days_in_month(year, month);
        let day = if self.day > last { last } else { self.day };
        Self { year, month, day }
    }

    /// The last day of this date's month.
    pub const fn month_end(self) -> Self {
        Self { day: days_in_month(self.year, self.month), ..self }
    }
}

const fn is_leap(year: u16) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in_month(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Monotonic time in milliseconds from an origin that the runtime chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Millis(pub u64);

impl Millis {
    /// This time plus `span` milliseconds, at the end of time if it would pass it.
    pub fn after(self, span: u32) -> Self {
        Self(self.0.saturating_add(u64::from(span)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_tells_its_parts_and_a_time_moves_on() {
        let date = Date::new(2026, 11, 24).unwrap();
        assert_eq!((date.year(), date.month(), date.day()), (2026, 11, 24));
        assert_eq!(Millis(5).after(7), Millis(12));
        assert_eq!(Millis(u64::MAX).after(1), Millis(u64::MAX));
    }

    #[test]
    fn refuses_days_that_the_calendar_does_not_have() {
        assert!(Date::new(2023, 2, 29).is_none());
        assert!(Date::new(2024, 2, 29).is_some());
        assert!(Date::new(1900, 2, 29).is_none());
        assert!(Date::new(2000, 13, 1).is_none());
        assert!(Date::new(2000, 1, 0).is_none());
        assert!(Date::new(1867, 1, 1).is_none());
    }

    #[test]
    fn japan_is_nine_hours_ahead() {
        // 2023-11-14T14:59:59Z is still the 14th in Japan, one second later it is the 15th.
        assert_eq!(Some(Date::from_unix(1_699_973_999)), Date::new(2023, 11, 14));
        assert_eq!(Some(Date::from_unix(1_699_974_000)), Date::new(2023, 11, 15));
        let last = Date::new(9999, 12, 31).unwrap();
        assert_eq!(Date::from_unix(u64::MAX / 2), last);
        // Midnight in Japan at the beginning of the last year, and of its last day.
        let year = 253_370_764_800 - JAPAN_OFFSET_SECONDS;
        assert_eq!(Some(Date::from_unix(year)), Date::new(9999, 1, 1));
        assert_eq!(Date::from_unix(year + 364 * SECONDS_PER_DAY), last);
    }

    #[test]
    fn months_end_where_the_calendar_says() {
        let date = Date::new(2023, 11, 30).unwrap();
        assert_eq!(Some(date.plus_months(3)), Date::new(2024, 2, 29));
        assert_eq!(Some(date.plus_months(1)), Date::new(2023, 12, 30));
        assert_eq!(Some(date.plus_months(3).month_end()), Date::new(2024, 2, 29));
    }

    #[test]
    fn every_day_of_fifty_years_follows_the_one_before() {
        let mut last = Date::from_unix(0);
        for day in 1..18_262 {
            let next = Date::from_unix(day * SECONDS_PER_DAY);
            assert!(next > last);
            assert!(Date::new(next.year(), next.month(), next.day()).is_some());
            last = next;
        }
    }
}
