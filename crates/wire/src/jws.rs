//! JWS in general JSON serialisation (RFC 7515 7.2.1), as narrow as we need it: one payload, one
//! or two signatures, each with a protected header of exactly the members that its role has.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::bytes::Certificate;
use crate::error::{Malformed, Unsupported, WireError};
use crate::json;
use crate::names::TerminalId;

const RS256: &str = "RS256";
const ES256: &str = "ES256";

/// Bytes of an RSA signature with a 2048-bit key.
pub(crate) const CARD_SIGNATURE: usize = 256;
/// Bytes of an ECDSA P-256 signature, r and s (RFC 7518 3.4).
pub(crate) const TERMINAL_SIGNATURE: usize = 64;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Container {
    payload: String,
    signatures: Vec<Entry>,
}

/// One signature. An unprotected `header` is an unknown member, and so refused.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    protected: String,
    signature: String,
}

/// What is looked at first, so that the refusal can name it.
#[derive(Deserialize)]
struct Probe {
    alg: String,
    typ: String,
    crit: Option<IgnoredAny>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CardHeader {
    alg: String,
    typ: String,
    x5c: [Certificate; 1],
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TerminalHeader {
    alg: String,
    typ: String,
    kid: TerminalId,
}

/// The payload in base64url, and its signatures.
pub(crate) struct Parts<const N: usize> {
    pub(crate) payload: String,
    pub(crate) entries: [Entry; N],
}

pub(crate) fn encode_payload(payload: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(payload)
}

pub(crate) fn decode(text: &str) -> Result<Vec<u8>, Malformed> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| Malformed::Base64)
}

/// The protected header of the card's signature, in base64url.
pub(crate) fn card_header(typ: &str, certificate: &Certificate) -> Result<String, WireError> {
    let header = CardHeader { alg: RS256.into(), typ: typ.into(), x5c: [certificate.clone()] };
    Ok(encode_payload(&json::write(&header)?))
}

/// The protected header of the terminal's signature, in base64url.
pub(crate) fn terminal_header(typ: &str, terminal: &TerminalId) -> Result<String, WireError> {
    let header = TerminalHeader { alg: ES256.into(), typ: typ.into(), kid: terminal.clone() };
    Ok(encode_payload(&json::write(&header)?))
}

/// What is signed (RFC 7515 5.1 step 5): both parts in base64url, joined by a dot.
pub(crate) fn signing_input(protected: &str, payload: &str) -> Vec<u8> {
    format!("{protected}.{payload}").into_bytes()
}

pub(crate) fn entry(protected: String, signature: &[u8]) -> Entry {
    Entry { protected, signature: encode_payload(signature) }
}

pub(crate) fn assemble<const N: usize>(parts: Parts<N>) -> Result<Vec<u8>, WireError> {
    json::write(&Container { payload: parts.payload, signatures: parts.entries.into() })
}

pub(crate) fn parse<const N: usize>(bytes: &[u8]) -> Result<Parts<N>, WireError> {
    json::bounded(bytes)?;
    let container: Container = serde_json::from_slice(bytes).map_err(|_| Malformed::Container)?;
    let entries = container.signatures.try_into().map_err(|_| Malformed::SignatureCount)?;
    Ok(Parts { payload: container.payload, entries })
}

impl Entry {
    /// What this signature is over.
    pub(crate) fn signing_input(&self, payload: &str) -> Vec<u8> {
        signing_input(&self.protected, payload)
    }

    pub(crate) fn signature<const L: usize>(&self) -> Result<[u8; L], Malformed> {
        decode(&self.signature)?.try_into().map_err(|_| Malformed::SignatureLength)
    }

    /// The certificate in the header of the card's signature.
    pub(crate) fn certificate(&self, typ: &str) -> Result<Certificate, WireError> {
        let header = self.probed(RS256, typ)?;
        let header: CardHeader = serde_json::from_slice(&header).map_err(|_| Malformed::Certificate)?;
        let [certificate] = header.x5c;
        Ok(certificate)
    }

    /// The terminal in the header of the terminal's signature.
    pub(crate) fn terminal(&self, typ: &str) -> Result<TerminalId, WireError> {
        let header = self.probed(ES256, typ)?;
        let header: TerminalHeader = serde_json::from_slice(&header).map_err(|_| Malformed::Header)?;
        Ok(header.kid)
    }

    fn probed(&self, alg: &str, typ: &str) -> Result<Vec<u8>, WireError> {
        let header = decode(&self.protected)?;
        let probe: Probe = serde_json::from_slice(&header).map_err(|_| Malformed::Header)?;
        if probe.crit.is_some() {
            return Err(Unsupported::CriticalHeader.into());
        }
        if probe.typ != typ {
            return Err(Malformed::Type.into());
        }
        if probe.alg != alg {
            return Err(Malformed::Algorithm.into());
        }
        Ok(header)
    }
}
