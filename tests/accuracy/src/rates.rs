//! Error rates over thresholds (ISO/IEC 19795-1), and how sure they are.

use crate::numeric::real;
use crate::scores::Comparison;
use statrs::function::beta::beta_reg;

/// The share of the comparisons that lies outside the bounds, both sides together.
const OUTSIDE: f64 = 0.05;

/// Errors in a number of trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Proportion {
    pub(crate) errors: usize,
    pub(crate) trials: usize,
}

impl Proportion {
    /// Errors over trials; 0 where nothing was tried.
    pub(crate) fn rate(self) -> f64 {
        if self.trials == 0 { 0.0 } else { real(self.errors) / real(self.trials) }
    }

    /// The two-sided 95 % bounds of Clopper and Pearson, for independent trials. Comparisons that
    /// share a person are not quite that, which is what the bootstrap over people is for.
    pub(crate) fn bounds(self) -> (f64, f64) {
        let (errors, rest) = (real(self.errors), real(self.trials - self.errors.min(self.trials)));
        let lower = if errors > 0.0 { beta_quantile(errors, rest + 1.0, OUTSIDE / 2.0) } else { 0.0 };
        let upper = if rest > 0.0 { beta_quantile(errors + 1.0, rest, 1.0 - OUTSIDE / 2.0) } else { 1.0 };
        (lower, upper)
    }
}

/// Where the beta distribution reaches `p`, by halving: the library's own quantile does not come to
/// an end for millions of trials.
fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    let (mut below, mut above) = (0.0, 1.0);
    loop {
        let middle = f64::midpoint(below, above);
        if middle <= below || middle >= above {
            return above;
        }
        if beta_reg(a, b, middle) < p { below = middle } else { above = middle }
    }
}

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

    fn bounds(errors: usize, trials: usize) -> (f64, f64) {
        Proportion { errors, trials }.bounds()
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= b.abs() * 1e-3 + 1e-12
    }

    /// Values from the closed forms for no and for one error, and from tables (domain.md section 4).
    #[test]
    fn bounds_are_those_of_clopper_and_pearson() {
        for n in [20_usize, 150, 360, 30_000, 7_900_000] {
            let upper = 1.0 - 0.025_f64.powf(1.0 / real(n));
            assert_eq!(bounds(0, n).0, 0.0);
            assert!(near(bounds(0, n).1, upper), "{n}: {} {upper}", bounds(0, n).1);
            let lower = 1.0 - 0.975_f64.powf(1.0 / real(n));
            assert!(near(bounds(1, n).0, lower), "{n}: {} {lower}", bounds(1, n).0);
            assert_eq!(bounds(n, n).1, 1.0);
        }
        let (lower, upper) = bounds(10, 100);
        assert!(near(lower, 0.049_005) && near(upper, 0.176_222), "{lower} {upper}");
    }

    /// For many errors the bounds come near those of the normal distribution.
    #[test]
    fn bounds_of_large_counts_are_sound() {
        for (errors, trials) in [(790, 7_900_000), (7_900, 7_900_000), (250, 8_000)] {
            let (lower, upper) = bounds(errors, trials);
            let rate = real(errors) / real(trials);
            let spread = 1.96 * (real(errors)).sqrt() / real(trials);
            assert!((upper - rate - spread).abs() < 0.08 * spread, "{errors}: {upper}");
            assert!((rate - lower - spread).abs() < 0.08 * spread, "{errors}: {lower}");
        }
    }

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
