//! What just fits and what just does not: lengths of files, buffers, pieces and padding; and certificates of
//! every form that RFC 5280 allows and this crate reads.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;

use apdu::tlv::Tag;
use apdu::{ApduForm, ChannelError, StatusWord};
use card::certificate::{self, BUFFER_LENGTH, LONGEST, UserCertificate};
use card::cv::{CaPurpose, CaTable};
use card::rsa::{Check, PublicKey, Signature};
use card::{
    Application, CardError, CardFile, Defect, Genuineness, KeyReference, Link, Malformed, Misbehaviour,
    Misuse, Step, TriesLeft, UnknownTries, counter, genuineness, surface,
};
use common::{Answer, FakeCard, Scripted, hex, keys, says, test_authority, tlv};

const SELECT_JPKI: &str = "00A404 0C0A D392F000260100000001";
const FORMS: [ApduForm; 2] = [ApduForm::Short, ApduForm::EXTENDED];

fn malformed(file: CardFile, defect: Defect) -> CardError {
    CardError::Malformed(Malformed { file, defect })
}

fn with_certificate(length: usize) -> FakeCard {
    let mut card = FakeCard::ordinary();
    card.files.insert((Application::Jpki, 0x0A), common::user_certificate(length));
    card
}

#[test]
fn the_longest_certificate_needs_the_documented_room_and_no_more() {
    for form in FORMS {
        let mut card = with_certificate(LONGEST);
        let mut link = Link::new(&mut card, form);
        let read = certificate::read(&mut link, &mut [0; BUFFER_LENGTH]).unwrap();
        let UserCertificate::Read(facts) = read else { panic!("{read:?}") };
        assert_eq!(facts.length, LONGEST);
    }
}

#[test]
fn a_certificate_that_is_too_long_is_refused_at_its_first_bytes() {
    let too_long = malformed(CardFile::UserCertificate, Defect::TooLong);
    for (length, room) in [
        (LONGEST, BUFFER_LENGTH - 1),
        (LONGEST - 10, BUFFER_LENGTH - 20),
        (LONGEST + 1, BUFFER_LENGTH),
        (LONGEST + 1, BUFFER_LENGTH + 100),
        (LONGEST + 2, BUFFER_LENGTH + 100),
    ] {
        let mut card = with_certificate(length);
        let mut buffer = vec![0xEE; room];
        let read = certificate::read(&mut Link::new(&mut card, ApduForm::Short), &mut buffer);
        assert_eq!(read, Err(too_long), "{length} {room}");
        assert_eq!(card.log.len(), 2, "SELECT and one READ BINARY");
        assert!(buffer.iter().all(|byte| *byte == 0), "what was read of it is wiped");
    }
}

#[test]
fn a_buffer_without_room_for_a_byte_is_the_callers_mistake() {
    for room in 0..=2 {
        let mut card = FakeCard::ordinary();
        let read = certificate::read(&mut Link::new(&mut card, ApduForm::Short), &mut vec![0; room]);
        assert_eq!(read, Err(CardError::Misuse(Misuse::BufferTooSmall)));
        assert_eq!(card.log.len(), 1, "nothing is read");
    }
}

#[test]
fn the_last_read_asks_for_the_rest_alone() {
    let mut card = with_certificate(1590);
    certificate::read(&mut Link::new(&mut card, ApduForm::Short), &mut [0; BUFFER_LENGTH]).unwrap();
    let sent = card.commands();
    assert_eq!(sent[1], hex("00B08A0000"));
    assert_eq!(
        sent[2..],
        [1, 2, 3, 4, 5]
            .map(|page| vec![0, 0xB0, page, 0, 0])
            .into_iter()
            .chain([hex("00B0060036")])
            .collect::<Vec<_>>()
    );
}

/// 1,590 bytes are 7 pieces of 256 and may take 14 reads more than the first: 15 of 106 bytes are just
/// enough, 16 of 105 are too many.
#[test]
fn pieces_that_are_too_small_are_given_up() {
    let read = |piece| {
        let mut card = with_certificate(1590);
        card.quirks.most_per_read = Some(piece);
        let read = certificate::read(&mut Link::new(&mut card, ApduForm::Short), &mut [0; BUFFER_LENGTH]);
        (read, card.log.len())
    };
    let (enough, sent) = read(106);
    assert!(matches!(enough, Ok(UserCertificate::Read(_))), "{enough:?}");
    assert_eq!(sent, 1 + 15);
    let too_many = CardError::CardMisbehaved(Misbehaviour::TooManyReads(CardFile::UserCertificate));
    assert_eq!(read(105), (Err(too_many), 1 + 15));
}

/// The first 256 bytes of a certificate, then this.
fn cut_off(answer: Answer) -> Result<UserCertificate, CardError> {
    let head = common::user_certificate(1590)[..256].to_vec();
    let card = Scripted::new([
        (SELECT_JPKI, says("9000")),
        ("00B08A0000", Ok([head, hex("9000")].concat())),
        ("00B0010000", answer),
    ]);
    let mut link = Link::new(card, ApduForm::Short);
    let read = certificate::read(&mut link, &mut [0; BUFFER_LENGTH]);
    link.into_channel().assert_finished();
    read
}

#[test]
fn a_file_that_ends_early_is_malformed_and_a_refusal_is_the_cards() {
    let file = CardFile::UserCertificate;
    for ended in ["9000", "6282", "6B00"] {
        assert_eq!(cut_off(says(ended)), Err(malformed(file, Defect::Truncated)), "{ended}");
    }
    for (answer, status) in [("6986", 0x6986), ("6A86", 0x6A86), ("0102 6581", 0x6581)] {
        let refused = Misbehaviour::Refused { step: Step::Read(file), status: StatusWord::new(status) };
        assert_eq!(cut_off(says(answer)), Err(CardError::CardMisbehaved(refused)), "{answer}");
    }
    assert_eq!(cut_off(Err(ChannelError::Removed)), Err(CardError::Channel(ChannelError::Removed)));
    assert_eq!(cut_off(Err(ChannelError::ResponseTooLong)), Err(malformed(file, Defect::TooLong)));
}

#[test]
fn a_file_of_another_kind_is_no_certificate() {
    let mut card = FakeCard::ordinary();
    card.files.insert((Application::Jpki, 0x0A), tlv(0x31, &[0; 40]));
    let read = certificate::read(&mut Link::new(&mut card, ApduForm::Short), &mut [0; BUFFER_LENGTH]);
    assert_eq!(read, Err(malformed(CardFile::UserCertificate, Defect::NoRecord)));
    card.files.remove(&(Application::Jpki, 0x0A));
    let read = certificate::read(&mut Link::new(&mut card, ApduForm::Short), &mut [0; BUFFER_LENGTH]);
    assert_eq!(read, Ok(UserCertificate::Absent));
}

#[test]
fn a_file_that_a_card_neither_names_nor_selects_is_refused() {
    let card = Scripted::new([
        (SELECT_JPKI, says("9000")),
        ("00B08A0000", says("6A86")),
        ("00A4020C02000A", says("6985")),
    ]);
    let read = certificate::read(&mut Link::new(card, ApduForm::Short), &mut [0; BUFFER_LENGTH]);
    let step = Step::Read(CardFile::UserCertificate);
    let status = StatusWord::CONDITIONS_NOT_SATISFIED;
    assert_eq!(read, Err(CardError::CardMisbehaved(Misbehaviour::Refused { step, status })));
    let card = Scripted::new([
        (SELECT_JPKI, says("9000")),
        ("00200098", says("6A86")),
        ("00A4020C020018", says("6985")),
    ]);
    let reference = KeyReference::UserAuthenticationPin;
    let asked = counter::tries_left(&mut Link::new(card, ApduForm::Short), reference);
    assert_eq!(asked, Ok(TriesLeft::Unknown(UnknownTries::Refused(status))));
}

#[test]
fn a_response_longer_than_a_short_one_is_not_taken() {
    let longer = [vec![0x5A; 257], hex("9000")].concat();
    let card = Scripted::new([(SELECT_JPKI, Ok(longer))]);
    let reference = KeyReference::UserAuthenticationPin;
    let asked = counter::tries_left(&mut Link::new(card, ApduForm::Short), reference);
    assert_eq!(asked, Err(CardError::Channel(ChannelError::ResponseTooLong)));
}

/// A certificate of a signing key with bytes of no meaning behind its signature.
fn padded_certificate(length: usize) -> Vec<u8> {
    let whole = common::cv_certificate(&keys::AUTHORITY);
    let inside = &whole[5..];
    let padding = length - 5 - inside.len() - 4;
    tlv(0x7F21, &[inside.to_vec(), tlv(0x53, &vec![0; padding])].concat())
}

#[test]
fn the_longest_certificate_of_a_signing_key_is_1024_bytes() {
    let table = [test_authority(CaPurpose::Surface)];
    let content = common::card_face(300);
    let face = surface::parse(&content).unwrap();
    for (length, expected) in [
        (1024, Ok(Genuineness::Genuine)),
        (1025, Err(malformed(CardFile::SurfaceCertificate, Defect::TooLong))),
    ] {
        let mut card = FakeCard::ordinary();
        let file = padded_certificate(length);
        assert_eq!(file.len(), length);
        card.files.insert((Application::Surface, 0x04), file);
        let mut link = Link::new(&mut card, ApduForm::Short);
        assert_eq!(genuineness::check(&mut link, &face, &[1; 32], CaTable(&table)), expected);
    }
}

/// RFC 8017 9.2: at least eight bytes of padding.
#[test]
fn padding_shorter_than_eight_bytes_is_refused() {
    let key = PublicKey::new(keys::STRANGER.modulus());
    let check = |length: usize| {
        let signed = vec![0x30; length];
        key.check(&Signature(keys::STRANGER.sign(&signed).try_into().unwrap()), &signed)
    };
    assert_eq!(check(256 - 3 - 8), Check::Holds);
    assert_eq!(check(256 - 3 - 7), Check::Fails);
    assert_eq!(check(256 - 3 - 6), Check::Fails);
    assert_eq!(key.check(&Signature([1; 256]), &[0x30; 300]), Check::Fails);
}

/// The parts of a certificate that are read, to be changed one at a time.
struct Parts {
    validity: [Vec<u8>; 2],
    algorithm: Vec<u8>,
    bits: Vec<u8>,
    after_the_key: Vec<u8>,
}

const RSA: &str = "2A864886F70D010101";

impl Parts {
    fn good() -> Self {
        Self {
            validity: [tlv(0x17, b"251027012345Z"), tlv(0x17, b"300217145959Z")],
            algorithm: hex(RSA),
            bits: key_bits(&[vec![0], keys::CHIP.modulus().to_vec()].concat(), &[1, 0, 1]),
            after_the_key: extensions(&[authority(&tlv(0x80, &[0xA5; 20]))]),
        }
    }

    fn der(&self) -> Vec<u8> {
        let algorithm = tlv(0x30, &tlv(0x06, &self.algorithm));
        let tbs = [
            tlv(0xA0, &hex("020102")),
            tlv(0x02, &[7]),
            tlv(0x30, &[]),
            tlv(0x30, &[]),
            tlv(0x30, &self.validity.concat()),
            tlv(0x30, &[]),
            tlv(0x30, &[algorithm, tlv(0x03, &self.bits)].concat()),
            self.after_the_key.clone(),
        ];
        tlv(0x30, &tlv(0x30, &tbs.concat()))
    }
}

fn key_bits(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    [vec![0], tlv(0x30, &[tlv(0x02, modulus), tlv(0x02, exponent)].concat())].concat()
}

fn extensions(all: &[Vec<u8>]) -> Vec<u8> {
    tlv(0xA3, &tlv(0x30, &all.concat()))
}

/// authorityKeyIdentifier (RFC 5280 4.2.1.1) with these fields.
fn authority(fields: &[u8]) -> Vec<u8> {
    tlv(0x30, &[tlv(0x06, &hex("551D23")), tlv(0x04, &tlv(0x30, fields))].concat())
}

/// keyUsage, critical.
fn key_usage() -> Vec<u8> {
    tlv(0x30, &[tlv(0x06, &hex("551D0F")), tlv(0x01, &[0xFF]), tlv(0x04, &hex("03020780"))].concat())
}

#[test]
fn the_key_is_rsa_2048_with_the_exponent_65537_or_none() {
    let key = |parts: Parts| certificate::public_key(&parts.der());
    assert_eq!(key(Parts::good()).unwrap().modulus(), &keys::CHIP.modulus());
    let modulus = [vec![0], keys::CHIP.modulus().to_vec()].concat();
    let refused = Err(Defect::WrongLength(Tag(0x02)));
    for parts in [
        Parts { algorithm: hex("2A864886F70D01010A"), ..Parts::good() },
        Parts { bits: key_bits(&modulus, &[3]), ..Parts::good() },
        Parts { bits: key_bits(&modulus[1..], &[1, 0, 1]), ..Parts::good() },
        Parts { bits: key_bits(&modulus[..129], &[1, 0, 1]), ..Parts::good() },
    ] {
        assert_eq!(key(parts), refused);
    }
    let bits = [vec![1], Parts::good().bits[1..].to_vec()].concat();
    assert_eq!(key(Parts { bits, ..Parts::good() }), Err(Defect::WrongLength(Tag(0x03))));
}

#[test]
fn validity_is_told_in_either_form_of_time() {
    let [utc, generalized] = [tlv(0x17, b"300217145959Z"), tlv(0x18, b"20300217145959Z")];
    for end in [utc.clone(), generalized] {
        let validity = [utc.clone(), end];
        let facts = certificate::facts(&Parts { validity, ..Parts::good() }.der()).unwrap();
        assert_eq!(facts.not_before, facts.not_after);
    }
    let validity = [utc, tlv(0x04, b"300217145959Z")];
    assert!(certificate::facts(&Parts { validity, ..Parts::good() }.der()).is_err());
}

#[test]
fn the_issuers_key_is_found_among_everything_that_may_follow_the_key() {
    let key = authority(&tlv(0x80, &[0xA5; 20]));
    let unique = tlv(0x82, &[0, 1]);
    let found = |after_the_key: Vec<u8>| {
        let facts = certificate::facts(&Parts { after_the_key, ..Parts::good() }.der());
        facts.map(|facts| facts.authority_key_id.map(|key| key.to_vec()))
    };
    for after in [
        extensions(std::slice::from_ref(&key)),
        extensions(&[key_usage(), key.clone()]),
        extensions(&[key.clone(), key_usage()]),
        [unique.clone(), extensions(&[key_usage(), key])].concat(),
    ] {
        assert_eq!(found(after), Ok(Some(vec![0xA5; 20])));
    }
    for after in [vec![], unique, extensions(&[key_usage()]), extensions(&[authority(&tlv(0x82, &[1]))])] {
        assert_eq!(found(after), Ok(None));
    }
    let long = extensions(&[authority(&tlv(0x80, &[0xA5; 33]))]);
    assert_eq!(found(long), Err(Defect::WrongLength(Tag(0x80))));
}
