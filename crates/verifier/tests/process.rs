//! The real program over mutually authenticated TLS on loopback.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::as_conversions, missing_docs)]

#[path = "support/process.rs"]
mod process;
mod support;

use process::{Site, client, evidence_of, text};
use service_https::{Refuser, ServiceFault};
use support::cards::{Spec, root};
use support::{DAY, NOW, good_face, sealed, visual};
use test_pki::Authority;
use verifier::signature::{sha256, terminal_signed};
use verifier::store::{SqliteStore, Store as _};
use wire::*;

const FULL: Verdict = Verdict::Verified(Verified { standing: Standing::Full, notice: None });
/// 2040-01-01: beyond every certificate of the test PKI.
const BEYOND: u64 = 2_208_988_800;

fn refused(code: FaultCode) -> ServiceFault {
    ServiceFault::Refused { status: code.status(), code: Some(code) }
}

#[test]
fn sessions_by_pin_face_and_sight_end_to_end() {
    let (site, card) = (Site::new(), Spec::default().issue());
    site.register(&card);
    let running = site.serve(NOW);
    let (client, key) = (site.client(&running, NOW), site.key(0));
    let terminal: TerminalId = "T-1".parse().unwrap();

    let health = client.health().unwrap();
    assert!((NOW..NOW + 60).contains(&health.time.0));
    assert_eq!(health.policy_revision.0, 3);

    let evidence = evidence_of(&client, &card);
    assert_eq!(client.submit(&sealed(&evidence, &card, &key)), Ok(FULL));

    let public = std::fs::read(&site.pki.stand_in_public).unwrap();
    for confirmation in [good_face(), visual()] {
        let mut evidence = evidence_of(&client, &card);
        evidence.confirmation = confirmation;
        let asked = |responses: Vec<Vec<u8>>| {
            let responses = responses.into_iter().map(|bytes| CardResponse::new(bytes).unwrap()).collect();
            let responses = CardResponses::new(responses).unwrap();
            let request = AuthorisationRequest::new(evidence.clone(), card.certificate(), responses);
            client.authorise(&key.seal(&request, &terminal).unwrap()).unwrap()
        };
        let answer = asked(vec![]);
        let AuthorisationAnswer::Continue(script) = answer else { panic!("{answer:?}") };
        assert_eq!(script.steps()[0].command().as_bytes(), b"\x00\xA4\x04\x0C\x0A\xF0STAND-IN\x01");
        let answer = asked(vec![vec![0x90, 0], [vec![3; 8], vec![0x90, 0]].concat()]);
        let AuthorisationAnswer::Authorised(script) = answer else { panic!("{answer:?}") };
        let cryptogram = &script.steps()[0].command().as_bytes()[5..];
        let mut message = b"holder-authorisation stand-in v1\0".to_vec();
        message.extend(&sha256(&card.der).0[..16]);
        message.extend([3; 8]);
        assert!(terminal_signed(&public, &message, cryptogram));
        assert_eq!(client.submit(&sealed(&evidence, &card, &key)), Ok(FULL));
    }

    let records = site.must(&["records"]);
    assert_eq!(records.lines().filter(|line| line.starts_with("{\"verification\"")).count(), 3);
    assert!(records.contains("\"performer\":\"staff-7\"") && records.contains("chip_photo_verified"));

    let log = running.stop();
    assert!(log.contains("statement terminal=T-1 session=") && log.contains(" verified 0"), "{log}");
    assert!(!log.contains("staff-7") && !log.contains("997794E9"), "{log}");
}

#[test]
fn registration_through_the_wire() {
    let (site, card) = (Site::new(), Spec::default().issue());
    let running = site.serve(NOW);
    let (client, key) = (site.client(&running, NOW), site.key(0));
    let terminal: TerminalId = "T-1".parse().unwrap();
    let evidence = evidence_of(&client, &card);
    let answer = client.submit(&sealed(&evidence, &card, &key)).unwrap();
    let Verdict::Unregistered(ticket) = answer else { panic!("{answer:?}") };
    let request = RegistrationRequest::new(ticket.token, evidence.session, Consent::Given);
    assert_eq!(client.register(&key.seal(&request, &terminal).unwrap()), Ok(FULL));
    let again = evidence_of(&client, &card);
    assert_eq!(client.submit(&sealed(&again, &card, &key)), Ok(FULL));
}

#[test]
fn a_replay_is_refused_even_after_a_restart() {
    let (site, card) = (Site::new(), Spec::default().issue());
    site.register(&card);
    let running = site.serve(NOW);
    let client = site.client(&running, NOW);
    let statement = sealed(&evidence_of(&client, &card), &card, &site.key(0));
    assert_eq!(client.submit(&statement), Ok(FULL));
    let unused = sealed(&evidence_of(&client, &card), &card, &site.key(0));
    let used = Ok(Verdict::Refused(RefusalReason::ChallengeUsed));
    assert_eq!(client.submit(&statement), used);
    running.stop();
    let running = site.serve(NOW);
    let client = site.client(&running, NOW);
    assert_eq!(client.submit(&statement), used);
    // What was not used before the restart still counts after it.
    assert_eq!(client.submit(&unused), Ok(FULL));
}

#[test]
fn an_outcome_delivered_twice_and_across_a_restart_counts_once() {
    let site = Site::new();
    let record = OutcomeRecord {
        version: VERSION,
        session: support::session(),
        terminal: "T-1".parse().unwrap(),
        facility: "1310001".parse().unwrap(),
        ending: 42,
        method: None,
        policy_revision: policy::RevisionId(3),
        started: UnixSeconds(NOW - 5000),
        ended: UnixSeconds(NOW - 4000),
    };
    let sealed = site.key(0).seal(&record, &record.terminal).unwrap();
    let running = site.serve(NOW);
    let client = site.client(&running, NOW);
    assert_eq!(client.deliver_outcome(&sealed), Ok(OutcomeReceipt::Recorded));
    assert_eq!(client.deliver_outcome(&sealed), Ok(OutcomeReceipt::AlreadyRecorded));
    assert_eq!(client.submit(&sealed), Err(refused(FaultCode::Malformed)));
    running.stop();
    let running = site.serve(NOW + DAY);
    assert_eq!(
        site.client(&running, NOW + DAY).deliver_outcome(&sealed),
        Ok(OutcomeReceipt::AlreadyRecorded)
    );
    let outcomes = site.must(&["records"]);
    assert_eq!(outcomes.lines().filter(|line| line.starts_with("{\"outcome\"")).count(), 1);
}

#[test]
fn terminals_of_another_authority_are_refused_every_time() {
    let site = Site::new();
    let running = site.serve(NOW);
    let stranger = Authority::new("another authority").unwrap().terminal("T-1").unwrap();
    let mut settings = site.settings(&running);
    settings.certificate_pem = stranger.certificate_pem.into_bytes();
    settings.key_pem = stranger.key_pem.into_bytes();
    let client = client(&settings, NOW);
    for _ in 0..20 {
        assert_eq!(client.health(), Err(ServiceFault::TlsRefused(Refuser::Service)));
    }
}

#[test]
fn services_of_another_authority_are_refused() {
    let site = Site::new();
    let running = site.serve(NOW);
    let mut settings = site.settings(&running);
    settings.service_roots_pem = Authority::new("another").unwrap().certificate_pem().into_bytes();
    assert_eq!(client(&settings, NOW).health(), Err(ServiceFault::TlsRefused(Refuser::Terminal)));
}

#[test]
fn tls_goes_by_the_simulated_clocks_of_both_sides() {
    let site = Site::new();
    let running = site.serve(NOW);
    assert!(site.client(&running, NOW).health().is_ok());
    for now in [BEYOND, 1_600_000_000] {
        assert_eq!(site.client(&running, now).health(), Err(ServiceFault::TlsRefused(Refuser::Terminal)));
    }
    let late = site.serve(BEYOND);
    assert_eq!(site.client(&late, NOW).health(), Err(ServiceFault::TlsRefused(Refuser::Service)));
}

#[test]
fn challenges_and_certificates_age_by_the_simulated_clock() {
    let (site, card) = (Site::new(), Spec { until: NOW + 100, ..Spec::default() }.issue());
    site.register(&card);
    let running = site.serve(NOW);
    let stale = sealed(&evidence_of(&site.client(&running, NOW), &card), &card, &site.key(0));
    running.stop();
    let later = |days: u64| {
        let now = NOW + days * DAY;
        let running = site.serve(now);
        let client = site.client(&running, now);
        let mut evidence = evidence_of(&client, &card);
        evidence.time = UnixSeconds(now);
        let verdict = client.submit(&sealed(&evidence, &card, &site.key(0))).unwrap();
        (verdict, client.submit(&stale).unwrap())
    };
    let until = policy::Date::from_unix(NOW + 100);
    let notice = Some(Notice::CertificateEnded { until });
    let grace = Verdict::Verified(Verified { standing: Standing::EntitlementOnly, notice });
    assert_eq!(later(60), (grace, Verdict::Refused(RefusalReason::ChallengeUnknown)));
    assert_eq!(later(120).0, Verdict::Refused(RefusalReason::CertificateEnded));
}

#[test]
fn oversize_garbage_and_wrong_doors_get_typed_faults() {
    let site = Site::new();
    let running = site.serve(NOW);
    let client = site.client(&running, NOW);
    assert_eq!(client.submit(&vec![b'x'; MAX_MESSAGE + 1]), Err(refused(FaultCode::TooLong)));
    assert_eq!(client.submit(&vec![b'x'; MAX_MESSAGE]), Err(refused(FaultCode::Malformed)));
    assert_eq!(client.submit(b"\xff\x00garbage"), Err(refused(FaultCode::Malformed)));
    assert_eq!(client.authorise(b"{}"), Err(refused(FaultCode::Malformed)));
    assert_eq!(client.register(b""), Err(refused(FaultCode::Malformed)));
    assert!(client.health().is_ok());
}

#[test]
fn the_operator_s_word_holds_at_once() {
    let (site, card) = (Site::new(), Spec::default().issue());
    site.register(&card);
    let running = site.serve(NOW);
    let client = site.client(&running, NOW);
    let file = text(&site.path("card.pem"));
    let ask = || client.submit(&sealed(&evidence_of(&client, &card), &card, &site.key(0))).unwrap();
    for (command, expected) in [
        ("suspend", Verdict::Refused(RefusalReason::CertificateSuspended)),
        ("reinstate", FULL),
        ("revoke", Verdict::Refused(RefusalReason::CertificateRevoked)),
    ] {
        site.must(&[command, "--certificate", &file]);
        assert_eq!(ask(), expected, "{command}");
    }
    site.must(&["withdraw-terminal", "--id", "T-1"]);
    let request = ChallengeRequest::new(support::session(), policy::Purpose::Verification);
    assert_eq!(client.challenge(&request), Err(refused(FaultCode::TerminalUnknown)));
}

#[test]
fn an_operator_reads_of_attacks_and_of_opened_keys() {
    let (site, card) = (Site::new(), Spec::default().issue());
    site.register(&card);
    let running = site.serve_with(NOW, &["--visual-per-terminal", "1"]);
    let (client, key) = (site.client(&running, NOW), site.key(0));
    let ask = || {
        let mut evidence = evidence_of(&client, &card);
        evidence.confirmation = visual();
        let responses = [vec![0x90, 0], [vec![3; 8], vec![0x90, 0]].concat()];
        let responses = responses.map(|bytes| CardResponse::new(bytes).unwrap()).into();
        let responses = CardResponses::new(responses).unwrap();
        let request = AuthorisationRequest::new(evidence.clone(), card.certificate(), responses);
        (client.authorise(&key.seal(&request, &evidence.terminal).unwrap()).unwrap(), evidence)
    };
    let (answer, evidence) = ask();
    assert!(matches!(answer, AuthorisationAnswer::Authorised(_)));
    let statement = sealed(&evidence, &card, &key);
    assert_eq!(client.submit(&statement), Ok(FULL));
    for _ in 0..2 {
        assert_eq!(client.submit(&statement), Ok(Verdict::Refused(RefusalReason::ChallengeUsed)));
    }
    assert_eq!(ask().0, AuthorisationAnswer::Refused(RefusalReason::VisualTooOften));

    let records = site.must(&["records"]);
    let lines = |kind: &str| records.lines().filter(|line| line.starts_with(kind)).collect::<Vec<_>>();
    let opened = lines("{\"opened_key\"");
    assert!(opened.len() == 1 && opened[0].contains("\"performer\":\"staff-7\""), "{records}");
    let alarms = lines("{\"alarm\"");
    assert_eq!(alarms.len(), 2, "{records}");
    assert!(alarms[0].contains("{\"refused\":\"challenge_used\"}") && alarms[0].contains("\"count\":2"));
    assert!(alarms[1].contains("{\"refused\":\"visual_too_often\"}") && alarms[1].contains("\"T-1\""));
    let log = running.stop();
    assert_eq!(log.matches("ALARM terminal=T-1 Refused(ChallengeUsed)").count(), 2, "{log}");
}

#[test]
fn an_operator_sets_a_clock_right_that_was_wrong() {
    let site = Site::new();
    let mut store = SqliteStore::open(&site.path("service.db")).unwrap();
    store.keep_time(UnixSeconds(BEYOND)).unwrap();
    assert_eq!(store.keep_time(UnixSeconds(0)).unwrap(), UnixSeconds(BEYOND));
    site.must(&["accept-clock"]);
    assert!(store.keep_time(UnixSeconds(0)).unwrap() < UnixSeconds(BEYOND));
}

#[test]
fn a_service_that_is_away_is_unreachable() {
    let site = Site::new();
    let running = site.serve(NOW);
    let client = site.client(&running, NOW);
    assert!(client.health().is_ok());
    running.stop();
    assert_eq!(client.health(), Err(ServiceFault::Unreachable));
}

/// What `serve` says when it does not start.
fn does_not_start(site: &Site, more: &[&str]) -> String {
    let output = site.command(more).output().unwrap();
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn production_refuses_what_belongs_to_a_rig() {
    let site = Site::new();
    let key = text(&site.pki.stand_in_key);
    // Production is what one gets without asking.
    for mode in [&[][..], &["--mode", "production"]] {
        let said = |more: &[&str]| does_not_start(&site, &[mode, more].concat());
        assert!(said(&[]).contains("not one of the published roots"));
        assert!(said(&["--stand-in-key", &key]).contains("production has no stand-in"));
        assert!(said(&["--unsealed"]).contains("production has no unsealed memory"));
        assert!(said(&["--now", "1"]).contains("production has no simulated clock"));
        assert!(said(&["--clock-offset", "1"]).contains("production has no simulated clock"));
    }
    assert!(does_not_start(&site, &["--mode", "test"]).contains("--mode"));
    assert!(does_not_start(&site, &["--mode", "rig", "--what", "x"]).contains("--what"));
}

#[test]
fn a_rig_s_broken_files_are_named() {
    let site = Site::new();
    let broken = site.write("broken.pem", b"no certificate");
    let said = does_not_start(&site, &["--mode", "rig", "--card-root", &broken]);
    assert!(said.contains("broken.pem"), "{said}");
    let rsa = site.write("not-a-terminal.pem", root().pem.as_bytes());
    let output = site.operate(&["enrol-terminal", "--id", "T-9", "--facility", "F", "--certificate", &rsa]);
    assert!(String::from_utf8(output.stderr).unwrap().contains("not on P-256"));
    assert!(
        !site
            .operate(&["enrol-terminal", "--id", "T 9", "--facility", "F", "--certificate", &rsa])
            .status
            .success()
    );
    assert!(!site.operate(&["no-such-command"]).status.success());
}
