//! The visual passage: staff identify themselves, compare, and say what they saw (domain.md 2.3).

use crate::effect::{AuditFact, CallReason, Effect, Evidence, Slot, VisualReason};
use crate::ending::Ending;
use crate::event::{Choice, Notice, StaffOutcome};
use crate::machine::State;
use crate::session::{Errand, Reference, Session, StaffSeen, Step};
use crate::turn::Turn;
use crate::{ends, service};
use policy::{Availability, Compared, Mark};

pub(crate) fn chosen(session: Session, turn: &mut Turn<'_>) -> State {
    match turn.methods(&session).visual {
        Availability::Open => {
            turn.ask(Effect::CallReception(CallReason::Visual));
            turn.enter(session, Step::AwaitingStaff(0, None))
        }
        Availability::Closed(_) => State::Session(session),
    }
}

/// Typing does not move the deadline (Inv7).
pub(crate) fn typed(session: Session, length: u8, notice: Option<Notice>) -> State {
    State::Session(Session { step: Step::AwaitingStaff(length, notice), ..session })
}

pub(crate) fn abandoned(session: Session, turn: &mut Turn<'_>) -> State {
    turn.ask(Effect::Wipe(Slot::Credential));
    ends::choose(session, None, turn)
}

pub(crate) fn entered(session: Session, turn: &mut Turn<'_>) -> State {
    let ticket = turn.ticket();
    turn.ask(Effect::CheckStaff(ticket));
    turn.enter(session, Step::CheckingStaff(ticket))
}

pub(crate) fn checked(mut session: Session, outcome: StaffOutcome, turn: &mut Turn<'_>) -> State {
    turn.ask(Effect::Wipe(Slot::Credential));
    match outcome {
        StaffOutcome::Accepted { staff, credential } => {
            service::fetch(session, Errand::Visual(StaffSeen { staff, credential }), turn)
        }
        StaffOutcome::Rejected => {
            turn.ask(Effect::Audit(AuditFact::CredentialRejected));
            session.attempts.staff = session.attempts.staff.saturating_add(1);
            if session.attempts.staff >= turn.rules.staff_attempts {
                return ends::choose(session, Some(Notice::CredentialClosed), turn);
            }
            turn.enter(session, Step::AwaitingStaff(0, Some(Notice::CredentialRejected)))
        }
        StaffOutcome::BackOff | StaffOutcome::Unavailable => {
            session.attempts.staff = turn.rules.staff_attempts;
            ends::choose(session, Some(Notice::CredentialClosed), turn)
        }
    }
}

pub(crate) fn compare(
    session: Session,
    staff: StaffSeen,
    reference: Reference,
    turn: &mut Turn<'_>,
) -> State {
    let compared = match reference {
        Reference::Genuine => Compared::ChipPhotoVerified,
        Reference::Unread | Reference::Unavailable => Compared::PrintedPhotoOnly,
    };
    turn.enter(session, Step::Comparing(staff, compared))
}

pub(crate) fn compared(
    mut session: Session,
    staff: StaffSeen,
    compared: Compared,
    choice: Choice,
    turn: &mut Turn<'_>,
) -> State {
    match choice {
        Choice::SamePerson => {
            session.evidence = Some(Evidence::Visual {
                staff: staff.staff,
                credential: staff.credential,
                reason: reason(&session, turn),
                compared,
            });
            service::authorise(session, turn)
        }
        Choice::OtherPerson => ends::end(session, Ending::StaffSawOtherPerson, turn),
        Choice::ClearMark if session.card.mark == Mark::Printed => {
            session.card.mark = Mark::ClearedByStaff;
            turn.ask(Effect::Audit(AuditFact::MarkCleared(staff.staff)));
            ends::choose(session, None, turn)
        }
        Choice::Back => ends::choose(session, None, turn),
        Choice::Cancel => ends::end(session, Ending::Cancelled, turn),
        Choice::Method(_) | Choice::Confirm | Choice::Insist | Choice::ClearMark => State::Session(session),
    }
}

fn reason(session: &Session, turn: &Turn<'_>) -> VisualReason {
    let methods = turn.methods(session);
    if session.attempts.face > 0 {
        VisualReason::FaceFailed
    } else if methods.face != Availability::Open && methods.pin != Availability::Open {
        VisualReason::OnlyMethod
    } else {
        VisualReason::PatientAsked
    }
}
