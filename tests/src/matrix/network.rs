//! Whole sessions with each fault of the line to the service at each question, over real sockets and TLS
//! and the real adapter.

use super::bench::{Bench, Visit};
use super::expect::{Expect, ends};
use super::judge::judge;
use super::line::{Line, LineFault};
use super::stock::stock;
use super::table::{Cell, Row, Table};
use policy::Method;
use runtime::port;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use terminal::{Ending, Refusal};

const COLUMNS: [(&str, LineFault); 13] = [
    ("refused", LineFault::Refused),
    ("closed", LineFault::Closed),
    ("certificate", LineFault::Certificate),
    ("slow", LineFault::Slow),
    ("trickle", LineFault::Trickle),
    ("gone", LineFault::Gone),
    ("cut", LineFault::Cut),
    ("no HTTP", LineFault::NoHttp),
    ("garbage", LineFault::Garbage),
    ("other", LineFault::Other),
    ("long", LineFault::TooLong),
    ("500", LineFault::Internal),
    ("400", LineFault::Rejected),
];

/// A question of a session, by its endpoint.
struct Question {
    method: Method,
    endpoint: &'static str,
    /// The line fails at the second question of this kind.
    second: bool,
    unregistered: bool,
}

const fn question(method: Method, endpoint: &'static str) -> Question {
    Question { method, endpoint, second: false, unregistered: false }
}

/// The centre is asked twice: for its first commands, and with what the card answered.
const fn second(method: Method, endpoint: &'static str) -> Question {
    Question { second: true, ..question(method, endpoint) }
}

const QUESTIONS: [Question; 12] = [
    question(Method::Pin, "challenges"),
    question(Method::Pin, "statements"),
    question(Method::Face, "challenges"),
    question(Method::Face, "authorisations"),
    second(Method::Face, "authorisations"),
    question(Method::Face, "statements"),
    question(Method::Visual, "challenges"),
    question(Method::Visual, "authorisations"),
    second(Method::Visual, "authorisations"),
    question(Method::Visual, "statements"),
    Question { unregistered: true, ..question(Method::Face, "registrations") },
    // After a session whose challenge was refused: the record of its ending.
    question(Method::Pin, "outcomes"),
];

/// Benches that work side by side: a slow service is waited for.
const SIDE_BY_SIDE: usize = 6;

/// What stands between the adapter and the terminal: nothing, in the matrix.
pub type Between = fn(Box<dyn port::Service>) -> Box<dyn port::Service>;

/// Plays every cell.
#[must_use]
pub fn play(between: Between) -> Table {
    let mut table = Table::new("the line to the service fails", COLUMNS.map(|(name, _)| name).into());
    for Question { method, endpoint, second, .. } in &QUESTIONS {
        let place = format!("{method:?}: {endpoint}{}", if *second { ", second" } else { "" });
        table.rows.push(Row { place, cells: vec![None; COLUMNS.len()] });
    }
    let (table, next) = (Mutex::new(table), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..SIDE_BY_SIDE {
            scope.spawn(|| {
                let (mut registered, mut unregistered) =
                    (Site::new(false, between), Site::new(true, between));
                loop {
                    let number = next.fetch_add(1, Ordering::SeqCst);
                    let (row, column) = (number / COLUMNS.len(), number % COLUMNS.len());
                    let Some(question) = QUESTIONS.get(row) else { return };
                    let site = if question.unregistered { &mut unregistered } else { &mut registered };
                    let cell = site.cell(question, COLUMNS[column].1);
                    table.lock().unwrap().rows[row].cells[column] = Some(cell);
                }
            });
        }
    });
    table.into_inner().unwrap()
}

/// A terminal and the line to its service.
struct Site {
    bench: Bench,
    line: Arc<Line>,
}

impl Site {
    fn new(unregistered: bool, between: Between) -> Self {
        let mut opened = None;
        let mut bench = Bench::of(&stock().ordinary, |mut kit, clock| {
            let line = Line::open(unregistered, clock);
            kit.service = between(Box::new(line.client(clock)));
            opened = Some(line);
            kit
        });
        let line = opened.unwrap();
        bench.received = line.received();
        Self { bench, line }
    }

    fn cell(&mut self, question: &Question, fault: LineFault) -> Cell {
        self.bench.received.outcomes.lock().unwrap().clear();
        if question.endpoint == "outcomes" {
            return self.delivery(fault);
        }
        let visit = Visit::by(question.method);
        let planned = (question.endpoint, Some(fault));
        match question.second {
            true => self.line.plan(&[(question.endpoint, None), planned]),
            false => self.line.plan(&[planned]),
        }
        let seen = self.bench.session(visit, None);
        let struck = self.line.struck();
        let expect = expected(question, fault);
        let mut broken = Vec::new();
        if !struck {
            broken.push("the fault never struck".into());
        }
        let asked = seen.counts.signatures + seen.counts.pin_verifies;
        if matches!(question.endpoint, "challenges" | "authorisations") && asked > 0 {
            broken.push("Inv8: a signature or a VERIFY after the fault".into());
        }
        broken.extend(self.heard_later(expect.ending));
        let next = self.bench.session(visit, None);
        let mut cell = judge(visit, Some(expect), &seen, &next);
        cell.broken.extend(broken);
        cell
    }

    /// Of a session that could not be confirmed the service hears later, once; of no other.
    fn heard_later(&self, ending: Ending) -> Option<String> {
        let unheard = matches!(ending, Ending::CouldNotConfirm | Ending::ServiceMisbehaved);
        let arrived = self.bench.outcomes_arrive(usize::from(unheard));
        let outcomes = self.bench.received.outcomes.lock().unwrap();
        let right = arrived && outcomes.iter().map(|(_, code)| *code).eq(unheard.then_some(ending.code()));
        (!right).then(|| format!("outcome records {outcomes:?} after {ending:?}"))
    }

    /// The record of an ending is offered again until it is delivered, or until the service will never
    /// take it.
    fn delivery(&mut self, fault: LineFault) -> Cell {
        let visit = Visit::by(Method::Pin);
        self.line.plan(&[("challenges", Some(LineFault::Internal)), ("outcomes", Some(fault))]);
        let seen = self.bench.session(visit, None);
        let refused = fault == LineFault::Rejected;
        let mut broken = Vec::new();
        let asked = (0..200).any(|_| {
            let _ = self.bench.outcomes_arrive(0);
            self.line.struck()
        });
        if !asked {
            broken.push("the record was never offered".into());
        }
        let arrived = self.bench.outcomes_arrive(usize::from(!refused));
        let outcomes = self.bench.received.outcomes.lock().unwrap().len();
        if !arrived || outcomes != usize::from(!refused) {
            broken.push(format!("{outcomes} outcome records arrived"));
        }
        let next = self.bench.session(visit, None);
        let mut cell = judge(visit, Some(ends(Ending::CouldNotConfirm)), &seen, &next);
        cell.code = if refused { "given up".into() } else { "once".into() };
        cell.broken.extend(broken);
        cell
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.line.close();
    }
}

/// Nothing is confirmed; who is to blame depends on what came back. A service that calls the message
/// itself wrong has refused.
fn expected(question: &Question, fault: LineFault) -> Expect {
    let statements = usize::from(question.unregistered);
    let ending = match (question.endpoint, fault) {
        ("statements" | "registrations", LineFault::Rejected) => Ending::Refused(Refusal::Statement),
        (_, LineFault::Certificate | LineFault::NoHttp | LineFault::Garbage) => Ending::ServiceMisbehaved,
        (_, LineFault::Other | LineFault::TooLong | LineFault::Rejected) => Ending::ServiceMisbehaved,
        _ => Ending::CouldNotConfirm,
    };
    // The PIN was right: its strike is closed before the card signs.
    Expect { statements, ..ends(ending) }
}

/// What the heads of the columns mean.
pub const LEGEND: &str = "\
refused nobody listens   closed accepted and closed   certificate the service's is another authority's
slow no answer in time   trickle the answer byte by byte, not in time   gone closed after the question
cut closed in the middle of the answer   no HTTP, garbage no message   other a message of another kind
long more than a message may have   500, 400 these answers
The last row is the record of an ending that the service did not hear of: it arrives once, or is given up
when the service says that it will never take it.
";
