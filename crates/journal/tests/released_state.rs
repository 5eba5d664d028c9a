//! Files of every released format version stay readable, and this build writes the newest.
//! `data/<version>/` holds a journal and a strike ledger with every kind of record, and what a lost ledger
//! leaves in both.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use std::path::Path;

use common::{STAFF, card, later, outcome};
use journal::memory::{Damage, Medium};
use journal::{
    Backoff, CardKind, Delivery, EndingCode, Fact, Journal, LogLedger, Method, PolicyRevision, Recorded,
    SessionId, StaffTag, StrikeLedger, Strikes, UnavailableCause, UnixTime, VerifyOutcome, format,
};
use sha2::{Digest, Sha256};

const BACKOFF: Backoff = Backoff { free: 0, first: 60, longest: 60 };

fn session(number: u8, method: Method, card: CardKind) -> Fact {
    Fact::SessionEnded {
        session: SessionId([number; 16]),
        ending: EndingCode(0x0102 + u16::from(number)),
        method,
        card,
        policy: PolicyRevision(20_231_215),
        started: later(u64::from(number)),
        ended: later(60 + u64::from(number)),
    }
}

fn facts() -> Vec<Fact> {
    vec![
        session(0, Method::None, CardKind::Unread),
        session(1, Method::Pin, CardKind::Ordinary),
        session(2, Method::Face, CardKind::PinLocked),
        session(3, Method::Visual, CardKind::FaceOnly),
        session(4, Method::None, CardKind::Undetermined),
        session(5, Method::None, CardKind::Juki),
        session(6, Method::None, CardKind::Phone),
        session(7, Method::None, CardKind::Other),
        Fact::StaleTicketDropped { ticket: 0x0102_0304_0506_0708 },
        Fact::LastTryInsisted { session: SessionId([8; 16]) },
        Fact::StrikesReset { staff: STAFF },
        Fact::StrikesUnavailable { cause: UnavailableCause::Storage },
        Fact::StrikesUnavailable { cause: UnavailableCause::Tampered },
        Fact::StrikesUnavailable { cause: UnavailableCause::Unsupported },
        Fact::StrikesUnavailable { cause: UnavailableCause::ClockBehind },
        Fact::OpenIntentsFound { count: 3 },
        Fact::LedgerStartedOver { staff: STAFF },
        Fact::MarkCleared { session: SessionId([9; 16]), staff: STAFF },
        Fact::DamageCutOff { at: 500, lost: 77 },
    ]
}

/// A compacted journal whose last write was interrupted, opened again and used on.
fn write_journal() -> Vec<u8> {
    let medium = Medium::new();
    let mut journal = Journal::open(medium.handle(), later(0)).unwrap();
    journal.queue(outcome(1), later(1)).unwrap();
    journal.settle(outcome(1).id(), Delivery::Accepted, later(2)).unwrap();
    journal.compact(u64::MAX, later(3)).unwrap();
    for fact in facts() {
        journal.record(&fact, later(4)).unwrap();
    }
    for number in 2..=4 {
        journal.queue(outcome(number), later(5)).unwrap();
    }
    medium.cut_after(0, Damage::Half);
    journal.record(&facts()[0], later(6)).unwrap_err();
    medium.power_on();
    let mut journal = Journal::open(medium.handle(), later(7)).unwrap();
    journal.settle(outcome(2).id(), Delivery::Accepted, later(8)).unwrap();
    journal.settle(outcome(3).id(), Delivery::Refused, later(8)).unwrap();
    let other = StaffTag([6; 16]);
    let _open = journal.begin_staff_attempt(other, &BACKOFF, later(9)).unwrap();
    journal.staff_accepted(other, later(9)).unwrap();
    let _open = journal.begin_staff_attempt(STAFF, &BACKOFF, later(9)).unwrap();
    medium.content().unwrap()
}

fn write_ledger() -> Vec<u8> {
    let medium = Medium::new();
    let mut ledger = LogLedger::new(medium.handle());
    let close = |ledger: &mut LogLedger<_>, number, outcome| {
        let intent = ledger.intend(&card(number), later(1)).unwrap();
        ledger.close(intent, outcome, later(2)).unwrap();
    };
    close(&mut ledger, 9, VerifyOutcome::Accepted);
    ledger.compact(common::TODAY, later(3)).unwrap();
    close(&mut ledger, 1, VerifyOutcome::Rejected);
    close(&mut ledger, 1, VerifyOutcome::NotSent);
    close(&mut ledger, 2, VerifyOutcome::Unknown);
    close(&mut ledger, 3, VerifyOutcome::Accepted);
    drop(ledger.intend(&card(4), later(4)).unwrap());
    ledger.reset(&card(4), STAFF, later(5)).unwrap();
    medium.cut_after(3, Damage::AllButLast);
    ledger.intend(&card(2), later(6)).unwrap_err();
    medium.power_on();
    let mut ledger = LogLedger::new(medium.handle());
    drop(ledger.intend(&card(2), later(7)).unwrap());
    medium.content().unwrap()
}

/// A ledger that was gone from beside a journal in use, which says so.
fn write_lost() -> [Vec<u8>; 2] {
    let [journal, strikes] = [Medium::new(), Medium::new()];
    let mut used = Journal::open(journal.handle(), later(0)).unwrap();
    used.record(&facts()[0], later(1)).unwrap();
    let mut ledger = LogLedger::beside(&used, strikes.handle());
    journal::note_condition(&mut used, &mut ledger, later(2)).unwrap();
    [&journal, &strikes].map(|medium| medium.content().unwrap())
}

fn medium_with(content: &[u8]) -> Medium {
    let medium = Medium::new();
    medium.set_content(Some(content.to_vec()));
    medium
}

fn check_journal(content: &[u8]) {
    let mut journal = Journal::open(medium_with(content).handle(), later(10)).unwrap();
    assert_eq!(journal.pending(), [outcome(4)]);
    let standing = journal.staff_standing(STAFF);
    assert_eq!((standing.strikes, standing.open_from), (1, Some(later(69))));
    assert_eq!(journal.staff_standing(StaffTag([6; 16])).strikes, 0);
    let recorded = |at, what| Recorded { time: UnixTime(later(at).0), what };
    let mut expected = vec![recorded(3, Fact::Compacted { dropped: 2, kept: 0 })];
    expected.extend(facts().into_iter().map(|fact| recorded(4, fact)));
    let other = StaffTag([6; 16]);
    expected.extend([
        recorded(7, Fact::TornTailCutOff { at: 1908, lost: 48 }),
        recorded(9, Fact::StaffStruck { staff: other, strikes: 1, wait: 60 }),
        recorded(9, Fact::StaffCleared { staff: other }),
        recorded(9, Fact::StaffStruck { staff: STAFF, strikes: 1, wait: 60 }),
    ]);
    assert_eq!(journal.facts(later(10)).unwrap(), expected);
}

fn check_ledger(content: &[u8]) {
    let mut ledger = LogLedger::new(medium_with(content).handle());
    let strikes = [1, 2, 3, 4, 9].map(|number| ledger.strikes(&card(number), later(10)));
    assert_eq!(strikes, [1, 2, 0, 0, 0].map(Strikes::Known));
    let condition = ledger.condition(later(10)).unwrap();
    assert_eq!((condition.open_intents, condition.torn_tails), (1, 1));
}

fn check_lost([journal, strikes]: [&[u8]; 2]) {
    let mut used = Journal::open(medium_with(journal).handle(), later(10)).unwrap();
    let lost = Fact::StrikesUnavailable { cause: UnavailableCause::Lost };
    let facts: Vec<Fact> = used.facts(later(10)).unwrap().into_iter().map(|fact| fact.what).collect();
    assert_eq!(facts.last(), Some(&lost));
    let mut ledger = LogLedger::beside(&used, medium_with(strikes).handle());
    assert!(ledger.condition(later(10)).unwrap().lost);
    assert!(matches!(ledger.strikes(&card(1), later(10)), Strikes::Unavailable(journal::Error::LedgerLost)));
}

/// One set for each version.
const FILES: [&str; 4] = ["journal.bin", "strikes.bin", "journal-lost.bin", "strikes-lost.bin"];

/// SHA-256 of the released files, by version: what is in the field does not change. A new format is
/// a new version with a folder of its own and a line here.
const RELEASED: [(u16, [&str; 4]); 1] = [(
    1,
    [
        "17d8003c54af2b0772cc0f074831f23b19e2c72bfa91c8523823934ebd16dd73",
        "df66617ad197dd8fa548387592858b41564475006a2af87777c1ce294ce325c0",
        "4e629f206fd51ed65ad854df1e4763d039be190b9f724e9ddf4cccc36b685f17",
        "b9a8423991f37ac5d608409fc460df9f16939647c1febca36f76534c85f73cfa",
    ],
)];

#[test]
fn every_released_version_is_readable_and_as_it_was_released() {
    let versions = RELEASED.map(|(version, _)| version);
    assert!(
        versions.into_iter().eq(1..=format::VERSION),
        "version {} has no released files",
        format::VERSION
    );
    for (version, hashes) in RELEASED {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/{version}"));
        let read = |name| std::fs::read(folder.join(name)).unwrap();
        let files = FILES.map(read);
        for (file, hash) in files.iter().zip(hashes) {
            let found: String = Sha256::digest(file).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, hash, "a released file of version {version} was changed");
        }
        let [journal, ledger, journal_lost, ledger_lost] = &files;
        check_journal(journal);
        check_ledger(ledger);
        check_lost([journal_lost, ledger_lost]);
    }
}

#[test]
fn this_build_writes_the_newest_release_byte_for_byte() {
    let released = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/data/{}", format::VERSION));
    let [journal_lost, ledger_lost] = write_lost();
    for (name, written) in FILES.into_iter().zip([write_journal(), write_ledger(), journal_lost, ledger_lost])
    {
        if std::fs::read(released.join(name)).ok().as_ref() != Some(&written) {
            let actual = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
            std::fs::write(&actual, written).unwrap();
            panic!("{name} differs from the released one; what was written is in {}", actual.display());
        }
    }
}
