//! Power cuts at every operation of every sequence of operations, and at every operation of the
//! recovery after it: what is kept is then what it was before the interrupted operation or after
//! it; what was acknowledged is there; what was removed is gone from the medium's bytes.
//!
//! The [`walk`] is one; the journal (with its staff strikes) and the strike ledger are walked.
//! `cargo xtask power-loss` prints the figures.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::disallowed_methods)]

#[path = "../common/mod.rs"]
mod common;
mod journal_log;
mod strike_ledger;
mod walk;
