//! What a terminal's workers do with one job: the real procedures, on a chip and on a medium.

use crate::ledgers::{Ask, LedgerId, MediumFault, Told};
use crate::model::{Flaw, Model, Noted};
use crate::promises::{self, Broken};
use crate::rail::{Rail, Upset};
use crate::turn::Turn;
use crate::world::{CardAnswer, CardJob, CardWork, DESKS, Desk, Hold, Place, Slot, Tell, Typed, World};
use apdu::{ApduForm, CardChannel};
use card::{Link, Pin};
use policy::{Mark, Strikes};
use terminal::{CardFault, LedgerFault, PinOutcome, PinPermit};

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

    /// One job of the records worker; the loop hears at once.
    pub(crate) fn record(
        &self,
        world: &mut World,
        at: usize,
        fault: Option<MediumFault>,
    ) -> Result<(), Broken> {
        let (awaited, ask) = world.desks[at].records_jobs.remove(0);
        let (told, ledger) = self.ledgers.borrow_mut().work(world.ledgers[at], at, ask, fault);
        self.keep_ledger(world, at, ledger);
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
        let Rail { selected, void, left, dead, struck, presented, .. } = rail;
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
        let CardWork::Present(_, permit) = job.work else { return Ok(true) };
        if let CardAnswer::Pin(outcome) = answer {
            self.note(Noted::Pin(outcome));
        }
        for presented in presented {
            let owed = world.card(hold.card).owed;
            let ledgers = self.ledgers.borrow();
            promises::verify(
                self.watch,
                (world, &ledgers),
                (at, hold.card),
                (permit, self.site.last_try),
                presented,
                owed,
            )?;
            self.note(Noted::Verify { tries: presented.tries });
            let ghost = &mut world.desks[at].ghost;
            ghost.entry = None;
            ghost.unheard = job.awaited && presented.sent;
            ghost.unknown = job.awaited && presented.sent && !presented.answered;
            let right = answer == CardAnswer::Pin(PinOutcome::Accepted);
            world.card(hold.card).owed = if right { 0 } else { owed + u8::from(presented.sent) };
        }
        Ok(true)
    }

    pub(crate) fn carry_out(&self, rail: &mut Rail<'_>, work: CardWork, card: u8) -> Option<CardAnswer> {
        match work {
            CardWork::Read => Some(CardAnswer::Read(read(rail), card)),
            CardWork::Present(typed, permit) => Some(CardAnswer::Pin(self.present(rail, typed, permit))),
            CardWork::Sign => Some(CardAnswer::Signed(sign(rail))),
            CardWork::Release => None,
        }
    }

    fn present(&self, rail: &mut Rail<'_>, typed: Typed, permit: PinPermit) -> PinOutcome {
        let pin = Pin::from_ascii(&typed.digits()).unwrap();
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
