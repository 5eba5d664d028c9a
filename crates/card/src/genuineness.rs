//! Whether the photo is the one that the authorities put into this very chip.
//!
//! Three links, all needed: an authority of the table certifies the municipality's key (EF `0004`), that
//! key signed the card face with the chip's key in it (DF28), and the chip owns that key (internal
//! authentication with a fresh challenge). The file alone could be copied to another chip; the chip alone
//! could show any file (card.md 4.6, 5.2, 6.1). No PIN is involved.

use apdu::iso::ShortEf;
use apdu::tlv::{ObjectHeader, Tag};
use apdu::{Body, CardChannel, Command, CommandBuffer, Header, Ne, Once, StatusWord};

use crate::cv::{CaPurpose, CaTable, CvCertificate, KeyId};
use crate::error::{CardError, CardFile, Defect, Misbehaviour, Misuse, Step};
use crate::file::{STATUS_ROOM, read_whole};
use crate::link::{Application, Link, SHORT_RESPONSE};
use crate::rsa::{Check, Signature, digest_info, sha256, triple_digest_info};
use crate::surface::CardFace;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genuineness {
    /// The photo is the authorities', and it lies in the chip that it was made for.
    Genuine,
    /// The photo, or something signed with it, is not what the authorities signed.
    PhotoNotGenuine(BrokenLink),
    /// The record is genuine; this chip is not the one that it was made for.
    ChipNotGenuine,
    /// The certificate names an authority that the table does not have for this purpose.
    UnknownIssuer(KeyId),
}

/// Which signature under the photo does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrokenLink {
    /// The authority's, over the certificate of the signing key.
    Certificate,
    /// That of the signing key, over the card face.
    Record,
}

/// Reads the certificate from the card, checks the card face against it, and has the chip prove that it
/// owns the key in the card face. `challenge` is 32 fresh random bytes, used for nothing else.
///
/// 4 APDUs in the short form (3 READs, internal authentication), 2 in the extended form; and 1 for the
/// SELECT unless 券面事項確認AP is current. Internal authentication is left out if the record is not
/// genuine.
///
/// # Errors
///
/// [`CardError`]: a finding about genuineness is never one.
pub fn check<C: CardChannel>(
    link: &mut Link<C>,
    face: &CardFace<'_>,
    challenge: &[u8; 32],
    authorities: CaTable<'_>,
) -> Result<Genuineness, CardError> {
    link.require(Application::Surface)?;
    let mut buffer = [0; CERTIFICATE_ROOM];
    let file = CardFile::SurfaceCertificate;
    let length = read_whole(link, (file, ShortEf::of::<0x04>()), &mut buffer, measure)?;
    let bytes = buffer.get(..length).unwrap_or_default();
    let certificate = CvCertificate::parse(bytes, file)?;
    match check_record(face, &certificate, authorities) {
        Genuineness::Genuine => {}
        other => return Ok(other),
    }
    let proof = internal_authenticate(link, challenge)?;
    Ok(check_chip(face, challenge, &proof))
}

/// Checks the two signatures under a card face; [`Genuineness::Genuine`] speaks of the record alone.
#[must_use]
pub fn check_record(
    face: &CardFace<'_>,
    certificate: &CvCertificate<'_>,
    authorities: CaTable<'_>,
) -> Genuineness {
    let Some(authority) = authorities.find(certificate.issuer, CaPurpose::Surface) else {
        return Genuineness::UnknownIssuer(certificate.issuer);
    };
    if certificate.check(authority) == Check::Fails {
        return Genuineness::PhotoNotGenuine(BrokenLink::Certificate);
    }
    match certificate.key.check(&face.signature, &triple_digest_info(&digests(face))) {
        Check::Holds => Genuineness::Genuine,
        Check::Fails => Genuineness::PhotoNotGenuine(BrokenLink::Record),
    }
}

/// Checks a proof of [`internal_authenticate`] with the key in a card face that was checked before.
#[must_use]
pub fn check_chip(face: &CardFace<'_>, challenge: &[u8; 32], proof: &Signature) -> Genuineness {
    match face.chip_key.check(proof, &digest_info(&sha256(&[challenge]))) {
        Check::Holds => Genuineness::Genuine,
        Check::Fails => Genuineness::ChipNotGenuine,
    }
}

/// SHA256(DF22‖DF23‖DF24) ‖ SHA256(DF25‖DF26) ‖ SHA256(DF27).
fn digests(face: &CardFace<'_>) -> [u8; 96] {
    let groups =
        [sha256(&face.signed.person), sha256(&face.signed.pictures_of_text), sha256(&face.signed.photo)];
    let mut joined = [0; 96];
    for (to, from) in joined.iter_mut().zip(groups.as_flattened()) {
        *to = *from;
    }
    joined
}

/// Has 券面事項確認AP's own key sign SHA-256 of the challenge: `80 2A 00 00 33 DigestInfo 00`.
///
/// 1 APDU, sent once; and 1 for the SELECT unless the application is current.
///
/// # Errors
///
/// [`CardError`].
pub fn internal_authenticate<C: CardChannel>(
    link: &mut Link<C>,
    challenge: &[u8; 32],
) -> Result<Signature, CardError> {
    link.require(Application::Surface)?;
    compute_signature(link, DEFAULT_KEY, &sha256(&[challenge]), Step::InternalAuthenticate)
}

/// P2 of the signing command for the application's default key (card.md 4.5).
const DEFAULT_KEY: u8 = 0x00;

/// The card's signing command with a DigestInfo of a SHA-256 digest, sent once (card.md 4.5).
pub(crate) fn compute_signature<C: CardChannel>(
    link: &mut Link<C>,
    key: u8,
    digest: &[u8; 32],
    step: Step,
) -> Result<Signature, CardError> {
    let header = Header { cla: 0x80, ins: 0x2A, p1: 0x00, p2: key };
    let data = digest_info(digest);
    let body = Body::SendAndExpect(&data, Ne::SHORT_MAX);
    let mut buffer = CommandBuffer::new();
    let command = Command::<Once>::new(&mut buffer, header, body)?;
    let mut room = [0; SHORT_RESPONSE];
    let response = link.send_once(command, &mut room)?;
    match response.status {
        StatusWord::SUCCESS => {}
        StatusWord::NOT_AUTHORISED => return Err(CardError::Misuse(Misuse::NotAuthorised(step))),
        other => return Err(CardError::refused(step, other)),
    }
    let length = response.data.len();
    response
        .data
        .try_into()
        .map(Signature)
        .map_err(|_| CardError::CardMisbehaved(Misbehaviour::SignatureLength { step, length }))
}

const CERTIFICATE: Tag = Tag(0x7F21);
/// EF `0004` has 568 bytes (card.md 3.2).
const LONGEST_CERTIFICATE: usize = 1024;
const CERTIFICATE_ROOM: usize = LONGEST_CERTIFICATE + STATUS_ROOM;

fn measure(head: &[u8]) -> Result<usize, Defect> {
    let header = ObjectHeader::parse(head)?;
    if header.tag == CERTIFICATE { Ok(header.total_length()) } else { Err(Defect::NoRecord) }
}
