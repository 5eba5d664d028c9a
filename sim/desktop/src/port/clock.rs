//! The simulated clock: it runs like a real one from a chosen moment, and can skip ahead.

use policy::Millis;
use runtime::port::Clock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// One clock for terminal, TLS and whoever else is told its offset.
#[derive(Debug)]
pub struct SimClock {
    origin: Instant,
    start: u64,
    skipped: AtomicU64,
}

impl SimClock {
    /// A clock that shows `unix` seconds now.
    #[expect(clippy::disallowed_methods, reason = "this is a clock adapter")]
    pub fn at(unix: u64) -> Self {
        Self { origin: Instant::now(), start: unix, skipped: AtomicU64::new(0) }
    }

    /// Lets time pass at once.
    pub fn skip(&self, milliseconds: u64) {
        self.skipped.fetch_add(milliseconds, Ordering::AcqRel);
    }

    /// How far this clock is ahead of the machine's, in seconds; negative if it is behind.
    #[expect(clippy::disallowed_methods, reason = "this is a clock adapter")]
    pub fn offset(&self) -> i64 {
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
