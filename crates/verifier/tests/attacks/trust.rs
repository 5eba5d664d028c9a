//! Clocks, rules, roots, and terminals that are no terminals any more.

use crate::support::cards::{Spec, look_alike_root};
use crate::support::*;
use crate::{by_sight, opened};
use policy::{Purpose, RevisionId};
use rcgen::KeyUsagePurpose;
use verifier::alarm::Alarm;
use verifier::service::Rejected;
use verifier::signature::sha256;
use verifier::store::{SqliteStore, Store as _};
use verifier::{Mode, Roots};
use wire::RefusalReason as R;
use wire::*;

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
