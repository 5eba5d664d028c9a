//! Nothing that spends something is ever sent twice, whatever the channel or the card does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod common;

use apdu::{ApduForm, ChannelError, StatusWord};
use card::relay::{self, MOST_STEPS, Place, RelayOutcome, ScriptStep};
use card::{
    CardError, CheckNumberB, CheckNumberOutcome, LastTry, Link, Misuse, Pin, PinOutcome, check_number, pin,
    sign,
};
use common::{Answer, Scripted, hex, says};

const SELECT_JPKI: &str = "00A404 0C0A D392F000260100000001";
const SELECT_SURFACE: &str = "00A404 0C0A D3921000310001010402";
const ASK_PIN: &str = "00200098";
const VERIFY_PIN: &str = "00200098 04 31323334";

const UNKNOWN_OUTCOMES: [ChannelError; 6] = [
    ChannelError::Removed,
    ChannelError::Torn,
    ChannelError::Mute,
    ChannelError::ServiceGone,
    ChannelError::ReaderGone,
    ChannelError::ReaderFailed,
];

const NOT_EXECUTED: [ChannelError; 4] =
    [ChannelError::Reset, ChannelError::SharingViolation, ChannelError::NotSent, ChannelError::Unsupported];

fn verify_answered(answer: Answer) -> (Result<PinOutcome, CardError>, usize) {
    let mut card =
        Scripted::new([(SELECT_JPKI, says("9000")), (ASK_PIN, says("63C3")), (VERIFY_PIN, answer)]);
    let mut link = Link::new(&mut card, ApduForm::Short);
    let pin = Pin::from_ascii(b"1234").unwrap();
    let outcome = pin::verify(&mut link, &pin, 3, LastTry::Closed);
    card.assert_finished();
    (outcome, card.sent.len())
}

#[test]
fn the_answers_to_verify() {
    for (answer, expected) in [
        ("9000", PinOutcome::Accepted),
        ("63C2", PinOutcome::Rejected { tries_left: 2 }),
        // With three tries right before, none of these can be the answer to this VERIFY.
        ("63C3", PinOutcome::Unknown),
        ("63C1", PinOutcome::Unknown),
        ("63C0", PinOutcome::Unknown),
        ("6984", PinOutcome::Unknown),
        ("6983", PinOutcome::Unknown),
        ("6300", PinOutcome::Unknown),
        ("6700", PinOutcome::Unknown),
        ("6C04", PinOutcome::Unknown),
        ("6F00", PinOutcome::Unknown),
        ("6982", PinOutcome::Unknown),
    ] {
        assert_eq!(verify_answered(says(answer)), (Ok(expected), 3), "{answer}");
    }
}

#[test]
fn a_torn_verify_is_unknown_and_stays_alone() {
    for error in UNKNOWN_OUTCOMES {
        let answered = verify_answered(Err(error));
        assert_eq!(answered, (Ok(PinOutcome::Unknown), 3), "{error}");
    }
    for short in ["", "90"] {
        assert_eq!(verify_answered(says(short)), (Ok(PinOutcome::Unknown), 3));
    }
}

#[test]
fn a_verify_that_never_left_is_an_error_and_is_not_resent() {
    for error in NOT_EXECUTED {
        let answered = verify_answered(Err(error));
        assert_eq!(answered, (Err(CardError::Channel(error)), 3), "{error}");
    }
}

#[test]
fn the_query_may_be_sent_again_and_verify_still_goes_out_once() {
    let mut card = Scripted::new([
        (SELECT_JPKI, says("6F00")),
        (SELECT_JPKI, says("9000")),
        (ASK_PIN, Err(ChannelError::NotSent)),
        (ASK_PIN, says("63C3")),
        (VERIFY_PIN, says("9000")),
    ]);
    let mut link = Link::new(&mut card, ApduForm::Short);
    let pin = Pin::from_ascii(b"1234").unwrap();
    let outcome = pin::verify(&mut link, &pin, 3, LastTry::Closed);
    assert_eq!(outcome, Ok(PinOutcome::Accepted));
    card.assert_finished();
}

#[test]
fn a_card_without_short_identifiers_is_asked_and_verified_by_selecting() {
    let mut card = Scripted::new([
        (SELECT_JPKI, says("9000")),
        (ASK_PIN, says("6A86")),
        ("00A4020C020018", says("9000")),
        ("00200080", says("63C3")),
        ("00200080 04 31323334", says("9000")),
    ]);
    let mut link = Link::new(&mut card, ApduForm::Short);
    let pin = Pin::from_ascii(b"1234").unwrap();
    let outcome = pin::verify(&mut link, &pin, 3, LastTry::Closed);
    assert_eq!(outcome, Ok(PinOutcome::Accepted));
    card.assert_finished();
}

#[test]
fn a_torn_check_number_is_unknown() {
    for error in UNKNOWN_OUTCOMES {
        let mut card = Scripted::new([
            (SELECT_SURFACE, says("9000")),
            ("00200092", says("63CA")),
            ("00200092 0E 3535303231373230333532323835", Err(error)),
        ]);
        let mut link = Link::new(&mut card, ApduForm::Short);
        let number = CheckNumberB::from_ascii(b"55021720352285").unwrap();
        let outcome = check_number::present(&mut link, &number);
        assert_eq!(outcome, Ok(CheckNumberOutcome::Unknown));
        card.assert_finished();
    }
}

#[test]
fn a_signature_is_asked_for_once() {
    let digest = [0xAB; 32];
    let command = format!("802A009733 3031300D060960864801650304020105000420 {} 00", "AB".repeat(32));
    for answer in
        [says("6F00"), says("6C00"), says("6985"), Err(ChannelError::Torn), Err(ChannelError::NotSent)]
    {
        let mut card = Scripted::new([(SELECT_JPKI, says("9000")), (&command, answer)]);
        let mut link = Link::new(&mut card, ApduForm::Short);
        assert!(sign::user_authentication(&mut link, &digest).is_err());
        card.assert_finished();
    }
}

#[test]
fn digits_only() {
    use card::DigitsError::{NotADigit, WrongLength};
    assert_eq!(Pin::from_ascii(b"123").unwrap_err(), WrongLength);
    assert_eq!(Pin::from_ascii(b"12345").unwrap_err(), WrongLength);
    assert_eq!(Pin::from_ascii(b"12a4").unwrap_err(), NotADigit);
    assert_eq!(Pin::from_ascii(&[1, 2, 3, 4]).unwrap_err(), NotADigit);
    assert_eq!(CheckNumberB::from_ascii(b"5502172035228").unwrap_err(), WrongLength);
    assert_eq!(CheckNumberB::from_ascii(b"5502172035228x").unwrap_err(), NotADigit);
    let pin = Pin::from_ascii(b"1234").unwrap();
    let number = CheckNumberB::from_ascii(b"55021720352285").unwrap();
    let shown = format!("{pin:?} {number:?}");
    assert_eq!(shown, "Pin(redacted) CheckNumberB(redacted)");
}

const fn is_wiped_when_dropped<Secret: zeroize::ZeroizeOnDrop>() {}
/// That the digits are gone is seen in a live process's memory: `tests/tests/secrets`.
const _: () = {
    is_wiped_when_dropped::<Pin>();
    is_wiped_when_dropped::<CheckNumberB>();
};

#[test]
fn a_number_is_known_again_by_all_of_its_digits() {
    let number = |digits: &[u8]| CheckNumberB::from_ascii(digits).unwrap();
    let refused = number(b"55021720352285");
    assert!(refused.same_as(&number(b"55021720352285")));
    for position in 0..14 {
        let mut digits = *b"55021720352285";
        digits[position] = b'9';
        assert!(!refused.same_as(&number(&digits)), "{position}");
    }
}

const SUCCESS: &[StatusWord] = &[StatusWord::SUCCESS];

#[test]
fn a_relayed_script_stops_at_the_first_surprise() {
    let card = Scripted::new([
        ("00A4040C02AABB", says("9000")),
        ("0084000008", says("0102030405060708 9000")),
        ("0082000001FF", says("6985")),
    ]);
    let script = [hex("00A4040C02AABB"), hex("0084000008"), hex("0082000001FF"), hex("0084000008")];
    let script: Vec<_> = script.iter().map(|command| ScriptStep { command, expected: SUCCESS }).collect();
    let mut link = Link::new(card, ApduForm::Short);
    let mut answers = Vec::new();
    let outcome = relay::run(&mut link, Place::First, &script, &mut [0; 258], &mut |step, response| {
        answers.push((step, response.to_vec()));
    });
    let status = StatusWord::CONDITIONS_NOT_SATISFIED;
    assert_eq!(outcome, Ok(RelayOutcome::Unexpected { step: 2, status }));
    link.into_channel().assert_finished();
    let expected = [(0, hex("9000")), (1, hex("01020304050607089000")), (2, hex("6985"))];
    assert_eq!(answers, expected);
}

#[test]
fn a_script_never_touches_reference_data_signs_nothing_and_is_bounded() {
    let harmless = hex("0084000008");
    for command in [
        "0020009804 31323334",
        "00200098",
        "0C20009804 31323334",
        "0024018004 31323334",
        "002C0080",
        "8032008004 31323334",
        "802A029720 1111111111111111111111111111111111111111111111111111111111111111 00",
        "002A9E9A01 11 00",
        "802A03BE01 11 00",
        "00C200000A 00200098043132333400 00",
        "FF00000009 002000980431323334",
    ] {
        let script = [harmless.clone(), hex(command)];
        let forbidden = CardError::Misuse(Misuse::ScriptForbidden { step: 1 });
        assert_eq!(refused(Place::Later, &script), forbidden, "{command}");
    }
    let malformed = CardError::Misuse(Misuse::ScriptMalformed { step: 0 });
    assert_eq!(refused(Place::Later, &[hex("008400")]), malformed);
    for steps in [MOST_STEPS + 1, MOST_STEPS + 2] {
        let long = vec![harmless.clone(); steps];
        assert_eq!(refused(Place::Later, &long), CardError::Misuse(Misuse::ScriptTooLong));
    }
}

/// Header, extended Lc, 65,535 bytes of data, Le: ISO/IEC 7816-4 5.1.
#[test]
fn the_longest_command_is_passed_on_and_a_longer_one_is_not() {
    let longest = [hex("00DB3FFF 00FFFF"), vec![0x5A; 65_535], hex("0000")].concat();
    let text: String = longest.iter().map(|byte| format!("{byte:02X}")).collect();
    let card = Scripted::new([(&text, says("9000"))]);
    let script = [ScriptStep { command: &longest, expected: SUCCESS }];
    assert_eq!(format!("{script:?}"), "[ScriptStep(65544 bytes)]", "what a centre sends is not printed");
    let mut link = Link::new(card, ApduForm::EXTENDED);
    let outcome = relay::run(&mut link, Place::Later, &script, &mut [0; 258], &mut |_, _| ());
    assert_eq!(outcome, Ok(RelayOutcome::Completed));
    let longer = [longest, vec![0]].concat();
    let malformed = CardError::Misuse(Misuse::ScriptMalformed { step: 0 });
    assert_eq!(refused(Place::Later, &[longer]), malformed);
}

#[test]
fn the_longest_script_is_passed_on() {
    let command = hex("0084000008");
    let card = Scripted::new([(); MOST_STEPS].map(|()| ("0084000008", says("9000"))));
    let script = [ScriptStep { command: &command, expected: SUCCESS }; MOST_STEPS];
    let mut link = Link::new(card, ApduForm::Short);
    let outcome = relay::run(&mut link, Place::Later, &script, &mut [0; 258], &mut |_, _| ());
    assert_eq!(outcome, Ok(RelayOutcome::Completed));
    link.into_channel().assert_finished();
}

/// Why a script whose steps must all succeed is refused; nothing may be sent then.
fn refused(place: Place, commands: &[Vec<u8>]) -> CardError {
    let script: Vec<_> = commands.iter().map(|command| ScriptStep { command, expected: SUCCESS }).collect();
    let mut link = Link::new(Scripted::new([]), ApduForm::Short);
    relay::run(&mut link, place, &script, &mut [0; 258], &mut |_, _| ()).unwrap_err()
}

#[test]
fn certificates_of_a_centre_may_be_shown_to_the_card() {
    let commands = [hex("00A4040C02AABB"), hex("002A00BE01 7F"), hex("002A00AE01 7F"), hex("0082000001FF")];
    let card = Scripted::new(
        ["00A4040C02AABB", "002A00BE01 7F", "002A00AE01 7F", "0082000001FF"].map(|c| (c, says("9000"))),
    );
    let script: Vec<_> = commands.iter().map(|command| ScriptStep { command, expected: SUCCESS }).collect();
    let mut link = Link::new(card, ApduForm::Short);
    let outcome = relay::run(&mut link, Place::First, &script, &mut [0; 258], &mut |_, _| ());
    assert_eq!(outcome, Ok(RelayOutcome::Completed));
    link.into_channel().assert_finished();
}

/// Otherwise it could read what 照合番号B has opened for the terminal.
#[test]
fn a_conversation_begins_with_a_selection_that_must_succeed() {
    let forbidden = CardError::Misuse(Misuse::ScriptForbidden { step: 0 });
    for first in ["00B0820000", "0084000008", "00A4020C020002", "00A4040C", "00A4040C00"] {
        assert_eq!(refused(Place::First, &[hex(first)]), forbidden, "{first}");
    }
    let select = hex("00A4040C02AABB");
    let not_found = StatusWord::new(0x6A82);
    for expected in [&[StatusWord::SUCCESS, not_found][..], &[not_found], &[]] {
        let script = [ScriptStep { command: &select, expected }];
        let mut link = Link::new(Scripted::new([]), ApduForm::Short);
        let outcome = relay::run(&mut link, Place::First, &script, &mut [0; 258], &mut |_, _| ());
        assert_eq!(outcome, Err(forbidden));
    }
}

#[test]
fn after_a_script_the_application_is_selected_again() {
    let card = Scripted::new([
        (SELECT_JPKI, says("9000")),
        (ASK_PIN, says("63C3")),
        ("0084000008", says("9000")),
        (SELECT_JPKI, says("9000")),
        (ASK_PIN, says("63C3")),
    ]);
    let mut link = Link::new(card, ApduForm::Short);
    let reference = card::KeyReference::UserAuthenticationPin;
    card::counter::tries_left(&mut link, reference).unwrap();
    let command = hex("0084000008");
    let script = [ScriptStep { command: &command, expected: SUCCESS }];
    let outcome = relay::run(&mut link, Place::Later, &script, &mut [0; 258], &mut |_, _| ());
    assert_eq!(outcome, Ok(RelayOutcome::Completed));
    card::counter::tries_left(&mut link, reference).unwrap();
    link.into_channel().assert_finished();
}
