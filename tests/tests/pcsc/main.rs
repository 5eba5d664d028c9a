//! The PC/SC adapter through a real pcscd: it runs in a process of its own (`pcsc-probe`), because
//! pcsc-lite finds its daemon by the environment.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::disallowed_methods, reason = "waiting for other programs, with limits")]

mod desk;

use desk::{Desk, LIMIT, Probe, program};
use rig::{Moment, Torn};
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use virtual_card::card_file::{CardFile, ReferenceName};

const SELECT_JPKI: &str = "00A4040C0AD392F000260100000001";
const SELECT_PIN: &str = "00A4020C020018";
const TRIES: &str = "00200080";
const SELECT_KEY: &str = "00A4020C020017";

/// VERIFY of the 利用者証明用 PIN.
fn verify(card: &CardFile) -> String {
    let pin = card.secret(ReferenceName::UserAuthentication).unwrap().reveal().to_owned();
    let digits: String = pin.bytes().map(|digit| format!("{digit:02X}")).collect();
    format!("send 00200080{:02X}{digits}", pin.len())
}

/// Selects the 利用者証明用 PIN.
fn select_pin(probe: &mut Probe) {
    for command in [SELECT_JPKI, SELECT_PIN] {
        assert_eq!(probe.ask(&format!("send {command}")), "answer 9000");
    }
}

/// COMPUTE DIGITAL SIGNATURE over the DigestInfo (SHA-256) of 32 zero bytes.
fn sign() -> String {
    let digest_info = format!("3031300D060960864801650304020105000420{}", "00".repeat(32));
    format!("send 802A008033{digest_info}00")
}

#[test]
fn a_card_comes_and_goes() {
    let mut desk = Desk::new();
    let mut probe = desk.probe(&[]);
    assert_eq!(probe.ask("watch Lost 20000"), "Empty");
    assert_eq!(probe.ask("watch Empty 100"), "Empty");
    for _ in 0..2 {
        probe.tell("watch Empty 20000");
        desk.insert(0, "normal");
        assert_eq!(probe.hear(), "Card");
        assert_eq!(probe.ask("watch Card 100"), "Card");
        probe.tell("watch Card 20000");
        desk.slots[0].remove().unwrap();
        assert_eq!(probe.hear(), "Empty");
    }
    assert_eq!(probe.ask("hold"), "fault CardGone");
}

#[test]
fn a_right_ends_with_the_hold() {
    let (mut desk, mut probe, card) = Desk::holding(&[]);
    select_pin(&mut probe);
    assert_eq!(probe.ask(&verify(&card)), "answer 9000");
    assert_eq!(probe.ask(&format!("send {SELECT_KEY}")), "answer 9000");
    let signature = probe.ask(&sign());
    assert!(signature.ends_with("9000") && signature.len() > 500, "{signature}");
    assert_eq!(probe.ask("presence"), "Here");
    assert_eq!(probe.ask("release"), "released");

    // Nothing is selected again: what the card still knew would show.
    assert!(probe.ask("hold").starts_with("held"));
    let refused = probe.ask(&sign());
    assert!(refused.starts_with("answer 6"), "{refused}");
    let stats = desk.stats();
    assert_eq!(stats.private_key_uses, 1);
    assert_eq!(stats.commands, 6, "one transmission for each command");
}

#[test]
fn a_card_torn_away_in_the_middle_of_verify() {
    for (moment, verifies) in [(Moment::Before, 0), (Moment::After, 1)] {
        let (mut desk, mut probe, card) = Desk::holding(&[]);
        select_pin(&mut probe);
        desk.slots[0].tear(Torn::Verify, moment).unwrap();
        assert_eq!(probe.ask(&verify(&card)), "error Torn");
        assert_eq!(probe.ask("presence"), "Gone");
        // Whatever is asked of it now, there is an end and no answer.
        let after = probe.ask(&format!("send {TRIES}"));
        assert!(["error Torn", "error Removed"].contains(&after.as_str()), "{after}");
        assert_eq!(probe.ask("release"), "released");
        probe.watch_until("Card".into(), "Empty");
        let stats = desk.stats();
        assert!(stats.torn);
        assert_eq!(stats.verifies.get("jpki/0018").copied().unwrap_or(0), verifies);
        // The next one is served as if nothing had been.
        desk.insert(0, "normal");
        probe.watch_until("Empty".into(), "Card");
        assert!(probe.ask("hold").starts_with("held"));
        select_pin(&mut probe);
    }
}

#[test]
fn a_card_taken_between_two_commands() {
    let (mut desk, mut probe, _) = Desk::holding(&[]);
    select_pin(&mut probe);
    desk.slots[0].remove().unwrap();
    probe.ask_until("presence", "Gone");
    let after = probe.ask(&format!("send {TRIES}"));
    assert!(["error Torn", "error Removed"].contains(&after.as_str()), "{after}");
    probe.ask("release");
    // Another card in its place does not make the hold's card come back.
    assert_eq!(probe.ask("watch Card 20000"), "Empty");
}

#[test]
fn a_swapped_card_is_a_removal() {
    let mut desk = Desk::new();
    desk.insert(0, "normal");
    let mut probe = desk.probe(&[]);
    let mut witness = desk.probe(&[]);
    probe.watch_until("Lost".into(), "Card");
    witness.watch_until("Lost".into(), "Card");
    desk.slots[0].remove().unwrap();
    witness.watch_until("Card".into(), "Empty");
    desk.insert(0, "normal");
    witness.watch_until("Empty".into(), "Card");
    // Ours did not look in the meantime.
    assert_eq!(probe.ask("hold"), "fault CardGone");
    assert_eq!(probe.ask("watch Card 0"), "Empty");
    assert_eq!(probe.ask("hold"), "fault CardGone");
    assert_eq!(probe.ask("watch Empty 0"), "Card");
    assert!(probe.ask("hold").starts_with("held"));
}

#[test]
fn pcscd_dies_and_comes_back() {
    let (mut desk, mut probe, _) = Desk::holding(&[]);
    select_pin(&mut probe);
    desk.pcscd.kill();
    assert_eq!(probe.ask(&format!("send {TRIES}")), "error ServiceGone");
    assert_eq!(probe.ask("presence"), "ReaderLost");
    assert_eq!(probe.ask("release"), "released");
    assert_eq!(probe.ask("watch Card 20000"), "Lost");
    assert_eq!(probe.ask("hold"), "fault Lost");

    // Its socket is still there, and nobody behind it: waited for, not spun on.
    let (started, worked) = (Instant::now(), probe.worked());
    for _ in 0..3 {
        assert_eq!(probe.ask("watch Lost 400"), "Lost");
    }
    assert!(started.elapsed() >= Duration::from_millis(1_200));
    assert!(probe.worked() - worked < Duration::from_millis(300), "{:?}", probe.worked() - worked);

    desk.pcscd.restart().unwrap();
    probe.watch_until("Lost".into(), "Card");
    assert!(probe.ask("hold").starts_with("held"));
    select_pin(&mut probe);
}

/// The kernel resets a connection that ends with something unread, and libpcsclite calls a reset
/// SCARD_W_SECURITY_VIOLATION (`MessageReceive`, since it is what a client that polkit refuses sees).
#[test]
fn pcscd_dies_with_our_question_unread() {
    let about_a_try = format!("send {TRIES}");
    for (question, answer) in [("presence", "ReaderLost"), (&about_a_try, "error ServiceGone")] {
        let (mut desk, mut probe, _) = Desk::holding(&[]);
        select_pin(&mut probe);
        desk.pcscd.freeze();
        probe.tell(question);
        assert!(probe.is_waiting());
        desk.pcscd.kill();
        assert_eq!(probe.hear(), answer, "{question}");
        assert_eq!(probe.ask("release"), "released");
        assert_eq!(probe.ask("watch Card 20000"), "Lost");
    }
}

#[test]
fn pcscd_restarted_behind_our_back_is_told_once() {
    let (mut desk, mut probe, _) = Desk::holding(&[]);
    assert_eq!(probe.ask("release"), "released");
    desk.pcscd.restart().unwrap();
    assert_eq!(probe.ask("watch Card 20000"), "Lost");
    probe.watch_until("Lost".into(), "Card");
    assert!(probe.ask("hold").starts_with("held"));
}

#[test]
fn without_any_service() {
    let home = TempDir::new().unwrap();
    let mut command = Command::new(program());
    command.env("PCSCLITE_CSOCK_NAME", home.path().join("nobody"));
    let mut probe = Probe::start(command);
    assert_eq!(probe.ask("watch Empty 20000"), "Lost");
    let started = Instant::now();
    assert_eq!(probe.ask("watch Lost 300"), "Lost");
    assert!(started.elapsed() >= Duration::from_millis(300));
    assert_eq!(probe.ask("hold"), "fault Lost");
    assert_eq!(probe.ask("readers"), "Err(Lost)");
}

#[test]
fn two_cards_are_never_guessed_about() {
    let mut desk = Desk::new();
    desk.insert(0, "normal");
    let mut probe = desk.probe(&[]);
    probe.watch_until("Lost".into(), "Card");
    probe.tell("watch Card 20000");
    desk.insert(1, "normal");
    assert_eq!(probe.hear(), "Several");
    assert_eq!(probe.ask("hold"), "fault CardGone");
    assert_eq!(desk.stats().commands, 0);
    probe.tell("watch Several 20000");
    desk.slots[0].remove().unwrap();
    assert_eq!(probe.hear(), "Card");
    assert!(probe.ask("hold").starts_with("held"));
    select_pin(&mut probe);
    assert_eq!(desk.slots[1].stats().unwrap().commands, 2);
}

#[test]
fn a_second_card_before_the_hold_is_seen_by_it() {
    let mut desk = Desk::new();
    desk.insert(0, "normal");
    let mut probe = desk.probe(&[]);
    let mut witness = desk.probe(&[]);
    probe.watch_until("Lost".into(), "Card");
    desk.insert(1, "normal");
    witness.watch_until("Lost".into(), "Several");
    assert_eq!(probe.ask("hold"), "fault CardGone");
}

#[test]
fn only_the_configured_readers_are_looked_at() {
    let mut desk = Desk::new();
    let [first, second] = desk.pcscd.readers();
    let mut ours = desk.probe(&["--reader", second]);
    let mut both = desk.probe(&["--reader", second, "--reader", first]);
    let mut elsewhere = desk.probe(&["--reader", "Another Reader 00 00"]);
    assert_eq!(ours.ask("readers"), format!("Ok([{first:?}, {second:?}])"));
    desk.insert(0, "normal");
    both.watch_until("Lost".into(), "Card");
    assert_eq!(ours.ask("watch Lost 20000"), "Empty");
    assert_eq!(elsewhere.ask("watch Empty 20000"), "Lost");
    assert_eq!(elsewhere.ask("watch Lost 200"), "Lost");
    desk.insert(1, "normal");
    ours.watch_until("Empty".into(), "Card");
    both.watch_until("Card".into(), "Several");
    assert!(ours.ask("hold").starts_with("held"));
    select_pin(&mut ours);
    assert_eq!(desk.stats().commands, 0);
}

#[test]
fn nobody_else_reaches_a_held_card() {
    let (desk, mut probe, _) = Desk::holding(&[]);
    let mut other = desk.probe(&[]);
    for mode in ["shared", "exclusive"] {
        assert_eq!(other.ask(&format!("rival {mode}")), "rival SharingViolation");
    }
    assert_eq!(probe.ask("release"), "released");
    assert_eq!(other.ask("rival exclusive"), "rival connected");
    assert_eq!(probe.ask("hold"), "fault HeldByOther");
    assert_eq!(other.ask("leave"), "left Some(true)");
    assert!(probe.ask("hold").starts_with("held"));
}

#[test]
fn a_sharing_client_is_shut_out_and_loses_its_rights() {
    let (desk, mut probe, card) = Desk::holding(&[]);
    assert_eq!(probe.ask("release"), "released");
    let mut other = desk.probe(&[]);
    assert_eq!(other.ask("rival shared"), "rival connected");
    for command in [SELECT_JPKI, SELECT_PIN] {
        assert_eq!(other.ask(&format!("rival-send {command}")), "answer 9000");
    }
    assert_eq!(other.ask(&format!("rival-{}", verify(&card))), "answer 9000");

    assert!(probe.ask("hold").starts_with("held"));
    other.tell(&format!("rival-send {TRIES}"));
    for command in [SELECT_JPKI, SELECT_KEY] {
        assert_eq!(probe.ask(&format!("send {command}")), "answer 9000");
    }
    assert_eq!(probe.ask(&sign()), "answer 6982", "what the other had verified is void");
    assert_eq!(probe.ask("presence"), "Here");
    assert!(other.is_waiting(), "nothing of it may reach a held card");
    assert_eq!(probe.ask("release"), "released");
    assert_eq!(other.hear(), "error ResetCard", "it had to wait, and then learnt why");
}

#[test]
fn a_transaction_of_another_is_waited_for_within_a_limit() {
    let (desk, mut probe, _) = Desk::holding(&[]);
    assert_eq!(probe.ask("release"), "released");
    let mut other = desk.probe(&[]);
    assert_eq!(other.ask("rival transaction"), "rival connected");
    let started = Instant::now();
    assert_eq!(probe.ask("hold"), "fault HeldByOther");
    assert_eq!(probe.ask("hold"), "fault HeldByOther");
    assert!(started.elapsed() < Duration::from_secs(15), "{:?}", started.elapsed());
    // Watching goes on meanwhile.
    assert_eq!(probe.ask("watch Card 50"), "Card");
    assert_eq!(other.ask("leave"), "left Some(true)");
    let again = Instant::now();
    while !probe.ask("hold").starts_with("held") {
        assert!(again.elapsed() < LIMIT);
        std::thread::sleep(Duration::from_millis(10));
    }
    select_pin(&mut probe);
}

#[test]
fn extended_commands_pass_unless_configured_off() {
    let read = "send 00B00000000800";
    let certificate = "00A4020C02000A";
    let (mut desk, mut probe, _) = Desk::holding(&["--form", "extended"]);
    for command in [SELECT_JPKI, certificate] {
        assert_eq!(probe.ask(&format!("send {command}")), "answer 9000");
    }
    let answer = probe.ask(read);
    assert!(answer.ends_with("9000") && answer.len() > 2 * 1_000, "{answer}");
    assert_eq!(desk.stats().commands, 3);
    drop(probe);

    let mut probe = desk.probe(&["--form", "short"]);
    probe.watch_until("Lost".into(), "Card");
    assert_eq!(probe.ask("hold"), "held short");
    for command in [SELECT_JPKI, certificate] {
        assert_eq!(probe.ask(&format!("send {command}")), "answer 9000");
    }
    let before = desk.stats().commands;
    assert_eq!(probe.ask(read), "error Unsupported");
    assert_eq!(desk.stats().commands, before, "it never left");
    assert_eq!(probe.ask("send 00B0000000").len(), "answer ".len() + 2 * 258);
}

#[test]
fn an_answer_that_does_not_fit_is_told_apart() {
    let (mut desk, mut probe, _) = Desk::holding(&[]);
    for command in [SELECT_JPKI, "00A4020C02000A"] {
        assert_eq!(probe.ask(&format!("send {command}")), "answer 9000");
    }
    assert_eq!(probe.ask("send 00B0000000 100"), "error ResponseTooLong");
    assert_eq!(desk.stats().commands, 3, "sent once and not again");
    assert_eq!(probe.ask("presence"), "Here");
}

#[test]
fn a_card_that_is_mute_is_no_card_of_another() {
    let mut desk = Desk::new();
    desk.insert(0, "dead");
    let mut probe = desk.probe(&[]);
    probe.watch_until("Lost".into(), "Card");
    assert_eq!(probe.ask("hold"), "fault Mute");
    desk.slots[0].remove().unwrap();
    probe.watch_until("Card".into(), "Empty");
    desk.insert(0, "normal");
    probe.watch_until("Empty".into(), "Card");
    assert!(probe.ask("hold").starts_with("held"));
}
