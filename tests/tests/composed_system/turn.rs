//! One desk's loop: gives the machine an event and carries its effects out, as `runtime::station`
//! does, with workers that work when the walk says so.

use crate::ledgers::{Ask, Told};
use crate::model::{Flaw, Model, Noted};
use crate::promises::{self, Broken};
use crate::world::{CardAnswer, CardJob, CardWork, Tell, World};
use policy::{Availability, Millis, Strikes};
use std::collections::VecDeque;
use terminal::{
    AuditFact, CaptureOutcome, CardFault, Effect, Ending, Event, LedgerFault, Machine, PinOutcome,
    ReceptionNotice, ReferenceOutcome, Reply, Screen, SignOutcome, Slot, State, Step, StrikeOutcome, Ticket,
};

/// The ticket that an awaited reply has in every state: tickets are renumbered after each event.
const AWAITED: Ticket = Ticket(1);
/// The ticket of every other reply. No machine here ever gives it.
const STALE: Ticket = Ticket(0);
/// Jobs that may wait for a worker.
const QUEUE: usize = 4;

/// Something that happens to a machine. A reply knows whether it is awaited.
#[derive(Clone, Copy)]
pub(crate) enum Happening {
    Event(Event),
    Reply(bool, Reply),
}

/// The world while one desk's loop runs.
pub(crate) struct Turn<'a> {
    pub(crate) model: &'a Model,
    pub(crate) world: &'a mut World,
    pub(crate) desk: usize,
    events: VecDeque<Happening>,
}

impl<'a> Turn<'a> {
    pub(crate) fn new(model: &'a Model, world: &'a mut World, desk: usize) -> Self {
        Self { model, world, desk, events: VecDeque::new() }
    }

    /// An event, and all that comes of it before the loop listens again.
    pub(crate) fn happen(mut self, happening: Happening) -> Result<(), Broken> {
        self.events.push_back(happening);
        while let Some(happening) = self.events.pop_front() {
            self.take(happening)?;
        }
        Ok(())
    }

    fn take(&mut self, happening: Happening) -> Result<(), Broken> {
        let event = match happening {
            Happening::Event(event) => event,
            Happening::Reply(awaited, reply) => Event::Reply(if awaited { AWAITED } else { STALE }, reply),
        };
        let desk = &mut self.world.desks[self.desk];
        let before = desk.machine;
        let mut machine = Machine::at(self.model.rules, self.model.site, before).having_given(AWAITED.0);
        let awaited_before = machine.awaited();
        let now = if event == Event::Deadline { Millis(1) } else { Millis(0) };
        let effects = machine.handle(now, event);
        if machine.awaited() != awaited_before {
            self.nothing_is_awaited();
        }
        self.hear_of_pin(event);
        let limit = machine.deadline().map_or(u64::MAX, |deadline| deadline.0.saturating_sub(now.0));
        self.world.desks[self.desk].machine = normal(machine.state());
        for effect in &effects {
            self.note(effect);
            promises::effect(self.model.watch, &mut self.world.desks[self.desk], effect, limit)?;
            self.carry_out(*effect);
        }
        Ok(())
    }

    /// What is under way was asked by a step that is over.
    fn nothing_is_awaited(&mut self) {
        let desk = &mut self.world.desks[self.desk];
        desk.card_jobs.iter_mut().for_each(|job| job.awaited = false);
        desk.records_jobs.iter_mut().for_each(|(awaited, _)| *awaited = false);
        for told in &mut desk.told {
            if let Tell::Answer(awaited, _) = told {
                *awaited = false;
            }
        }
        for happening in &mut self.events {
            if let Happening::Reply(awaited, _) = happening {
                *awaited = false;
            }
        }
    }

    fn note(&self, effect: &Effect) {
        match effect {
            Effect::TellReception(ReceptionNotice::Ended { ending, .. }) => {
                self.model.note(Noted::Ending(*ending));
            }
            Effect::Show(Screen::Choose { methods, .. }) => {
                if let Availability::Closed(closure) = methods.pin {
                    self.model.note(Noted::PinClosed(closure));
                }
            }
            Effect::Audit(AuditFact::StaleReply(_)) => self.model.note(Noted::StaleReply),
            _ => {}
        }
    }

    fn hear_of_pin(&mut self, event: Event) {
        if matches!(event, Event::Reply(AWAITED, Reply::PinPresented(_))) {
            self.world.desks[self.desk].ghost.unheard = false;
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        let refused = match effect {
            Effect::ReadCard(_) => {
                self.ask_card(CardWork::Read).err().map(|Busy| Reply::CardRead(Err(CardFault::Reader)))
            }
            Effect::RecordIntent(_) => self.record_intent().err().map(Reply::IntentRecorded),
            Effect::PresentPin(_, permit) => {
                let typed = self.world.desks[self.desk].typed.take();
                let asked =
                    typed.ok_or(Busy).and_then(|typed| self.ask_card(CardWork::Present(typed, permit)));
                asked.err().map(|Busy| Reply::PinPresented(PinOutcome::NotSent))
            }
            Effect::Sign(..) => {
                self.ask_card(CardWork::Sign).err().map(|Busy| Reply::Signed(SignOutcome::Failed))
            }
            Effect::ReadReference(_) => self.read_reference().err().map(Reply::ReferenceRead),
            Effect::CaptureFace(_) => Some(Reply::Captured(CaptureOutcome::PartFailed)),
            Effect::ResetStrikes(..) => self.reset_strikes().err().map(Reply::StrikesReset),
            Effect::CloseIntent(outcome) => {
                self.close_intent(outcome);
                None
            }
            Effect::Wipe(slot) => {
                self.wipe(slot);
                None
            }
            // Service and staff are the walk's moves; what is seen and heard is `promises`'.
            Effect::RequestChallenge(..)
            | Effect::CheckStaff(_)
            | Effect::Submit(_)
            | Effect::Show(_)
            | Effect::CallReception(_)
            | Effect::TellReception(ReceptionNotice::Started | ReceptionNotice::Ended { .. })
            | Effect::Audit(_) => None,
            other => panic!("nobody is recognised here by face or by eye: {other:?}"),
        };
        if let Some(reply) = refused {
            self.events.push_back(Happening::Reply(true, reply));
        }
    }

    fn ask_card(&mut self, work: CardWork) -> Result<(), Busy> {
        let desk = &mut self.world.desks[self.desk];
        if desk.card_jobs.len() == QUEUE {
            return Err(Busy);
        }
        // It is for the card that the loop knows of, and that may not be the one that lies there.
        let holds_since = desk.holds_ahead;
        desk.card_jobs.push(CardJob { awaited: work != CardWork::Release, holds_since, work });
        Ok(())
    }

    fn ask_records(&mut self, awaited: bool, ask: Ask) -> Result<(), Busy> {
        let desk = &mut self.world.desks[self.desk];
        if desk.refusals > 0 || desk.records_jobs.len() == QUEUE {
            desk.refusals = desk.refusals.saturating_sub(1);
            return Err(Busy);
        }
        desk.records_jobs.push((awaited, ask));
        Ok(())
    }

    fn record_intent(&mut self) -> Result<(), Result<(), LedgerFault>> {
        let card = self.world.desks[self.desk].case.ok_or(Err(LedgerFault))?;
        if self.model.flaw == Some(Flaw::IntentAfterwards) {
            // Said to be durable, and written behind the VERIFY's back.
            self.world.desks[self.desk].intending = self.ask_records(false, Ask::Intend(card)).is_ok();
            return Err(Ok(()));
        }
        let asked = self.ask_records(true, Ask::Intend(card)).map_err(|Busy| Err(LedgerFault));
        self.world.desks[self.desk].intending = asked.is_ok();
        asked
    }

    /// What staff typed, unless it is what the card has refused; nothing reads the card front here.
    fn read_reference(&mut self) -> Result<(), ReferenceOutcome> {
        let desk = &mut self.world.desks[self.desk];
        let number = desk.number.take().ok_or(ReferenceOutcome::NoCheckNumber)?;
        if desk.refused_number == Some(number) && self.model.flaw != Some(Flaw::NumberAgain) {
            return Err(ReferenceOutcome::CheckNumberRepeated);
        }
        self.ask_card(CardWork::Reference(number)).map_err(|Busy| ReferenceOutcome::Unreadable)
    }

    fn reset_strikes(&mut self) -> Result<(), Result<(), LedgerFault>> {
        let desk = &self.world.desks[self.desk];
        let card = desk.case.ok_or(Err(LedgerFault))?;
        let by_staff = desk.ghost.staff;
        self.ask_records(true, Ask::Reset { card, by_staff }).map_err(|Busy| Err(LedgerFault))
    }

    fn close_intent(&mut self, outcome: StrikeOutcome) {
        let unknown_is_nothing = self.model.flaw == Some(Flaw::UnknownIsNoStrike);
        let outcome = match outcome {
            StrikeOutcome::Unknown if unknown_is_nothing => StrikeOutcome::NotSent,
            other => other,
        };
        let intending = std::mem::take(&mut self.world.desks[self.desk].intending);
        if intending || self.model.flaw == Some(Flaw::ClosesWhateverIsOpen) {
            // A recorder that has hung leaves the intent open, and an open intent is a strike.
            let _ = self.ask_records(false, Ask::Close(outcome));
        }
    }

    fn wipe(&mut self, slot: Slot) {
        let desk = &mut self.world.desks[self.desk];
        if matches!(slot, Slot::Pin | Slot::All) {
            desk.typed = None;
        }
        if matches!(slot, Slot::CheckNumber | Slot::All) {
            desk.number = None;
        }
        if slot == Slot::All {
            desk.refused_number = None;
            desk.reading = None;
            let _ = self.ask_card(CardWork::Release);
        }
    }

    /// The loop hears the card worker, as `runtime::station` and `runtime::reply::card` do.
    pub(crate) fn hear_card(self) -> Result<(), Broken> {
        let desk = &mut self.world.desks[self.desk];
        if desk.told.is_empty() {
            return Ok(());
        }
        let event = match desk.told.remove(0) {
            Tell::Answer(awaited, answer) => return self.hear_answer(awaited, answer),
            Tell::Inserted => {
                desk.holds_ahead -= 1;
                Event::CardInserted
            }
            Tell::Removed => Event::CardRemoved,
            Tell::SecondCard => Event::SecondCard,
            Tell::ReaderLost => Event::ReaderLost,
        };
        self.happen(Happening::Event(event))
    }

    fn hear_answer(mut self, awaited: bool, answer: CardAnswer) -> Result<(), Broken> {
        let reply = match answer {
            CardAnswer::Read(Ok(facts), card) if awaited => {
                let desk = &mut self.world.desks[self.desk];
                desk.reading = Some(facts);
                desk.case = Some(card);
                match self.ask_records(true, Ask::Strikes(card)) {
                    Ok(()) => return Ok(()),
                    Err(Busy) => self.card_is_known(Strikes::Unavailable),
                }
            }
            CardAnswer::Read(Ok(_), _) => Reply::CardRead(Err(CardFault::Reader)),
            CardAnswer::Read(Err(fault), _) => Reply::CardRead(Err(fault)),
            CardAnswer::Pin(outcome) => Reply::PinPresented(outcome),
            CardAnswer::Reference(outcome, number) => {
                if awaited && matches!(outcome, ReferenceOutcome::CheckNumberRejected { .. }) {
                    self.world.desks[self.desk].refused_number = Some(number);
                }
                Reply::ReferenceRead(outcome)
            }
            CardAnswer::Signed(_) if self.model.flaw == Some(Flaw::BelievesSignatures) => {
                Reply::Signed(SignOutcome::Signed)
            }
            CardAnswer::Signed(true) if awaited => Reply::Signed(SignOutcome::Signed),
            CardAnswer::Signed(_) => Reply::Signed(SignOutcome::Failed),
        };
        self.happen(Happening::Reply(awaited, reply))
    }

    fn card_is_known(&mut self, strikes: Strikes) -> Reply {
        let read = self.world.desks[self.desk].reading.take();
        let strikes = if self.model.flaw == Some(Flaw::StrikesUnread) { Strikes::Known(0) } else { strikes };
        Reply::CardRead(read.map(|facts| policy::CardFacts { strikes, ..facts }).ok_or(CardFault::Reader))
    }

    /// The loop hears the records worker, as `runtime::reply::records` does.
    pub(crate) fn hear_records(mut self, awaited: bool, told: Told) -> Result<(), Broken> {
        let reply = match told {
            Told::Strikes(strikes) if awaited => self.card_is_known(strikes),
            Told::Strikes(_) => Reply::CardRead(Err(CardFault::Gone)),
            Told::Intended(intended) => Reply::IntentRecorded(intended),
            Told::Reset(reset) => {
                self.model.note(Noted::Reset(reset.is_ok()));
                Reply::StrikesReset(reset)
            }
        };
        self.happen(Happening::Reply(awaited, reply))
    }
}

/// A worker that has hung takes no job.
struct Busy;

/// The awaited ticket becomes [`AWAITED`], and a deadline is one that may come at any moment.
fn normal(state: &State) -> State {
    match *state {
        State::Idle { .. } => *state,
        // What follows an ending depends on it no further (`terminal/tests/walk` shows it).
        State::Ended { ending, present, .. } => {
            let ending = if present && ending.is_verified() { Ending::Verified } else { Ending::TimedOut };
            State::Ended { ending, present, deadline: Millis(1) }
        }
        State::Session(mut session) => {
            session.deadline = Millis(1);
            session.step = match session.step {
                Step::Reading(_, notice) => Step::Reading(AWAITED, notice),
                Step::Fetching(_, errand) => Step::Fetching(AWAITED, errand),
                Step::Intending(_, permit) => Step::Intending(AWAITED, permit),
                Step::Presenting(_) => Step::Presenting(AWAITED),
                Step::ReadingPhoto(_, errand) => Step::ReadingPhoto(AWAITED, errand),
                Step::Capturing(_, hint) => Step::Capturing(AWAITED, hint),
                Step::CheckingStaff(_, errand) => Step::CheckingStaff(AWAITED, errand),
                Step::ResettingStrikes(_) => Step::ResettingStrikes(AWAITED),
                Step::Signing(_) => Step::Signing(AWAITED),
                Step::Submitting(_) => Step::Submitting(AWAITED),
                other => other,
            };
            State::Session(session)
        }
    }
}
