//! A day, a card, a member of staff, an outcome record.

#![allow(dead_code)]

use journal::{CardKey, Day, Outcome, OutcomeId, StaffTag, UnixTime};

/// Noon in Japan on 2023-12-15.
pub(crate) const NOON: UnixTime = UnixTime(1_702_609_200);
pub(crate) const TODAY: Day = Day(19_706);
pub(crate) const STAFF: StaffTag = StaffTag([0x5A; 16]);

pub(crate) fn later(seconds: u64) -> UnixTime {
    UnixTime(NOON.0 + seconds)
}

pub(crate) fn card(number: u8) -> CardKey {
    CardKey::from_parts(TODAY, [number; 16])
}

pub(crate) fn outcome(number: u8) -> Outcome {
    Outcome::new(OutcomeId([number; 16]), format!("outcome record {number:03}").into_bytes()).unwrap()
}
