//! The PC/SC adapter by hand: reads commands from its input, writes one line for each.
//!
//! `PCSCLITE_CSOCK_NAME=… pcsc-probe [--reader NAME]… [--form short|extended]`, then
//!
//! | command | answer |
//! | --- | --- |
//! | `readers` | the attached readers' names |
//! | `watch STATE MS` | the state, as soon as it differs from `STATE` or after `MS` milliseconds |
//! | `hold` | `held FORM` or `fault FAULT` |
//! | while held: `send HEX [ROOM]` | `answer HEX`, of at most `ROOM` bytes, or `error ERROR` |
//! | while held: `presence` | the presence |
//! | while held: `release` | `released` |
//! | `rival shared\|exclusive\|transaction` | another client connects to the first reader; `leave` ends it |
//! | `rival-send HEX` | `answer HEX` or `error ERROR` |
//!
//! No PIN belongs here: what is sent is written to nowhere, but a shell remembers it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use apdu::{ApduForm, Ne};
use pcsc::{Card, Context, Disposition, Protocols, Scope, ShareMode};
use reader_pcsc::{FormRule, PcscReader, Readers, attached_readers};
use runtime::port::{HeldCard, Reader, SlotState};
use std::io::{BufRead, Write};
use std::time::Duration;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut names = Vec::new();
    let mut form = FormRule::ByReader;
    while let Some(flag) = arguments.next() {
        let value = arguments.next().unwrap();
        match (flag.as_str(), value.as_str()) {
            ("--reader", _) => names.push(value),
            ("--form", "short") => form = FormRule::Short,
            ("--form", "extended") => form = FormRule::Extended(Ne::EXTENDED_MAX),
            _ => panic!("{flag} {value}?"),
        }
    }
    let readers = if names.is_empty() { Readers::All } else { Readers::Named(names) };
    let mut reader = PcscReader::new(readers, form);
    let mut rival = None;
    while let Some(line) = line() {
        match line.split(' ').collect::<Vec<_>>().as_slice() {
            ["readers"] => say(&format!("{:?}", attached_readers())),
            ["watch", known, patience] => {
                let patience = Duration::from_millis(patience.parse().unwrap());
                say(&format!("{:?}", reader.watch(state(known), patience)));
            }
            ["hold"] => match reader.hold(&mut |card| held(card)) {
                Ok(()) => say("released"),
                Err(fault) => say(&format!("fault {fault:?}")),
            },
            ["rival", mode] => rival = connect(mode),
            ["rival-send", hex] => {
                let card: &Card = rival.as_ref().unwrap();
                match card.transmit(&bytes(hex), &mut [0; pcsc::MAX_BUFFER_SIZE]) {
                    Ok(answer) => say(&format!("answer {}", text(answer))),
                    Err(error) => say(&format!("error {error:?}")),
                }
            }
            ["leave"] => {
                let card: Option<Card> = rival.take();
                let left = card.map(|card| card.disconnect(Disposition::LeaveCard).is_ok());
                say(&format!("left {left:?}"));
            }
            _ => panic!("{line}?"),
        }
    }
}

fn held(card: &mut dyn HeldCard) {
    say(&match card.form() {
        ApduForm::Short => "held short".to_owned(),
        ApduForm::Extended { longest } => format!("held extended {}", longest.get()),
    });
    while let Some(line) = line() {
        match line.split(' ').collect::<Vec<_>>().as_slice() {
            ["send", hex, room @ ..] => {
                let room = room.first().map_or(65_538, |room| room.parse().unwrap());
                let mut response = vec![0; room];
                match card.transmit(&bytes(hex), &mut response) {
                    Ok(length) => say(&format!("answer {}", text(&response[..length]))),
                    Err(error) => say(&format!("error {error:?}")),
                }
            }
            ["presence"] => say(&format!("{:?}", card.presence())),
            ["release"] => break,
            _ => panic!("{line}?"),
        }
    }
}

/// A client without our manners.
fn connect(mode: &str) -> Option<Card> {
    let share = if mode == "exclusive" { ShareMode::Exclusive } else { ShareMode::Shared };
    let context = Context::establish(Scope::System).unwrap();
    let names = context.list_readers_owned().unwrap();
    match context.connect(&names[0], share, Protocols::ANY) {
        Ok(mut card) => {
            if mode == "transaction" {
                std::mem::forget(card.transaction().unwrap());
            }
            say("rival connected");
            Some(card)
        }
        Err(error) => {
            say(&format!("rival {error:?}"));
            None
        }
    }
}

fn line() -> Option<String> {
    let mut line = String::new();
    let length = std::io::stdin().lock().read_line(&mut line).unwrap();
    (length > 0).then(|| line.trim().to_owned())
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").unwrap();
    out.flush().unwrap();
}

fn state(name: &str) -> SlotState {
    match name {
        "Empty" => SlotState::Empty,
        "Card" => SlotState::Card,
        "Several" => SlotState::Several,
        "Lost" => SlotState::Lost,
        _ => panic!("{name}?"),
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.as_bytes()
        .chunks(2)
        .map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap())
        .collect()
}

fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
