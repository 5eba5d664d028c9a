//! Asking the service to open the card's key without a PIN (design.md section 5).
//!
//! It is a conversation between card and centre that the terminal carries: the first request holds
//! no response of the card; the service answers with a script, the terminal passes it to the card
//! and asks again with the responses, until the service says that the next script opens the key.
//! Each request holds the whole evidence, so that the service can judge each by itself.

use serde::{Deserialize, Serialize};

use crate::bytes::Certificate;
use crate::evidence::Evidence;
use crate::refusal::RefusalReason;
use crate::script::{CardResponses, Script};
use crate::signed::TerminalPayload;
use crate::words;

/// The evidence, with the card that it is about and what that card answered so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorisationRequest {
    /// [`crate::VERSION`].
    #[serde(deserialize_with = "words::version")]
    pub version: u8,
    /// What the terminal claims.
    pub evidence: Evidence,
    /// Certificate 000A of the card.
    pub certificate: Certificate,
    /// What the card answered to the script before; empty in the first request.
    pub responses: CardResponses,
}

impl AuthorisationRequest {
    /// A request in this crate's version.
    pub fn new(evidence: Evidence, certificate: Certificate, responses: CardResponses) -> Self {
        Self { version: crate::VERSION, evidence, certificate, responses }
    }
}

impl TerminalPayload for AuthorisationRequest {
    const TYP: &'static str = "reception-authorisation.v1+jws";
}

/// The service's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AuthorisationAnswer {
    /// Pass this on, and ask again with what the card answered.
    Continue(Script),
    /// Pass this on: a card that answers it as expected has opened its key for one signature.
    Authorised(Script),
    /// The key stays closed.
    Refused(RefusalReason),
}
