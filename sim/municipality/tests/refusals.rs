//! Every refusal: its type, a next step in its text, and an untouched card.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use municipality::MunicipalityFault as Fault;
use support::{Counter, DAY};
use virtual_card::card_file::CardStatus;

/// Two lines, Japanese and English.
fn both(fault: &Fault) -> (String, String) {
    let text = fault.to_string();
    let (japanese, english) = text.split_once('\n').unwrap();
    assert!(!japanese.is_ascii() && !english.contains('\n'), "{text}");
    (japanese.to_owned(), english.to_owned())
}

macro_rules! refused {
    ($counter:expr, $words:expr, $pattern:pat, $next_step:expr) => {{
        let fault = $counter.refuses(&$words);
        assert!(matches!(fault, $pattern), "{:?}: {fault:?}", $words);
        let (japanese, english) = both(&fault);
        assert!(english.contains($next_step), "{english}");
        assert!(japanese.contains("ください") || japanese.contains("card "), "{japanese}");
    }};
}

#[test]
fn a_command_line_that_is_none() {
    let counter = Counter::with(&["normal"]);
    let none = municipality::run(&[], &mut Vec::new());
    assert!(matches!(none, Err(Fault::NoCommand)));
    refused!(counter, ["lock"], Fault::NoCommand, "card help");
    refused!(counter, ["show"], Fault::MissingWord { what: "NUMBER", .. }, "card show NUMBER");
    refused!(counter, ["set-tries", "1", "support"], Fault::MissingWord { what: "N", .. }, "card set-tries");
    refused!(counter, ["update", "1"], Fault::MissingWord { what: "--address", .. }, "--address A");
    refused!(counter, ["unlock", "1", "--pin"], Fault::MissingWord { what: "--pin", .. }, "card unlock");
    refused!(counter, ["show", "1", "2"], Fault::UnexpectedWord { .. }, "card show NUMBER");
    refused!(counter, ["list", "--secrets"], Fault::UnexpectedWord { .. }, "card list");
    refused!(
        counter,
        ["show", "1", "--secrets", "--secrets"],
        Fault::Repeated { option: "--secrets" },
        "once"
    );
    refused!(
        counter,
        ["unlock", "1", "--pin", "1", "--pin", "2"],
        Fault::Repeated { option: "--pin" },
        "once"
    );
    for number in ["0", "one", "-1", "1000000", "１"] {
        refused!(counter, ["show", number], Fault::WordForm { what: "NUMBER", .. }, "999999");
    }
}

#[test]
fn a_card_that_can_not_be_issued() {
    let counter = Counter::open();
    let new = |extra: &[&'static str]| [["new", "normal"].as_slice(), extra].concat();
    refused!(counter, ["new", "gold"], Fault::UnknownProfile, "card profiles");
    refused!(counter, new(&["--day", "2026-02-30"]), Fault::WordForm { what: "--day", .. }, "YYYY-MM-DD");
    refused!(
        counter,
        new(&["--day", "2023-03-31"]),
        Fault::OutsideIssuers { .. },
        "from 2023-04-01 to 2036-03-31"
    );
    refused!(counter, new(&["--day", "2036-04-01"]), Fault::OutsideIssuers { .. }, "2036-03-31");
    refused!(
        counter,
        new(&["--day", DAY, "--birth", "2026-11-25"]),
        Fault::NotYetBorn { .. },
        "--birth or --day"
    );
    refused!(counter, new(&["--birth", "yesterday"]), Fault::WordForm { what: "--birth", .. }, "YYYY-MM-DD");
    refused!(counter, new(&["--sex", "x"]), Fault::WordForm { what: "--sex", .. }, "male | female");
    refused!(counter, new(&["--name", " "]), Fault::WordForm { what: "--name", .. }, "60");
    refused!(counter, new(&["--name", "a\u{1b}[2J"]), Fault::WordForm { what: "--name", .. }, "60");
    refused!(counter, new(&["--address", ""]), Fault::WordForm { what: "--address", .. }, "120");
    refused!(counter, new(&["--seed", "x"]), Fault::WordForm { what: "--seed", .. }, "0 …");
    refused!(counter, new(&["--crop", "0,0,1,1"]), Fault::CropWithoutPhoto, "--photo");
    for crop in ["0,0,1", "0,0,0,1", "0,0,1,0", "0,0,1,1,1", "a,b,c,d", ""] {
        let words = new(&["--photo", "face.png", "--crop", crop]);
        refused!(counter, words, Fault::WordForm { what: "--crop", .. }, "x,y,width,height");
    }
    refused!(counter, new(&["--photo", "/nowhere/face.png"]), Fault::VirtualCard(_), "/nowhere/face.png");
    refused!(counter, new(&["--font", "/nowhere/font.ttf"]), Fault::VirtualCard(_), "apt-get install");
    refused!(counter, new(&["--seed", "2"]), Fault::AnotherSeed { .. }, "leave --seed out");
    assert_eq!(counter.store().numbers().unwrap(), [0; 0], "nothing was issued");
    counter.says(&new(&["--seed", "1", "--day", DAY]));
}

#[test]
fn a_photo_that_is_none() {
    let counter = Counter::open();
    let place = counter.store().directory().join("face.png");
    let photo = place.to_str().unwrap();
    image::GrayImage::new(120, 150).save(&place).unwrap();
    for crop in ["120,0,10,10", "0,150,10,10", "4294967295,4294967295,1,1"] {
        let words = ["new", "normal", "--day", DAY, "--photo", photo, "--crop", crop];
        refused!(counter, words, Fault::CropOutside { width: 120, height: 150 }, "120×150");
    }
    counter.says(&[
        "new",
        "normal",
        "--day",
        DAY,
        "--photo",
        photo,
        "--crop",
        "119,149,4294967295,4294967295",
    ]);
    for bytes in [b"".as_slice(), b"not a picture", &std::fs::read(&place).unwrap()[..60]] {
        std::fs::write(&place, bytes).unwrap();
        refused!(
            counter,
            ["new", "normal", "--day", DAY, "--photo", photo],
            Fault::VirtualCard(_),
            "face.png"
        );
    }
}

#[test]
fn a_card_that_is_not_there() {
    let counter = Counter::with(&["normal"]);
    for words in [
        ["show", "2"].as_slice(),
        &["lock-pins", "2"],
        &["unlock", "2"],
        &["update", "2", "--address", "x"],
        &["set-tries", "2", "support", "1"],
        &["expire", "2", "1"],
        &["suspend", "2"],
        &["resume", "2"],
    ] {
        refused!(counter, words, Fault::NoSuchCard { number: 2, .. }, "card list");
    }
    let nothing = Counter::empty();
    refused!(nothing, ["suspend", "1"], Fault::NoSuchCard { number: 1, .. }, "card new");
    assert!(!nothing.store().directory().exists(), "a refusal makes no store");
}

#[test]
fn a_card_that_is_not_in_operation() {
    let counter = Counter::with(&["kao-ninsho"]);
    counter.says(&["suspend", "1"]);
    let before = counter.bytes(1);
    for words in [
        ["lock-pins", "1"].as_slice(),
        &["unlock", "1"],
        &["update", "1", "--address", "x"],
        &["suspend", "1"],
    ] {
        refused!(
            counter,
            words,
            Fault::WrongStatus { number: 1, status: CardStatus::Suspended },
            "card resume 1"
        );
        assert_eq!(counter.bytes(1), before);
    }
    counter.says(&["resume", "1"]);
    let words = ["resume", "1"];
    refused!(counter, words, Fault::WrongStatus { status: CardStatus::InOperation, .. }, "as it is");
    for status in [CardStatus::NotYetIssued, CardStatus::Abolished] {
        let mut card = counter.card(1);
        card.status = status;
        card.save(&counter.store().card_path(1)).unwrap();
        for words in [["lock-pins", "1"], ["suspend", "1"], ["resume", "1"]] {
            let fault = counter.refuses(&words);
            assert!(matches!(fault, Fault::WrongStatus { status: found, .. } if found == status));
            assert!(both(&fault).1.contains("card new"));
        }
    }
}

#[test]
fn something_that_is_not_a_my_number_card() {
    let counter = Counter::with(&["phone-android", "juki", "foreign", "dead"]);
    for number in ["1", "2", "3", "4"] {
        for words in [
            ["lock-pins", number].as_slice(),
            &["unlock", number],
            &["update", number, "--address", "x"],
            &["expire", number, "1", "--day", DAY],
            &["suspend", number],
            &["resume", number],
        ] {
            refused!(counter, words, Fault::NotAMyNumberCard { .. }, "card list");
        }
        refused!(counter, ["set-tries", number, "support", "1"], Fault::NoSuchReference { .. }, "card show");
    }
}

#[test]
fn options_of_the_lock_that_are_none() {
    let counter = Counter::with(&["normal"]);
    let before = counter.bytes(1);
    refused!(
        counter,
        ["lock-pins", "1", "--mark", "struck-through"],
        Fault::WordForm { what: "--mark", .. },
        "case"
    );
    let words = ["lock-pins", "1", "--signature", "kept"];
    refused!(counter, words, Fault::WordForm { what: "--signature", .. }, "revoked-only");
    assert_eq!(counter.bytes(1), before);
}

#[test]
fn q7_for_a_card_without_the_mark() {
    let counter = Counter::with(&["normal", "case-only-mark", "switched-back"]);
    for number in ["1", "2", "3"] {
        let words = ["update", number, "--address", "x"];
        refused!(counter, words, Fault::NotMarked { .. }, "card lock-pins");
    }
    refused!(counter, ["update", "1", "--address", "a\nb"], Fault::WordForm { what: "--address", .. }, "120");
}

#[test]
fn pins_and_tries_of_the_wrong_form() {
    let counter = Counter::with(&["kao-ninsho"]);
    let before = counter.bytes(1);
    for pin in ["739", "73911", "73a1", "７３９１", ""] {
        refused!(counter, ["unlock", "1", "--pin", pin], Fault::PinForm, "4 digits");
    }
    refused!(
        counter,
        ["set-tries", "1", "pin", "1"],
        Fault::WordForm { what: "NAME", .. },
        "user-authentication"
    );
    refused!(counter, ["set-tries", "1", "support", "many"], Fault::WordForm { what: "N", .. }, "0 …");
    refused!(counter, ["set-tries", "1", "support", "256"], Fault::WordForm { what: "N", .. }, "0 …");
    refused!(counter, ["set-tries", "1", "support", "4"], Fault::TooManyTries { most: 3, .. }, "0 to 3");
    for months in ["121", "-1", "two"] {
        refused!(counter, ["expire", "1", months], Fault::WordForm { what: "MONTHS", .. }, "120");
    }
    assert_eq!(counter.bytes(1), before);
}

#[test]
fn an_answer_that_can_not_be_written() {
    struct Full;
    impl std::io::Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let end = municipality::run(&["help".to_owned()], &mut Full);
    assert!(matches!(end, Err(Fault::Output(_))));
}
