//! The journal: outcomes to deliver, facts, staff strikes.

use journal::memory::{Damage, Medium, MemoryStore};
use journal::{Backoff, Delivery, Error, Fact, Journal, OutcomeId};
use proptest::prelude::*;

use super::common::{STAFF, later, outcome};
use super::walk::{Figures, Kept, holds, walk};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Op {
    Queue,
    SettleOldest,
    Record,
    StrikeStaff,
    AcceptStaff,
    Compact,
}

const OPS: [Op; 6] = [Op::Queue, Op::SettleOldest, Op::Record, Op::StrikeStaff, Op::AcceptStaff, Op::Compact];
const BACKOFF: Backoff = Backoff { free: u16::MAX, first: 0, longest: 0 };

/// What a journal is seen to hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pending: Vec<OutcomeId>,
    tickets: Vec<u64>,
    strikes: u16,
}

/// What was seen; how many operations there were (they name what is added); and what a compaction
/// had to remove from the medium.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    seen: Seen,
    step: u8,
    settled: Vec<OutcomeId>,
    gone: Vec<OutcomeId>,
}

impl Model {
    fn apply(&mut self, op: Op) {
        self.step += 1;
        match op {
            Op::Queue => self.seen.pending.push(outcome(self.step).id()),
            Op::SettleOldest if self.seen.pending.is_empty() => {}
            Op::SettleOldest => self.settled.push(self.seen.pending.remove(0)),
            Op::Record => self.seen.tickets.push(u64::from(self.step)),
            Op::StrikeStaff => self.seen.strikes += 1,
            Op::AcceptStaff => self.seen.strikes = 0,
            Op::Compact => {
                self.seen.tickets.clear();
                self.gone.append(&mut self.settled);
            }
        }
    }
}

fn run(journal: &mut Journal<MemoryStore>, op: Op, step: u8) -> Result<(), Error> {
    let now = later(u64::from(step));
    match op {
        Op::Queue => journal.queue(outcome(step), now),
        Op::SettleOldest => match journal.pending().first().map(|oldest| oldest.id()) {
            Some(id) => journal.settle(id, Delivery::Accepted, now),
            None => Ok(()),
        },
        Op::Record => journal.record(&Fact::StaleTicketDropped { ticket: step.into() }, now),
        Op::StrikeStaff => journal.begin_staff_attempt(STAFF, &BACKOFF, now).map(drop),
        Op::AcceptStaff => journal.staff_accepted(STAFF, now),
        Op::Compact => journal.compact(0, now).map(drop),
    }
}

fn see(journal: &mut Journal<MemoryStore>) -> Seen {
    let tickets = journal.facts(later(300)).unwrap().into_iter().filter_map(|fact| match fact.what {
        Fact::StaleTicketDropped { ticket } => Some(ticket),
        _ => None,
    });
    let tickets = tickets.collect();
    let pending = journal.pending().iter().map(|outcome| outcome.id()).collect();
    Seen { pending, tickets, strikes: journal.staff_standing(STAFF).strikes }
}

fn open(medium: &Medium) -> Result<Journal<MemoryStore>, Error> {
    Journal::open(medium.handle(), later(250))
}

struct JournalLog;

impl Kept for JournalLog {
    type Op = Op;
    type Model = Model;
    type Seen = Seen;
    type Given = ();

    const NAME: &'static str = "journal";
    const OPS: &'static [Op] = &OPS;

    fn act(medium: &Medium, op: Op, before: &Model) -> Result<(), Error> {
        let step = before.step + 1;
        run(&mut Journal::open(medium.handle(), later(u64::from(step)))?, op, step)
    }

    fn apply(before: &Model, op: Op, _: Option<()>) -> Model {
        let mut after = before.clone();
        after.apply(op);
        after
    }

    fn expected(model: &Model) -> Seen {
        model.seen.clone()
    }

    fn look(medium: &Medium, _: &Model) -> Seen {
        see(&mut open(medium).unwrap())
    }

    fn recover(medium: &Medium, _: &Model) -> bool {
        open(medium).is_ok()
    }

    fn use_again(medium: &Medium, _: &Model) {
        open(medium).unwrap().record(&Fact::StaleTicketDropped { ticket: 999 }, later(251)).unwrap();
        assert_eq!(see(&mut open(medium).unwrap()).tickets.last(), Some(&999), "usable afterwards");
    }

    fn gone(model: &Model) -> Vec<Vec<u8>> {
        model.gone.iter().flat_map(|id| [id.0.to_vec(), outcome(id.0[0]).bytes().to_vec()]).collect()
    }
}

#[test]
fn every_cut_of_every_sequence_up_to_four_operations() {
    let Figures { sequences, cuts, images, searches } = walk::<JournalLog>(4);
    assert_eq!(sequences, 6 + 36 + 216 + 1296);
    assert!(cuts > images && images > 5 * sequences && searches > 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Long lives with many cuts, the journal going on after each.
    #[test]
    fn random_lives(life in prop::collection::vec(
        (0..OPS.len(), prop::option::weighted(0.3, (0u64..8, 0..Damage::ALL.len()))), 1..60)
    ) {
        let medium = Medium::new();
        let mut journal = open(&medium).unwrap();
        let mut model = Model::default();
        for (op, cut) in life {
            if let Some((after, damage)) = cut {
                medium.cut_after(after, Damage::ALL[damage]);
            }
            let before = model.clone();
            model.apply(OPS[op]);
            let acknowledged = run(&mut journal, OPS[op], model.step).is_ok();
            if medium.is_off() || cut.is_some() {
                medium.power_off(Damage::Garbled);
                medium.power_on();
                journal = open(&medium).unwrap();
                let seen = see(&mut journal);
                prop_assert!(seen == model.seen || (!acknowledged && seen == before.seen));
                model.seen = seen;
            }
        }
        prop_assert_eq!(see(&mut journal), model.seen);
    }
}

#[test]
fn a_delivered_outcome_is_gone_from_the_medium() {
    let medium = Medium::new();
    let mut journal = open(&medium).unwrap();
    for number in 1..=3 {
        journal.queue(outcome(number), later(1)).unwrap();
    }
    journal.settle(outcome(2).id(), Delivery::Accepted, later(2)).unwrap();
    assert!(holds(&medium, outcome(2).bytes()), "an append-only file still has it");
    journal.compact(u64::MAX, later(3)).unwrap();
    assert!(!holds(&medium, outcome(2).bytes()));
    assert!(!holds(&medium, &outcome(2).id().0));
    assert!(holds(&medium, outcome(1).bytes()) && holds(&medium, outcome(3).bytes()));
}
