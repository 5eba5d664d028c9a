//! What the terminal signs alone: one payload, one ES256 signature, a `typ` per kind.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::WireError;
use crate::json;
use crate::jws::{self, Parts, TERMINAL_SIGNATURE};
use crate::names::TerminalId;

/// A payload that the terminal signs alone.
pub trait TerminalPayload: Serialize + DeserializeOwned {
    /// Its `typ` header.
    const TYP: &'static str;
}

/// A payload that waits for the terminal's signature.
#[derive(Clone, Debug)]
pub struct Draft {
    payload: String,
    header: String,
}

impl Draft {
    /// Lays out the payload for signing by `terminal`.
    ///
    /// # Errors
    /// [`WireError::Misuse`] if it is longer than a message may be.
    pub fn new<P: TerminalPayload>(payload: &P, terminal: &TerminalId) -> Result<Self, WireError> {
        Ok(Self {
            payload: jws::encode_payload(&json::write(payload)?),
            header: jws::terminal_header(P::TYP, terminal)?,
        })
    }

    /// The terminal signs these bytes: ECDSA P-256 with SHA-256, r and s of 32 bytes each.
    pub fn signing_input(&self) -> Vec<u8> {
        jws::signing_input(&self.header, &self.payload)
    }

    /// The message as it is sent.
    ///
    /// # Errors
    /// [`WireError::Misuse`] if it is longer than a message may be.
    pub fn seal(self, signature: &[u8; TERMINAL_SIGNATURE]) -> Result<Vec<u8>, WireError> {
        let terminal = jws::entry(self.header, signature);
        jws::assemble(Parts { payload: self.payload, entries: [terminal] })
    }
}

/// A message as it came: well-formed, its signature not yet checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed<P> {
    /// What it says.
    pub payload: P,
    /// The terminal, from the header of the signature.
    pub kid: TerminalId,
    /// What the terminal must have signed.
    pub signing_input: Vec<u8>,
    /// ECDSA P-256 with SHA-256, r and s.
    pub signature: [u8; TERMINAL_SIGNATURE],
}

impl<P: TerminalPayload> Signed<P> {
    /// Takes a message apart.
    ///
    /// # Errors
    /// [`WireError::Malformed`] for anything but exactly this container and this `typ`, or
    /// [`WireError::Unsupported`] for another version or a critical header.
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        let Parts { payload, entries: [terminal] } = jws::parse::<1>(bytes)?;
        Ok(Self {
            kid: terminal.terminal(P::TYP)?,
            signing_input: terminal.signing_input(&payload),
            signature: terminal.signature()?,
            payload: json::read(&jws::decode(&payload)?)?,
        })
    }
}
