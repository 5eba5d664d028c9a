//! `cargo xtask secrets`: what is left of complete sessions, and what leaving nothing costs.

use crate::cargo::{self, cargo};
use crate::stop::Stop;
use crate::{cache, checks, models, setup, tool};
use std::process::Command;

/// Plays the sessions, prints the table of needles and places, and measures.
pub(crate) fn run() -> Result<(), Stop> {
    setup::run()?;
    models::run()?;
    cargo::build_programs()?;
    checks::step("the search");
    tool::run(cargo("test")?.args(["--workspace", "--test", "secrets", "--", "--nocapture"]))?;
    checks::step("what the wiping allocator costs");
    let mut cost = Command::new(cargo::programs()?.join("examples/wiping_cost"));
    cost.env("MYNUMBER_MODELS", cache::models()?).env("MYNUMBER_FACES", cache::faces()?);
    tool::run(&mut cost)
}
