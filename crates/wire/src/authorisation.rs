//! Asking the service to open the card's key without a PIN (design.md section 5).

use serde::{Deserialize, Serialize};

use crate::bytes::{CardChallenge, Certificate, Cryptogram};
use crate::evidence::Evidence;
use crate::refusal::RefusalReason;
use crate::signed::TerminalPayload;
use crate::words;

/// The evidence, with the card that it is about and what that card wants answered.
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
    /// The card's challenge, opaque to the terminal.
    pub card_challenge: CardChallenge,
}

impl AuthorisationRequest {
    /// A request in this crate's version.
    pub fn new(evidence: Evidence, certificate: Certificate, card_challenge: CardChallenge) -> Self {
        Self { version: crate::VERSION, evidence, certificate, card_challenge }
    }
}

impl TerminalPayload for AuthorisationRequest {
    const TYP: &'static str = "reception-authorisation.v1+jws";
}

/// The service's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AuthorisationAnswer {
    /// The card takes this for its challenge.
    Authorised(Cryptogram),
    /// The key stays closed.
    Refused(RefusalReason),
}
