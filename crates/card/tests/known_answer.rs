//! Signatures of a real (test) card, so that the odd DigestInfo is right and not merely agreed upon.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use card::CardFile;
use card::cv::{CaKey, CaPurpose, CvCertificate, KeyId};
use card::rsa::{Check, Signature};

const CERTIFICATE: &[u8; 568] = include_bytes!("vectors/surface-certificate.bin");
const SIGNATURE: &[u8; 256] = include_bytes!("vectors/record-signature.bin");
const DIGESTS: &[u8; 96] = include_bytes!("vectors/record-digests.bin");
const AUTHORITY: &[u8; 256] = include_bytes!("vectors/test-authority-6000023.bin");

fn authority() -> CaKey {
    CaKey { key_id: KeyId(*b"6000023\x08\x05001\0\0\0\0"), purpose: CaPurpose::Surface, modulus: *AUTHORITY }
}

fn certificate() -> CvCertificate<'static> {
    CvCertificate::parse(CERTIFICATE, CardFile::SurfaceCertificate).unwrap()
}

/// card.md 5.2, written down a second time.
fn digest_info() -> Vec<u8> {
    let mut bytes = vec![0x30, 0x71, 0x30, 0x0D, 0x06, 0x09];
    bytes.extend([0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]);
    bytes.extend([0x05, 0x00, 0x04, 0x60]);
    bytes.extend(DIGESTS);
    bytes
}

#[test]
fn the_test_authority_certified_the_municipality() {
    let certificate = certificate();
    assert_eq!(certificate.issuer, authority().key_id);
    assert_eq!(&certificate.subject.0[..7], b"1322121");
    assert_eq!(certificate.check(&authority()), Check::Holds);
}

#[test]
fn no_production_authority_did() {
    for key in &card::ca::PRODUCTION {
        assert_eq!(certificate().check(key), Check::Fails);
    }
}

#[test]
fn the_municipality_signed_the_record() {
    let key = certificate().key;
    let signature = Signature(*SIGNATURE);
    assert_eq!(key.check(&signature, &digest_info()), Check::Holds);
    for position in 0..digest_info().len() {
        let mut changed = digest_info();
        changed[position] ^= 1;
        assert_eq!(key.check(&signature, &changed), Check::Fails);
        // Two equal changes do not hide each other.
        changed[(position + 1) % DIGESTS.len()] ^= 1;
        assert_eq!(key.check(&signature, &changed), Check::Fails);
    }
}

#[test]
fn keys_and_signatures_are_not_printed() {
    let signature = Signature(*SIGNATURE);
    assert_eq!(format!("{:?} {signature:?}", certificate().key), "PublicKey(RSA-2048) Signature(RSA-2048)");
    // Who signed is: reception needs it for the vendor.
    assert!(format!("{:?}", authority().key_id).starts_with("KeyId([36, 30, 30, 30, 30, 32, 33, 08"));
}

#[test]
fn a_signature_that_is_no_residue_is_refused() {
    let key = certificate().key;
    assert_eq!(key.check(&Signature([0xFF; 256]), &digest_info()), Check::Fails);
    assert_eq!(key.check(&Signature([0; 256]), &digest_info()), Check::Fails);
    assert_eq!(key.check(&Signature(*key.modulus()), &digest_info()), Check::Fails);
}

#[test]
fn production_authorities_are_rsa_2048_and_named_for_what_they_certify() {
    let names: Vec<_> =
        card::ca::PRODUCTION.iter().map(|key| (key.key_id.0[..7].to_vec(), key.purpose)).collect();
    let expected = [
        (b"5000020".to_vec(), CaPurpose::CardLevel),
        (b"5000023".to_vec(), CaPurpose::Surface),
        (b"5000033".to_vec(), CaPurpose::Support),
    ];
    assert_eq!(names, expected);
    for key in &card::ca::PRODUCTION {
        assert!(key.modulus[0] >= 0x80 && key.modulus[255] & 1 == 1);
    }
}
