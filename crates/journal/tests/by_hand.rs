//! Files built from the words of `format` alone, with no code of the crate: what is written there
//! is what is read, and what breaks its rules is refused by its name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::later;
use journal::memory::Medium;
use journal::{Error, Fact, Journal, LogLedger, Recorded, StrikeLedger, Strikes, UnixTime};
use sha2::{Digest, Sha256};

const JOURNAL: u8 = 1;
const LEDGER: u8 = 2;

struct File {
    bytes: Vec<u8>,
    link: [u8; 32],
}

impl File {
    fn new(version: u16, purpose: u8, first: u64) -> Self {
        let mut bytes = b"MYNAJRNL".to_vec();
        bytes.extend(version.to_be_bytes());
        bytes.extend([purpose, 0]);
        bytes.extend(first.to_be_bytes());
        bytes.extend([0xEE; 32]);
        let link = Sha256::digest(&bytes).into();
        bytes.extend(link);
        Self { bytes, link }
    }

    fn record(mut self, kind: u16, sequence: u64, time: u64, payload: &[u8]) -> Self {
        let mut record = kind.to_be_bytes().to_vec();
        record.extend(u16::try_from(payload.len()).unwrap().to_be_bytes());
        record.extend(sequence.to_be_bytes());
        record.extend(time.to_be_bytes());
        record.extend(&Sha256::digest(&record)[..4]);
        record.extend(payload);
        self.link = Sha256::digest([&self.link[..], &record].concat()).into();
        self.bytes.extend(record);
        self.bytes.extend(self.link);
        self
    }

    fn medium(&self) -> Medium {
        let medium = Medium::new();
        medium.set_content(Some(self.bytes.clone()));
        medium
    }

    fn journal_error(&self) -> Option<Error> {
        Journal::open(self.medium().handle(), later(0)).err()
    }
}

#[test]
fn a_journal_written_by_hand_is_read() {
    let outcome = [&[7; 16][..], b"signed elsewhere"].concat();
    let file = File::new(1, JOURNAL, 40).record(0x0102, 40, 1_700_000_000, &99u64.to_be_bytes()).record(
        0x0201,
        41,
        1_700_000_001,
        &outcome,
    );
    let mut journal = Journal::open(file.medium().handle(), later(0)).unwrap();
    let fact = Recorded { time: UnixTime(1_700_000_000), what: Fact::StaleTicketDropped { ticket: 99 } };
    assert_eq!(journal.facts(later(0)).unwrap(), [fact]);
    assert_eq!(journal.pending()[0].bytes(), b"signed elsewhere");
    assert_eq!((journal.head().next_sequence, journal.head().link), (42, file.link));
}

#[test]
fn a_ledger_written_by_hand_is_read() {
    let intent = [&5u64.to_be_bytes()[..], &common::TODAY.0.to_be_bytes(), &[1; 16]].concat();
    let file = File::new(1, LEDGER, 5).record(0x0401, 5, later(0).0, &intent);
    let mut ledger = LogLedger::new(file.medium().handle());
    assert_eq!(ledger.strikes(&common::card(1), later(1)), Strikes::Known(1));
}

#[test]
fn another_version_is_named() {
    assert_eq!(File::new(2, JOURNAL, 0).journal_error(), Some(Error::UnsupportedVersion { found: 2 }));
}

#[test]
fn the_spare_byte_of_the_file_header_is_zero() {
    let mut file = File::new(1, JOURNAL, 0);
    file.bytes[11] = 1;
    let link = Sha256::digest(&file.bytes[..52]);
    file.bytes[52..].copy_from_slice(&link);
    assert_eq!(file.journal_error(), Some(Error::Tampered { at: 0 }));
}

#[test]
fn an_unknown_kind_or_layout_is_named() {
    let unsupported = |kind| Some(Error::UnsupportedRecord { kind, sequence: 3 });
    let file = |kind, payload: &[u8]| File::new(1, JOURNAL, 3).record(kind, 3, 0, payload);
    assert_eq!(file(0x7777, &[0; 20]).journal_error(), unsupported(0x7777));
    assert_eq!(file(0x0102, &[0; 9]).journal_error(), unsupported(0x0102), "a byte too many");
    assert_eq!(file(0x0102, &[0; 7]).journal_error(), unsupported(0x0102), "a byte too few");
    assert_eq!(file(0x0105, &[9]).journal_error(), unsupported(0x0105), "no such cause");
    assert_eq!(file(0x0201, &[0; 16]).journal_error(), unsupported(0x0201), "an empty outcome");
    let ledger = File::new(1, LEDGER, 3).record(0x0102, 3, 0, &[0; 8]);
    let strikes = LogLedger::new(ledger.medium().handle()).strikes(&common::card(1), later(0));
    assert_eq!(strikes, Strikes::Unavailable(unsupported(0x0102).unwrap()));
}

#[test]
fn a_chain_that_breaks_the_rules_with_good_hashes_is_tampering() {
    let tampered = Some(Error::Tampered { at: 84 });
    let ticket = 1u64.to_be_bytes();
    assert_eq!(File::new(1, JOURNAL, 3).record(0x0102, 4, 0, &ticket).journal_error(), tampered, "a gap");
    assert_eq!(
        File::new(1, JOURNAL, 3).record(0x0102, 2, 0, &ticket).journal_error(),
        tampered,
        "a step back"
    );
    let longest = File::new(1, JOURNAL, 0).record(0x0201, 0, 0, &[1; 16 + 4096]);
    assert_eq!(longest.journal_error(), None);
    let too_long = File::new(1, JOURNAL, 0).record(0x0201, 0, 0, &[1; 16 + 4096 + 1]);
    assert_eq!(too_long.journal_error(), tampered);
}

#[test]
fn an_interrupted_record_of_another_place_is_tampering() {
    let mut file = File::new(1, JOURNAL, 3).record(0x0102, 4, 0, &[0; 8]);
    file.bytes.truncate(84 + 30);
    assert_eq!(file.journal_error(), Some(Error::Tampered { at: 84 }));
    let mut file = File::new(1, JOURNAL, 3).record(0x0102, 4, 0, &[0; 8]);
    file.bytes[84 + 60] ^= 1;
    assert_eq!(file.journal_error(), Some(Error::Tampered { at: 84 }));
}

#[test]
fn more_rest_than_the_longest_record_is_tampering() {
    for (rest, tampered) in [(4168, false), (4169, true)] {
        let mut file = File::new(1, JOURNAL, 0);
        file.bytes.extend(vec![0; rest]);
        assert_eq!(file.journal_error(), tampered.then_some(Error::Tampered { at: 84 }), "{rest}");
    }
}
