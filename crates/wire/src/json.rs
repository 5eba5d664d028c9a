//! Bounded JSON of the unsigned messages. TLS protects them; they are believed no further.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Malformed, Misuse, Unsupported, WireError};
use crate::{MAX_MESSAGE, VERSION};

/// A message that travels unsigned.
pub trait Message: Serialize + DeserializeOwned {}

impl Message for crate::ChallengeRequest {}
impl Message for crate::Challenge {}
impl Message for crate::AuthorisationAnswer {}
impl Message for crate::Verdict {}
impl Message for crate::OutcomeReceipt {}
impl Message for crate::Fault {}
impl Message for crate::Health {}

/// The message as JSON.
///
/// # Errors
/// [`WireError::Misuse`] if the value is longer than a message may be.
pub fn to_json<M: Message>(message: &M) -> Result<Vec<u8>, WireError> {
    write(message)
}

/// The message, if the bytes are exactly one of that type: no unknown and no repeated members.
///
/// # Errors
/// [`WireError::Malformed`], or [`WireError::Unsupported`] for another version.
pub fn from_json<M: Message>(bytes: &[u8]) -> Result<M, WireError> {
    bounded(bytes)?;
    read(bytes)
}

pub(crate) fn bounded(bytes: &[u8]) -> Result<(), Malformed> {
    if bytes.len() > MAX_MESSAGE { Err(Malformed::TooLong) } else { Ok(()) }
}

pub(crate) fn write<T: Serialize>(value: &T) -> Result<Vec<u8>, WireError> {
    let bytes = serde_json::to_vec(value).map_err(|_| Misuse::Encoding)?;
    if bytes.len() > MAX_MESSAGE { Err(Misuse::TooLong.into()) } else { Ok(bytes) }
}

/// Reads a value whose version, if it names one, is ours. The version is looked at before the
/// rest, so that a newer message is reported as unsupported and not as malformed.
pub(crate) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    match version_of(bytes) {
        Some(version) if version != u64::from(VERSION) => Err(Unsupported::Version.into()),
        Some(_) | None => serde_json::from_slice(bytes).map_err(|_| Malformed::Payload.into()),
    }
}

/// The version that a message names: its own, or that of the one thing that an answer wraps.
fn version_of(bytes: &[u8]) -> Option<u64> {
    #[derive(serde::Deserialize)]
    struct Versioned {
        version: u64,
    }
    if let Ok(versioned) = serde_json::from_slice::<Versioned>(bytes) {
        return Some(versioned.version);
    }
    let wrapped: BTreeMap<String, Versioned> = serde_json::from_slice(bytes).ok()?;
    wrapped.into_values().next().map(|versioned| versioned.version)
}
