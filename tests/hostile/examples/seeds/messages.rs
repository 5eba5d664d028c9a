//! What travels between terminal and service.

use apdu::{ApduForm, CardChannel, ChannelError};
use card::{LastTry, Link, Pin, PinOutcome};
use hostile::messages::{SESSION, challenge, script, service};
use hostile::world;
use policy::{AttackDetection, CardKind, Compared, ComparisonScore, Credential, Method, Purpose, RevisionId};
use service_https::TerminalKey;
use verifier::signature::sha256;
use virtual_card::card::VirtualCard;
use virtual_card::card_file::ReferenceName;
use wire::*;

use crate::{Seed, damaged, seed};

struct Field(VirtualCard);

impl CardChannel for Field {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        let answer = self.0.transmit(command);
        response[..answer.len()].copy_from_slice(&answer);
        Ok(answer.len())
    }
}

fn signed_by_card(message: &[u8]) -> [u8; 256] {
    let mut link = Link::new(Field(world::powered()), ApduForm::EXTENDED);
    let secret = world::card().secret(ReferenceName::UserAuthentication).unwrap().reveal();
    let pin = Pin::from_ascii(secret.as_bytes()).unwrap();
    assert_eq!(card::pin::verify(&mut link, &pin, 3, LastTry::Closed), Ok(PinOutcome::Accepted));
    card::sign::user_authentication(&mut link, &sha256(message).0).unwrap().0
}

fn evidence(confirmation: Confirmation) -> Evidence {
    let (service, peer) = service();
    let challenge = challenge(&service, &peer);
    Evidence {
        version: VERSION,
        challenge: challenge.nonce,
        session: challenge.session,
        terminal: challenge.terminal,
        facility: challenge.facility,
        purpose: Purpose::Verification,
        certificate: sha256(world::certificate()),
        card_kind: CardKind::Ordinary,
        confirmation,
        attack_detection: AttackDetection::None,
        policy_revision: policy::BUILT_IN.revision(challenge.rule_date).unwrap().id,
        time: UnixSeconds(world::NOW),
        transcript: Digest([6; 32]),
    }
}

fn face() -> Confirmation {
    Confirmation::Face(FaceConfirmation {
        score: ComparisonScore(9000),
        threshold: policy::BUILT_IN.accepted_from(),
        detector: Digest([1; 32]),
        embedder: Digest([2; 32]),
    })
}

fn visual() -> Confirmation {
    Confirmation::Visual(VisualConfirmation {
        performer: "staff-7".parse().unwrap(),
        credential: Credential::ClinicPassword,
        reason: VisualReason::FaceNotAccepted,
        compared: Compared::ChipPhotoVerified,
    })
}

fn certificate() -> Certificate {
    Certificate::new(world::certificate().to_vec()).unwrap()
}

fn sealed(evidence: &Evidence, key: &TerminalKey) -> Vec<u8> {
    let draft = StatementDraft::new(evidence, &certificate()).unwrap();
    let by_card = signed_by_card(&draft.card_signing_input());
    let by_terminal = key.sign(&draft.terminal_signing_input()).unwrap();
    draft.seal(&by_card, &by_terminal).unwrap()
}

pub(crate) fn to_service() -> Vec<Seed> {
    let key = TerminalKey::from_pkcs8(include_bytes!("../../../fuzz/world/terminal.pem")).unwrap();
    let id: TerminalId = world::TERMINAL.parse().unwrap();
    let says = |confirmation, responses: Vec<CardResponse>| {
        let responses = CardResponses::new(responses).unwrap();
        let request = AuthorisationRequest::new(evidence(confirmation), certificate(), responses);
        key.seal(&request, &id).unwrap()
    };
    let asks = |confirmation| says(confirmation, vec![CardResponse::new(vec![5; 10]).unwrap()]);
    let outcome = OutcomeRecord {
        version: VERSION,
        session: SESSION,
        terminal: id.clone(),
        facility: world::FACILITY.parse().unwrap(),
        ending: 42,
        method: Some(Method::Face),
        policy_revision: RevisionId(3),
        started: UnixSeconds(world::NOW - 60),
        ended: UnixSeconds(world::NOW),
    };
    let registration = RegistrationRequest::new(RegistrationToken([1; 32]), SESSION, Consent::Given);
    let statement = sealed(&evidence(Confirmation::Pin), &key);
    let other_card = Evidence { certificate: Digest([0; 32]), ..evidence(Confirmation::Pin) };
    let other_challenge = Evidence { challenge: Nonce([0; 32]), ..evidence(Confirmation::Pin) };
    let asked = to_json(&ChallengeRequest::new(SESSION, Purpose::Registration)).unwrap();
    let deep = [b"{\"payload\":".as_slice(), &b"[".repeat(4000)].concat();
    let mut seeds = vec![
        seed("good-statement", statement.clone()),
        seed("good-authorisation-begins", says(face(), vec![])),
        seed("good-authorisation-face", asks(face())),
        seed("good-authorisation-visual", asks(visual())),
        seed("good-outcome", key.seal(&outcome, &id).unwrap()),
        seed("good-challenge-request", asked.clone()),
        seed("bad-registration", key.seal(&registration, &id).unwrap()),
        seed("bad-statement-face-unauthorised", sealed(&evidence(face()), &key)),
        seed("bad-authorisation-pin", asks(Confirmation::Pin)),
        seed("bad-other-card", sealed(&other_card, &key)),
        seed("bad-other-challenge", sealed(&other_challenge, &key)),
        seed("bad-deep", deep),
        seed("bad-too-long", vec![b' '; MAX_MESSAGE + 1]),
        seed("bad-repeated", String::from_utf8(asked).unwrap().replacen('{', "{\"version\":1,", 1)),
    ];
    seeds.extend(damaged(&statement, "bad-statement"));
    seeds.extend(damaged(&asks(face()), "bad-authorisation"));
    seeds
}

pub(crate) fn to_terminal() -> Vec<Seed> {
    let (service, peer) = service();
    let challenge = to_json(&challenge(&service, &peer)).unwrap();
    let date = policy::Date::new(2026, 11, 24).unwrap();
    let verified = |standing, notice| to_json(&Verdict::Verified(Verified { standing, notice })).unwrap();
    let ends = Notice::CertificateEndsSoon { until: date };
    let token = Unregistered { token: RegistrationToken([1; 32]), expires: UnixSeconds(world::NOW) };
    let opens = to_json(&AuthorisationAnswer::Authorised(script())).unwrap();
    let script_of = String::from_utf8(opens.clone()).unwrap();
    let many = script_of.replacen("\"9000\"", &["\"9000\""; 9].join(","), 1);
    let text = String::from_utf8(challenge.clone()).unwrap();
    let mut seeds = vec![
        seed("good-challenge", challenge.clone()),
        seed("good-verified", verified(Standing::Full, None)),
        seed("good-verified-ends", verified(Standing::EntitlementOnly, Some(ends))),
        seed("good-refused", to_json(&Verdict::Refused(RefusalReason::CertificateMalformed)).unwrap()),
        seed("good-unregistered", to_json(&Verdict::Unregistered(token)).unwrap()),
        seed("good-authorised", opens),
        seed("good-continue", to_json(&AuthorisationAnswer::Continue(script())).unwrap()),
        seed("good-receipt", to_json(&OutcomeReceipt::AlreadyRecorded).unwrap()),
        seed("good-fault", to_json(&Fault { code: FaultCode::Malformed }).unwrap()),
        seed("good-health", to_json(&service.health()).unwrap()),
        seed("bad-version", text.replacen("\"version\":1", "\"version\":2", 1)),
        seed("bad-script-command", script_of.replacen("AIQAAAg", "AIQA", 1)),
        seed("bad-script-expected", many),
        seed("bad-script-version", script_of.replacen("\"version\":1", "\"version\":2", 1)),
        seed("bad-repeated", text.replacen('{', "{\"version\":1,", 1)),
        seed("bad-unknown", text.replacen('{', "{\"more\":1,", 1)),
        seed("bad-deep", "[".repeat(5000)),
        seed("bad-number", text.replacen("\"version\":1", "\"version\":1e999", 1)),
        seed("bad-too-long", vec![b' '; MAX_MESSAGE + 1]),
    ];
    seeds.extend(damaged(&challenge, "edge"));
    seeds
}
