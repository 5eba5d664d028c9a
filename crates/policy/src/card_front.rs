//! Whether a reading of the card front is believed, so that its 照合番号B may be presented to the chip.
//!
//! A wrong number costs one of ten tries that only a municipality gives back (card.md 6.1), so a
//! reading is believed when it leaves little room for an error: the dates fit each other, every
//! character is sure, and another frame says the same. No date and no digit comes here.

/// How the date of birth is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Birth {
    /// With the era: a national.
    Era,
    /// In the Gregorian calendar: a foreign resident.
    Gregorian,
}

/// How sure the recogniser is, in thousandths: of the least sure character of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Certainty(pub u16);

/// What is known of one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FrontFacts {
    /// How the date of birth is printed.
    pub birth: Birth,
    /// Both dates are in the calendar, the first within its era.
    pub real: bool,
    /// Both can stand on a card today.
    pub possible: bool,
    /// The card expires on a birthday.
    pub birthday: bool,
    /// No reflection hides a part of a field. What is left of a digit may be another digit, of which
    /// the recogniser is as sure.
    pub clear: bool,
    /// Of the date of birth.
    pub birth_certainty: Certainty,
    /// Of the expiry.
    pub expiry_certainty: Certainty,
    /// Of the security code.
    pub code_certainty: Certainty,
    /// Frames that show this same number, this one among them.
    pub frames: u8,
}

/// What to do with a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrontDecision {
    /// Believe it: the number may be presented, once.
    Accept,
    /// Look again.
    AnotherFrame,
}

/// Of a date with an era, whose month and day the expiry repeats. 208 drawn fronts had no wrong
/// reading above it (ocr.md 4).
const DATE: Certainty = Certainty(900);
/// Of what nothing repeats: the security code, and a foreign resident's dates. The wrong codes of
/// those fronts were read with 780 at most (ocr.md 4).
const ALONE: Certainty = Certainty(950);
/// Frames that have to show the same number.
const FRAMES: u8 = 2;

/// Whether a reading is believed.
pub fn decide_front(facts: &FrontFacts) -> FrontDecision {
    // A national's card expires on a birthday (ocr.md 1); the end of a stay may be any day.
    let (repeated, date) = match facts.birth {
        Birth::Era => (facts.birthday, DATE),
        Birth::Gregorian => (true, ALONE),
    };
    let sure =
        facts.birth_certainty >= date && facts.expiry_certainty >= date && facts.code_certainty >= ALONE;
    if facts.real && facts.possible && repeated && facts.clear && sure && facts.frames >= FRAMES {
        FrontDecision::Accept
    } else {
        FrontDecision::AnotherFrame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BELIEVED: FrontFacts = FrontFacts {
        birth: Birth::Era,
        real: true,
        possible: true,
        birthday: true,
        clear: true,
        birth_certainty: DATE,
        expiry_certainty: DATE,
        code_certainty: ALONE,
        frames: FRAMES,
    };

    #[test]
    fn two_sure_frames_whose_dates_fit_are_believed() {
        assert_eq!(decide_front(&BELIEVED), FrontDecision::Accept);
    }

    #[test]
    fn anything_less_is_another_frame() {
        let below = |certainty: Certainty| Certainty(certainty.0 - 1);
        let less = [
            FrontFacts { real: false, ..BELIEVED },
            FrontFacts { possible: false, ..BELIEVED },
            FrontFacts { birthday: false, ..BELIEVED },
            FrontFacts { clear: false, ..BELIEVED },
            FrontFacts { birth_certainty: below(DATE), ..BELIEVED },
            FrontFacts { expiry_certainty: below(DATE), ..BELIEVED },
            FrontFacts { code_certainty: below(ALONE), ..BELIEVED },
            FrontFacts { frames: FRAMES - 1, ..BELIEVED },
        ];
        for facts in less {
            assert_eq!(decide_front(&facts), FrontDecision::AnotherFrame, "{facts:?}");
        }
    }

    #[test]
    fn a_foreign_residents_dates_repeat_nothing_and_must_be_surer() {
        let foreign = FrontFacts { birth: Birth::Gregorian, birthday: false, ..BELIEVED };
        assert_eq!(decide_front(&foreign), FrontDecision::AnotherFrame);
        let surer = FrontFacts { birth_certainty: ALONE, expiry_certainty: ALONE, ..foreign };
        assert_eq!(decide_front(&surer), FrontDecision::Accept);
        for one in
            [FrontFacts { birth_certainty: DATE, ..surer }, FrontFacts { expiry_certainty: DATE, ..surer }]
        {
            assert_eq!(decide_front(&one), FrontDecision::AnotherFrame);
        }
    }
}
