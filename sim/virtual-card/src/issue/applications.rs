//! The files, references and keys of each application, with their access rules (card.md 3).

use std::collections::BTreeMap;

use rand_core::RngCore;
use rsa::RsaPrivateKey;
use rsa::pkcs1::EncodeRsaPrivateKey;

use super::Blank;
use crate::card_file::CardFile;
use crate::chip::{Access, Alphabet, Application, ApplicationImage, FileId, KeyUse, PrivateKey, Reference};
use crate::error::Error;
use crate::hex::Hex;
use crate::pki::cv::{self, KeyId};
use crate::pki::{KeyName, derive_rng};
use crate::profile::Profile;
use crate::record::jpki::TokenLabel;
use crate::record::{self, common::serial};
use crate::secret::StoredSecret;

fn any_of(references: &[u16]) -> Access {
    Access::AnyOf(references.iter().copied().map(FileId).collect())
}

fn reference(value: &StoredSecret, alphabet: Alphabet, tries: u8) -> Reference {
    Reference { value: value.clone(), alphabet, tries_left: tries, tries_most: tries, changeable: false }
}

fn pin(value: &StoredSecret, alphabet: Alphabet, tries: u8) -> Reference {
    Reference { changeable: true, ..reference(value, alphabet, tries) }
}

pub(super) fn private_key(purpose: KeyUse, access: Access, key: &RsaPrivateKey) -> Result<PrivateKey, Error> {
    let der = key.to_pkcs1_der().map_err(|_| Error::Cryptography { what: "key encoding" })?;
    Ok(PrivateKey { purpose, access, pkcs1: Some(Hex(der.as_bytes().to_vec())) })
}

fn opaque(blank: &Blank<'_>, purpose: &str, length: usize) -> Vec<u8> {
    let purpose = format!("{purpose} {}", blank.holder.issue_number);
    let mut bytes = vec![0; length];
    derive_rng(blank.pki.seed(), &purpose).fill_bytes(&mut bytes);
    bytes
}

pub(super) fn common(blank: &Blank<'_>) -> Result<ApplicationImage, Error> {
    let mut image = ApplicationImage::empty(Application::Common);
    let record = record::common::card_record(blank.holder, blank.expiry);
    image.records.insert(FileId(0x0001), vec![Hex(record)]);
    image.records.insert(FileId(0x0002), vec![Hex(KeyId::RESIDENT.0.to_vec())]);
    let key = blank.pki.key(KeyName::CommonInternal)?;
    let key = private_key(KeyUse::InternalAuthentication, Access::Free, &key)?;
    image.keys.insert(FileId(0x0019), key);
    let resident = pin(&blank.holder.pins.resident, Alphabet::Digits(4), 3);
    image.references.insert(FileId(0x001C), resident);
    image.silent = vec![FileId(0x001E)];
    Ok(image)
}

pub(super) fn resident(blank: &Blank<'_>) -> Result<ApplicationImage, Error> {
    let mut image = ApplicationImage::empty(Application::Resident);
    image.records.insert(FileId(0x0002), vec![Hex(KeyId::RESIDENT.0.to_vec())]);
    let resident = pin(&blank.holder.pins.resident, Alphabet::Digits(4), 3);
    image.references.insert(FileId(0x001C), resident);
    Ok(image)
}

/// The card face record, with the photo or a signature as the profile wants them.
fn card_face(blank: &Blank<'_>) -> Result<Vec<u8>, Error> {
    let key = blank.pki.key(KeyName::Surface(blank.holder.issue_number))?.to_public_key();
    let issuer = blank.pki.key(KeyName::SurfaceIssuer)?;
    let forged = blank.profile == Profile::ForgedPhoto;
    record::surface::card_face(blank.holder, blank.pictures, blank.expiry, &key, &issuer, forged)
}

/// The reference value of the birth-date key and its counter's maximum, which is not public; ten is
/// assumed as for the other keys of this application.
const BIRTH_DATE_TRIES: u8 = 10;

pub(super) fn surface(blank: &Blank<'_>) -> Result<ApplicationImage, Error> {
    let (pki, holder) = (blank.pki, blank.holder);
    let mut image = ApplicationImage::empty(Application::Surface);
    let key = pki.key(KeyName::Surface(holder.issue_number))?;
    let public = key.to_public_key();
    let issuer = pki.key(KeyName::SurfaceIssuer)?;
    let basic = record::surface::basic_facts(
        &holder.municipality_code,
        KeyId::SURFACE_BASIC,
        KeyId::SURFACE_OPAQUE,
        &opaque(blank, "DF35", 256),
    )?;
    let certificate = cv::certificate(
        KeyId::SURFACE_CA,
        &pki.key(KeyName::SurfaceCa)?,
        KeyId::SURFACE_ISSUER,
        &issuer.to_public_key(),
    )?;
    let my_number = record::surface::my_number(blank.pictures, &public, &issuer)?;
    image.put(0x0001, any_of(&[0x0011]), record::surface::age(holder, &public, &issuer)?);
    image.put(0x0002, any_of(&[0x0012, 0x0013]), card_face(blank)?);
    image.put(0x0003, Access::Free, basic);
    image.put(0x0004, Access::Free, certificate);
    image.put(0x0005, any_of(&[0x0013]), my_number);
    image.put(0x0006, any_of(&[0x0012, 0x0013]), vec![0xFF; 16]);
    image.references = surface_references(blank);
    image.keys.insert(FileId(0x001A), private_key(KeyUse::Sign, Access::Free, &key)?);
    image.default_key = Some(FileId(0x001A));
    image.silent = vec![FileId(0x001C), FileId(0x001E)];
    Ok(image)
}

fn surface_references(blank: &Blank<'_>) -> BTreeMap<FileId, Reference> {
    let holder = blank.holder;
    let birth = StoredSecret::new(holder.birth_date.era_digits());
    let b = holder.check_number_b(blank.expiry);
    [
        (FileId(0x0011), reference(&birth, Alphabet::Digits(6), BIRTH_DATE_TRIES)),
        (FileId(0x0012), reference(&b, Alphabet::Digits(14), 10)),
        (FileId(0x0013), reference(&holder.my_number, Alphabet::Digits(12), 10)),
    ]
    .into()
}

/// Files of the 補助AP that hold the holder's facts, with their access rules.
fn support_records(blank: &Blank<'_>, image: &mut ApplicationImage) -> Result<(), Error> {
    let issuer = blank.pki.key(KeyName::SupportIssuer)?;
    let attributes = record::support::four_attributes(blank.holder)?;
    let integrity = record::support::integrity(blank.holder, &issuer)?;
    image.put(0x0001, any_of(&[0x0011, 0x0014]), record::support::my_number(blank.holder)?);
    image.put(0x0002, any_of(&[0x0011, 0x0015]), attributes);
    image.put(0x0003, any_of(&[0x0011, 0x0014, 0x0015]), integrity);
    Ok(())
}

pub(super) fn support(blank: &Blank<'_>) -> Result<ApplicationImage, Error> {
    let pki = blank.pki;
    let mut image = ApplicationImage::empty(Application::Support);
    support_records(blank, &mut image)?;
    let issuer = pki.key(KeyName::SupportIssuer)?;
    let internal = pki.key(KeyName::SupportInternal)?;
    let session = pki.key(KeyName::SupportSession)?.to_public_key();
    let certificate = cv::certificate(
        KeyId::SUPPORT_CA,
        &pki.key(KeyName::SupportCa)?,
        KeyId::SUPPORT_ISSUER,
        &issuer.to_public_key(),
    )?;
    let block = opaque(blank, "DF43", 16).try_into().unwrap_or([0; 16]);
    let basic = record::support::basic_facts(KeyId::SUPPORT_BASIC, &block)?;
    let internal_record = record::support::internal_key(&internal.to_public_key(), &issuer)?;
    let any = any_of(&[0x0011, 0x0014, 0x0015]);
    image.put(0x0004, Access::Free, certificate);
    image.put(0x0005, Access::Free, basic);
    image.put(0x0006, any.clone(), record::support::session_key(&session)?);
    image.put(0x0007, any.clone(), internal_record);
    image.put(0x0008, any, vec![0xFF; 16]);
    image.references = support_references(blank);
    image.keys.insert(FileId(0x0013), private_key(KeyUse::Sign, Access::Free, &internal)?);
    image.default_key = Some(FileId(0x0013));
    image.silent = vec![FileId(0x0010), FileId(0x001C), FileId(0x001E)];
    Ok(image)
}

/// 0012 is blocked on every card from issue (card.md 3.3).
fn support_references(blank: &Blank<'_>) -> BTreeMap<FileId, Reference> {
    let holder = blank.holder;
    let b = holder.check_number_b(blank.expiry);
    let nothing = StoredSecret::new("");
    let blocked = Reference { tries_left: 0, ..reference(&nothing, Alphabet::Digits(4), 3) };
    [
        (FileId(0x0011), pin(&holder.pins.support, Alphabet::Digits(4), 3)),
        (FileId(0x0012), blocked),
        (FileId(0x0014), reference(&holder.my_number, Alphabet::Digits(12), 10)),
        (FileId(0x0015), reference(&b, Alphabet::Digits(14), 10)),
    ]
    .into()
}

/// 0005 is listed by every client and described by none; it is kept shut here, as 0009 is.
pub(super) fn jpki(blank: &Blank<'_>) -> Result<ApplicationImage, Error> {
    let (pki, pins) = (blank.pki, &blank.holder.pins);
    let mut image = ApplicationImage::empty(Application::Jpki);
    put_certificates(blank, &mut image)?;
    let token = record::jpki::token_info(TokenLabel::Card, &serial(blank.holder));
    image.put(0x0005, Access::Never, Vec::new());
    image.put(0x0006, Access::Free, token);
    image.put(0x0008, Access::Free, record::jpki::availability(true, true));
    image.put(0x0009, Access::Never, Vec::new());
    let own = pki.key(KeyName::UserAuthentication(blank.holder.issue_number))?;
    let own = private_key(KeyUse::Sign, any_of(&[0x0018]), &own)?;
    let signature = pki.key(KeyName::DigitalSignature)?;
    let signature = private_key(KeyUse::Sign, any_of(&[0x001B]), &signature)?;
    image.keys.insert(FileId(0x0017), own);
    image.keys.insert(FileId(0x001A), signature);
    let user = pin(&pins.user_authentication, Alphabet::Digits(4), 3);
    let password = pin(&pins.digital_signature, Alphabet::Password, 5);
    image.references.insert(FileId(0x0018), user);
    image.references.insert(FileId(0x001B), password);
    image.silent = [0x0010, 0x0016, 0x0019, 0x001C, 0x001E].map(FileId).to_vec();
    Ok(image)
}

fn put_certificates(blank: &Blank<'_>, image: &mut ApplicationImage) -> Result<(), Error> {
    let (pki, holder, period) = (blank.pki, blank.holder, blank.period);
    let signature = pki.digital_signature_certificate(holder, period)?;
    let user = pki.user_authentication_certificate(holder, period)?;
    image.put(0x0001, any_of(&[0x001B]), signature);
    image.put(0x0002, Access::Free, pki.digital_signature_root()?);
    image.put(0x000A, Access::Free, user);
    image.put(0x000B, Access::Free, pki.user_authentication_root()?);
    Ok(())
}

/// Card-level data objects (card.md 3.6).
pub(super) fn data_objects(blank: &Blank<'_>) -> Result<BTreeMap<FileId, Hex>, Error> {
    let (pki, holder) = (blank.pki, blank.holder);
    let intermediate = pki.key(KeyName::CardLevelIntermediate)?;
    let upper = cv::card_level_certificate(
        KeyId::CARD_LEVEL_CA,
        &pki.key(KeyName::CardLevelCa)?,
        KeyId::CARD_LEVEL_INTERMEDIATE,
        &intermediate.to_public_key(),
    )?;
    let lower = cv::card_level_certificate(
        KeyId::CARD_LEVEL_INTERMEDIATE,
        &intermediate,
        KeyId::CARD_LEVEL_LOWER,
        &pki.key(KeyName::CardLevelLower)?.to_public_key(),
    )?;
    let objects = [
        (0x0042, KeyId::CARD_LEVEL_CA.0.to_vec()),
        (0x0045, serial(holder).into_bytes()),
        (0x0066, record::common::CARD_RECOGNITION.to_vec()),
        (0x00F0, holder.municipality_code.clone().into_bytes()),
        (0x00F2, blank.expiry.digits().into_bytes()),
        (0x00F7, KeyId::CARD_LEVEL_INTERMEDIATE.0.to_vec()),
        (0x00F8, upper),
        (0x7F21, lower),
    ];
    Ok(objects.map(|(tag, value)| (FileId(tag), Hex(value))).into())
}

/// 券面事項更新: writes the records of name and address again; counters and keys stay.
pub(crate) fn rewrite_records(card: &mut CardFile, blank: &Blank<'_>) -> Result<(), Error> {
    let face = card_face(blank)?;
    if let Some(image) = card.chip.application_mut(Application::Surface) {
        image.put(0x0002, any_of(&[0x0012, 0x0013]), face);
    }
    if let Some(image) = card.chip.application_mut(Application::Support) {
        support_records(blank, image)?;
    }
    Ok(())
}

/// Renewal, or an end in the past: certificates of the same keys with another period.
pub(crate) fn rewrite_certificates(card: &mut CardFile, blank: &Blank<'_>) -> Result<(), Error> {
    match card.chip.application_mut(Application::Jpki) {
        Some(image) => put_certificates(blank, image),
        None => Err(Error::Misuse { what: "a card without the JPKI application" }),
    }
}
