//! The visual passage: identified staff compare person and photo, and say what they saw (domain.md 2.3).

use crate::effect::{Evidence, VisualReason};
use crate::ending::Ending;
use crate::event::Choice;
use crate::machine::State;
use crate::session::{Reference, Session, StaffErrand, StaffSeen, Step};
use crate::turn::Turn;
use crate::{ends, service, staff};
use policy::{Availability, Compared};

pub(crate) fn chosen(session: Session, turn: &mut Turn<'_>) -> State {
    match turn.methods(&session).visual {
        Availability::Open => staff::call(session, StaffErrand::Visual, turn),
        Availability::Closed(_) => State::Session(session),
    }
}

pub(crate) fn compare(
    session: Session,
    staff: StaffSeen,
    reference: Reference,
    turn: &mut Turn<'_>,
) -> State {
    let compared = match reference {
        Reference::Genuine(_) => Compared::ChipPhotoVerified,
        Reference::Unread | Reference::Unavailable => Compared::PrintedPhotoOnly,
    };
    turn.enter(session, Step::Comparing(staff, compared))
}

pub(crate) fn compared(
    mut session: Session,
    seen: StaffSeen,
    compared: Compared,
    choice: Choice,
    turn: &mut Turn<'_>,
) -> State {
    match choice {
        Choice::SamePerson => {
            session.evidence = Some(Evidence::Visual {
                staff: seen.staff,
                credential: seen.credential,
                reason: reason(&session, turn),
                compared,
            });
            service::authorise(session, turn)
        }
        Choice::OtherPerson => ends::end(session, Ending::StaffSawOtherPerson, turn),
        Choice::Back => ends::choose(session, None, turn),
        Choice::Cancel => ends::end(session, Ending::Cancelled, turn),
        Choice::Method(_)
        | Choice::Confirm
        | Choice::Insist
        | Choice::AskStaff
        | Choice::ClearMark
        | Choice::ResetStrikes
        | Choice::CannotTurn => State::Session(session),
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
