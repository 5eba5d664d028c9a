//! The passage to the service: challenge, authorisation, signature, verdict, registration.

use crate::effect::Effect;
use crate::ending::Ending;
use crate::event::{
    AuthorisationOutcome, ChallengeFacts, ServiceFault, SignOutcome, Standing, VerdictOutcome,
};
use crate::machine::State;
use crate::session::{Errand, Session, Step};
use crate::turn::Turn;
use crate::{ends, face, pin};
use policy::{Purpose, RegistrationDecision, decide_registration};

/// A challenge is fetched before any try is spent: if the service is away, nothing is lost.
pub(crate) fn fetch(session: Session, errand: Errand, turn: &mut Turn<'_>) -> State {
    if session.challenge.is_some_and(|challenge| lasts(&challenge, turn)) {
        return proceed(session, errand, turn);
    }
    let ticket = turn.ticket();
    turn.ask(Effect::RequestChallenge(ticket, Purpose::Verification));
    turn.enter(session, Step::Fetching(ticket, errand))
}

/// Long enough for typing or capturing, and for the card to sign.
fn lasts(challenge: &ChallengeFacts, turn: &Turn<'_>) -> bool {
    let deadlines = &turn.rules.deadlines;
    turn.now.after(deadlines.pin_entry).after(deadlines.card) < challenge.expires
}

pub(crate) fn challenged(
    session: Session,
    errand: Errand,
    answer: Result<ChallengeFacts, ServiceFault>,
    turn: &mut Turn<'_>,
) -> State {
    match answer {
        Ok(challenge) => proceed(Session { challenge: Some(challenge), ..session }, errand, turn),
        Err(ServiceFault::Unreachable) => ends::end(session, Ending::CouldNotConfirm, turn),
        Err(ServiceFault::Misbehaved) => ends::end(session, Ending::ServiceMisbehaved, turn),
        // Before any try is spent on a statement that the service would refuse.
        Err(ServiceFault::ClockDisagrees) => ends::end(session, Ending::ClockWrong, turn),
    }
}

fn proceed(session: Session, errand: Errand, turn: &mut Turn<'_>) -> State {
    match errand {
        Errand::Pin { last_try } => pin::ask_for_digits(session, last_try, turn),
        Errand::Face | Errand::Visual(_) => face::read_photo(session, errand, turn),
    }
}

/// Asks the service to have the key opened, on evidence of a face or of staff.
pub(crate) fn authorise(session: Session, turn: &mut Turn<'_>) -> State {
    match (session.evidence, fresh(&session, turn)) {
        (Some(evidence), true) => {
            let ticket = turn.ticket();
            turn.ask(Effect::Authorise(ticket, evidence));
            turn.enter(session, Step::Authorising(ticket))
        }
        (Some(_) | None, _) => ends::end(session, Ending::ChallengeExpired, turn),
    }
}

pub(crate) fn authorised(session: Session, outcome: AuthorisationOutcome, turn: &mut Turn<'_>) -> State {
    match outcome {
        AuthorisationOutcome::Opened => sign(session, turn),
        AuthorisationOutcome::FaceNotEnough => face::not_enough(session, turn),
        AuthorisationOutcome::Refused(refusal) => {
            ends::end(session, Ending::AuthorisationRefused(refusal), turn)
        }
        AuthorisationOutcome::Unreachable => ends::end(session, Ending::CouldNotConfirm, turn),
        AuthorisationOutcome::Misbehaved => ends::end(session, Ending::ServiceMisbehaved, turn),
        AuthorisationOutcome::CardFailed => ends::end(session, Ending::AuthorisationFailed, turn),
    }
}

/// The only place that asks for a signature: after the PIN was accepted or the key was opened.
pub(crate) fn sign(session: Session, turn: &mut Turn<'_>) -> State {
    match (session.evidence, fresh(&session, turn)) {
        (Some(evidence), true) => {
            let ticket = turn.ticket();
            turn.ask(Effect::Sign(ticket, evidence));
            turn.enter(session, Step::Signing(ticket))
        }
        (Some(_) | None, _) => ends::end(session, Ending::ChallengeExpired, turn),
    }
}

fn fresh(session: &Session, turn: &Turn<'_>) -> bool {
    session.challenge.is_some_and(|challenge| turn.now < challenge.expires)
}

pub(crate) fn signed(session: Session, outcome: SignOutcome, turn: &mut Turn<'_>) -> State {
    match outcome {
        SignOutcome::Signed => {
            let ticket = turn.ticket();
            turn.ask(Effect::Submit(ticket));
            turn.enter(session, Step::Submitting(ticket))
        }
        SignOutcome::Failed => ends::end(session, Ending::SignatureFailed, turn),
    }
}

pub(crate) fn answered(session: Session, verdict: VerdictOutcome, turn: &mut Turn<'_>) -> State {
    match verdict {
        VerdictOutcome::Unregistered => offer(session, turn),
        other => ends::end(session, ending_of(other), turn),
    }
}

pub(crate) fn registered(session: Session, verdict: VerdictOutcome, turn: &mut Turn<'_>) -> State {
    ends::end(session, ending_of(verdict), turn)
}

fn ending_of(verdict: VerdictOutcome) -> Ending {
    match verdict {
        VerdictOutcome::Verified(Standing::Full) => Ending::Verified,
        VerdictOutcome::Verified(Standing::FullEndsSoon) => Ending::VerifiedEndsSoon,
        VerdictOutcome::Verified(Standing::EntitlementOnly) => Ending::VerifiedEntitlementOnly,
        VerdictOutcome::Refused(refusal) => Ending::Refused(refusal),
        VerdictOutcome::Unreachable => Ending::CouldNotConfirm,
        // The latter: asked to register and still unregistered.
        VerdictOutcome::Misbehaved | VerdictOutcome::Unregistered => Ending::ServiceMisbehaved,
    }
}

/// Whether this method may register is decided by the service's date (M6a).
fn offer(session: Session, turn: &mut Turn<'_>) -> State {
    let (Some(evidence), Some(challenge)) = (session.evidence, session.challenge) else {
        return ends::end(session, Ending::ServiceMisbehaved, turn);
    };
    match decide_registration(turn.rules, turn.site, evidence.method(), challenge.date) {
        RegistrationDecision::Open => turn.enter(session, Step::Offering),
        RegistrationDecision::Closed(closure) => {
            ends::end(session, Ending::RegistrationClosed(closure), turn)
        }
    }
}

pub(crate) fn register(session: Session, turn: &mut Turn<'_>) -> State {
    let ticket = turn.ticket();
    turn.ask(Effect::Register(ticket));
    turn.enter(session, Step::Registering(ticket))
}
