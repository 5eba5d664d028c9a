//! The card-verifiable certificates of the 券面 applications, and the authorities above them (card.md 5.3).

use apdu::tlv::{Reader, Tag};

use crate::error::{CardError, CardFile, Defect, Unsupported};
use crate::rsa::{Check, PublicKey, Signature, digest_info, sha256};

/// 鍵ID: seven digits, `08 05`, three digits, four bytes. Compared as a whole.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId(pub [u8; 16]);

impl core::fmt::Debug for KeyId {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "KeyId({:02X?})", self.0)
    }
}

/// Which certificates an authority may sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaPurpose {
    /// Those at card level.
    CardLevel,
    /// Those of 券面事項確認AP.
    Surface,
    /// Those of 券面事項入力補助AP.
    Support,
}

/// One authority: RSA-2048, exponent 65537.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaKey {
    /// What certificates call it.
    pub key_id: KeyId,
    /// What it may certify.
    pub purpose: CaPurpose,
    /// Modulus, big-endian.
    pub modulus: [u8; 256],
}

/// The authorities that a build trusts: [`crate::ca::PRODUCTION`], and on a test bench those of test cards.
#[derive(Debug, Clone, Copy)]
pub struct CaTable<'t>(pub &'t [CaKey]);

impl CaTable<'_> {
    /// The authority with this identifier, if it may certify this.
    #[must_use]
    pub fn find(&self, key_id: KeyId, purpose: CaPurpose) -> Option<&CaKey> {
        self.0.iter().find(|key| key.key_id == key_id && key.purpose == purpose)
    }
}

/// A card-verifiable certificate, unverified until [`CvCertificate::check`].
#[derive(Debug, Clone, Copy)]
pub struct CvCertificate<'f> {
    /// Who signed it.
    pub issuer: KeyId,
    /// Whose key it holds.
    pub subject: KeyId,
    /// That key.
    pub key: PublicKey,
    body: &'f [u8],
    signature: Signature,
}

const CERTIFICATE: Tag = Tag(0x7F21);
const BODY: Tag = Tag(0x5F4E);
const SIGNATURE: Tag = Tag(0x5F37);
const EXPONENT: Tag = Tag(0x90);
const MODULUS: Tag = Tag(0x91);

impl<'f> CvCertificate<'f> {
    /// Reads `7F21 { 5F4E { issuer, subject, key }, 5F37 signature }`.
    ///
    /// # Errors
    ///
    /// [`CardError::Malformed`] or [`CardError::Unsupported`], naming `file`.
    pub fn parse(bytes: &'f [u8], file: CardFile) -> Result<Self, CardError> {
        let malformed = |defect| CardError::malformed(file, defect);
        let (body, signature) = split(bytes).map_err(malformed)?;
        let wrong_body = malformed(Defect::WrongLength(BODY));
        let (issuer, rest) = body.split_first_chunk::<16>().ok_or(wrong_body)?;
        let (subject, key) = rest.split_first_chunk::<16>().ok_or(wrong_body)?;
        Ok(Self {
            issuer: KeyId(*issuer),
            subject: KeyId(*subject),
            key: public_key(key, file)?,
            body,
            signature,
        })
    }

    /// Checks the authority's signature over the whole body.
    #[must_use]
    pub fn check(&self, authority: &CaKey) -> Check {
        let digest = sha256(&[self.body]);
        PublicKey::new(authority.modulus).check(&self.signature, &digest_info(&digest))
    }
}

fn split(bytes: &[u8]) -> Result<(&[u8], Signature), Defect> {
    let certificate = Reader::new(bytes).expect(CERTIFICATE)?;
    let mut inside = Reader::new(certificate.value);
    let body = inside.expect(BODY)?.value;
    let signature = inside.expect(SIGNATURE)?.value;
    let signature = signature.try_into().map_err(|_| Defect::WrongLength(SIGNATURE))?;
    Ok((body, Signature(signature)))
}

/// Reads a public key as the card writes it: `90 03 010001 ‖ 91 82 0100 modulus`.
pub(crate) fn public_key(value: &[u8], file: CardFile) -> Result<PublicKey, CardError> {
    let malformed = |error| CardError::malformed(file, Defect::Tlv(error));
    let mut fields = Reader::new(value);
    let exponent = fields.expect(EXPONENT).map_err(malformed)?;
    let modulus = fields.expect(MODULUS).map_err(malformed)?;
    match (exponent.value, <[u8; 256]>::try_from(modulus.value)) {
        ([1, 0, 1], Ok(modulus)) => Ok(PublicKey::new(modulus)),
        _ => Err(CardError::Unsupported(Unsupported::PublicKey(file))),
    }
}
