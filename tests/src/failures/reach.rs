//! What reaches each failure. Nothing here is claimed by hand: scenarios are read from the
//! demonstration's table, which `tests/tests/demo.rs` plays, and cases from [`super::cases`], which
//! `tests/tests/failures.rs` plays.

use super::{Told, cases};
use sim::demo::scenario::Act;
use std::collections::{BTreeMap, BTreeSet};
use terminal::Ending;

/// What no whole session can reach, and why. The walk of the machine reaches it
/// (`crates/terminal/tests/walk/main.rs`).
pub const WALK_ALONE: [(Told, &str); 1] = [(
    Told::Ending(Ending::TerminalFailed),
    "the runtime answers each effect by a reply of that effect's kind; only a fault of its code could not",
)];

/// One way to see something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// A scenario of `cargo xtask demo`, by its letter: real pcscd, models, service.
    Demo(&'static str),
    /// A case of scripted parts, by its name.
    Case(&'static str),
}

/// The ways to each thing that is reached at all.
#[must_use]
pub fn ways() -> BTreeMap<Told, BTreeSet<Way>> {
    let mut ways: BTreeMap<Told, BTreeSet<Way>> = BTreeMap::new();
    let mut see = |told: Told, way: Way| {
        ways.entry(told).or_default().insert(way);
    };
    for scenario in sim::demo::scenarios::all() {
        for act in &scenario.acts {
            let Act::Session(visit) = act else { continue };
            let expect = &visit.expect;
            let way = Way::Demo(scenario.id);
            see(Told::Ending(expect.ending), way);
            expect.call.into_iter().for_each(|call| see(Told::Call(call), way));
            expect.notice.into_iter().for_each(|notice| see(Told::Notice(notice), way));
        }
    }
    for case in cases::all() {
        case.tells.iter().for_each(|told| see(*told, Way::Case(case.name)));
    }
    ways
}
