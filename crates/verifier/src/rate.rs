//! How often one terminal may ask: a bucket of tokens each, filled by the clock.

use std::collections::HashMap;

use wire::{Digest, UnixSeconds};

/// How many requests a terminal may make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// At once.
    pub burst: u32,
    /// Per minute, in the long run.
    pub per_minute: u32,
}

impl Rate {
    /// A session makes at most seven requests and takes half a minute at least.
    pub const DEFAULT: Self = Self { burst: 120, per_minute: 240 };
}

/// Tokens are counted in sixtieths, so that whole seconds fill them exactly.
const PART: u64 = 60;

/// Terminals remembered; beyond it full buckets are forgotten. Only enrolled ones get here.
const REMEMBERED: usize = 10_000;

#[derive(Clone, Copy, Debug)]
struct Bucket {
    parts: u64,
    filled: UnixSeconds,
}

/// The buckets of all terminals that asked lately.
#[derive(Debug)]
pub struct RateLimit {
    rate: Rate,
    buckets: HashMap<Digest, Bucket>,
}

impl RateLimit {
    /// Full buckets.
    pub fn new(rate: Rate) -> Self {
        Self { rate, buckets: HashMap::new() }
    }

    /// Takes a token of this terminal; false if there is none.
    pub fn allows(&mut self, terminal: Digest, now: UnixSeconds) -> bool {
        let full = u64::from(self.rate.burst).saturating_mul(PART);
        let per_second = u64::from(self.rate.per_minute);
        let filled = |bucket: &Bucket| {
            let seconds = now.0.saturating_sub(bucket.filled.0);
            bucket.parts.saturating_add(seconds.saturating_mul(per_second)).min(full)
        };
        if self.buckets.len() >= REMEMBERED {
            self.buckets.retain(|_, bucket| filled(bucket) < full);
        }
        let bucket = self.buckets.entry(terminal).or_insert(Bucket { parts: full, filled: now });
        let parts = filled(bucket);
        *bucket = Bucket { parts: parts.saturating_sub(PART), filled: now };
        if parts < PART {
            bucket.parts = parts;
        }
        parts >= PART
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_the_rate_and_each_terminal_for_itself() {
        let mut limit = RateLimit::new(Rate { burst: 3, per_minute: 30 });
        let (one, two) = (Digest([1; 32]), Digest([2; 32]));
        let mut taken = |terminal, second, tries: usize| {
            (0..tries).filter(|_| limit.allows(terminal, UnixSeconds(second))).count()
        };
        assert_eq!(taken(one, 100, 10), 3);
        assert_eq!(taken(two, 100, 10), 3);
        assert_eq!(taken(one, 101, 10), 0);
        assert_eq!(taken(one, 102, 10), 1);
        assert_eq!(taken(one, 110, 10), 3);
        // A clock that went back gives nothing.
        assert_eq!(taken(one, 50, 10), 0);
    }
}
