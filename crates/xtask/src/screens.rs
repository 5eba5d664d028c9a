//! `cargo xtask screens`: what every screen looks like now, and keeping that as good, and the README's
//! picture of the window; `cargo xtask bench ui`: what drawing one costs.

use crate::cargo::{self, cargo};
use crate::stop::Stop;
use crate::{models, setup, tool};
use std::process::Command;

const USAGE: &str = "usage: cargo xtask screens [--bless] [--language NAME], or --window\n";

/// Draws contact sheets of every screen in every theme and size into `target/screens`, with what
/// differs from the golden files marked: in Japanese, or a language of `crates/ui/catalogue`, or `all`. With
/// `--bless` the golden files of all languages are written anew afterwards.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    if arguments == ["--window"] {
        return window();
    }
    let (bless, rest) = match arguments {
        [word, rest @ ..] if word == "--bless" => (true, rest),
        all => (false, all),
    };
    let language = match rest {
        [] => "japanese",
        [word, name] if word == "--language" => name,
        _ => return Err(Stop::Misuse(USAGE)),
    };
    setup::run()?;
    cargo::build_programs()?;
    let programs = cargo::programs()?;
    let folder = programs.parent().unwrap_or(&programs).join("screens");
    tool::run(Command::new(programs.join("examples/sheets")).arg(folder).args(["", language]))?;
    if bless {
        let tests = ["--workspace", "--test", "goldens", "--test", "words"];
        tool::run(cargo("test")?.args(tests).env("BLESS", "1"))?;
    }
    Ok(())
}

/// Opens the simulator's window on an X server of its own and takes the README's picture of it.
fn window() -> Result<(), Stop> {
    setup::run()?;
    models::run()?;
    cargo::build_programs()?;
    let test = ["--workspace", "--test", "window", "picture"];
    tool::run(cargo("test")?.args(test).env("BLESS", "1"))
}

/// Times drawing. Built by itself and at full speed: it shares nothing with the build of the tests. On a
/// machine that does other work, `fastest` is the column to believe.
pub(crate) fn bench() -> Result<(), Stop> {
    setup::run()?;
    tool::run(cargo("bench")?.args(["--package", "ui", "--bench", "screens"]))
}
