//! The largest worlds, a minute or some each: walked by `cargo xtask walk --all`, which sets
//! `MYNUMBER_WALK`; without it there is nothing to say of them.

use crate::model::{Model, Noted, Wants};
use crate::world::Allowance;
use crate::{FAULTS, ORDINARY, SESSIONS, prove};
use policy::LastTry;

fn wanted() -> bool {
    std::env::var_os("MYNUMBER_WALK").is_some()
}

#[test]
fn two_terminals_in_turn_for_ever() {
    if wanted() {
        let model = Model::new(LastTry::Closed, &[ORDINARY], Allowance::CALM);
        prove("two terminals, in turn for ever, nothing fails", &model, &SESSIONS);
    }
}

#[test]
fn two_terminals_and_a_foreign_try() {
    let allowance = Allowance { lays: 2, records: 0, foreign: 1, ..Allowance::ALL };
    for last_try in [LastTry::Closed, LastTry::OnInsistence] {
        if wanted() {
            let model = Model::new(last_try, &[ORDINARY], allowance);
            let what = format!(
                "two terminals, laid twice, one foreign try, upsets and restarts, last try {last_try:?}"
            );
            prove(&what, &model, &SESSIONS);
        }
    }
}

#[test]
fn insistence_whatever_happens() {
    if wanted() {
        let model = Model::new(LastTry::OnInsistence, &[ORDINARY], Allowance::ALL).one_terminal();
        prove("one terminal, everything at any time, last try on insistence", &model, &SESSIONS);
    }
}

#[test]
fn staff_take_strikes_back_whatever_happens() {
    if wanted() {
        let model = Model::new(LastTry::Closed, &[ORDINARY], Allowance::ALL).one_terminal();
        let must_see = [&SESSIONS[..], &FAULTS, &[Noted::Reset(true), Noted::Reset(false)]].concat();
        let what = "one terminal, staff take strikes back, everything at any time";
        prove(what, &model.wanting(Wants::PIN_AND_STAFF), &must_see);
    }
}

#[test]
fn a_midnight_whatever_happens() {
    if wanted() {
        let allowance = Allowance { midnights: 1, ..Allowance::ALL };
        let model = Model::new(LastTry::Closed, &[ORDINARY], allowance).one_terminal();
        let must_see = [&SESSIONS[..], &FAULTS, &[Noted::AfterMidnight]].concat();
        prove("one terminal, a midnight, everything at any time", &model, &must_see);
    }
}

#[test]
fn people_want_anything() {
    if wanted() {
        let allowance = Allowance { lays: 2, upsets: 1, restarts: 1, midnights: 1, ..Allowance::CALM };
        let model = Model::new(LastTry::Closed, &[ORDINARY], allowance).one_terminal();
        let what = "one terminal, laid twice, people want anything, a midnight, one upset, one restart";
        let must_see =
            [&SESSIONS[..], &[Noted::NumberTaken, Noted::Reset(true), Noted::AfterMidnight]].concat();
        prove(what, &model.wanting(Wants::ANYTHING), &must_see);
    }
}

#[test]
fn two_cards_laid_four_times() {
    if wanted() {
        let allowance = Allowance { lays: 4, ..Allowance::CALM };
        let model = Model::new(LastTry::Closed, &[ORDINARY, ORDINARY], allowance);
        prove("two cards on two readers, laid four times", &model.one_terminal(), &SESSIONS);
    }
}
