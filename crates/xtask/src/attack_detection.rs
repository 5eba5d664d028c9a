//! `cargo xtask attack-detection`: what attack detection stops, measured on synthetic presentations of a
//! folder of photographs.

use crate::stop::Stop;
use crate::{cargo, setup, tool};
use std::process::Command;

const USAGE: &str = "usage: cargo xtask attack-detection --data DIR [--people N]\n\
    DIR has list.tsv (identity, image, group, separated by tabs) and the images that it names\n";

/// Builds the programs, measures, and writes `models/attack-detection.md`.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    if !arguments.iter().any(|argument| argument == "--data") {
        return Err(Stop::Misuse(USAGE));
    }
    setup::run()?;
    cargo::build_programs()?;
    let mut measure = Command::new(cargo::programs()?.join("examples/attack_detection"));
    measure
        .args(arguments)
        .arg("--write")
        .arg(cargo::repository().join("models/attack-detection.md"))
        .env("MYNUMBER_MODELS", crate::cache::models()?);
    tool::run(&mut measure)
}
