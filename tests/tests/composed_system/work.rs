//! What a terminal's workers do with one job: the real procedures, on a chip and on a medium.

use crate::ledgers::{Ask, LedgerId, MediumFault, Told};
use crate::model::{Flaw, Model, Noted};
use crate::promises::{self, Broken};
use crate::rail::{Presented, PresentedNumber, Rail, Upset};
use crate::turn::Turn;
use crate::world::{
    Allowance, CardAnswer, CardJob, CardWork, DESKS, Desk, Hold, Number, Place, Slot, Tell, Typed, World,
};
use apdu::{ApduForm, CardChannel};
use card::{Application, CheckNumberB, Link, Pin};
use policy::{Mark, Strikes};
use terminal::{CardFault, LedgerFault, PinOutcome, PinPermit, ReferenceOutcome};

impl Model {
    /// What `runtime::worker::card` does when it is not at work: it polls a held card, or watches.
    pub(crate) fn look(&self, world: &mut World, at: usize) -> bool {
        let (slot, card) = world.slot(at);
        let desk = &mut world.desks[at];
        if !self.may_tell(desk) {
            return false;
        }
        let tell = match desk.hold {
            Some(hold) if !hold.void || !desk.card_jobs.is_empty() => return false,
            Some(hold) => {
                desk.hold = None;
                desk.seen = if hold.lost { Slot::Lost } else { Slot::Empty };
                if hold.lost { Tell::ReaderLost } else { Tell::Removed }
            }
            None if slot == desk.seen => return false,
            None => {
                desk.seen = slot;
                match (slot, card) {
                    (Slot::Card, Some(card)) => {
                        desk.hold = Some(Hold { card, void: false, lost: false, selected: false });
                        desk.card_jobs.iter_mut().for_each(|job| job.holds_since += 1);
                        desk.holds_ahead += 1;
                        Tell::Inserted
                    }
                    (Slot::Several, _) => Tell::SecondCard,
                    _ => Tell::Removed,
                }
            }
        };
        desk.told.push(tell);
        true
    }

    pub(crate) fn restart(&self, world: &mut World, at: usize) {
        if let Some(hold) = world.desks[at].hold {
            world.card(hold.card).chip.power_off();
        }
        world.desks[at] = Desk::new();
        let mut ledgers = self.ledgers.borrow_mut();
        let ledger = match self.flaw {
            Some(Flaw::LedgerInMemory) => self.start.ledgers[at],
            _ => ledgers.restart(world.ledgers[at], at),
        };
        self.keep_ledger(world, at, ledger);
    }

    /// A new day: yesterday's strikes are over, and so is what was intended then.
    pub(crate) fn midnight(&self, world: &mut World) -> Result<bool, Broken> {
        let mut ledgers = self.ledgers.borrow_mut();
        for (at, desk) in world.desks.iter_mut().enumerate() {
            let waits = desk.card_jobs.iter().any(|job| matches!(job.work, CardWork::Present(..)));
            desk.ghost.of_yesterday = waits || ledgers.is_open(world.ledgers[at], at);
        }
        world.cards.iter_mut().for_each(|card| card.owed = 0);
        if self.flaw != Some(Flaw::DayDoesNotTurn) {
            world.ledgers = world.ledgers.map(|ledger| ledgers.next_day(ledger));
        }
        let may = Allowance::take(&mut world.allowance.midnights);
        promises::new_day(self.watch, world, &ledgers).map(|()| may)
    }

    /// One job of the records worker; the loop hears at once.
    pub(crate) fn record(
        &self,
        world: &mut World,
        at: usize,
        fault: Option<MediumFault>,
    ) -> Result<(), Broken> {
        let (awaited, ask) = world.desks[at].records_jobs.remove(0);
        if let (Ask::Strikes(card), Some(Flaw::ResetsByItself)) = (ask, self.flaw) {
            let (_, ledger) = self.ledgers.borrow_mut().work(
                world.ledgers[at],
                at,
                Ask::Reset { card, by_staff: false },
                None,
            );
            self.keep_ledger(world, at, ledger);
        }
        let (told, ledger) = self.ledgers.borrow_mut().work(world.ledgers[at], at, ask, fault);
        self.keep_ledger(world, at, ledger);
        self.remember(world, at, ask);
        if fault.is_none() && told == Some(Told::Intended(Err(LedgerFault))) {
            self.note(Noted::RefusedUnderLock);
        }
        // What was written afterwards has nobody waiting for it.
        let unheard = self.flaw == Some(Flaw::IntentAfterwards) && matches!(ask, Ask::Intend(_));
        match told {
            Some(told) if !unheard => Turn::new(self, world, at).hear_records(awaited, told),
            _ => Ok(()),
        }
    }

    /// What the ledger may forget, because staff said so, and which day an intent is of.
    fn remember(&self, world: &mut World, at: usize, ask: Ask) {
        match ask {
            Ask::Intend(_) => world.desks[at].ghost.of_yesterday = false,
            Ask::Reset { card, by_staff: true } => {
                let strikes = self.ledgers.borrow().strikes(world.ledgers[at], card);
                let owed = &mut world.card(card).owed;
                *owed = u8::try_from(strikes).unwrap_or(u8::MAX).min(*owed);
            }
            Ask::Reset { .. } | Ask::Strikes(_) | Ask::Close(_) => {}
        }
    }

    fn keep_ledger(&self, world: &mut World, at: usize, ledger: LedgerId) {
        match self.flaw {
            Some(Flaw::LedgerNotShared) => world.ledgers[at] = ledger,
            _ => world.ledgers = [ledger; DESKS],
        }
    }

    pub(crate) fn work(
        &self,
        world: &mut World,
        at: usize,
        upset: Option<(u8, Upset)>,
    ) -> Result<bool, Broken> {
        let desk = &mut world.desks[at];
        let job = desk.card_jobs.remove(0);
        let its_own = job.holds_since == 0 || self.flaw == Some(Flaw::AnyCard);
        if job.holds_since > 0 && matches!(job.work, CardWork::Present(..)) {
            self.note(Noted::PinForAnEarlierCard);
        }
        let Some(hold) = desk.hold.filter(|_| its_own) else {
            desk.told.extend(gone(job.work).map(|answer| Tell::Answer(job.awaited, answer)));
            return Ok(upset.is_none());
        };
        if job.work == CardWork::Release {
            desk.hold = None;
            world.card(hold.card).chip.power_off();
            return Ok(upset.is_none());
        }
        self.work_on(world, at, (job, hold), upset)
    }

    /// The real procedures, on the chip that is held.
    fn work_on(
        &self,
        world: &mut World,
        at: usize,
        (job, hold): (CardJob, Hold),
        upset: Option<(u8, Upset)>,
    ) -> Result<bool, Broken> {
        let mut chip = world.card(hold.card).chip;
        let mut rail = Rail::new(&mut chip, hold.selected, hold.void, upset);
        let Some(answer) = self.carry_out(&mut rail, job.work, hold.card) else { return Ok(false) };
        let Rail { selected, void, left, dead, struck, presented, numbers, .. } = rail;
        if upset.is_some() && !struck {
            return Ok(false);
        }
        world.card(hold.card).chip = chip;
        if left {
            take_away(world, hold.card);
        }
        let desk = &mut world.desks[at];
        desk.hold = Some(Hold { card: hold.card, void, lost: hold.lost || dead, selected });
        desk.told.push(Tell::Answer(job.awaited, answer));
        if answer == CardAnswer::Signed(true) {
            desk.ghost.signed = desk.case == Some(hold.card);
        }
        match job.work {
            CardWork::Present(_, permit) => {
                self.presented(world, at, (job, hold.card, permit), (answer, &presented))
            }
            CardWork::Reference(number) => self.presented_number(world, at, number, (answer, &numbers)),
            CardWork::Read | CardWork::Sign | CardWork::Release => Ok(()),
        }
        .map(|()| true)
    }

    /// What came of a job that presents a PIN.
    fn presented(
        &self,
        world: &mut World,
        at: usize,
        (job, card, permit): (CardJob, u8, PinPermit),
        (answer, presented): (CardAnswer, &[Presented]),
    ) -> Result<(), Broken> {
        if let CardAnswer::Pin(outcome) = answer {
            self.note(Noted::Pin(outcome));
        }
        for presented in presented {
            let owed = world.card(card).owed;
            let ledgers = self.ledgers.borrow();
            promises::verify(
                self.watch,
                (world, &ledgers),
                (at, card),
                (permit, self.site.last_try),
                *presented,
                owed,
            )?;
            self.note(Noted::Verify { tries: presented.tries });
            let ghost = &mut world.desks[at].ghost;
            let of_today = !ghost.of_yesterday;
            if !of_today {
                self.note(Noted::AfterMidnight);
            }
            ghost.entry = None;
            ghost.unheard = job.awaited && presented.sent;
            ghost.unknown = job.awaited && presented.sent && !presented.answered;
            let right = answer == CardAnswer::Pin(PinOutcome::Accepted);
            let strike = u8::from(presented.sent && of_today);
            world.card(card).owed = if right { 0 } else { owed + strike };
        }
        Ok(())
    }

    /// What came of a job that presents 照合番号B.
    fn presented_number(
        &self,
        world: &mut World,
        at: usize,
        number: Number,
        (answer, presented): (CardAnswer, &[PresentedNumber]),
    ) -> Result<(), Broken> {
        let CardAnswer::Reference(outcome, _) = answer else { return Ok(()) };
        self.note(match outcome {
            ReferenceOutcome::Genuine => Noted::NumberTaken,
            other => Noted::Reference(other),
        });
        for presented in presented {
            self.note(Noted::Number { tries: presented.tries });
            promises::number(self.watch, &mut world.desks[at].ghost, (number, *presented))?;
        }
        if matches!(outcome, ReferenceOutcome::CheckNumberRejected { .. }) {
            world.desks[at].ghost.refused = Some(number);
        }
        Ok(())
    }

    pub(crate) fn carry_out(&self, rail: &mut Rail<'_>, work: CardWork, card: u8) -> Option<CardAnswer> {
        match work {
            CardWork::Read => Some(CardAnswer::Read(read(rail), card)),
            CardWork::Present(typed, permit) => Some(CardAnswer::Pin(self.present(rail, typed, permit))),
            CardWork::Reference(number) => Some(CardAnswer::Reference(self.reference(rail, number), number)),
            CardWork::Sign => Some(CardAnswer::Signed(sign(rail))),
            CardWork::Release => None,
        }
    }

    /// The number alone: what it opens is not read here, and counts as genuine.
    fn reference(&self, rail: &mut Rail<'_>, number: Number) -> ReferenceOutcome {
        if self.flaw == Some(Flaw::NumberBlindly) {
            return match blindly(rail, Application::Surface, 0x92, &number.digits()) {
                Some(0x9000) => ReferenceOutcome::Genuine,
                Some(status) => {
                    ReferenceOutcome::CheckNumberRejected { left: status.to_be_bytes()[1] & 0x0F }
                }
                None => ReferenceOutcome::Unreadable,
            };
        }
        let digits = CheckNumberB::from_ascii(&number.digits()).unwrap();
        let mut link = Link::new(rail, ApduForm::EXTENDED);
        runtime::work::present_number(&mut link, &digits).unwrap_or(ReferenceOutcome::Genuine)
    }

    fn present(&self, rail: &mut Rail<'_>, typed: Typed, permit: PinPermit) -> PinOutcome {
        let pin = Pin::from_ascii(&typed.digits()).unwrap();
        if self.flaw == Some(Flaw::VerifiesBlindly) {
            return match blindly(rail, Application::Jpki, 0x98, &typed.digits()) {
                Some(0x9000) => PinOutcome::Accepted,
                Some(status) => PinOutcome::Rejected { left: status.to_be_bytes()[1] & 0x0F },
                None => PinOutcome::Unknown,
            };
        }
        let permit = match self.flaw {
            Some(Flaw::SkipsPermit) => PinPermit { shown: rail.chip.tries, last_try: true },
            _ => permit,
        };
        let mut link = Link::new(&mut *rail, ApduForm::EXTENDED);
        let outcome = runtime::work::present_pin(&mut link, &pin, permit);
        match (outcome, self.flaw) {
            (PinOutcome::Unknown, Some(Flaw::SendsAgain)) => {
                let verify = [&[0x00, 0x20, 0x00, 0x98, 0x04][..], &typed.digits()].concat();
                let _ = rail.transmit(&verify, &mut [0; 258]);
                outcome
            }
            (PinOutcome::Unknown, Some(Flaw::UnknownIsWrong)) => {
                PinOutcome::Rejected { left: permit.shown - 1 }
            }
            (outcome, _) => outcome,
        }
    }
}

/// A VERIFY that nobody thought about: its status word.
fn blindly(rail: &mut Rail<'_>, application: Application, reference: u8, digits: &[u8]) -> Option<u16> {
    let length = u8::try_from(digits.len()).unwrap();
    let select = [&[0x00, 0xA4, 0x04, 0x0C, 0x0A][..], &application.aid()].concat();
    let verify = [&[0x00, 0x20, 0x00, reference, length][..], digits].concat();
    let mut answer = [0; 258];
    rail.transmit(&select, &mut answer).ok()?;
    let length = rail.transmit(&verify, &mut answer).ok()?;
    answer[..length].last_chunk().map(|status| u16::from_be_bytes(*status))
}

fn read(rail: &mut Rail<'_>) -> Result<policy::CardFacts, CardFault> {
    let mut link = Link::new(rail, ApduForm::EXTENDED);
    let read = runtime::work::read(&mut link)?;
    Ok(runtime::work::card_facts(&read.facts, Mark::Unseen, Strikes::Unavailable))
}

fn sign(rail: &mut Rail<'_>) -> bool {
    card::sign::user_authentication(&mut Link::new(rail, ApduForm::EXTENDED), &[7; 32]).is_ok()
}

/// What the worker answers to a job whose card is gone.
const fn gone(work: CardWork) -> Option<CardAnswer> {
    match work {
        CardWork::Read => Some(CardAnswer::Read(Err(CardFault::Gone), 0)),
        CardWork::Present(..) => Some(CardAnswer::Pin(PinOutcome::NotSent)),
        CardWork::Reference(number) => Some(CardAnswer::Reference(ReferenceOutcome::Unreadable, number)),
        CardWork::Sign => Some(CardAnswer::Signed(false)),
        CardWork::Release => None,
    }
}

/// The card is in a hand, whoever held it.
pub(crate) fn take_away(world: &mut World, card: u8) {
    world.card(card).place = Place::Hand;
    world.card(card).chip.power_off();
    for desk in &mut world.desks {
        if let Some(hold) = &mut desk.hold
            && hold.card == card
        {
            hold.void = true;
        }
    }
}
