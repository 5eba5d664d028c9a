//! Every reason to refuse, provoked through the service, over both stores.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::as_conversions, missing_docs)]

mod support;

use std::collections::BTreeSet;

use policy::{AttackDetection, CardKind, HolderAuthorisation, Purpose, RevisionId};
use rcgen::{CustomExtension, KeyUsagePurpose};
use support::cards::{Card, SIGNATURE_POLICY, Spec, other_root};
use support::*;
use verifier::Mode;
use verifier::certificate::{CentreStanding, name};
use verifier::signature::sha256;
use verifier::store::{MemoryStore, SqliteStore, Store};
use wire::RefusalReason as R;
use wire::*;

/// A PIN statement with the registered card, its evidence changed.
fn changed(world: &World, change: impl FnOnce(&mut Evidence)) -> R {
    let mut evidence = world.evidence(Purpose::Verification);
    change(&mut evidence);
    refused(&world.submit(&evidence, &world.card))
}

/// A PIN statement with another card.
fn with_card(world: &World, card: &Card) -> R {
    let mut evidence = world.evidence(Purpose::Verification);
    evidence.certificate = sha256(&card.der);
    refused(&world.submit(&evidence, card))
}

/// An authorisation, its evidence changed.
fn asked(world: &World, change: impl FnOnce(&mut Evidence)) -> R {
    let mut evidence = world.evidence(Purpose::Verification);
    evidence.confirmation = good_face();
    change(&mut evidence);
    closed(&world.authorise(&evidence, &world.card))
}

fn challenges(world: &World) -> Vec<R> {
    let used = {
        let evidence = world.evidence(Purpose::Verification);
        assert!(matches!(world.submit(&evidence, &world.card), Verdict::Verified(_)));
        refused(&world.submit(&evidence, &world.card))
    };
    let expired = {
        let mut evidence = world.evidence(Purpose::Verification);
        world.later(600);
        evidence.time = UnixSeconds(evidence.time.0 + 600);
        refused(&world.submit(&evidence, &world.card))
    };
    let of_other = {
        // The other terminal speaks truly of itself, with a challenge that it did not get.
        let mut evidence = world.evidence(Purpose::Verification);
        evidence.terminal = world.other.id.clone();
        let statement = sealed(&evidence, &world.card, &world.other.key);
        refused(&world.service.submit(&world.other.peer, &statement).unwrap())
    };
    for mismatch in [
        changed(world, |evidence| evidence.session = session()),
        changed(world, |evidence| evidence.facility = "9999999".parse().unwrap()),
        changed(world, |evidence| evidence.purpose = Purpose::Registration),
    ] {
        assert_eq!(mismatch, R::ChallengeMismatch);
    }
    vec![
        changed(world, |evidence| evidence.challenge = Nonce([9; 32])),
        used,
        expired,
        of_other,
        changed(world, |evidence| evidence.session = session()),
        changed(world, |evidence| evidence.time = UnixSeconds(evidence.time.0 - 301)),
        {
            let evidence = world.evidence(Purpose::Verification);
            world.evidence(Purpose::Verification);
            refused(&world.submit(&evidence, &world.card))
        },
    ]
}

fn terminals(world: &World) -> Vec<R> {
    let mismatch = {
        // One enrolled terminal can't speak for another, nor over the other's connection.
        let evidence = world.evidence(Purpose::Verification);
        let statement = sealed(&evidence, &world.card, &world.desk.key);
        refused(&world.service.submit(&world.other.peer, &statement).unwrap())
    };
    let forged = {
        let evidence = world.evidence(Purpose::Verification);
        let statement = sealed(&evidence, &world.card, &world.other.key);
        refused(&world.service.submit(&world.desk.peer, &statement).unwrap())
    };
    assert_eq!(changed(world, |evidence| evidence.terminal = world.other.id.clone()), R::TerminalMismatch);
    vec![mismatch, forged, changed(world, |evidence| evidence.policy_revision = RevisionId(999))]
}

fn certificates(world: &World, store: &mut dyn FnMut(&Card, CentreStanding)) -> Vec<R> {
    let issue = |spec: Spec| spec.issue();
    let mut spoiled = issue(Spec::default());
    let last = spoiled.der.len() - 1;
    spoiled.der[last] ^= 1;
    let mut unknown = CustomExtension::from_oid_content(&[1, 2, 392, 200_149, 8, 99], vec![5, 0]);
    unknown.set_criticality(true);
    let (revoked, suspended) =
        (issue(Spec { serial: 1, ..Spec::default() }), issue(Spec { serial: 2, ..Spec::default() }));
    store(&revoked, CentreStanding::Revoked);
    store(&suspended, CentreStanding::Suspended);
    let card_signature = {
        let evidence = world.evidence(Purpose::Verification);
        let draft = StatementDraft::new(&evidence, &world.card.certificate()).unwrap();
        let by_card = world.card.sign(b"something else");
        let by_terminal = world.desk.key.sign(&draft.terminal_signing_input()).unwrap();
        let statement = draft.seal(&by_card, &by_terminal).unwrap();
        refused(&world.service.submit(&world.desk.peer, &statement).unwrap())
    };
    vec![
        with_card(world, &Card { der: vec![0x30, 0x00], pem: String::new() }),
        changed(world, |evidence| evidence.certificate = Digest([1; 32])),
        with_card(world, &issue(Spec { issuer: other_root(), ..Spec::default() })),
        with_card(world, &spoiled),
        with_card(
            world,
            &issue(Spec { key_usages: vec![KeyUsagePurpose::KeyEncipherment], ..Spec::default() }),
        ),
        with_card(world, &issue(Spec { policies: Some(SIGNATURE_POLICY), ..Spec::default() })),
        with_card(world, &issue(Spec { extra: vec![unknown], ..Spec::default() })),
        with_card(world, &issue(Spec { from: NOW + DAY, ..Spec::default() })),
        with_card(world, &issue(Spec { until: NOW - 120 * DAY, ..Spec::default() })),
        with_card(world, &revoked),
        with_card(world, &suspended),
        card_signature,
    ]
}

fn methods(world: &World) -> Vec<R> {
    for kind in [CardKind::PinLocked, CardKind::FaceAuthentication, CardKind::Undetermined] {
        assert_eq!(changed(world, |evidence| evidence.card_kind = kind), R::MethodNotPermitted);
    }
    let threshold = policy::BUILT_IN.accepted_from().0;
    assert_eq!(asked(world, |evidence| evidence.confirmation = face(threshold - 1, -10_000)), R::ScoreTooLow);
    let not_authorised = changed(world, |evidence| evidence.confirmation = good_face());
    let already = {
        let mut evidence = world.evidence(Purpose::Verification);
        evidence.confirmation = visual();
        assert!(matches!(world.authorise(&evidence, &world.card), AuthorisationAnswer::Authorised(_)));
        closed(&world.authorise(&evidence, &world.card))
    };
    let unsuitable = {
        let mut evidence = world.evidence(Purpose::Verification);
        evidence.confirmation = good_face();
        closed(&world.authorise_for(&evidence, &world.card, &[&[5; 9]]))
    };
    let too_often = {
        let often = |_| {
            let mut evidence = world.evidence(Purpose::Verification);
            evidence.confirmation = visual();
            world.authorise(&evidence, &world.card)
        };
        let limit = verifier::visual::VisualLimit::DEFAULT.per_terminal;
        closed(&(0..=limit).map(often).last().unwrap())
    };
    let too_many_faces = {
        let often = |_| {
            let evidence = Evidence { confirmation: good_face(), ..world.evidence(Purpose::Verification) };
            world.authorise(&evidence, &world.card)
        };
        let limit = verifier::face::FaceLimit::DEFAULT.per_terminal;
        closed(&(0..=limit).map(often).last().unwrap())
    };
    vec![
        changed(world, |evidence| evidence.card_kind = CardKind::PinLocked),
        asked(world, |evidence| evidence.confirmation = face(9000, 9001)),
        asked(world, |evidence| evidence.confirmation = Confirmation::Pin),
        not_authorised,
        already,
        unsuitable,
        too_often,
        too_many_faces,
    ]
}

fn registrations(world: &World) -> Vec<R> {
    let fresh = |serial| Spec { serial, ..Spec::default() }.issue();
    let unknown = refused(&world.register(RegistrationToken([1; 32]), session(), Consent::Given));
    let used = {
        let (ticket, session) = world.ticket(&fresh(10), Confirmation::Pin);
        assert!(matches!(world.register(ticket.token, session, Consent::Given), Verdict::Verified(_)));
        refused(&world.register(ticket.token, session, Consent::Given))
    };
    let expired = {
        let (ticket, session) = world.ticket(&fresh(11), Confirmation::Pin);
        world.later(600);
        refused(&world.register(ticket.token, session, Consent::Given))
    };
    let mismatch = {
        let (ticket, _) = world.ticket(&fresh(12), Confirmation::Pin);
        refused(&world.register(ticket.token, session(), Consent::Given))
    };
    let declined = {
        let (ticket, session) = world.ticket(&fresh(13), Confirmation::Pin);
        let reason = refused(&world.register(ticket.token, session, Consent::Declined));
        // Whoever declined is asked again in a new session, not by an old token.
        assert_eq!(refused(&world.register(ticket.token, session, Consent::Given)), R::RegistrationTokenUsed);
        reason
    };
    vec![unknown, used, expired, mismatch, declined]
}

/// Seconds of 2023-11-DD or 2023-12-DD, noon in Japan.
fn noon(month: u64, day: u64) -> u64 {
    // 2023-11-01T03:00:00Z
    1_698_807_600 + (day - 1) * DAY + if month == 12 { 30 * DAY } else { 0 }
}

/// Registration by visual confirmation on a date, at the token and at the statement.
fn by_eye(world: &World, now: u64, serial: u64) -> Verdict {
    world.at(now);
    let card = Spec { serial, from: now - DAY, until: now + 900 * DAY, ..Spec::default() }.issue();
    let (ticket, session) = world.ticket(&card, visual());
    let verdict = world.register(ticket.token, session, Consent::Given);
    // A statement for the purpose of registration is refused before any token, for the same reason.
    let mut evidence = world.evidence(Purpose::Registration);
    let other = Spec { serial: serial + 500, from: now - DAY, ..Spec::default() }.issue();
    evidence.certificate = sha256(&other.der);
    evidence.confirmation = visual();
    match (&verdict, world.authorise(&evidence, &other)) {
        (Verdict::Refused(reason), answer) => assert_eq!(closed(&answer), *reason),
        (_, answer) => assert!(matches!(answer, AuthorisationAnswer::Authorised(_))),
    }
    verdict
}

fn rule_sets() -> Vec<R> {
    let world = World::new(Options::default());
    let before = refused(&by_eye(&world, noon(11, 13), 100));
    assert_eq!(refused(&by_eye(&world, noon(11, 1), 101)), before);
    let silent = refused(&by_eye(&world, noon(11, 14), 102));
    assert_eq!(refused(&by_eye(&world, noon(12, 14), 103)), silent);
    assert!(matches!(by_eye(&world, noon(12, 15), 104), Verdict::Verified(_)));
    let forbidding = World::new(Options { visual_registration: false, ..Options::default() });
    vec![before, silent, refused(&by_eye(&forbidding, noon(12, 15), 105))]
}

fn production() -> Vec<R> {
    use support::cards::PRODUCTION_POLICY;
    let world =
        |authorisation| World::new(Options { mode: Mode::Production, authorisation, ..Options::default() });
    let card = Spec { policies: Some(PRODUCTION_POLICY), ..Spec::default() }.issue();
    let asked = |world: &World, confirmation| {
        let mut evidence = world.evidence(Purpose::Verification);
        evidence.certificate = sha256(&card.der);
        evidence.confirmation = confirmation;
        closed(&world.authorise(&evidence, &card))
    };
    let none = world(HolderAuthorisation::None);
    // Even a stand-in that somehow got in opens nothing in production.
    let stand_in = world(HolderAuthorisation::StandIn);
    for confirmation in [good_face(), visual()] {
        assert_eq!(asked(&stand_in, confirmation), R::HolderAuthorisationUnavailable);
    }
    // Cards of the test authority's policy are nothing in production.
    assert_eq!(changed(&none, |_| {}), R::CertificatePolicy);
    let relay = world(HolderAuthorisation::Relay);
    // Attacks that were looked for open the door to the next question, which is the centre's.
    let mut moved = relay.evidence(Purpose::Verification);
    moved.certificate = sha256(&card.der);
    moved.confirmation = good_face();
    moved.attack_detection = AttackDetection::Movement;
    let answer = relay.authorise(&moved, &card);
    assert!(!matches!(answer, AuthorisationAnswer::Refused(R::AttackDetectionMissing)), "{answer:?}");
    assert!(!matches!(answer, AuthorisationAnswer::Refused(R::MethodNotPermitted)), "{answer:?}");
    vec![asked(&relay, good_face()), asked(&none, visual())]
}

fn all(store: Box<dyn Store>, mut second: Option<SqliteStore>) -> BTreeSet<R> {
    let mut store = store;
    // The centre's word is written by another hand: the same file, or beforehand.
    let (revoked, suspended) =
        (Spec { serial: 1, ..Spec::default() }.issue(), Spec { serial: 2, ..Spec::default() }.issue());
    if second.is_none() {
        store.set_centre(&name(&revoked.certificate()).unwrap(), CentreStanding::Revoked).unwrap();
        store.set_centre(&name(&suspended.certificate()).unwrap(), CentreStanding::Suspended).unwrap();
    }
    let world = World::new(Options { store, ..Options::default() });
    let mut centre = |card: &Card, standing| {
        if let Some(store) = &mut second {
            store.set_centre(&name(&card.certificate()).unwrap(), standing).unwrap();
        }
    };
    let expected: [(Vec<R>, &[R]); 5] = [
        (
            challenges(&world),
            &[
                R::ChallengeUnknown,
                R::ChallengeUsed,
                R::ChallengeExpired,
                R::ChallengeOfOtherTerminal,
                R::ChallengeMismatch,
                R::ClockDisagrees,
                R::ChallengeSuperseded,
            ],
        ),
        (terminals(&world), &[R::TerminalMismatch, R::TerminalSignature, R::PolicyRevisionUnknown]),
        (
            certificates(&world, &mut centre),
            &[
                R::CertificateMalformed,
                R::CertificateMismatch,
                R::CertificateIssuerUnknown,
                R::CertificateSignature,
                R::CertificateUsage,
                R::CertificatePolicy,
                R::CertificateExtension,
                R::CertificateNotYetValid,
                R::CertificateEnded,
                R::CertificateRevoked,
                R::CertificateSuspended,
                R::CardSignature,
            ],
        ),
        (
            methods(&world),
            &[
                R::MethodNotPermitted,
                R::ScoreTooLow,
                R::HolderAuthorisationNotNeeded,
                R::NotAuthorised,
                R::AlreadyAuthorised,
                R::CardChallengeUnsuitable,
                R::VisualTooOften,
                R::FaceTooOften,
            ],
        ),
        (
            registrations(&world),
            &[
                R::RegistrationTokenUnknown,
                R::RegistrationTokenUsed,
                R::RegistrationTokenExpired,
                R::RegistrationTokenMismatch,
                R::RegistrationDeclined,
            ],
        ),
    ];
    let mut seen = BTreeSet::new();
    for (found, expected) in expected {
        assert_eq!(found, expected);
        seen.extend(found);
    }
    seen
}

#[test]
fn every_reason_is_given_for_what_it_says() {
    let mut seen = all(Box::<MemoryStore>::default(), None);
    let rules = rule_sets();
    assert_eq!(
        rules,
        [R::RegistrationRefusedByManual, R::RegistrationReadersNotChanged, R::RegistrationRefusedBySite]
    );
    let production = production();
    assert_eq!(production, [R::AttackDetectionMissing, R::HolderAuthorisationUnavailable]);
    seen.extend(rules);
    seen.extend(production);
    assert_eq!(seen, R::ALL.iter().copied().collect::<BTreeSet<_>>());
}

#[test]
fn the_same_over_sqlite_with_the_centre_writing_beside_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("service.db");
    let store = SqliteStore::open(&path).unwrap();
    let second = SqliteStore::open(&path).unwrap();
    all(Box::new(store), Some(second));
}
