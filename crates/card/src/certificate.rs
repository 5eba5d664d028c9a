//! The certificate for user authentication: its bytes and a few facts, without any judgement.
//!
//! Nothing is verified here: chain, key usage, policies and revocation are the verification service's
//! (design.md wall 5). The facts let the terminal speak of the expiry and find the issuer's generation.

use apdu::iso::ShortEf;
use apdu::tlv::{ObjectHeader, Reader, Tag, TlvError};
use apdu::{CardChannel, StatusWord};
use heapless::Vec;

use crate::date::UtcTime;
use crate::error::{CardError, CardFile, Defect};
use crate::file::{STATUS_ROOM, read_whole};
use crate::link::{Application, Link};
use crate::rsa::PublicKey;

/// The longest certificate that is read. Real ones have about 1,590 bytes (card.md 3.1).
pub const LONGEST: usize = 2048;
/// The room that [`read`] needs: the certificate and a status word.
pub const BUFFER_LENGTH: usize = LONGEST + STATUS_ROOM;

/// Facts of an X.509 certificate (RFC 5280 §4.1), as written and unverified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Bytes of the DER encoding, which is at the start of the buffer.
    pub length: usize,
    /// Serial number, big-endian, as encoded.
    pub serial: Vec<u8, 20>,
    /// Beginning of validity.
    pub not_before: UtcTime,
    /// End of validity: the last second that is part of it.
    pub not_after: UtcTime,
    /// keyIdentifier of the authority key identifier: it names the issuer's generation, which the
    /// issuer's name does not (card.md 5.5). `None` if the certificate has none.
    pub authority_key_id: Option<Vec<u8, 32>>,
}

/// The answer to reading the certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UserCertificate {
    /// It is in the buffer.
    Read(CertificateFacts),
    /// The card does not show it without a PIN (`6982`), as the certificate of a phone.
    Closed,
    /// The card has none (`6A82`).
    Absent,
}

/// Reads JPKI `000A` into the start of `buffer`, which needs [`BUFFER_LENGTH`] bytes.
///
/// 7 APDUs for a real certificate in the short form, 1 in the extended form; and 1 for the SELECT unless
/// the application is current.
///
/// # Errors
///
/// [`CardError::Malformed`] if the file is no certificate or longer than [`LONGEST`]; [`CardError`] of
/// the link.
pub fn read<C: CardChannel>(link: &mut Link<C>, buffer: &mut [u8]) -> Result<UserCertificate, CardError> {
    link.require(Application::Jpki)?;
    let file = CardFile::UserCertificate;
    let length = match read_whole(link, (file, ShortEf::of::<0x0A>()), buffer, measure) {
        Ok(length) => length,
        Err(error) => {
            return match error.refusal() {
                Some(StatusWord::NOT_AUTHORISED) => Ok(UserCertificate::Closed),
                Some(StatusWord::NOT_FOUND) => Ok(UserCertificate::Absent),
                _ => Err(error),
            };
        }
    };
    let der = buffer.get(..length).unwrap_or_default();
    let facts = facts(der).map_err(|defect| CardError::malformed(file, defect))?;
    Ok(UserCertificate::Read(facts))
}

fn measure(head: &[u8]) -> Result<usize, Defect> {
    let header = ObjectHeader::parse(head)?;
    if header.tag != SEQUENCE {
        return Err(Defect::NoRecord);
    }
    match header.total_length() {
        total if total > LONGEST => Err(Defect::TooLong),
        total => Ok(total),
    }
}

const SEQUENCE: Tag = Tag(0x30);
const INTEGER: Tag = Tag(0x02);
const BOOLEAN: Tag = Tag(0x01);
const OCTET_STRING: Tag = Tag(0x04);
const OBJECT_IDENTIFIER: Tag = Tag(0x06);
const BIT_STRING: Tag = Tag(0x03);
const UTC_TIME: Tag = Tag(0x17);
const GENERALIZED_TIME: Tag = Tag(0x18);
const VERSION: Tag = Tag(0xA0);
const EXTENSIONS: Tag = Tag(0xA3);
const KEY_IDENTIFIER: Tag = Tag(0x80);
/// id-ce-authorityKeyIdentifier, 2.5.29.35.
const AUTHORITY_KEY_IDENTIFIER: [u8; 3] = [0x55, 0x1D, 0x23];
/// rsaEncryption, 1.2.840.113549.1.1.1 (RFC 8017 A.1).
const RSA_ENCRYPTION: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
/// 65537, the exponent of every key that these cards have (card.md 5.5).
const EXPONENT: [u8; 3] = [1, 0, 1];

/// Reads the facts out of a DER certificate.
///
/// # Errors
///
/// [`Defect`] if it is none.
pub fn facts(der: &[u8]) -> Result<CertificateFacts, Defect> {
    let certificate = Reader::new(der).expect(SEQUENCE)?;
    let mut tbs = Reader::new(Reader::new(certificate.value).expect(SEQUENCE)?.value);
    tbs.take_if(VERSION)?;
    let serial = tbs.expect(INTEGER)?;
    tbs.expect(SEQUENCE)?; // signature algorithm
    tbs.expect(SEQUENCE)?; // issuer
    let mut validity = Reader::new(tbs.expect(SEQUENCE)?.value);
    let not_before = time(&mut validity)?;
    let not_after = time(&mut validity)?;
    tbs.expect(SEQUENCE)?; // subject
    tbs.expect(SEQUENCE)?; // public key
    Ok(CertificateFacts {
        length: certificate.whole.len(),
        serial: Vec::from_slice(serial.value).map_err(|_| Defect::WrongLength(INTEGER))?,
        not_before,
        not_after,
        authority_key_id: authority_key_id(tbs)?,
    })
}

/// Reads the public key out of a DER certificate: with it a signature is known to be the inserted
/// card's own. Whether the certificate is worth anything is not looked at.
///
/// # Errors
///
/// [`Defect`] if it is no certificate, or its key is not RSA-2048 with the exponent 65537.
pub fn public_key(der: &[u8]) -> Result<PublicKey, Defect> {
    let certificate = Reader::new(der).expect(SEQUENCE)?;
    let mut tbs = Reader::new(Reader::new(certificate.value).expect(SEQUENCE)?.value);
    tbs.take_if(VERSION)?;
    tbs.expect(INTEGER)?; // serial number
    for _ in ["signature algorithm", "issuer", "validity", "subject"] {
        tbs.expect(SEQUENCE)?;
    }
    let mut key = Reader::new(tbs.expect(SEQUENCE)?.value);
    let algorithm = Reader::new(key.expect(SEQUENCE)?.value).expect(OBJECT_IDENTIFIER)?;
    let bits = key.expect(BIT_STRING)?.value.strip_prefix(&[0]).ok_or(Defect::WrongLength(BIT_STRING))?;
    let mut numbers = Reader::new(Reader::new(bits).expect(SEQUENCE)?.value);
    // Its highest bit is set, so a zero byte stands before it.
    let modulus = numbers.expect(INTEGER)?.value.strip_prefix(&[0]).and_then(|it| it.try_into().ok());
    let exponent = numbers.expect(INTEGER)?.value;
    match modulus {
        Some(modulus) if algorithm.value == RSA_ENCRYPTION && exponent == EXPONENT => {
            Ok(PublicKey::new(modulus))
        }
        _ => Err(Defect::WrongLength(INTEGER)),
    }
}

fn time(validity: &mut Reader<'_>) -> Result<UtcTime, Defect> {
    let object = validity.take()?;
    if object.tag != UTC_TIME && object.tag != GENERALIZED_TIME {
        return Err(Defect::Tlv(TlvError::Missing(UTC_TIME)));
    }
    UtcTime::from_der(object.value).ok_or(Defect::BadDate)
}

/// Looks through what follows the public key: unique identifiers, then extensions.
fn authority_key_id(mut rest: Reader<'_>) -> Result<Option<Vec<u8, 32>>, Defect> {
    while !rest.is_empty() {
        let object = rest.take()?;
        if object.tag != EXTENSIONS {
            continue;
        }
        let mut extensions = Reader::new(Reader::new(object.value).expect(SEQUENCE)?.value);
        while !extensions.is_empty() {
            let mut extension = Reader::new(extensions.expect(SEQUENCE)?.value);
            let id = extension.expect(OBJECT_IDENTIFIER)?;
            extension.take_if(BOOLEAN)?;
            let value = extension.expect(OCTET_STRING)?;
            if id.value == AUTHORITY_KEY_IDENTIFIER {
                return key_identifier(value.value);
            }
        }
    }
    Ok(None)
}

fn key_identifier(extension: &[u8]) -> Result<Option<Vec<u8, 32>>, Defect> {
    let mut names = Reader::new(Reader::new(extension).expect(SEQUENCE)?.value);
    match names.take_if(KEY_IDENTIFIER)? {
        None => Ok(None),
        Some(object) => {
            Vec::from_slice(object.value).map(Some).map_err(|_| Defect::WrongLength(KEY_IDENTIFIER))
        }
    }
}
