//! What the tests that cross crates share.
//!
//! - [`failures`]: the failure catalogue as a page, and the sessions that reach each failure
//! - [`matrix`]: every fault at every place, and what must come of it
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "benches of tests: what can't be set up ends the run"
)]

pub mod failures;
pub mod matrix;
