//! How far a false match rate may be off because other people might have come: people are drawn
//! again, with replacement, and the rate is taken over the comparisons between them. Comparisons
//! of one person stand and fall together in it, as they do in life.

use crate::crew;
use crate::numeric::rank;
use crate::scores::Comparison;
#[cfg(test)]
use error_rates::Proportion;
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore as _, SeedableRng as _};
use std::collections::BTreeMap;
use std::convert::Infallible;

/// How often people are drawn anew.
pub(crate) const DRAWS: usize = 2_000;
/// The upper bound leaves this share of the draws above it: the upper end of a two-sided 95 %.
const BELOW: f64 = 0.975;

/// The impostor comparisons between people, and people drawn from them.
pub(crate) struct People {
    /// For each person as reference: impostor comparisons with each other person's probes.
    trials: BTreeMap<usize, BTreeMap<usize, u32>>,
    /// Those of them whose score is high enough to matter.
    high: Vec<Comparison>,
    /// How often each person was drawn, one list for each draw.
    draws: Vec<Vec<u32>>,
}

impl People {
    /// Takes all comparisons; those below `floor` count as trials only.
    pub(crate) fn of(comparisons: impl Iterator<Item = Comparison>, floor: i16, seed: u64) -> Self {
        let (mut trials, mut high): (BTreeMap<_, BTreeMap<_, u32>>, _) = (BTreeMap::new(), Vec::new());
        for c in comparisons.filter(|c| c.reference != c.probe) {
            *trials.entry(c.reference).or_default().entry(c.probe).or_insert(0) += 1;
            if c.score >= floor {
                high.push(c);
            }
        }
        let mut people: Vec<usize> =
            trials.iter().flat_map(|(a, with)| with.keys().chain([a])).copied().collect();
        people.sort_unstable();
        people.dedup();
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let draws = (0..DRAWS).map(|_| draw(&people, &mut random)).collect();
        Self { trials, high, draws }
    }

    /// The upper bound of the false match rate at `threshold`, which is not below the floor.
    pub(crate) fn upper(&self, threshold: i16, totals: &[f64]) -> f64 {
        let mut rates: Vec<f64> =
            self.draws.iter().zip(totals).map(|(draw, total)| self.rate(draw, threshold, *total)).collect();
        rates.sort_by(f64::total_cmp);
        rates.get(rank(BELOW, rates.len())).copied().unwrap_or(1.0)
    }

    /// How many comparisons each draw has: the same for all thresholds, so counted once.
    pub(crate) fn totals(&self) -> Vec<f64> {
        let counted = crew::each("people drawn again", self.draws.len(), |n| {
            Ok::<_, Infallible>(self.draws.get(n).map_or(0.0, |draw| self.total(draw)))
        });
        counted.unwrap_or_else(|never| match never {})
    }

    fn total(&self, draw: &[u32]) -> f64 {
        let times = |person: usize| f64::from(draw.get(person).copied().unwrap_or(0));
        let drawn = self.trials.iter().filter(|(reference, _)| times(**reference) > 0.0);
        let each = drawn.map(|(reference, with)| {
            times(*reference) * with.iter().map(|(probe, n)| times(*probe) * f64::from(*n)).sum::<f64>()
        });
        each.sum()
    }

    fn rate(&self, draw: &[u32], threshold: i16, total: f64) -> f64 {
        let high = self.high.iter().filter(|c| c.score >= threshold);
        let errors = high.fold(0.0, |sum, c| sum + together(draw, c.reference, c.probe));
        if total > 0.0 { errors / total } else { 0.0 }
    }
}

/// How often a pair of people is in a draw.
fn together(draw: &[u32], a: usize, b: usize) -> f64 {
    let times = |person: usize| f64::from(draw.get(person).copied().unwrap_or(0));
    times(a) * times(b)
}

/// Draws as many people as there are, with replacement.
fn draw(people: &[usize], random: &mut ChaCha8Rng) -> Vec<u32> {
    let mut times = vec![0; people.last().map_or(0, |last| last + 1)];
    for _ in people {
        let drawn = people.get(below(random, people.len()));
        if let Some(times) = drawn.and_then(|person| times.get_mut(*person)) {
            *times += 1;
        }
    }
    times
}

/// A number below `n`, from 64 random bits: what is uneven in it is far below one in a million.
pub(crate) fn below(random: &mut ChaCha8Rng, n: usize) -> usize {
    let wide = u128::from(random.next_u64()) * u128::try_from(n).unwrap_or(0);
    usize::try_from(wide >> 64).unwrap_or(0)
}

/// The same numbers in another order.
pub(crate) fn shuffled(mut all: Vec<usize>, seed: u64) -> Vec<usize> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for last in (1..all.len()).rev() {
        all.swap(last, below(&mut random, last + 1));
    }
    all
}

/// The observed rate, for tests of the bound.
#[cfg(test)]
fn observed(people: &People, threshold: i16) -> f64 {
    let errors = people.high.iter().filter(|c| c.score >= threshold).count();
    let trials =
        people.trials.values().flat_map(BTreeMap::values).map(|n| usize::try_from(*n).unwrap()).sum();
    Proportion { errors, trials }.rate()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everybody is compared with everybody; one in twenty scores high, or all of one person's do.
    fn comparisons(high: impl Fn(usize, usize) -> bool) -> Vec<Comparison> {
        let pairs = (0..60).flat_map(|a| (0..60).map(move |b| (a, b)));
        pairs
            .map(|(a, b)| Comparison { reference: a, probe: b, score: if high(a, b) { 9000 } else { 0 } })
            .collect()
    }

    fn upper(high: impl Fn(usize, usize) -> bool) -> (f64, f64) {
        let people = People::of(comparisons(high).into_iter(), 5000, 1);
        let totals = people.totals();
        (observed(&people, 8000), people.upper(8000, &totals))
    }

    #[test]
    fn errors_of_one_person_are_less_sure_than_those_of_many() {
        let (rate, spread) = upper(|a, b| (a * 7 + b * 13) % 30 == 1);
        let (same_rate, gathered) = upper(|a, _| a == 3 || a == 4);
        assert!((rate - same_rate).abs() < 0.005, "{rate} {same_rate}");
        assert!(spread > rate && gathered > 1.5 * spread, "{rate}: {spread} {gathered}");
    }

    #[test]
    fn the_seed_decides() {
        let people = |seed| People::of(comparisons(|a, b| a + b == 7).into_iter(), 5000, seed);
        assert_eq!(people(5).draws, people(5).draws);
        assert_ne!(people(5).draws, people(6).draws);
        let people = people(5);
        assert_eq!(people.upper(9001, &people.totals()), 0.0);
    }

    #[test]
    fn shuffling_keeps_everyone() {
        let mut all = shuffled((0..100).collect(), 3);
        assert_ne!(all, (0..100).collect::<Vec<_>>());
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
    }
}
