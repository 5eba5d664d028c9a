//! The `myna-card` crate, which was written against real cards, reads every file it can from ours.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use std::collections::HashMap;

use myna_card::ap::common::CommonAp;
use myna_card::ap::jpki::{JpkiAp, SignatureScheme, TokenType};
use myna_card::ap::juki::JukiAp;
use myna_card::ap::surface::{self, SurfaceAp};
use myna_card::ap::text::{self, TextAp};
use myna_card::data::RsaPublicKey;
use myna_card::{Card, Error, MasterFile, Pin, Result, Retries, Transmit, verification_code_b};
use support::{make, pki, powered};
use virtual_card::card::VirtualCard;
use virtual_card::holder::Holder;
use virtual_card::profile::Profile;

struct InProcess(VirtualCard);

impl Transmit for InProcess {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>> {
        Ok(self.0.transmit(command))
    }
}

fn card(profile: Profile) -> (Holder, Card<InProcess>) {
    let (holder, card) = make(1, profile);
    (holder, Card::new(InProcess(powered(card))))
}

fn pin(value: &str) -> Pin {
    Pin::new(value).unwrap()
}

/// Our CA table in the other crate's types.
fn authority(key_id: &[u8; 16]) -> RsaPublicKey {
    let table: HashMap<_, _> =
        pki().cv_authorities().unwrap().into_iter().map(|ca| (ca.key_id.0.clone(), ca)).collect();
    let ca = &table[key_id.as_slice()];
    RsaPublicKey { exponent: ca.exponent.0.clone(), modulus: ca.modulus.0.clone() }
}

#[test]
fn the_card_level() {
    let (holder, mut card) = card(Profile::Normal);
    let mut level = MasterFile::select(&mut card).unwrap();
    let municipality = level.data_object(myna_card::mf::tag::MUNICIPALITY_CODE).unwrap();
    assert_eq!(municipality, holder.municipality_code.as_bytes());
    let chain = level.certificate_chain().unwrap();
    assert_eq!(chain.len(), 2);
    chain[0].verify_with(&authority(chain[0].issuer_key_id.as_bytes())).unwrap();
    chain[1].verify_with(&chain[0].public_key).unwrap();
    assert!(matches!(level.application_folders(), Err(Error::Status(_))));
    assert_eq!(card.contact_atr().unwrap()[0], 0x3B);
}

#[test]
fn common_and_resident() {
    let (holder, mut card) = card(Profile::Normal);
    let mut common = CommonAp::select(&mut card).unwrap();
    let facts = common.read_card_info().unwrap();
    assert_eq!(facts.municipality_code, holder.municipality_code);
    assert_eq!(common.internal_authenticate(&[1, 2, 3]).unwrap().len(), 256);
    assert_eq!(common.pin_retries().unwrap(), Retries::Remaining(3));
    let key_reference = common.read_record(0x0002, 1).unwrap();
    let old = pin(holder.pins.resident.reveal());
    common.change_pin(&old, &pin("8642")).unwrap();
    common.verify_pin(&pin("8642")).unwrap();
    let mut resident = JukiAp::select(&mut card).unwrap();
    assert_eq!(resident.read_record(0x0002, 1).unwrap(), key_reference);
    resident.verify_pin(&old).unwrap();
}

#[test]
fn the_surface_with_all_its_signatures() {
    let (holder, mut card) = card(Profile::Normal);
    let mut ap = SurfaceAp::select(&mut card).unwrap();
    let basic = ap.read_ap_basic_data().unwrap();
    assert_eq!(basic.municipality_code, holder.municipality_code);
    let certificate = ap.read_certificate().unwrap();
    certificate.verify_with(&authority(certificate.issuer_key_id.as_bytes())).unwrap();
    assert!(certificate.verify().is_err(), "not an authority that exists");
    let issuer = &certificate.public_key;

    ap.verify_birth_date(&pin(&holder.birth_date.era_digits())).unwrap();
    let age = ap.read_age_record().unwrap();
    age.verify(issuer).unwrap();
    ap.verify_code_a(&pin(holder.my_number.reveal())).unwrap();
    let face = ap.read_card_face().unwrap();
    face.verify(issuer).unwrap();
    let my_number = ap.read_my_number_image().unwrap();
    my_number.verify(issuer).unwrap();
    assert_eq!(age.public_key, face.public_key);

    // The other crate builds 照合番号B from what the card itself says.
    let printed = holder.security_code.as_bytes();
    let code = verification_code_b(face.birth_date, face.expiry.year, printed).unwrap();
    ap.verify_code_b(&code).unwrap();
    let signature = ap.sign(b"challenge").unwrap();
    face.public_key.verify_pkcs1_sha256(b"challenge", &signature).unwrap();
    assert_eq!(ap.retries(surface::ef::CODE_B).unwrap(), Retries::Remaining(10));
}

#[test]
fn forgery_and_cloning_are_found_where_they_are() {
    for (profile, record_good, chip_good) in
        [(Profile::ForgedPhoto, false, true), (Profile::ClonedChip, true, false)]
    {
        let (holder, mut card) = card(profile);
        let mut ap = SurfaceAp::select(&mut card).unwrap();
        ap.verify_code_a(&pin(holder.my_number.reveal())).unwrap();
        let issuer = ap.read_certificate().unwrap().public_key;
        let face = ap.read_card_face().unwrap();
        assert_eq!(face.verify(&issuer).is_ok(), record_good);
        let signature = ap.sign(b"challenge").unwrap();
        let answered = face.public_key.verify_pkcs1_sha256(b"challenge", &signature);
        assert_eq!(answered.is_ok(), chip_good);
    }
}

#[test]
fn the_texts() {
    let (holder, mut card) = card(Profile::Normal);
    let mut ap = TextAp::select(&mut card).unwrap();
    assert_eq!(ap.retries(0x0012).unwrap(), Retries::Blocked);
    ap.read_ap_basic_data().unwrap();
    let certificate = ap.read_certificate().unwrap();
    certificate.verify_with(&authority(certificate.issuer_key_id.as_bytes())).unwrap();
    ap.verify_pin(&pin(holder.pins.support.reveal())).unwrap();
    let attributes = ap.read_attributes().unwrap();
    assert_eq!((attributes.name, attributes.address), (holder.name, holder.address));
    assert_eq!(ap.read_my_number().unwrap().as_str(), holder.my_number.reveal());
    let integrity = ap.read_integrity_record().unwrap();
    integrity.verify(&certificate.public_key).unwrap();
    assert!(integrity.matches_my_number_file(&ap.read_my_number_file().unwrap()));
    let file = ap.read_ef(text::ef::ATTRIBUTES).unwrap();
    assert!(integrity.matches_attributes_file(&file).unwrap());
    let own = ap.read_signed_public_key().unwrap();
    own.verify(&certificate.public_key).unwrap();
    let signature = ap.sign(b"challenge").unwrap();
    own.public_key.verify_pkcs1_sha256(b"challenge", &signature).unwrap();
    ap.read_session_key_public_key().unwrap();
}

#[test]
fn certificates_and_all_six_signature_schemes() {
    let (holder, mut card) = card(Profile::Normal);
    let mut jpki = JpkiAp::select(&mut card).unwrap();
    assert_eq!(jpki.read_token_type().unwrap(), TokenType::Card);
    jpki.read_token_info().unwrap();
    let available = jpki.read_certificate_availability().unwrap();
    assert!(available.has_auth_certificate() && available.has_sign_certificate());
    let root = jpki.read_auth_ca_certificate().unwrap();
    jpki.read_auth_certificate().unwrap().verify_signature(&root).unwrap();
    assert!(jpki.read_sign_certificate_der().is_err(), "before the password");
    jpki.verify_auth_pin(&pin(holder.pins.user_authentication.reveal())).unwrap();
    jpki.verify_sign_pin(&pin(holder.pins.digital_signature.reveal())).unwrap();
    let root = jpki.read_sign_ca_certificate().unwrap();
    jpki.read_sign_certificate().unwrap().verify_signature(&root).unwrap();
    for scheme in [
        SignatureScheme::Verbatim,
        SignatureScheme::Sha256Bare,
        SignatureScheme::PreHashedDigestInfo,
        SignatureScheme::Sha256DigestInfo,
        SignatureScheme::PreHashedPss,
        SignatureScheme::Sha256Pss,
    ] {
        jpki.sign_with_auth_key_checked(scheme, &[5; 32]).unwrap();
        jpki.sign_with_sign_key_checked(scheme, &[5; 32]).unwrap();
    }
    jpki.change_auth_pin(&pin(holder.pins.user_authentication.reveal()), &pin("8642")).unwrap();
    assert!(jpki.change_auth_pin(&pin("8642"), &pin("86421")).is_err(), "five digits");
    jpki.verify_auth_pin(&pin("8642")).unwrap();
}

#[test]
fn test_modes_as_the_other_crate_takes_them() {
    let (holder, mut exact) = card(Profile::Normal);
    exact.transport_mut().0.behaviour_mut().set("delivery=6c").unwrap();
    let mut ap = SurfaceAp::select(&mut exact).unwrap();
    ap.verify_code_a(&pin(holder.my_number.reveal())).unwrap();
    let issuer = ap.read_certificate().unwrap().public_key;
    ap.read_card_face().unwrap().verify(&issuer).unwrap();

    let (_, mut fetched) = card(Profile::Normal);
    fetched.transport_mut().0.behaviour_mut().set("delivery=61").unwrap();
    let mut jpki = JpkiAp::select(&mut fetched).unwrap();
    jpki.read_token_info().unwrap();
    // 6100 says 256 or more; this crate takes it for none.
    assert!(matches!(jpki.read_auth_certificate_der(), Err(Error::ExpectedLengthOutOfRange(0))));

    let (_, mut warned) = card(Profile::Normal);
    warned.transport_mut().0.behaviour_mut().set("eof-6282=on").unwrap();
    // It takes 6282 for an error when it asks past the end of a short file.
    assert!(JpkiAp::select(&mut warned).unwrap().read_token_info().is_err());
}
