//! How a session ended, for the record. Never a verification: no certificate, no card signature,
//! a `typ` of its own, and no path from here to a [`crate::Verdict`].

use policy::{Method, RevisionId};
use serde::{Deserialize, Serialize};

use crate::bytes::SessionId;
use crate::challenge::UnixSeconds;
use crate::names::{FacilityId, TerminalId};
use crate::signed::TerminalPayload;
use crate::words;

/// One session's outcome (design.md section 6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeRecord {
    /// [`crate::VERSION`].
    #[serde(deserialize_with = "words::version")]
    pub version: u8,
    /// The session.
    pub session: SessionId,
    /// The terminal that it ran on.
    pub terminal: TerminalId,
    /// Where.
    pub facility: FacilityId,
    /// The ending's code in the failure catalogue.
    pub ending: u16,
    /// The method that was used last, if the session got that far.
    #[serde(with = "words::optional_method")]
    pub method: Option<Method>,
    /// The revision of the rules that the terminal decided by.
    #[serde(with = "words::RevisionNumber")]
    pub policy_revision: RevisionId,
    /// When the session began, by the terminal's clock.
    pub started: UnixSeconds,
    /// When it ended, by the terminal's clock.
    pub ended: UnixSeconds,
}

impl TerminalPayload for OutcomeRecord {
    const TYP: &'static str = "reception-outcome.v1+jws";
}

/// The service's answer to an outcome record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OutcomeReceipt {
    /// On record now.
    Recorded,
    /// Was on record already; counted once.
    AlreadyRecorded,
}
