//! What must hold whatever bytes come, and what outlives power, tears and processes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use std::path::Path;

use proptest::prelude::*;
use support::{COMMON, JPKI, RESIDENT, SUPPORT, SURFACE, make, powered, send, verify};
use virtual_card::card::{Behaviour, Keep, Moment, Outcome, PowerEvent, Tear, TearPoint, VirtualCard};
use virtual_card::card_file::{CardFile, ReferenceName};
use virtual_card::hex;
use virtual_card::profile::Profile;

fn tries(card: &CardFile) -> u8 {
    card.reference(ReferenceName::UserAuthentication).unwrap().tries_left
}

fn in_file(path: &Path) -> VirtualCard {
    let card = CardFile::load(path).unwrap();
    let mut card = VirtualCard::new(card, Keep::File(path.to_owned()), [1; 32]);
    card.power(PowerEvent::On);
    card
}

#[test]
fn a_spent_try_outlives_the_process() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("card.json");
    let (holder, card) = make(1, Profile::Normal);
    card.save(&path).unwrap();
    let mut card = in_file(&path);
    send(&mut card, JPKI);
    send(&mut card, "00A4020C02 0018");
    assert_eq!(send(&mut card, &verify("0000")), "63C2");
    assert_eq!(tries(&CardFile::load(&path).unwrap()), 2, "before anything else happens");
    drop(card);
    let mut card = in_file(&path);
    send(&mut card, JPKI);
    assert_eq!(send(&mut card, "00200098"), "63C2");
    send(&mut card, "00A4020C02 0018");
    send(&mut card, &verify(holder.pins.user_authentication.reveal()));
    assert_eq!(tries(&CardFile::load(&path).unwrap()), 3);
    let left: Vec<_> = std::fs::read_dir(directory.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "no temporary file remains");
}

#[test]
fn a_card_that_cannot_write_says_so_and_opens_nothing() {
    let (holder, card) = make(1, Profile::Normal);
    let nowhere = Path::new("/nonexistent/card.json").to_owned();
    let mut card = VirtualCard::new(card, Keep::File(nowhere), [1; 32]);
    card.power(PowerEvent::On);
    send(&mut card, JPKI);
    send(&mut card, "00A4020C02 0018");
    assert_eq!(send(&mut card, &verify(holder.pins.user_authentication.reveal())), "6581");
    assert_eq!(send(&mut card, &format!("802A0297 20 {} 00", "00".repeat(32))), "6982");
}

#[test]
fn power_kills_rights_and_a_warm_reset_does_not() {
    let (holder, card) = make(1, Profile::Normal);
    let mut card = powered(card);
    let sign = format!("802A0297 20 {} 00", "00".repeat(32));
    send(&mut card, JPKI);
    send(&mut card, "00A4020C02 0018");
    send(&mut card, &verify(holder.pins.user_authentication.reveal()));
    card.power(PowerEvent::On);
    card.power(PowerEvent::Reset);
    assert_eq!(send(&mut card, &sign).len(), 516);
    card.power(PowerEvent::Off);
    assert_eq!(send(&mut card, &sign), "", "no power, no answer");
    card.power(PowerEvent::On);
    assert_eq!(send(&mut card, &sign), "6A82", "the card level is selected");
    send(&mut card, JPKI);
    assert_eq!(send(&mut card, &sign), "6982");
}

#[test]
fn the_first_command_may_be_lost() {
    let (_, card) = make(1, Profile::Normal);
    let mut card = VirtualCard::new(card, Keep::Memory, [1; 32]);
    card.behaviour_mut().set("first-6f00=on").unwrap();
    for _ in 0..2 {
        card.power(PowerEvent::On);
        assert_eq!(send(&mut card, JPKI), "6F00");
        assert_eq!(send(&mut card, JPKI), "9000");
        card.power(PowerEvent::Off);
    }
}

#[test]
fn a_torn_verify_is_carried_out_or_not() {
    for (moment, left) in [(Moment::BeforeExecution, 3), (Moment::AfterExecution, 2)] {
        let (_, card) = make(1, Profile::Normal);
        let mut card = powered(card);
        card.behaviour_mut().tear = Some(Tear { at: TearPoint::NextVerify, moment });
        send(&mut card, JPKI);
        send(&mut card, "00A4020C02 0018");
        assert_eq!(send(&mut card, "00200080"), "63C3", "a query is no VERIFY to tear");
        let command = hex::decode("002000800430303030").unwrap();
        assert_eq!(card.exchange(&command), Outcome::Torn);
        assert_eq!(card.exchange(&command), Outcome::Silent);
        assert_eq!(tries(card.card()), left);
        card.power(PowerEvent::On);
        send(&mut card, JPKI);
        assert_eq!(send(&mut card, "00200098"), format!("63C{left}"), "torn once only");
    }
    let mut card = powered(make(1, Profile::Normal).1);
    card.behaviour_mut().tear =
        Some(Tear { at: TearPoint::AfterCommands(2), moment: Moment::BeforeExecution });
    assert_eq!(send(&mut card, JPKI), "9000");
    assert_eq!(send(&mut card, JPKI), "9000");
    assert_eq!(send(&mut card, JPKI), "");
}

#[test]
fn time_is_the_links_to_wait() {
    let mut card = powered(make(1, Profile::Normal).1);
    card.behaviour_mut().set("key-delay-ms=400").unwrap();
    card.behaviour_mut().set("command-delay-ms=5").unwrap();
    let after = |card: &mut VirtualCard, command: &str| {
        let digits: String = command.split_whitespace().collect();
        match card.exchange(&hex::decode(&digits).unwrap()) {
            Outcome::Answered { after, .. } => after.as_millis(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(after(&mut card, COMMON), 5);
    assert_eq!(after(&mut card, "00880099 01 00 00"), 405);
}

#[test]
fn reselection_in_both_readings_of_the_standard() {
    for (mode, answer) in [("reselect-keeps=off", 4), ("reselect-keeps=on", 516)] {
        let (holder, card) = make(1, Profile::Normal);
        let mut card = powered(card);
        card.behaviour_mut().set(mode).unwrap();
        send(&mut card, JPKI);
        send(&mut card, "00A4020C02 0018");
        send(&mut card, &verify(holder.pins.user_authentication.reveal()));
        send(&mut card, JPKI);
        let signature = send(&mut card, &format!("802A0297 20 {} 00", "00".repeat(32)));
        assert_eq!(signature.len(), answer, "{mode}");
        send(&mut card, SURFACE);
        send(&mut card, JPKI);
        let signature = send(&mut card, &format!("802A0297 20 {} 00", "00".repeat(32)));
        assert_eq!(signature, "6982", "another application ends it either way");
    }
}

#[test]
fn debug_shows_no_secret() {
    let (holder, card) = make(1, Profile::Normal);
    let text = format!("{card:?} {holder:?} {:?}", powered(card.clone()));
    let secrets = [
        holder.pins.user_authentication.reveal(),
        holder.pins.digital_signature.reveal(),
        holder.my_number.reveal(),
        &hex::encode(holder.my_number.reveal().as_bytes()),
    ];
    for secret in secrets {
        assert!(!text.contains(&format!("\"{secret}\"")) && !text.contains(&format!(" {secret} ")));
    }
    assert!(text.contains("redacted"));
}

/// A command that may not spend a try: anything but VERIFY with data.
fn spends_a_try(command: &[u8]) -> bool {
    command.len() > 5 && command[..2] == [0x00, 0x20]
}

fn command() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        JPKI,
        SURFACE,
        SUPPORT,
        COMMON,
        RESIDENT,
        "00A4040C0A F05354414E442D494E01",
        "00A4020C02 0018",
        "00A4020C02 0012",
        "00A4020C02 000A",
        "00200080",
        "0020008000",
        "0020008004 30303030",
        "002000980430303030",
        "00B0000000",
        "00B08A00 000000",
        "00B2010C00",
        "0084000008",
        "8032008004 31323334",
        "0024018004 31323334",
        "00C0000000",
    ]);
    let known = known.prop_map(|text| {
        let digits: String = text.split_whitespace().collect();
        hex::decode(&digits).unwrap()
    });
    let ins = prop::sample::select(vec![
        0x20_u8, 0x24, 0x2A, 0x32, 0x82, 0x84, 0x88, 0xA2, 0xA4, 0xAE, 0xB0, 0xB2, 0xC0, 0xCA, 0xFC,
    ]);
    let class = prop::sample::select(vec![0x00_u8, 0x80, 0x08, 0x01, 0x0C, 0xFF]);
    let shaped = (class, ins, any::<[u8; 2]>(), prop::collection::vec(any::<u8>(), 0..20))
        .prop_map(|(class, ins, parameters, body)| [&[class, ins][..], &parameters, &body].concat());
    let noise = prop::collection::vec(any::<u8>(), 0..300);
    prop_oneof![4 => known, 4 => shaped, 1 => noise]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_bytes_panic_or_lower_a_counter_that_was_not_asked(
        commands in prop::collection::vec(command(), 1..40),
        delivery in prop::sample::select(vec!["delivery=plain", "delivery=61", "delivery=6c"]),
    ) {
        let mut card = powered(make(1, Profile::Normal).1);
        card.behaviour_mut().set(delivery).unwrap();
        for command in commands {
            let before = card.counters();
            let response = card.transmit(&command);
            prop_assert!(response.len() >= 2, "an answer to {}", hex::encode(&command));
            let after = card.counters();
            if !spends_a_try(&command) {
                prop_assert_eq!(&before, &after, "{}", hex::encode(&command));
            }
            let lowered = before.iter().filter(|(name, left)| after[*name] < **left).count();
            prop_assert!(lowered <= 1);
        }
    }

    #[test]
    fn no_assignment_panics(text in "\\PC{0,40}") {
        let _refused_or_set = Behaviour::default().set(&text);
        let _command_or_refused = virtual_card::slot::Command::parse(&text);
    }

    #[test]
    fn no_json_panics(text in "\\PC{0,200}") {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("card.json");
        std::fs::write(&path, text).unwrap();
        prop_assert!(CardFile::load(&path).is_err());
    }
}
