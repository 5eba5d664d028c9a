//! What a session begins with: the service's challenge.

use policy::{Date, Purpose};
use serde::{Deserialize, Serialize};

use crate::bytes::{Nonce, SessionId};
use crate::names::{FacilityId, TerminalId};
use crate::words;

/// How far a terminal's clock may be from the service's, in seconds. The service refuses the statement of
/// one that is farther away; a terminal that sees it in a challenge does not ask for a PIN.
pub const CLOCK_TOLERANCE: u64 = 300;

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixSeconds(pub u64);

/// Asks for a challenge. The terminal is known by its TLS client certificate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChallengeRequest {
    /// [`crate::VERSION`].
    #[serde(deserialize_with = "words::version")]
    pub version: u8,
    /// The session that it is for.
    pub session: SessionId,
    /// What the verification is wanted for.
    #[serde(with = "words::PurposeWord")]
    pub purpose: Purpose,
}

impl ChallengeRequest {
    /// A request in this crate's version.
    pub fn new(session: SessionId, purpose: Purpose) -> Self {
        Self { version: crate::VERSION, session, purpose }
    }
}

/// The service's challenge: single-use, bound to session, terminal, facility and time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Challenge {
    /// [`crate::VERSION`].
    #[serde(deserialize_with = "words::version")]
    pub version: u8,
    /// What the evidence must repeat.
    pub nonce: Nonce,
    /// The session that asked.
    pub session: SessionId,
    /// The terminal that asked.
    pub terminal: TerminalId,
    /// Where the service knows that terminal to be.
    pub facility: FacilityId,
    /// When it was made, by the service's clock.
    pub issued: UnixSeconds,
    /// It is refused from then on, by the service's clock.
    pub expires: UnixSeconds,
    /// The day in Japan whose rules hold for this session: the service's, never the terminal's.
    #[serde(with = "words::date")]
    pub rule_date: Date,
}
