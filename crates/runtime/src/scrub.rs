//! The stack that secrets were on.

use std::hint::black_box;

/// More than any call that handles a secret goes deep.
const DEPTH: usize = 64 * 1024;

/// Overwrites what calls from here have left on this thread's stack: a secret that is moved is copied,
/// and what it was copied from is not wiped by anybody. To be called where the secret is in no frame
/// any more but those of calls that returned.
#[inline(never)]
pub(crate) fn scrub_stack() {
    let mut room = [0_u8; DEPTH];
    // Nobody reads it; the compiler must not know.
    black_box(&mut room);
}
