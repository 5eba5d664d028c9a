//! How often people may be confirmed by eye.
//!
//! Whoever has a staff credential and a terminal can confirm anybody: no signature tells a careful
//! comparison from none. What remains is to make a flood of them small and visible.

use wire::{FacilityId, StaffId, TerminalId, UnixSeconds};

/// The most visual confirmations in a sliding window. **Settings of the operator**, not rules of the
/// manual, which names no figure: a home for the aged needs others than a dentist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisualLimit {
    /// Length of the window, in seconds.
    pub window: u64,
    /// At one terminal.
    pub per_terminal: u32,
    /// By one member of staff, at all terminals of the facility.
    pub per_performer: u32,
}

impl VisualLimit {
    /// One in two minutes, all of an hour long, at one terminal: staff who compare a face take longer.
    /// The same person may serve two terminals, not three.
    pub const DEFAULT: Self = Self { window: 3600, per_terminal: 30, per_performer: 45 };

    /// Since when confirmations count, for one that is asked for now.
    pub const fn since(&self, now: UnixSeconds) -> UnixSeconds {
        UnixSeconds(now.0.saturating_sub(self.window))
    }

    /// Whether one more is within the limit.
    pub const fn allows(&self, so_far: VisualCount) -> bool {
        so_far.at_terminal < self.per_terminal && so_far.by_performer < self.per_performer
    }
}

/// Whose confirmations are counted.
#[derive(Clone, Copy, Debug)]
pub struct Confirmer<'a> {
    /// The terminal.
    pub terminal: &'a TerminalId,
    /// Its facility: staff are known by their number there.
    pub facility: &'a FacilityId,
    /// The member of staff.
    pub performer: &'a StaffId,
}

/// Keys opened after visual confirmation, since some moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VisualCount {
    /// At the terminal, by anybody.
    pub at_terminal: u32,
    /// By the member of staff, at any terminal of the facility.
    pub by_performer: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_within_the_limit_is_allowed_and_the_next_is_not() {
        let limit = VisualLimit { window: 10, per_terminal: 3, per_performer: 2 };
        let allows = |at_terminal, by_performer| limit.allows(VisualCount { at_terminal, by_performer });
        assert!(allows(0, 0) && allows(2, 1));
        assert!(!allows(3, 0) && !allows(0, 2));
        assert_eq!(limit.since(UnixSeconds(100)), UnixSeconds(90));
        assert_eq!(limit.since(UnixSeconds(3)), UnixSeconds(0));
    }
}
