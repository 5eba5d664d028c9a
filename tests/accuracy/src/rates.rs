//! Error rates over thresholds (ISO/IEC 19795-1), and how sure they are.

use crate::scores::Comparison;
use error_rates::Proportion;

/// Scores of genuine and of impostor comparisons, sorted.
pub(crate) struct Rates {
    genuine: Vec<i16>,
    impostor: Vec<i16>,
}

impl Rates {
    pub(crate) fn of(comparisons: impl Iterator<Item = Comparison>) -> Self {
        let (mut genuine, mut impostor) = (Vec::new(), Vec::new());
        for c in comparisons {
            if c.reference == c.probe { genuine.push(c.score) } else { impostor.push(c.score) }
        }
        genuine.sort_unstable();
        impostor.sort_unstable();
        Self { genuine, impostor }
    }

    /// Impostor comparisons that reach `threshold`: the false match rate.
    pub(crate) fn false_matches(&self, threshold: i16) -> Proportion {
        let below = self.impostor.partition_point(|score| *score < threshold);
        Proportion { errors: self.impostor.len() - below, trials: self.impostor.len() }
    }

    /// Genuine comparisons that do not reach it: the false non-match rate.
    pub(crate) fn false_non_matches(&self, threshold: i16) -> Proportion {
        let below = self.genuine.partition_point(|score| *score < threshold);
        Proportion { errors: below, trials: self.genuine.len() }
    }

    /// The lowest threshold whose false match rate is at most `target`.
    pub(crate) fn threshold_at(&self, target: f64) -> Option<i16> {
        lowest(|threshold| self.false_matches(threshold).rate() <= target)
    }

    /// The lowest threshold whose false match rate is at most `target` even at its upper bound.
    pub(crate) fn threshold_under(&self, target: f64) -> Option<i16> {
        lowest(|threshold| self.false_matches(threshold).bounds().1 <= target)
    }
}

/// The lowest score for which `holds` is true, which must be false up to there and true beyond.
pub(crate) fn lowest(holds: impl Fn(i16) -> bool) -> Option<i16> {
    let (mut fails, mut held) = (-10_001_i16, 10_001_i16);
    while held - fails > 1 {
        let middle = fails + (held - fails) / 2;
        if holds(middle) { held = middle } else { fails = middle }
    }
    (held <= 10_000).then_some(held)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_at_the_threshold_matches() {
        let comparison = |probe, score| Comparison { reference: 0, probe, score };
        let all = [comparison(0, 500), comparison(0, 300), comparison(1, 300), comparison(1, -20)];
        let rates = Rates::of(all.into_iter());
        assert_eq!(rates.false_matches(300), Proportion { errors: 1, trials: 2 });
        assert_eq!(rates.false_matches(301), Proportion { errors: 0, trials: 2 });
        assert_eq!(rates.false_non_matches(300), Proportion { errors: 0, trials: 2 });
        assert_eq!(rates.false_non_matches(301), Proportion { errors: 1, trials: 2 });
        assert_eq!(rates.threshold_at(0.5), Some(-19));
        assert_eq!(rates.threshold_at(0.0), Some(301));
        assert_eq!(rates.threshold_under(0.5), None);
    }
}
