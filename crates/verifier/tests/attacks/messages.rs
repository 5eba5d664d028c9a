//! Messages sent again, by others, for others, mixed and changed.

use crate::support::cards::Spec;
use crate::support::*;
use crate::{by_sight, opened};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use policy::{Purpose, RevisionId};
use serde_json::Value;
use verifier::alarm::Alarm;
use verifier::rate::Rate;
use verifier::service::Rejected;
use verifier::signature::sha256;
use wire::RefusalReason as R;
use wire::*;

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
