//! Beginnings, the choice of methods, and endings: what all passages share.

use crate::effect::{CallReason, Effect, ReceptionNotice, Slot, StrikeOutcome};
use crate::ending::Ending;
use crate::event::{CardFault, Notice};
use crate::machine::State;
use crate::session::{Session, Step};
use crate::turn::Turn;
use crate::{face, pin, reopen};
use policy::{Availability, CardFacts, Closure, Methods};

pub(crate) fn begin(turn: &mut Turn<'_>) -> State {
    turn.ask(Effect::TellReception(ReceptionNotice::Started));
    let ticket = turn.ticket();
    turn.ask(Effect::ReadCard(ticket));
    let deadline = turn.now.after(turn.rules.deadlines.card);
    State::Session(Session::begun(ticket, deadline))
}

/// Asks the card again for its counters, in the middle of a session.
pub(crate) fn read_again(session: Session, notice: Option<Notice>, turn: &mut Turn<'_>) -> State {
    let ticket = turn.ticket();
    turn.ask(Effect::ReadCard(ticket));
    turn.enter(session, Step::Reading(ticket, notice))
}

pub(crate) fn card_read(
    session: Session,
    read: Result<CardFacts, CardFault>,
    notice: Option<Notice>,
    turn: &mut Turn<'_>,
) -> State {
    match read {
        Ok(card) => {
            // What staff stated about the mark holds for the whole session.
            let mark = session.card.mark.max(card.mark);
            choose(Session { card: CardFacts { mark, ..card }, ..session }, notice, turn)
        }
        Err(fault) => reading_failed(session, ending_of(fault), turn),
    }
}

/// After a PIN whose outcome nobody knows, that is what the patient must hear, whatever else went wrong
/// when the counter was to be read again (Inv3).
fn reading_failed(session: Session, ending: Ending, turn: &mut Turn<'_>) -> State {
    match session.step {
        Step::Reading(_, Some(Notice::PinUnknown)) => end(session, Ending::PinOutcomeUnknown, turn),
        _ => end(session, ending, turn),
    }
}

pub(crate) fn second_card(session: Session, turn: &mut Turn<'_>) -> State {
    reading_failed(session, Ending::TwoCards, turn)
}

const fn ending_of(fault: CardFault) -> Ending {
    match fault {
        CardFault::NotMyNumberCard => Ending::NotMyNumberCard,
        CardFault::OldResidentCard => Ending::OldResidentCard,
        CardFault::AndroidPhone | CardFault::Iphone => Ending::PhoneNotSupported,
        CardFault::Mute => Ending::CardMute,
        CardFault::LockedByIssuer => Ending::CardLockedByIssuer,
        CardFault::Misbehaved => Ending::CardMisbehaved,
        CardFault::Gone => Ending::CardTakenAway,
        CardFault::Reader => Ending::ReaderFailed,
    }
}

/// Offers what is open, or could be opened by staff. With neither the session ends at once, without
/// a capture.
pub(crate) fn choose(session: Session, notice: Option<Notice>, turn: &mut Turn<'_>) -> State {
    let methods = turn.methods(&session);
    if methods.any_open() || turn.reopening(&session).is_some() {
        turn.enter(session, Step::Choosing(notice))
    } else {
        end(session, nothing_open(&methods), turn)
    }
}

/// A site without a holder authorisation lacks it for face and staff alike.
fn nothing_open(methods: &Methods) -> Ending {
    match methods.visual {
        Availability::Closed(Closure::NoHolderAuthorisation) => Ending::NoHolderAuthorisation,
        Availability::Open | Availability::Closed(_) => Ending::NoMethodLeft,
    }
}

/// Ends the session with the card still there.
pub(crate) fn end(session: Session, ending: Ending, turn: &mut Turn<'_>) -> State {
    finish(session, ending, true, turn)
}

/// Everything is wiped and reception is told, whatever happened (Inv6, Inv10).
fn finish(session: Session, ending: Ending, present: bool, turn: &mut Turn<'_>) -> State {
    turn.ask(Effect::Wipe(Slot::All));
    turn.ask(Effect::TellReception(ReceptionNotice::Ended {
        ending,
        method: session.evidence.map(|evidence| evidence.method()),
        kind: session.card.kind,
        revision: session
            .challenge
            .and_then(|challenge| turn.rules.revision(challenge.date))
            .map(|revision| revision.id),
        attempts: session.attempts,
    }));
    ended(ending, present, turn)
}

fn ended(ending: Ending, present: bool, turn: &Turn<'_>) -> State {
    State::Ended { ending, present, deadline: turn.now.after(turn.rules.deadlines.ending) }
}

/// Something is wrong before a session could begin.
pub(crate) fn refuse(ending: Ending, turn: &mut Turn<'_>) -> State {
    let unread = Session::begun(crate::event::Ticket(0), turn.now);
    turn.ask(Effect::TellReception(ReceptionNotice::Started));
    finish(unread, ending, false, turn)
}

pub(crate) fn card_removed(session: Session, turn: &mut Turn<'_>) -> State {
    let ending = close_open_intent(&session, turn).unwrap_or(Ending::CardTakenAway);
    finish(session, ending, false, turn)
}

pub(crate) fn reader_lost(session: Session, turn: &mut Turn<'_>) -> State {
    let ending = close_open_intent(&session, turn).unwrap_or(Ending::ReaderFailed);
    finish(session, ending, false, turn)
}

pub(crate) fn part_confused(session: Session, turn: &mut Turn<'_>) -> State {
    let ending = close_open_intent(&session, turn).unwrap_or(Ending::TerminalFailed);
    finish(session, ending, true, turn)
}

/// A PIN that is with the card when the card goes has an unknown outcome (Inv3).
fn close_open_intent(session: &Session, turn: &mut Turn<'_>) -> Option<Ending> {
    match session.step {
        Step::Presenting(_) => {
            turn.ask(Effect::CloseIntent(StrikeOutcome::Unknown));
            Some(Ending::PinOutcomeUnknown)
        }
        Step::Reading(_, Some(Notice::PinUnknown)) => Some(Ending::PinOutcomeUnknown),
        Step::Intending(..) => {
            turn.ask(Effect::CloseIntent(StrikeOutcome::NotSent));
            None
        }
        _ => None,
    }
}

pub(crate) fn deadline(session: Session, turn: &mut Turn<'_>) -> State {
    match session.step {
        Step::Warned => turn.enter(session, Step::Insisting),
        Step::Intending(..) => pin::ledger_failed(session, turn),
        Step::Capturing(..) => face::camera_failed(session, turn),
        Step::Presenting(_) => {
            turn.ask(Effect::CloseIntent(StrikeOutcome::Unknown));
            end(session, Ending::PinOutcomeUnknown, turn)
        }
        Step::Reading(..) | Step::ReadingPhoto(..) => reading_failed(session, Ending::CardTooSlow, turn),
        Step::Signing(_) => end(session, Ending::SignatureFailed, turn),
        Step::Fetching(..) | Step::Authorising(_) | Step::Submitting(_) | Step::Registering(_) => {
            end(session, Ending::CouldNotConfirm, turn)
        }
        Step::ResettingStrikes(_) => reopen::not_reset(session, turn),
        Step::Choosing(_) if !turn.methods(&session).any_open() => {
            let methods = turn.methods(&session);
            end(session, nothing_open(&methods), turn)
        }
        Step::Choosing(_)
        | Step::Insisting
        | Step::Typing(..)
        | Step::TypingNumber(..)
        | Step::AwaitingStaff(..)
        | Step::CheckingStaff(..)
        | Step::Comparing(..)
        | Step::Reopening(_)
        | Step::Offering => end(session, Ending::TimedOut, turn),
    }
}

/// The card was taken after the ending. An ending that asks for something stays readable.
pub(crate) const fn taken(state: State) -> State {
    match state {
        State::Ended { ending, deadline, present: true } if !ending.is_verified() => {
            State::Ended { ending, deadline, present: false }
        }
        _ => State::Idle { left: false },
    }
}

pub(crate) fn screen_over(present: bool, turn: &mut Turn<'_>) -> State {
    if present {
        turn.ask(Effect::CallReception(CallReason::CardLeft));
    }
    State::Idle { left: present }
}
