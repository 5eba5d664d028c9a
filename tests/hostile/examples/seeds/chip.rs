//! What a card says and is told: recorded from the virtual card, and spoilt.

use apdu::{ApduForm, CardChannel, ChannelError};
use card::{CheckNumberB, Link, Pin};
use hostile::read::put;
use hostile::{chip, world};
use virtual_card::card::VirtualCard;
use virtual_card::card_file::ReferenceName;
use virtual_card::chip::Application;

use crate::{Seed, damaged, seed};

fn answers(choice: u8, answers: &[&[u8]]) -> Vec<u8> {
    let mut bytes = vec![choice];
    answers.iter().for_each(|answer| put(&mut bytes, answer));
    bytes
}

pub(crate) fn apdu_response() -> Vec<Seed> {
    let page = [[0xAB; 256].as_slice(), &[0x61, 0x00]].concat();
    let last = [[0xCD; 16].as_slice(), &[0x90, 0x00]].concat();
    let storm = vec![&[0u8, 0x61, 0x01][..]; 140];
    vec![
        seed("good-verify-right", answers(0, &[&[0x90, 0x00]])),
        seed("good-verify-wrong", answers(0, &[&[0x63, 0xC2]])),
        seed("good-read", answers(3, &[&page, &page, &last])),
        seed("good-after-no-diagnosis", answers(3, &[&[0x6F, 0x00], &last])),
        seed("good-right-le", answers(3, &[&[0x6C, 0x10], &last])),
        seed("edge-both", answers(7, &[&[0x6F, 0x00], &[0x6C, 0x00], &[0x61, 0x10], &last])),
        seed("bad-storm", answers(3, &storm)),
        seed("bad-empty-continuation", answers(3, &[&[0x61, 0x10], &[0x61, 0x10]])),
        seed("bad-one-byte", answers(0, &[&[0x90]])),
        seed("bad-torn", answers(0, &[&[]])),
        seed("bad-too-long", answers(1, &[&[0; 300]])),
        seed("bad-gone", answers(1, &[])),
        seed("edge-right-le-without-end", answers(5, &[&[0x6C, 1], &[0x6C, 2], &[0x6F, 0], &[]])),
    ]
}

pub(crate) fn tlv() -> Vec<Seed> {
    let record = world::file(Application::Surface, 0x0002);
    let nested: Vec<u8> = (0..50u8).rev().flat_map(|depth| [0x30, depth * 2]).collect();
    let mut seeds = vec![
        seed("good-certificate", world::certificate()),
        seed("good-cv-certificate", world::file(Application::Surface, 0x0004)),
        seed("good-nested", nested),
        seed("good-long-tag", [0x7F, 0x21, 0x01, 0x00]),
        seed("edge-record", record),
        seed("bad-indefinite", [0x30, 0x80, 0x00, 0x00]),
        seed("bad-length-of-four", [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]),
        seed("bad-length-of-127", [0x30, 0xFF, 0x01]),
        seed("bad-tag-without-end", [0x1F, 0x81, 0x81, 0x81, 0x81, 0x81, 0x81]),
    ];
    seeds.extend(damaged(&world::certificate()[..64], "edge"));
    seeds
}

pub(crate) fn surface_record() -> Vec<Seed> {
    let record = world::file(Application::Surface, 0x0002);
    let attributes = world::file(Application::Support, 0x0002);
    let forged = |from: &[u8]| {
        let mut bytes = record.to_vec();
        let at = bytes.windows(2).position(|window| window == from).unwrap();
        bytes[at + 5] ^= 1;
        bytes
    };
    let mut seeds = vec![
        seed("good-record", record),
        seed("good-attributes", attributes),
        seed("bad-other-birth-date", forged(&[0xDF, 0x22])),
        seed("bad-other-photo", forged(&[0xDF, 0x27])),
        seed("bad-certificate", world::certificate()),
        seed("bad-header-alone", &record[..16]),
    ];
    seeds.extend(damaged(record, "edge-record"));
    seeds.extend(damaged(attributes, "edge-attributes"));
    for tag in 0x20..=0x2B_u8 {
        let mut bytes = record.to_vec();
        if let Some(at) = bytes.windows(2).position(|window| window == [0xDF, tag]) {
            bytes[at + 1] = 0x7E;
            seeds.push(seed(&format!("edge-without-df{tag:02x}"), bytes.clone()));
            bytes[at + 1] = tag;
            bytes[at + 2] = 0x84;
            seeds.push(seed(&format!("edge-endless-df{tag:02x}"), bytes));
        }
    }
    seeds
}

pub(crate) fn certificate() -> Vec<Seed> {
    let own = world::certificate();
    let mut seeds = vec![
        seed("good-own", own),
        seed("bad-root", world::root()),
        seed("bad-of-a-terminal", world::terminal()),
        seed("bad-byte-too-many", [own, &[0]].concat()),
        seed("bad-twice", [own, own].concat()),
        seed("bad-nested", [0x30, 0x82, 0x01, 0x00].repeat(200)),
    ];
    seeds.extend(damaged(own, "bad"));
    for at in (0..own.len()).step_by(own.len() / 24) {
        let mut bytes = own.to_vec();
        bytes[at] ^= 0x01;
        seeds.push(seed(&format!("bad-flipped-{at:04}"), bytes));
    }
    seeds
}

pub(crate) fn cv_certificate() -> Vec<Seed> {
    let own = world::file(Application::Surface, 0x0004);
    let mut seeds = vec![
        seed("good-own", own),
        seed("edge-padded", [own, &[0; 32]].concat()),
        seed("bad-of-the-holder", world::certificate()),
    ];
    seeds.extend(damaged(own, "bad"));
    for at in (0..own.len()).step_by(own.len() / 16) {
        let mut bytes = own.to_vec();
        bytes[at] ^= 0x40;
        seeds.push(seed(&format!("bad-flipped-{at:04}"), bytes));
    }
    seeds
}

/// Commands and answers between the procedures and the card.
struct Recorder {
    card: VirtualCard,
    commands: Vec<Vec<u8>>,
    answers: Vec<Vec<u8>>,
}

impl CardChannel for Recorder {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        let answer = self.card.transmit(command);
        self.commands.push(command.to_vec());
        response[..answer.len()].copy_from_slice(&answer);
        self.answers.push(answer);
        Ok(self.answers.last().unwrap().len())
    }
}

fn record(form: ApduForm) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
    let recorder = Recorder { card: world::powered(), commands: Vec::new(), answers: Vec::new() };
    let mut link = Link::new(recorder, form);
    let secret = |name| world::card().secret(name).unwrap().reveal().as_bytes();
    let pin = Pin::from_ascii(secret(ReferenceName::UserAuthentication)).unwrap();
    let check_number = CheckNumberB::from_ascii(secret(ReferenceName::CheckNumberB)).unwrap();
    chip::run_procedures(&mut link, &pin, &check_number);
    let recorder = link.into_channel();
    (recorder.commands, recorder.answers)
}

pub(crate) fn procedures() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for (name, form, choice) in [("short", ApduForm::Short, 0), ("extended", ApduForm::EXTENDED, 1)] {
        let (_, said) = record(form);
        let all: Vec<&[u8]> = said.iter().map(Vec::as_slice).collect();
        seeds.push(seed(&format!("good-{name}"), answers(choice, &all)));
        for upset in [&[][..], &[0x6F, 0x00], &[0x61, 0x00], &[0x6C, 0x10], &[0x63, 0xC0], &[0x90, 0x00]] {
            // A long card file stands once in the extended form and in a hundred pieces in the short one.
            let at = all.len() / 2;
            let mut spoilt = all.clone();
            spoilt[at] = upset;
            let word: String = upset.iter().map(|byte| format!("{byte:02x}")).collect();
            seeds.push(seed(&format!("edge-{name}-{word}"), answers(choice, &spoilt)));
        }
        seeds.push(seed(&format!("bad-{name}-gone-in-the-middle"), answers(choice, &all[..all.len() / 3])));
    }
    seeds
}

pub(crate) fn card_commands() -> Vec<Seed> {
    let (told, _) = record(ApduForm::EXTENDED);
    let script = |commands: &[&[u8]]| answers(0, commands)[1..].to_vec();
    let all: Vec<&[u8]> = told.iter().map(Vec::as_slice).collect();
    let select_jpki = [0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 1, 0, 0, 0, 1];
    let select = |id: u8| [0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, id];
    let wrong = [0x00, 0x20, 0x00, 0x80, 0x04, b'0', b'0', b'0', b'0'];
    let sign = [&[0x80, 0x2A, 0x00, 0x97, 0x33][..], &[0x30; 0x33], &[0x00]].concat();
    let locked = [&select_jpki[..], &select(0x18), &wrong, &wrong, &wrong, &wrong, &sign];
    let stand_in = [0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xF0, b'S', b'T', b'A', b'N', b'D', b'-', b'I', b'N', 1];
    let opened =
        [&stand_in[..], &[0x00, 0x84, 0, 0, 8], &[0x00, 0x82, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8], &sign];
    let lengths: Vec<Vec<u8>> = (1..=9).map(|length| vec![0x00; length]).collect();
    let lengths: Vec<&[u8]> = lengths.iter().map(Vec::as_slice).collect();
    let every: Vec<[u8; 5]> = (0..=255).step_by(5).map(|ins| [0x00, ins, 0x00, 0x00, 0x00]).collect();
    let every: Vec<&[u8]> = every.iter().map(<[u8; 5]>::as_slice).collect();
    vec![
        seed("good-procedures", script(&all)),
        seed("good-select", script(&[&select_jpki])),
        seed("bad-locked", script(&locked)),
        seed("bad-stand-in-refused", script(&opened)),
        seed("edge-power", script(&[&select_jpki, &[], &select(0x0A), &[0x00, 0xB0, 0, 0, 0]])),
        seed("edge-lengths", script(&lengths)),
        seed("edge-instructions", script(&every)),
        seed("edge-read-far", script(&[&select_jpki, &select(0x0A), &[0x00, 0xB0, 0x7F, 0xFF, 0x00]])),
        seed("edge-read-all", script(&[&select_jpki, &select(0x0A), &[0x00, 0xB0, 0, 0, 0, 0, 0]])),
        seed("edge-change", script(&[&select_jpki, &select(0x18), &[0, 0x24, 1, 0x80, 4, 49, 50, 51, 52]])),
        seed("edge-long", script(&[&[0x55; 300]])),
    ]
}
