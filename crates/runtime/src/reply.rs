//! Turns what workers answer into events, or into the next stage of the same work.

use crate::authorisation;
use crate::case::Unfit;
use crate::port::ServiceFault;
use crate::station::{NO_TICKET, Station};
use crate::translate;
use crate::worker::card::CardReply;
use crate::worker::face::{FaceJob, FaceReply};
use crate::worker::records::{RecordsJob, RecordsReply};
use crate::worker::service::{ServiceJob, ServiceReply};
use journal::{Delivery, OutcomeId};
use policy::Strikes;
use terminal::{CardFault, Event, ReferenceOutcome, Reply, SignOutcome, Ticket, VerdictOutcome};
use wire::OutcomeReceipt;

/// Whose time a reply ends.
#[derive(Clone, Copy)]
enum Part {
    Card,
    Face,
    Service,
}

pub(crate) fn card(station: &mut Station, ticket: Ticket, answer: CardReply) {
    let reply = match answer {
        CardReply::Read(Ok(read)) if station.awaits(ticket) => {
            return look_up_strikes(station, ticket, read.facts, read.certificate);
        }
        CardReply::Read(Ok(_)) => Reply::CardRead(Err(CardFault::Reader)),
        CardReply::Read(Err(fault)) => Reply::CardRead(Err(fault)),
        CardReply::Pin(outcome) => Reply::PinPresented(outcome),
        CardReply::Reference(genuine, Some(photo)) if station.awaits(ticket) => {
            if station.face.ask(ticket, FaceJob::SetReference(photo, genuine)).is_ok() {
                return;
            }
            Reply::ReferenceRead(ReferenceOutcome::Unreadable)
        }
        CardReply::Reference(outcome, _) => Reply::ReferenceRead(outcome),
        CardReply::NumberRefused(number, left) => {
            if station.awaits(ticket) {
                station.closet.refused_number = Some(number);
            }
            Reply::ReferenceRead(ReferenceOutcome::CheckNumberRejected { left })
        }
        CardReply::Passed(answer) => match authorisation::card_said(station, ticket, answer) {
            Some(outcome) => Reply::Authorised(outcome),
            None => return,
        },
        CardReply::Signature(signature) => Reply::Signed(seal(station, ticket, signature.as_deref())),
    };
    finish(station, ticket, Part::Card, reply);
}

/// The ledger knows the card by its certificate; what it says is part of the card's facts.
fn look_up_strikes(station: &mut Station, ticket: Ticket, facts: card::CardFacts, certificate: Vec<u8>) {
    let asked = station
        .case
        .as_mut()
        .map(|case| case.keep_certificate(certificate))
        .is_some_and(|hash| station.records.ask(ticket, RecordsJob::Strikes(hash)).is_ok());
    station.reading = Some(facts);
    if !asked {
        card_is_known(station, ticket, Strikes::Unavailable);
    }
}

fn card_is_known(station: &mut Station, ticket: Ticket, strikes: Strikes) {
    let mark = station.card_front.mark();
    let read = match station.reading.take() {
        Some(facts) => Ok(translate::card_facts(&facts, mark, strikes)),
        None => Err(CardFault::Reader),
    };
    finish(station, ticket, Part::Card, Reply::CardRead(read));
}

/// A signature that comes when nobody waits for it any more is dropped with its draft.
fn seal(station: &mut Station, ticket: Ticket, signature: Option<&[u8; 256]>) -> SignOutcome {
    let awaited = station.awaits(ticket);
    let sealed = match (signature, station.case.as_mut()) {
        (Some(signature), Some(case)) if awaited => case.seal(signature, station.key.as_mut()).is_ok(),
        _ => false,
    };
    if sealed { SignOutcome::Signed } else { SignOutcome::Failed }
}

pub(crate) fn face(station: &mut Station, ticket: Ticket, answer: FaceReply) {
    match answer {
        FaceReply::Reference(outcome, picture) => {
            if station.awaits(ticket) {
                station.closet.chip_photo = picture;
            }
            finish(station, ticket, Part::Card, Reply::ReferenceRead(outcome));
        }
        FaceReply::Captured(outcome) => {
            station.closet.preview = None;
            finish(station, ticket, Part::Face, Reply::Captured(outcome));
        }
    }
}

pub(crate) fn service(station: &mut Station, ticket: Ticket, answer: ServiceReply) {
    let reply = match answer {
        ServiceReply::Delivered(id, receipt) => return delivered(station, id, receipt),
        ServiceReply::Challenge(Ok(challenge)) => {
            let awaited = station.awaits(ticket);
            match station.case.as_mut() {
                Some(case) if awaited => {
                    let at = (&station.key.terminal(), &station.settings.facility);
                    let now = (station.clock.now(), station.clock.unix());
                    let kept = case.keep_challenge(challenge, at, now);
                    Reply::Challenge(kept.map_err(|unfit| match unfit {
                        Unfit::NotOurs => terminal::ServiceFault::Misbehaved,
                        Unfit::Clock => terminal::ServiceFault::ClockDisagrees,
                    }))
                }
                Some(_) | None => Reply::Challenge(Err(terminal::ServiceFault::Misbehaved)),
            }
        }
        ServiceReply::Challenge(Err(fault)) => Reply::Challenge(Err(translate::service_fault(fault))),
        ServiceReply::Authorised(answer) => match authorisation::service_said(station, ticket, answer) {
            Some(outcome) => Reply::Authorised(outcome),
            None => return,
        },
        ServiceReply::Verdict(verdict) => Reply::Verdict(keep_token(station, ticket, verdict)),
    };
    finish(station, ticket, Part::Service, reply);
}

fn keep_token(
    station: &mut Station,
    ticket: Ticket,
    verdict: Result<wire::Verdict, ServiceFault>,
) -> VerdictOutcome {
    let outcome = translate::verdict(&verdict);
    let awaited = station.awaits(ticket);
    if let (Ok(wire::Verdict::Unregistered(way)), Some(case), true) =
        (verdict, station.case.as_mut(), awaited)
    {
        case.token = Some(way.token);
    }
    outcome
}

/// Delivered once: settled when the service has it, or will never take it.
fn delivered(station: &mut Station, id: OutcomeId, receipt: Result<OutcomeReceipt, ServiceFault>) {
    let settled = match receipt {
        Ok(OutcomeReceipt::Recorded | OutcomeReceipt::AlreadyRecorded) => Delivery::Accepted,
        Err(ServiceFault::Rejected) => Delivery::Refused,
        Err(ServiceFault::Unreachable | ServiceFault::Misbehaved) => {
            station.delivering = false;
            return;
        }
    };
    station.settled = Some(id);
    let noted = station.records.ask(NO_TICKET, RecordsJob::Settle(id, settled));
    station.delivering = noted.is_ok() && station.records.ask(NO_TICKET, RecordsJob::Pending).is_ok();
}

pub(crate) fn records(station: &mut Station, ticket: Ticket, answer: RecordsReply) {
    match answer {
        RecordsReply::Strikes(strikes) if station.awaits(ticket) => card_is_known(station, ticket, strikes),
        // Of a card that is gone: what was read of the present one must not go with it.
        RecordsReply::Strikes(_) => {
            finish(station, ticket, Part::Card, Reply::CardRead(Err(CardFault::Gone)));
        }
        RecordsReply::Intended(recorded) => {
            station.happen(Event::Reply(ticket, Reply::IntentRecorded(recorded)));
        }
        RecordsReply::Reset(reset) => station.happen(Event::Reply(ticket, Reply::StrikesReset(reset))),
        RecordsReply::Staff(outcome) => station.happen(Event::Reply(ticket, Reply::StaffChecked(outcome))),
        // A busy service is offered it again at the next round, and so is a record whose settlement
        // could not be written.
        RecordsReply::Pending(Some((id, record))) if station.settled != Some(id) => {
            station.delivering = station.service.ask(NO_TICKET, ServiceJob::Deliver(id, record)).is_ok();
        }
        RecordsReply::Pending(_) => station.delivering = false,
        RecordsReply::NotWritten => {
            station.tell(&crate::port::ReceptionMessage::Call(terminal::CallReason::PartFailed));
        }
    }
}

/// Counts the time that a part took, and gives the reply to the machine.
fn finish(station: &mut Station, ticket: Ticket, part: Part, reply: Reply) {
    let now = station.clock.now();
    let asked = station.waiting.iter().position(|(waited, _)| *waited == ticket);
    if let Some((_, since)) = asked.and_then(|at| station.waiting.remove(at))
        && let Some(transcript) = station.transcript.as_mut()
    {
        let spent = now.0.saturating_sub(since.0);
        let sum = match part {
            Part::Card => &mut transcript.spent.card,
            Part::Face => &mut transcript.spent.face,
            Part::Service => &mut transcript.spent.service,
        };
        *sum = sum.saturating_add(spent);
    }
    station.happen(Event::Reply(ticket, reply));
}
