//! First registration of a card as a health-insurance card (利用登録).

use serde::{Deserialize, Serialize};

use crate::bytes::{RegistrationToken, SessionId};
use crate::signed::TerminalPayload;
use crate::words;

/// The holder's answer to the question whether to register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// The holder wants it.
    Given,
    /// The holder does not.
    Declined,
}

/// Registers the card that the token was given for. Answered with a [`crate::Verdict`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegistrationRequest {
    /// [`crate::VERSION`].
    #[serde(deserialize_with = "words::version")]
    pub version: u8,
    /// From the verdict `unregistered`.
    pub token: RegistrationToken,
    /// The session that got the token.
    pub session: SessionId,
    /// What the holder chose.
    pub consent: Consent,
}

impl RegistrationRequest {
    /// A request in this crate's version.
    pub fn new(token: RegistrationToken, session: SessionId, consent: Consent) -> Self {
        Self { version: crate::VERSION, token, session, consent }
    }
}

impl TerminalPayload for RegistrationRequest {
    const TYP: &'static str = "reception-registration.v1+jws";
}
