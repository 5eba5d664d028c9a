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
        let mut install = cargo("install")?;
        // It runs for a second: a quarter of the building time is worth more than its speed.
        install.args(["--locked", "--config", "profile.release.opt-level=0", "cargo-deny"]);
        tool::run(&mut install)?;
    }
    tool::run(cargo("deny")?.args(["check", "bans", "licenses", "sources"]))
}
