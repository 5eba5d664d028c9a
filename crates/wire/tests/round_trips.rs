//! Every message comes back as it was sent, and random bytes never panic.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, unreachable_pub)]

mod support;

use proptest::prelude::*;
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
