//! `cargo xtask test` and `cargo xtask check`.

use crate::cargo::{self, cargo};
use crate::stop::Stop;
use crate::{freestanding, models, setup, tool};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

/// Everything, cheapest first. `arguments` go to `cargo test`.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    setup::run()?;
    models::run()?;
    check()?;
    freestanding::run(&[])?;
    // Tests start the virtual card and the service as programs of their own.
    cargo::build_programs()?;
    step("tests");
    let mut test = cargo("test")?;
    test.args(["--workspace", "--no-fail-fast"]).args(arguments);
    let sum = run_and_sum(&mut test)?;
    println!("all tests: {} passed, {} failed, {} ignored", sum.passed, sum.failed, sum.ignored);
    Ok(())
}

/// Formatting, lints and documentation.
pub(crate) fn check() -> Result<(), Stop> {
    require_component("fmt", "rustfmt")?;
    require_component("clippy", "clippy")?;
    step("formatting");
    tool::run(cargo("fmt")?.args(["--all", "--check"]))?;
    step("lints");
    tool::run(cargo("clippy")?.args(["--workspace", "--all-targets", "--", "-D", "warnings"]))?;
    step("documentation");
    let mut doc = cargo("doc")?;
    doc.args(["--workspace", "--no-deps", "--lib", "--bins", cargo::SAME_FEATURES])
        .env("RUSTDOCFLAGS", "-D warnings");
    tool::run(&mut doc)
}

/// Says which step begins; cargo's own lines follow.
pub(crate) fn step(name: &str) {
    println!("== {name}");
}

/// A toolchain of the smallest profile lacks these.
fn require_component(subcommand: &str, component: &str) -> Result<(), Stop> {
    if tool::succeeds(cargo(subcommand)?.arg("--version")) {
        return Ok(());
    }
    tool::run(Command::new("rustup").args(["component", "add", component]))
}

/// What libtest's closing lines add up to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sum {
    passed: u64,
    failed: u64,
    ignored: u64,
}

impl Sum {
    /// Adds a line of the form `test result: ok. 3 passed; 0 failed; 1 ignored; …`; other lines
    /// count nothing.
    fn add(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else {
            return;
        };
        for part in result.split([';', '.']) {
            let Some((count, what)) = part.trim().split_once(' ') else {
                continue;
            };
            let count = count.parse().unwrap_or(0);
            match what {
                "passed" => self.passed += count,
                "failed" => self.failed += count,
                "ignored" => self.ignored += count,
                _ => {}
            }
        }
    }
}

/// Runs `cargo test`, showing what it says, because it ends with one closing line per test
/// program and never with a sum.
fn run_and_sum(test: &mut Command) -> Result<Sum, Stop> {
    let program = test.get_program().to_string_lossy().into_owned();
    let not_started = |error| Stop::NotStarted { program: program.clone(), error };
    let mut child = test.stdout(Stdio::piped()).spawn().map_err(not_started)?;
    let mut sum = Sum::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let line = line.map_err(not_started)?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            sum.add(&line);
        }
    }
    let status = child.wait().map_err(not_started)?;
    if status.success() {
        return Ok(sum);
    }
    Err(Stop::TestsFailed { passed: sum.passed, failed: sum.failed })
}

#[cfg(test)]
mod tests {
    use super::Sum;

    #[test]
    fn closing_lines_add_up() {
        let mut sum = Sum::default();
        sum.add(
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        );
        sum.add("test a::b ... ok");
        sum.add("test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 measured; 7 filtered out; finished in 1.50s");
        let expected = Sum { passed: 13, failed: 2, ignored: 1 };
        assert_eq!(sum, expected);
    }
}
