//! RSA-2048 signatures with PKCS #1 v1.5 padding, checked (RFC 8017 §8.2.2).

use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{Odd, U2048};
use sha2::{Digest, Sha256};

/// Bytes of a modulus and of a signature.
pub const LENGTH: usize = 256;

/// An RSA-2048 public key with the exponent 65537.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey {
    modulus: [u8; LENGTH],
}

/// A 256-byte RSA signature.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; LENGTH]);

/// The result of checking a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// It was made over this DigestInfo by this key.
    Holds,
    /// It was not.
    Fails,
}

impl core::fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("PublicKey(RSA-2048)")
    }
}

impl core::fmt::Debug for Signature {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Signature(RSA-2048)")
    }
}

impl PublicKey {
    /// A key from its modulus, big-endian.
    #[must_use]
    pub const fn new(modulus: [u8; LENGTH]) -> Self {
        Self { modulus }
    }

    /// The modulus, big-endian.
    #[must_use]
    pub const fn modulus(&self) -> &[u8; LENGTH] {
        &self.modulus
    }

    /// Checks a signature over `digest_info`, which is the whole DER DigestInfo.
    ///
    /// The public operation gives back the padded block; it is compared with the one block that is
    /// right, so no padding is ever parsed.
    #[must_use]
    pub fn check(&self, signature: &Signature, digest_info: &[u8]) -> Check {
        let recovered = self.public_operation(signature);
        let expected = padded(digest_info);
        match (recovered, expected) {
            (Some(recovered), Some(expected)) if equal(&recovered, &expected) => Check::Holds,
            _ => Check::Fails,
        }
    }

    /// s^65537 mod n; `None` if n is even or s is not below it.
    fn public_operation(&self, signature: &Signature) -> Option<[u8; LENGTH]> {
        let modulus = U2048::from_be_slice(&self.modulus);
        let base = U2048::from_be_slice(&signature.0);
        if base >= modulus {
            return None;
        }
        let odd = Option::<Odd<U2048>>::from(Odd::new(modulus))?;
        let params = FixedMontyParams::new_vartime(odd);
        let base = FixedMontyForm::new(&base, &params);
        let mut power = base;
        for _ in 0..16 {
            power = power.square();
        }
        let result = (power * base).retrieve().to_be_bytes();
        <[u8; LENGTH]>::try_from(result.as_ref()).ok()
    }
}

/// EMSA-PKCS1-v1_5 (RFC 8017 §9.2): `00 01 FF … FF 00 DigestInfo`, with at least eight `FF`.
fn padded(digest_info: &[u8]) -> Option<[u8; LENGTH]> {
    let separator = LENGTH.checked_sub(digest_info.len() + 1)?;
    if separator < 2 + 8 {
        return None;
    }
    let mut block = [0xFF; LENGTH];
    *block.get_mut(0)? = 0;
    *block.get_mut(1)? = 1;
    *block.get_mut(separator)? = 0;
    block.get_mut(separator + 1..)?.copy_from_slice(digest_info);
    Some(block)
}

/// Compares every byte, whatever differs.
fn equal(a: &[u8; LENGTH], b: &[u8; LENGTH]) -> bool {
    a.iter().zip(b).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

/// The DER DigestInfo of a SHA-256 digest: 51 bytes (RFC 8017 §9.2 note 1).
#[must_use]
pub fn digest_info(digest: &[u8; 32]) -> [u8; 51] {
    join(
        &[
            0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
            0x00, 0x04, 0x20,
        ],
        digest,
    )
}

/// The card's own DigestInfo of its face record: the identifier of SHA-256 and an OCTET STRING of three
/// digests, 115 bytes (card.md 5.2). Verifiers of the standard refuse it.
#[must_use]
pub(crate) fn triple_digest_info(digests: &[u8; 96]) -> [u8; 115] {
    join(
        &[
            0x30, 0x71, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
            0x00, 0x04, 0x60,
        ],
        digests,
    )
}

fn join<const N: usize>(prefix: &[u8; 19], rest: &[u8]) -> [u8; N] {
    let mut joined = [0; N];
    for (to, from) in joined.iter_mut().zip(prefix.iter().chain(rest)) {
        *to = *from;
    }
    joined
}

/// SHA-256 of several pieces in a row.
pub(crate) fn sha256(pieces: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for piece in pieces {
        hash.update(piece);
    }
    hash.finalize().into()
}
