//! What is measured, and what goes into the ledger.

use crate::bench::{Bench, CARDS, Card, Taken, USUAL};
use crate::bootstrap::{People, shuffled};
use crate::condition::Condition;
use crate::fault::Fault;
use crate::fingerprint;
use crate::frames;
use crate::ledger::Ledger;
use crate::lines;
use crate::rates::Rates;
use crate::scores::{Scores, Source};
use crate::variant::{self, Variant};
use face::{Manifest, ModelId, Probe, Reference};

/// People of whom two pictures are compared in each condition.
pub(crate) const SAMPLE: usize = 400;
/// The rates of the whole are told at these thresholds.
const THRESHOLDS: std::ops::RangeInclusive<i16> = 30..=60;
/// Where false non-matches are compared at equal false matches.
pub(crate) const EQUAL: [f64; 2] = [1e-3, 1e-4];
/// False match rates at which the curves are told: powers of ten in eighths.
const CURVE: std::ops::RangeInclusive<i32> = -40..=-8;

/// Measures everything.
pub(crate) fn everything(bench: &Bench, people: usize) -> Result<Ledger, Fault> {
    let mut ledger = Ledger::default();
    head(bench, people, &mut ledger)?;
    let all: Vec<usize> = (0..bench.list.pictures.len()).collect();
    let sample = sample(bench, people);
    let clean = bench.probes(&all, Condition::Clean)?;
    acquired(&mut ledger, "whole", Condition::Clean.name(), &clean);
    let sets = frames::sets(&bench.list.of_each());
    let whole = whole(bench, &all, &sample, &clean, &sets)?;
    ledger
        .add("card", &["whole".into(), USUAL.name(), all.len().to_string(), whole.no_reference.to_string()]);
    rates(bench, &whole.scores, &mut ledger);
    lines::choose(bench, &whole.scores, &mut ledger)?;
    let weights: Vec<f64> = clean.iter().map(weight).collect();
    frames::measure(&whole.scores, &whole.between, &sets, &weights, &mut ledger)?;
    conditions(bench, &sample, &whole.references, &clean, &mut ledger)?;
    Ok(ledger)
}

/// How much a picture counts as one of several frames.
fn weight(taken: &Taken) -> f64 {
    taken.as_ref().map_or(0.0, |probe| frames::weight(&probe.measures()))
}

/// What was measured with what.
fn head(bench: &Bench, people: usize, ledger: &mut Ledger) -> Result<(), Fault> {
    let list = &bench.list;
    ledger.add("data", &["sha256".into(), hex(&list.sha256)]);
    ledger.add("data", &["people".into(), list.groups.len().to_string()]);
    ledger.add("data", &["pictures".into(), list.pictures.len().to_string()]);
    for name in list.group_names() {
        let of = |person: &usize| list.groups.get(*person).is_some_and(|group| group == name);
        let people = (0..list.groups.len()).filter(of).count();
        let pictures = list.pictures.iter().filter(|picture| of(&picture.person)).count();
        ledger.add("group", &[name.into(), people.to_string(), pictures.to_string()]);
    }
    ledger.add("data", &["seed".into(), bench.seed.to_string()]);
    ledger.add("data", &["sample".into(), sample(bench, people).len().to_string()]);
    let manifest = Manifest::built_in()?;
    for id in ModelId::FACE {
        ledger.add("model", &[id.name().into(), hex(&manifest.entry(id)?.sha256)]);
    }
    fingerprint::take(&bench.matcher)?.iter().for_each(|(name, value)| {
        ledger.add("fingerprint", &[name.clone(), value.to_string()]);
    });
    Ok(())
}

/// So many people, drawn by the seed from those with two pictures; the first two of each.
fn sample(bench: &Bench, people: usize) -> Vec<(usize, usize)> {
    let of_each = bench.list.of_each();
    let drawn = shuffled((0..of_each.len()).collect(), bench.seed);
    let pairs = drawn.into_iter().filter_map(|person| match of_each.get(person)?.as_slice() {
        [first, second, ..] => Some((*first, *second)),
        _ => None,
    });
    pairs.take(people).collect()
}

/// Everything against everything on the usual card.
struct Whole {
    scores: Scores,
    /// Against what lies between the frames of each set.
    between: Scores,
    /// The references of the sample's first pictures, in its order.
    references: Vec<Option<Reference>>,
    no_reference: usize,
}

fn whole(
    bench: &Bench,
    all: &[usize],
    sample: &[(usize, usize)],
    clean: &[Taken],
    sets: &[Source],
) -> Result<Whole, Fault> {
    let merged: Vec<Option<Probe>> = sets.iter().map(|set| between(clean, set)).collect();
    let rows = bench.references(all, USUAL, |at, reference| {
        let row = row(reference.as_ref(), clean.iter().map(|taken| taken.as_ref().ok()));
        let second = row_of(reference.as_ref(), &merged);
        // Of the others neither photo nor embedding is kept.
        let kept = reference.filter(|_| sample.iter().any(|(first, _)| *first == at));
        (at, row, second, kept)
    })?;
    let mut scores = Scores::new(all.iter().map(|at| bench.source(*at)).collect());
    let mut second = Scores::new(sets.to_vec());
    let mut kept: Vec<(usize, Reference)> = Vec::new();
    let mut no_reference = 0;
    for (at, row, merged, reference) in rows {
        no_reference += usize::from(row.is_none());
        scores.add(bench.source(at), row.unwrap_or_else(|| vec![None; all.len()]));
        second.add(bench.source(at), merged.unwrap_or_else(|| vec![None; sets.len()]));
        kept.extend(reference.map(|reference| (at, reference)));
    }
    let mut take = |first: usize| {
        let found = kept.iter().position(|(at, _)| *at == first)?;
        Some(kept.swap_remove(found).1)
    };
    let references = sample.iter().map(|(first, _)| take(*first)).collect();
    Ok(Whole { scores, between: second, references, no_reference })
}

fn between(clean: &[Taken], set: &Source) -> Option<Probe> {
    let taken = set.pictures.iter().filter_map(|at| clean.get(*at)?.as_ref().ok());
    Probe::between(&taken.collect::<Vec<_>>()).ok()
}

fn row_of(reference: Option<&Reference>, probes: &[Option<Probe>]) -> Option<Vec<Option<i16>>> {
    row(reference, probes.iter().map(Option::as_ref))
}

fn row<'a>(
    reference: Option<&Reference>,
    probes: impl Iterator<Item = Option<&'a Probe>>,
) -> Option<Vec<Option<i16>>> {
    let reference = reference?;
    Some(probes.map(|probe| Some(reference.compare(probe?).ten_thousandths())).collect())
}

/// The rates of all people and of each group, over thresholds.
fn rates(bench: &Bench, scores: &Scores, ledger: &mut Ledger) {
    let whole = Rates::of(scores.comparisons());
    told(ledger, "whole", &whole);
    curve(ledger, "everybody, 6 KB", &whole);
    for name in bench.list.group_names() {
        let group = Rates::of(scores.within(|person| bench.is_of(person, name)));
        told(ledger, name, &group);
        if name != "other" {
            curve(ledger, name, &group);
        }
    }
}

fn told(ledger: &mut Ledger, people: &str, rates: &Rates) {
    for hundredths in THRESHOLDS {
        ledger.add_rates("rate", people, "clean", rates, hundredths * 100);
    }
}

/// The points of a detection error trade-off curve.
fn curve(ledger: &mut Ledger, name: &str, rates: &Rates) {
    for eighth in CURVE {
        let target = 10_f64.powf(f64::from(eighth) / 8.0);
        if let Some(threshold) = rates.threshold_at(target) {
            let (matches, misses) = (rates.false_matches(threshold), rates.false_non_matches(threshold));
            // Less than one error in all trials is no measurement.
            if matches.errors > 0 {
                let point = [matches.rate(), misses.rate()].map(|rate| format!("{rate:.6e}"));
                ledger.add("curve", &[&[name.to_owned()], point.as_slice()].concat());
            }
        }
    }
}

/// How many live pictures were taken, and why the others were not.
fn acquired(ledger: &mut Ledger, people: &str, what: &str, taken: &[Taken]) {
    let fields = |reason: &str, count: usize| {
        vec![people.to_owned(), what.to_owned(), reason.to_owned(), count.to_string()]
    };
    ledger.add("live", &fields("tried", taken.len()));
    for (reason, count) in Bench::reasons(taken) {
        ledger.add("live", &fields(reason, count));
    }
}

/// The sample in every condition, on every card, and with every change to what is compared.
fn conditions(
    bench: &Bench,
    sample: &[(usize, usize)],
    references: &[Option<Reference>],
    clean: &[Taken],
    ledger: &mut Ledger,
) -> Result<(), Fault> {
    let (cards, lives): (Vec<usize>, Vec<usize>) = sample.iter().copied().unzip();
    let usual: Vec<Option<&Probe>> = lives.iter().map(|at| clean.get(*at)?.as_ref().ok()).collect();
    let compare = |probes: &[Option<&Probe>]| {
        let rows = references.iter().map(|reference| row(reference.as_ref(), probes.iter().copied()));
        compared(bench, &cards, &lives, rows)
    };
    let usual_scores = compare(&usual);
    equal(ledger, "6 KB, clean", &usual_scores)?;
    for card in CARDS {
        let rows = bench.references(&cards, card, |_, r| row(r.as_ref(), usual.iter().copied()))?;
        let missing = rows.iter().filter(|row| row.is_none()).count();
        ledger.add("card", &["sample".into(), card.name(), cards.len().to_string(), missing.to_string()]);
        let scores = compared(bench, &cards, &lives, rows.into_iter());
        equal(ledger, &format!("{}, clean", card.name()), &scores)?;
        if matches!(card, Card::Bytes(2_000) | Card::Lossless) {
            curve(ledger, &format!("{}, clean", card.name()), &Rates::of(scores.comparisons()));
        }
    }
    for condition in Condition::ALL {
        let taken = bench.probes(&lives, condition)?;
        acquired(ledger, "sample", condition.name(), &taken);
        let probes: Vec<Option<&Probe>> = taken.iter().map(|taken| taken.as_ref().ok()).collect();
        let scores = compare(&probes);
        equal(ledger, &format!("6 KB, {}", condition.name()), &scores)?;
        if matches!(condition, Condition::Mask | Condition::LowLight) {
            curve(ledger, &format!("6 KB, {}", condition.name()), &Rates::of(scores.comparisons()));
        }
    }
    for variant in Variant::ALL {
        let taken = variant::probes(bench, variant, &lives)?;
        let probes: Vec<Option<&Probe>> = taken.iter().map(|taken| taken.as_ref().ok()).collect();
        let scores = compare(&probes);
        let scores = if variant.averages() { scores.mean(&usual_scores) } else { scores };
        equal(ledger, variant.name(), &scores)?;
    }
    Ok(())
}

/// A sample's scores as comparisons between people.
fn compared(
    bench: &Bench,
    cards: &[usize],
    lives: &[usize],
    rows: impl Iterator<Item = Option<Vec<Option<i16>>>>,
) -> Scores {
    let mut scores = Scores::new(lives.iter().map(|at| bench.source(*at)).collect());
    for (at, row) in cards.iter().zip(rows) {
        scores.add(bench.source(*at), row.unwrap_or_else(|| vec![None; lives.len()]));
    }
    scores
}

/// False non-matches at equal false matches, and both at the line that the whole chose.
fn equal(ledger: &mut Ledger, what: &str, scores: &Scores) -> Result<(), Fault> {
    let rates = Rates::of(scores.comparisons());
    for target in EQUAL {
        if let Some(threshold) = rates.threshold_at(target) {
            ledger.add_rates(&format!("at {target:.0e}"), "sample", what, &rates, threshold);
        }
    }
    let threshold = ledger.number("line", "threshold")?;
    ledger.add_rates("at line", "sample", what, &rates, threshold);
    Ok(())
}

/// The bootstrap over people of these comparisons.
pub(crate) fn people(bench: &Bench, scores: &Scores, group: Option<&str>, floor: i16) -> People {
    let within = scores.within(|person| group.is_none_or(|name| bench.is_of(person, name)));
    People::of(within, floor, bench.seed)
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
