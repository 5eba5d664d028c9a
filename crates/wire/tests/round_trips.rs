//! Every message comes back as it was sent, and random bytes never panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, unreachable_pub)]

mod support;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use support::{certificate, challenge, evidence, name, outcome, purpose, refusal, responses, script};
use support::{session, verdict};
use wire::*;

fn there_and_back<M: Message + PartialEq + std::fmt::Debug>(message: &M) {
    let bytes = to_json(message).unwrap();
    assert_eq!(&from_json::<M>(&bytes).unwrap(), message);
}

fn signed_there_and_back<P>(payload: &P, terminal: &TerminalId, signature: &[u8; 64])
where
    P: TerminalPayload + PartialEq + std::fmt::Debug,
{
    let draft = Draft::new(payload, terminal).unwrap();
    let input = draft.signing_input();
    let signed = Signed::<P>::parse(&draft.seal(signature).unwrap()).unwrap();
    assert_eq!(&signed.payload, payload);
    assert_eq!((&signed.kid, &signed.signing_input, &signed.signature), (terminal, &input, signature));
}

fn parse_everything(bytes: &[u8]) {
    let _ = Statement::parse(bytes);
    let _ = Signed::<AuthorisationRequest>::parse(bytes);
    let _ = Signed::<RegistrationRequest>::parse(bytes);
    let _ = Signed::<OutcomeRecord>::parse(bytes);
    let _ = from_json::<Challenge>(bytes);
    let _ = from_json::<ChallengeRequest>(bytes);
    let _ = from_json::<AuthorisationAnswer>(bytes);
    let _ = from_json::<Verdict>(bytes);
    let _ = from_json::<OutcomeReceipt>(bytes);
    let _ = from_json::<Fault>(bytes);
}

proptest! {
    #[test]
    fn a_statement_keeps_evidence_certificate_and_both_signatures(
        evidence in evidence(),
        certificate in certificate(),
        low in any::<[u8; 32]>(),
        terminal in any::<[u8; 64]>(),
    ) {
        let mut card = [0; 256];
        card[..32].copy_from_slice(&low);
        let draft = StatementDraft::new(&evidence, &certificate).unwrap();
        let inputs = (draft.card_signing_input(), draft.terminal_signing_input());
        let statement = Statement::parse(&draft.seal(&card, &terminal).unwrap()).unwrap();
        prop_assert_eq!(&statement.kid, &evidence.terminal);
        prop_assert_eq!(&statement.evidence, &evidence);
        prop_assert_eq!(&statement.certificate, &certificate);
        prop_assert_eq!((statement.card_signature, statement.terminal_signature), (card, terminal));
        prop_assert_eq!((statement.card_signing_input, statement.terminal_signing_input), inputs);
    }

    #[test]
    fn what_the_terminal_signs_alone_comes_back(
        evidence in evidence(),
        certificate in certificate(),
        responses in responses(),
        outcome in outcome(),
        token in any::<[u8; 32]>(),
        terminal in name::<TerminalId>(),
        signature in any::<[u8; 64]>(),
    ) {
        let session = evidence.session;
        let authorisation = AuthorisationRequest::new(evidence, certificate, responses);
        signed_there_and_back(&authorisation, &terminal, &signature);
        let registration = RegistrationRequest::new(RegistrationToken(token), session, Consent::Given);
        signed_there_and_back(&registration, &terminal, &signature);
        signed_there_and_back(&outcome, &terminal, &signature);
    }

    #[test]
    fn unsigned_messages_come_back(
        challenge in challenge(),
        session in session(),
        purpose in purpose(),
        verdict in verdict(),
        refusal in refusal(),
        script in script(),
    ) {
        there_and_back(&challenge);
        there_and_back(&ChallengeRequest::new(session, purpose));
        there_and_back(&verdict);
        there_and_back(&AuthorisationAnswer::Refused(refusal));
        there_and_back(&AuthorisationAnswer::Continue(script.clone()));
        there_and_back(&AuthorisationAnswer::Authorised(script));
    }

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2048)) {
        parse_everything(&bytes);
    }

    #[test]
    fn a_flipped_byte_never_panics_and_never_gives_the_same_statement(
        evidence in evidence(),
        at in any::<prop::sample::Index>(),
        flip in 1..=255_u8,
    ) {
        let certificate = Certificate::new(vec![0x30, 0x82]).unwrap();
        let draft = StatementDraft::new(&evidence, &certificate).unwrap();
        let mut bytes = draft.seal(&[7; 256], &[9; 64]).unwrap();
        let before = Statement::parse(&bytes).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        parse_everything(&bytes);
        if let Ok(after) = Statement::parse(&bytes) {
            prop_assert_ne!(before, after);
        }
    }
}

#[test]
fn every_refusal_has_its_own_code_and_ascends() {
    for pair in RefusalReason::ALL.windows(2) {
        assert!(pair[0].code() < pair[1].code());
        assert!(pair[0] < pair[1]);
    }
    assert_eq!(RefusalReason::ChallengeUsed.to_string(), "102 ChallengeUsed");
}

/// As HTTP has it (RFC 9110 15.5, 15.6): a client may send again what the server failed at, and nothing that it
/// is to blame for itself.
#[test]
fn a_fault_blames_the_client_unless_the_store_failed() {
    use FaultCode::{
        Malformed, MethodNotAllowed, NoSuchEndpoint, OutcomeDiffers, RateLimited, TerminalMismatch,
    };
    use FaultCode::{TerminalUnknown, TooLong, TooSlow, Unsupported};
    let of_the_client = [
        Malformed,
        Unsupported,
        TerminalUnknown,
        TerminalMismatch,
        NoSuchEndpoint,
        MethodNotAllowed,
        TooSlow,
        OutcomeDiffers,
        TooLong,
        RateLimited,
    ];
    assert!(of_the_client.iter().all(|fault| fault.status() / 100 == 4));
    assert_eq!(FaultCode::Internal.status() / 100, 5);
}

/// RFC 7515 5.1: what is signed is the text that is sent, header and payload with a dot between them.
#[test]
fn what_is_signed_is_what_is_sent() {
    let evidence = sample(support::evidence());
    let certificate = Certificate::new(vec![0x30, 0x82]).unwrap();
    let draft = StatementDraft::new(&evidence, &certificate).unwrap();
    let inputs = [draft.card_signing_input(), draft.terminal_signing_input()];
    let sent: serde_json::Value = serde_json::from_slice(&draft.seal(&[7; 256], &[9; 64]).unwrap()).unwrap();
    for (input, signature) in inputs.iter().zip(sent["signatures"].as_array().unwrap()) {
        let text = [&signature["protected"], &sent["payload"]].map(|part| part.as_str().unwrap()).join(".");
        assert_eq!(input, text.as_bytes());
    }
}

fn sample<T>(strategy: impl Strategy<Value = T>) -> T {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    strategy.new_tree(&mut runner).unwrap().current()
}

/// The service compares the claim that opened a key with the one that the card signed.
#[test]
fn a_claim_is_the_evidence_but_for_what_moves_on() {
    let evidence = sample(support::evidence());
    let claim = |evidence: &Evidence| evidence.claim().unwrap();
    let later = Evidence {
        time: UnixSeconds(evidence.time.0 ^ 1),
        transcript: Digest([0x5A; 32]),
        ..evidence.clone()
    };
    assert_eq!(claim(&evidence), claim(&later));
    for other in [
        Evidence { challenge: Nonce([0x5A; 32]), ..evidence.clone() },
        Evidence { session: SessionId([0x5A; 16]), ..evidence.clone() },
        Evidence { terminal: "another".parse().unwrap(), ..evidence.clone() },
        Evidence { certificate: Digest([0x5A; 32]), ..evidence.clone() },
        Evidence { policy_revision: policy::RevisionId(evidence.policy_revision.0 ^ 1), ..evidence.clone() },
    ] {
        assert_ne!(claim(&evidence), claim(&other));
    }
}

/// One word for each, wherever it is written.
#[test]
fn a_method_has_its_word_of_the_record() {
    for method in policy::Method::ALL {
        let record = OutcomeRecord { method: Some(method), ..sample(outcome()) };
        let written = serde_json::to_value(&record).unwrap();
        assert_eq!(written["method"], words::method_word(method));
    }
}

#[test]
fn small_answers_come_back() {
    there_and_back(&OutcomeReceipt::Recorded);
    there_and_back(&OutcomeReceipt::AlreadyRecorded);
    there_and_back(&Health {
        version: VERSION,
        time: UnixSeconds(1_700_000_000),
        rule_date: policy::Date::from_unix(1_700_000_000),
        policy_revision: policy::RevisionId(2),
    });
    there_and_back(&Fault { code: FaultCode::RateLimited });
}
