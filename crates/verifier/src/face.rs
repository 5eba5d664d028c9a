//! How often keys are opened after a face.
//!
//! A terminal that lies claims faces that nobody showed, and one whose camera was deceived is deceived
//! again: no signature tells either from the holder. A limit makes a flood small and visible.

use wire::UnixSeconds;

/// The most keys opened after a face at one terminal, in a sliding window. A **setting of the operator**,
/// like [`crate::visual::VisualLimit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FaceLimit {
    /// Length of the window, in seconds.
    pub window: u64,
    /// At one terminal.
    pub per_terminal: u32,
}

impl FaceLimit {
    /// One in 20 seconds, for ten minutes: less than a session takes from one card to the next.
    pub const DEFAULT: Self = Self { window: 600, per_terminal: 30 };

    /// Since when faces count, for one that is asked for now.
    pub const fn since(&self, now: UnixSeconds) -> UnixSeconds {
        UnixSeconds(now.0.saturating_sub(self.window))
    }

    /// Whether one more is within the limit.
    pub const fn allows(&self, so_far: u32) -> bool {
        so_far < self.per_terminal
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_within_the_limit_is_allowed_and_the_next_is_not() {
        let limit = FaceLimit { window: 10, per_terminal: 3 };
        assert!(limit.allows(0) && limit.allows(2) && !limit.allows(3));
        assert_eq!(limit.since(UnixSeconds(100)), UnixSeconds(90));
        assert_eq!(limit.since(UnixSeconds(3)), UnixSeconds(0));
    }
}
