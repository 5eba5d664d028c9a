//! `cargo xtask power-loss`: cuts the power everywhere and prints how often.

use crate::cargo::{self, cargo};
use crate::stop::Stop;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

/// The tests of every crate that keeps something say their figures in lines that begin so.
const FIGURES: &str = "power loss: ";

/// Runs them, and prints those lines.
pub(crate) fn run() -> Result<(), Stop> {
    cargo::build_programs()?;
    let mut test = cargo("test")?;
    test.args(["--workspace", "--test", "power_loss", "--", "--nocapture"]).stdout(Stdio::piped());
    let not_started = |error| Stop::NotStarted { program: "cargo test".into(), error };
    let mut child = test.spawn().map_err(not_started)?;
    let (mut said, mut figures) = (Vec::new(), Vec::new());
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line.map_err(not_started)?;
            // libtest writes the name of a test before what the test writes.
            match line.find(FIGURES).and_then(|at| line.get(at..)) {
                Some(figure) => figures.push(figure.to_owned()),
                None => said.push(line),
            }
        }
    }
    let status = child.wait().map_err(not_started)?;
    if !status.success() || figures.is_empty() {
        println!("{}", said.join("\n"));
        return Err(Stop::Failed { command: "cargo test --workspace --test power_loss".into(), status });
    }
    figures.iter().for_each(|figure| println!("{figure}"));
    Ok(())
}
