//! `cargo xtask demo` and `cargo xtask sim`: the simulator, on a machine made ready for it.

use crate::stop::Stop;
use crate::{cache, cargo, models, setup};
use std::process::Command;

/// Sets up, builds, and runs `sim FIRST REST…`; its exit code becomes ours.
pub(crate) fn run(first: &str, rest: &[String]) -> Result<(), Stop> {
    setup::run()?;
    models::run()?;
    cargo::build_programs()?;
    let program = cargo::programs()?.join("sim");
    let status = Command::new(&program)
        .arg(first)
        .args(rest)
        .env("MYNUMBER_MODELS", cache::models()?)
        .env("MYNUMBER_FACES", cache::faces()?)
        .env("MYNUMBER_VPCD", cache::vpcd()?)
        .status()
        .map_err(|error| Stop::NotStarted { program: program.display().to_string(), error })?;
    if status.success() {
        return Ok(());
    }
    // A code of 0 or none (killed by a signal) is a failure too.
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Err(Stop::Differs(code.filter(|code| *code != 0).unwrap_or(1)))
}
