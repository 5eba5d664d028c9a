//! `cargo xtask accuracy`: the error-rate ledger, measured by a program of its own on a folder of
//! labelled pictures. `cargo xtask accuracy card-front`: the same for the reader of the card front.

use crate::cache::{self, Workbench};
use crate::stop::Stop;
use crate::{cargo, models, setup, tool};
use std::process::Command;

/// Sets up, builds, and runs `accuracy` in the repository, politely to other programs.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    setup::run()?;
    models::run()?;
    cargo::build_programs()?;
    // The coder of chip photos wants files: they are here for the moment that it takes, and nowhere else.
    let bench = Workbench::new("accuracy")?;
    // The card front is measured by a program of its own.
    let (program, arguments) = match arguments {
        [part, rest @ ..] if part == "card-front" => ("card-front-accuracy", rest),
        all => ("accuracy", all),
    };
    let mut command = Command::new("nice");
    command
        .args(["-n", "10"])
        .arg(cargo::programs()?.join(program))
        .args(arguments)
        .current_dir(cargo::repository())
        .env("TMPDIR", bench.path())
        .env("MYNUMBER_MODELS", cache::models()?)
        .env("MYNUMBER_FACES", cache::faces()?);
    tool::run(&mut command)
}
