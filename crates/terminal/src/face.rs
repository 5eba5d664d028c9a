//! The face passage: the photo from the chip, captures, the decision.

use crate::effect::{CallReason, Effect, Evidence};
use crate::ending::{Ending, Refusal};
use crate::event::{CaptureOutcome, Notice, ReferenceOutcome, Ticket};
use crate::machine::State;
use crate::screen::CameraHint;
use crate::session::{Capture, Errand, Reference, Session, StaffErrand, Step};
use crate::turn::Turn;
use crate::{ends, number, service, staff, visual};
use policy::{Availability, Comparison, Coverage, FaceDecision, Tries, decide_face, may_read_photo};

pub(crate) fn chosen(session: Session, turn: &mut Turn<'_>) -> State {
    match turn.methods(&session).face {
        Availability::Open => service::fetch(session, Errand::Face, turn),
        Availability::Closed(_) => State::Session(session),
    }
}

/// Reads the photo once per session; then goes on with the errand. 照合番号B is not even asked for where
/// it must not be presented (Inv2).
pub(crate) fn read_photo(session: Session, errand: Errand, turn: &mut Turn<'_>) -> State {
    let open = may_read_photo(turn.rules, session.card.check_number, session.attempts);
    if session.reference != Reference::Unread || !open {
        return with_photo(session, errand, turn);
    }
    let ticket = turn.ticket();
    turn.ask(Effect::ReadReference(ticket));
    turn.enter(session, Step::ReadingPhoto(ticket, errand))
}

pub(crate) fn reference_read(
    mut session: Session,
    errand: Errand,
    outcome: ReferenceOutcome,
    turn: &mut Turn<'_>,
) -> State {
    match outcome {
        ReferenceOutcome::NoCheckNumber => return number::ask(session, errand, turn),
        ReferenceOutcome::CheckNumberRejected { left } => {
            session.card.check_number = Tries::of(left);
            return number::refused(session, errand, turn);
        }
        ReferenceOutcome::CheckNumberRepeated => return number::refused(session, errand, turn),
        ReferenceOutcome::Genuine => session.reference = Reference::Genuine(Coverage::Measured),
        ReferenceOutcome::GenuineUnmeasured => {
            session.reference = Reference::Genuine(Coverage::Unmeasured);
        }
        ReferenceOutcome::PhotoNotGenuine => return ends::end(session, Ending::PhotoNotGenuine, turn),
        ReferenceOutcome::ChipNotGenuine => return ends::end(session, Ending::ChipNotGenuine, turn),
        ReferenceOutcome::CheckNumberLow { left } => {
            session.card.check_number = Tries::of(left);
            session.reference = Reference::Unavailable;
        }
        ReferenceOutcome::Unreadable => session.reference = Reference::Unavailable,
    }
    with_photo(session, errand, turn)
}

/// Goes on with the errand, with the photo or without it.
pub(crate) fn with_photo(session: Session, errand: Errand, turn: &mut Turn<'_>) -> State {
    match (errand, session.reference) {
        (Errand::Visual(staff), reference) => visual::compare(session, staff, reference, turn),
        (Errand::Face, Reference::Genuine(_)) => capture(session, None, turn),
        (Errand::Face | Errand::Pin { .. }, _) => ends::choose(session, Some(Notice::PhotoUnavailable), turn),
    }
}

fn capture(session: Session, hint: Option<CameraHint>, turn: &mut Turn<'_>) -> State {
    let ticket = turn.ticket();
    turn.ask(Effect::CaptureFace(ticket));
    turn.enter(session, Step::Capturing(ticket, hint))
}

pub(crate) fn captured(mut session: Session, outcome: CaptureOutcome, turn: &mut Turn<'_>) -> State {
    let (comparison, hint) = match outcome {
        CaptureOutcome::Scored { score, detection } => {
            (Some(Comparison { score, detection }), CameraHint::NotAccepted)
        }
        CaptureOutcome::Unusable(reason) => (None, CameraHint::Quality(reason)),
        CaptureOutcome::Undecided(reason) => (None, CameraHint::Movement(reason)),
        CaptureOutcome::AttackPresentation => return ends::end(session, Ending::AttackPresentation, turn),
        CaptureOutcome::PartFailed => return camera_failed(session, turn),
    };
    let coverage = match session.reference {
        Reference::Genuine(coverage) => coverage,
        Reference::Unread | Reference::Unavailable => Coverage::Unmeasured,
    };
    let decision = decide_face(turn.rules, turn.site.build, coverage, comparison, session.attempts.face);
    if decision != FaceDecision::Accept {
        session.attempts.face = session.attempts.face.saturating_add(1);
    }
    match (decision, outcome) {
        (FaceDecision::Accept, CaptureOutcome::Scored { score, detection }) => {
            session.evidence = Some(Evidence::Face { score, detection });
            service::authorise(session, turn)
        }
        (FaceDecision::Retry { call }, _) => {
            if call {
                turn.ask(Effect::CallReception(CallReason::CapturesFailed));
            }
            capture(session, Some(hint), turn)
        }
        (FaceDecision::Accept | FaceDecision::OfferOther, _) => {
            ends::choose(session, Some(Notice::FaceNotAccepted), turn)
        }
    }
}

/// A capture that was begun counts, or captures would not be bounded (Inv7).
pub(crate) fn abandoned(mut session: Session, turn: &mut Turn<'_>) -> State {
    session.attempts.face = session.attempts.face.saturating_add(1);
    ends::choose(session, None, turn)
}

/// The service wants more than this face: somebody is known to resemble the holder (domain.md I3). Staff look
/// at both, or the PIN tells them apart; another capture would be one more throw of the dice.
pub(crate) fn not_enough(session: Session, turn: &mut Turn<'_>) -> State {
    let mut other = Session { evidence: None, challenge: None, ..session };
    other.attempts.face = turn.rules.captures;
    let by_face = matches!(session.evidence, Some(Evidence::Face { .. }));
    if by_face && turn.methods(&other).any_open() {
        turn.ask(Effect::CallReception(CallReason::CapturesFailed));
        ends::choose(other, Some(Notice::FaceNotAccepted), turn)
    } else {
        ends::end(session, Ending::AuthorisationRefused(Refusal::EvidenceInsufficient), turn)
    }
}

/// Whoever can't turn the head is not told of a failure and not asked again: staff come.
pub(crate) fn cannot_turn(session: Session, turn: &mut Turn<'_>) -> State {
    let session = Session { capture: Capture::NeedsMovement, ..session };
    match turn.methods(&session).visual {
        Availability::Open => staff::call(session, StaffErrand::Visual, turn),
        Availability::Closed(_) => ends::choose(session, None, turn),
    }
}

/// The person is told at once what to do; the capture goes on.
pub(crate) const fn hinted(session: Session, ticket: Ticket, hint: CameraHint) -> State {
    State::Session(Session { step: Step::Capturing(ticket, Some(hint)), ..session })
}

/// The patient is not kept before a white screen (B2).
pub(crate) fn camera_failed(session: Session, turn: &mut Turn<'_>) -> State {
    turn.ask(Effect::CallReception(CallReason::PartFailed));
    let session = Session { capture: Capture::PartFailed, ..session };
    ends::choose(session, Some(Notice::CameraFailed), turn)
}
