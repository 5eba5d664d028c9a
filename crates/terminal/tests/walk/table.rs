//! The transition table as a page, made from the walk: what follows what, under which event.

use crate::edge::{Edge, Multiplied, session};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher as _};
use terminal::*;

/// Where a row begins: place of the state in its order, state, event.
type From = (usize, &'static str, String);
/// What comes of it: the next state, and the effects in order.
type To = (usize, &'static str, String);

/// All rows; with each the endings that it has led to.
#[derive(Default)]
pub(crate) struct Table {
    rows: BTreeMap<From, BTreeMap<To, BTreeSet<String>>>,
    /// Edges that were spelled out already: most are like many others.
    known: HashSet<u64>,
}

/// The rows of the page as it is kept, so that a walk stops at the first edge that has none.
pub(crate) struct Kept(Vec<Row>);

/// State, event, next state, effects; and the endings that it leads to.
type Row = ([String; 4], Vec<String>);

impl Kept {
    pub(crate) fn read(page: &str) -> Self {
        let mut from = "";
        let mut rows = Vec::new();
        for line in page.lines() {
            from = line.strip_prefix("## ").unwrap_or(from);
            let inside = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |"));
            let cells: Vec<&str> = inside.unwrap_or_default().split(" | ").collect();
            if let [event, next, effects] = cells[..] {
                let (to, endings) = next.split_once(": ").unwrap_or((next, ""));
                let endings = endings.split(", ").map(str::to_owned).collect();
                rows.push(([from, event, to, effects].map(str::to_owned), endings));
            }
        }
        Self(rows)
    }

    fn has(&self, cells: [&str; 4], ending: &str) -> bool {
        let mut same = self.0.iter().filter(|(row, _)| row.each_ref().map(String::as_str) == cells);
        same.any(|(_, endings)| endings.iter().any(|kept| kept == ending))
    }
}

impl Table {
    /// Adds what the edge is; where the page is `kept`, it must have a row for it.
    pub(crate) fn add(&mut self, edge: &Edge<'_>, kept: Option<&Kept>) {
        if edge.is_idle() || is_stale(edge) {
            return;
        }
        if !self.known.insert(kind(edge)) {
            return;
        }
        let (at, next) = (place(edge.before), place(edge.after()));
        let (from, to) = (ORDER[at], ORDER[next]);
        let effects = edge.effects.iter().filter_map(effect).collect::<Vec<String>>().join(", ");
        let ending = match (edge.before, edge.after()) {
            (State::Ended { .. }, _) => None,
            (_, State::Ended { ending, .. }) => Some(outer(&format!("{ending:?}"))),
            _ => None,
        };
        let event = event(edge);
        let cells = [from, &event, to, &effects];
        edge.must(kept.is_none_or(|kept| kept.has(cells, ending.as_deref().unwrap_or_default())));
        let row = self.rows.entry((at, from, event)).or_default();
        row.entry((next, to, effects)).or_default().extend(ending);
    }

    /// The rows of another walk too.
    pub(crate) fn join(&mut self, other: Self) {
        for (from, row) in other.rows {
            let own = self.rows.entry(from).or_default();
            for (to, endings) in row {
                own.entry(to).or_default().extend(endings);
            }
        }
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows.values().map(BTreeMap::len).sum()
    }

    /// The page.
    pub(crate) fn page(&self) -> String {
        let mut page = HEAD.to_owned();
        let mut last = "";
        for ((_, from, event), row) in &self.rows {
            if *from != last {
                last = from;
                write!(page, "\n## {from}\n\n| event | next | effects |\n| --- | --- | --- |\n").unwrap();
            }
            for ((_, to, effects), endings) in row {
                let names = endings.iter().cloned().collect::<Vec<_>>().join(", ");
                let next = if names.is_empty() { (*to).to_owned() } else { format!("{to}: {names}") };
                writeln!(page, "| {event} | {next} | {effects} |").unwrap();
            }
        }
        page
    }
}

const HEAD: &str = "\
# What follows what

Every edge of every reachable state, by kind: made by walking the machine (`BLESS=1 cargo test
--workspace --test walk` writes it anew, and without `BLESS` the test fails when the code says otherwise).
`Show` goes with every change of screen and is left out. An event that has no line changes nothing; a
reply that nobody waits for is dropped and audited in every state; several lines of one event are told
apart by card, policy and attempts.
";

/// Said once, at the head.
fn is_stale(edge: &Edge<'_>) -> bool {
    matches!(edge.effects.as_slice(), [Effect::Audit(AuditFact::StaleReply(_))])
}

/// All that the rows of an edge can depend on.
fn kind(edge: &Edge<'_>) -> u64 {
    let mut hasher = Multiplied::default();
    (place(edge.before), edge.event, place(edge.after())).hash(&mut hasher);
    if let State::Ended { ending, .. } = edge.after() {
        ending.hash(&mut hasher);
    }
    for effect in edge.effects {
        match effect {
            Effect::Show(_) => {}
            Effect::TellReception(_) | Effect::PresentPin(..) | Effect::Authorise(..) | Effect::Sign(..) => {
                std::mem::discriminant(effect).hash(&mut hasher);
            }
            other => other.hash(&mut hasher),
        }
    }
    hasher.finish()
}

/// The place of a state's kind in [`ORDER`].
const fn place(state: &State) -> usize {
    match state {
        State::Idle { left: false } => 0,
        State::Idle { left: true } => 24,
        State::Ended { present: true, .. } => 22,
        State::Ended { present: false, .. } => 23,
        State::Session(session) => match session.step {
            Step::Reading(..) => 1,
            Step::Choosing(..) => 2,
            Step::Warned => 3,
            Step::Insisting => 4,
            Step::Fetching(..) => 5,
            Step::Typing(..) => 6,
            Step::Intending(..) => 7,
            Step::Presenting(..) => 8,
            Step::ReadingPhoto(..) => 9,
            Step::TypingNumber(..) => 10,
            Step::Capturing(..) => 11,
            Step::AwaitingStaff(..) => 12,
            Step::CheckingStaff(..) => 13,
            Step::Reopening(..) => 14,
            Step::ResettingStrikes(..) => 15,
            Step::Comparing(..) => 16,
            Step::Authorising(..) => 17,
            Step::Signing(..) => 18,
            Step::Submitting(..) => 19,
            Step::Offering => 20,
            Step::Registering(..) => 21,
        },
    }
}

const ORDER: [&str; 25] = [
    "Idle",
    "Reading",
    "Choosing",
    "Warned",
    "Insisting",
    "Fetching",
    "Typing",
    "Intending",
    "Presenting",
    "ReadingPhoto",
    "TypingNumber",
    "Capturing",
    "AwaitingStaff",
    "CheckingStaff",
    "Reopening",
    "ResettingStrikes",
    "Comparing",
    "Authorising",
    "Signing",
    "Submitting",
    "Offering",
    "Registering",
    "Ended, card present",
    "Ended, card gone",
    "Idle, card left",
];

fn event(edge: &Edge<'_>) -> String {
    match edge.event {
        Event::Reply(_, reply) if !asked_for(edge.before, &reply) => "any other reply".to_owned(),
        Event::Reply(_, reply) => two(&format!("{reply:?}")),
        Event::Choice(choice) => format!("{choice:?}"),
        other => outer(&format!("{other:?}")),
    }
}

/// Whether a reply is of the kind that the step waits for.
fn asked_for(state: &State, reply: &Reply) -> bool {
    let Some(session) = session(state) else { return false };
    matches!(
        (session.step, reply),
        (Step::Reading(..), Reply::CardRead(_))
            | (Step::Fetching(..), Reply::Challenge(_))
            | (Step::Intending(..), Reply::IntentRecorded(_))
            | (Step::Presenting(_), Reply::PinPresented(_))
            | (Step::ReadingPhoto(..), Reply::ReferenceRead(_))
            | (Step::Capturing(..), Reply::Captured(_))
            | (Step::CheckingStaff(..), Reply::StaffChecked(_))
            | (Step::ResettingStrikes(_), Reply::StrikesReset(_))
            | (Step::Authorising(_), Reply::Authorised(_))
            | (Step::Signing(_), Reply::Signed(_))
            | (Step::Submitting(_) | Step::Registering(_), Reply::Verdict(_))
    )
}

fn effect(effect: &Effect) -> Option<String> {
    let told = format!("{effect:?}");
    match effect {
        Effect::Show(_) => None,
        Effect::CallReception(_)
        | Effect::TellReception(_)
        | Effect::CloseIntent(_)
        | Effect::Wipe(_)
        | Effect::Audit(_) => Some(two(&told)),
        _ => Some(outer(&told)),
    }
}

/// The name before any bracket.
fn outer(told: &str) -> String {
    told.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

/// The name, and the name of what it holds.
fn two(told: &str) -> String {
    match told.split_once('(') {
        Some((name, held)) => {
            let held = outer(held);
            format!("{name}({})", held.trim_end_matches([')', ',']))
        }
        None => outer(told),
    }
}
