//! The terminal's key.

use core::fmt;

use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject as _;
use wire::{Draft, TerminalId, TerminalPayload, WireError};

/// Why the key can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// No P-256 key in PKCS#8.
    #[error("no P-256 key in PKCS#8")]
    Malformed,
    /// The system gave no random bytes to sign with.
    #[error("signing failed")]
    Signing,
    /// The message can't be laid out.
    #[error("{0}")]
    Message(#[from] WireError),
}

/// The terminal's P-256 key (ES256). Debug prints nothing of it.
pub struct TerminalKey {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl TerminalKey {
    /// The key in a PKCS#8 file, PEM or DER.
    ///
    /// # Errors
    /// [`KeyFault::Malformed`]
    pub fn from_pkcs8(file: &[u8]) -> Result<Self, KeyFault> {
        let der = if file.first() == Some(&0x30) {
            PrivatePkcs8KeyDer::from(file)
        } else {
            PrivatePkcs8KeyDer::from_pem_slice(file).map_err(|_| KeyFault::Malformed)?
        };
        let random = SystemRandom::new();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der.secret_pkcs8_der(), &random)
                .map_err(|_| KeyFault::Malformed)?;
        Ok(Self { pair, random })
    }

    /// Signs: ECDSA P-256 with SHA-256 over the bytes, r and s of 32 bytes each.
    ///
    /// # Errors
    /// [`KeyFault::Signing`]
    pub fn sign(&self, message: &[u8]) -> Result<[u8; 64], KeyFault> {
        let signature = self.pair.sign(&self.random, message).map_err(|_| KeyFault::Signing)?;
        signature.as_ref().try_into().map_err(|_| KeyFault::Signing)
    }

    /// A message that the terminal signs alone, as it is sent.
    ///
    /// # Errors
    /// [`KeyFault::Signing`] or [`KeyFault::Message`]
    pub fn seal<P: TerminalPayload>(&self, payload: &P, terminal: &TerminalId) -> Result<Vec<u8>, KeyFault> {
        let draft = Draft::new(payload, terminal)?;
        let signature = self.sign(&draft.signing_input())?;
        Ok(draft.seal(&signature)?)
    }
}

impl fmt::Debug for TerminalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TerminalKey(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{ECDSA_P256_SHA256_FIXED, KeyPair as _, UnparsedPublicKey};
    use test_pki::Authority;

    #[test]
    fn signs_what_its_public_key_verifies_from_pem_and_der() {
        let pem = Authority::new("a").unwrap().terminal("T-1").unwrap().key_pem;
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).unwrap();
        for file in [pem.as_bytes(), der.secret_pkcs8_der()] {
            let key = TerminalKey::from_pkcs8(file).unwrap();
            let signature = key.sign(b"message").unwrap();
            let public = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key.pair.public_key().as_ref());
            public.verify(b"message", &signature).unwrap();
            public.verify(b"massage", &signature).unwrap_err();
            assert_eq!(format!("{key:?}"), "TerminalKey(redacted)");
        }
    }

    #[test]
    fn other_files_are_refused() {
        for file in [&b""[..], b"0", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            assert_eq!(TerminalKey::from_pkcs8(file).unwrap_err(), KeyFault::Malformed);
        }
    }
}
