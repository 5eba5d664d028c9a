//! Staff identify themselves: one credential, for one errand of one session (domain.md 2.3).

use crate::effect::{AuditFact, CallReason, Effect, Slot};
use crate::event::{Notice, StaffOutcome};
use crate::machine::State;
use crate::session::{Errand, Session, StaffErrand, StaffSeen, Step};
use crate::turn::Turn;
use crate::{ends, service};

pub(crate) fn call(session: Session, errand: StaffErrand, turn: &mut Turn<'_>) -> State {
    turn.ask(Effect::CallReception(match errand {
        StaffErrand::Visual => CallReason::Visual,
        StaffErrand::Reopen => CallReason::PinClosed,
    }));
    turn.enter(session, Step::AwaitingStaff(errand, 0, None))
}

/// Typing does not move the deadline (Inv7).
pub(crate) fn typed(session: Session, errand: StaffErrand, length: u8, notice: Option<Notice>) -> State {
    State::Session(Session { step: Step::AwaitingStaff(errand, length, notice), ..session })
}

pub(crate) fn abandoned(session: Session, turn: &mut Turn<'_>) -> State {
    turn.ask(Effect::Wipe(Slot::Credential));
    ends::choose(session, None, turn)
}

pub(crate) fn entered(session: Session, errand: StaffErrand, turn: &mut Turn<'_>) -> State {
    let ticket = turn.ticket();
    turn.ask(Effect::CheckStaff(ticket));
    turn.enter(session, Step::CheckingStaff(ticket, errand))
}

pub(crate) fn checked(
    mut session: Session,
    errand: StaffErrand,
    outcome: StaffOutcome,
    turn: &mut Turn<'_>,
) -> State {
    turn.ask(Effect::Wipe(Slot::Credential));
    match outcome {
        StaffOutcome::Accepted { staff, credential } => {
            let seen = StaffSeen { staff, credential };
            match errand {
                StaffErrand::Visual => service::fetch(session, Errand::Visual(seen), turn),
                StaffErrand::Reopen => turn.enter(session, Step::Reopening(seen)),
            }
        }
        StaffOutcome::Rejected => {
            turn.ask(Effect::Audit(AuditFact::CredentialRejected));
            session.attempts.staff = session.attempts.staff.saturating_add(1);
            if session.attempts.staff >= turn.rules.staff_attempts {
                return ends::choose(session, Some(Notice::CredentialClosed), turn);
            }
            turn.enter(session, Step::AwaitingStaff(errand, 0, Some(Notice::CredentialRejected)))
        }
        StaffOutcome::BackOff | StaffOutcome::Unavailable => {
            session.attempts.staff = turn.rules.staff_attempts;
            ends::choose(session, Some(Notice::CredentialClosed), turn)
        }
    }
}
