//! The versioned messages that terminal and verification service exchange, and the signed
//! containers they travel in. Pure: no clock, no key, no network; signatures are made and checked
//! by whoever holds the keys, over the bytes that this crate hands out.
//!
//! - [`bytes`], [`names`]: nonces, digests, ids and tokens, each with one text form
//! - [`words`]: how the vocabulary of `policy` is written in JSON
//! - [`challenge`], [`evidence`]: what the service asks and what the terminal answers with
//! - [`statement`]: evidence signed by card and terminal; the only thing that counts as verification
//! - [`script`]: commands of a centre for a card, with the status words expected, and the responses
//! - [`signed`]: everything that the terminal signs alone ([`authorisation`], [`registration`], [`outcome`])
//! - [`verdict`], [`refusal`]: what the service answers
//! - [`health`]: how the service is
//! - [`json`]: bounded encoding and decoding of the unsigned messages
//! - [`error`]: whose fault it is
//!
//! Signed things are told apart by the `typ` header (RFC 7515 4.1.9, explicit typing after
//! RFC 8725 3.11): each parser takes its own and refuses every other one.
//! The rules themselves do not travel yet: both sides use [`policy::BUILT_IN`].

pub mod authorisation;
pub mod bytes;
pub mod challenge;
pub mod error;
pub mod evidence;
pub mod health;
pub mod json;
mod jws;
pub mod names;
pub mod outcome;
pub mod refusal;
pub mod registration;
pub mod script;
pub mod signed;
pub mod statement;
pub mod verdict;
pub mod words;

pub use authorisation::{AuthorisationAnswer, AuthorisationRequest};
pub use bytes::{CardResponse, Certificate, Command, Digest, Nonce, RegistrationToken, SessionId};
pub use challenge::{CLOCK_TOLERANCE, Challenge, ChallengeRequest, UnixSeconds};
pub use error::{Malformed, Misuse, Unsupported, WireError};
pub use evidence::{Confirmation, Evidence, FaceConfirmation, VisualConfirmation, VisualReason};
pub use health::Health;
pub use json::{Message, from_json, to_json};
pub use names::{FacilityId, StaffId, TerminalId};
pub use outcome::{OutcomeReceipt, OutcomeRecord};
pub use refusal::RefusalReason;
pub use registration::{Consent, RegistrationRequest};
pub use script::{CardResponses, Script, ScriptStep, StatusWord};
pub use signed::{Draft, Signed, TerminalPayload};
pub use statement::{Statement, StatementDraft, card_signing_input};
pub use verdict::{Fault, FaultCode, Notice, Standing, Unregistered, Verdict, Verified};

/// The version of every message in this crate.
pub const VERSION: u8 = 1;

/// No message is longer, in bytes: neither side reads further.
pub const MAX_MESSAGE: usize = 64 * 1024;
