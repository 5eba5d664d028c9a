//! The walk: breadth first, so that the way to a broken promise is a shortest one.
//!
//! A walk of our own rather than stateright (0.31, MIT): its properties look at states, and ours are
//! of edges (what was transmitted, shown and told); its "eventually" is not sound on cycles, which
//! this system is full of; and it brings 45 packages and a web server for a queue and a set.

use crate::model::{Model, Move};
use crate::promises::Broken;
use crate::world::World;
use std::collections::{HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

/// What a walk came to.
pub(crate) struct Walk {
    pub(crate) states: usize,
    pub(crate) edges: usize,
    /// Moves from the start to the last state that was found.
    pub(crate) depth: usize,
    pub(crate) spent: Duration,
    /// A promise that was broken, with the way there.
    pub(crate) broken: Option<(Broken, Vec<Move>)>,
}

/// Walks until there is nothing beyond, or a promise is broken.
#[expect(clippy::disallowed_methods, reason = "a figure for people")]
pub(crate) fn walk(model: &Model) -> Walk {
    let begun = Instant::now();
    let mut seen = HashSet::from([name(model, &model.start)]);
    // The move that found each state, and the state that it was found from.
    let mut trail: Vec<(u32, Option<Move>)> = vec![(0, None)];
    let mut queue = VecDeque::from([(model.start.clone(), 0u32, 0usize)]);
    let mut walk = Walk { states: 0, edges: 0, depth: 0, spent: Duration::ZERO, broken: None };
    'all: while let Some((world, number, depth)) = queue.pop_front() {
        walk.depth = depth;
        for step in model.moves(&world) {
            let Some(next) = model.step(&world, step) else { continue };
            walk.edges += 1;
            match next {
                Ok(next) => {
                    if seen.insert(name(model, &next)) {
                        let found = u32::try_from(trail.len()).unwrap();
                        trail.push((number, Some(step)));
                        queue.push_back((next, found, depth + 1));
                    }
                }
                Err(broken) => {
                    let mut way = way_to(&trail, number);
                    way.push(step);
                    walk.broken = Some((broken, way));
                    break 'all;
                }
            }
        }
    }
    walk.states = trail.len();
    walk.spent = begun.elapsed();
    walk
}

/// The way, a move a line.
pub(crate) fn tell(way: &[Move]) -> String {
    way.iter().map(|step| format!("  {step:?}\n")).collect()
}

fn way_to(trail: &[(u32, Option<Move>)], mut number: u32) -> Vec<Move> {
    let mut way = Vec::new();
    while let (from, Some(step)) = trail[usize::try_from(number).unwrap()] {
        way.push(step);
        number = from;
    }
    way.reverse();
    way
}

/// The name of a state and of its mirror image: one of the two is enough.
fn name(model: &Model, world: &World) -> u128 {
    let own = Spelled::of(world);
    if model.desks == 1 {
        return own.bits();
    }
    let mirrored = Spelled::of(&world.mirrored(&mut model.ledgers.borrow_mut()));
    own.min(mirrored).bits()
}

/// A state as bytes.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Spelled(Vec<u8>);

impl Spelled {
    fn of(world: &World) -> Self {
        let mut spelled = Self(Vec::with_capacity(512));
        world.hash(&mut spelled);
        spelled
    }

    /// 128 bits stand for a state: that two share them is not to be expected in 10^20 walks of this size.
    fn bits(&self) -> u128 {
        let [high, low] = [0u8, 1].map(|salt| {
            let mut hasher = DefaultHasher::new();
            hasher.write_u8(salt);
            hasher.write(&self.0);
            u128::from(hasher.finish())
        });
        high << 64 | low
    }
}

impl Hasher for Spelled {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}
