//! `cargo xtask fault-matrix`: the program of that name, of the package `house`.

use crate::stop::Stop;
use crate::{cache, cargo, models, setup, tool};
use std::process::Command;

/// Sets up, builds, and prints the matrix; fails with it. Paths in `arguments` are the caller's.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    setup::run()?;
    models::run()?;
    cargo::build_programs()?;
    let mut matrix = Command::new(cargo::programs()?.join("fault-matrix"));
    matrix
        .args(arguments)
        .env("MYNUMBER_MODELS", cache::models()?)
        .env("MYNUMBER_FACES", cache::faces()?)
        .env("MYNUMBER_VPCD", cache::vpcd()?);
    tool::run(&mut matrix)
}
