//! Several live pictures folded into one score, against the first of them alone.
//!
//! The frames of a trial are three labelled pictures of one person, taken on different occasions,
//! because noise added to one picture would be no second look. Real frames of one capture are more
//! alike than these, so what is gained here is more than a capture gains.

use crate::fault::Fault;
use crate::ledger::Ledger;
use crate::measure::EQUAL;
use crate::numeric::ten_thousandths;
use crate::rates::Rates;
use crate::scores::{Comparison, Scores, Source};
use face::Measures;
use policy::{BUILT_IN, ComparisonScore, Rules};

/// Frames in a trial.
const FRAMES: usize = 3;

/// One trial: a reference, and what each of its frames scored.
struct Trial {
    reference: usize,
    probe: usize,
    /// Score and column of each frame that was taken, in order.
    frames: Vec<(i16, usize)>,
}

/// Sets of [`FRAMES`] pictures of one person: of the person's first four, each three.
pub(crate) fn sets(of_each: &[Vec<usize>]) -> Vec<Source> {
    let four = of_each
        .iter()
        .enumerate()
        .filter_map(|(person, pictures)| pictures.get(..FRAMES + 1).map(|first| (person, first)));
    four.flat_map(|(person, first)| {
        first.iter().map(move |left_out| Source {
            person,
            pictures: first.iter().copied().filter(|at| at != left_out).collect(),
        })
    })
    .collect()
}

/// Every trial of a reference of somebody with sets of frames against every set it is not in.
fn trials(scores: &Scores, sets: &[Source]) -> Vec<Trial> {
    let mut all = Vec::new();
    for (reference, row) in scores.rows() {
        if !sets.iter().any(|set| set.person == reference.person) {
            continue;
        }
        for set in sets.iter().filter(|set| set.pictures.iter().all(|at| !reference.pictures.contains(at))) {
            let taken = |at: &usize| row.get(*at).copied().flatten().map(|score| (score, *at));
            let frames: Vec<_> = set.pictures.iter().filter_map(taken).collect();
            if !frames.is_empty() {
                all.push(Trial { reference: reference.person, probe: set.person, frames });
            }
        }
    }
    all
}

/// A way to make one score of the frames of a trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    First,
    LowerMedian,
    Mean,
    Weighted,
    Highest,
}

impl Rule {
    const ALL: [Self; 5] = [Self::First, Self::LowerMedian, Self::Mean, Self::Weighted, Self::Highest];

    const fn name(self) -> &'static str {
        match self {
            Self::First => "the first frame alone",
            Self::LowerMedian => "lower median of the scores",
            Self::Mean => "mean of the scores",
            Self::Weighted => "mean of the scores, frames that look straight weigh more",
            Self::Highest => "highest of the scores",
        }
    }

    fn score(self, frames: &[(i16, usize)], weights: &[f64]) -> Option<i16> {
        let mut scores: Vec<i16> = frames.iter().map(|(score, _)| *score).collect();
        match self {
            Self::First => scores.first().copied(),
            Self::LowerMedian => {
                scores.sort_unstable();
                scores.get(scores.len().checked_sub(1)? / 2).copied()
            }
            Self::Highest => scores.into_iter().max(),
            Self::Mean => weighted(scores.into_iter().map(|score| (score, 1.0))),
            Self::Weighted => {
                weighted(frames.iter().map(|(score, at)| (*score, weights.get(*at).copied().unwrap_or(0.0))))
            }
        }
    }
}

fn weighted(scores: impl Iterator<Item = (i16, f64)>) -> Option<i16> {
    let add = |(sum, all): (f64, f64), (score, weight)| (sum + f64::from(score) * weight, all + weight);
    let (sum, all) = scores.fold((0.0, 0.0), add);
    (all > 0.0).then(|| ten_thousandths(sum / all / 10_000.0))
}

/// How much a frame counts: half when the nose is off by 0.15 of the distance between the eyes.
pub(crate) fn weight(measures: &Measures) -> f64 {
    let yaw = f64::from(measures.yaw) / 100.0;
    1.0 / (1.0 + (yaw / 0.15).powi(2))
}

/// Measures every rule on the same trials, and policy's folding with its early ends.
pub(crate) fn measure(
    scores: &Scores,
    between: &Scores,
    sets: &[Source],
    weights: &[f64],
    ledger: &mut Ledger,
) -> Result<(), Fault> {
    let trials = trials(scores, sets);
    for rule in Rule::ALL {
        let folded = trials.iter().filter_map(|t| Some(t.scored(rule.score(&t.frames, weights)?)));
        told(ledger, rule.name(), &Rates::of(folded))?;
    }
    let known = |c: &Comparison| sets.iter().any(|set| set.person == c.reference);
    told(ledger, "score of the mean embedding", &Rates::of(between.comparisons().filter(known)))?;
    folded(&trials, ledger)
}

/// What the ledger calls it.
pub(crate) const EARLY_ENDS: &str = "mean of the scores, with early ends";

/// [`policy::Frames`] until it settles, as the terminal's worker folds, with the threshold of this very ledger.
fn folded(trials: &[Trial], ledger: &mut Ledger) -> Result<(), Fault> {
    let threshold = ledger.number("line", "threshold")?;
    let rules = Rules { threshold: ComparisonScore(threshold), ..BUILT_IN };
    let folding = rules.folding();
    let capture = |trial: &Trial| {
        let mut frames = policy::Frames::default();
        for (score, _) in &trial.frames {
            frames = frames.with(ComparisonScore(*score));
            if frames.settled(&folding) {
                break;
            }
        }
        frames
    };
    let mut looked = [(0, 0), (0, 0)];
    let folded: Vec<Comparison> = trials
        .iter()
        .filter_map(|trial| {
            let frames = capture(trial);
            let [genuine, impostor] = &mut looked;
            let (captures, seen) = if trial.reference == trial.probe { genuine } else { impostor };
            *captures += 1;
            *seen += usize::from(frames.seen());
            Some(trial.scored(frames.score()?.0))
        })
        .collect();
    ledger.add_rates(
        "folding",
        "frames",
        EARLY_ENDS,
        &Rates::of(folded.into_iter()),
        rules.accepted_from().0,
    );
    for (who, (captures, seen)) in ["genuine", "impostor"].into_iter().zip(looked) {
        ledger.add("looked", &[who.into(), captures.to_string(), seen.to_string()]);
    }
    Ok(())
}

fn told(ledger: &mut Ledger, name: &str, rates: &Rates) -> Result<(), Fault> {
    for target in EQUAL {
        if let Some(threshold) = rates.threshold_at(target) {
            ledger.add_rates(&format!("at {target:.0e}"), "frames", name, rates, threshold);
        }
    }
    ledger.add_rates("at line", "frames", name, rates, ledger.number("line", "threshold")?);
    Ok(())
}

impl Trial {
    const fn scored(&self, score: i16) -> Comparison {
        Comparison { reference: self.reference, probe: self.probe, score }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_never_holds_the_reference() {
        let sets = sets(&[vec![0, 1, 2, 3, 4], vec![5, 6], vec![7, 8, 9, 10]]);
        assert_eq!(sets.len(), 8);
        let mut scores = Scores::new(Vec::new());
        for (at, person) in [(0, 0), (4, 0), (5, 1), (10, 2)] {
            let row = (0..11).map(Some).collect();
            scores.add(Source { person, pictures: vec![at] }, row);
        }
        let trials = trials(&scores, &sets);
        let genuine: Vec<usize> =
            trials.iter().filter(|t| t.reference == t.probe).map(|t| t.frames.len()).collect();
        // Pictures 0 and 10 are in three of their four sets, 4 in none of them; 5 has no set.
        assert_eq!(genuine, [3; 6]);
        assert!(trials.iter().all(|t| t.reference != 1));
        assert_eq!(trials.iter().filter(|t| t.reference != t.probe).count(), 3 * 4);
    }

    #[test]
    fn rules_fold_as_they_say() {
        let frames = [(300, 0), (900, 1), (600, 2)];
        let of = |rule: Rule| rule.score(&frames, &[1.0, 3.0, 0.0]);
        assert_eq!(of(Rule::First), Some(300));
        assert_eq!(of(Rule::LowerMedian), Some(600));
        assert_eq!(of(Rule::Mean), Some(600));
        assert_eq!(of(Rule::Highest), Some(900));
        assert_eq!(of(Rule::Weighted), Some(750));
        assert_eq!(weighted([].into_iter()), None);
    }
}
