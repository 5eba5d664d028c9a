//! Of whom the error rates speak, and of whom they don't: there people come sooner, by rule and not by
//! measurement.
//!
//! The pictures behind [`crate::ledger`] are press photographs of adults (`models/error-rates.md`). Children,
//! the old and photos that are five to ten years old are not among them or not known to be, and faces change
//! most just there; so a holder like that has fewer captures, and reception is called at the first that fails.

use crate::date::Date;
use crate::table::Rules;

/// Whether the error rates speak of a holder and a photo like these. Nothing of it is kept: it is one word
/// for the young, the old and the old photo alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Coverage {
    /// An adult before old age, with a photo that is less than five years old.
    Measured,
    /// Somebody else, or the card does not tell.
    Unmeasured,
}

/// How often a face is captured, and when people come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Patience {
    /// Captures before another method is offered.
    pub captures: u8,
    /// The failed capture at which reception is called.
    pub before_call: u8,
}

// Where coverage ends. Choices of ours: no picture of the ledger is labelled with an age.
/// Youngest age, in years.
const FROM_AGE: u16 = 18;
/// First age that is too old, in years.
const BELOW_AGE: u16 = 65;
/// A photo may be ten years old by the time it is compared, as an adult's card may (S:806 in domain.md); so it is
/// surely younger than five while the card has more than five years left.
const YEARS_LEFT: u16 = 5;

impl Rules {
    /// How often it is captured where nothing speaks against the error rates.
    pub const fn measured_patience(&self) -> Patience {
        Patience { captures: self.captures, before_call: self.captures_before_call }
    }

    /// How often this holder's face is captured.
    pub const fn patience(&self, coverage: Coverage) -> Patience {
        match coverage {
            Coverage::Measured => self.measured_patience(),
            Coverage::Unmeasured => self.unmeasured,
        }
    }
}

/// Whether the error rates speak of a holder who was born and whose card ends on these days, where the card
/// tells them.
pub fn coverage(birth: Option<Date>, card_end: Option<Date>, today: Date) -> Coverage {
    let (Some(birth), Some(card_end)) = (birth, card_end) else { return Coverage::Unmeasured };
    let years = |from: Date, years: u16| from.plus_months(years.saturating_mul(12));
    let adult = years(birth, FROM_AGE) <= today && today < years(birth, BELOW_AGE);
    let fresh = years(today, YEARS_LEFT) < card_end;
    if adult && fresh { Coverage::Measured } else { Coverage::Unmeasured }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BUILT_IN;

    fn on(year: u16, month: u8, day: u8) -> Date {
        Date::new(year, month, day).unwrap()
    }

    fn of(birth: Date, card_end: Date) -> Coverage {
        coverage(Some(birth), Some(card_end), on(2026, 11, 24))
    }

    #[test]
    fn majority_and_old_age_begin_on_birthdays() {
        let end = on(2036, 1, 1);
        assert_eq!(of(on(2008, 11, 25), end), Coverage::Unmeasured);
        assert_eq!(of(on(2008, 11, 24), end), Coverage::Measured);
        assert_eq!(of(on(1961, 11, 25), end), Coverage::Measured);
        assert_eq!(of(on(1961, 11, 24), end), Coverage::Unmeasured);
    }

    #[test]
    fn a_card_with_less_than_five_years_left_has_an_old_photo() {
        let adult = on(1980, 2, 17);
        assert_eq!(of(adult, on(2031, 11, 24)), Coverage::Unmeasured);
        assert_eq!(of(adult, on(2031, 11, 25)), Coverage::Measured);
    }

    #[test]
    fn what_the_card_does_not_tell_is_not_covered() {
        let (birth, end) = (Some(on(1980, 2, 17)), Some(on(2036, 1, 1)));
        for (birth, end) in [(None, end), (birth, None), (None, None)] {
            assert_eq!(coverage(birth, end, on(2026, 11, 24)), Coverage::Unmeasured);
        }
    }

    #[test]
    fn people_come_sooner_to_whom_nothing_was_measured() {
        let (measured, other) =
            (BUILT_IN.patience(Coverage::Measured), BUILT_IN.patience(Coverage::Unmeasured));
        assert!(other.captures < measured.captures && other.before_call < measured.before_call);
        assert!(other.before_call >= 1 && other.captures > other.before_call);
    }
}
