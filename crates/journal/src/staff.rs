//! Strikes of a staff credential, and the waiting time they cost.
//!
//! The strike is recorded before the credential is compared and taken back when it is accepted.
//! Cutting the power after a wrong guess therefore wins nothing.

use crate::value::UnixTime;

/// How long a credential has to wait after its strikes. The numbers are the policy's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// Strikes that cost no waiting.
    pub free: u16,
    /// Seconds after the first strike beyond those; each further one doubles them.
    pub first: u32,
    /// Seconds that it never exceeds.
    pub longest: u32,
}

impl Backoff {
    /// Seconds to wait after so many strikes.
    #[must_use]
    pub fn wait(&self, strikes: u16) -> u32 {
        let Some(doublings) = strikes.checked_sub(self.free).and_then(|n| n.checked_sub(1)) else {
            return 0;
        };
        let factor = 2u32.saturating_pow(u32::from(doublings));
        self.first.saturating_mul(factor).min(self.longest)
    }
}

/// How a staff credential stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StaffStanding {
    /// Strikes since it was last accepted.
    pub strikes: u16,
    /// The time before which no attempt may begin, if it had to wait at all.
    pub open_from: Option<UnixTime>,
}

impl StaffStanding {
    /// Seconds still to wait; zero if an attempt may begin.
    #[must_use]
    pub fn wait(&self, now: UnixTime) -> u64 {
        self.open_from.map_or(0, |open| open.seconds_since(now))
    }
}

/// Whether a staff credential may be compared now.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffAttempt {
    /// Compare it. The strike is durable; [`crate::Journal::staff_accepted`] takes it back.
    Open {
        /// Strikes, this attempt's included.
        strikes: u16,
    },
    /// Don't compare it, whatever was typed.
    Wait {
        /// Seconds still to wait.
        seconds: u64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_starts_after_the_free_strikes_doubles_and_has_a_limit() {
        let backoff = Backoff { free: 3, first: 30, longest: 900 };
        let waits: Vec<u32> = (0..=9).map(|n| backoff.wait(n)).collect();
        assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480, 900]);
        assert_eq!(backoff.wait(u16::MAX), 900);
    }
}
