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

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;
    use std::os::unix::fs::FileExt as _;

    const SECRET: usize = 64;

    /// The secret, which as a whole is nowhere but where it is left.
    fn byte(at: usize) -> u8 {
        (at * 37 + 11).to_le_bytes()[0]
    }

    #[inline(never)]
    fn leave_a_secret() {
        let mut secret = [0_u8; SECRET];
        secret.iter_mut().enumerate().for_each(|(at, place)| *place = byte(at));
        black_box(&mut secret);
    }

    /// How often the secret is on this thread's stack, below the caller.
    fn left() -> usize {
        let here = 0_u8;
        let top = u64::try_from(std::ptr::from_ref(&here).addr()).unwrap();
        let depth = 32 * 1024;
        let mut stack = vec![0; depth];
        let memory = File::open("/proc/self/mem").unwrap();
        memory.read_exact_at(&mut stack, top - u64::try_from(depth).unwrap()).unwrap();
        let is_it = |window: &&[u8]| window.iter().enumerate().all(|(at, found)| *found == byte(at));
        stack.windows(SECRET).filter(is_it).count()
    }

    #[test]
    fn what_a_call_left_on_the_stack_is_gone() {
        /// Deep enough that looking does not overwrite it.
        #[inline(never)]
        fn deeper(depth: u32) {
            let room = black_box([0_u8; 1024]);
            if depth == 0 {
                leave_a_secret()
            } else {
                deeper(depth - 1)
            }
            black_box(room);
        }
        deeper(12);
        assert!(left() > 0, "nothing was left, so nothing is proved");
        scrub_stack();
        assert_eq!(left(), 0);
    }
}
