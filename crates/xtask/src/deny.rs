//! `cargo xtask deny`: the licences, the banned crates and the sources of `deny.toml`.
//!
//! The advisory database is not asked: it lives on a server of its own, which a test machine
//! often can't reach. `cargo deny check advisories` does so where it can.

use crate::cargo::cargo;
use crate::stop::Stop;
use crate::tool;

/// Installs cargo-deny where it is missing, and runs its offline checks.
pub(crate) fn run() -> Result<(), Stop> {
    if !tool::succeeds(cargo("deny")?.arg("--version")) {
        println!("cargo-deny: installing (some minutes)");
        tool::run(cargo("install")?.args(["--locked", "cargo-deny"]))?;
    }
    tool::run(cargo("deny")?.args(["check", "bans", "licenses", "sources"]))
}
