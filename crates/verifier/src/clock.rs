//! The one clock of a service process: challenges, certificates and TLS all read it.

use std::fmt::Debug;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ring::rand::{SecureRandom, SystemRandom};
use rustls::pki_types::UnixTime;
use rustls::time_provider::TimeProvider;
use wire::UnixSeconds;

/// What time it is.
pub trait Clock: Debug + Send + Sync {
    /// Seconds since 1970-01-01T00:00:00Z.
    fn now(&self) -> UnixSeconds;
}

/// The system's clock, moved by a fixed number of seconds (0 in production).
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock {
    offset: i64,
}

impl SystemClock {
    /// The system's clock as it is.
    pub const fn real() -> Self {
        Self { offset: 0 }
    }

    /// A simulated clock: the system's, `seconds` later.
    pub const fn shifted(_rig: super::Rig, seconds: i64) -> Self {
        Self { offset: seconds }
    }

    /// A simulated clock that shows `now` at this moment and runs on.
    pub fn starting_at(rig: super::Rig, now: UnixSeconds) -> Self {
        let system = i64::try_from(Self::real().now().0).unwrap_or(i64::MAX);
        let wanted = i64::try_from(now.0).unwrap_or(i64::MAX);
        Self::shifted(rig, wanted.saturating_sub(system))
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock adapter")]
    fn now(&self) -> UnixSeconds {
        let system = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        UnixSeconds(system.saturating_add_signed(self.offset))
    }
}

/// Where nonces and tokens come from.
pub trait Entropy: Debug + Send + Sync {
    /// 32 bytes that nobody can guess.
    ///
    /// # Errors
    /// [`EntropyFault`] if the system has none.
    fn random(&self) -> Result<[u8; 32], EntropyFault>;
}

/// The system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no random bytes from the system")]
pub struct EntropyFault;

/// The system's random bytes.
#[derive(Debug)]
pub struct SystemEntropy(SystemRandom);

impl Default for SystemEntropy {
    fn default() -> Self {
        Self(SystemRandom::new())
    }
}

impl Entropy for SystemEntropy {
    fn random(&self) -> Result<[u8; 32], EntropyFault> {
        let mut bytes = [0; 32];
        self.0.fill(&mut bytes).map_err(|_| EntropyFault)?;
        Ok(bytes)
    }
}

/// Lets TLS read a [`Clock`].
#[derive(Debug)]
pub struct TlsClock(pub std::sync::Arc<dyn Clock>);

impl TimeProvider for TlsClock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs(self.0.now().0)))
    }
}
