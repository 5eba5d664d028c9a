//! `cargo xtask mutants`: changes the code in every way that cargo-mutants knows, one at a time, and sees
//! that a test of the crate fails.
//!
//! Needs cargo-mutants, which set-up does not install. It works on a copy of the repository, so that the
//! build directory of everything else stays as it is.

use crate::cargo::{cargo, repository};
use crate::checks::step;
use crate::stop::Stop;
use crate::{cache, table, tool};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The crates whose mutants must die.
const CRATES: [&str; 5] = ["apdu", "card", "policy", "terminal", "wire"];

const USAGE: &str = "\
usage: cargo xtask mutants [--missed] [CRATE ...]   all or some of apdu, card, policy, terminal, wire

  --missed   of the same crates as the last time, what no test saw then, or what is new since
";

const PAGE: &str = "tests/MUTANTS.md";
const CONFIGURATION: &str = ".cargo/mutants.toml";

const HEAD: &str = "\
# Mutation testing

Written by `cargo xtask mutants [CRATE ...]`, which replaces the rows of the crates that it tests. A mutant
is the crate with one change: an operator, a condition, a value returned, a line of a `match`. *Caught*: a
test **of that crate** fails; *unviable*: it does not build; *timeout*: its tests do not end; *missed*: no
test sees it, and the job fails; *left out*: never tried, because it is no other program, for the reason
below. `--missed` tries only what was missed before, or is new, and counts the rest as it was. A commit with
`+` had changes that were not committed.

| crate | date | commit | mutants | caught | unviable | timeout | missed | left out |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
";

const LEFT_OUT: &str = "
## Left out

What `.cargo/mutants.toml` names, with its reasons.

| mutant | why no test can tell it from the code |
| --- | --- |
";

/// Runs the job.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    let (only_missed, names) = match arguments.split_first() {
        Some((first, rest)) if first == "--missed" => (true, rest),
        _ => (false, arguments),
    };
    let wanted: Vec<&str> = match names {
        [] => CRATES.to_vec(),
        some => some.iter().map(String::as_str).collect(),
    };
    if wanted.iter().any(|name| !CRATES.contains(name)) {
        return Err(Stop::Misuse(USAGE));
    }
    let left_out = left_out()?;
    let commit = table::commit(PAGE)?;
    step(&format!("mutants of {}", wanted.join(", ")));
    let outcomes = test(&wanted, only_missed)?;
    let mut missed = 0;
    for name in wanted {
        let found = Found::read(&outcomes, name)?;
        missed += found.missed;
        let own = left_out.iter().filter(|(mutant, _)| is_of(mutant, name));
        write_down(&found.line(name, &commit, own.count())?, &left_out)?;
    }
    if missed == 0 { Ok(()) } else { Err(Stop::MutantsMissed(missed)) }
}

/// What came of a crate's mutants.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    caught: u64,
    unviable: u64,
    timeout: u64,
    missed: u64,
}

/// Tests the mutants of these crates in one go, so that what they share is built once, and gives the
/// directory of the outcomes.
fn test(names: &[&str], only_missed: bool) -> Result<PathBuf, Stop> {
    let folder = cache::root()?.join("mutants").join(names.join("-"));
    std::fs::create_dir_all(&folder).map_err(Stop::file(&folder))?;
    let before =
        if only_missed { Decided::read(&folder)?.still_in(&mutants(names)?) } else { Decided::default() };
    let mut run = Command::new("nice");
    run.args(["-n", "10", "cargo", "mutants", "--output"])
        .arg(&folder)
        .args(names.iter().flat_map(|name| ["--package", name]))
        .args(only_missed.then_some("--iterate"))
        .current_dir(repository())
        // The copy has a build directory of its own.
        .env_remove("CARGO_TARGET_DIR");
    crate::cargo::forget_own_run(&mut run);
    let not_started = |error| Stop::NotStarted { program: "cargo mutants".into(), error };
    let status = run.status().map_err(not_started)?;
    // 2: some were missed, 3: some did not end. Anything else says nothing of the tests.
    match status.code() {
        Some(0 | 2 | 3) => {
            before.and(Decided::read(&folder)?).write(&folder)?;
            Ok(folder.join(OUTCOMES))
        }
        _ => Err(Stop::Failed { command: "cargo mutants".into(), status }),
    }
}

/// Where cargo-mutants puts a file for each outcome, with a mutant in each line.
const OUTCOMES: &str = "mutants.out";

/// What needs no other try. cargo-mutants knows it from one run to the next, but not which was which.
#[derive(Default)]
struct Decided {
    caught: String,
    unviable: String,
}

impl Decided {
    fn read(folder: &Path) -> Result<Self, Stop> {
        let text = |outcome: &str| {
            let path = folder.join(OUTCOMES).join(outcome);
            std::fs::read_to_string(&path).map_err(Stop::file(&path))
        };
        Ok(Self { caught: text("caught.txt")?, unviable: text("unviable.txt")? })
    }

    /// A mutant whose line has moved since has another name, and is tried again under it.
    fn still_in(self, mutants: &str) -> Self {
        let kept = |text: &str| {
            let still = text.lines().filter(|mutant| mutants.lines().any(|other| other == *mutant));
            still.map(|mutant| format!("{mutant}\n")).collect()
        };
        Self { caught: kept(&self.caught), unviable: kept(&self.unviable) }
    }

    fn and(self, later: Self) -> Self {
        Self { caught: self.caught + &later.caught, unviable: self.unviable + &later.unviable }
    }

    fn write(&self, folder: &Path) -> Result<(), Stop> {
        for (outcome, text) in [("caught.txt", &self.caught), ("unviable.txt", &self.unviable)] {
            let path = folder.join(OUTCOMES).join(outcome);
            std::fs::write(&path, text).map_err(Stop::file(&path))?;
        }
        Ok(())
    }
}

fn is_of(mutant: &str, name: &str) -> bool {
    mutant
        .strip_prefix("crates/")
        .and_then(|rest| rest.strip_prefix(name))
        .is_some_and(|rest| rest.starts_with('/'))
}

impl Found {
    fn read(folder: &Path, name: &str) -> Result<Self, Stop> {
        let count = |outcome: &str| {
            let path = folder.join(outcome);
            let text = std::fs::read_to_string(&path).map_err(Stop::file(&path))?;
            Ok(text.lines().filter(|mutant| is_of(mutant, name)).map(|_| 1).sum())
        };
        Ok(Self {
            caught: count("caught.txt")?,
            unviable: count("unviable.txt")?,
            timeout: count("timeout.txt")?,
            missed: count("missed.txt")?,
        })
    }

    fn line(&self, name: &str, commit: &str, left_out: usize) -> Result<String, Stop> {
        let Self { caught, unviable, timeout, missed } = self;
        let all = caught + unviable + timeout + missed;
        let date = table::today()?;
        Ok(format!(
            "| {name} | {date} | {commit} | {all} | {caught} | {unviable} | {timeout} | {missed} | {left_out} |"
        ))
    }
}

/// A mutant and the reason why it is left out.
type LeftOut = (String, String);

/// Every mutant that a pattern of the configuration leaves out.
fn left_out() -> Result<Vec<LeftOut>, Stop> {
    let path = repository().join(CONFIGURATION);
    let text = std::fs::read_to_string(&path).map_err(Stop::file(&path))?;
    let mut all = Vec::new();
    for Pattern { line, pattern, reason } in patterns(&text) {
        let mutants = mutants_like(&pattern)?;
        if reason.is_empty() || mutants.is_empty() {
            // Left out without a reason, or no longer there.
            return Err(Stop::MalformedLine { path, line });
        }
        all.extend(mutants.into_iter().map(|mutant| (mutant, reason.clone())));
    }
    Ok(all)
}

#[derive(Debug, PartialEq, Eq)]
struct Pattern {
    /// Counted from 1.
    line: usize,
    pattern: String,
    reason: String,
}

/// The patterns of `exclude_re`, one a line, each behind a comment that says why.
fn patterns(configuration: &str) -> Vec<Pattern> {
    let (mut found, mut reason, mut inside) = (Vec::new(), String::new(), false);
    for (line, text) in configuration.lines().map(str::trim).enumerate() {
        let quoted = text.strip_prefix('\'').and_then(|text| text.strip_suffix("',"));
        match (text, text.strip_prefix("# "), quoted) {
            ("exclude_re = [", ..) => inside = true,
            ("]", ..) => inside = false,
            (_, Some(words), _) if inside => {
                reason = if reason.is_empty() { words.into() } else { format!("{reason} {words}") };
            }
            (_, _, Some(pattern)) if inside => {
                let reason = std::mem::take(&mut reason);
                found.push(Pattern { line: line + 1, pattern: pattern.into(), reason });
            }
            _ => {}
        }
    }
    found
}

/// All mutants of these crates, one a line.
fn mutants(names: &[&str]) -> Result<String, Stop> {
    let mut list = cargo("mutants")?;
    tool::text(list.arg("--list").args(names.iter().flat_map(|name| ["--package", name])))
}

/// The mutants that `pattern` leaves out, without line numbers: those move.
fn mutants_like(pattern: &str) -> Result<Vec<String>, Stop> {
    // `--re` would not do: cargo-mutants lists fields that can be deleted whatever it says.
    let list = |more: &[&str]| {
        let mut list = cargo("mutants")?;
        list.args(["--list", "--no-config", "--line-col=false"]).args(more);
        list.args(CRATES.iter().flat_map(|name| ["--package", name]));
        tool::text(&mut list)
    };
    Ok(without(&list(&[])?, &list(&["--exclude-re", pattern])?))
}

/// The lines of `all` that are not in `kept`, as often as they are missing there.
fn without(all: &str, kept: &str) -> Vec<String> {
    let mut kept: Vec<&str> = kept.lines().collect();
    let missing = all.lines().filter(|line| match kept.iter().position(|other| other == line) {
        Some(place) => {
            kept.swap_remove(place);
            false
        }
        None => true,
    });
    missing.map(str::to_owned).collect()
}

fn write_down(row: &str, left_out: &[LeftOut]) -> Result<(), Stop> {
    let path = repository().join(PAGE);
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    std::fs::write(&path, page(&old, row, left_out)).map_err(Stop::file(&path))
}

fn page(old: &str, row: &str, left_out: &[LeftOut]) -> String {
    let mut page = table::with_row(HEAD, old, row);
    page.push_str(LEFT_OUT);
    for (mutant, reason) in left_out {
        let mutant = mutant.trim_start_matches("crates/").replace('|', "\\|");
        page.push_str(&format!("| `{mutant}` | {reason} |\n"));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::{Decided, HEAD, LEFT_OUT, Pattern, page, patterns, without};

    #[test]
    fn what_was_decided_before_counts_while_it_is_there() {
        let before = Decided { caught: "a\nb\n".into(), unviable: "c\n".into() };
        let both =
            before.still_in("b\nc\nd\n").and(Decided { caught: "d\n".into(), unviable: String::new() });
        assert_eq!((both.caught.as_str(), both.unviable.as_str()), ("b\nd\n", "c\n"));
    }

    #[test]
    fn what_is_left_out_is_what_is_missing_from_the_list() {
        assert_eq!(without("a\nb\nb\nc\n", "c\na\nb\n"), ["b"]);
        assert!(without("a\n", "a\n").is_empty());
    }

    #[test]
    fn each_pattern_has_the_reason_above_it() {
        let text =
            "# Words.\n\nexclude_re = [\n    # So\n    # long.\n    'a \\| b',\n    'c',\n]\n# After.\n";
        let expected = [
            Pattern { line: 6, pattern: "a \\| b".into(), reason: "So long.".into() },
            Pattern { line: 7, pattern: "c".into(), reason: String::new() },
        ];
        assert_eq!(patterns(text), expected);
    }

    #[test]
    fn the_page_has_a_row_for_each_crate_and_each_mutant_that_is_left_out() {
        let left_out = [("crates/x/src/y.rs: replace | with ^ in z".to_owned(), "The same.".to_owned())];
        let first = page("", "| b | 1 |", &left_out);
        let expected = "| `x/src/y.rs: replace \\| with ^ in z` | The same. |\n";
        assert_eq!(first, format!("{HEAD}| b | 1 |\n{LEFT_OUT}{expected}"));
        assert_eq!(page(&first, "| a | 2 |", &[]), format!("{HEAD}| a | 2 |\n| b | 1 |\n{LEFT_OUT}"));
    }
}
