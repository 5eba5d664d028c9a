//! Tests that say figures: run, and their figures printed.

use crate::cargo::cargo;
use crate::stop::Stop;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

/// Runs the integration tests of these names in every crate that has them, with `variables` in their
/// environment, and prints what they say in lines that begin with one of `marks`.
pub(crate) fn print(tests: &[&str], marks: &[&str], variables: &[(&str, &str)]) -> Result<(), Stop> {
    let mut test = cargo("test")?;
    test.arg("--workspace");
    for name in tests {
        test.args(["--test", name]);
    }
    test.args(["--", "--nocapture"]).envs(variables.iter().copied()).stdout(Stdio::piped());
    let not_started = |error| Stop::NotStarted { program: "cargo test".into(), error };
    let mut child = test.spawn().map_err(not_started)?;
    let (mut said, mut figures) = (Vec::new(), 0_u32);
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).lines() {
            let line = line.map_err(not_started)?;
            // libtest writes the name of a test before what the test writes.
            match marks.iter().find_map(|mark| line.find(mark)).and_then(|at| line.get(at..)) {
                Some(figure) => {
                    figures = figures.saturating_add(1);
                    println!("{figure}");
                }
                None => said.push(line),
            }
        }
    }
    let status = child.wait().map_err(not_started)?;
    if !status.success() || figures == 0 {
        println!("{}", said.join("\n"));
        let command = format!("cargo test --workspace --test {}", tests.join(" --test "));
        return Err(Stop::Failed { command, status });
    }
    Ok(())
}
