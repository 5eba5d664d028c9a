//! The two signatures of the protocol, and SHA-256.

use ring::digest::{SHA256, digest};
use ring::signature::{ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
use wire::Digest;

/// SHA-256 of the bytes.
pub fn sha256(bytes: &[u8]) -> Digest {
    let mut out = Digest::ZERO;
    for (to, from) in out.0.iter_mut().zip(digest(&SHA256, bytes).as_ref()) {
        *to = *from;
    }
    out
}

/// Whether `signature` is RSASSA-PKCS1-v1_5 with SHA-256 over `message` by the RSA key (DER of
/// RSAPublicKey, 2048 bits or more).
pub fn card_signed(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key).verify(message, signature).is_ok()
}

/// Whether `signature` (r and s, 32 bytes each) is ECDSA P-256 with SHA-256 over `message` by the
/// key (uncompressed point, 65 bytes).
pub fn terminal_signed(key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key).verify(message, signature).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_of_abc_is_the_one_of_fips_180_4() {
        let expected = [
            0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
            0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
        ];
        assert_eq!(sha256(b"abc").0, expected);
    }
}
