//! A centre's script: what it is taken as, and what is refused of it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs, unreachable_pub)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use proptest::prelude::*;
use support::{command, responses, script};
use wire::bytes::{MAX_COMMAND, MAX_RESPONSE};
use wire::script::{MAX_EXPECTED, MAX_STEPS, MAX_TOTAL};
use wire::*;

const MALFORMED: WireError = WireError::Malformed(Malformed::Payload);

/// SELECT of the stand-in's application and GET CHALLENGE.
const GOOD: &str = r#"{"continue":{"version":1,"steps":[{"command":"AKQEDArwU1RBTkQtSU4B","expected":["9000"]},{"command":"AIQAAAg","expected":["9000","6A82"]}]}}"#;

fn answer(text: &str) -> Result<AuthorisationAnswer, WireError> {
    from_json(text.as_bytes())
}

fn changed(from: &str, to: &str) -> Result<AuthorisationAnswer, WireError> {
    assert!(GOOD.contains(from));
    answer(&GOOD.replacen(from, to, 1))
}

fn step(command: &[u8]) -> ScriptStep {
    ScriptStep::new(Command::new(command.to_vec()).unwrap(), vec![StatusWord::SUCCESS]).unwrap()
}

#[test]
fn a_script_is_written_like_this() {
    let expected = vec![StatusWord::SUCCESS, StatusWord(0x6A82)];
    let challenge = ScriptStep::new(Command::new(vec![0, 0x84, 0, 0, 8]).unwrap(), expected).unwrap();
    let script = Script::new(vec![step(b"\x00\xA4\x04\x0C\x0A\xF0STAND-IN\x01"), challenge]).unwrap();
    let written = to_json(&AuthorisationAnswer::Continue(script.clone())).unwrap();
    assert_eq!(String::from_utf8(written).unwrap(), GOOD);
    assert_eq!(answer(GOOD), Ok(AuthorisationAnswer::Continue(script.clone())));
    let [select, challenge] = script.steps() else { panic!("two steps") };
    assert_eq!(select.expected(), [StatusWord::SUCCESS]);
    assert_eq!(challenge.expected(), [StatusWord::SUCCESS, StatusWord(0x6A82)]);
    assert_eq!(challenge.command().as_bytes(), [0, 0x84, 0, 0, 8]);
    let opening = answer(&GOOD.replace("continue", "authorised"));
    assert_eq!(opening, Ok(AuthorisationAnswer::Authorised(script)));
}

#[test]
fn another_version_is_unsupported_and_none_is_malformed() {
    assert_eq!(changed("\"version\":1", "\"version\":2"), Err(Unsupported::Version.into()));
    assert_eq!(changed("\"version\":1,", ""), Err(MALFORMED));
    assert_eq!(changed("\"version\":1", "\"version\":1,\"version\":1"), Err(MALFORMED));
}

#[test]
fn nothing_is_taken_that_the_form_does_not_name() {
    for (from, to) in [
        ("\"steps\"", "\"more\":1,\"steps\""),
        ("\"command\"", "\"tries\":1,\"command\""),
        ("{\"continue\"", "{\"refused\":\"challenge_unknown\",\"continue\""),
        ("9000", "900"),
        ("9000", "09000"),
        ("9000", "+900"),
        ("6A82", "6a82"),
        ("\"9000\"", "36864"),
        ("[\"9000\"]", "[]"),
        ("AIQAAAg", "AIQAAAg="),
        ("AIQAAAg", "AIQAAAh"),
    ] {
        assert_eq!(changed(from, to), Err(MALFORMED), "{to}");
    }
}

#[test]
fn lengths_are_bounded_in_what_comes() {
    let with_steps = |count: usize| {
        let steps = vec![r#"{"command":"AIQAAAg","expected":["9000"]}"#; count].join(",");
        answer(&format!(r#"{{"continue":{{"version":1,"steps":[{steps}]}}}}"#))
    };
    assert!(with_steps(MAX_STEPS).is_ok());
    assert_eq!(with_steps(MAX_STEPS + 1), Err(MALFORMED));
    assert_eq!(with_steps(0), Err(MALFORMED));
    let words = ["\"9000\""; MAX_EXPECTED + 1].join(",");
    assert_eq!(changed("\"9000\"", &words), Err(MALFORMED));
}

#[test]
fn lengths_are_bounded_in_what_is_made() {
    let long =
        |length: usize| Command::new([vec![0, 0x2A, 0, 0xBE, 0], size(length), vec![7; length]].concat());
    assert!(long(MAX_COMMAND - 7).is_ok());
    assert_eq!(long(MAX_COMMAND - 6), Err(Misuse::Length));
    let longest = long(MAX_COMMAND - 7).unwrap();
    let steps = vec![step(longest.as_bytes()); MAX_TOTAL / MAX_COMMAND];
    assert!(Script::new(steps.clone()).is_ok());
    let too_much = [steps, vec![step(&[0, 0x84, 0, 0, 8])]].concat();
    assert_eq!(Script::new(too_much), Err(Misuse::Length));
    assert_eq!(Script::new(vec![]), Err(Misuse::Length));
    assert_eq!(ScriptStep::new(longest, vec![]), Err(Misuse::Length));

    let response = |length: usize| CardResponse::new(vec![0x90; length]);
    assert_eq!(response(1), Err(Misuse::Length));
    assert_eq!(response(MAX_RESPONSE + 1), Err(Misuse::Length));
    let longest = response(MAX_RESPONSE).unwrap();
    let most = vec![longest.clone(); MAX_TOTAL / MAX_RESPONSE];
    assert!(CardResponses::new(most.clone()).is_ok());
    assert_eq!(CardResponses::new([most, vec![longest]].concat()), Err(Misuse::Length));
    assert_eq!(CardResponses::new(vec![response(2).unwrap(); MAX_STEPS + 1]), Err(Misuse::Length));
}

#[test]
fn a_command_that_claims_no_data_has_none_in_either_form() {
    let command = |body: &[u8]| Command::new([&[0, 0x84, 0, 0], body].concat());
    for claims_none in [&[0, 0, 0, 1][..], &[0, 0, 0, 1, 2], &[0, 0, 0, 0, 0]] {
        assert!(command(claims_none).is_err(), "{claims_none:?}");
    }
    for whole in [&[][..], &[0], &[0, 0, 0], &[1, 7], &[0, 0, 1, 7], &[0, 0, 1, 7, 0, 0]] {
        assert!(command(whole).is_ok(), "{whole:?}");
    }
}

fn size(length: usize) -> Vec<u8> {
    u16::try_from(length).unwrap().to_be_bytes().to_vec()
}

#[test]
fn a_command_is_one_command_and_nothing_behind_it() {
    let good: [&[u8]; 8] = [
        &[0, 0x84, 0, 0],
        &[0, 0x84, 0, 0, 8],
        &[0, 0x84, 0, 0, 0, 1, 0],
        &[0, 0x82, 0, 0, 2, 7, 7],
        &[0, 0x82, 0, 0, 2, 7, 7, 0],
        &[0, 0x82, 0, 0, 0, 0, 1, 7],
        &[0, 0x82, 0, 0, 0, 0, 1, 7, 0, 0],
        &[0, 0x82, 0, 0, 1, 0],
    ];
    for bytes in good {
        assert!(Command::new(bytes.to_vec()).is_ok(), "{bytes:02X?}");
    }
    let bad: [&[u8]; 9] = [
        &[],
        &[0, 0x84, 0],
        &[0, 0x82, 0, 0, 2, 7],
        &[0, 0x82, 0, 0, 1, 7, 0, 0],
        &[0, 0x82, 0, 0, 0, 0],
        &[0, 0x82, 0, 0, 0, 0, 0, 7],
        &[0, 0x82, 0, 0, 0, 0, 2, 7],
        &[0, 0x82, 0, 0, 0, 0, 1, 7, 0],
        // GET CHALLENGE, and a VERIFY behind it.
        &[0, 0x84, 0, 0, 4, 0, 0x20, 0, 0x98, 4, 0x31, 0x32, 0x33, 0x34],
    ];
    for bytes in bad {
        assert_eq!(Command::new(bytes.to_vec()), Err(Misuse::Length), "{bytes:02X?}");
    }
}

#[test]
fn a_response_is_data_and_a_status_word() {
    let all = [vec![0x90, 0x00], vec![1, 2, 3, 0x6A, 0x82]].map(|bytes| CardResponse::new(bytes).unwrap());
    let responses = CardResponses::new(all.to_vec()).unwrap();
    let parts: Vec<_> = responses.as_slice().iter().map(CardResponse::split).collect();
    assert_eq!(parts, [(&[][..], StatusWord::SUCCESS), (&[1, 2, 3], StatusWord(0x6A82))]);
}

#[test]
fn nothing_that_a_card_said_is_printed() {
    let responses = CardResponses::new(vec![CardResponse::new(vec![0xAB; 9]).unwrap()]).unwrap();
    assert_eq!(format!("{responses:?}"), "CardResponses([CardResponse(9 bytes)])");
    let script = Script::new(vec![step(&[0, 0x82, 0, 0, 1, 0xAB])]).unwrap();
    assert!(!format!("{script:?}").contains("171"), "{script:?}");
}

proptest! {
    #[test]
    fn commands_and_responses_come_back(script in script(), responses in responses()) {
        let bytes = serde_json::to_vec(&script).unwrap();
        prop_assert_eq!(serde_json::from_slice::<Script>(&bytes).unwrap(), script);
        let bytes = serde_json::to_vec(&responses).unwrap();
        prop_assert_eq!(serde_json::from_slice::<CardResponses>(&bytes).unwrap(), responses);
    }

    #[test]
    fn a_command_that_is_cut_or_has_more_behind_it_is_another_or_none(
        command in command(),
        more in 1..4_usize,
    ) {
        // A header alone, or with an expected length, may be grown into another good command.
        prop_assume!(command.as_bytes().len() > 7);
        let longer = [command.as_bytes(), &vec![0; more][..]].concat();
        let kept = Command::new(longer);
        // Only Le may follow the data.
        prop_assert!(kept.is_err() || more <= 2, "{kept:?}");
    }

    #[test]
    fn the_longest_script_fits_a_message(fill in any::<u8>()) {
        let data = MAX_COMMAND - 7;
        let bytes = [vec![0, 0x2A, 0, 0xBE, 0], size(data), vec![fill; data]].concat();
        let script = Script::new(vec![step(&bytes); MAX_TOTAL / MAX_COMMAND]).unwrap();
        prop_assert!(to_json(&AuthorisationAnswer::Authorised(script)).is_ok());
    }

    #[test]
    fn the_longest_responses_fit_a_request_with_the_longest_certificate(evidence in support::evidence()) {
        let longest = CardResponse::new(vec![0x90; MAX_RESPONSE]).unwrap();
        let responses = CardResponses::new(vec![longest; MAX_TOTAL / MAX_RESPONSE]).unwrap();
        let certificate = Certificate::new(vec![0x30; 4096]).unwrap();
        let terminal = evidence.terminal.clone();
        let request = AuthorisationRequest::new(evidence, certificate, responses);
        prop_assert!(Draft::new(&request, &terminal).unwrap().seal(&[7; 64]).is_ok());
    }
}
