//! Requests that get no answer of their own kind, the record, and hostile bytes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::as_conversions, missing_docs)]

mod support;

use policy::Purpose;
use proptest::prelude::*;
use support::cards::Spec;
use support::*;
use verifier::rate::Rate;
use verifier::service::Rejected;
use verifier::signature::sha256;
use verifier::store::{RecordedVerdict, Registrar, SqliteStore, Store as _};
use wire::*;

fn body() -> Vec<u8> {
    to_json(&ChallengeRequest::new(session(), Purpose::Verification)).unwrap()
}

#[test]
fn strangers_get_nothing() {
    let world = World::new(Options::default());
    let stranger = Desk::new("T-1", "1310001");
    let unknown = Some(Rejected(FaultCode::TerminalUnknown));
    assert_eq!(world.service.challenge(&stranger.peer, &body()).err(), unknown);
    assert_eq!(world.service.submit(&stranger.peer, b"").err(), unknown);
    assert_eq!(world.service.authorise(&stranger.peer, b"").err(), unknown);
    assert_eq!(world.service.register(&stranger.peer, b"").err(), unknown);
    assert_eq!(world.service.record_outcome(&stranger.peer, b"").err(), unknown);
}

#[test]
fn challenges_are_the_service_s_own_words() {
    let world = World::new(Options::default());
    let request = ChallengeRequest::new(session(), Purpose::Verification);
    let ask = || world.service.challenge(&world.desk.peer, &to_json(&request).unwrap()).unwrap();
    let (one, two) = (ask(), ask());
    assert_ne!(one.nonce, two.nonce);
    assert_eq!(
        (one.session, &one.terminal, &one.facility),
        (request.session, &world.desk.id, &world.desk.facility)
    );
    assert_eq!((one.issued, one.expires), (UnixSeconds(NOW), UnixSeconds(NOW + 600)));
    assert_eq!(Some(one.rule_date), policy::Date::new(2025, 6, 1));
}

#[test]
fn a_terminal_that_asks_too_often_waits() {
    let rate = Rate { burst: 2, per_minute: 60 };
    let world = World::new(Options { rate, ..Options::default() });
    let ask = |desk: &Desk| world.service.challenge(&desk.peer, &body()).map(|_| ());
    assert!(ask(&world.desk).is_ok() && ask(&world.desk).is_ok());
    assert_eq!(ask(&world.desk), Err(Rejected(FaultCode::RateLimited)));
    assert!(ask(&world.other).is_ok());
    world.later(1);
    assert!(ask(&world.desk).is_ok());
    assert_eq!(ask(&world.desk), Err(Rejected(FaultCode::RateLimited)));
}

#[test]
fn outcomes_are_counted_once_and_prove_nothing() {
    let world = World::new(Options::default());
    let record = outcome(&world.desk, session());
    let deliver = |bytes: &[u8]| world.service.record_outcome(&world.desk.peer, bytes);
    let sealed = world.desk.seal(&record);
    assert_eq!(deliver(&sealed), Ok(OutcomeReceipt::Recorded));
    assert_eq!(deliver(&sealed), Ok(OutcomeReceipt::AlreadyRecorded));
    // Signed again, the same record is the same record.
    assert_eq!(deliver(&world.desk.seal(&record)), Ok(OutcomeReceipt::AlreadyRecorded));
    let other = OutcomeRecord { ending: 1, ..record.clone() };
    assert_eq!(deliver(&world.desk.seal(&other)), Err(Rejected(FaultCode::OutcomeDiffers)));
    // As proof it is worth nothing, and a statement is no outcome.
    assert_eq!(world.service.submit(&world.desk.peer, &sealed), Err(Rejected(FaultCode::Malformed)));
    assert_eq!(world.service.authorise(&world.desk.peer, &sealed), Err(Rejected(FaultCode::Malformed)));
    assert_eq!(world.service.register(&world.desk.peer, &sealed), Err(Rejected(FaultCode::Malformed)));
    let evidence = world.evidence(Purpose::Verification);
    let statement = support::sealed(&evidence, &world.card, &world.desk.key);
    assert_eq!(deliver(&statement), Err(Rejected(FaultCode::Malformed)));
}

#[test]
fn outcomes_of_others_are_refused() {
    let world = World::new(Options::default());
    let mismatch = Err(Rejected(FaultCode::TerminalMismatch));
    let record = outcome(&world.other, session());
    let deliver = |bytes: &[u8]| world.service.record_outcome(&world.desk.peer, bytes);
    assert_eq!(deliver(&world.other.seal(&record)), mismatch);
    assert_eq!(deliver(&world.desk.seal(&record)), mismatch);
    let elsewhere = OutcomeRecord { facility: "F".parse().unwrap(), ..outcome(&world.desk, session()) };
    assert_eq!(deliver(&world.desk.seal(&elsewhere)), mismatch);
    let forged = world.other.key.seal(&outcome(&world.desk, session()), &world.desk.id).unwrap();
    assert_eq!(deliver(&forged), mismatch);
}

#[test]
fn method_performer_comparison_and_rule_are_on_record() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("db");
    let store = Box::new(SqliteStore::open(&path).unwrap());
    let world = World::new(Options { store, ..Options::default() });
    let card = Spec { serial: 30, ..Spec::default() }.issue();
    let (ticket, session) = world.ticket(&card, visual());
    assert!(matches!(world.register(ticket.token, session, Consent::Given), Verdict::Verified(_)));

    let mut store = SqliteStore::open(&path).unwrap();
    let verifications = store.verifications().unwrap();
    assert_eq!(verifications.len(), 1);
    assert_eq!(verifications[0].evidence.confirmation, visual());
    assert_eq!((verifications[0].rule, verifications[0].at), (3, UnixSeconds(NOW)));
    assert_eq!(verifications[0].verdict, RecordedVerdict::Unregistered);
    let registered = store.registrations().unwrap().pop().unwrap();
    assert_eq!(registered.certificate, sha256(&card.der));
    let Registrar::Reception { terminal, session: of, confirmation, rule } = registered.by else {
        panic!("registered by the operator")
    };
    assert_eq!((terminal, of, confirmation, rule), (world.desk.id.clone(), session, visual(), 3));
    // No certificate and no signature is kept.
    let file = std::fs::read(&path).unwrap();
    assert!(!file.windows(64).any(|window| card.der.windows(64).any(|part| part == window)));
}

#[test]
fn a_store_that_fails_is_the_service_s_fault() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("db");
    let world =
        World::new(Options { store: Box::new(SqliteStore::open(&path).unwrap()), ..Options::default() });
    rusqlite::Connection::open(&path).unwrap().execute_batch("DROP TABLE challenges").unwrap();
    assert_eq!(world.service.challenge(&world.desk.peer, &body()).err(), Some(Rejected(FaultCode::Internal)));
}

#[test]
fn other_versions_and_critical_headers_are_unsupported() {
    let world = World::new(Options::default());
    let newer = String::from_utf8(body()).unwrap().replace("\"version\":1", "\"version\":2");
    assert_eq!(
        world.service.challenge(&world.desk.peer, newer.as_bytes()).err(),
        Some(Rejected(FaultCode::Unsupported))
    );
}

fn world() -> &'static World {
    static WORLD: std::sync::OnceLock<World> = std::sync::OnceLock::new();
    WORLD.get_or_init(|| World::new(Options::default()))
}

proptest! {
    #[test]
    fn hostile_bytes_get_a_fault_and_never_a_verdict(bytes in proptest::collection::vec(any::<u8>(), 0..1024)) {
        let (service, peer) = (&world().service, &world().desk.peer);
        prop_assert_eq!(service.challenge(peer, &bytes).err(), Some(Rejected(FaultCode::Malformed)));
        prop_assert_eq!(service.submit(peer, &bytes).err(), Some(Rejected(FaultCode::Malformed)));
        prop_assert_eq!(service.authorise(peer, &bytes).err(), Some(Rejected(FaultCode::Malformed)));
        prop_assert_eq!(service.register(peer, &bytes).err(), Some(Rejected(FaultCode::Malformed)));
        prop_assert_eq!(service.record_outcome(peer, &bytes).err(), Some(Rejected(FaultCode::Malformed)));
    }

    #[test]
    fn a_spoiled_statement_is_never_verified(index in any::<prop::sample::Index>(), flip in 1..=255_u8) {
        let world = world();
        let evidence = world.evidence(Purpose::Verification);
        let mut statement = sealed(&evidence, &world.card, &world.desk.key);
        let index = index.index(statement.len());
        statement[index] ^= flip;
        match world.service.submit(&world.desk.peer, &statement) {
            Err(_) | Ok(Verdict::Refused(_)) => {}
            Ok(other) => prop_assert!(false, "byte {} gave {:?}", index, other),
        }
    }
}
