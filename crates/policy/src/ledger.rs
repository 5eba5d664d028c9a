//! The measured error rates that the face lines rest on (ISO/IEC 19795-1).
//!
//! The row is written by `cargo xtask accuracy --data DIR --adopt` from a run of the shipped pipeline,
//! beside the whole ledger (`models/error-rates.tsv`, `models/error-rates.md`). A test of `tests/accuracy`
//! fails where the models, or what the pipeline makes of its reference pictures, are no longer those of
//! the row: another pipeline wants another ledger.

mod row;

use crate::words::ComparisonScore;
pub use row::LEDGER;

/// What a line rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// SHA-256 of the list of pictures and all pictures, in hexadecimal.
    pub data: &'static str,
    /// SHA-256 of the detector's and the embedder's files, in hexadecimal.
    pub models: [&'static str; 2],
    /// Lowest score at which a probe is a match.
    pub threshold: ComparisonScore,
    /// Errors of one frame at the threshold, everybody with everybody.
    pub whole: Rates,
    /// The same among people with East Asian names, where the list knows them.
    pub group: Rates,
    /// Errors of a folded capture at the threshold ([`crate::frames`]).
    pub folded: Rates,
    /// The line for look-alikes: false matches of everybody are at most 1e-6 there, at the upper bound.
    pub strict: ComparisonScore,
    /// Errors of one frame at the strict line, everybody with everybody.
    pub strict_whole: Rates,
    /// The same among people with East Asian names.
    pub strict_group: Rates,
}

/// Errors at a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Strangers that were taken for the holder.
    pub false_matches: Counted,
    /// Upper bound of their share by a bootstrap over people (two-sided 95 %), in 1/1,000,000; `None` where it was
    /// not reckoned.
    pub false_matches_at_most: Option<u32>,
    /// Holders that were not recognised.
    pub false_non_matches: Counted,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Errors.
    pub errors: u32,
    /// Comparisons or captures.
    pub of: u32,
}
