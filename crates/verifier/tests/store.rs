//! Both stores behave alike, and the one on disk survives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::as_conversions, missing_docs)]

mod support;

use policy::{Date, Purpose};
use support::*;
use verifier::IssuedChallenge;
use verifier::alarm::{Alarm, AlarmRecord, Raised};
use verifier::certificate::{CentreStanding, CertificateName};
use verifier::store::*;
use verifier::visual::Confirmer;
use wire::*;

fn issued(nonce: u8, expires: u64) -> IssuedChallenge {
    IssuedChallenge {
        challenge: Challenge {
            version: VERSION,
            nonce: Nonce([nonce; 32]),
            session: SessionId([nonce; 16]),
            terminal: "T-1".parse().unwrap(),
            facility: "F".parse().unwrap(),
            issued: UnixSeconds(expires - 600),
            expires: UnixSeconds(expires),
            rule_date: Date::from_unix(expires),
        },
        purpose: Purpose::Registration,
        spent: false,
        superseded: false,
        authorised: None,
    }
}

fn opened(at: u64, terminal: &str, performer: &str) -> OpenedKey {
    let mut confirmation = visual();
    if let Confirmation::Visual(visual) = &mut confirmation {
        visual.performer = performer.parse().unwrap();
    }
    OpenedKey {
        at: UnixSeconds(at),
        terminal: terminal.parse().unwrap(),
        facility: "F".parse().unwrap(),
        session: SessionId([1; 16]),
        certificate: Digest([8; 32]),
        confirmation,
    }
}

fn card(byte: u8) -> Registered {
    Registered { certificate: Digest([byte; 32]), at: UnixSeconds(5), by: Registrar::Operator }
}

fn ticket(byte: u8) -> Ticket {
    let challenge = issued(byte, 1000).challenge;
    let card = cards::Spec::default().issue();
    Ticket {
        token: RegistrationToken([byte; 32]),
        expires: UnixSeconds(1000),
        evidence: evidence(&challenge, Purpose::Verification, &card, UnixSeconds(1)),
        verified: Verified { standing: Standing::EntitlementOnly, notice: None },
    }
}

fn terminals(store: &mut dyn Store) {
    let (desk, replaced) = (Desk::new("T-1", "F"), Desk::new("T-1", "F"));
    store.enrol(&desk.enrolled()).unwrap();
    assert_eq!(store.terminal(&desk.peer).unwrap(), Some(desk.enrolled()));
    assert_eq!(store.terminal(&replaced.peer).unwrap(), None);
    store.enrol(&replaced.enrolled()).unwrap();
    assert_eq!(store.terminal(&desk.peer).unwrap(), None);
    assert_eq!(store.withdraw(&desk.id).unwrap(), Once::Now);
    assert_eq!(store.withdraw(&desk.id).unwrap(), Once::Unknown);
    assert_eq!(store.terminal(&replaced.peer).unwrap(), None);
}

fn challenges(store: &mut dyn Store) {
    let one = issued(1, 10_000);
    store.issue(&one, UnixSeconds(0)).unwrap();
    assert_eq!(store.challenge(&Nonce([1; 32])).unwrap(), Some(one.clone()));
    assert_eq!(store.challenge(&Nonce([2; 32])).unwrap(), None);
    assert_eq!(
        store.authorise(&Nonce([1; 32]), &Digest([3; 32]), &opened(1, "T-1", "staff-1")).unwrap(),
        Once::Now
    );
    assert_eq!(
        store.authorise(&Nonce([1; 32]), &Digest([4; 32]), &opened(1, "T-1", "staff-1")).unwrap(),
        Once::Before
    );
    assert_eq!(
        store.authorise(&Nonce([2; 32]), &Digest([4; 32]), &opened(1, "T-1", "staff-1")).unwrap(),
        Once::Unknown
    );
    assert_eq!(store.spend(&Nonce([1; 32])).unwrap(), Once::Now);
    assert_eq!(store.spend(&Nonce([1; 32])).unwrap(), Once::Before);
    assert_eq!(store.spend(&Nonce([2; 32])).unwrap(), Once::Unknown);
    let spent = IssuedChallenge { spent: true, authorised: Some(Digest([3; 32])), ..one };
    assert_eq!(store.challenge(&Nonce([1; 32])).unwrap(), Some(spent));
    // A spent challenge opens no key any more.
    store.issue(&issued(5, 10_000), UnixSeconds(0)).unwrap();
    store.spend(&Nonce([5; 32])).unwrap();
    assert_eq!(
        store.authorise(&Nonce([5; 32]), &Digest([3; 32]), &opened(1, "T-1", "staff-1")).unwrap(),
        Once::Before
    );
    // Of a terminal's challenges the latest is alive.
    assert!(!store.challenge(&Nonce([5; 32])).unwrap().unwrap().superseded, "it was answered");
    store.issue(&issued(7, 10_000), UnixSeconds(0)).unwrap();
    let mut elsewhere = issued(8, 10_000);
    elsewhere.challenge.terminal = "T-2".parse().unwrap();
    store.issue(&elsewhere, UnixSeconds(0)).unwrap();
    assert_eq!(store.challenge(&Nonce([7; 32])).unwrap(), Some(issued(7, 10_000)));
    store.issue(&issued(9, 10_000), UnixSeconds(0)).unwrap();
    assert!(store.challenge(&Nonce([7; 32])).unwrap().unwrap().superseded);
    assert!(!store.challenge(&Nonce([8; 32])).unwrap().unwrap().superseded);
    store.issue(&issued(6, 20_000), UnixSeconds(10_001)).unwrap();
    assert_eq!(store.challenge(&Nonce([1; 32])).unwrap(), None);
    assert!(store.challenge(&Nonce([6; 32])).unwrap().is_some());
}

fn registrations(store: &mut dyn Store) {
    assert!(!store.is_registered(&Digest([1; 32])).unwrap());
    assert_eq!(store.register(&card(1)).unwrap(), Once::Now);
    assert_eq!(store.register(&card(1)).unwrap(), Once::Before);
    assert!(store.is_registered(&Digest([1; 32])).unwrap());
    store.issue_ticket(&ticket(1)).unwrap();
    assert_eq!(store.ticket(&ticket(1).token).unwrap(), Some((ticket(1), false)));
    assert_eq!(store.redeem(&ticket(1).token, Some(&card(2))).unwrap(), Once::Now);
    assert_eq!(store.redeem(&ticket(1).token, Some(&card(3))).unwrap(), Once::Before);
    assert_eq!(store.redeem(&ticket(2).token, Some(&card(3))).unwrap(), Once::Unknown);
    assert_eq!(store.ticket(&ticket(1).token).unwrap(), Some((ticket(1), true)));
    assert!(store.is_registered(&Digest([2; 32])).unwrap());
    assert!(!store.is_registered(&Digest([3; 32])).unwrap());
    assert_eq!(store.registrations().unwrap(), [card(1), card(2)]);
}

fn opened_keys(store: &mut dyn Store) {
    let before = store.opened_keys().unwrap().len();
    let entries = [(10, "T-1", "staff-1"), (20, "T-1", "staff-2"), (30, "T-2", "staff-1")];
    for (number, (at, terminal, performer)) in (100..).zip(entries) {
        store.issue(&issued(number, 10_000), UnixSeconds(0)).unwrap();
        let (nonce, opened) = (Nonce([number; 32]), opened(at, terminal, performer));
        assert_eq!(store.authorise(&nonce, &Digest([3; 32]), &opened).unwrap(), Once::Now);
        // Answered or refused a second time, it is one key that was opened.
        assert_eq!(store.authorise(&nonce, &Digest([3; 32]), &opened).unwrap(), Once::Before);
    }
    let by_face = OpenedKey { confirmation: good_face(), ..opened(40, "T-1", "staff-1") };
    store.issue(&issued(103, 10_000), UnixSeconds(0)).unwrap();
    store.authorise(&Nonce([103; 32]), &Digest([3; 32]), &by_face).unwrap();
    assert_eq!(store.opened_keys().unwrap()[before + 3], by_face);

    let (terminal, facility) = ("T-1".parse().unwrap(), "F".parse().unwrap());
    let mut count = |performer: &str, since| {
        let performer = performer.parse().unwrap();
        let of = Confirmer { terminal: &terminal, facility: &facility, performer: &performer };
        let count = store.visual_count(of, UnixSeconds(since)).unwrap();
        (count.at_terminal, count.by_performer)
    };
    assert_eq!(count("staff-1", 9), (2, 2));
    assert_eq!(count("staff-1", 10), (1, 1));
    assert_eq!(count("staff-2", 9), (2, 1));
    assert_eq!(count("staff-9", 30), (0, 0));

    let mut faces =
        |terminal: &str, since| store.face_count(&terminal.parse().unwrap(), UnixSeconds(since)).unwrap();
    assert_eq!((faces("T-1", 39), faces("T-1", 40), faces("T-2", 39)), (1, 0, 0));

    let mut unanswered = |terminal: &str, certificate, since| {
        let terminal = terminal.parse().unwrap();
        store.opened_unanswered(&terminal, &Digest([certificate; 32]), UnixSeconds(since)).unwrap()
    };
    assert!(unanswered("T-2", 8, 29));
    assert!(!unanswered("T-2", 8, 30) && !unanswered("T-2", 9, 29) && !unanswered("T-3", 8, 29));
    store.spend(&Nonce([102; 32])).unwrap();
    assert!(!store.opened_unanswered(&"T-2".parse().unwrap(), &Digest([8; 32]), UnixSeconds(29)).unwrap());
}

fn alarms(store: &mut dyn Store) {
    const DAY: u64 = 86_400;
    let alarm = |alarm, peer, at| {
        let raised = Raised { alarm, peer: Digest([peer; 32]), terminal: None, at: UnixSeconds(at) };
        AlarmRecord::of(raised)
    };
    for one in [
        alarm(Alarm::Malformed, 1, DAY),
        alarm(Alarm::Malformed, 1, DAY + 5),
        alarm(Alarm::Refused(RefusalReason::ChallengeUsed), 1, DAY + 6),
        alarm(Alarm::Refused(RefusalReason::CardSignature), 1, DAY + 7),
        alarm(Alarm::Malformed, 2, DAY + 8),
        alarm(Alarm::Malformed, 1, DAY + 9),
        alarm(Alarm::Malformed, 1, 2 * DAY),
    ] {
        store.raise(&one).unwrap();
    }
    let alarms = store.alarms().unwrap();
    let mut counts: Vec<_> = alarms.iter().map(|it| (it.first.0 - DAY, it.last.0 - DAY, it.count)).collect();
    counts.sort_unstable();
    assert_eq!(counts, [(0, 9, 3), (6, 6, 1), (7, 7, 1), (8, 8, 1), (DAY, DAY, 1)]);
}

fn time(store: &mut dyn Store) {
    assert_eq!(store.keep_time(UnixSeconds(1000)).unwrap(), UnixSeconds(0));
    assert_eq!(store.keep_time(UnixSeconds(2000)).unwrap(), UnixSeconds(1000));
    assert_eq!(store.keep_time(UnixSeconds(500)).unwrap(), UnixSeconds(2000));
    assert_eq!(store.keep_time(UnixSeconds(500)).unwrap(), UnixSeconds(2000));
    store.reset_time(UnixSeconds(500)).unwrap();
    assert_eq!(store.keep_time(UnixSeconds(600)).unwrap(), UnixSeconds(500));
}

fn centre(store: &mut dyn Store) {
    let name = CertificateName { issuer: vec![1], serial: vec![2] };
    let other = CertificateName { issuer: vec![2], serial: vec![2] };
    assert_eq!(store.centre(&name).unwrap(), CentreStanding::Good);
    for standing in [CentreStanding::Suspended, CentreStanding::Good, CentreStanding::Revoked] {
        store.set_centre(&name, standing).unwrap();
        assert_eq!(store.centre(&name).unwrap(), standing);
    }
    assert_eq!(store.centre(&other).unwrap(), CentreStanding::Good);
}

fn outcomes(store: &mut dyn Store) {
    let desk = Desk::new("T-1", "F");
    let record = outcome(&desk, SessionId([1; 16]));
    assert_eq!(store.record_outcome(&record, UnixSeconds(1)).unwrap(), OutcomeEntry::New);
    assert_eq!(store.record_outcome(&record, UnixSeconds(2)).unwrap(), OutcomeEntry::Same);
    let other = OutcomeRecord { ending: 1, ..record.clone() };
    assert_eq!(store.record_outcome(&other, UnixSeconds(3)).unwrap(), OutcomeEntry::Differs);
    // The same session id on another terminal is another session.
    let elsewhere = OutcomeRecord { terminal: "T-2".parse().unwrap(), ..record.clone() };
    assert_eq!(store.record_outcome(&elsewhere, UnixSeconds(4)).unwrap(), OutcomeEntry::New);
    assert_eq!(store.outcomes().unwrap(), [record, elsewhere]);
}

fn everything(store: &mut dyn Store) {
    terminals(store);
    challenges(store);
    registrations(store);
    opened_keys(store);
    centre(store);
    outcomes(store);
    alarms(store);
    time(store);
}

#[test]
fn in_memory() {
    everything(&mut MemoryStore::default());
}

#[test]
fn on_disk() {
    let directory = tempfile::tempdir().unwrap();
    everything(&mut SqliteStore::open(&directory.path().join("db")).unwrap());
}

#[test]
fn what_was_answered_survives_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("db");
    let desk = Desk::new("T-1", "F");
    let record = outcome(&desk, SessionId([1; 16]));
    {
        let mut store = SqliteStore::open(&path).unwrap();
        store.enrol(&desk.enrolled()).unwrap();
        store.issue(&issued(1, 10_000), UnixSeconds(0)).unwrap();
        store.spend(&Nonce([1; 32])).unwrap();
        store.register(&card(1)).unwrap();
        store.record_outcome(&record, UnixSeconds(1)).unwrap();
    }
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.terminal(&desk.peer).unwrap(), Some(desk.enrolled()));
    assert_eq!(store.spend(&Nonce([1; 32])).unwrap(), Once::Before);
    assert!(store.is_registered(&Digest([1; 32])).unwrap());
    assert_eq!(store.record_outcome(&record, UnixSeconds(2)).unwrap(), OutcomeEntry::Same);
}

/// As the first version laid it out, with something in it.
#[test]
fn a_file_of_version_1_is_brought_up_to_date() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("db");
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(include_str!("../src/store/schema.sql")).unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    old.execute("INSERT INTO terminals VALUES ('T-0', 'F', ?1, x'04')", [[5_u8; 32]]).unwrap();
    drop(old);
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.terminal(&Digest([5; 32])).unwrap().unwrap().id.as_str(), "T-0");
    everything(&mut store);
    drop(store);
    let mut again = SqliteStore::open(&path).unwrap();
    assert_eq!(again.alarms().unwrap().len(), 5);
    assert_eq!(again.keep_time(UnixSeconds(0)).unwrap(), UnixSeconds(600));
}

#[test]
fn two_hands_on_one_file_spend_a_challenge_once() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("db");
    SqliteStore::open(&path).unwrap().issue(&issued(1, 10_000), UnixSeconds(0)).unwrap();
    let spent: Vec<Once> = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| SqliteStore::open(&path).unwrap().spend(&Nonce([1; 32])).unwrap()))
            .collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    assert_eq!(spent.iter().filter(|once| **once == Once::Now).count(), 1);
    assert_eq!(spent.iter().filter(|once| **once == Once::Before).count(), 3);
}

#[test]
fn files_that_are_not_ours_are_refused() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("db");
    std::fs::write(&path, vec![7; 4096]).unwrap();
    assert!(matches!(SqliteStore::open(&path), Err(StoreFault::Unavailable(_))));
    let newer = directory.path().join("newer");
    rusqlite::Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    assert_eq!(SqliteStore::open(&newer).err(), Some(StoreFault::Corrupt));
    let missing = directory.path().join("no/such/folder/db");
    assert!(matches!(SqliteStore::open(&missing), Err(StoreFault::Unavailable(_))));
}
