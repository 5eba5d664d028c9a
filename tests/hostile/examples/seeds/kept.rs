//! What lies on the medium.

use hostile::world::NOW;
use journal::memory::{Damage, Medium};
use journal::{
    Backoff, CardKey, Day, Delivery, Fact, Journal, LogLedger, Outcome, OutcomeId, StaffTag, StrikeLedger,
    UnixTime, VerifyOutcome,
};
use policy::{BUILT_IN, Millis};
use runtime::Transcript;
use terminal::{Machine, State};

use crate::{Seed, damaged, seed};

fn at(second: u64) -> UnixTime {
    UnixTime(NOW - 3600 + second)
}

fn journal() -> Vec<u8> {
    let medium = Medium::new();
    let mut journal = Journal::open(medium.handle(), at(0)).unwrap();
    let outcome = |number| Outcome::new(OutcomeId([number; 16]), vec![number; 20]).unwrap();
    for number in 1..=3 {
        journal.queue(outcome(number), at(1)).unwrap();
    }
    journal.settle(OutcomeId([2; 16]), Delivery::Accepted, at(2)).unwrap();
    journal.record(&Fact::OpenIntentsFound { count: 1 }, at(3)).unwrap();
    let backoff = Backoff { free: 1, first: 30, longest: 900 };
    let _open = journal.begin_staff_attempt(StaffTag([1; 16]), &backoff, at(4)).unwrap();
    medium.content().unwrap()
}

fn ledger() -> Vec<u8> {
    let medium = Medium::new();
    let mut ledger = LogLedger::new(medium.handle());
    for number in 1..=3 {
        let card = CardKey::from_parts(Day::in_japan(at(0)), [number; 16]);
        let intent = ledger.intend(&card, at(number.into())).unwrap();
        if number < 3 {
            ledger.close(intent, VerifyOutcome::Rejected, at(number.into())).unwrap();
        }
    }
    medium.content().unwrap()
}

fn torn(content: Vec<u8>, damage: Damage) -> Vec<u8> {
    let medium = Medium::new();
    medium.set_content(Some(content));
    let mut journal = Journal::open(medium.handle(), at(5)).unwrap();
    medium.cut_after(0, damage);
    journal.record(&Fact::OpenIntentsFound { count: 2 }, at(6)).unwrap_err();
    medium.content().unwrap()
}

pub(crate) fn journal_file() -> Vec<Seed> {
    let (journal, ledger) = (journal(), ledger());
    let mut seeds = vec![
        seed("good-journal", journal.clone()),
        seed("good-ledger", ledger.clone()),
        seed("good-torn-half", torn(journal.clone(), Damage::Half)),
        seed("good-torn-zeroed", torn(journal.clone(), Damage::Zeroed)),
        seed("good-torn-garbled", torn(journal.clone(), Damage::Garbled)),
        seed("edge-joined", [journal.as_slice(), &ledger].concat()),
        seed("bad-header-alone", &journal[..20]),
        seed("edge-empty-log", &journal[..84]),
    ];
    seeds.extend(damaged(&journal, "edge-journal"));
    seeds.extend(damaged(&ledger, "edge-ledger"));
    seeds
}

pub(crate) fn model_manifest() -> Vec<Seed> {
    let listed = include_str!("../../../../models/manifest.toml");
    let long_hash = listed.replacen("sha256 = \"", "sha256 = \"00", 1);
    let mut seeds = vec![
        seed("good-listed", listed),
        seed("bad-twice", listed.replacen("id = ", "id = \"yunet\"\nid = ", 1)),
        seed("bad-hash-too-long", long_hash),
        seed("bad-without-models", "# nothing\n"),
        seed("bad-nested", format!("model = {}{}", "[".repeat(300), "]".repeat(300))),
        seed("bad-number", listed.replacen("bytes = ", "bytes = -", 1)),
        seed("bad-not-text", [0xFF, 0xFE, 0x00]),
    ];
    seeds.extend(damaged(listed.as_bytes(), "edge"));
    seeds
}

/// A session by the session target's own vocabulary, written down.
fn transcript(script: &[u8]) -> String {
    let site = hostile::session::sites()[usize::from(script[0])];
    let mut machine = Machine::new(BUILT_IN, site);
    let mut transcript = Transcript::begin(BUILT_IN, site, machine.clone());
    let mut now = Millis(1_000_000);
    for byte in &script[1..] {
        let event = hostile::session::event(*byte, &machine, &mut now);
        let before = machine.screen();
        machine.handle(now, event);
        transcript.events.push((now, event));
        if machine.screen() != before {
            transcript.screens.push((now, machine.screen()));
        }
        if matches!(machine.state(), State::Idle { .. }) {
            break;
        }
    }
    transcript.write()
}

pub(crate) fn transcript_file() -> Vec<Seed> {
    let mut seeds = Vec::new();
    for (name, script) in crate::session::session_events() {
        if name.starts_with("good-") {
            let text = transcript(&script);
            seeds.extend(damaged(text.as_bytes(), &format!("edge-{name}")));
            seeds.push(seed(&name, text));
        }
    }
    let first = String::from_utf8(seeds.last().unwrap().1.clone()).unwrap();
    seeds.push(seed("bad-windows", first.replace('\n', "\r\n")));
    seeds.push(seed("bad-version", first.replacen("transcript 1", "transcript 2", 1)));
    seeds
}
