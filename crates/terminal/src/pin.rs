//! The PIN passage: choose, warn, type, record the intent, present once (Inv1 to Inv3, Inv13).

use crate::effect::{AuditFact, CallReason, Effect, Evidence, PinPermit, Slot, StrikeOutcome};
use crate::event::{LedgerFault, Notice, PinOutcome};
use crate::machine::State;
use crate::session::{Errand, Session, Step};
use crate::turn::Turn;
use crate::{ends, service};
use policy::{Availability, PinEntry, Strikes, Tries, pin_entry};

/// Digits of the user-authentication PIN (card.md 3.7).
pub(crate) const DIGITS: u8 = 4;

pub(crate) fn chosen(session: Session, turn: &mut Turn<'_>) -> State {
    if turn.methods(&session).pin != Availability::Open {
        return State::Session(session);
    }
    match pin_entry(turn.site, session.card.pin) {
        PinEntry::Open { .. } => service::fetch(session, Errand::Pin { last_try: false }, turn),
        PinEntry::AfterInsistence => {
            turn.ask(Effect::CallReception(CallReason::LastTry));
            turn.enter(session, Step::Warned)
        }
        PinEntry::Closed(_) => State::Session(session),
    }
}

pub(crate) fn insisted(session: Session, turn: &mut Turn<'_>) -> State {
    turn.ask(Effect::Audit(AuditFact::LastTryInsisted));
    service::fetch(session, Errand::Pin { last_try: true }, turn)
}

/// The pad is shown with the number of tries that the card told.
pub(crate) fn ask_for_digits(session: Session, last_try: bool, turn: &mut Turn<'_>) -> State {
    match session.card.pin {
        Tries::Left(left) if left.get() >= 2 || last_try => {
            let permit = PinPermit { shown: left.get(), last_try };
            turn.enter(session, Step::Typing(permit, 0))
        }
        Tries::Left(_) | Tries::Blocked | Tries::Unknown | Tries::Unasked => {
            ends::choose(session, Some(Notice::CounterChanged), turn)
        }
    }
}

/// Typing does not move the deadline, so that it bounds the whole entry (Inv7).
pub(crate) fn typed(session: Session, permit: PinPermit, length: u8) -> State {
    State::Session(Session { step: Step::Typing(permit, length.min(DIGITS)), ..session })
}

pub(crate) fn abandoned(session: Session, turn: &mut Turn<'_>) -> State {
    turn.ask(Effect::Wipe(Slot::Pin));
    ends::choose(session, None, turn)
}

pub(crate) fn entered(mut session: Session, permit: PinPermit, turn: &mut Turn<'_>) -> State {
    session.attempts.pin = session.attempts.pin.saturating_add(1);
    let ticket = turn.ticket();
    turn.ask(Effect::RecordIntent(ticket));
    turn.enter(session, Step::Intending(ticket, permit))
}

pub(crate) fn intended(
    session: Session,
    permit: PinPermit,
    recorded: Result<(), LedgerFault>,
    turn: &mut Turn<'_>,
) -> State {
    match recorded {
        Ok(()) => {
            let ticket = turn.ticket();
            turn.ask(Effect::PresentPin(ticket, permit));
            turn.enter(session, Step::Presenting(ticket))
        }
        Err(LedgerFault) => ledger_failed(session, turn),
    }
}

/// Without a durable intent nothing is sent, and PIN is closed for this session.
pub(crate) fn ledger_failed(mut session: Session, turn: &mut Turn<'_>) -> State {
    turn.ask(Effect::Wipe(Slot::Pin));
    turn.ask(Effect::CloseIntent(StrikeOutcome::NotSent));
    session.card.strikes = Strikes::Unavailable;
    ends::choose(session, Some(Notice::LedgerFailed), turn)
}

pub(crate) fn presented(mut session: Session, outcome: PinOutcome, turn: &mut Turn<'_>) -> State {
    turn.ask(Effect::Wipe(Slot::Pin));
    match outcome {
        PinOutcome::Accepted => {
            turn.ask(Effect::CloseIntent(StrikeOutcome::Accepted));
            session.evidence = Some(Evidence::Pin);
            service::sign(session, turn)
        }
        PinOutcome::Rejected { left } => {
            strike(&mut session, StrikeOutcome::Rejected, turn);
            session.card.pin = Tries::of(left);
            if left == 0 {
                // Which words are true now depends on the other PINs: the card is asked again.
                return ends::read_again(session, Some(Notice::PinLockedNow), turn);
            }
            ends::choose(session, Some(Notice::PinRejected { left }), turn)
        }
        PinOutcome::CounterDiffers { now } => {
            turn.ask(Effect::CloseIntent(StrikeOutcome::NotSent));
            session.card.pin = Tries::of(now);
            ends::choose(session, Some(Notice::CounterChanged), turn)
        }
        PinOutcome::Blocked | PinOutcome::NotSent => {
            turn.ask(Effect::CloseIntent(StrikeOutcome::NotSent));
            ends::read_again(session, Some(Notice::CounterChanged), turn)
        }
        PinOutcome::Unknown => {
            strike(&mut session, StrikeOutcome::Unknown, turn);
            ends::read_again(session, Some(Notice::PinUnknown), turn)
        }
    }
}

fn strike(session: &mut Session, outcome: StrikeOutcome, turn: &mut Turn<'_>) {
    turn.ask(Effect::CloseIntent(outcome));
    if let Strikes::Known(strikes) = session.card.strikes {
        session.card.strikes = Strikes::Known(strikes.saturating_add(1));
    }
}
