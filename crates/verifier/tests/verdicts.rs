//! What is not refused, how far an authorisation reaches, and what an ended certificate still gives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::as_conversions, missing_docs)]

mod support;

use policy::{CardKind, Purpose};
use support::cards::Spec;
use support::*;
use verifier::signature::sha256;
use wire::RefusalReason as R;
use wire::*;

#[test]
fn what_is_not_refused_is_verified() {
    let world = World::new(Options::default());
    let full = Verdict::Verified(Verified { standing: Standing::Full, notice: None });
    let evidence = world.evidence(Purpose::Verification);
    assert_eq!(world.submit(&evidence, &world.card), full);
    for confirmation in [good_face(), visual()] {
        for kind in
            [CardKind::Ordinary, CardKind::PinLocked, CardKind::FaceAuthentication, CardKind::Undetermined]
        {
            let mut evidence = world.evidence(Purpose::Verification);
            evidence.confirmation = confirmation.clone();
            evidence.card_kind = kind;
            assert!(matches!(world.authorise(&evidence, &world.card), AuthorisationAnswer::Authorised(_)));
            // Time and transcript move on between authorisation and signature; the claim does not.
            evidence.transcript = Digest([8; 32]);
            evidence.time = UnixSeconds(evidence.time.0 + 5);
            assert_eq!(world.submit(&evidence, &world.card), full);
        }
    }
}

/// Twins (domain.md I3): a face that would do for another card does not for this one, and staff's word does,
/// under the same challenge.
#[test]
fn a_holder_with_a_look_alike_is_accepted_by_face_from_the_stricter_line_on() {
    let (ordinary, strict) =
        (policy::BUILT_IN.accepted_from().0, policy::LEDGER.accepted_despite_likeness_from().0);
    let alone = World::new(Options::default());
    let twin = World::new(Options { look_alike: true, ..Options::default() });
    let ask = |world: &World, score| {
        let mut evidence = world.evidence(Purpose::Verification);
        evidence.confirmation = face(score, ordinary);
        (world.authorise(&evidence, &world.card), evidence)
    };
    for score in [ordinary, strict - 1] {
        assert!(matches!(ask(&alone, score).0, AuthorisationAnswer::Authorised(_)), "{score}");
        let (answer, mut evidence) = ask(&twin, score);
        assert_eq!(answer, AuthorisationAnswer::Refused(R::ScoreTooLow), "{score}");
        evidence.confirmation = visual();
        assert!(matches!(twin.authorise(&evidence, &twin.card), AuthorisationAnswer::Authorised(_)));
    }
    assert!(matches!(ask(&twin, strict).0, AuthorisationAnswer::Authorised(_)));
    // The PIN is the holder's own secret, whoever resembles him.
    let by_pin = twin.evidence(Purpose::Verification);
    assert!(matches!(twin.submit(&by_pin, &twin.card), Verdict::Verified(_)));
}

#[test]
fn an_authorisation_opens_one_claim_and_no_other() {
    let world = World::new(Options::default());
    let authorised = |confirmation| {
        let mut evidence = world.evidence(Purpose::Verification);
        evidence.confirmation = confirmation;
        assert!(matches!(world.authorise(&evidence, &world.card), AuthorisationAnswer::Authorised(_)));
        evidence
    };
    let mut by_face = authorised(good_face());
    by_face.confirmation = visual();
    assert_eq!(refused(&world.submit(&by_face, &world.card)), R::NotAuthorised);
    let mut other_score = authorised(good_face());
    other_score.confirmation = face(9001, policy::BUILT_IN.accepted_from().0);
    assert_eq!(refused(&world.submit(&other_score, &world.card)), R::NotAuthorised);
    let mut other_card = authorised(good_face());
    let card = Spec { serial: 77, ..Spec::default() }.issue();
    other_card.certificate = sha256(&card.der);
    assert_eq!(refused(&world.submit(&other_card, &card)), R::NotAuthorised);
}

#[test]
fn a_conversation_with_a_card_is_not_yet_an_authorisation_and_ends_with_one() {
    let world = World::new(Options::default());
    let mut evidence = world.evidence(Purpose::Verification);
    evidence.confirmation = good_face();
    for _ in 0..2 {
        let answer = world.authorise_for(&evidence, &world.card, &[]);
        assert!(matches!(answer, AuthorisationAnswer::Continue(_)), "{answer:?}");
    }
    let only_begun = evidence.clone();
    assert_eq!(refused(&world.submit(&only_begun, &world.card)), R::NotAuthorised);

    let mut evidence = world.evidence(Purpose::Verification);
    evidence.confirmation = good_face();
    assert!(matches!(world.authorise(&evidence, &world.card), AuthorisationAnswer::Authorised(_)));
    let again = world.authorise_for(&evidence, &world.card, &[]);
    assert_eq!(again, AuthorisationAnswer::Refused(R::AlreadyAuthorised));
    assert!(matches!(world.submit(&evidence, &world.card), Verdict::Verified(_)));
}

#[test]
fn a_spoiled_statement_of_another_terminal_burns_no_challenge() {
    let world = World::new(Options::default());
    let evidence = world.evidence(Purpose::Verification);
    let forged = sealed(&evidence, &world.card, &world.other.key);
    assert_eq!(refused(&world.service.submit(&world.other.peer, &forged).unwrap()), R::TerminalMismatch);
    assert_eq!(refused(&world.service.submit(&world.desk.peer, &forged).unwrap()), R::TerminalSignature);
    assert!(matches!(world.submit(&evidence, &world.card), Verdict::Verified(_)));
}

#[test]
fn two_months_after_its_end_a_certificate_gives_entitlement_only_with_a_notice() {
    let world = World::new(Options::default());
    let until = NOW - 60 * DAY;
    let card = Spec { serial: 20, until, ..Spec::default() }.issue();
    let (ticket, session) = world.ticket(&card, Confirmation::Pin);
    let notice = Some(Notice::CertificateEnded { until: policy::Date::from_unix(until) });
    let expected = Verdict::Verified(Verified { standing: Standing::EntitlementOnly, notice });
    assert_eq!(world.register(ticket.token, session, Consent::Given), expected);
    let soon = Spec { serial: 21, until: NOW + 30 * DAY, ..Spec::default() }.issue();
    let (ticket, session) = world.ticket(&soon, Confirmation::Pin);
    let notice = Some(Notice::CertificateEndsSoon { until: policy::Date::from_unix(NOW + 30 * DAY) });
    let expected = Verdict::Verified(Verified { standing: Standing::Full, notice });
    assert_eq!(world.register(ticket.token, session, Consent::Given), expected);
}
