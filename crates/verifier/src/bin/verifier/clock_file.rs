//! One simulated clock for several processes: a file holds how far it is ahead of the system's.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};

use verifier::Rig;
use verifier::clock::{Clock, SystemClock};
use wire::UnixSeconds;

use crate::Fault;

/// The system's clock, moved by the seconds that stand in a file. Whoever owns the file may change
/// it at any time, by renaming another into its place.
#[derive(Debug)]
pub(crate) struct ClockFile {
    rig: Rig,
    path: PathBuf,
    last: AtomicI64,
}

impl ClockFile {
    /// A clock by this file.
    pub(crate) fn open(rig: Rig, path: &Path) -> Result<Self, Fault> {
        let unreadable =
            || Fault::File { path: path.display().to_string(), why: "not a number of seconds".into() };
        let offset = read(path).ok_or_else(unreadable)?;
        Ok(Self { rig, path: path.to_owned(), last: AtomicI64::new(offset) })
    }
}

impl Clock for ClockFile {
    fn now(&self) -> UnixSeconds {
        // A file that is gone for a moment does not make time jump.
        if let Some(offset) = read(&self.path) {
            self.last.store(offset, Ordering::Release);
        }
        SystemClock::shifted(self.rig, self.last.load(Ordering::Acquire)).now()
    }
}

fn read(path: &Path) -> Option<i64> {
    std::fs::read_to_string(path).ok()?.trim().parse().ok()
}
