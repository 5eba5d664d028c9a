//! The stand-in for verifier authorisation: how its one right comes and goes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use support::{COMMON, JPKI, make, pki, powered, send};
use virtual_card::card::{PowerEvent, VirtualCard};
use virtual_card::hex;
use virtual_card::profile::Profile;
use virtual_card::stand_in::{self, CHALLENGE_LENGTH};

const STAND_IN: &str = "00A4040C0A F05354414E442D494E01";
const CHALLENGE: &str = "0084000008";

fn sign(card: &mut VirtualCard) -> String {
    let answer = send(card, &format!("802A0297 20 {} 00", "11".repeat(32)));
    answer[answer.len() - 4..].to_owned()
}

fn challenge(card: &mut VirtualCard) -> [u8; CHALLENGE_LENGTH] {
    assert_eq!(send(card, STAND_IN), "9000");
    let answer = hex::decode(&send(card, CHALLENGE)).unwrap();
    answer[..8].try_into().unwrap()
}

fn external_authenticate(card: &mut VirtualCard, cryptogram: &[u8]) -> String {
    send(card, &format!("00820000{:02X}{}", cryptogram.len(), hex::encode(cryptogram)))
}

fn authorise(card: &mut VirtualCard) {
    let challenge = challenge(card);
    let certificate = card.card().user_authentication_certificate().unwrap();
    let key = pki().stand_in_private_key().unwrap();
    let cryptogram = stand_in::authorise(&key, &certificate, &challenge).unwrap();
    assert_eq!(external_authenticate(card, &cryptogram), "9000");
}

#[test]
fn one_signature_of_a_locked_card_and_no_try_spent() {
    let mut card = powered(make(1, "kao-ninsho".parse().unwrap()).1);
    let before = card.counters();
    authorise(&mut card);
    assert_eq!(send(&mut card, JPKI), "9000");
    assert_eq!(send(&mut card, "00200098"), "63C0", "the PIN stays locked");
    assert_eq!(sign(&mut card), "9000");
    assert_eq!(sign(&mut card), "6982", "exactly one");
    assert_eq!(card.counters(), before);
    assert!(card.tally().verifies.is_empty());
}

#[test]
fn the_right_survives_the_jpki_application_only() {
    type Leave = fn(&mut VirtualCard);
    let leave: [(&str, Leave); 5] = [
        ("another application", |card| assert_eq!(send(card, COMMON), "9000")),
        ("the card level", |card| assert_eq!(send(card, "00A4040C01A0"), "9000")),
        ("the applet itself", |card| assert_eq!(send(card, STAND_IN), "9000")),
        ("reset", |card| card.power(PowerEvent::Reset)),
        ("power", |card| {
            card.power(PowerEvent::Off);
            card.power(PowerEvent::On);
        }),
    ];
    for (what, leave) in leave {
        let mut card = powered(make(1, Profile::Normal).1);
        authorise(&mut card);
        leave(&mut card);
        send(&mut card, JPKI);
        assert_eq!(sign(&mut card), "6982", "{what}");
    }
    let mut card = powered(make(1, Profile::Normal).1);
    authorise(&mut card);
    send(&mut card, JPKI);
    send(&mut card, "00B08A0000");
    send(&mut card, JPKI);
    let other_key = send(&mut card, &format!("802A029A 20 {} 00", "11".repeat(32)));
    assert_eq!(other_key, "6982", "never the 署名用 key");
    assert_eq!(sign(&mut card), "9000", "reading and reselecting JPKI cost nothing");
}

#[test]
fn a_challenge_is_for_one_card_and_one_attempt() {
    let mut card = powered(make(1, Profile::Normal).1);
    let key = pki().stand_in_private_key().unwrap();
    let own = card.card().user_authentication_certificate().unwrap();
    let other = make(2, Profile::Normal).1.user_authentication_certificate().unwrap();

    let first = challenge(&mut card);
    let wrong = stand_in::authorise(&key, &other, &first).unwrap();
    assert_eq!(external_authenticate(&mut card, &wrong), "6300", "another card's");
    let right = stand_in::authorise(&key, &own, &first).unwrap();
    assert_eq!(external_authenticate(&mut card, &right), "6982", "the challenge is gone");

    let second = challenge(&mut card);
    assert_ne!(first, second);
    assert_eq!(external_authenticate(&mut card, &right), "6300", "a replay");

    let third = challenge(&mut card);
    send(&mut card, JPKI);
    send(&mut card, STAND_IN);
    let late = stand_in::authorise(&key, &own, &third).unwrap();
    assert_eq!(external_authenticate(&mut card, &late), "6982", "left in between");

    let fourth = challenge(&mut card);
    let good = stand_in::authorise(&key, &own, &fourth).unwrap();
    assert_eq!(external_authenticate(&mut card, &good[..63]), "6700");
    send(&mut card, JPKI);
    assert_eq!(sign(&mut card), "6982");
}

#[test]
fn a_failed_attempt_takes_an_earlier_right_away() {
    let mut card = powered(make(1, Profile::Normal).1);
    authorise(&mut card);
    assert_eq!(external_authenticate(&mut card, &[0; 64]), "6982");
    send(&mut card, JPKI);
    assert_eq!(sign(&mut card), "6982");
}

#[test]
fn the_applet_is_a_stand_in_and_nothing_else_answers_to_it() {
    let mut card = powered(make(1, Profile::Normal).1);
    send(&mut card, JPKI);
    assert_eq!(external_authenticate(&mut card, &[0; 64]), "6985");
    for name in ["phone-android", "phone-iphone", "juki", "foreign"] {
        let mut card = powered(make(1, name.parse().unwrap()).1);
        assert_eq!(send(&mut card, STAND_IN), "6A82", "{name}");
    }
}
