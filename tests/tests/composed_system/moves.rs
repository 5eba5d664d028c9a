//! What can happen next.

use crate::ledgers::MediumFault;
use crate::model::{Flaw, Model, Move, Wants};
use crate::rail::{Rail, Upset};
use crate::world::{DESKS, Desk, Number, Place, READERS, Slot, Typed, World};
use policy::Method;
use terminal::{Choice, Machine, Screen, State, Step};

impl Model {
    /// All moves from a state. Some come to nothing; [`Model::step`] says so.
    pub(crate) fn moves(&self, world: &World) -> Vec<Move> {
        let mut moves = Vec::new();
        for (number, card) in (0u8..).zip(&world.cards) {
            match card.place {
                Place::Elsewhere => {}
                Place::Hand if world.allowance.lays == 0 || !self.hasty && unnoticed(world) => {}
                Place::Hand => {
                    for desk in 0..self.desks {
                        let free = |reader: &u8| {
                            !world
                                .cards
                                .iter()
                                .any(|other| other.place == Place::On { desk, reader: *reader })
                        };
                        moves.extend((0..READERS).filter(free).map(|reader| Move::Lay {
                            card: number,
                            desk,
                            reader,
                        }));
                    }
                }
                Place::On { .. } => {
                    moves.push(Move::Take { card: number });
                    if world.allowance.foreign > 0 {
                        if self.wants.pin {
                            moves.extend([false, true].map(|right| Move::Foreign { card: number, right }));
                        }
                        if self.wants.face {
                            moves.push(Move::ForeignNumber { card: number });
                        }
                    }
                }
            }
        }
        if world.allowance.midnights > 0 {
            moves.push(Move::Midnight);
        }
        for desk in 0..self.desks {
            self.moves_at(world, desk, &mut moves);
        }
        moves
    }

    fn moves_at(&self, world: &World, desk: u8, moves: &mut Vec<Move>) {
        let (now, allowance) = (&world.desks[usize::from(desk)], world.allowance);
        moves.push(Move::Look { desk });
        if !matches!(now.machine, State::Idle { .. }) {
            moves.push(Move::Silence { desk });
        }
        if allowance.restarts > 0 {
            moves.push(Move::Restart { desk });
        }
        if !now.told.is_empty() {
            moves.push(Move::HearCard { desk });
        }
        if !now.card_jobs.is_empty() && self.may_tell(now) {
            moves.push(Move::Work { desk, upset: None });
            if allowance.upsets > 0 {
                let commands = self.commands(world, usize::from(desk));
                let foreign = (self.flaw == Some(Flaw::NoTransaction)).then_some(Upset::ForeignTry);
                for upset in Upset::ALL.into_iter().chain(foreign) {
                    moves.extend((0..commands).map(|at| Move::Work { desk, upset: Some((at, upset)) }));
                }
            }
        }
        if !now.records_jobs.is_empty() {
            moves.push(Move::Record { desk, fault: None });
            if allowance.records > 0 {
                let faults = [MediumFault::Unreadable, MediumFault::Full, MediumFault::SyncFails];
                moves.extend(faults.map(|fault| Move::Record { desk, fault: Some(fault) }));
            }
        }
        if now.refusals == 0 && allowance.records > 0 {
            moves.extend([1, 2].map(|jobs| Move::Full { desk, jobs }));
        }
        if self.hasty || world.cards.iter().any(|card| card.lies_at(usize::from(desk))) {
            self.touches(desk, now, moves);
        }
        if let State::Session(session) = &now.machine
            && matches!(session.step, Step::Fetching(..) | Step::Submitting(_))
        {
            moves.extend([false, true].map(|reached| Move::Service { desk, reached }));
        }
        if let State::Session(session) = &now.machine
            && matches!(session.step, Step::CheckingStaff(..))
        {
            moves.push(Move::StaffKnown { desk });
        }
    }

    /// Whether the card worker may run ahead of the loop.
    pub(crate) fn may_tell(&self, desk: &Desk) -> bool {
        desk.told.len() <= if self.hasty { 1 } else { 0 }
    }

    /// How many commands the oldest job of a card worker has when nothing goes wrong.
    fn commands(&self, world: &World, at: usize) -> u8 {
        let desk = &world.desks[at];
        match (desk.hold, desk.card_jobs.first()) {
            (Some(hold), Some(job)) => {
                let mut chip = world.cards[usize::from(hold.card)].chip;
                let mut rail = Rail::new(&mut chip, hold.selected, hold.void, None);
                self.carry_out(&mut rail, job.work, hold.card);
                rail.sent
            }
            _ => 0,
        }
    }

    fn touches(&self, desk: u8, now: &Desk, moves: &mut Vec<Move>) {
        let mut touch = |choices: &[Choice]| {
            moves.extend(choices.iter().map(|choice| Move::Touch { desk, choice: *choice }));
        };
        match Machine::at(self.rules, self.site, now.machine).screen() {
            Screen::Choose { reopenable, .. } => {
                let Wants { pin, face, staff } = self.wants;
                let choices = [
                    (pin, Choice::Method(Method::Pin)),
                    (face, Choice::Method(Method::Face)),
                    (staff && reopenable, Choice::AskStaff),
                    (true, Choice::Cancel),
                ];
                choices.iter().filter(|(wanted, _)| *wanted).for_each(|(_, choice)| touch(&[*choice]));
            }
            Screen::StaffCredential { length: 0, .. } => moves.push(Move::TypeCredential { desk }),
            Screen::StaffCredential { .. } => touch(&[Choice::Confirm, Choice::Back]),
            Screen::StaffReopen(_) => touch(&[Choice::ResetStrikes, Choice::Back]),
            Screen::CheckNumberPad { length: 14, .. } => touch(&[Choice::Confirm, Choice::Back]),
            Screen::CheckNumberPad { .. } => {
                let right = now.case.map(Number::Of);
                let numbers = right.into_iter().chain([Number::Wrong, Number::AlsoWrong]);
                moves.extend(numbers.map(|number| Move::TypeNumber { desk, number }));
            }
            Screen::LastTryWarning { .. } => touch(&[Choice::Insist, Choice::Back]),
            Screen::PinPad { length: 4, .. } => touch(&[Choice::Confirm, Choice::Back, Choice::Cancel]),
            Screen::PinPad { .. } => {
                let right = now.case.map(Typed::PinOf);
                moves.extend(right.into_iter().chain([Typed::Wrong]).map(|typed| Move::Type { desk, typed }));
            }
            _ => {}
        }
    }
}

/// Whether a terminal has not noticed yet that its card is gone.
fn unnoticed(world: &World) -> bool {
    (0..DESKS).any(|at| {
        let desk = &world.desks[at];
        desk.hold.is_some_and(|hold| hold.void) || desk.seen == Slot::Card && world.slot(at).0 == Slot::Empty
    })
}
