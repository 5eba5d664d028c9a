//! Power cuts at every operation of an action, and at every operation of the recovery after it.

#![allow(dead_code)]

use std::collections::BTreeSet;

use journal::memory::{Damage, Medium};
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

pub(crate) fn holds(medium: &Medium, bytes: &[u8]) -> bool {
    medium.content().unwrap_or_default().windows(bytes.len()).any(|window| window == bytes)
}

/// What a medium may hold after a cut, and whether the action had been acknowledged by then.
pub(crate) type AfterCut = BTreeSet<(Option<Vec<u8>>, bool)>;

/// Cuts `action` on a medium with `content` at every operation, and after it, with every damage.
/// `action` says whether it acknowledged.
pub(crate) fn cut_everywhere(content: Option<&Vec<u8>>, mut action: impl FnMut(&Medium) -> bool) -> AfterCut {
    let mut results = AfterCut::new();
    for damage in Damage::ALL {
        for after in 0.. {
            let medium = Medium::new();
            medium.set_content(content.cloned());
            medium.cut_after(after, damage);
            let acknowledged = action(&medium);
            let went_through = !medium.is_off();
            if went_through {
                assert!(acknowledged, "an action failed without a cut");
                medium.power_off(damage);
            }
            results.insert((medium.content(), acknowledged));
            if went_through {
                break;
            }
        }
    }
    results
}

/// As [`cut_everywhere`], and then cuts the recovery of each result everywhere too.
pub(crate) fn cut_twice(
    content: Option<&Vec<u8>>,
    action: impl FnMut(&Medium) -> bool,
    mut recover: impl FnMut(&Medium) -> bool,
) -> AfterCut {
    let mut results = cut_everywhere(content, action);
    for (content, acknowledged) in results.clone() {
        let recovered = cut_everywhere(content.as_ref(), &mut recover);
        results.extend(recovered.into_iter().map(|(content, _)| (content, acknowledged)));
    }
    results
}
