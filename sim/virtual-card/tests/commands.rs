//! The card's commands, byte for byte against card.md sections 1.3, 3, 4 and 10.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use support::{COMMON, JPKI, RESIDENT, SUPPORT, SURFACE, make, powered, send, verify};
use virtual_card::profile::Profile;

#[test]
fn select_knows_the_card_level_prefixes_and_files() {
    let mut card = powered(make(1, Profile::Normal).1);
    assert_eq!(send(&mut card, "00A4040C07 A0000001510000"), "9000");
    assert_eq!(send(&mut card, "00A40000"), "6A86");
    assert_eq!(send(&mut card, "00A4000C02 3F00"), "6A82");
    assert_eq!(send(&mut card, "00A4020C02 001E"), "9000");
    assert_eq!(send(&mut card, "00B0000000"), "6981");
    assert_eq!(send(&mut card, "00A4020C02 2F10"), "6A82");
    assert_eq!(send(&mut card, "00A4040C05 D392F00026"), "9000", "prefix");
    assert_eq!(send(&mut card, "00A40000"), "9000", "and nothing changes");
    assert_eq!(send(&mut card, "00A4020C02 000A"), "9000");
    assert_eq!(send(&mut card, "00A4090C02 000A"), "6A86");
    assert_eq!(send(&mut card, "00A4020C02 0003"), "6A82");
    assert_eq!(send(&mut card, "00A4040C0A D392F000260100000002"), "6A82");
    assert_eq!(send(&mut card, "00A404000A D392F000260100000001 00"), "6F0C840AD392F0002601000000019000");
}

#[test]
fn try_counters_count_as_card_md_4_2() {
    let (holder, card) = make(1, Profile::Normal);
    let mut card = powered(card);
    send(&mut card, JPKI);
    assert_eq!(send(&mut card, "00200080"), "6986");
    send(&mut card, "00A4020C02 0018");
    assert_eq!(send(&mut card, "00200080"), "63C3");
    assert_eq!(send(&mut card, "0020008000"), "6700");
    assert_eq!(send(&mut card, &verify("0000")), "63C2");
    assert_eq!(send(&mut card, "00200098"), "63C2", "short identifier");
    let right = verify(holder.pins.user_authentication.reveal());
    assert_eq!(send(&mut card, &right), "9000");
    assert_eq!(send(&mut card, "00200080"), "63C3", "a counter, not a login state");
    for left in ["63C2", "63C1", "63C0", "6984"] {
        assert_eq!(send(&mut card, &verify("0000")), left);
    }
    assert_eq!(send(&mut card, "00200080"), "63C0");
    assert_eq!(send(&mut card, &right), "6984");
    send(&mut card, SUPPORT);
    send(&mut card, "00A4020C02 0012");
    assert_eq!(send(&mut card, "00200080"), "63C0");
    assert_eq!(send(&mut card, &verify("1234")), "6984");
    for (application, id, tries) in [
        (COMMON, "001C", "63C3"),
        (RESIDENT, "001C", "63C3"),
        (SUPPORT, "0011", "63C3"),
        (SUPPORT, "0014", "63CA"),
        (SUPPORT, "0015", "63CA"),
        (SURFACE, "0012", "63CA"),
        (SURFACE, "0013", "63CA"),
        (JPKI, "001B", "63C5"),
    ] {
        send(&mut card, application);
        send(&mut card, &format!("00A4020C02 {id}"));
        assert_eq!(send(&mut card, "00200080"), tries, "{application} {id}");
    }
}

#[test]
fn files_open_to_their_references_only() {
    let (holder, card) = make(1, Profile::Normal);
    let b = holder.check_number_b(card.front.card_expiry);
    let mut card = powered(card);
    let read = |card: &mut _, id: u8| {
        let answer = send(card, &format!("00B0{:02X}0002", 0x80 | id));
        answer[answer.len() - 4..].to_owned()
    };
    let mut check = |application: &str, reference: Option<(&str, &str)>, rows: &[(u8, &str)]| {
        send(&mut card, application);
        if let Some((id, value)) = reference {
            send(&mut card, &format!("00A4020C02 {id}"));
            assert_eq!(send(&mut card, &verify(value)), "9000");
        }
        for (id, status) in rows {
            assert_eq!(read(&mut card, *id), *status, "{application} {reference:?} {id:04X}");
        }
    };
    let (open, shut) = ("9000", "6982");
    check(SURFACE, None, &[(1, shut), (2, shut), (3, open), (4, open), (5, shut), (6, shut)]);
    let birth = holder.birth_date.era_digits();
    check(SURFACE, Some(("0011", &birth)), &[(1, open), (2, shut), (5, shut), (6, shut)]);
    check(SURFACE, Some(("0012", b.reveal())), &[(1, shut), (2, open), (5, shut), (6, open)]);
    let a = holder.my_number.reveal();
    check(SURFACE, Some(("0013", a)), &[(1, shut), (2, open), (5, open), (6, open)]);
    check(SUPPORT, None, &[(1, shut), (2, shut), (3, shut), (4, open), (5, open), (7, shut)]);
    let pin = holder.pins.support.reveal();
    check(SUPPORT, Some(("0011", pin)), &[(1, open), (2, open), (3, open), (6, open), (7, open)]);
    check(SUPPORT, Some(("0014", a)), &[(1, open), (2, shut), (3, open)]);
    check(SUPPORT, Some(("0015", b.reveal())), &[(1, shut), (2, open), (3, open)]);
    let password = holder.pins.digital_signature.reveal();
    check(JPKI, None, &[(1, shut), (2, open), (6, open), (8, open), (9, shut), (10, open), (11, open)]);
    check(JPKI, Some(("001B", password)), &[(1, open), (9, shut)]);
    check(JPKI, None, &[(1, shut), (0x17, "6981"), (0x18, "6981"), (3, "6A82")]);
    check(COMMON, None, &[(1, "6981")]);
}

#[test]
fn reading_ends_as_card_md_1_4() {
    let mut card = powered(make(1, Profile::Normal).1);
    send(&mut card, JPKI);
    assert_eq!(send(&mut card, "00B0000000"), "6986");
    assert_eq!(send(&mut card, "00B0880000"), "8F8F009000");
    assert_eq!(send(&mut card, "00B0000100"), "8F009000");
    assert_eq!(send(&mut card, "00B0000300"), "6B00");
    card.behaviour_mut().set("eof-6282=on").unwrap();
    assert_eq!(send(&mut card, "00B0000000"), "8F8F006282");
    let whole = send(&mut card, "00B08A00 000000");
    assert!(whole.starts_with("3082") && whole.len() > 3000, "extended Le");
    send(&mut card, COMMON);
    assert!(send(&mut card, "00B2010C00").starts_with("011C39"));
    assert_eq!(send(&mut card, "00B2020400"), "6A83");
    assert_eq!(send(&mut card, "00B2000400"), "6A83");
    assert_eq!(send(&mut card, "00B2010500"), "6A81");
}

#[test]
fn signing_needs_the_right_and_the_right_length() {
    let (holder, card) = make(1, Profile::Normal);
    let mut card = powered(card);
    let hash = "00".repeat(32);
    let sign = |p1: &str, p2: &str| format!("802A{p1}{p2}20{hash}00");
    send(&mut card, JPKI);
    assert_eq!(send(&mut card, &sign("02", "97")), "6982");
    assert_eq!(send(&mut card, &sign("06", "97")), "6A86");
    send(&mut card, "00A4020C02 0018");
    send(&mut card, &verify(holder.pins.user_authentication.reveal()));
    for p1 in ["00", "01", "02", "03", "04", "05"] {
        let signature = send(&mut card, &sign(p1, "97"));
        assert!(signature.len() == 516 && signature.ends_with("9000"), "{p1}");
    }
    assert_eq!(send(&mut card, "802A0297 1F".to_owned().as_str()), "6700");
    assert_eq!(send(&mut card, &format!("802A0297 1F{}00", "00".repeat(31))), "6985");
    assert_eq!(send(&mut card, &sign("02", "9A")), "6982", "the other key");
    assert_eq!(send(&mut card, &sign("02", "98")), "6981", "a PIN is no key");
    send(&mut card, JPKI);
    assert_eq!(send(&mut card, &sign("02", "97")), "6982", "reselecting is logging out");
    send(&mut card, SURFACE);
    assert_eq!(send(&mut card, &sign("02", "00")).len(), 516, "no PIN");
    send(&mut card, SUPPORT);
    assert_eq!(send(&mut card, &sign("02", "00")).len(), 516, "no PIN");
}

#[test]
fn internal_authentication_and_challenges() {
    let mut card = powered(make(1, Profile::Normal).1);
    assert_eq!(send(&mut card, "0084000008").len(), 20, "at the card level too");
    assert_eq!(send(&mut card, "0084000100"), "6A86");
    assert_eq!(send(&mut card, "00840000 000101"), "6985", "257 bytes");
    assert_ne!(send(&mut card, "0084000008"), send(&mut card, "0084000008"));
    send(&mut card, COMMON);
    assert_eq!(send(&mut card, "00880099 04 01020304 00").len(), 516);
    send(&mut card, SURFACE);
    assert_eq!(send(&mut card, "0088009A 04 01020304 00"), "6985");
    send(&mut card, JPKI);
    assert_eq!(send(&mut card, "00880097 04 01020304 00"), "6982");
}

#[test]
fn classes_channels_and_traces() {
    let mut card = powered(make(1, Profile::Normal).1);
    assert_eq!(send(&mut card, "01A4020C02 000A"), "6881");
    assert_eq!(send(&mut card, "00CADF3005"), "6A88");
    assert_eq!(send(&mut card, "00CB3FFF 04 5C025FC1 00"), "6D00");
    assert_eq!(send(&mut card, "0070000001"), "6D00");
    assert_eq!(send(&mut card, "FFCA000000"), "6E00");
    assert_eq!(send(&mut card, "00"), "6700");
    send(&mut card, JPKI);
    for p1p2 in ["0000", "00AE", "8000", "00B6"] {
        let zeros = "00".repeat(256);
        assert_eq!(send(&mut card, &format!("80A2{p1p2} 000100 {zeros}")), "6A86");
    }
    assert_eq!(send(&mut card, &format!("80A200C1 000100 {}", "00".repeat(256))), "6700");
    assert_eq!(send(&mut card, "80FC0000"), "6700");
    assert_eq!(send(&mut card, "08B0000000"), "69FC");
    send(&mut card, COMMON);
    assert_eq!(send(&mut card, &format!("80AE0000 000100 {}", "00".repeat(256))), "66F1");
    assert_eq!(send(&mut card, "08A4020C02 001C"), "6882");
}

#[test]
fn card_level_objects_are_read_while_no_application_is_selected() {
    let mut card = powered(make(1, Profile::Normal).1);
    assert_eq!(send(&mut card, "00CA00F000"), "31333939399000");
    assert_eq!(send(&mut card, "00CA00F800"), "6700", "large object, short Le");
    assert_eq!(send(&mut card, "00CA00F8 000000").len(), (575 + 2) * 2);
    assert_eq!(send(&mut card, "00CA00F900"), "6A88");
    send(&mut card, JPKI);
    assert_eq!(send(&mut card, "00CA00F000"), "6A88");
    assert_eq!(send(&mut card, "00CA5F5100"), "E000FF8131FE45149000");
}

#[test]
fn test_modes_change_only_the_manner() {
    let mut card = powered(make(1, Profile::Normal).1);
    card.behaviour_mut().set("delivery=61").unwrap();
    send(&mut card, JPKI);
    assert_eq!(send(&mut card, "00B0880000"), "6103");
    assert_eq!(send(&mut card, "00C0000002"), "8F8F6101");
    assert_eq!(send(&mut card, "00C0000001"), "009000");
    assert_eq!(send(&mut card, "00C0000001"), "6985");
    assert_eq!(send(&mut card, "00B08A0000"), "6100");
    card.behaviour_mut().set("delivery=6c").unwrap();
    assert_eq!(send(&mut card, "00B0880000"), "6C03");
    assert_eq!(send(&mut card, "00B0880003"), "8F8F009000");
    assert_eq!(send(&mut card, "00B08A0000").len(), 516);
    assert!(card.behaviour_mut().set("delivery=7").is_err());
}
