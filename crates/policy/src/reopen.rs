//! What identified staff may state to open a closed PIN again, and when 照合番号B may be tried again.

use crate::decide::{Availability, open_methods};
use crate::site::Site;
use crate::table::Rules;
use crate::words::{AttackDetection, Attempts, CardFacts, Mark, Strikes, Tries};

/// The statements that staff may make on a card. At least one is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Reopening {
    /// That the mark 「顔認証」 is struck through (Q8, Q9).
    pub mark: bool,
    /// That the holder may try again today in spite of the strikes on record (Inv13 b).
    pub strikes: bool,
}

/// What staff may state on this card: only what leads to an open PIN. The card's own counter is
/// beyond any statement, and so are the entries of this session.
pub fn reopening(rules: &Rules, site: &Site, card: &CardFacts, attempts: Attempts) -> Option<Reopening> {
    let mark = card.mark == Mark::Printed;
    let strikes = matches!(card.strikes, Strikes::Known(count) if count >= rules.strikes);
    if attempts.staff >= rules.staff_attempts || !(mark || strikes) {
        return None;
    }
    let stated = CardFacts {
        mark: if mark { Mark::ClearedByStaff } else { card.mark },
        strikes: if strikes { Strikes::Known(0) } else { card.strikes },
        ..*card
    };
    let methods = open_methods(rules, site, &stated, attempts, AttackDetection::None);
    (methods.pin == Availability::Open).then_some(Reopening { mark, strikes })
}

/// Whether 照合番号B may be entered once more after the card refused one.
pub fn may_read_photo(rules: &Rules, tries: Tries, attempts: Attempts) -> bool {
    let reserve = match tries {
        Tries::Left(left) => left.get() > rules.check_number_reserve,
        Tries::Unasked => true,
        Tries::Blocked | Tries::Unknown => false,
    };
    reserve && attempts.check_number < rules.check_number_entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::BUILT_IN;
    use crate::words::CardKind;

    const ORDINARY: CardFacts = CardFacts {
        kind: CardKind::Ordinary,
        pin: Tries::of(3),
        check_number: Tries::Unasked,
        mark: Mark::Unseen,
        strikes: Strikes::Known(0),
    };

    fn asked(card: CardFacts, attempts: Attempts) -> Option<Reopening> {
        reopening(&BUILT_IN, &Site::OUT_OF_THE_BOX, &card, attempts)
    }

    #[test]
    fn staff_are_asked_only_for_what_opens_the_pin() {
        let none = Attempts::default();
        assert_eq!(asked(ORDINARY, none), None);
        let struck = CardFacts { strikes: Strikes::Known(2), ..ORDINARY };
        assert_eq!(asked(struck, none), Some(Reopening { mark: false, strikes: true }));
        let marked = CardFacts { mark: Mark::Printed, ..struck };
        assert_eq!(asked(marked, none), Some(Reopening { mark: true, strikes: true }));
        for beyond in [
            CardFacts { pin: Tries::of(1), ..struck },
            CardFacts { pin: Tries::Blocked, kind: CardKind::PinLocked, ..struck },
            CardFacts { kind: CardKind::FaceAuthentication, pin: Tries::Blocked, ..marked },
            CardFacts { strikes: Strikes::Unavailable, ..marked },
        ] {
            assert_eq!(asked(beyond, none), None, "{beyond:?}");
        }
        assert_eq!(asked(struck, Attempts { pin: BUILT_IN.pin_entries, ..none }), None);
        assert_eq!(asked(struck, Attempts { staff: BUILT_IN.staff_attempts, ..none }), None);
    }

    #[test]
    fn the_photo_is_given_up_after_two_refusals_or_at_the_reserve() {
        let after = |check_number| Attempts { check_number, ..Attempts::default() };
        assert!(may_read_photo(&BUILT_IN, Tries::of(6), after(1)));
        assert!(!may_read_photo(&BUILT_IN, Tries::of(5), after(1)));
        assert!(!may_read_photo(&BUILT_IN, Tries::of(9), after(2)));
        assert!(!may_read_photo(&BUILT_IN, Tries::Unknown, after(0)));
        assert!(!may_read_photo(&BUILT_IN, Tries::Blocked, after(0)));
    }
}
