//! From evdev's events to fingers that came down (Linux `multi-touch-protocol`, type B; a single
//! contact is slot 0). No Debug: it would print positions.

/// Fingers of two hands. Further ones are not counted.
const SLOTS: usize = 10;

/// One thing that a device reports.
pub(crate) enum Change {
    /// What follows is about this slot.
    Slot(i32),
    /// A finger came down (or is another one than before), or left.
    Down(bool),
    /// Its position.
    X(i32),
    /// Its position.
    Y(i32),
}

/// One slot. Positions that did not change are not reported again, so they stay.
#[derive(Clone, Copy, Default)]
struct Contact {
    came_down: bool,
    x: Option<i32>,
    y: Option<i32>,
}

/// The fingers on the touch screen.
pub(crate) struct Contacts {
    slots: [Contact; SLOTS],
    /// The slot that changes are about; out of range for a finger that is not counted.
    current: usize,
}

impl Contacts {
    /// No finger; the position that the device had last, where it tells.
    pub(crate) fn none(last: Option<(i32, i32)>) -> Self {
        let mut slots = [Contact::default(); SLOTS];
        if let (Some(first), Some((x, y))) = (slots.first_mut(), last) {
            (first.x, first.y) = (Some(x), Some(y));
        }
        Self { slots, current: 0 }
    }

    /// Takes one change of a report.
    pub(crate) fn take(&mut self, change: &Change) {
        if let Change::Slot(slot) = change {
            self.current = usize::try_from(*slot).unwrap_or(usize::MAX);
        }
        let Some(contact) = self.slots.get_mut(self.current) else { return };
        match change {
            Change::Slot(_) => {}
            Change::Down(down) => contact.came_down = *down,
            Change::X(x) => contact.x = Some(*x),
            Change::Y(y) => contact.y = Some(*y),
        }
    }

    /// At the end of a report: where fingers came down in it.
    pub(crate) fn came_down(&mut self) -> impl Iterator<Item = (i32, i32)> + '_ {
        self.slots.iter_mut().filter_map(|contact| {
            let came = std::mem::take(&mut contact.came_down);
            came.then_some(())?;
            contact.x.zip(contact.y)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Change::{Down, Slot, X, Y};

    fn report(contacts: &mut Contacts, changes: &[Change]) -> Vec<(i32, i32)> {
        changes.iter().for_each(|change| contacts.take(change));
        contacts.came_down().collect()
    }

    #[test]
    fn a_finger_counts_once_when_it_comes_down() {
        let mut contacts = Contacts::none(None);
        assert_eq!(report(&mut contacts, &[Down(true), X(10), Y(20)]), [(10, 20)]);
        assert!(report(&mut contacts, &[X(11)]).is_empty(), "it moved");
        assert!(report(&mut contacts, &[]).is_empty());
        assert!(report(&mut contacts, &[Down(false)]).is_empty());
    }

    #[test]
    fn the_same_place_again_is_not_reported_and_still_known() {
        let mut contacts = Contacts::none(None);
        assert_eq!(report(&mut contacts, &[Down(true), X(10), Y(20)]), [(10, 20)]);
        report(&mut contacts, &[Down(false)]);
        assert_eq!(report(&mut contacts, &[Down(true)]), [(10, 20)]);
        assert_eq!(report(&mut Contacts::none(Some((3, 4))), &[Down(true)]), [(3, 4)]);
    }

    #[test]
    fn a_finger_whose_place_is_unknown_touches_nothing() {
        assert!(report(&mut Contacts::none(None), &[Down(true), X(10)]).is_empty());
    }

    #[test]
    fn fingers_that_overlap_count_each() {
        let mut contacts = Contacts::none(None);
        assert_eq!(report(&mut contacts, &[Slot(0), Down(true), X(1), Y(2)]), [(1, 2)]);
        assert_eq!(report(&mut contacts, &[Slot(1), Down(true), X(3), Y(4)]), [(3, 4)]);
        assert!(report(&mut contacts, &[Slot(0), Down(false)]).is_empty());
        let both = [Slot(0), Down(true), X(5), Y(6), Slot(2), Down(true), X(7), Y(8)];
        assert_eq!(report(&mut contacts, &both), [(5, 6), (7, 8)]);
    }

    #[test]
    fn a_finger_beyond_the_slots_is_not_taken_for_another() {
        let mut contacts = Contacts::none(None);
        for slot in [10, -1, i32::MAX, i32::MIN] {
            assert!(report(&mut contacts, &[Slot(slot), Down(true), X(1), Y(1)]).is_empty());
        }
        assert_eq!(report(&mut contacts, &[Slot(9), Down(true), X(1), Y(1)]), [(1, 1)]);
    }

    #[test]
    fn a_finger_that_came_and_went_in_one_report_is_no_touch() {
        let changes = [X(1), Y(1), Down(true), Down(false)];
        assert!(report(&mut Contacts::none(None), &changes).is_empty());
    }
}
