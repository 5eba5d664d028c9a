//! The composed system: terminals, cards, readers and the site's strike ledger as one, walked.
//!
//! In the loop is the real code: `terminal::Machine`, the card procedures with the permit's check
//! (`runtime::work::read`, `present_pin`, `card::sign`), and the real ledger behind the real records
//! worker on a medium in memory. Around it, as small and hashable as can be: chips that count as
//! real ones do ([`chip`], played here against the virtual card), the way to them with its upsets
//! ([`rail`]), and the glue between machine and workers ([`turn`], [`work`]), which follows
//! `runtime::station` line by line.
//!
//! Anything may happen in any order ([`moves`]): hands lay and take cards at any moment, on either
//! reader of either terminal; a command is torn before the card has seen it or before its answer
//! arrives, the card is reset or mute, pcscd dies; deadlines come early, the answer to a VERIFY is
//! overtaken; a foreign program spends a try, or gives them back; the power goes; the recorder
//! hangs, its medium is full or unreadable. Where a walk counts none of these it is to a fixpoint:
//! no depth is left out. Staff take strikes back, staff type 照合番号B, and a day turns, each in walks of
//! its own: together with everything else they would be too many. The challenge does not expire, the
//! camera sees nobody, and staff confirm nobody by eye here: the machine's own walk
//! (`terminal/tests/walk`) has those.
//!
//! [`promises`] are checked on every edge; that the checker can fail is shown on terminals that are
//! broken on purpose ([`model::Flaw`]), each caught with the shortest way to what it does. A walk must
//! have seen what it is about ([`model::Noted`]). `cargo xtask walk` prints the figures; with `--all` it
//! walks the [`largest`] worlds too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod broken;
mod chip;
mod largest;
mod ledgers;
mod model;
mod moves;
mod promises;
mod rail;
mod search;
mod small_card;
mod steps;
mod turn;
mod work;
mod world;

use model::{Model, Noted, Wants};
use policy::{Closure, LastTry};
use terminal::{Ending, PinOutcome, ReferenceOutcome};
use world::Allowance;

/// A card as it was issued.
const ORDINARY: (u8, u8) = (3, 3);
/// All PINs locked: a 顔認証 card.
const FACE_CARD: (u8, u8) = (0, 0);
/// Only the PIN for user authentication is locked.
const PIN_LOCKED: (u8, u8) = (0, 3);

/// Walks to the fixpoint, prints the figures, and asks for what the walk must have seen.
fn prove(what: &str, model: &Model, must_see: &[Noted]) {
    let walk = search::walk(model);
    println!(
        "composed system | {what} | {} states | {} edges | depth {} | {} ledgers | {:.1} s",
        walk.states,
        walk.edges,
        walk.depth,
        model.ledgers.borrow().len(),
        walk.spent.as_secs_f32()
    );
    if let Some((broken, way)) = &walk.broken {
        panic!("{what}: {:?} is broken: {}\n{}", broken.promise, broken.how, search::tell(way));
    }
    let noted = model.noted.borrow();
    let missed: Vec<&Noted> = must_see.iter().filter(|noted_| !noted.contains(noted_)).collect();
    assert!(missed.is_empty(), "{what}: never seen: {missed:?}; seen: {noted:?}");
}

/// What every walk with an ordinary card sees.
const SESSIONS: [Noted; 4] = [
    Noted::Ending(Ending::Verified),
    Noted::Ending(Ending::CardTakenAway),
    Noted::Pin(PinOutcome::Accepted),
    Noted::Pin(PinOutcome::Rejected { left: 2 }),
];

/// What comes of faults.
const FAULTS: [Noted; 8] = [
    Noted::Ending(Ending::PinOutcomeUnknown),
    Noted::Ending(Ending::ReaderFailed),
    Noted::Pin(PinOutcome::Unknown),
    Noted::Pin(PinOutcome::NotSent),
    Noted::Pin(PinOutcome::CounterDiffers { now: 1 }),
    Noted::Pin(PinOutcome::Blocked),
    Noted::PinClosed(Closure::StrikesUsedUp),
    Noted::StaleReply,
];

#[test]
fn one_terminal_whatever_happens() {
    let model = Model::new(LastTry::Closed, &[ORDINARY], Allowance::ALL).one_terminal();
    prove(
        "one terminal, everything at any time, last try closed",
        &model,
        &[&SESSIONS[..], &FAULTS].concat(),
    );
    let noted = model.noted.borrow();
    assert!(!noted.contains(&Noted::Verify { tries: 1 }) && !noted.contains(&Noted::Verify { tries: 0 }));
    assert!(!noted.contains(&Noted::Pin(PinOutcome::Rejected { left: 0 })));
}

#[test]
fn one_terminal_whose_site_lets_the_patient_insist() {
    let allowance = Allowance { records: 0, ..Allowance::ALL };
    let model = Model::new(LastTry::OnInsistence, &[ORDINARY], allowance).one_terminal();
    let insisted = [Noted::Verify { tries: 1 }, Noted::Pin(PinOutcome::Rejected { left: 0 })];
    let must_see = [&SESSIONS[..], &FAULTS, &insisted].concat();
    prove("one terminal, records hold, last try on insistence", &model, &must_see);
}

#[test]
fn two_terminals_in_turn() {
    let allowance = Allowance { lays: 2, records: 0, foreign: 0, ..Allowance::ALL };
    let model = Model::new(LastTry::Closed, &[ORDINARY], allowance);
    let must_see = [&SESSIONS[..], &[Noted::PinClosed(Closure::StrikesUsedUp)]].concat();
    prove("two terminals, laid twice, upsets and restarts at any time", &model, &must_see);
}

#[test]
fn two_terminals_and_a_card_that_is_faster_than_the_reader() {
    let model = Model::new(LastTry::Closed, &[ORDINARY], Allowance { lays: 2, ..Allowance::CALM }).in_haste();
    let must_see = [&SESSIONS[..], &[Noted::RefusedUnderLock, Noted::PinForAnEarlierCard]].concat();
    prove("two terminals, laid twice, faster than the readers", &model, &must_see);
}

#[test]
fn two_cards_swapped_on_two_readers() {
    let cards = [ORDINARY, ORDINARY];
    let allowance = Allowance { lays: 3, ..Allowance::CALM };
    let model = Model::new(LastTry::Closed, &cards, allowance).one_terminal().in_haste();
    let must_see = [&SESSIONS[..], &[Noted::Ending(Ending::TwoCards), Noted::PinForAnEarlierCard]].concat();
    prove("two cards on two readers, laid thrice, faster than the readers", &model, &must_see);
}

#[test]
fn locked_cards_never_see_a_verify() {
    for (what, card, closure) in [
        ("a 顔認証 card, everything at any time", FACE_CARD, Closure::FaceAuthenticationCard),
        ("a locked PIN, everything at any time", PIN_LOCKED, Closure::PinLocked),
    ] {
        for last_try in [LastTry::Closed, LastTry::OnInsistence] {
            let model = Model::new(last_try, &[card], Allowance::ALL).one_terminal();
            prove(what, &model, &[Noted::PinClosed(closure)]);
            let verify = |noted: &Noted| matches!(noted, Noted::Verify { .. } | Noted::Pin(_));
            assert!(!model.noted.borrow().iter().any(verify));
        }
    }
}

#[test]
fn staff_type_the_number_whatever_happens() {
    let model = Model::new(LastTry::Closed, &[ORDINARY], Allowance::ALL).one_terminal().wanting(Wants::FACE);
    let rejected = (5..=9).map(|left| Noted::Reference(ReferenceOutcome::CheckNumberRejected { left }));
    let low = (0..=5).map(|left| Noted::Reference(ReferenceOutcome::CheckNumberLow { left }));
    let others = [Noted::NumberTaken, Noted::Reference(ReferenceOutcome::Unreadable)];
    let must_see: Vec<Noted> = rejected.chain(low).chain(others).collect();
    prove("one terminal, staff type 照合番号B, everything at any time", &model, &must_see);
    let noted = model.noted.borrow();
    assert!((0..=5).all(|tries| !noted.contains(&Noted::Number { tries })));
    assert!((6..=10).all(|tries| noted.contains(&Noted::Number { tries })));
}

#[test]
fn staff_take_strikes_back() {
    let allowance = Allowance { lays: 2, upsets: 1, foreign: 0, ..Allowance::ALL };
    let model =
        Model::new(LastTry::Closed, &[ORDINARY], allowance).one_terminal().wanting(Wants::PIN_AND_STAFF);
    let must_see = [&SESSIONS[..], &[Noted::Reset(true), Noted::Reset(false)]].concat();
    prove("one terminal, laid twice, staff take strikes back, records fail at any time", &model, &must_see);
}

#[test]
fn a_day_turns() {
    let allowance = Allowance { lays: 2, upsets: 1, foreign: 0, midnights: 1, ..Allowance::ALL };
    let model = Model::new(LastTry::Closed, &[ORDINARY], allowance).one_terminal();
    let must_see = [&SESSIONS[..], &[Noted::AfterMidnight]].concat();
    prove("one terminal, laid twice, a midnight, records fail at any time", &model, &must_see);
}
