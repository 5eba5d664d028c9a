//! The strike ledger against a model: a power cut never forgets an intent that was given out,
//! and leaves any other operation done or not done.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::{STAFF, TODAY, card, cut_twice, holds, later};
use journal::memory::{Damage, Medium, MemoryStore};
use journal::{
    CardKey, Day, Error, Intent, IntentId, LogLedger, StrikeLedger, Strikes, UnixTime, VerifyOutcome,
};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    Intend(u8),
    CloseOldest(VerifyOutcome),
    Reset(u8),
    Compact,
}

const OPS: [Op; 7] = [
    Op::Intend(1),
    Op::Intend(2),
    Op::CloseOldest(VerifyOutcome::Accepted),
    Op::CloseOldest(VerifyOutcome::Rejected),
    Op::CloseOldest(VerifyOutcome::NotSent),
    Op::Reset(1),
    Op::Compact,
];

/// Strikes in the order of their intents, and the intents that are still in somebody's hand.
#[derive(Clone, Debug, Default)]
struct Model {
    strikes: Vec<(u64, u8)>,
    held: Vec<(u64, u8)>,
    step: u64,
}

impl Model {
    /// `id` is what an intend was given, if it was.
    fn apply(&mut self, op: Op, id: Option<IntentId>) {
        self.step += 1;
        match op {
            Op::Intend(number) => {
                let id = id.map_or(u64::MAX, |id| id.0);
                self.strikes.push((id, number));
                self.held.push((id, number));
            }
            Op::CloseOldest(_) if self.held.is_empty() => {}
            Op::CloseOldest(outcome) => {
                let (id, number) = self.held.remove(0);
                // Strikes stand in the order of their intents: a success clears those up to its own.
                let own = self.strikes.iter().position(|strike| *strike == (id, number));
                let mut place = 0..;
                self.strikes.retain(|strike| {
                    let later = place.next() > own;
                    match outcome {
                        VerifyOutcome::Accepted => own.is_none() || strike.1 != number || later,
                        VerifyOutcome::NotSent => strike.0 != id,
                        VerifyOutcome::Rejected | VerifyOutcome::Unknown => true,
                    }
                });
            }
            Op::Reset(number) => self.strikes.retain(|strike| strike.1 != number),
            Op::Compact => {}
        }
    }

    fn seen(&self) -> [Strikes; 2] {
        [1, 2].map(|number| {
            let count = self.strikes.iter().filter(|strike| strike.1 == number).count();
            Strikes::Known(count.try_into().unwrap())
        })
    }
}

/// Runs an operation. Outer `Ok`: acknowledged.
fn run(ledger: &mut LogLedger<MemoryStore>, op: Op, model: &Model) -> Result<Option<IntentId>, Error> {
    let now = later(model.step);
    match op {
        Op::Intend(number) => ledger.intend(&card(number), now).map(|intent| Some(intent.id())),
        Op::CloseOldest(outcome) => match model.held.first() {
            Some(&(id, number)) => {
                let intent = Intent::from_parts(IntentId(id), card(number), 0);
                ledger.close(intent, outcome, now).map(|()| None).map_err(|unclosed| unclosed.cause)
            }
            None => Ok(None),
        },
        Op::Reset(number) => ledger.reset(&card(number), STAFF, now).map(|()| None),
        Op::Compact => ledger.compact(TODAY, now).map(|()| None),
    }
}

fn see(ledger: &mut LogLedger<MemoryStore>) -> [Strikes; 2] {
    [1, 2].map(|number| ledger.strikes(&card(number), later(300)))
}

fn recover(medium: &Medium) -> bool {
    LogLedger::new(medium.handle()).condition(later(250)).is_ok()
}

fn check_every_cut(content: Option<&Vec<u8>>, before: &Model, op: Op) {
    let mut after = before.clone();
    after.apply(op, None);
    let action = |medium: &Medium| run(&mut LogLedger::new(medium.handle()), op, before).is_ok();
    for (content, acknowledged) in cut_twice(content, action, recover) {
        let medium = Medium::new();
        medium.set_content(content);
        let mut ledger = LogLedger::new(medium.handle());
        let seen = see(&mut ledger);
        if acknowledged {
            assert_eq!(seen, after.seen(), "{op:?} was acknowledged");
        } else {
            assert!(seen == before.seen() || seen == after.seen(), "{op:?}: {seen:?}, model {before:?}");
        }
        let strikes_before = match seen[1] {
            Strikes::Known(strikes) => strikes,
            Strikes::Unavailable(error) => panic!("{error}"),
        };
        let intent = ledger.intend(&card(2), later(251)).unwrap();
        assert_eq!(intent.strikes_before(), strikes_before, "usable afterwards");
    }
}

fn walk(content: Option<&Vec<u8>>, model: &Model, depth: u8) -> usize {
    let mut sequences = 0;
    for op in OPS {
        check_every_cut(content, model, op);
        sequences += 1;
        if depth > 1 {
            let medium = Medium::new();
            medium.set_content(content.cloned());
            let mut next = model.clone();
            let id = run(&mut LogLedger::new(medium.handle()), op, model).unwrap();
            next.apply(op, id);
            sequences += walk(medium.content().as_ref(), &next, depth - 1);
        }
    }
    sequences
}

#[test]
fn every_cut_of_every_sequence_up_to_four_operations() {
    assert_eq!(walk(None, &Model::default(), 4), 7 + 49 + 343 + 2401);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Two terminals on one ledger, cuts in between, a strike given out never lost.
    #[test]
    fn random_lives_of_two_handles(life in prop::collection::vec(
        (0..OPS.len(), any::<bool>(), prop::option::weighted(0.3, (0u64..8, 0..Damage::ALL.len()))), 1..60)
    ) {
        let medium = Medium::new();
        let mut ledgers = [LogLedger::new(medium.handle()), LogLedger::new(medium.handle())];
        let mut model = Model::default();
        for (op, which, cut) in life {
            if let Some((after, damage)) = cut {
                medium.cut_after(after, Damage::ALL[damage]);
            }
            let before = model.clone();
            let result = run(&mut ledgers[usize::from(which)], OPS[op], &before);
            model.apply(OPS[op], result.ok().flatten());
            if medium.is_off() || cut.is_some() {
                medium.power_off(Damage::Half);
                medium.power_on();
                ledgers = [LogLedger::new(medium.handle()), LogLedger::new(medium.handle())];
            }
            let seen = see(&mut ledgers[usize::from(!which)]);
            if result.is_err() && seen == before.seen() {
                model = Model { step: model.step, ..before };
            } else {
                prop_assert_eq!(seen, model.seen());
                if result.is_err() {
                    // An unacknowledged intent came through: it stands and nobody holds it.
                    model.held.retain(|held| held.0 != u64::MAX);
                }
            }
        }
    }
}

#[test]
fn yesterdays_strikes_are_gone_from_the_medium() {
    let medium = Medium::new();
    let mut ledger = LogLedger::new(medium.handle());
    let yesterday = card(0xC7);
    let _open = ledger.intend(&yesterday, later(0)).unwrap();
    assert!(holds(&medium, &yesterday.tag()));
    let midnight: UnixTime = later(12 * 3600);
    assert_eq!(Day::in_japan(midnight), Day(TODAY.0 + 1));
    let today = CardKey::from_parts(Day(TODAY.0 + 1), [0xC8; 16]);
    let _open = ledger.intend(&today, midnight).unwrap();
    assert!(!holds(&medium, &yesterday.tag()), "the first intent of a day sweeps");
    ledger.compact(Day(TODAY.0 + 2), later(36 * 3600)).unwrap();
    assert!(!holds(&medium, &today.tag()), "so does the call at the day's turn");
}
