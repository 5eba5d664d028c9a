//! The checker catches terminals that are broken on purpose, each by the promise that it breaks.

use crate::ORDINARY;
use crate::model::{Flaw, Model, Wants};
use crate::promises::Promise;
use crate::search;
use crate::world::Allowance;
use policy::LastTry;

/// The flaw breaks this promise, and without the flaw the same world keeps it (`main.rs`).
fn caught(model: Model, flaw: Flaw, promise: Promise) {
    let walk = search::walk(&model.with(flaw).watching(promise));
    let Some((broken, way)) = walk.broken else {
        panic!("{flaw:?} got through {} states", walk.states);
    };
    println!(
        "composed system | caught: {flaw:?} breaks {promise:?} after {} moves | {} states | {}",
        way.len(),
        walk.states,
        broken.how
    );
}

fn one_terminal(last_try: LastTry) -> Model {
    Model::new(last_try, &[ORDINARY], Allowance::ALL).one_terminal()
}

fn closed() -> Model {
    one_terminal(LastTry::Closed)
}

/// Nothing happens to a command or to the records: the longest ways are found sooner.
fn records_hold() -> Model {
    let allowance = Allowance { upsets: 0, records: 0, ..Allowance::ALL };
    Model::new(LastTry::Closed, &[ORDINARY], allowance).one_terminal()
}

fn in_turn() -> Model {
    let allowance = Allowance { lays: 2, foreign: Allowance::ENDLESS, ..Allowance::CALM };
    Model::new(LastTry::Closed, &[ORDINARY], allowance)
}

fn in_haste(cards: &[(u8, u8)]) -> Model {
    Model::new(LastTry::Closed, cards, Allowance { lays: 2, ..Allowance::CALM }).in_haste()
}

fn by_face() -> Model {
    closed().wanting(Wants::FACE)
}

fn with_staff() -> Model {
    closed().wanting(Wants::PIN_AND_STAFF)
}

#[test]
fn the_checker_catches_a_verify_that_is_sent_again() {
    caught(closed(), Flaw::SendsAgain, Promise::OneVerifyPerEntry);
}

#[test]
fn the_checker_catches_a_permit_that_is_not_checked() {
    caught(closed(), Flaw::SkipsPermit, Promise::LastTryByInsistence);
    caught(closed(), Flaw::SkipsPermit, Promise::CounterAsShown);
}

#[test]
fn the_checker_catches_a_hold_without_transaction() {
    caught(closed(), Flaw::NoTransaction, Promise::LastTryByInsistence);
    caught(closed(), Flaw::NoTransaction, Promise::CounterAsShown);
}

#[test]
fn the_checker_catches_a_pin_that_reaches_whatever_card_lies_there() {
    caught(in_haste(&[ORDINARY, ORDINARY]).one_terminal(), Flaw::AnyCard, Promise::PinForItsCard);
}

#[test]
fn the_checker_catches_an_intent_that_is_written_afterwards() {
    caught(closed(), Flaw::IntentAfterwards, Promise::StrikeBeforeVerify);
}

#[test]
fn the_checker_catches_a_ledger_that_is_not_shared() {
    caught(in_turn(), Flaw::LedgerNotShared, Promise::TwoStrikesClose);
}

#[test]
fn the_checker_catches_a_ledger_that_is_lost_with_the_power() {
    caught(closed(), Flaw::LedgerInMemory, Promise::LedgerForgetsNothing);
    caught(records_hold(), Flaw::LedgerInMemory, Promise::TwoStrikesClose);
}

#[test]
fn the_checker_catches_an_unknown_outcome_that_is_no_strike() {
    caught(closed(), Flaw::UnknownIsNoStrike, Promise::LedgerForgetsNothing);
}

#[test]
fn the_checker_catches_an_unknown_outcome_that_is_called_wrong() {
    caught(closed(), Flaw::UnknownIsWrong, Promise::UnknownIsSaid);
}

#[test]
fn the_checker_catches_strikes_that_are_not_read() {
    caught(records_hold(), Flaw::StrikesUnread, Promise::TwoStrikesClose);
}

#[test]
fn the_checker_catches_an_intent_that_trusts_what_was_read_before() {
    caught(in_haste(&[ORDINARY]), Flaw::TrustsWhatWasRead, Promise::TwoStrikesClose);
}

#[test]
fn the_checker_catches_a_closing_of_another_intent() {
    caught(closed(), Flaw::ClosesWhateverIsOpen, Promise::LedgerForgetsNothing);
}

#[test]
fn the_checker_catches_a_warning_without_time_to_read_it() {
    caught(one_terminal(LastTry::OnInsistence), Flaw::NoTimeToRead, Promise::LastTryByInsistence);
}

#[test]
fn the_checker_catches_a_verify_without_a_query() {
    caught(closed(), Flaw::VerifiesBlindly, Promise::LockedSeesNoVerify);
    caught(closed(), Flaw::VerifiesBlindly, Promise::CounterAsShown);
}

#[test]
fn the_checker_catches_a_signature_that_no_card_gave() {
    caught(closed(), Flaw::BelievesSignatures, Promise::SignedByRight);
}

#[test]
fn the_checker_catches_a_number_without_a_query() {
    caught(by_face(), Flaw::NumberBlindly, Promise::NumberReserve);
}

#[test]
fn the_checker_catches_numbers_that_nobody_counts() {
    caught(by_face(), Flaw::NumbersUncounted, Promise::TwoNumbers);
}

#[test]
fn the_checker_catches_a_refused_number_that_is_sent_again() {
    caught(by_face(), Flaw::NumberAgain, Promise::RefusedNumberOnce);
}

#[test]
fn the_checker_catches_strikes_that_go_without_staff() {
    caught(with_staff(), Flaw::ResetsByItself, Promise::LedgerForgetsNothing);
}

#[test]
fn the_checker_catches_strikes_that_outlive_their_day() {
    let allowance = Allowance { midnights: 1, ..Allowance::ALL };
    let model = Model::new(LastTry::Closed, &[ORDINARY], allowance).one_terminal();
    caught(model, Flaw::DayDoesNotTurn, Promise::StrikesEndWithTheirDay);
}
