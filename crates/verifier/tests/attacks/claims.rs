//! What a terminal claims of how the holder was confirmed, and how often.

use crate::support::*;
use crate::{by_sight, opened};
use policy::Purpose;
use verifier::alarm::Alarm;
use verifier::face::FaceLimit;
use verifier::store::{SqliteStore, Store as _};
use verifier::visual::VisualLimit;
use wire::RefusalReason as R;
use wire::*;

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
fn a_flood_of_faces_ends_at_the_terminal_s_limit_and_no_restart_forgets_it() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("db");
    let world = || {
        let store = Box::new(SqliteStore::open(&path).unwrap());
        let face = FaceLimit { window: 600, per_terminal: 2 };
        World::new(Options { store, face, ..Options::default() })
    };
    let by_face =
        |world: &World| Evidence { confirmation: good_face(), ..world.evidence(Purpose::Verification) };
    let before = world();
    for _ in 0..2 {
        assert!(opened(&before, &by_face(&before)));
        before.later(60);
    }
    assert_eq!(closed(&before.authorise(&by_face(&before), &before.card)), R::FaceTooOften);
    assert_eq!(before.alarms.take(), [Alarm::Refused(R::FaceTooOften)]);
    // Whoever knows a PIN, and whoever staff know, is served as ever.
    let pin = before.evidence(Purpose::Verification);
    assert!(matches!(before.submit(&pin, &before.card), Verdict::Verified(_)));
    assert!(opened(&before, &by_sight(&before)));
    drop(before);
    let after = world();
    assert_eq!(closed(&after.authorise(&by_face(&after), &after.card)), R::FaceTooOften);
    // The window slides, and there is room for one, and for one alone.
    after.later(600);
    assert!(opened(&after, &by_face(&after)));
    assert_eq!(closed(&after.authorise(&by_face(&after), &after.card)), R::FaceTooOften);
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
