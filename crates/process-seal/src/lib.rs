//! Keeps what is in the memory of a program from leaving it: no core dump, no look from outside.
//!
//! What a session needs is wiped when it is over, and what third-party code frees is wiped by the
//! program's allocator. Until then it is in memory, and a crash in the middle of a session would write
//! it to a disk. So the programs of terminal and service refuse that before they read their first secret.
//!
//! Memory is not locked (`mlockall`): model weights alone are 95 MB, and locking them needs a privilege
//! that the program should not have. A device has no swap instead.

use nix::errno::Errno;
use nix::sys::prctl;
use nix::sys::resource::{Resource, setrlimit};

/// The system did not do what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("memory can't be protected: {0}; nothing was started")]
pub struct SealFault(#[from] Errno);

/// From here on this process leaves no core dump, and no other process of the same user may read its
/// memory or trace it (`PR_SET_DUMPABLE`, proc(5), ptrace(2)). root still may. Children start without
/// the latter, as always after `execve`.
///
/// # Errors
///
/// [`SealFault`].
pub fn seal() -> Result<(), SealFault> {
    prctl::set_dumpable(false)?;
    // A core pattern that pipes to a program ignores this limit, and honours the flag above.
    setrlimit(Resource::RLIMIT_CORE, 0, 0)?;
    Ok(())
}
