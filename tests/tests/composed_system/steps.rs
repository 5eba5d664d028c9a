//! What comes of a move.

use crate::ledgers::STAFF;
use crate::model::{Model, Move};
use crate::promises::{self, Broken};
use crate::turn::{Happening, Turn};
use crate::work::take_away;
use crate::world::{Allowance, CardAnswer, Desk, Place, Tell, World};
use policy::{Credential, Date, Millis};
use terminal::{
    ChallengeFacts, Choice, Event, Reply, ServiceFault, StaffOutcome, Standing, State, Step, VerdictOutcome,
};

impl Model {
    /// The world after a move; `None` if the move changes nothing or may not happen any more.
    pub(crate) fn step(&self, world: &World, step: Move) -> Option<Result<World, Broken>> {
        let mut next = world.clone();
        let happened = match self.apply(&mut next, step) {
            Ok(happened) => happened,
            Err(broken) => return Some(Err(broken)),
        };
        next.desks.iter_mut().for_each(Desk::forget);
        let happened = happened && next != *world;
        let kept = || promises::state(self.watch, &next, &self.ledgers.borrow());
        happened.then(|| kept().map(|()| next.clone()))
    }

    fn apply(&self, world: &mut World, step: Move) -> Result<bool, Broken> {
        match step {
            Move::Lay { card, desk, reader } => {
                world.card(card).place = Place::On { desk, reader };
                Ok(Allowance::take(&mut world.allowance.lays))
            }
            Move::Take { card } => {
                take_away(world, card);
                Ok(true)
            }
            Move::Foreign { card, right } => {
                world.card(card).chip.foreign_try(right);
                Ok(Allowance::take(&mut world.allowance.foreign))
            }
            Move::ForeignNumber { card } => {
                world.card(card).chip.foreign_number();
                Ok(Allowance::take(&mut world.allowance.foreign))
            }
            Move::Midnight => self.midnight(world),
            Move::Look { desk } => {
                Ok(self.look(world, usize::from(desk)) && self.heard_at_once(world, desk)?)
            }
            Move::Work { desk, upset } => {
                let may = upset.is_none() || Allowance::take(&mut world.allowance.upsets);
                Ok(may && self.work(world, usize::from(desk), upset)? && self.heard_at_once(world, desk)?)
            }
            Move::HearCard { desk } => {
                Turn::new(self, world, usize::from(desk)).hear_card()?;
                Ok(true)
            }
            Move::Record { desk, fault } => {
                let may = fault.is_none() || Allowance::take(&mut world.allowance.records);
                self.record(world, usize::from(desk), fault)?;
                Ok(may)
            }
            Move::Full { desk, jobs } => {
                world.desks[usize::from(desk)].refusals = jobs;
                Ok(Allowance::take(&mut world.allowance.records))
            }
            Move::Silence { desk } => self.event(world, desk, Event::Deadline),
            Move::Touch { desk, choice } => {
                let at = &mut world.desks[usize::from(desk)];
                let typed = matches!(&at.machine, State::Session(session)
                    if matches!(session.step, Step::Typing(..)));
                if typed && choice == Choice::Confirm {
                    at.ghost.entry = at.case;
                }
                self.event(world, desk, Event::Choice(choice))
            }
            Move::Type { desk, typed } => {
                world.desks[usize::from(desk)].typed = Some(typed);
                self.event(world, desk, Event::PinLength(4))
            }
            Move::TypeNumber { desk, number } => {
                world.desks[usize::from(desk)].number = Some(number);
                self.event(world, desk, Event::CheckNumberLength(14))
            }
            Move::TypeCredential { desk } => self.event(world, desk, Event::CredentialLength(11)),
            Move::StaffKnown { desk } => {
                world.desks[usize::from(desk)].ghost.staff = true;
                let outcome = StaffOutcome::Accepted { staff: STAFF, credential: Credential::ClinicPassword };
                let reply = Reply::StaffChecked(outcome);
                Turn::new(self, world, usize::from(desk)).happen(Happening::Reply(true, reply))?;
                Ok(true)
            }
            Move::Service { desk, reached } => {
                let reply = self.service_says(&world.desks[usize::from(desk)], reached);
                Turn::new(self, world, usize::from(desk)).happen(Happening::Reply(true, reply))?;
                Ok(true)
            }
            Move::Restart { desk } => {
                self.restart(world, usize::from(desk));
                Ok(Allowance::take(&mut world.allowance.restarts))
            }
        }
    }

    /// The loop hears at once what nothing can overtake to any effect. The answer to a VERIFY may be
    /// overtaken by a deadline or a power cut, and with people in haste so may a change at the reader.
    fn heard_at_once(&self, world: &mut World, desk: u8) -> Result<bool, Broken> {
        let at = usize::from(desk);
        while let Some(told) = world.desks[at].told.first() {
            match told {
                Tell::Answer(_, CardAnswer::Pin(_)) => break,
                Tell::Answer(..) => {}
                _ if self.hasty => break,
                _ => {}
            }
            Turn::new(self, world, at).hear_card()?;
        }
        Ok(true)
    }

    fn event(&self, world: &mut World, desk: u8, event: Event) -> Result<bool, Broken> {
        Turn::new(self, world, usize::from(desk)).happen(Happening::Event(event))?;
        Ok(true)
    }

    fn service_says(&self, desk: &Desk, reached: bool) -> Reply {
        let fetching =
            matches!(&desk.machine, State::Session(session) if matches!(session.step, Step::Fetching(..)));
        let facts = ChallengeFacts { date: Date::new(2026, 11, 24).unwrap(), expires: Millis(300_000) };
        match (fetching, reached) {
            (true, true) => Reply::Challenge(Ok(facts)),
            (true, false) => Reply::Challenge(Err(ServiceFault::Unreachable)),
            (false, true) => Reply::Verdict(VerdictOutcome::Verified(Standing::Full)),
            (false, false) => Reply::Verdict(VerdictOutcome::Unreachable),
        }
    }
}
