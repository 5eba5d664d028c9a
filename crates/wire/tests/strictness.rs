//! One way to write each signed thing; every deviation has its own refusal.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use policy::{AttackDetection, CardKind, Purpose, RevisionId};
use wire::*;

fn evidence() -> Evidence {
    Evidence {
        version: VERSION,
        challenge: Nonce([1; 32]),
        session: SessionId([2; 16]),
        terminal: "T-1".parse().unwrap(),
        facility: "1310001".parse().unwrap(),
        purpose: Purpose::Verification,
        certificate: Digest([3; 32]),
        card_kind: CardKind::Ordinary,
        confirmation: Confirmation::Pin,
        attack_detection: AttackDetection::None,
        policy_revision: RevisionId(3),
        time: UnixSeconds(1_700_000_000),
        transcript: Digest([4; 32]),
    }
}

fn certificate() -> Certificate {
    Certificate::new(vec![0x30, 0x82, 0x01]).unwrap()
}

/// The parts of a statement, to be spoiled one at a time.
struct Parts {
    payload: String,
    card: String,
    terminal: String,
    card_signature: String,
    terminal_signature: String,
}

impl Parts {
    fn good() -> Self {
        Self {
            payload: serde_json::to_string(&evidence()).unwrap(),
            card: format!(
                r#"{{"alg":"RS256","typ":"reception-statement.v1+jws","x5c":["{}"]}}"#,
                STANDARD.encode(certificate().as_bytes())
            ),
            terminal: r#"{"alg":"ES256","typ":"reception-statement.v1+jws","kid":"T-1"}"#.into(),
            card_signature: URL_SAFE_NO_PAD.encode([7; 256]),
            terminal_signature: URL_SAFE_NO_PAD.encode([9; 64]),
        }
    }

    fn text(&self) -> String {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        format!(
            r#"{{"payload":"{}","signatures":[{{"protected":"{}","signature":"{}"}},{{"protected":"{}","signature":"{}"}}]}}"#,
            encode(&self.payload),
            encode(&self.card),
            self.card_signature,
            encode(&self.terminal),
            self.terminal_signature
        )
    }

    fn refusal(&self) -> WireError {
        Statement::parse(self.text().as_bytes()).unwrap_err()
    }
}

fn card(header: &str) -> WireError {
    Parts { card: header.replace("CERT", "MIIB"), ..Parts::good() }.refusal()
}

fn terminal(header: &str) -> WireError {
    Parts { terminal: header.into(), ..Parts::good() }.refusal()
}

fn payload(from: &str, to: &str) -> WireError {
    let good = Parts::good();
    assert!(good.payload.contains(from), "{}", good.payload);
    Parts { payload: good.payload.replacen(from, to, 1), ..good }.refusal()
}

#[test]
fn the_builder_writes_what_the_parts_spell() {
    let draft = StatementDraft::new(&evidence(), &certificate()).unwrap();
    assert_eq!(
        draft.card_signing_input(),
        statement::card_signing_input(&serde_json::to_vec(&evidence()).unwrap(), &certificate()).unwrap()
    );
    assert_eq!(String::from_utf8(draft.seal(&[7; 256], &[9; 64]).unwrap()).unwrap(), Parts::good().text());
}

#[test]
fn algorithms_are_exact() {
    let wrong = WireError::Malformed(Malformed::Algorithm);
    for alg in ["none", "rs256", "RS384", "PS256", "HS256", "ES256"] {
        let header = format!(r#"{{"alg":"{alg}","typ":"reception-statement.v1+jws","x5c":["CERT"]}}"#);
        assert_eq!(card(&header), wrong, "{alg}");
    }
    for alg in ["none", "RS256", "ES384", "EdDSA"] {
        let header = format!(r#"{{"alg":"{alg}","typ":"reception-statement.v1+jws","kid":"T-1"}}"#);
        assert_eq!(terminal(&header), wrong, "{alg}");
    }
    assert_eq!(
        terminal(r#"{"alg":["ES256"],"typ":"reception-statement.v1+jws","kid":"T-1"}"#),
        WireError::Malformed(Malformed::Header)
    );
}

#[test]
fn headers_have_exactly_their_members() {
    let header = WireError::Malformed(Malformed::Header);
    let critical = WireError::Unsupported(Unsupported::CriticalHeader);
    assert_eq!(
        terminal(
            r#"{"alg":"ES256","typ":"reception-statement.v1+jws","kid":"T-1","crit":["b64"],"b64":false}"#
        ),
        critical
    );
    assert_eq!(
        card(r#"{"alg":"RS256","typ":"reception-statement.v1+jws","x5c":["CERT"],"crit":[]}"#),
        critical
    );
    for bad in [
        r#"{"alg":"ES256","typ":"reception-statement.v1+jws"}"#,
        r#"{"alg":"ES256","typ":"reception-statement.v1+jws","kid":""}"#,
        r#"{"alg":"ES256","typ":"reception-statement.v1+jws","kid":"T 1"}"#,
        r#"{"alg":"ES256","typ":"reception-statement.v1+jws","kid":"T-1","jku":"x"}"#,
        r#"{"alg":"ES256","alg":"ES256","typ":"reception-statement.v1+jws","kid":"T-1"}"#,
        r#"{"alg":"ES256","typ":"reception-statement.v1+jws","kid":"T-1","kid":"T-2"}"#,
        r#"{"alg":"ES256","kid":"T-1"}"#,
        "[]",
        "",
    ] {
        assert_eq!(terminal(bad), header, "{bad}");
    }
}

#[test]
fn x5c_is_one_bounded_certificate() {
    let refused = WireError::Malformed(Malformed::Certificate);
    let long = STANDARD.encode(vec![0x30; bytes::MAX_CERTIFICATE + 1]);
    for x5c in [
        "[]",
        r#"["CERT","CERT"]"#,
        r#"[""]"#,
        r#"["A-_A"]"#,
        r#"["MIIBAA"]"#,
        r#""CERT""#,
        &format!(r#"["{long}"]"#),
    ] {
        let header = format!(r#"{{"alg":"RS256","typ":"reception-statement.v1+jws","x5c":{x5c}}}"#);
        assert_eq!(card(&header), refused, "{x5c}");
    }
}

#[test]
fn the_container_has_exactly_its_members() {
    let good = Parts::good().text();
    assert!(Statement::parse(good.as_bytes()).is_ok());
    let container = WireError::Malformed(Malformed::Container);
    let spoiled = [
        good.replacen("{\"payload\"", "{\"header\":{},\"payload\"", 1),
        good.replacen("{\"payload\"", "{\"payload\":\"\",\"payload\"", 1),
        good.replacen("{\"protected\"", "{\"header\":{\"alg\":\"none\"},\"protected\"", 1),
        good.replacen("{\"protected\"", "{\"signature\":\"\",\"protected\"", 1),
        format!("{good} x"),
        good[..good.len() - 1].to_owned(),
        String::new(),
    ];
    for text in spoiled {
        assert_eq!(Statement::parse(text.as_bytes()).unwrap_err(), container, "{text}");
    }
}

#[test]
fn signatures_are_two_in_order_and_of_their_length() {
    let good = Parts::good();
    let text = good.text();
    let first = text.find("{\"protected\"").unwrap();
    let second = text.rfind("{\"protected\"").unwrap();
    let (head, card, terminal) = (&text[..first], &text[first..second - 1], &text[second..text.len() - 2]);
    let swapped = format!("{head}{terminal},{card}]}}");
    assert_eq!(Statement::parse(swapped.as_bytes()).unwrap_err(), WireError::Malformed(Malformed::Algorithm));
    for list in [String::new(), card.to_owned(), format!("{card},{terminal},{terminal}")] {
        assert_eq!(
            Statement::parse(format!("{head}{list}]}}").as_bytes()).unwrap_err(),
            WireError::Malformed(Malformed::SignatureCount)
        );
    }
    for length in [0, 255, 257] {
        let card_signature = URL_SAFE_NO_PAD.encode(vec![7; length]);
        assert_eq!(
            Parts { card_signature, ..Parts::good() }.refusal(),
            WireError::Malformed(Malformed::SignatureLength)
        );
    }
    let terminal_signature = URL_SAFE_NO_PAD.encode([9; 70]);
    assert_eq!(
        Parts { terminal_signature, ..Parts::good() }.refusal(),
        WireError::Malformed(Malformed::SignatureLength)
    );
}

#[test]
fn base64url_is_unpadded_and_canonical() {
    let refused = WireError::Malformed(Malformed::Base64);
    let good = Parts::good();
    let padded = good.terminal_signature.clone() + "==";
    // 64 bytes leave the last four bits of the last character unused: they must be zero.
    let mut loose = good.terminal_signature.clone();
    loose.pop();
    loose.push('R');
    for terminal_signature in [padded, loose, "a+/b".into(), "a b".into()] {
        assert_eq!(Parts { terminal_signature, ..Parts::good() }.refusal(), refused);
    }
}

#[test]
fn the_payload_has_exactly_its_members() {
    let refused = WireError::Malformed(Malformed::Payload);
    assert_eq!(payload("\"version\":1", "\"version\":2"), WireError::Unsupported(Unsupported::Version));
    assert_eq!(payload("\"version\":1", "\"version\":1,\"version\":1"), refused);
    assert_eq!(payload("\"version\":1,", ""), refused);
    assert_eq!(payload("\"version\":1", "\"version\":1,\"name\":\"x\""), refused);
    assert_eq!(payload("\"pin\"", "\"fingerprint\""), refused);
    assert_eq!(payload("\"none\"", "\"full\""), refused);
    assert_eq!(payload("1700000000", "1.7e9"), refused);
    assert_eq!(payload("1700000000", "-1"), refused);
    assert_eq!(payload("\"T-1\"", "\"\""), refused);
}

#[test]
fn signed_things_are_not_taken_for_each_other() {
    let wrong = WireError::Malformed(Malformed::Type);
    let outcome = OutcomeRecord {
        version: VERSION,
        session: SessionId([2; 16]),
        terminal: "T-1".parse().unwrap(),
        facility: "1310001".parse().unwrap(),
        ending: 7,
        method: None,
        policy_revision: RevisionId(3),
        started: UnixSeconds(1),
        ended: UnixSeconds(2),
    };
    let terminal: TerminalId = "T-1".parse().unwrap();
    let bytes = Draft::new(&outcome, &terminal).unwrap().seal(&[9; 64]).unwrap();
    assert_eq!(Statement::parse(&bytes).unwrap_err(), WireError::Malformed(Malformed::SignatureCount));
    assert_eq!(Signed::<AuthorisationRequest>::parse(&bytes).unwrap_err(), wrong);
    assert_eq!(Signed::<RegistrationRequest>::parse(&bytes).unwrap_err(), wrong);
    // An outcome that wears a statement's shape is still no statement: its typ gives it away.
    for header in [
        r#"{"alg":"ES256","typ":"reception-outcome.v1+jws","kid":"T-1"}"#,
        r#"{"alg":"ES256","typ":"reception-authorisation.v1+jws","kid":"T-1"}"#,
        r#"{"alg":"ES256","typ":"JWT","kid":"T-1"}"#,
    ] {
        assert_eq!(self::terminal(header), wrong);
    }
    let statement = Parts::good().text();
    assert_eq!(
        Signed::<OutcomeRecord>::parse(statement.as_bytes()).unwrap_err(),
        WireError::Malformed(Malformed::SignatureCount)
    );
}

#[test]
fn sizes_are_bounded() {
    let long = vec![b' '; MAX_MESSAGE + 1];
    let refused = WireError::Malformed(Malformed::TooLong);
    assert_eq!(Statement::parse(&long).unwrap_err(), refused);
    assert_eq!(Signed::<OutcomeRecord>::parse(&long).unwrap_err(), refused);
    assert_eq!(from_json::<Verdict>(&long).unwrap_err(), refused);
    assert_eq!(Certificate::new(vec![]).unwrap_err(), Misuse::Length);
    assert_eq!(Certificate::new(vec![0; 4097]).unwrap_err(), Misuse::Length);
    assert!("x".repeat(65).parse::<TerminalId>().is_err());
}

/// A payload of any length, in a container of its own kind.
#[derive(serde::Serialize, serde::Deserialize)]
struct Words {
    version: u8,
    words: String,
}

impl TerminalPayload for Words {
    const TYP: &'static str = "test-words+jws";
}

#[test]
fn what_nobody_would_read_is_not_made() {
    let terminal: TerminalId = "T-1".parse().unwrap();
    let draft = |length: usize| Draft::new(&Words { version: VERSION, words: "x".repeat(length) }, &terminal);
    let frame = serde_json::to_vec(&Words { version: VERSION, words: String::new() }).unwrap().len();
    assert!(draft(MAX_MESSAGE - frame).is_ok());
    for length in [MAX_MESSAGE - frame + 1, MAX_MESSAGE] {
        assert_eq!(draft(length).unwrap_err(), WireError::Misuse(Misuse::TooLong));
    }
}

#[test]
fn a_message_of_the_greatest_length_is_read() {
    let mut message = to_json(&OutcomeReceipt::Recorded).unwrap();
    message.resize(MAX_MESSAGE, b' ');
    assert_eq!(from_json(&message), Ok(OutcomeReceipt::Recorded));
    message.push(b' ');
    assert_eq!(from_json::<OutcomeReceipt>(&message), Err(WireError::Malformed(Malformed::TooLong)));
}

#[test]
fn a_part_of_another_version_is_refused_wherever_it_is() {
    let responses = CardResponses::default();
    let evidence = Evidence { version: VERSION + 1, ..evidence() };
    let request = AuthorisationRequest::new(evidence, certificate(), responses);
    let bytes = Draft::new(&request, &"T-1".parse().unwrap()).unwrap().seal(&[9; 64]).unwrap();
    let refused = WireError::Malformed(Malformed::Payload);
    assert_eq!(Signed::<AuthorisationRequest>::parse(&bytes).unwrap_err(), refused);
}

#[test]
fn a_date_is_ten_characters_of_a_day_that_there_is() {
    assert_eq!(words::read_date("2026-11-24"), policy::Date::new(2026, 11, 24));
    for bad in [
        "+026-11-24",
        "2026-+1-24",
        "2026-11-+4",
        "02026-11-24",
        "026-11-24",
        "2026-011-24",
        "2026-1-24",
        "2026-11-024",
        "2026-11-4",
        "2026-11-31",
        "2026-11-24-",
        "2026/11/24",
        "20261124",
        "",
    ] {
        assert_eq!(words::read_date(bad), None, "{bad}");
    }
}

/// A session may be named, a card may not: the digest of its certificate, or a token for it, would.
#[test]
fn what_may_be_printed_is_printed_as_it_is_sent() {
    let session = SessionId([2; 16]);
    let sent = serde_json::to_value(session).unwrap();
    assert_eq!(session.to_string(), sent.as_str().unwrap());
    assert_eq!(format!("{session:?}"), format!("SessionId({session})"));
    let nonce = Nonce([1; 32]);
    let sent = serde_json::to_value(nonce).unwrap();
    assert_eq!(format!("{nonce:?}"), format!("Nonce({})", sent.as_str().unwrap()));
    assert_eq!(format!("{:?}", StatusWord(0x6A82)), "StatusWord(6A82)");
    assert_eq!(format!("{:?}", Digest([3; 32])), "Digest(redacted)");
    assert_eq!(format!("{:?}", RegistrationToken([4; 32])), "RegistrationToken(redacted)");
}

#[test]
fn nothing_of_a_card_is_printed() {
    let draft = StatementDraft::new(&evidence(), &certificate()).unwrap();
    assert_eq!(format!("{draft:?}"), "StatementDraft { .. }");

    let statement = Statement::parse(Parts::good().text().as_bytes()).unwrap();
    let printed = format!("{statement:?} {:?} {:?}", statement.certificate, statement.evidence);
    assert!(!printed.contains("MIIB") && !printed.contains("AwMDAw"), "{printed}");
    let session = statement.evidence.session;
    assert_eq!(format!("{statement:?}"), format!("Statement {{ session: {session:?}, .. }}"));
}
