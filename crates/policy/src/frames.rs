//! How the frames of one capture become one score, and when enough were seen.
//!
//! The score of a capture is the mean of its frames' scores: measured to miss fewer holders than
//! one frame does at the same false matches (`models/error-rates.md`), and never their maximum, which
//! would give an impostor a try with each frame (face.md 6.3). A capture ends as soon as the mean so
//! far is accepted, which those rates count, and where more frames would hardly change what follows.
//! `cargo xtask accuracy` folds by the same rule as the terminal's worker.

use crate::table::Rules;
use crate::words::ComparisonScore;

/// When a capture has seen enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Folding {
    /// Usable frames at most.
    pub frames: u8,
    /// Over at once when the mean so far is at least this.
    pub early_accept: ComparisonScore,
    /// Over from the second frame on when the mean so far is below this: strangers' scores.
    pub hopeless: ComparisonScore,
}

impl Rules {
    /// How frames are folded under these rules: what ends a capture early is what
    /// [`crate::decide_face`] accepts.
    pub const fn folding(&self) -> Folding {
        Folding {
            frames: 3,
            early_accept: self.accepted_from(),
            // Above nearly all strangers' and below nearly all holders' scores (`models/error-rates.md`).
            hopeless: ComparisonScore(2000),
        }
    }
}

/// The frames of one capture so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Frames {
    sum: i32,
    seen: u8,
}

impl Frames {
    /// One frame more.
    #[must_use]
    pub fn with(self, score: ComparisonScore) -> Self {
        match self.seen.checked_add(1) {
            Some(seen) => Self { sum: self.sum.saturating_add(i32::from(score.0)), seen },
            // No capture looks at more frames than can be counted.
            None => self,
        }
    }

    /// How many frames were seen.
    pub const fn seen(self) -> u8 {
        self.seen
    }

    /// Their mean, rounded down; `None` before the first.
    pub fn score(self) -> Option<ComparisonScore> {
        let mean = self.sum.checked_div_euclid(i32::from(self.seen))?;
        i16::try_from(mean).ok().map(ComparisonScore)
    }

    /// Whether the capture is over.
    pub fn settled(self, folding: &Folding) -> bool {
        let early = |score| score >= folding.early_accept || (self.seen >= 2 && score < folding.hopeless);
        self.seen >= folding.frames || self.score().is_some_and(early)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: Folding =
        Folding { frames: 3, early_accept: ComparisonScore(6000), hopeless: ComparisonScore(2000) };

    fn of(scores: &[i16]) -> Frames {
        scores.iter().fold(Frames::default(), |frames, score| frames.with(ComparisonScore(*score)))
    }

    #[test]
    fn the_mean_is_rounded_down() {
        assert_eq!((of(&[]).score(), of(&[]).seen()), (None, 0));
        assert_eq!(of(&[1, 2, 3]).seen(), 3);
        assert_eq!(of(&[300, 301]).score(), Some(ComparisonScore(300)));
        assert_eq!(of(&[-300, -301]).score(), Some(ComparisonScore(-301)));
        assert_eq!(of(&[10_000, 100, 200]).score(), Some(ComparisonScore(3433)));
    }

    #[test]
    fn a_capture_ends_with_enough_frames_or_early_where_more_would_change_nothing() {
        let settled = |scores: &[i16]| of(scores).settled(&EXAMPLE);
        assert!(!settled(&[]));
        assert!(settled(&[6000]) && !settled(&[5999]));
        // A first look may be a bad one: nobody is given up after it.
        assert!(!settled(&[-500]));
        assert!(settled(&[1999, 1999]) && !settled(&[2000, 2000]));
        assert!(settled(&[4000, 4000, 4000]));
    }

    #[test]
    fn frames_beyond_counting_change_nothing() {
        let many = of(&[9000; 255]);
        assert_eq!(many.with(ComparisonScore(-9000)), many);
        assert_eq!(many.score(), Some(ComparisonScore(9000)));
    }
}
