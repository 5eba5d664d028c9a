//! Staff open a closed PIN again: a mark that is struck through (Q8, Q9), strikes whose cause they
//! know (Inv13 b). What they say is on record; the card's own counter is beyond it.

use crate::effect::{AuditFact, Effect};
use crate::ending::Ending;
use crate::event::{Choice, LedgerFault, Notice};
use crate::machine::State;
use crate::session::{Session, StaffErrand, StaffSeen, Step};
use crate::turn::Turn;
use crate::{ends, staff};
use policy::{Mark, Reopening, Strikes};

pub(crate) fn chosen(session: Session, turn: &mut Turn<'_>) -> State {
    match turn.reopening(&session) {
        Some(_) => staff::call(session, StaffErrand::Reopen, turn),
        None => State::Session(session),
    }
}

pub(crate) fn stated(mut session: Session, seen: StaffSeen, choice: Choice, turn: &mut Turn<'_>) -> State {
    match (choice, turn.reopening(&session)) {
        (Choice::ClearMark, Some(Reopening { mark: true, .. })) => {
            session.card.mark = Mark::ClearedByStaff;
            turn.ask(Effect::Audit(AuditFact::MarkCleared(seen.staff)));
            ends::choose(session, None, turn)
        }
        (Choice::ResetStrikes, Some(Reopening { strikes: true, .. })) => {
            let ticket = turn.ticket();
            turn.ask(Effect::ResetStrikes(ticket, seen.staff));
            turn.enter(session, Step::ResettingStrikes(ticket))
        }
        (Choice::Back, _) => ends::choose(session, None, turn),
        (Choice::Cancel, _) => ends::end(session, Ending::Cancelled, turn),
        _ => State::Session(session),
    }
}

pub(crate) fn reset(mut session: Session, reset: Result<(), LedgerFault>, turn: &mut Turn<'_>) -> State {
    match reset {
        Ok(()) => {
            session.card.strikes = Strikes::Known(0);
            ends::choose(session, None, turn)
        }
        Err(LedgerFault) => not_reset(session, turn),
    }
}

/// Nobody knows whether the strikes are gone, so they count.
pub(crate) fn not_reset(mut session: Session, turn: &mut Turn<'_>) -> State {
    session.card.strikes = Strikes::Unavailable;
    ends::choose(session, Some(Notice::LedgerFailed), turn)
}
