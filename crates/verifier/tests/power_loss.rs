//! The service's database when the power goes, as far as a killed process shows it: the real program
//! is killed (SIGKILL) at random moments and in the middle of transactions; and files as a cut
//! leaves them in the middle of a transaction are opened.
//!
//! `journal_mode=DELETE` and `synchronous=EXTRA`: the store's own test asks the connection for both.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::as_conversions, clippy::disallowed_methods, missing_docs)]

#[path = "support/process.rs"]
mod process;
mod support;

use std::path::Path;
use std::time::{Duration, Instant};

use process::Site;
use rusqlite::Connection;
use service_https::{ServiceClient, TerminalKey};
use support::cards::{Card, Spec};
use support::{NOW, sealed};
use verifier::store::{SqliteStore, Store, StoreFault};
use wire::*;

const FULL: Verdict = Verdict::Verified(Verified { standing: Standing::Full, notice: None });
/// How often the service is killed.
const ROUNDS: u64 = 60;
/// What is asked of it between two kills at most: below the rate that it allows.
const MOST_ASKED: usize = 12;

/// What the service has acknowledged.
#[derive(Default)]
struct Book {
    /// Statements: challenge and session.
    verified: Vec<(Nonce, SessionId)>,
    outcomes: Vec<SessionId>,
    /// Asked for when the service was killed, and not acknowledged.
    in_flight: Vec<(Nonce, SessionId)>,
}

/// When the service is killed.
enum Moment {
    /// After so many milliseconds.
    After(u64),
    /// As soon as the journal file of so many transactions was seen.
    InTransaction(u64),
}

impl Moment {
    fn of(round: u64) -> Self {
        // Different each time and the same in each run.
        let spread = round.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        if round.is_multiple_of(2) { Self::After(spread % 120) } else { Self::InTransaction(1 + spread % 9) }
    }

    fn wait(&self, journal: &Path) {
        let end = Instant::now() + Duration::from_secs(5);
        match self {
            Self::After(milliseconds) => std::thread::sleep(Duration::from_millis(*milliseconds)),
            Self::InTransaction(number) => {
                for _ in 0..*number {
                    while !journal.exists() && Instant::now() < end {}
                    if *number > 1 {
                        while journal.exists() && Instant::now() < end {}
                    }
                }
                while !journal.exists() && Instant::now() < end {}
            }
        }
    }
}

/// Asks until the service is gone.
fn ask(client: &ServiceClient, card: &Card, key: &TerminalKey, now: u64, book: &mut Book) {
    for _ in 0..MOST_ASKED {
        let request = ChallengeRequest::new(support::session(), policy::Purpose::Verification);
        let Ok(challenge) = client.challenge(&request) else { return };
        let evidence = support::evidence(&challenge, policy::Purpose::Verification, card, UnixSeconds(now));
        let own = (evidence.challenge, evidence.session);
        match client.submit(&sealed(&evidence, card, key)) {
            Ok(verdict) => {
                assert_eq!(verdict, FULL);
                book.verified.push(own);
            }
            Err(_) => return book.in_flight.push(own),
        }
        let outcome = OutcomeRecord {
            version: VERSION,
            session: evidence.session,
            terminal: evidence.terminal,
            facility: evidence.facility,
            ending: 1,
            method: Some(policy::Method::Pin),
            policy_revision: evidence.policy_revision,
            started: UnixSeconds(now),
            ended: UnixSeconds(now),
        };
        match client.deliver_outcome(&key.seal(&outcome, &outcome.terminal).unwrap()) {
            Ok(receipt) => {
                assert_eq!(receipt, OutcomeReceipt::Recorded);
                book.outcomes.push(outcome.session);
            }
            Err(_) => return,
        }
    }
}

/// What is on disk is what was acknowledged, once, and of the rest all or nothing.
fn check(database: &Path, book: &Book) {
    let whole = Connection::open(database).unwrap();
    let answer = whole.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0));
    assert_eq!(answer.as_deref(), Ok("ok"));
    drop(whole);
    let mut store = SqliteStore::open(database).unwrap();
    let sessions: Vec<_> = store.verifications().unwrap().iter().map(|it| it.evidence.session).collect();
    let outcomes: Vec<_> = store.outcomes().unwrap().iter().map(|it| it.session).collect();
    let times = |all: &[SessionId], one: &SessionId| all.iter().filter(|other| *other == one).count();
    for (nonce, session) in &book.verified {
        assert_eq!(times(&sessions, session), 1, "an acknowledged statement is lost");
        assert!(store.challenge(nonce).unwrap().unwrap().spent, "a challenge can be answered again");
    }
    for session in &book.outcomes {
        assert_eq!(times(&outcomes, session), 1, "an acknowledged outcome is lost");
    }
    for (nonce, session) in &book.in_flight {
        let (recorded, spent) = (times(&sessions, session), store.challenge(nonce).unwrap().unwrap().spent);
        assert!(recorded <= 1 && (recorded == 0 || spent), "recorded {recorded} times, spent: {spent}");
    }
}

#[test]
fn a_killed_service_has_lost_nothing_that_it_acknowledged() {
    let began = Instant::now();
    let (site, card) = (Site::new(), Spec::default().issue());
    site.register(&card);
    let (database, journal) = (site.path("service.db"), site.path("service.db-journal"));
    let key = site.key(0);
    let (mut book, mut in_transaction) = (Book::default(), 0);
    for round in 0..ROUNDS {
        let now = NOW + round * 600;
        let running = site.serve(now);
        let client = site.client(&running, now);
        std::thread::scope(|scope| {
            let asking = scope.spawn(|| ask(&client, &card, &key, now, &mut book));
            Moment::of(round).wait(&journal);
            running.stop();
            asking.join().unwrap();
        });
        in_transaction += u64::from(journal.exists());
        check(&database, &book);
    }
    // It goes on as if nothing had been.
    let (now, acknowledged) = (NOW + ROUNDS * 600, book.verified.len());
    let running = site.serve(now);
    ask(&site.client(&running, now), &card, &key, now, &mut book);
    assert_eq!(book.verified.len(), acknowledged + MOST_ASKED);
    let Book { verified, outcomes, in_flight } = &book;
    println!(
        "power loss: verification service, journal_mode=DELETE, synchronous=EXTRA: killed {ROUNDS} times, \
         {in_transaction} of them in a transaction; {} statements and {} outcomes acknowledged, {} statements \
         not, {} s",
        verified.len(),
        outcomes.len(),
        in_flight.len(),
        began.elapsed().as_secs()
    );
    assert!(in_transaction > 0, "no kill came in a transaction");
}

/// Outcomes that the database has: enough for several pages.
const OUTCOMES: u8 = 60;

/// The bytes of a database with outcomes, and the bytes of database and journal in the middle of a
/// transaction that removes them, whose pages were written before it was over.
fn cut_in_a_transaction(folder: &Path) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
    let path = folder.join("service.db");
    let mut store = SqliteStore::open(&path).unwrap();
    let desk = support::Desk::new("T-1", "1310001");
    for number in 0..OUTCOMES {
        let record = support::outcome(&desk, SessionId([number; 16]));
        store.record_outcome(&record, UnixSeconds(NOW)).unwrap();
    }
    drop(store);
    let before = std::fs::read(&path).unwrap();
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "cache_size", 1).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    for number in 0..OUTCOMES {
        connection.execute("DELETE FROM outcomes WHERE number = ?1", [number]).unwrap();
    }
    let journal = std::fs::read(folder.join("service.db-journal")).unwrap();
    let during = std::fs::read(&path).unwrap();
    assert_ne!(during, before, "no page was written before the end");
    drop(connection);
    (before, during, journal)
}

#[test]
fn a_transaction_that_was_cut_has_not_happened() {
    let began = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    let (before, during, journal) = cut_in_a_transaction(folder.path());
    let mut images = 0;
    let mut opened = |database: &[u8], journal: &[u8]| {
        let left = tempfile::tempdir().unwrap();
        std::fs::write(left.path().join("service.db"), database).unwrap();
        std::fs::write(left.path().join("service.db-journal"), journal).unwrap();
        images += 1;
        let outcomes = SqliteStore::open(&left.path().join("service.db"))?.outcomes()?;
        Ok::<Vec<_>, StoreFault>(outcomes.iter().map(|outcome| outcome.session).collect())
    };
    let as_before = Ok((0..OUTCOMES).map(|number| SessionId([number; 16])).collect());
    // Pages are written once the journal is durable.
    assert_eq!(opened(&during, &journal), as_before);
    assert_ne!(opened(&during, &[]), as_before, "it is the journal that brings it back");
    // Before that, any part of the journal may be there, followed by anything.
    let length = journal.len();
    for part in (0..=64).map(|part| part * length / 64) {
        let (whole, lost) = journal.split_at(part);
        assert_eq!(opened(&before, whole), as_before);
        assert_eq!(opened(&before, &[whole, &vec![0; lost.len()]].concat()), as_before);
        let wrong: Vec<u8> = lost.iter().map(|byte| byte ^ 0xA5).collect();
        assert_eq!(opened(&before, &[whole, &wrong].concat()), as_before);
    }
    println!(
        "power loss: verification service, cut in a transaction: {images} images, {} s",
        began.elapsed().as_secs()
    );
}
