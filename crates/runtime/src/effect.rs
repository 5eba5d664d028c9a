//! Carries out one effect of the machine.

use crate::authorisation::{self, Conversation};
use crate::case::{Case, End};
use crate::port::ReceptionMessage;
use crate::scrub::scrub_stack;
use crate::station::{NO_TICKET, Station};
use crate::translate;
use crate::worker::card::CardJob;
use crate::worker::face::{Capture, FaceJob};
use crate::worker::records::RecordsJob;
use crate::worker::service::ServiceJob;
use journal::{EndingCode, Fact, OutcomeId, PolicyRevision};
use policy::{Millis, RevisionId};
use std::sync::atomic::Ordering;
use terminal::{
    AuditFact, CaptureOutcome, CardFault, Effect, Ending, Event, Evidence, LedgerFault, PinOutcome,
    PinPermit, ReceptionNotice, ReferenceOutcome, Reply, ServiceFault, SignOutcome, Slot, StaffOutcome,
    Ticket, VerdictOutcome,
};
use wire::{CardResponses, ChallengeRequest};
use zeroize::Zeroizing;

pub(crate) fn carry_out(station: &mut Station, now: Millis, effect: Effect) {
    match effect {
        Effect::Show(screen) => {
            if let Some(transcript) = station.transcript.as_mut() {
                transcript.screens.push((now, screen));
            }
            station.show();
        }
        Effect::Wipe(slot) => wipe(station, slot),
        Effect::CallReception(reason) => station.tell(&ReceptionMessage::Call(reason)),
        Effect::TellReception(notice) => tell_reception(station, notice),
        Effect::Audit(fact) => audit(station, fact),
        Effect::CloseIntent(outcome) => {
            // An intent that the recorder did not take leaves nothing to close but another's.
            if std::mem::take(&mut station.intending) {
                // A recorder that has hung leaves the intent open, and an open intent is a strike.
                let _ = station.records.ask(NO_TICKET, RecordsJob::Close(outcome));
            }
        }
        Effect::ReadCard(ticket)
        | Effect::RequestChallenge(ticket, _)
        | Effect::RecordIntent(ticket)
        | Effect::PresentPin(ticket, _)
        | Effect::ReadReference(ticket)
        | Effect::CaptureFace(ticket)
        | Effect::CheckStaff(ticket)
        | Effect::ResetStrikes(ticket, _)
        | Effect::Authorise(ticket, _)
        | Effect::Sign(ticket, _)
        | Effect::Submit(ticket)
        | Effect::Register(ticket) => {
            station.waiting.push_back((ticket, now));
            let asked = ask(station, effect);
            // PIN, number and credential pass through here on their way to the part that needs them.
            scrub_stack();
            if let Err(reply) = asked {
                station.happen(Event::Reply(ticket, reply));
            }
        }
    }
}

/// Hands the work to its worker. If that can't be done, the error is the reply.
fn ask(station: &mut Station, effect: Effect) -> Result<(), Reply> {
    match effect {
        Effect::ReadCard(ticket) => {
            station.ask_card(ticket, CardJob::Read).map_err(|_| Reply::CardRead(Err(CardFault::Reader)))
        }
        Effect::RequestChallenge(ticket, purpose) => {
            let refused = Reply::Challenge(Err(ServiceFault::Unreachable));
            let case = station.case.as_ref().ok_or(refused)?;
            let request = ChallengeRequest::new(case.session, purpose);
            station.service.ask(ticket, ServiceJob::Challenge(request)).map_err(|_| refused)
        }
        Effect::RecordIntent(ticket) => {
            let refused = Reply::IntentRecorded(Err(LedgerFault));
            let hash = station.case.as_ref().and_then(|case| case.certificate_hash).ok_or(refused)?;
            let asked = station.records.ask(ticket, RecordsJob::Intend(hash)).map_err(|_| refused);
            station.intending = asked.is_ok();
            asked
        }
        Effect::PresentPin(ticket, permit) => present_pin(station, ticket, permit),
        Effect::ReadReference(ticket) => read_reference(station, ticket),
        Effect::CaptureFace(ticket) => capture(station, ticket),
        Effect::CheckStaff(ticket) => {
            let typed = station.closet.take_credential();
            station
                .records
                .ask(ticket, RecordsJob::CheckStaff(typed))
                .map_err(|_| Reply::StaffChecked(StaffOutcome::Unavailable))
        }
        Effect::ResetStrikes(ticket, staff) => {
            let refused = Reply::StrikesReset(Err(LedgerFault));
            let hash = station.case.as_ref().and_then(|case| case.certificate_hash).ok_or(refused)?;
            station.records.ask(ticket, RecordsJob::Reset(hash, staff)).map_err(|_| refused)
        }
        Effect::Authorise(ticket, evidence) => {
            station.conversation = Some(Conversation::on(evidence));
            // The centre speaks first: the card has said nothing yet.
            match authorisation::ask(station, ticket, CardResponses::default()) {
                None => Ok(()),
                Some(outcome) => Err(Reply::Authorised(outcome)),
            }
        }
        Effect::Sign(ticket, evidence) => sign(station, ticket, evidence),
        Effect::Submit(ticket) => {
            let refused = Reply::Verdict(VerdictOutcome::Unreachable);
            let statement = station.case.as_mut().and_then(|case| case.statement.take()).ok_or(refused)?;
            station.service.ask(ticket, ServiceJob::Submit(statement)).map_err(|_| refused)
        }
        Effect::Register(ticket) => register(station, ticket),
        Effect::CloseIntent(_)
        | Effect::Show(_)
        | Effect::CallReception(_)
        | Effect::TellReception(_)
        | Effect::Wipe(_)
        | Effect::Audit(_) => Ok(()),
    }
}

fn present_pin(station: &mut Station, ticket: Ticket, permit: PinPermit) -> Result<(), Reply> {
    let refused = Reply::PinPresented(PinOutcome::NotSent);
    let pin = station.closet.take_pin().map(Box::new).ok_or(refused)?;
    station.ask_card(ticket, CardJob::PresentPin(pin, permit)).map_err(|_| refused)
}

/// What staff typed goes before what is known of the card front: they were asked because that did
/// not serve.
fn read_reference(station: &mut Station, ticket: Ticket) -> Result<(), Reply> {
    let number = station
        .closet
        .take_number()
        .or_else(|| station.card_front.check_number())
        .ok_or(Reply::ReferenceRead(ReferenceOutcome::NoCheckNumber))?;
    if station.closet.refused_number.as_ref().is_some_and(|refused| refused.same_as(&number)) {
        return Err(Reply::ReferenceRead(ReferenceOutcome::CheckNumberRepeated));
    }
    let refused = Reply::ReferenceRead(ReferenceOutcome::Unreadable);
    let today = station.case.as_ref().and_then(Case::rule_date).ok_or(refused)?;
    let mut challenge = Zeroizing::new([0; 32]);
    station.entropy.fill(&mut *challenge).map_err(|_| refused)?;
    station.ask_card(ticket, CardJob::ReadReference(Box::new(number), challenge, today)).map_err(|_| refused)
}

/// Without randomness the movement could be foreseen.
fn capture(station: &mut Station, ticket: Ticket) -> Result<(), Reply> {
    let refused = Reply::Captured(CaptureOutcome::PartFailed);
    let mut draw = [0];
    station.entropy.fill(&mut draw).map_err(|_| refused)?;
    let [draw] = draw;
    let era = station.era.load(Ordering::Acquire);
    station.face.ask(ticket, FaceJob::Capture(Capture { era, draw })).map_err(|_| refused)
}

fn sign(station: &mut Station, ticket: Ticket, confirmed: Evidence) -> Result<(), Reply> {
    let refused = Reply::Signed(SignOutcome::Failed);
    let case = station.case.as_ref().ok_or(refused)?;
    let evidence = case.evidence(&station.claim(), confirmed).map_err(|_| refused)?;
    let digest = station.case.as_mut().ok_or(refused)?.draft(&evidence).map_err(|_| refused)?;
    station.ask_card(ticket, CardJob::Sign(digest)).map_err(|_| refused)
}

fn register(station: &mut Station, ticket: Ticket) -> Result<(), Reply> {
    let refused = Reply::Verdict(VerdictOutcome::Unreachable);
    let case = station.case.as_mut().ok_or(refused)?;
    let message = case.registration(station.key.as_mut()).map_err(|_| refused)?;
    station.service.ask(ticket, ServiceJob::Register(message)).map_err(|_| refused)
}

fn wipe(station: &mut Station, slot: Slot) {
    station.closet.wipe(slot);
    if slot == Slot::All {
        station.forget_face();
        station.conversation = None;
        station.reading = None;
        // A card that is gone needs no release.
        let _ = station.ask_card(NO_TICKET, CardJob::Release);
    }
}

fn audit(station: &mut Station, fact: AuditFact) {
    let session = station.case.as_ref().map(|case| journal::SessionId(case.session.0));
    let fact = match (fact, session) {
        (AuditFact::LastTryInsisted, Some(session)) => Fact::LastTryInsisted { session },
        (AuditFact::MarkCleared(staff), Some(session)) => {
            Fact::MarkCleared { session, staff: crate::staff::tag(staff) }
        }
        (AuditFact::StaleReply(ticket), _) => Fact::StaleTicketDropped { ticket: u64::from(ticket.0) },
        // Strikes of staff credentials are written by the journal itself, before the comparison.
        (AuditFact::CredentialRejected | AuditFact::MarkCleared(_) | AuditFact::LastTryInsisted, _) => return,
    };
    let _ = station.records.ask(NO_TICKET, RecordsJob::Audit(fact));
}

fn tell_reception(station: &mut Station, notice: ReceptionNotice) {
    if let ReceptionNotice::Ended { ending, method, kind, revision, .. } = notice {
        if let Some(transcript) = station.transcript.as_mut() {
            transcript.ended = Some((ending, notice));
        }
        let end =
            End { ending, method, revision: revision.unwrap_or(RevisionId(0)), ended: station.clock.unix() };
        record_end(station, &end, kind);
    }
    station.tell(&ReceptionMessage::Notice(notice));
}

fn record_end(station: &mut Station, end: &End, kind: policy::CardKind) {
    let Some(case) = station.case.take() else { return };
    let fact = Fact::SessionEnded {
        session: journal::SessionId(case.session.0),
        ending: EndingCode(end.ending.code()),
        method: translate::journal_method(end.method),
        card: translate::journal_kind(kind, end.ending),
        policy: PolicyRevision(u32::from(end.revision.0)),
        started: journal::UnixTime(case.started),
        ended: station.unix(),
    };
    let _ = station.records.ask(NO_TICKET, RecordsJob::Audit(fact));
    // Of a session that the service did not hear the end of, it hears later.
    let unheard = matches!(
        end.ending,
        Ending::CouldNotConfirm | Ending::ServiceMisbehaved | Ending::ChallengeExpired | Ending::ClockWrong
    );
    if unheard && let Ok(record) = case.outcome(&station.settings.facility, end, station.key.as_mut()) {
        let id = OutcomeId(case.session.0);
        let _ = station.records.ask(NO_TICKET, RecordsJob::Queue(id, record));
    }
}
