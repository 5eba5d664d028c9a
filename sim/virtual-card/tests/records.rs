//! Records and certificates checked by hand and with parsers that the card does not use.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use rsa::BigUint;
use sha2::{Digest, Sha256};
use support::{make, pki};
use virtual_card::card_file::CardFile;
use virtual_card::chip::{Application, FileId};
use virtual_card::profile::Profile;
use x509_parser::prelude::*;

fn file(card: &CardFile, application: Application, id: u16) -> Vec<u8> {
    card.chip.application(application).unwrap().transparent[&FileId(id)].content.0.clone()
}

/// The objects inside a record's outer tag, header and all, by a reader of its own.
fn objects(record: &[u8]) -> Vec<(u16, Vec<u8>, Vec<u8>)> {
    fn header(bytes: &[u8]) -> (u16, usize, usize) {
        let (tag, used) = match bytes[0] & 0x1F {
            0x1F => (u16::from_be_bytes([bytes[0], bytes[1]]), 2),
            _ => (u16::from(bytes[0]), 1),
        };
        match bytes[used] {
            0x82 => (tag, used + 3, usize::from(u16::from_be_bytes([bytes[used + 1], bytes[used + 2]]))),
            short => (tag, used + 1, usize::from(short)),
        }
    }
    let (_, skip, length) = header(record);
    let mut rest = &record[skip..skip + length];
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (tag, skip, length) = header(rest);
        found.push((tag, rest[..skip + length].to_vec(), rest[skip..skip + length].to_vec()));
        rest = &rest[skip + length..];
    }
    found
}

/// Modulus out of `90 03 010001 91 820100 …`.
fn modulus(public_key: &[u8]) -> BigUint {
    assert_eq!(public_key[..9], [0x90, 3, 1, 0, 1, 0x91, 0x82, 1, 0]);
    BigUint::from_bytes_be(&public_key[9..])
}

/// signature^65537 mod n as 256 bytes.
fn opened(signature: &[u8], modulus: &BigUint) -> Vec<u8> {
    let block = BigUint::from_bytes_be(signature).modpow(&BigUint::from(65_537_u32), modulus);
    let bytes = block.to_bytes_be();
    [vec![0; 256 - bytes.len()], bytes].concat()
}

fn padded(digest_info: &[u8]) -> Vec<u8> {
    let mut block = vec![0x00, 0x01];
    block.extend(vec![0xFF; 256 - 3 - digest_info.len()]);
    block.push(0x00);
    block.extend_from_slice(digest_info);
    block
}

fn df28_holds(card: &CardFile) -> bool {
    let certificate = objects(&file(card, Application::Surface, 0x0004));
    let issuer = modulus(&certificate[0].2[32..]);
    let record = objects(&file(card, Application::Surface, 0x0002));
    let of = |tag: u16| record.iter().find(|object| object.0 == tag).unwrap();
    let digest = |tags: &[u16]| {
        Sha256::digest(tags.iter().flat_map(|tag| of(*tag).1.clone()).collect::<Vec<_>>()).to_vec()
    };
    let digests = [digest(&[0xDF22, 0xDF23, 0xDF24]), digest(&[0xDF25, 0xDF26]), digest(&[0xDF27])].concat();
    let mut info = virtual_card::hex::decode("3071300D060960864801650304020105000460").unwrap();
    info.extend(digests);
    opened(&of(0xDF28).2, &issuer) == padded(&info)
}

#[test]
fn df28_is_the_odd_signature_of_card_md_5_2() {
    assert!(df28_holds(&make(1, Profile::Normal).1));
    assert!(!df28_holds(&make(1, Profile::ForgedPhoto).1));
    assert!(df28_holds(&make(1, Profile::ClonedChip).1), "a clone's record is whole");
}

#[test]
fn cv_certificates_end_in_the_authorities_table() {
    let card = make(1, Profile::Normal).1;
    for (application, name) in [(Application::Surface, "surface"), (Application::Support, "support")] {
        let raw = file(&card, application, 0x0004);
        assert_eq!(raw.len(), 568);
        let parts = objects(&raw);
        let (body, signature) = (&parts[0].2, &parts[1].2);
        let table = pki().cv_authorities().unwrap();
        let ca = table.iter().find(|ca| ca.name == name).unwrap();
        assert_eq!(body[..16], ca.key_id.0);
        assert!(!matches!(body[0], b'5' | b'6'), "neither production nor the issuer's own test");
        let mut info = virtual_card::hex::decode("3031300D060960864801650304020105000420").unwrap();
        info.extend(Sha256::digest(body));
        assert_eq!(opened(signature, &BigUint::from_bytes_be(&ca.modulus.0)), padded(&info));
    }
}

#[test]
fn user_authentication_certificate_has_the_profile() {
    let (holder, card) = make(1, Profile::Normal);
    let der = file(&card, Application::Jpki, 0x000A);
    let (rest, certificate) = X509Certificate::from_der(&der).unwrap();
    assert!(rest.is_empty());
    let root = pki().user_authentication_root().unwrap();
    let (_, root) = X509Certificate::from_der(&root).unwrap();
    certificate.verify_signature(Some(root.public_key())).unwrap();
    root.verify_signature(None).unwrap();
    assert_eq!(certificate.issuer().as_raw(), root.subject().as_raw());
    assert!(certificate.issuer().to_string().contains("O=JPKI-SIMULATOR"));
    assert!(!certificate.subject().to_string().contains(&holder.name));
    let critical: Vec<_> = certificate.iter_extensions().filter(|e| e.critical).collect();
    assert_eq!(critical.len(), 2, "key usage and policies");
    let names: Vec<String> =
        certificate.iter_extensions().map(|extension| extension.oid.to_id_string()).collect();
    assert_eq!(
        names,
        [
            "2.5.29.15",
            "2.5.29.37",
            "2.5.29.32",
            "2.5.29.18",
            "2.5.29.31",
            "1.3.6.1.5.5.7.1.1",
            "2.5.29.35",
            "2.5.29.14"
        ],
        "in the order of the published test certificate"
    );
    for extension in certificate.iter_extensions() {
        match extension.parsed_extension() {
            ParsedExtension::KeyUsage(usage) => assert_eq!(usage.flags, 1),
            ParsedExtension::ExtendedKeyUsage(usage) => assert!(usage.client_auth),
            ParsedExtension::CertificatePolicies(policies) => {
                assert_eq!(policies[0].policy_id.to_id_string(), "1.2.392.200149.8.5.1.0.30");
            }
            ParsedExtension::AuthorityKeyIdentifier(key) => {
                assert!(key.key_identifier.is_some() && key.authority_cert_issuer.is_some());
                assert_eq!(key.authority_cert_serial.unwrap(), root.raw_serial());
            }
            ParsedExtension::UnsupportedExtension { oid } => panic!("{oid}"),
            _ => {}
        }
    }
    let end = certificate.validity().not_after.to_datetime();
    assert_eq!((end.hour(), end.minute(), end.second()), (14, 59, 59));
    assert_eq!(end.year(), i32::from(holder.birth_date.nth_birthday_after(support::today(), 5).year()));
}

#[test]
fn digital_signature_certificate_names_the_holder() {
    let (holder, card) = make(1, Profile::Normal);
    let der = file(&card, Application::Jpki, 0x0001);
    let (_, certificate) = X509Certificate::from_der(&der).unwrap();
    let root = pki().digital_signature_root().unwrap();
    let (_, root) = X509Certificate::from_der(&root).unwrap();
    certificate.verify_signature(Some(root.public_key())).unwrap();
    let names = certificate.subject_alternative_name().unwrap().unwrap();
    let others: Vec<_> = names
        .value
        .general_names
        .iter()
        .map(|name| match name {
            GeneralName::OtherName(oid, value) => (oid.to_id_string(), value.to_vec()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(others.len(), 6);
    assert_eq!(others[0].0, "1.2.392.200149.8.5.5.1");
    assert!(others[0].1.ends_with(holder.name.as_bytes()));
    assert!(others[1].1.ends_with(holder.birth_date.certificate_digits().as_bytes()));
}

#[test]
fn two_cards_share_no_key_and_one_card_is_always_the_same() {
    let (_, first) = make(1, Profile::Normal);
    let (_, again) = make(1, Profile::Normal);
    let (_, second) = make(2, Profile::Normal);
    let text = |card: &CardFile| serde_json::to_string(&card.chip).unwrap();
    assert_eq!(text(&first), text(&again), "the seed fixes the chip");
    for (application, id) in
        [(Application::Jpki, 0x0017), (Application::Surface, 0x001A)].map(|(a, id)| (a, FileId(id)))
    {
        let key =
            |card: &CardFile| card.chip.application(application).unwrap().keys[&id].pkcs1.clone().unwrap().0;
        assert_ne!(key(&first), key(&second));
    }
}

#[test]
fn the_photo_is_a_grey_jp2_of_the_profile() {
    let (_, card) = make(1, Profile::Normal);
    let photo = card.pictures.photo().jp2();
    let at = |what: &[u8]| photo.windows(what.len()).position(|window| window == what).unwrap();
    let header = &photo[at(b"ihdr") + 4..];
    assert_eq!(header[..4], 472_u32.to_be_bytes());
    assert_eq!(header[4..8], 378_u32.to_be_bytes());
    assert_eq!(header[8..11], [0, 1, 7], "one component of 8 bits");
    let colour = &photo[at(b"colr") + 4..];
    assert_eq!(colour[..7], [1, 0, 0, 0, 0, 0, 17], "enumerated, greyscale");
    let coding = &photo[at(&[0xFF, 0x52]) + 2..];
    assert_eq!(coding[7..12], [5, 4, 4, 0, 1], "5 levels, 64×64 blocks, 5/3");
    assert!(file(&card, Application::Surface, 0x0002).len() < 0x7FFF);
}
