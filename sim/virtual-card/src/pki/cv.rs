//! Card-verifiable certificates `7F21` and the key identifiers in them (card.md 5.3).

use rsa::{RsaPrivateKey, RsaPublicKey};
use serde::{Deserialize, Serialize};

use super::sign_sha256;
use crate::error::Error;
use crate::hex::Hex;
use crate::record::tlv::{modulus, object, public_key};

/// 16 bytes: seven digits, `08 05`, three digits, four bytes of padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyId(pub [u8; 16]);

impl KeyId {
    /// CA of the card-level certificates. All CAs of the simulator begin with a 9: production uses 5
    /// and the issuer's test hierarchy 6.
    pub const CARD_LEVEL_CA: Self = Self::new(*b"9000020", *b"001", 0xA8);
    /// CA of the 確認AP's certificates.
    pub const SURFACE_CA: Self = Self::new(*b"9000023", *b"001", 0x00);
    /// The key named by DF32 of 確認 0003.
    pub const SURFACE_BASIC: Self = Self::new(*b"9000024", *b"001", 0x00);
    /// The key named by DF35 of 確認 0003.
    pub const SURFACE_OPAQUE: Self = Self::new(*b"9900025", *b"001", 0x00);
    /// CA of the 補助AP's certificates.
    pub const SUPPORT_CA: Self = Self::new(*b"9000033", *b"001", 0x00);
    /// The key named by DF42 of 補助 0005.
    pub const SUPPORT_BASIC: Self = Self::new(*b"9000034", *b"001", 0x00);
    /// The key named by 共通 0002 and 住基 0002.
    pub const RESIDENT: Self = Self::new(*b"9000010", *b"001", 0x00);
    /// Subject of the upper card-level certificate.
    pub const CARD_LEVEL_INTERMEDIATE: Self = Self::new(*b"9139990", *b"002", 0x98);
    /// Subject of the lower card-level certificate.
    pub const CARD_LEVEL_LOWER: Self = Self::new(*b"9000050", *b"001", 0x40);
    /// The municipality's record key of the 確認AP.
    pub const SURFACE_ISSUER: Self = Self::new(*b"9139921", *b"000", 0x00);
    /// The municipality's record key of the 補助AP.
    pub const SUPPORT_ISSUER: Self = Self::new(*b"9139931", *b"000", 0x00);

    const fn new(number: [u8; 7], group: [u8; 3], last: u8) -> Self {
        let [a, b, c, d, e, f, g] = number;
        let [x, y, z] = group;
        Self([a, b, c, d, e, f, g, 0x08, 0x05, x, y, z, 0x00, 0x00, 0x00, last])
    }
}

/// One line of the CA table that a terminal checks CV certificates against.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CvCa {
    /// What the CA is for.
    pub name: String,
    /// Key identifier, 16 bytes.
    pub key_id: Hex,
    /// RSA modulus, 256 bytes big-endian.
    pub modulus: Hex,
    /// RSA exponent, `010001`.
    pub exponent: Hex,
}

impl CvCa {
    pub(crate) fn new(name: &str, key_id: KeyId, key: &RsaPublicKey) -> Self {
        Self {
            name: name.to_owned(),
            key_id: Hex(key_id.0.to_vec()),
            modulus: Hex(modulus(key)),
            exponent: Hex(vec![0x01, 0x00, 0x01]),
        }
    }
}

/// A CV certificate of an application: `7F21 { 5F4E body, 5F37 signature }`, 568 bytes.
pub(crate) fn certificate(
    issuer_id: KeyId,
    issuer: &RsaPrivateKey,
    subject_id: KeyId,
    subject: &RsaPublicKey,
) -> Result<Vec<u8>, Error> {
    object(0x7F21, &contents(issuer_id, issuer, subject_id, subject)?)
}

/// A card-level certificate as GET DATA returns it: a header list in front, no `7F21` around.
pub(crate) fn card_level_certificate(
    issuer_id: KeyId,
    issuer: &RsaPrivateKey,
    subject_id: KeyId,
    subject: &RsaPublicKey,
) -> Result<Vec<u8>, Error> {
    const HEADER_LIST: [u8; 12] = [0x4D, 0x0A, 0x42, 0x10, 0x5F, 0x20, 0x10, 0x5F, 0x49, 0x82, 0x01, 0x09];
    let mut bytes = HEADER_LIST.to_vec();
    bytes.extend(contents(issuer_id, issuer, subject_id, subject)?);
    Ok(bytes)
}

fn contents(
    issuer_id: KeyId,
    issuer: &RsaPrivateKey,
    subject_id: KeyId,
    subject: &RsaPublicKey,
) -> Result<Vec<u8>, Error> {
    let mut body = [issuer_id.0, subject_id.0].concat();
    body.extend(public_key(subject)?);
    let mut value = object(0x5F4E, &body)?;
    value.extend(object(0x5F37, &sign_sha256(issuer, &body)?)?);
    Ok(value)
}
