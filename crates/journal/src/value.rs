//! Time, day and identifiers: the plain values that records are made of.

/// Seconds since 1970-01-01 00:00:00 UTC. Always given by the caller; nothing here reads a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(pub u64);

impl UnixTime {
    /// Seconds from `earlier` to `self`; zero if the clock went back in between.
    #[must_use]
    pub fn seconds_since(self, earlier: UnixTime) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A calendar day in Japan: days since 1970-01-01, counted at midnight Japan time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub u32);

impl Day {
    /// The day in Japan at `time`. Japan is nine hours ahead of UTC all year.
    #[must_use]
    pub fn in_japan(time: UnixTime) -> Day {
        let days = time.0.saturating_add(9 * 3600) / 86_400;
        Day(u32::try_from(days).unwrap_or(u32::MAX))
    }
}

/// A session, by a number drawn at random for it alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub [u8; 16]);

/// An outcome record. The service tells a second delivery from a first by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutcomeId(pub [u8; 16]);

/// A staff credential, by a pseudonym. The list of names is kept elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StaffTag(pub [u8; 16]);

/// The code of an ending in the failure catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EndingCode(pub u16);

/// The revision of the rules that a session was decided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyRevision(pub u32);

/// An intent in the strike ledger: the sequence number under which it was first written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IntentId(pub u64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_japan() {
        // 2023-12-15 00:00:00 +09:00 is 2023-12-14 15:00:00 UTC.
        let midnight = UnixTime(1_702_566_000);
        assert_eq!(Day::in_japan(midnight), Day(19_706));
        assert_eq!(Day::in_japan(UnixTime(midnight.0 - 1)), Day(19_705));
    }
}
