//! Labelled pictures, errors in a number of trials, and how sure that is (ISO/IEC 19795-1).
//!
//! Used by the ledger of the comparison, which is this package's program, and by the reports on attack
//! detection and on quality: all measure on what one strict reader makes of a folder.

mod list;

pub use list::{List, ListFault, Picture};
use statrs::function::beta::beta_reg;

/// The share of the comparisons that lies outside the bounds, both sides together.
const OUTSIDE: f64 = 0.05;

/// Errors in a number of trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proportion {
    /// How many went wrong.
    pub errors: usize,
    /// How many were tried.
    pub trials: usize,
}

impl Proportion {
    /// Errors over trials; 0 where nothing was tried.
    #[must_use]
    pub fn rate(self) -> f64 {
        if self.trials == 0 { 0.0 } else { real(self.errors) / real(self.trials) }
    }

    /// The two-sided 95 % bounds of Clopper and Pearson, for independent trials. Comparisons that
    /// share a person are not quite that, which is what the bootstrap over people is for.
    #[must_use]
    pub fn bounds(self) -> (f64, f64) {
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

/// A count as a float; exact up to 2^53.
#[expect(clippy::as_conversions, reason = "there is no `From` between them; the range is stated")]
fn real(n: usize) -> f64 {
    n as f64
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
}
