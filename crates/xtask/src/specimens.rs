//! `cargo xtask specimens`: cards of invented people, drawn with their truth, for `cargo xtask accuracy
//! card-front`.

use crate::stop::Stop;
use crate::{cargo, packages, setup, tool};
use std::process::Command;

/// Sets up, builds, and draws, politely to other programs. Relative folders are where the caller is.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    setup::run()?;
    setup::install(&packages::SPECIMENS)?;
    cargo::build_programs()?;
    let mut draw = Command::new("nice");
    draw.args(["-n", "10"]).arg(cargo::programs()?.join("card-artist")).args(arguments);
    tool::run(&mut draw)
}
