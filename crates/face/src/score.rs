//! The comparison score.

use core::fmt;

use crate::numeric;

/// How alike a reference and a probe are: the cosine between their embeddings, from −1 to 1, as
/// fixed point in ten-thousandths, so that rules about it need no floats. Higher is more alike.
///
/// Scores of different embedding models are not comparable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ComparisonScore(i16);

impl ComparisonScore {
    /// The score of −1, the lowest.
    pub const LOWEST: Self = Self(-10_000);
    /// The score of 1, the highest.
    pub const HIGHEST: Self = Self(10_000);

    /// Rounds a cosine to the nearest ten-thousandth; rounding noise beyond ±1 is clamped and
    /// NaN, which embeddings here can't give, becomes 0.
    pub(crate) fn from_cosine(cosine: f32) -> Self {
        Self(numeric::signed((cosine * 10_000.0).clamp(-10_000.0, 10_000.0)))
    }

    /// The cosine times 10 000, from −10 000 to 10 000.
    #[must_use]
    pub const fn ten_thousandths(self) -> i16 {
        self.0
    }
}

impl fmt::Display for ComparisonScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:04}", size / 10_000, size % 10_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cosine_becomes_ten_thousandths() {
        assert_eq!(ComparisonScore::from_cosine(0.42).ten_thousandths(), 4200);
        assert_eq!(ComparisonScore::from_cosine(1.000_001), ComparisonScore::HIGHEST);
        assert_eq!(ComparisonScore::from_cosine(-2.0), ComparisonScore::LOWEST);
        assert_eq!(ComparisonScore::from_cosine(-0.05).to_string(), "-0.0500");
    }
}
