//! Running cargo from a program that cargo itself runs.
//!
//! Everything that compiles for this machine must agree with everything else on the features of
//! every dependency, or the largest of them (the neural network runtime, minutes of work) is
//! compiled once per opinion. Cargo unifies features over the packages *and* the kinds of target
//! that are asked for, and counts dev-dependencies only when a test or an example is among them.
//! So each command here takes the whole workspace, and each command that is not `test` names
//! [`SAME_FEATURES`].

use crate::cache;
use crate::stop::Stop;
use std::path::PathBuf;
use std::process::Command;

/// Asks for the examples too (there need not be any): cargo then counts dev-dependencies as
/// `cargo test` does, and demo, test and lints share one build.
pub(crate) const SAME_FEATURES: &str = "--examples";

/// The repository's top directory.
pub(crate) fn repository() -> PathBuf {
    // Asked at run time, because a build directory may be shared by several clones.
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| ".".into(), PathBuf::from);
    match here.ancestors().nth(2) {
        Some(top) if top.join("Cargo.lock").is_file() => top.to_owned(),
        _ => ".".into(),
    }
}

/// `cargo SUBCOMMAND`, in the repository, with the kept directories in its environment.
pub(crate) fn cargo(subcommand: &str) -> Result<Command, Stop> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .arg(subcommand)
        .current_dir(repository())
        .env("MYNUMBER_MODELS", cache::models()?)
        .env("MYNUMBER_FACES", cache::faces()?)
        .env("MYNUMBER_VPCD", cache::vpcd()?);
    forget_own_run(&mut command);
    Ok(command)
}

/// Takes out of a command's environment what `cargo run` told this program about itself. Build
/// scripts look at these names, and would run again each time that xtask and a hand-typed cargo
/// take turns.
pub(crate) fn forget_own_run(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let told = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_")
                || name.starts_with("CARGO_MANIFEST_")
                || name == "CARGO_BIN_NAME"
                || name == "CARGO_CRATE_NAME"
                || name == "CARGO_PRIMARY_PACKAGE"
        });
        if told {
            command.env_remove(name);
        }
    }
}

/// The directory that cargo puts this workspace's programs in: where this program is.
pub(crate) fn programs() -> Result<PathBuf, Stop> {
    let own = std::env::current_exe().map_err(Stop::file("xtask"))?;
    Ok(own.parent().map_or_else(PathBuf::new, PathBuf::from))
}

/// Builds every program of the workspace.
pub(crate) fn build_programs() -> Result<(), Stop> {
    let mut build = cargo("build")?;
    build.args(["--workspace", "--bins", SAME_FEATURES]);
    crate::tool::run(&mut build)
}
