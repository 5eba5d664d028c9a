//! Enrolled terminals, and the challenges they were given.

use policy::Purpose;
use wire::{Challenge, Digest, FacilityId, TerminalId};
use x509_parser::certificate::X509Certificate;
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;

use crate::signature::sha256;

/// A terminal that the operator enrolled by its certificate. One key: it speaks TLS and signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminal {
    /// Its name.
    pub id: TerminalId,
    /// Where it stands.
    pub facility: FacilityId,
    /// SHA-256 of its TLS client certificate.
    pub certificate: Digest,
    /// Its P-256 key: uncompressed point, 65 bytes.
    pub public_key: Vec<u8>,
}

/// The certificate is not one that a terminal can be enrolled by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnrolmentFault {
    /// Not one DER certificate.
    #[error("not a certificate")]
    Malformed,
    /// Its key is not on P-256.
    #[error("the key is not on P-256")]
    Key,
}

impl Terminal {
    /// A terminal to be enrolled by its certificate (DER).
    ///
    /// # Errors
    /// [`EnrolmentFault`] if that is no certificate for a P-256 key.
    pub fn new(id: TerminalId, facility: FacilityId, certificate: &[u8]) -> Result<Self, EnrolmentFault> {
        let (rest, parsed) = X509Certificate::from_der(certificate).map_err(|_| EnrolmentFault::Malformed)?;
        if !rest.is_empty() {
            return Err(EnrolmentFault::Malformed);
        }
        match parsed.public_key().parsed() {
            Ok(PublicKey::EC(point)) if point.data().len() == 65 => {
                Ok(Self { id, facility, certificate: sha256(certificate), public_key: point.data().to_vec() })
            }
            _ => Err(EnrolmentFault::Key),
        }
    }
}

/// A challenge as the service remembers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedChallenge {
    /// What the terminal was given.
    pub challenge: Challenge,
    /// What it asked for.
    pub purpose: Purpose,
    /// Whether a statement has answered it.
    pub spent: bool,
    /// Whether the terminal asked for another one after it. A terminal has one session at a time, so
    /// of its challenges the latest alone can be answered: none is kept in store.
    pub superseded: bool,
    /// SHA-256 of the claim for which a card's key was opened.
    pub authorised: Option<Digest>,
}
