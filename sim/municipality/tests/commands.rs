//! Every command of the counter, by what it leaves on the card.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use support::{Counter, DAY};
use virtual_card::card::{Keep, PowerEvent, VirtualCard};
use virtual_card::card_file::{CardFile, CardStatus, CentreStatus, ReferenceName};
use virtual_card::chip::{Application, FileId};
use virtual_card::date::Date;
use virtual_card::hex;
use virtual_card::holder::{Holder, Sex};
use virtual_card::profile::{Mark, NAMES, Profile, SignatureDisposal};

const FOUR_DIGITS: [ReferenceName; 3] =
    [ReferenceName::UserAuthentication, ReferenceName::Resident, ReferenceName::Support];

fn tries(card: &CardFile, name: ReferenceName) -> Vec<u8> {
    let places = name.places().iter();
    places
        .map(|(application, id)| card.chip.application(*application).unwrap().references[id].tries_left)
        .collect()
}

fn secret(card: &CardFile, name: ReferenceName) -> &str {
    card.secret(name).unwrap().reveal()
}

fn signature_certificate(card: &CardFile) -> &[u8] {
    &card.chip.application(Application::Jpki).unwrap().transparent[&FileId(1)].content.0
}

/// VERIFY of 0018 with `pin`, as a terminal sends it; the status word.
fn verify(card: CardFile, pin: &str) -> String {
    let mut card = VirtualCard::new(card, Keep::Memory, [7; 32]);
    card.power(PowerEvent::On);
    for command in ["00A4040C0AD392F000260100000001", "00A4020C020018"] {
        assert_eq!(hex::encode(&card.transmit(&hex::decode(command).unwrap())), "9000");
    }
    let command = format!("0020008004{}", hex::encode(pin.as_bytes()));
    hex::encode(&card.transmit(&hex::decode(&command).unwrap()))
}

#[test]
fn cards_get_numbers_and_invented_people() {
    let counter = Counter::open();
    let text = counter.says(&["new", "normal", "--day", DAY]);
    let person = Holder::fictional(1);
    assert!(text.starts_with(&format!("001 normal {}\n", person.name)), "{text}");
    assert!(
        text.contains("001.json") && text.contains("placeholder") && text.contains("card show 1 --secrets")
    );
    counter.says(&["new", "tries=1", "--day", DAY]);
    assert_eq!(counter.store().numbers().unwrap(), [1, 2]);
    let card = counter.card(2);
    assert_eq!((card.issue_number, card.profile), (2, Profile::Tries(1)));
    assert_eq!(tries(&card, ReferenceName::UserAuthentication), [1]);
    assert_eq!(verify(card, Holder::fictional(2).pins.user_authentication.reveal()), "9000");
}

#[test]
fn a_card_can_be_issued_to_somebody() {
    let counter = Counter::open();
    counter.says(&[
        "new",
        "no-sign",
        "--name",
        "見本 かな",
        "--address",
        "東京都架空市子供町１",
        "--birth",
        "2019-05-05",
        "--sex",
        "female",
        "--day",
        DAY,
    ]);
    let card = counter.card(1);
    assert_eq!(
        (card.front.name.as_str(), card.front.address.as_str()),
        ("見本　かな", "東京都架空市子供町１")
    );
    assert_eq!((card.front.birth_date.to_string().as_str(), card.front.sex), ("2019-05-05", Sex::Female));
    assert_eq!(card.front.card_expiry.to_string(), "2031-05-05", "a child's card runs to the 5th birthday");
    assert_eq!(card.centre.digital_signature, CentreStatus::NotIssued);
    assert!(signature_certificate(&card).is_empty());
    let b = format!("010505{}{}", 2031, card.front.security_code);
    assert_eq!(secret(&card, ReferenceName::CheckNumberB), b);
}

#[test]
fn every_profile_that_is_listed_can_be_made() {
    let counter = Counter::open();
    let listed = counter.says(&["profiles"]);
    let names: Vec<_> = listed.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(names, NAMES);
    for name in ["phone-iphone", "juki", "dead", "kao-ninsho-revoked-only"] {
        counter.says(&["new", name, "--day", DAY]);
    }
    let list = counter.says(&["list"]);
    assert_eq!(list.lines().count(), 4);
    for (line, name) in list.lines().zip(["phone-iphone", "juki", "dead", "kao-ninsho-revoked-only"]) {
        assert!(line.contains(name) && line.contains("運用中"), "{line}");
        let number = line.split(' ').next().unwrap();
        assert!(counter.says(&["show", number]).contains(name));
    }
}

#[test]
fn a_photo_and_a_part_of_it_go_into_the_chip() {
    let counter = Counter::open();
    let picture = counter.store().directory().join("face.png");
    image::GrayImage::from_fn(120, 150, |x, y| image::Luma([if x < 40 && y < 50 { 20 } else { 200 }]))
        .save(&picture)
        .unwrap();
    let photo = picture.to_str().unwrap();
    counter.says(&["new", "normal", "--day", DAY, "--photo", photo]);
    let text = counter.says(&["new", "normal", "--day", DAY, "--photo", photo, "--crop", "0,0,40,50"]);
    assert!(!text.contains("placeholder"));
    let photos = [1, 2].map(|number| counter.card(number).pictures.photo().jp2().to_vec());
    assert_ne!(photos[0], photos[1], "the part is another picture than the whole");
}

#[test]
fn the_longest_names_still_fit_into_the_chip() {
    let counter = Counter::open();
    let (name, address) = ("鬱".repeat(60), "鬱".repeat(120));
    counter.says(&["new", "kao-ninsho", "--name", &name, "--address", "x", "--day", DAY]);
    counter.says(&["update", "1", "--address", &address]);
    assert_eq!((counter.card(1).front.name, counter.card(1).front.address), (name, address));
}

#[test]
fn show_tells_status_mark_dates_and_tries() {
    let counter = Counter::with(&["normal"]);
    counter.says(&["set-tries", "1", "check-number-b", "6"]);
    let text = counter.says(&["show", "001"]);
    let card = counter.card(1);
    for part in [
        "001 normal",
        "カード運用状況: 運用中 (in operation)",
        "追記欄: なし (none)",
        "利用者証明用 (centre): 有効 (good)",
        "署名用 (chip): あり (there)",
        "user-authentication   3 / 3   jpki/0018",
        "digital-signature     5 / 5   jpki/001B",
        "check-number-b        6 / 10  support/0015",
        &card.front.card_expiry.to_string(),
        &card.front.certificate_expiry.to_string(),
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    for place in ["common/001C", "resident/001C"] {
        assert_eq!(text.matches(place).count(), 1, "two applications, two counters");
    }
}

#[test]
fn show_with_secrets_tells_what_the_holder_knows() {
    let counter = Counter::with(&["normal"]);
    let text = counter.says(&["show", "1", "--secrets"]);
    let card = counter.card(1);
    let named = [
        ("user-authentication", ReferenceName::UserAuthentication),
        ("digital-signature", ReferenceName::DigitalSignature),
        ("resident", ReferenceName::Resident),
        ("support", ReferenceName::Support),
        ("check-number-b", ReferenceName::CheckNumberB),
    ];
    for (typed, name) in named {
        assert!(text.contains(&format!("{typed:<20} {}", secret(&card, name))), "{typed}: {text}");
    }
    assert!(!text.contains(secret(&card, ReferenceName::CheckNumberA)), "個人番号 is nobody's to see");
}

#[test]
fn lock_pins_makes_a_kao_ninsho_card_and_warns() {
    let counter = Counter::with(&["normal"]);
    let text = counter.says(&["lock-pins", "1"]);
    assert!(
        text.contains("利用登録が済んでいるかは窓口では分かりません") && text.contains("O1–O6"),
        "{text}"
    );
    let card = counter.card(1);
    for name in FOUR_DIGITS {
        assert!(tries(&card, name).iter().all(|left| *left == 0), "{name:?}");
        assert_eq!(secret(&card, name), secret(&card, FOUR_DIGITS[0]), "one common PIN");
    }
    assert_eq!((card.front.mark, card.centre.digital_signature), (Mark::Printed, CentreStatus::Revoked));
    assert!(signature_certificate(&card).is_empty());
    assert_eq!(tries(&card, ReferenceName::CheckNumberB), [10, 10]);
    assert_eq!(verify(card, Holder::fictional(1).pins.user_authentication.reveal()), "6984");
}

#[test]
fn lock_pins_leaves_what_it_is_told_to_leave() {
    for (word, mark) in [("printed", Mark::Printed), ("case", Mark::Case), ("none", Mark::None)] {
        let counter = Counter::with(&["normal"]);
        counter.says(&["lock-pins", "1", "--signature", "revoked-only", "--mark", word]);
        let card = counter.card(1);
        assert_eq!((card.front.mark, card.centre.digital_signature), (mark, CentreStatus::Revoked));
        assert!(!signature_certificate(&card).is_empty(), "only revoked");
        assert!(counter.says(&["show", "1"]).contains("署名用 (chip): あり"));
    }
    let made = Counter::with(&["kao-ninsho-revoked-only"]).card(1).profile;
    let expected = Profile::KaoNinsho { signature: SignatureDisposal::RevokedOnly, mark: Mark::Printed };
    assert_eq!(made, expected);
}

#[test]
fn unlock_strikes_the_mark_through_and_the_pin_works() {
    let counter = Counter::with(&["kao-ninsho", "case-only-mark"]);
    let text = counter.says(&["unlock", "1"]);
    assert!(text.contains("取り消し線") && text.contains("does not come back"), "{text}");
    let card = counter.card(1);
    assert_eq!(card.front.mark, Mark::StruckThrough);
    assert!(counter.says(&["show", "1"]).contains("取り消し線 (struck through)"));
    assert_eq!(verify(card, Holder::fictional(1).pins.user_authentication.reveal()), "9000");
    counter.says(&["unlock", "2", "--pin", "7391"]);
    let card = counter.card(2);
    assert_eq!(card.front.mark, Mark::None, "what stood on the case went with the case");
    for name in FOUR_DIGITS {
        assert_eq!((secret(&card, name), tries(&card, name)[0]), ("7391", 3));
    }
    assert_eq!(verify(card, "7391"), "9000");
}

#[test]
fn update_writes_the_address_and_locks_again() {
    let counter = Counter::with(&["kao-ninsho"]);
    let before = counter.card(1);
    counter.says(&["update", "1", "--address", "東京都架空市移転先９９－９"]);
    let card = counter.card(1);
    assert_eq!(card.front.address, "東京都架空市移転先９９－９");
    assert!(counter.says(&["show", "1"]).contains("東京都架空市移転先９９－９"));
    assert_eq!(card.front.mark, Mark::Printed);
    assert_eq!(tries(&card, ReferenceName::Resident), [0, 0]);
    assert_ne!(card.pictures.address(), before.pictures.address());
    assert_eq!(card.pictures.photo(), before.pictures.photo());
}

#[test]
fn set_tries_reaches_every_place_of_a_name() {
    let counter = Counter::with(&["normal"]);
    for (typed, name, left) in [
        ("user-authentication", ReferenceName::UserAuthentication, 1),
        ("digital-signature", ReferenceName::DigitalSignature, 0),
        ("resident", ReferenceName::Resident, 2),
        ("support", ReferenceName::Support, 0),
        ("check-number-a", ReferenceName::CheckNumberA, 4),
        ("check-number-b", ReferenceName::CheckNumberB, 10),
        ("birth-date", ReferenceName::BirthDate, 9),
    ] {
        let text = counter.says(&["set-tries", "1", typed, &left.to_string()]);
        assert!(text.contains(&format!("tries left of {typed}: {left}")), "{text}");
        assert!(tries(&counter.card(1), name).iter().all(|found| *found == left), "{typed}");
    }
}

#[test]
fn expire_moves_the_end_of_the_certificates() {
    let counter = Counter::with(&["normal"]);
    let before = counter.card(1).user_authentication_certificate().unwrap();
    let text = counter.says(&["expire", "1", "2", "--day", DAY]);
    assert!(text.contains("2026-09-24"), "{text}");
    let card = counter.card(1);
    assert_eq!(card.front.certificate_expiry, Date::new(2026, 9, 24).unwrap());
    assert_ne!(card.user_authentication_certificate().unwrap(), before);
    assert_eq!(tries(&card, ReferenceName::UserAuthentication), [3]);
}

#[test]
fn suspend_and_resume_change_the_status_alone() {
    let counter = Counter::with(&["normal"]);
    assert!(counter.says(&["suspend", "1"]).contains("一時停止"));
    assert_eq!(counter.card(1).status, CardStatus::Suspended);
    assert!(counter.says(&["show", "1"]).contains("一時停止 (suspended)"));
    assert!(counter.says(&["resume", "1"]).contains("運用中"));
    assert_eq!(counter.card(1).status, CardStatus::InOperation);
    assert_eq!(counter.card(1).front.mark, Mark::None);
}

#[test]
fn help_names_every_command() {
    let text = Counter::empty().says(&["help"]);
    for name in [
        "new",
        "list",
        "show",
        "lock-pins",
        "unlock",
        "update",
        "set-tries",
        "expire",
        "suspend",
        "resume",
        "profiles",
        "help",
    ] {
        assert!(text.contains(&format!("card {name}")), "{name}");
    }
    assert!(text.contains("XDG_DATA_HOME"));
}
