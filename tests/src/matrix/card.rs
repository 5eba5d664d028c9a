//! Whole sessions, with each fault of card and reader at each command.

use super::bench::{Bench, Seen, Visit};
use super::expect::expected;
use super::fault::{CardFault, card_faults};
use super::judge::judge;
use super::stock::{PIN, stock};
use super::table::{Cell, Row, Table};
use policy::Method;
use runtime::port::Reader;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use virtual_card::card_file::CardFile;

/// Benches that work side by side: they wait more than they work.
const SIDE_BY_SIDE: usize = 6;

/// One kind of session, whose commands are upset.
pub struct Sessions {
    /// What it is called.
    pub title: &'static str,
    /// The card.
    pub card: CardFile,
    /// What the patient does.
    pub visit: Visit,
    /// The commands that are upset, by name: from the first with the one name to the last before the other.
    pub part: Option<(&'static str, &'static str)>,
}

/// The sessions of the matrix.
#[must_use]
pub fn sessions() -> Vec<Sessions> {
    let ordinary = || stock().ordinary.clone();
    let reading = Some(("READ JPKI 0008", "SELECT surface"));
    let of = |title, card, visit, part| Sessions { title, card, visit, part };
    vec![
        of("PIN", ordinary(), Visit::by(Method::Pin), None),
        of(
            "PIN, wrong digits",
            ordinary(),
            Visit { wrong_pin: true, ..Visit::by(Method::Pin) },
            Some(("VERIFY JPKI 0018", "")),
        ),
        of("face, with the centre's authorisation", ordinary(), Visit::by(Method::Face), None),
        of("visual, with the centre's authorisation", ordinary(), Visit::by(Method::Visual), None),
        of(
            "face with a 顔認証 card: how its kind is told",
            stock().face_authentication.clone(),
            Visit::by(Method::Face),
            reading,
        ),
        of(
            "face with a card whose PIN was locked by errors: how its kind is told",
            stock().pin_locked.clone(),
            Visit::by(Method::Face),
            reading,
        ),
    ]
}

/// What stands between tray and terminal: nothing, in the matrix. Tests of the matrix put a reader there
/// that breaks promises.
pub type Between = fn(Box<dyn Reader>) -> Box<dyn Reader>;

/// Plays every cell of these sessions.
pub fn play(sessions: &Sessions, between: Between) -> Table {
    let faults = card_faults();
    let bench = || {
        Bench::of(&sessions.card, |mut kit, _| {
            kit.reader = between(kit.reader);
            kit
        })
    };
    let clean = bench().session(sessions.visit, None);
    let part = part(sessions, &clean.commands);
    let mut table = Table::new(sessions.title, faults.iter().map(|fault| fault.name).collect());
    for at in part.clone() {
        let place = format!("{:>2} {}", at + 1, clean.commands[at]);
        table.rows.push(Row { place, cells: vec![None; faults.len()] });
    }
    let (table, next) = (Mutex::new(table), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                let mut bench = bench();
                while let Some((row, column)) = take(&next, part.len(), faults.len()) {
                    let at = part.start + row;
                    let cell = cell(sessions, &mut bench, &clean, at, &faults[column]);
                    table.lock().unwrap().rows[row].cells[column] = Some(cell);
                }
            });
        }
    });
    table.into_inner().unwrap()
}

fn take(next: &AtomicUsize, rows: usize, columns: usize) -> Option<(usize, usize)> {
    let number = next.fetch_add(1, Ordering::SeqCst);
    (number < rows * columns).then(|| (number / columns, number % columns))
}

fn part(sessions: &Sessions, commands: &[String]) -> Range<usize> {
    let Some((first, end)) = sessions.part else { return 0..commands.len() };
    let start = commands.iter().position(|name| name == first).unwrap();
    let end = commands.iter().position(|name| name == end).unwrap_or(start + 1);
    start..end
}

/// One session with the fault, and the next one on the same terminal, which is ordinary.
fn cell(sessions: &Sessions, bench: &mut Bench, clean: &Seen, at: usize, fault: &CardFault) -> Cell {
    let number = u64::try_from(at).unwrap();
    let seen = bench.session(sessions.visit, Some((number, fault.upset.clone())));
    let expect = expected(sessions.visit, &clean.commands, at, fault);
    let method = if sessions.card.counters()[PIN] > 0 { Method::Pin } else { Method::Face };
    let next = bench.session(Visit::by(method), None);
    let mut cell = judge(sessions.visit, expect, &seen, &next);
    if !seen.struck {
        cell.broken.push("the fault never struck".into());
    }
    if seen.commands.get(..=at) != clean.commands.get(..=at) {
        cell.broken.push("other commands went before".into());
    }
    cell
}
