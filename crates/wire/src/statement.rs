//! The signed statement: evidence, signed by the card (RS256, `x5c`) and by the terminal (ES256,
//! `kid`), in this order. Nothing else in this protocol counts as verification.

use core::fmt;

use crate::bytes::Certificate;
use crate::error::WireError;
use crate::evidence::Evidence;
use crate::json;
use crate::jws::{self, CARD_SIGNATURE, Parts, TERMINAL_SIGNATURE};
use crate::names::TerminalId;

/// `typ` of both signatures of a statement.
pub const STATEMENT_TYP: &str = "reception-statement.v1+jws";

/// What the card signs for a payload: `BASE64URL(header) . BASE64URL(payload)`, where the header
/// names RS256 and the certificate. The card is given the SHA-256 of these bytes (32 bytes; it
/// makes the DigestInfo or is given one, card.md 4.5).
///
/// # Errors
/// [`WireError::Misuse`] if that is longer than a message may be.
pub fn card_signing_input(payload: &[u8], certificate: &Certificate) -> Result<Vec<u8>, WireError> {
    let protected = jws::card_header(STATEMENT_TYP, certificate)?;
    Ok(jws::signing_input(&protected, &jws::encode_payload(payload)))
}

/// A statement that waits for its two signatures. Debug prints nothing of it.
#[derive(Clone)]
pub struct StatementDraft {
    payload: String,
    card_header: String,
    terminal_header: String,
}

impl StatementDraft {
    /// Lays out the evidence for signing. `kid` is the evidence's terminal.
    ///
    /// # Errors
    /// [`WireError::Misuse`] if it is longer than a message may be.
    pub fn new(evidence: &Evidence, certificate: &Certificate) -> Result<Self, WireError> {
        Ok(Self {
            payload: jws::encode_payload(&json::write(evidence)?),
            card_header: jws::card_header(STATEMENT_TYP, certificate)?,
            terminal_header: jws::terminal_header(STATEMENT_TYP, &evidence.terminal)?,
        })
    }

    /// The card signs the SHA-256 of these bytes: RSASSA-PKCS1-v1_5.
    pub fn card_signing_input(&self) -> Vec<u8> {
        jws::signing_input(&self.card_header, &self.payload)
    }

    /// The terminal signs these bytes: ECDSA P-256 with SHA-256, r and s of 32 bytes each.
    pub fn terminal_signing_input(&self) -> Vec<u8> {
        jws::signing_input(&self.terminal_header, &self.payload)
    }

    /// The statement as it is sent.
    ///
    /// # Errors
    /// [`WireError::Misuse`] if it is longer than a message may be.
    pub fn seal(
        self,
        card_signature: &[u8; CARD_SIGNATURE],
        terminal_signature: &[u8; TERMINAL_SIGNATURE],
    ) -> Result<Vec<u8>, WireError> {
        let card = jws::entry(self.card_header, card_signature);
        let terminal = jws::entry(self.terminal_header, terminal_signature);
        jws::assemble(Parts { payload: self.payload, entries: [card, terminal] })
    }
}

/// A statement as it came: well-formed, its signatures not yet checked. Debug prints the session
/// alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Statement {
    /// The claim.
    pub evidence: Evidence,
    /// The card's certificate, from the header of its signature.
    pub certificate: Certificate,
    /// What the card must have signed.
    pub card_signing_input: Vec<u8>,
    /// RSASSA-PKCS1-v1_5 with SHA-256, 2048 bits.
    pub card_signature: [u8; CARD_SIGNATURE],
    /// The terminal, from the header of its signature; equal to the evidence's or not.
    pub kid: TerminalId,
    /// What the terminal must have signed.
    pub terminal_signing_input: Vec<u8>,
    /// ECDSA P-256 with SHA-256, r and s.
    pub terminal_signature: [u8; TERMINAL_SIGNATURE],
}

impl Statement {
    /// Takes a statement apart.
    ///
    /// # Errors
    /// [`WireError::Malformed`] for anything but exactly this container, or
    /// [`WireError::Unsupported`] for another version or a critical header.
    pub fn parse(bytes: &[u8]) -> Result<Self, WireError> {
        let Parts { payload, entries: [card, terminal] } = jws::parse::<2>(bytes)?;
        Ok(Self {
            certificate: card.certificate(STATEMENT_TYP)?,
            kid: terminal.terminal(STATEMENT_TYP)?,
            card_signature: card.signature()?,
            terminal_signature: terminal.signature()?,
            card_signing_input: card.signing_input(&payload),
            terminal_signing_input: terminal.signing_input(&payload),
            evidence: json::read(&jws::decode(&payload)?)?,
        })
    }
}

impl fmt::Debug for StatementDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatementDraft").finish_non_exhaustive()
    }
}

impl fmt::Debug for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Statement").field("session", &self.evidence.session).finish_non_exhaustive()
    }
}
