//! Time and randomness.

use policy::Millis;

/// The one clock of a terminal.
pub trait Clock: Send + Sync {
    /// Monotonic time; deadlines are measured by it.
    fn now(&self) -> Millis;

    /// Seconds since 1970-01-01T00:00:00Z; for records and TLS, never for a decision by date.
    fn unix(&self) -> u64;
}

/// A source of random bytes fit for keys.
pub trait Entropy: Send {
    /// Fills `bytes`.
    ///
    /// # Errors
    ///
    /// [`EntropyFault`]; what needed them is not done.
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), EntropyFault>;
}

/// No randomness is to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct EntropyFault;
