//! Bytes that were changed on the medium are noticed, and nothing acknowledged is dropped
//! because of them without being asked for.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions
)]

mod common;

use common::{NOON, card, later, outcome};
use journal::memory::{Medium, MemoryStore};
use journal::{Error, Fact, Journal, LogLedger, Misuse, StrikeLedger, Strikes, VerifyOutcome};
use proptest::prelude::*;

const FILE_HEADER: usize = 84;

fn medium_with(content: Vec<u8>) -> Medium {
    let medium = Medium::new();
    medium.set_content(Some(content));
    medium
}

/// A journal of a few records, and the offset of its last one.
fn sample() -> (Vec<u8>, usize) {
    let medium = Medium::new();
    let mut journal = Journal::open(medium.handle(), NOON).unwrap();
    journal.queue(outcome(1), later(1)).unwrap();
    journal.record(&Fact::OpenIntentsFound { count: 2 }, later(2)).unwrap();
    journal.queue(outcome(2), later(3)).unwrap();
    let last = medium.content().unwrap().len();
    journal.record(&Fact::StaleTicketDropped { ticket: 77 }, later(4)).unwrap();
    (medium.content().unwrap(), last)
}

fn open(content: Vec<u8>) -> (Result<Journal<MemoryStore>, Error>, Medium) {
    let medium = medium_with(content);
    (Journal::open(medium.handle(), later(9)), medium)
}

#[test]
fn a_changed_byte_before_the_last_record_is_tampering_and_touches_nothing() {
    let (content, last) = sample();
    for at in 0..last {
        for flip in [0x01, 0x80, 0xFF] {
            let mut changed = content.clone();
            changed[at] ^= flip;
            let (journal, medium) = open(changed.clone());
            let error = journal.err().expect("a changed byte must not open");
            match at {
                8..10 => assert!(matches!(error, Error::UnsupportedVersion { .. })),
                0..FILE_HEADER => assert_eq!(error, Error::Tampered { at: 0 }),
                _ => assert!(matches!(error, Error::Tampered { at: found } if found <= at as u64)),
            }
            assert_eq!(medium.content(), Some(changed));
        }
    }
}

#[test]
fn a_changed_byte_in_the_last_record_is_cut_off_and_recorded() {
    let (content, last) = sample();
    for at in last..content.len() {
        let mut changed = content.clone();
        changed[at] ^= 0x10;
        let mut journal = open(changed).0.unwrap();
        let lost = (content.len() - last) as u32;
        let facts = journal.facts(later(9)).unwrap();
        assert_eq!(facts.last().unwrap().what, Fact::TornTailCutOff { at: last as u64, lost });
        assert_eq!(facts.len(), 2);
        assert_eq!(journal.pending().len(), 2);
    }
}

#[test]
fn a_file_cut_short_inside_a_record_opens_with_a_torn_tail() {
    let (content, _) = sample();
    for length in 0..FILE_HEADER {
        assert_eq!(open(content[..length].to_vec()).0.err(), Some(Error::Tampered { at: 0 }), "{length}");
    }
    let whole: Vec<usize> = (FILE_HEADER..=content.len())
        .filter(|&length| {
            let mut journal = open(content[..length].to_vec()).0.unwrap();
            let facts = journal.facts(later(9)).unwrap();
            !facts.iter().any(|fact| matches!(fact.what, Fact::TornTailCutOff { .. }))
        })
        .collect();
    assert_eq!(whole.len(), 5, "cuts between records alone show nothing: the head does");
}

#[test]
fn bytes_put_in_front_of_a_record_are_tampering() {
    let (content, last) = sample();
    let longer = [&content[..last], &[0; 3], &content[last..]].concat();
    assert_eq!(open(longer).0.err(), Some(Error::Tampered { at: last as u64 }));
}

#[test]
fn two_files_of_one_journal_don_t_mix() {
    let (content, last) = sample();
    let medium = medium_with(content[..last].to_vec());
    let mut journal = Journal::open(medium.handle(), later(4)).unwrap();
    journal.record(&Fact::StaleTicketDropped { ticket: 78 }, later(4)).unwrap();
    journal.record(&Fact::StaleTicketDropped { ticket: 79 }, later(5)).unwrap();
    let other = medium.content().unwrap();
    let record = content.len() - last;
    let spliced = [&content[..], &other[last + record..]].concat();
    // The strange record stands at the end, whole, with the sequence number that is due: it can't
    // be told from an interrupted write, and is cut off as one.
    let mut journal = open(spliced.clone()).0.unwrap();
    let facts = journal.facts(later(9)).unwrap();
    assert!(matches!(facts.last().unwrap().what, Fact::TornTailCutOff { .. }));
    let repeated = [&content[..], &content[last..]].concat();
    assert_eq!(open(repeated).0.err(), Some(Error::Tampered { at: content.len() as u64 }));
    let removed = [&content[..FILE_HEADER], &content[last..]].concat();
    assert_eq!(open(removed).0.err(), Some(Error::Tampered { at: FILE_HEADER as u64 }));
}

#[test]
fn damage_is_cut_off_when_asked_for() {
    let (mut content, last) = sample();
    content[last - 1] ^= 1;
    let medium = medium_with(content);
    assert!(Journal::open(medium.handle(), later(9)).is_err());
    let mut journal = Journal::open_cutting_damage(medium.handle(), later(9)).unwrap();
    assert!(journal.facts(later(9)).unwrap().iter().any(|f| matches!(f.what, Fact::DamageCutOff { .. })));
    assert_eq!(journal.pending().len(), 1);
    drop(journal);
    assert!(Journal::open(medium.handle(), later(9)).is_ok());
    let medium = medium_with(vec![0; 500]);
    let mut journal = Journal::open_cutting_damage(medium.handle(), later(9)).unwrap();
    assert_eq!(journal.facts(later(9)).unwrap()[0].what, Fact::DamageCutOff { at: 0, lost: 500 });
}

#[test]
fn a_damaged_ledger_is_unavailable_until_staff_start_it_over() {
    let medium = Medium::new();
    let mut ledger = LogLedger::new(medium.handle());
    let intent = ledger.intend(&card(1), NOON).unwrap();
    ledger.close(intent, VerifyOutcome::Rejected, later(1)).unwrap();
    let _open = ledger.intend(&card(1), later(2)).unwrap();
    let mut content = medium.content().unwrap();
    content[FILE_HEADER + 30] ^= 1;
    medium.set_content(Some(content));
    let tampered = Error::Tampered { at: FILE_HEADER as u64 };
    assert_eq!(ledger.strikes(&card(1), later(3)), Strikes::Unavailable(tampered));
    assert_eq!(ledger.intend(&card(1), later(3)), Err(tampered));
    ledger.start_over().unwrap();
    assert_eq!(ledger.strikes(&card(1), later(3)), Strikes::Known(0));
}

#[test]
fn a_journal_is_not_a_ledger() {
    let (content, _) = sample();
    let mut ledger = LogLedger::new(medium_with(content).handle());
    let error = Error::Misuse(Misuse::OtherPurpose);
    assert_eq!(ledger.strikes(&card(1), NOON), Strikes::Unavailable(error));
}

proptest! {
    #[test]
    fn any_bytes_at_all_give_a_journal_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..6000)) {
        prop_assert!(open(bytes.clone()).0.is_err());
        let (content, _) = sample();
        let mut behind_a_header = content[..FILE_HEADER].to_vec();
        behind_a_header.extend(&bytes);
        let _opened_or_not = open(behind_a_header);
        let mut ledger = LogLedger::new(medium_with(bytes).handle());
        prop_assert!(matches!(ledger.strikes(&card(1), NOON), Strikes::Unavailable(_)));
    }

    /// A burst of damage is an error, or cuts off the last record and says so.
    #[test]
    fn a_damaged_stretch_is_noticed(start in 0usize..2000, length in 1usize..600, seed in 1u8..) {
        let (content, last) = sample();
        let start = start % content.len();
        let mut changed = content.clone();
        changed.iter_mut().skip(start).take(length).for_each(|byte| *byte ^= seed);
        if let Ok(mut journal) = open(changed).0 {
            let facts = journal.facts(later(9)).unwrap();
            let cut_off = facts.iter().any(|f| matches!(f.what, Fact::TornTailCutOff { .. }));
            prop_assert!(cut_off);
            prop_assert!(start >= last || start + length > last, "the end of the file was hit");
        }
    }
}
