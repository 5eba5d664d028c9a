//! Attacks on the service, by whoever can send it bytes. `tests/attacks.toml` lists them all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::as_conversions, missing_docs)]

mod support;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use policy::{Purpose, RevisionId};
use rcgen::KeyUsagePurpose;
use serde_json::Value;
use support::cards::{Spec, look_alike_root};
use support::*;
use verifier::alarm::Alarm;
use verifier::rate::Rate;
use verifier::service::Rejected;
use verifier::signature::sha256;
use verifier::store::{SqliteStore, Store as _};
use verifier::visual::VisualLimit;
use verifier::{Mode, Roots};
use wire::RefusalReason as R;
use wire::*;

fn by_sight(world: &World) -> Evidence {
    let mut evidence = world.evidence(Purpose::Verification);
    evidence.confirmation = visual();
    evidence
}

fn opened(world: &World, evidence: &Evidence) -> bool {
    matches!(world.authorise(evidence, &world.card), AuthorisationAnswer::Authorised(_))
}

fn send(world: &World, statement: &Value) -> R {
    refused(&world.service.submit(&world.desk.peer, &serde_json::to_vec(statement).unwrap()).unwrap())
}

fn json(statement: &[u8]) -> Value {
    serde_json::from_slice(statement).unwrap()
}

/// n of P-256 (FIPS 186-5, SP 800-186 3.2.1.3).
const ORDER: [u8; 32] = [
    0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xBC,
    0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
];

/// (r, n - s) verifies wherever (r, s) does.
fn other_spelling(signature: &str) -> String {
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let mut borrow = 0;
    for (s, n) in bytes[32..].iter_mut().rev().zip(ORDER.iter().rev()) {
        let difference = i32::from(*n) - i32::from(*s) - borrow;
        borrow = i32::from(difference < 0);
        *s = (difference + 256 * borrow) as u8;
    }
    URL_SAFE_NO_PAD.encode(bytes)
}

/// ECDSA signatures and JSON can be written in several ways. All of them are one statement.
#[test]
fn a_replay_in_another_spelling_is_a_replay() {
    let world = World::new(Options::default());
    let respelled = |statement: &[u8]| {
        let mut statement = json(statement);
        let signature = &mut statement["signatures"][1]["signature"];
        *signature = other_spelling(signature.as_str().unwrap()).into();
        serde_json::to_vec_pretty(&statement).unwrap()
    };
    // It does verify: nothing but the single use of the challenge stands against it.
    let evidence = world.evidence(Purpose::Verification);
    let first = respelled(&sealed(&evidence, &world.card, &world.desk.key));
    assert!(matches!(world.service.submit(&world.desk.peer, &first), Ok(Verdict::Verified(_))));
    let evidence = world.evidence(Purpose::Verification);
    let statement = sealed(&evidence, &world.card, &world.desk.key);
    assert!(matches!(world.service.submit(&world.desk.peer, &statement), Ok(Verdict::Verified(_))));
    for replay in [statement.clone(), respelled(&statement)] {
        let verdict = world.service.submit(&world.desk.peer, &replay).unwrap();
        assert_eq!(refused(&verdict), R::ChallengeUsed);
    }
    assert_eq!(world.alarms.take(), [Alarm::Refused(R::ChallengeUsed); 2]);
}

#[test]
fn signatures_of_two_statements_do_not_mix() {
    let world = World::new(Options::default());
    let mixed = |role: usize| {
        let one = world.evidence(Purpose::Verification);
        let two = Evidence { transcript: Digest([7; 32]), ..one.clone() };
        let [mut one, two] = [one, two].map(|of| json(&sealed(&of, &world.card, &world.desk.key)));
        one["signatures"][role]["signature"] = two["signatures"][role]["signature"].clone();
        send(&world, &one)
    };
    assert_eq!(mixed(0), R::CardSignature);
    assert_eq!(mixed(1), R::TerminalSignature);
    let whole = |part: usize| {
        // Header and signature together, of another card's statement over the same challenge.
        let other = Spec { serial: 80, ..Spec::default() }.issue();
        let one = world.evidence(Purpose::Verification);
        let two = Evidence { certificate: sha256(&other.der), ..one.clone() };
        let mut mixed = json(&sealed(&one, &world.card, &world.desk.key));
        let two = json(&sealed(&two, &other, &world.desk.key));
        mixed["signatures"][part] = two["signatures"][part].clone();
        send(&world, &mixed)
    };
    assert_eq!(whole(0), R::CertificateMismatch);
    assert_eq!(whole(1), R::TerminalSignature);
}

/// What is changed on the way, and what a terminal changes after the card has signed.
#[test]
fn what_was_signed_can_not_be_changed_afterwards() {
    let world = World::new(Options::default());
    let changes: [fn(&mut Evidence); 3] = [
        |evidence| evidence.transcript = Digest([7; 32]),
        |evidence| evidence.policy_revision = RevisionId(1),
        |evidence| evidence.time = UnixSeconds(evidence.time.0 + 1),
    ];
    for change in changes {
        let evidence = world.evidence(Purpose::Verification);
        let mut changed = evidence.clone();
        change(&mut changed);
        let mut on_the_way = json(&sealed(&evidence, &world.card, &world.desk.key));
        on_the_way["payload"] = json(&sealed(&changed, &world.card, &world.desk.key))["payload"].clone();
        assert_eq!(send(&world, &on_the_way), R::TerminalSignature);
        let (draft, signed_by_card) = (
            StatementDraft::new(&changed, &world.card.certificate()).unwrap(),
            StatementDraft::new(&evidence, &world.card.certificate()).unwrap(),
        );
        let by_card = world.card.sign(&signed_by_card.card_signing_input());
        let by_terminal = world.desk.key.sign(&draft.terminal_signing_input()).unwrap();
        let by_the_terminal = json(&draft.seal(&by_card, &by_terminal).unwrap());
        assert_eq!(send(&world, &by_the_terminal), R::CardSignature);
    }
}

#[test]
fn a_key_opened_by_staff_is_not_called_a_pin_on_the_same_challenge() {
    let world = World::new(Options::default());
    for confirmation in [visual(), good_face()] {
        let evidence = Evidence { confirmation, ..world.evidence(Purpose::Verification) };
        assert!(opened(&world, &evidence));
        let as_pin = Evidence { confirmation: Confirmation::Pin, ..evidence };
        assert_eq!(refused(&world.submit(&as_pin, &world.card)), R::NotAuthorised);
        assert_eq!(world.alarms.take(), [Alarm::Refused(R::NotAuthorised)]);
    }
}

/// Over two challenges it can't be told from a card that was taken away in between: it is on record.
#[test]
fn a_key_opened_by_staff_and_called_a_pin_on_the_next_challenge_is_an_alarm() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("db");
    let store = Box::new(SqliteStore::open(&path).unwrap());
    let world = World::new(Options { store, ..Options::default() });
    let pin = || {
        let evidence = world.evidence(Purpose::Verification);
        assert!(matches!(world.submit(&evidence, &world.card), Verdict::Verified(_)));
        world.alarms.take()
    };
    assert_eq!(pin(), []);
    assert!(opened(&world, &by_sight(&world)));
    assert_eq!(pin(), [Alarm::PinAfterOpenedKey]);
    // Answered, it is none; and after the challenge's life nothing is left to hide.
    let evidence = by_sight(&world);
    assert!(opened(&world, &evidence));
    assert!(matches!(world.submit(&evidence, &world.card), Verdict::Verified(_)));
    world.later(600);
    assert_eq!(pin(), []);
    let mut store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.opened_keys().unwrap().len(), 2);
    assert_eq!(store.alarms().unwrap()[0].alarm, Alarm::PinAfterOpenedKey);
}

/// What no service can notice: the terminal is believed about what it saw.
#[test]
fn a_terminal_that_lies_from_the_beginning_is_believed() {
    let world = World::new(Options::default());
    let evidence = Evidence { confirmation: good_face(), ..world.evidence(Purpose::Verification) };
    assert!(opened(&world, &evidence));
    assert!(matches!(world.submit(&evidence, &world.card), Verdict::Verified(_)));
    assert_eq!(world.alarms.take(), []);
}

#[test]
fn of_two_open_challenges_the_later_one_counts() {
    let world = World::new(Options::default());
    let (first, second) = (by_sight(&world), by_sight(&world));
    assert_eq!(closed(&world.authorise(&first, &world.card)), R::ChallengeSuperseded);
    let first = Evidence { confirmation: Confirmation::Pin, ..first };
    assert_eq!(refused(&world.submit(&first, &world.card)), R::ChallengeSuperseded);
    assert_eq!(world.alarms.take(), [Alarm::Refused(R::ChallengeSuperseded); 2]);
    // Another terminal's session takes nothing away from this one's.
    let request = ChallengeRequest::new(session(), Purpose::Verification);
    world.service.challenge(&world.other.peer, &to_json(&request).unwrap()).unwrap();
    assert!(opened(&world, &second));
    assert!(matches!(world.submit(&second, &world.card), Verdict::Verified(_)));
}

#[test]
fn what_another_terminal_asked_for_opens_and_registers_nothing() {
    let world = World::new(Options::default());
    let evidence = by_sight(&world);
    let request = AuthorisationRequest::new(evidence.clone(), world.card.certificate(), answered());
    let request = world.desk.seal(&request);
    let stolen = world.service.authorise(&world.other.peer, &request).unwrap();
    assert_eq!(closed(&stolen), R::TerminalMismatch);
    assert!(matches!(
        world.service.authorise(&world.desk.peer, &request),
        Ok(AuthorisationAnswer::Authorised(_))
    ));
    let replayed = world.service.authorise(&world.desk.peer, &request).unwrap();
    assert_eq!(closed(&replayed), R::AlreadyAuthorised);

    let card = Spec { serial: 81, ..Spec::default() }.issue();
    let (ticket, session) = world.ticket(&card, Confirmation::Pin);
    let request = RegistrationRequest::new(ticket.token, session, Consent::Given);
    let stolen = world.service.register(&world.other.peer, &world.other.seal(&request)).unwrap();
    assert_eq!(refused(&stolen), R::RegistrationTokenMismatch);
    let replayed_connection = world.service.register(&world.other.peer, &world.desk.seal(&request)).unwrap();
    assert_eq!(refused(&replayed_connection), R::TerminalMismatch);
    assert!(matches!(world.register(ticket.token, session, Consent::Given), Verdict::Verified(_)));
    assert_eq!(refused(&world.register(ticket.token, session, Consent::Given)), R::RegistrationTokenUsed);
}

fn limited(window: u64, per_terminal: u32, per_performer: u32) -> Options {
    let visual = VisualLimit { window, per_terminal, per_performer };
    Options { visual, ..Options::default() }
}

#[test]
fn a_flood_of_visual_confirmations_ends_at_the_terminal_s_limit() {
    let world = World::new(limited(3600, 3, 100));
    let mut staff = 0;
    let mut confirm = || {
        staff += 1;
        let mut evidence = by_sight(&world);
        if let Confirmation::Visual(confirmation) = &mut evidence.confirmation {
            confirmation.performer = format!("staff-{staff}").parse().unwrap();
        }
        world.authorise(&evidence, &world.card)
    };
    for _ in 0..3 {
        assert!(matches!(confirm(), AuthorisationAnswer::Authorised(_)));
        world.later(60);
    }
    assert_eq!(closed(&confirm()), R::VisualTooOften);
    assert_eq!(world.alarms.take(), [Alarm::Refused(R::VisualTooOften)]);
    // Whoever shows a face or knows a PIN is served as ever.
    let face = Evidence { confirmation: good_face(), ..world.evidence(Purpose::Verification) };
    assert!(opened(&world, &face));
    let pin = world.evidence(Purpose::Verification);
    assert!(matches!(world.submit(&pin, &world.card), Verdict::Verified(_)));
    // The window slides: an hour after the first there is room for one, and for one alone.
    world.later(3600 - 3 * 60 - 1);
    assert_eq!(closed(&confirm()), R::VisualTooOften);
    world.later(1);
    assert!(matches!(confirm(), AuthorisationAnswer::Authorised(_)));
    assert_eq!(closed(&confirm()), R::VisualTooOften);
}

#[test]
fn one_member_of_staff_has_one_limit_at_all_terminals_of_a_facility() {
    let world = World::new(limited(3600, 100, 3));
    assert!(opened(&world, &by_sight(&world)) && opened(&world, &by_sight(&world)));
    let elsewhere = |performer: &str| {
        let request = ChallengeRequest::new(session(), Purpose::Verification);
        let challenge = world.service.challenge(&world.other.peer, &to_json(&request).unwrap()).unwrap();
        let mut evidence = evidence(&challenge, Purpose::Verification, &world.card, UnixSeconds(NOW));
        evidence.confirmation = visual();
        if let Confirmation::Visual(confirmation) = &mut evidence.confirmation {
            confirmation.performer = performer.parse().unwrap();
        }
        let request = AuthorisationRequest::new(evidence, world.card.certificate(), answered());
        world.service.authorise(&world.other.peer, &world.other.seal(&request)).unwrap()
    };
    assert!(matches!(elsewhere("staff-7"), AuthorisationAnswer::Authorised(_)));
    assert_eq!(closed(&elsewhere("staff-7")), R::VisualTooOften);
    assert_eq!(closed(&world.authorise(&by_sight(&world), &world.card)), R::VisualTooOften);
    assert!(matches!(elsewhere("staff-8"), AuthorisationAnswer::Authorised(_)));
}

#[test]
fn a_restart_of_the_service_forgets_no_visual_confirmation() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("db");
    // A world has terminals of its own each time: the member of staff is the same.
    let world = || {
        let store = Box::new(SqliteStore::open(&path).unwrap());
        World::new(Options { store, ..limited(3600, 2, 1) })
    };
    let before = world();
    assert!(opened(&before, &by_sight(&before)));
    drop(before);
    let after = world();
    assert_eq!(closed(&after.authorise(&by_sight(&after), &after.card)), R::VisualTooOften);
}

#[test]
fn a_service_in_production_does_not_work_with_a_clock_that_went_back() {
    let world = |mode| World::new(Options { mode, ..Options::default() });
    let ask = |world: &World| {
        let request = ChallengeRequest::new(session(), Purpose::Verification);
        world.service.challenge(&world.desk.peer, &to_json(&request).unwrap())
    };
    let production = world(Mode::Production);
    assert!(ask(&production).is_ok());
    // Clocks are corrected by seconds, and by a few minutes after a power cut.
    production.at(NOW - 300);
    assert!(ask(&production).is_ok());
    production.at(NOW - 301);
    assert_eq!(ask(&production).err(), Some(Rejected(FaultCode::Internal)));
    production.at(NOW - 900 * DAY);
    assert_eq!(ask(&production).err(), Some(Rejected(FaultCode::Internal)));
    assert_eq!(production.alarms.take(), [Alarm::ClockWentBack; 2]);
    production.at(NOW + 1);
    assert!(ask(&production).is_ok());
    // A rig plays any day that it is told to.
    let rig = world(Mode::rig());
    assert!(ask(&rig).is_ok());
    rig.at(NOW - 900 * DAY);
    assert!(ask(&rig).is_ok());
}

/// The rules are those of the service's day, whatever day and whatever revision the terminal believes in.
#[test]
fn a_terminal_s_clock_and_revision_choose_no_rule() {
    let world = World::new(Options::default());
    // 2023-11-13 in Japan: the manual of that day refused registration by staff.
    world.at(1_699_844_400);
    let card = Spec { serial: 82, from: NOW - 1000 * DAY, ..Spec::default() }.issue();
    let claim = |time: u64, revision: u16| {
        let mut evidence = world.evidence(Purpose::Registration);
        evidence.certificate = sha256(&card.der);
        evidence.confirmation = visual();
        evidence.policy_revision = RevisionId(revision);
        evidence.time = UnixSeconds(time);
        closed(&world.authorise(&evidence, &card))
    };
    assert_eq!(claim(NOW, 3), R::ClockDisagrees);
    assert_eq!(claim(1_699_844_400, 3), R::RegistrationRefusedByManual);
    assert_eq!(claim(1_699_844_400, 99), R::PolicyRevisionUnknown);
}

#[test]
fn a_look_alike_root_with_the_name_and_the_key_identifier_of_the_real_one_signs_nothing() {
    let world = World::new(Options::default());
    let card = Spec { issuer: look_alike_root(), ..Spec::default() }.issue();
    let mut evidence = world.evidence(Purpose::Verification);
    evidence.certificate = sha256(&card.der);
    assert_eq!(refused(&world.submit(&evidence, &card)), R::CertificateSignature);
    // It is the key that decides: whoever pins the look-alike takes the card.
    let roots = Roots::new(Mode::rig(), [look_alike_root().der.as_slice()]).unwrap();
    let day = verifier::certificate::Day {
        now: UnixSeconds(NOW),
        date: policy::Date::from_unix(NOW),
        rules: &policy::BUILT_IN,
    };
    assert!(verifier::certificate::check(&card.certificate(), &roots, Mode::rig(), day).is_ok());
    // A certificate without the right to sign is no better under the right root.
    for key_usages in [vec![], vec![KeyUsagePurpose::KeyEncipherment]] {
        let card = Spec { key_usages, ..Spec::default() }.issue();
        let mut evidence = world.evidence(Purpose::Verification);
        evidence.certificate = sha256(&card.der);
        assert_eq!(refused(&world.submit(&evidence, &card)), R::CertificateUsage);
    }
}

#[test]
fn a_terminal_withdrawn_in_the_middle_of_a_session_ends_it_there() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("db");
    let store = Box::new(SqliteStore::open(&path).unwrap());
    let world = World::new(Options { store, ..Options::default() });
    let evidence = by_sight(&world);
    assert!(opened(&world, &evidence));
    SqliteStore::open(&path).unwrap().withdraw(&world.desk.id).unwrap();
    let statement = sealed(&evidence, &world.card, &world.desk.key);
    let unknown = Err(Rejected(FaultCode::TerminalUnknown));
    assert_eq!(world.service.submit(&world.desk.peer, &statement), unknown);
    // Its statements are worth nothing over another terminal's connection either.
    let stolen = world.service.submit(&world.other.peer, &statement).unwrap();
    assert_eq!(refused(&stolen), R::TerminalMismatch);
    assert_eq!(world.alarms.take(), [Alarm::TerminalUnknown, Alarm::Refused(R::TerminalMismatch)]);
}

#[test]
fn an_outcome_record_is_no_verification_and_an_alarm() {
    let world = World::new(Options::default());
    let record = world.desk.seal(&outcome(&world.desk, session()));
    let malformed = Rejected(FaultCode::Malformed);
    assert_eq!(world.service.submit(&world.desk.peer, &record), Err(malformed));
    assert_eq!(world.service.authorise(&world.desk.peer, &record).err(), Some(malformed));
    assert_eq!(world.service.register(&world.desk.peer, &record), Err(malformed));
    let other = world.other.seal(&outcome(&world.other, session()));
    assert!(world.service.record_outcome(&world.desk.peer, &other).is_err());
    let alarms = [Alarm::Malformed, Alarm::Malformed, Alarm::Malformed, Alarm::Outcome];
    assert_eq!(world.alarms.take(), alarms);
    // On record or not, nobody is verified by it.
    assert_eq!(world.service.record_outcome(&world.desk.peer, &record), Ok(OutcomeReceipt::Recorded));
    assert_eq!(world.alarms.take(), []);
}

#[test]
fn a_flood_of_requests_is_cut_off_and_an_alarm() {
    let rate = Rate { burst: 2, per_minute: 60 };
    let world = World::new(Options { rate, ..Options::default() });
    let body = to_json(&ChallengeRequest::new(session(), Purpose::Verification)).unwrap();
    let passed = (0..50).filter(|_| world.service.challenge(&world.desk.peer, &body).is_ok()).count();
    assert_eq!(passed, 2);
    assert_eq!(world.alarms.take(), [Alarm::RateLimited; 48]);
    assert!(world.service.challenge(&world.other.peer, &body).is_ok());
}
