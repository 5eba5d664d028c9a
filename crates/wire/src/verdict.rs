//! What the service answers.

use policy::Date;
use serde::{Deserialize, Serialize};

use crate::bytes::RegistrationToken;
use crate::challenge::UnixSeconds;
use crate::refusal::RefusalReason;
use crate::words;

/// The service's word on a statement or a registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Verdict {
    /// The holder is verified and the card is registered.
    Verified(Verified),
    /// Not verified.
    Refused(RefusalReason),
    /// The holder is verified, and the card is not registered as a health-insurance card.
    Unregistered(Unregistered),
}

/// What a verified holder gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    /// How much is answered.
    pub standing: Standing,
    /// What the holder is told beside it.
    pub notice: Option<Notice>,
}

/// How much is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Entitlement, and what the holder consents to.
    Full,
    /// Entitlement alone: the certificate ended less than three months ago (domain.md 2.4).
    EntitlementOnly,
}

/// What the holder is told of the certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Notice {
    /// It ends soon.
    CertificateEndsSoon {
        /// Its last day in Japan.
        #[serde(with = "words::date")]
        until: Date,
    },
    /// It ended; renew it.
    CertificateEnded {
        /// Its last day in Japan.
        #[serde(with = "words::date")]
        until: Date,
    },
}

/// The way to register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unregistered {
    /// Opens one registration of this card by this terminal and session.
    pub token: RegistrationToken,
    /// The token is refused from then on.
    pub expires: UnixSeconds,
}

/// The body of every HTTP answer that is not 200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What is wrong with the request, or with the service.
    pub code: FaultCode,
}

/// Why a request got no answer of its own kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// 400: the body is not the message that this endpoint takes.
    Malformed,
    /// 400: a version or a critical header that the service does not speak.
    Unsupported,
    /// 403: the client certificate is of no enrolled terminal.
    TerminalUnknown,
    /// 403: signed by another key, or about another terminal, than the connection's.
    TerminalMismatch,
    /// 404: no such endpoint.
    NoSuchEndpoint,
    /// 405: not that way.
    MethodNotAllowed,
    /// 408: the request did not arrive in time.
    TooSlow,
    /// 409: another outcome of the same session is on record.
    OutcomeDiffers,
    /// 413: longer than [`crate::MAX_MESSAGE`].
    TooLong,
    /// 429: more requests than a terminal may make.
    RateLimited,
    /// 500: the service's store failed.
    Internal,
}

impl FaultCode {
    /// Its HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed | Self::Unsupported => 400,
            Self::TerminalUnknown | Self::TerminalMismatch => 403,
            Self::NoSuchEndpoint => 404,
            Self::MethodNotAllowed => 405,
            Self::TooSlow => 408,
            Self::OutcomeDiffers => 409,
            Self::TooLong => 413,
            Self::RateLimited => 429,
            Self::Internal => 500,
        }
    }
}
