//! The number of APDUs of each method, and what a contactless link costs for them. The table in
//! `README.md` is checked against what is counted here.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;

use apdu::ApduForm;
use card::certificate::BUFFER_LENGTH;
use card::cv::{CaPurpose, CaTable};
use card::{
    Application, CheckNumberB, CheckNumberOutcome, Genuineness, Identity, LastTry, Link, Pin, PinOutcome,
    check_number, facts, genuineness, identify, pin, sign, surface,
};
use common::{CHECK_NUMBER, FakeCard, PIN, test_authority};

/// A character of Type B has 10 bits of 1/106,000 s (ISO/IEC 14443-3 §7.1).
const NANOSECONDS_PER_BYTE: u64 = 10 * 1_000_000_000 / 106_000;
/// PCB and CRC (ISO/IEC 14443-4 §7.1); the card takes frames of 256 bytes (card.md 1.1).
const FRAME_BYTES: u64 = 3;
const FRAME_PAYLOAD: u64 = 256 - FRAME_BYTES;
/// SOF, EOF and the guard times TR0 and TR1 together; reckoned, not measured.
const NANOSECONDS_PER_FRAME: u64 = 500_000;

/// Sending so many bytes one way: chained frames, each but the last answered by an R(ACK).
fn one_way(bytes: u64) -> u64 {
    let frames = bytes.div_ceil(FRAME_PAYLOAD);
    let all_frames = 2 * frames - 1;
    (bytes + all_frames * FRAME_BYTES) * NANOSECONDS_PER_BYTE + all_frames * NANOSECONDS_PER_FRAME
}

fn milliseconds(log: &[(Vec<u8>, usize)]) -> u64 {
    let size = |length: usize| u64::try_from(length).unwrap();
    let nanoseconds: u64 =
        log.iter().map(|(command, response)| one_way(size(command.len())) + one_way(size(*response))).sum();
    nanoseconds.div_ceil(1_000_000)
}

type Method = fn(&mut Link<&mut FakeCard>);

fn identify_and_read_facts(link: &mut Link<&mut FakeCard>) {
    assert_eq!(identify::identify(link), Ok(Identity::MyNumberCard));
    facts::read(link, &mut [0; BUFFER_LENGTH]).unwrap();
}

fn with_pin(link: &mut Link<&mut FakeCard>) {
    identify_and_read_facts(link);
    let pin = Pin::from_ascii(PIN).unwrap();
    let outcome = pin::verify(link, &pin, 3, LastTry::Closed);
    assert_eq!(outcome, Ok(PinOutcome::Accepted));
    sign::user_authentication(link, &[1; 32]).unwrap();
}

/// Up to the point where a centre opens the key.
fn with_chip_photo(link: &mut Link<&mut FakeCard>) {
    identify_and_read_facts(link);
    let number = CheckNumberB::from_ascii(CHECK_NUMBER).unwrap();
    let outcome = check_number::present(link, &number);
    assert_eq!(outcome, Ok(CheckNumberOutcome::Accepted));
    let mut buffer = vec![0; surface::BUFFER_LENGTH];
    let face = surface::read(link, &mut buffer).unwrap();
    let table = [test_authority(CaPurpose::Surface)];
    let found = genuineness::check(link, &face, &[2; 32], CaTable(&table));
    assert_eq!(found, Ok(Genuineness::Genuine));
}

/// After the centre's commands, which are not counted: SELECT and the signature.
fn sign_after_the_centre(link: &mut Link<&mut FakeCard>) {
    link.forget();
    sign::user_authentication(link, &[3; 32]).unwrap();
}

fn with_face(link: &mut Link<&mut FakeCard>) {
    with_chip_photo(link);
    sign_after_the_centre(link);
}

fn with_printed_photo(link: &mut Link<&mut FakeCard>) {
    identify_and_read_facts(link);
    sign_after_the_centre(link);
}

fn lock(card: &mut FakeCard, references: &[(Application, u8)]) {
    for (application, number) in references {
        card.set_tries(*application, *number, 0);
    }
}

const USER: (Application, u8) = (Application::Jpki, 0x18);
const FOUR_DIGITS: [(Application, u8); 4] =
    [USER, (Application::Support, 0x11), (Application::Common, 0x1C), (Application::ResidentRegister, 0x1C)];

fn row(name: &str, photo: usize, locked: &[(Application, u8)], method: Method) -> String {
    let count = |form| {
        let mut card = FakeCard::ordinary();
        card.files.insert((Application::Surface, 0x02), common::card_face(photo));
        lock(&mut card, locked);
        card.opened_by_a_centre = true;
        method(&mut Link::new(&mut card, form));
        (card.log.len(), milliseconds(&card.log))
    };
    let (short, short_time) = count(ApduForm::Short);
    let (extended, extended_time) = count(ApduForm::EXTENDED);
    format!("| {name} | {short} | {short_time} ms | {extended} | {extended_time} ms |")
}

#[test]
fn the_table_in_the_readme_is_what_is_sent() {
    let signing_included = "face, or visual with the chip photo";
    let rows = [
        row("PIN", 1854, &[], with_pin),
        row(&format!("{signing_included}: photo of 1,854 bytes"), 1854, &[], with_face),
        row(&format!("{signing_included}: photo of 20,000 bytes"), 20_000, &[], with_face),
        row("visual with the printed photo", 1854, &[], with_printed_photo),
        row("facts alone: ordinary", 1854, &[], identify_and_read_facts),
        row("facts alone: PIN locked", 1854, &[USER], identify_and_read_facts),
        row("facts alone: 顔認証マイナンバーカード", 1854, &FOUR_DIGITS, identify_and_read_facts),
    ];
    let readme = include_str!("../README.md");
    for row in &rows {
        assert!(readme.contains(row.as_str()), "README.md lacks this table:\n{}", rows.join("\n"));
    }
}

#[test]
fn a_pin_session_byte_for_byte() {
    let mut card = FakeCard::ordinary();
    with_pin(&mut Link::new(&mut card, ApduForm::EXTENDED));
    let sent = card.commands();
    let digest_info = [common::hex("3031300D060960864801650304020105000420"), vec![1; 32]].concat();
    let expected = [
        common::hex("00A4040C0AD392F000260100000001"),
        common::hex("00B0860020"),
        common::hex("00200098"),
        common::hex("00B08A00000000"),
        common::hex("00200098"),
        common::hex("002000980431323334"),
        [common::hex("802A009733"), digest_info, vec![0]].concat(),
    ];
    assert_eq!(sent, expected);
}
