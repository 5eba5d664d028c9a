//! The conversation between card and centre that opens the card's key without a PIN: the service's
//! scripts go to the card and its responses to the service, until a script opens the key or one of
//! the two says no. Both ends are bounded, and nothing of it is repeated.

use crate::port::{HolderFault, ServiceFault};
use crate::station::Station;
use crate::translate;
use crate::worker::card::CardJob;
use crate::worker::service::ServiceJob;
use card::relay::Place;
use terminal::{AuthorisationOutcome, Evidence, Ticket};
use wire::{AuthorisationAnswer, CardResponses, RefusalReason, Script};

/// Scripts of one conversation, at most. A certificate chain, a challenge and an answer fit in three.
const MOST_SCRIPTS: u8 = 8;

/// A conversation that is on.
pub(crate) struct Conversation {
    evidence: Evidence,
    scripts: u8,
    /// The script that the card has now opens its key.
    opens: bool,
}

impl Conversation {
    pub(crate) const fn on(evidence: Evidence) -> Self {
        Self { evidence, scripts: 0, opens: false }
    }
}

/// The end of a conversation, or `None` while it goes on.
type End = Option<AuthorisationOutcome>;

/// Asks the service, with what the card answered so far.
pub(crate) fn ask(station: &mut Station, ticket: Ticket, responses: CardResponses) -> End {
    let asked = request(station, responses)
        .and_then(|message| station.service.ask(ticket, ServiceJob::Authorise(message)).ok());
    if asked.is_some() { None } else { Some(AuthorisationOutcome::Unreachable) }
}

fn request(station: &mut Station, responses: CardResponses) -> Option<Vec<u8>> {
    let confirmed = station.conversation.as_ref()?.evidence;
    let case = station.case.as_ref()?;
    let evidence = case.evidence(&station.claim(), confirmed).ok()?;
    case.authorisation(evidence, responses, station.key.as_mut()).ok()
}

/// The service's turn is over.
pub(crate) fn service_said(
    station: &mut Station,
    ticket: Ticket,
    answer: Result<AuthorisationAnswer, ServiceFault>,
) -> End {
    if !station.awaits(ticket) {
        return Some(AuthorisationOutcome::CardFailed);
    }
    match answer {
        Ok(AuthorisationAnswer::Continue(script)) => pass(station, ticket, script, false),
        Ok(AuthorisationAnswer::Authorised(script)) => pass(station, ticket, script, true),
        // Only of a face the service sees a score.
        Ok(AuthorisationAnswer::Refused(RefusalReason::ScoreTooLow)) => {
            Some(AuthorisationOutcome::FaceNotEnough)
        }
        Ok(AuthorisationAnswer::Refused(reason)) => {
            Some(AuthorisationOutcome::Refused(translate::refusal(reason)))
        }
        Err(ServiceFault::Unreachable) => Some(AuthorisationOutcome::Unreachable),
        Err(ServiceFault::Misbehaved | ServiceFault::Rejected) => Some(AuthorisationOutcome::Misbehaved),
    }
}

fn pass(station: &mut Station, ticket: Ticket, script: Script, opens: bool) -> End {
    let failed = Some(AuthorisationOutcome::CardFailed);
    let Some(conversation) = station.conversation.as_mut() else { return failed };
    if conversation.scripts >= MOST_SCRIPTS {
        return Some(AuthorisationOutcome::Misbehaved);
    }
    let place = if conversation.scripts == 0 { Place::First } else { Place::Later };
    conversation.scripts = conversation.scripts.saturating_add(1);
    conversation.opens = opens;
    if station.ask_card(ticket, CardJob::Pass(script, place)).is_ok() { None } else { failed }
}

/// The card's turn is over.
pub(crate) fn card_said(
    station: &mut Station,
    ticket: Ticket,
    answer: Result<CardResponses, HolderFault>,
) -> End {
    let opens = station.conversation.as_ref().map(|conversation| conversation.opens);
    match (answer, opens) {
        _ if !station.awaits(ticket) => Some(AuthorisationOutcome::CardFailed),
        (Ok(_), Some(true)) => Some(AuthorisationOutcome::Opened),
        (Ok(responses), Some(false)) => ask(station, ticket, responses),
        (Ok(_), None) => Some(AuthorisationOutcome::CardFailed),
        // The card is not to blame: nothing of the script was sent to it.
        (Err(HolderFault::Forbidden { .. }), _) => Some(AuthorisationOutcome::Misbehaved),
        (Err(HolderFault::Unsupported | HolderFault::Refused { .. } | HolderFault::Card), _) => {
            Some(AuthorisationOutcome::CardFailed)
        }
    }
}
