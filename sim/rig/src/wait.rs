//! Waiting for another program, by asking often and giving up in the end.

use crate::RigFault;
use std::time::Duration;

/// Between two looks.
const STEP: Duration = Duration::from_millis(5);

/// Looks until `look` gives a value, for `limit` of waiting at most (the time that looking
/// itself takes comes on top).
pub(crate) fn until<T>(
    what: &'static str,
    limit: Duration,
    mut look: impl FnMut() -> Result<Option<T>, RigFault>,
) -> Result<T, RigFault> {
    let mut waited = Duration::ZERO;
    loop {
        if let Some(value) = look()? {
            return Ok(value);
        }
        if waited >= limit {
            return Err(RigFault::NotReady { what, waited });
        }
        std::thread::sleep(STEP);
        waited += STEP;
    }
}
