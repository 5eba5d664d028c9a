//! The **stand-in** for verifier authorisation. It is not the real 特定機関認証, whose protocol is not
//! public (card.md 6.3), and sits on an AID of its own so that nobody can take it for that.
//!
//! SELECT → GET CHALLENGE → EXTERNAL AUTHENTICATE, after ISO/IEC 7816-4 and BSI TR-03110 (card.md
//! 6.4): an authority's ECDSA P-256 signature over a card's challenge, bound to that card's
//! certificate 000A, opens key 0017 for exactly one signature. PIN counters are untouched.

use ring::signature::{ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING};
use ring::signature::{EcdsaKeyPair, UnparsedPublicKey};
use sha2::{Digest, Sha256};

use crate::card::StatusWord;
use crate::error::Error;

/// AID of the stand-in's applet: proprietary category `F`, then ASCII `STAND-IN`, then version 1.
pub const AID: [u8; 10] = [0xF0, 0x53, 0x54, 0x41, 0x4E, 0x44, 0x2D, 0x49, 0x4E, 0x01];
/// Bytes of a challenge.
pub const CHALLENGE_LENGTH: usize = 8;
/// Bytes of a cryptogram: r ‖ s.
pub const CRYPTOGRAM_LENGTH: usize = 64;
/// First bytes of the signed message.
const LABEL: &[u8] = b"holder-authorisation stand-in v1\0";

/// What the authority signs: label, first 16 bytes of SHA-256 of the certificate's DER, challenge.
#[must_use]
pub fn message(certificate_der: &[u8], challenge: &[u8; CHALLENGE_LENGTH]) -> Vec<u8> {
    let mut message = LABEL.to_vec();
    message.extend(Sha256::digest(certificate_der).iter().take(16));
    message.extend_from_slice(challenge);
    message
}

/// The authority's cryptogram for one card and one challenge. `private_key_pkcs8` is the key file
/// of the PKI directory.
///
/// # Errors
/// [`Error::Cryptography`] if the key can't be read.
pub fn authorise(
    private_key_pkcs8: &[u8],
    certificate_der: &[u8],
    challenge: &[u8; CHALLENGE_LENGTH],
) -> Result<[u8; CRYPTOGRAM_LENGTH], Error> {
    let rng = ring::rand::SystemRandom::new();
    let failed = |what| Error::Cryptography { what };
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, private_key_pkcs8, &rng)
        .map_err(|_| failed("stand-in key"))?;
    let signature =
        pair.sign(&rng, &message(certificate_der, challenge)).map_err(|_| failed("stand-in signature"))?;
    signature.as_ref().try_into().map_err(|_| failed("stand-in signature length"))
}

/// The card's side: an authority's public key, one challenge, one right.
#[derive(Debug)]
pub(crate) struct Applet {
    public_key: Option<Vec<u8>>,
    challenge: Option<[u8; CHALLENGE_LENGTH]>,
    right: bool,
}

impl Applet {
    pub(crate) fn new(public_key: Option<Vec<u8>>) -> Self {
        Self { public_key, challenge: None, right: false }
    }

    /// Reset or loss of power.
    pub(crate) fn forget(&mut self) {
        self.challenge = None;
        self.right = false;
    }

    /// An application was selected: the challenge is gone, and the right unless it was the JPKI-AP.
    pub(crate) fn application_selected(&mut self, jpki: bool) {
        self.challenge = None;
        self.right &= jpki;
    }

    pub(crate) fn keep_challenge(&mut self, challenge: &[u8]) -> Result<(), StatusWord> {
        let challenge = challenge.try_into().map_err(|_| StatusWord::WRONG_LENGTH)?;
        self.challenge = Some(challenge);
        Ok(())
    }

    /// Every attempt uses the challenge up.
    pub(crate) fn authenticate(
        &mut self,
        certificate_der: &[u8],
        cryptogram: &[u8],
    ) -> Result<(), StatusWord> {
        self.right = false;
        let challenge = self.challenge.take().ok_or(StatusWord::SECURITY_STATUS)?;
        let key = self.public_key.as_ref().ok_or(StatusWord::NO_OBJECT)?;
        if cryptogram.len() != CRYPTOGRAM_LENGTH {
            return Err(StatusWord::WRONG_LENGTH);
        }
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key)
            .verify(&message(certificate_der, &challenge), cryptogram)
            .map_err(|_| StatusWord::MISMATCH)?;
        self.right = true;
        Ok(())
    }

    pub(crate) fn has_right(&self) -> bool {
        self.right
    }

    pub(crate) fn use_right(&mut self) {
        self.right = false;
    }
}
