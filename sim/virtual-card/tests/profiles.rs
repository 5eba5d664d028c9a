//! The states of card.md 7 and 10.13, told apart by what is free to ask.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use support::{COMMON, JPKI, RESIDENT, SUPPORT, SURFACE, make, powered, send, today};
use virtual_card::card::VirtualCard;
use virtual_card::card_file::{CentreStatus, ReferenceName};
use virtual_card::profile::{Mark, NAMES, Profile};

/// Answers to the queries that spend no try: 0018, 補助 0011, 共通 001C, 住基 001C, 001B, 確認 0012.
fn counters(card: &mut VirtualCard) -> [String; 6] {
    [(JPKI, 0x98), (SUPPORT, 0x91), (COMMON, 0x9C), (RESIDENT, 0x9C), (JPKI, 0x9B), (SURFACE, 0x92)].map(
        |(application, reference)| {
            send(card, application);
            send(card, &format!("002000{reference:02X}"))
        },
    )
}

fn check(profile: &str, expected: [&str; 6], availability: &str, mark: Mark) {
    let (_, card) = make(1, profile.parse().unwrap());
    assert_eq!(card.front.mark, mark, "{profile}");
    let mut card = powered(card);
    assert_eq!(counters(&mut card), expected, "{profile}");
    send(&mut card, JPKI);
    assert_eq!(send(&mut card, "00B0880003"), format!("{availability}9000"), "{profile}");
}

#[test]
fn the_table_of_card_md_7() {
    let ordinary = ["63C3", "63C3", "63C3", "63C3", "63C5", "63CA"];
    let locked = ["63C0", "63C0", "63C0", "63C0", "63C5", "63CA"];
    check("normal", ordinary, "8F8F00", Mark::None);
    check("auth-locked", ["63C0", "63C3", "63C3", "63C3", "63C5", "63CA"], "8F8F00", Mark::None);
    check("tries=1", ["63C1", "63C3", "63C3", "63C3", "63C5", "63CA"], "8F8F00", Mark::None);
    check("sign-locked", ["63C3", "63C3", "63C3", "63C3", "63C0", "63CA"], "8F8F00", Mark::None);
    check("b-locked", ["63C3", "63C3", "63C3", "63C3", "63C5", "63C0"], "8F8F00", Mark::None);
    check("b-low=2", ["63C3", "63C3", "63C3", "63C3", "63C5", "63C2"], "8F8F00", Mark::None);
    check("kao-ninsho", locked, "008F00", Mark::Printed);
    check("kao-ninsho-revoked-only", locked, "8F8F00", Mark::Printed);
    check("kao-ninsho-no-mark", locked, "008F00", Mark::None);
    check("case-only-mark", locked, "008F00", Mark::Case);
    check("three-pins-used-up", locked, "8F8F00", Mark::None);
    check("no-sign", ordinary, "008F00", Mark::None);
    check("switched-back", ordinary, "008F00", Mark::StruckThrough);
    check("marked-not-locked", ordinary, "8F8F00", Mark::Printed);
    check("revoked-only-centrally", ordinary, "8F8F00", Mark::None);
}

#[test]
fn revocation_is_the_centres_alone() {
    let good = make(1, Profile::Normal).1;
    let revoked = make(1, Profile::RevokedCentrally).1;
    assert_eq!(revoked.centre.user_authentication, CentreStatus::Revoked);
    let chip = |card: &virtual_card::card_file::CardFile| serde_json::to_string(&card.chip).unwrap();
    assert_eq!(chip(&good), chip(&revoked), "nothing on the wire");
    let revoked_only = make(1, "kao-ninsho-revoked-only".parse().unwrap()).1;
    assert_eq!(revoked_only.centre.digital_signature, CentreStatus::Revoked);
}

#[test]
fn other_things_than_a_my_number_card() {
    for name in ["phone-android", "phone-iphone", "juki"] {
        let (holder, card) = make(1, name.parse().unwrap());
        let mut card = powered(card);
        assert_eq!(send(&mut card, SURFACE), "6A82", "{name}");
        assert_eq!(send(&mut card, JPKI), "9000", "{name}");
        let label = send(&mut card, "00B0860010");
        let expected = match name {
            "phone-android" => "JPKIAPGPSETOKEN ",
            "phone-iphone" => "JPKIAPIOSTOKEN  ",
            _ => "JPKIAPICCTOKEN  ",
        };
        assert_eq!(label, virtual_card::hex::encode(expected.as_bytes()) + "9000", "{name}");
        if name == "juki" {
            assert_eq!(card.atr().len(), 9);
            assert_eq!(send(&mut card, "00B08A0004"), "6A82");
            continue;
        }
        assert_eq!(send(&mut card, "00B08A0004"), "6982", "a phone's certificate needs the PIN");
        send(&mut card, "00A4020C02 0018");
        send(&mut card, &support::verify(holder.pins.user_authentication.reveal()));
        assert!(send(&mut card, "00B08A0004").starts_with("3082"), "{name}");
        let last_command = if name == "phone-iphone" { "9000" } else { "6700" };
        assert_eq!(send(&mut card, "80FC0000"), last_command);
    }
    let mut foreign = powered(make(1, Profile::Foreign).1);
    for application in [COMMON, RESIDENT, SURFACE, SUPPORT, JPKI] {
        assert_eq!(send(&mut foreign, application), "6A82");
    }
    assert_eq!(foreign.atr().len(), 13);
    let mut dead = powered(make(1, Profile::Dead).1);
    assert_eq!((send(&mut dead, JPKI), dead.atr().len()), (String::new(), 0));
}

#[test]
fn ends_in_the_past_are_on_the_front_and_in_the_record() {
    let expired = make(1, "expired-cert=2".parse().unwrap()).1;
    assert_eq!(expired.front.certificate_expiry, today().minus_months(2));
    assert!(expired.front.card_expiry > today());
    let card = make(1, Profile::ExpiredCard).1;
    assert!(card.front.card_expiry < today());
    assert!(card.front.certificate_expiry <= card.front.card_expiry);
    let year = card.front.card_expiry.year().to_string();
    let b = card.secret(ReferenceName::CheckNumberB).unwrap().reveal().to_owned();
    assert_eq!(b[6..10], year, "照合番号B holds the card's expiry year");
}

#[test]
fn every_profile_survives_its_file() {
    let directory = tempfile::tempdir().unwrap();
    for (index, name) in NAMES.iter().enumerate() {
        let path = directory.path().join(format!("{index}.json"));
        let (_, card) = make(2, name.parse().unwrap());
        card.save(&path).unwrap();
        let again = virtual_card::card_file::CardFile::load(&path).unwrap();
        assert_eq!(serde_json::to_string(&card).unwrap(), serde_json::to_string(&again).unwrap());
        assert_eq!(again.profile, name.parse().unwrap());
    }
}
