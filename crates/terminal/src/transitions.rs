//! What follows what, on one page. An event that has no line here changes nothing.

use crate::ending::Ending;
use crate::event::{Choice, Event, Reply};
use crate::machine::State;
use crate::session::{Session, Step};
use crate::turn::Turn;
use crate::{ends, face, number, pin, reopen, service, staff, visual};
use policy::Method;

/// The state after `event`.
pub(crate) fn next(state: State, event: Event, turn: &mut Turn<'_>) -> State {
    match (state, event) {
        (State::Session(session), event) => within(session, event, turn),

        (State::Idle { left: false } | State::Ended { present: false, .. }, Event::CardInserted) => {
            ends::begin(turn)
        }
        (State::Idle { .. }, Event::CardRemoved) => State::Idle { left: false },
        // When one of the two is taken away, the other is an ordinary insertion.
        (State::Idle { left: false }, Event::SecondCard) => ends::refuse(Ending::TwoCards, turn),
        (State::Idle { .. }, Event::ReaderLost) => ends::refuse(Ending::ReaderFailed, turn),

        (State::Ended { .. }, Event::CardRemoved) => ends::taken(state),
        (State::Ended { present, .. }, Event::Deadline) => ends::screen_over(present, turn),
        (State::Ended { ending, deadline, .. }, Event::ReaderLost) => {
            State::Ended { ending, deadline, present: false }
        }

        (State::Idle { .. } | State::Ended { .. }, _) => state,
    }
}

fn within(session: Session, event: Event, turn: &mut Turn<'_>) -> State {
    match (session.step, event) {
        (_, Event::CardRemoved) => ends::card_removed(session, turn),
        (_, Event::ReaderLost) => ends::reader_lost(session, turn),
        (_, Event::Deadline) => ends::deadline(session, turn),
        (Step::Reading(..), Event::SecondCard) => ends::second_card(session, turn),

        (Step::Reading(_, notice), Event::Reply(_, Reply::CardRead(read))) => {
            ends::card_read(session, read, notice, turn)
        }

        (Step::Choosing(_), Event::Choice(Choice::Method(Method::Pin))) => pin::chosen(session, turn),
        (Step::Choosing(_), Event::Choice(Choice::Method(Method::Face))) => face::chosen(session, turn),
        (Step::Choosing(_), Event::Choice(Choice::Method(Method::Visual))) => visual::chosen(session, turn),
        (Step::Choosing(_), Event::Choice(Choice::AskStaff)) => reopen::chosen(session, turn),

        (Step::Warned, Event::Choice(Choice::Back)) => ends::choose(session, None, turn),
        (Step::Insisting, Event::Choice(Choice::Back)) => ends::choose(session, None, turn),
        (Step::Insisting, Event::Choice(Choice::Insist)) => pin::insisted(session, turn),

        (Step::Fetching(_, errand), Event::Reply(_, Reply::Challenge(answer))) => {
            service::challenged(session, errand, answer, turn)
        }

        (Step::Typing(permit, _), Event::PinLength(length)) => pin::typed(session, permit, length),
        (Step::Typing(permit, pin::DIGITS), Event::Choice(Choice::Confirm)) => {
            pin::entered(session, permit, turn)
        }
        (Step::Typing(..), Event::Choice(Choice::Back)) => pin::abandoned(session, turn),
        (Step::Intending(_, permit), Event::Reply(_, Reply::IntentRecorded(recorded))) => {
            pin::intended(session, permit, recorded, turn)
        }
        (Step::Presenting(_), Event::Reply(_, Reply::PinPresented(outcome))) => {
            pin::presented(session, outcome, turn)
        }

        (Step::ReadingPhoto(_, errand), Event::Reply(_, Reply::ReferenceRead(outcome))) => {
            face::reference_read(session, errand, outcome, turn)
        }
        (Step::TypingNumber(errand, _, notice), Event::CheckNumberLength(length)) => {
            number::typed(session, errand, length, notice)
        }
        (Step::TypingNumber(errand, number::DIGITS, _), Event::Choice(Choice::Confirm)) => {
            service::fetch(session, errand, turn)
        }
        (Step::TypingNumber(errand, ..), Event::Choice(Choice::Back)) => {
            number::abandoned(session, errand, turn)
        }
        (Step::Capturing(..), Event::Reply(_, Reply::Captured(outcome))) => {
            face::captured(session, outcome, turn)
        }
        (Step::Capturing(ticket, _), Event::Hint(of, hint)) if of == ticket => {
            face::hinted(session, ticket, hint)
        }
        (Step::Capturing(..), Event::Choice(Choice::CannotTurn)) => face::cannot_turn(session, turn),
        (Step::Capturing(..), Event::Choice(Choice::Back)) => face::abandoned(session, turn),

        (Step::AwaitingStaff(errand, _, notice), Event::CredentialLength(length)) => {
            staff::typed(session, errand, length, notice)
        }
        (Step::AwaitingStaff(errand, 1.., _), Event::Choice(Choice::Confirm)) => {
            staff::entered(session, errand, turn)
        }
        (Step::AwaitingStaff(..), Event::Choice(Choice::Back)) => staff::abandoned(session, turn),
        (Step::CheckingStaff(_, errand), Event::Reply(_, Reply::StaffChecked(outcome))) => {
            staff::checked(session, errand, outcome, turn)
        }
        (Step::Comparing(seen, compared), Event::Choice(choice)) => {
            visual::compared(session, seen, compared, choice, turn)
        }
        (Step::Reopening(seen), Event::Choice(choice)) => reopen::stated(session, seen, choice, turn),
        (Step::ResettingStrikes(_), Event::Reply(_, Reply::StrikesReset(reset))) => {
            reopen::reset(session, reset, turn)
        }

        (Step::Authorising(_), Event::Reply(_, Reply::Authorised(outcome))) => {
            service::authorised(session, outcome, turn)
        }
        (Step::Signing(_), Event::Reply(_, Reply::Signed(outcome))) => {
            service::signed(session, outcome, turn)
        }
        (Step::Submitting(_), Event::Reply(_, Reply::Verdict(verdict))) => {
            service::answered(session, verdict, turn)
        }
        (Step::Offering, Event::Choice(Choice::Confirm)) => service::register(session, turn),
        (Step::Offering, Event::Choice(Choice::Back)) => {
            ends::end(session, Ending::RegistrationDeclined, turn)
        }
        (Step::Registering(_), Event::Reply(_, Reply::Verdict(verdict))) => {
            service::registered(session, verdict, turn)
        }

        // While card or service are at work, the card is the way to stop: taking it away.
        (step, Event::Choice(Choice::Cancel)) if step.awaited().is_none() => {
            ends::end(session, Ending::Cancelled, turn)
        }

        // A reply of another kind under the awaited ticket is a fault of the runtime.
        (_, Event::Reply(..)) => ends::part_confused(session, turn),
        _ => State::Session(session),
    }
}
