//! The simulated clock: it runs like a real one from a chosen moment, and can skip ahead.

use policy::Millis;
use runtime::port::Clock;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// One clock for terminal, TLS and service. How far it is ahead of the machine's stands in a file,
/// which the service reads.
#[derive(Debug)]
pub struct SimClock {
    origin: Instant,
    start: u64,
    skipped: AtomicU64,
    file: PathBuf,
}

impl SimClock {
    /// A clock that shows `unix` seconds now, and tells others by `file`.
    ///
    /// # Errors
    ///
    /// If the file can't be written.
    #[expect(clippy::disallowed_methods, reason = "this is a clock adapter")]
    pub fn at(unix: u64, file: PathBuf) -> std::io::Result<Self> {
        let clock = Self { origin: Instant::now(), start: unix, skipped: AtomicU64::new(0), file };
        clock.publish()?;
        Ok(clock)
    }

    /// Lets time pass at once, for everybody who goes by this clock.
    pub fn skip(&self, milliseconds: u64) {
        self.skipped.fetch_add(milliseconds, Ordering::AcqRel);
        if let Err(error) = self.publish() {
            eprintln!("clock {}: {error}", self.file.display());
        }
    }

    /// The file to go by.
    pub fn file(&self) -> &Path {
        &self.file
    }

    fn publish(&self) -> std::io::Result<()> {
        let new = self.file.with_extension("new");
        std::fs::write(&new, format!("{}\n", self.offset()))?;
        std::fs::rename(&new, &self.file)
    }

    /// How far this clock is ahead of the machine's, in seconds; negative if it is behind.
    #[expect(clippy::disallowed_methods, reason = "this is a clock adapter")]
    fn offset(&self) -> i64 {
        let real = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        i64::try_from(self.unix()).unwrap_or(i64::MAX).saturating_sub_unsigned(real)
    }
}

impl Clock for SimClock {
    fn now(&self) -> Millis {
        let run = u64::try_from(self.origin.elapsed().as_millis()).unwrap_or(u64::MAX);
        Millis(run.saturating_add(self.skipped.load(Ordering::Acquire)))
    }

    fn unix(&self) -> u64 {
        self.start.saturating_add(self.now().0 / 1000)
    }
}
