//! `cargo xtask fuzz`: runs the libFuzzer targets of `tests/fuzz` and writes down what they did.
//!
//! Needs the nightly toolchain and cargo-fuzz, which set-up does not install: the same bodies run
//! over the committed seeds on the stable toolchain in every `cargo xtask test`.

use crate::checks::step;
use crate::stop::Stop;
use crate::{cache, cargo, table, tool};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const USAGE: &str = "\
usage: cargo xtask fuzz [--seconds N] [TARGET ...]   run all or these targets, 60 s each by default
       cargo xtask fuzz --seeds [world]              write the seeds anew, or first a world for them";

const RESULTS: &str = "tests/fuzz/RESULTS.md";

const HEAD: &str = "\
# Fuzzing figures

Written by `cargo xtask fuzz --seconds N [TARGET ...]`, which replaces the rows of the targets that it
runs. Edges and features are libFuzzer's counts of what the inputs reached, corpus is the inputs that it
kept, findings are inputs that broke an assertion, the sanitizer's rules, 20 s or 2 GB. A commit with `+`
had changes that were not committed.

| target | date | commit | seconds | runs | edges | features | corpus | peak MB | findings |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
";

/// Runs the job.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    if let Some(("--seeds", rest)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        cargo::build_programs()?;
        let program = cargo::programs()?.join("examples").join("seeds");
        return tool::run(Command::new(program).args(rest));
    }
    let (seconds, wanted) = understood(arguments)?;
    let folder = cargo::repository().join("tests/fuzz");
    let known = known(&folder)?;
    let targets = match wanted {
        [] => known,
        some if some.iter().all(|target| known.contains(target)) => some.to_vec(),
        _ => return Err(Stop::Misuse(USAGE)),
    };
    let commit = table::commit(RESULTS)?;
    let built = build(&folder)?;
    let mut findings = 0;
    for target in &targets {
        step(&format!("{target}, {seconds} s"));
        let row = fuzz(&folder, &built, target, seconds)?;
        findings += row.findings;
        write_down(&row.line(target, &commit)?)?;
    }
    if findings == 0 { Ok(()) } else { Err(Stop::Findings(findings)) }
}

fn understood(arguments: &[String]) -> Result<(u32, &[String]), Stop> {
    match arguments {
        [flag, number, rest @ ..] if flag == "--seconds" => {
            number.parse().map(|seconds| (seconds, rest)).map_err(|_| Stop::Misuse(USAGE))
        }
        rest if rest.iter().any(|word| word.starts_with('-')) => Err(Stop::Misuse(USAGE)),
        rest => Ok((60, rest)),
    }
}

/// Every target has a file of its name.
fn known(folder: &Path) -> Result<Vec<String>, Stop> {
    let folder = folder.join("fuzz_targets");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(Stop::file(&folder))? {
        let path = entry.map_err(Stop::file(&folder))?.path();
        names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

fn nightly(program: &str) -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", program]);
    cargo::forget_own_run(&mut command);
    command
}

/// Builds all targets and gives the directory that they are in.
fn build(folder: &Path) -> Result<PathBuf, Stop> {
    let target = cache::root()?.join("fuzz");
    tool::run(
        nightly("cargo")
            .args(["fuzz", "build", "--fuzz-dir", "."])
            .current_dir(folder)
            .env("CARGO_TARGET_DIR", &target),
    )?;
    let host = tool::text(nightly("rustc").args(["--print", "host-tuple"]))?;
    Ok(target.join(host.trim()).join("release"))
}

/// What one run came to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Row {
    seconds: u64,
    runs: u64,
    edges: u64,
    features: u64,
    corpus: u64,
    peak_mb: u64,
    findings: u64,
}

fn fuzz(folder: &Path, built: &Path, target: &str, seconds: u32) -> Result<Row, Stop> {
    let corpus = cache::root()?.join("fuzz-corpus").join(target);
    let artifacts = folder.join("artifacts").join(target);
    for made in [&corpus, &artifacts] {
        std::fs::create_dir_all(made).map_err(Stop::file(made))?;
    }
    let before = files(&artifacts)?;
    let program = built.join(target);
    let not_started = |error| Stop::NotStarted { program: program.display().to_string(), error };
    // libFuzzer works for so long after it has read the corpus; the prefix ends with a slash.
    let mut run = Command::new("nice")
        .args(["-n", "19"])
        .arg(&program)
        .arg(&corpus)
        .arg(folder.join("seeds").join(target))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .args(["-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1"])
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(not_started)?;
    let mut row = Row::default();
    if let Some(stderr) = run.stderr.take() {
        for line in BufReader::new(stderr).split(b'\n') {
            let line = line.map_err(not_started)?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            row.take(&line);
        }
    }
    let status = run.wait().map_err(not_started)?;
    row.findings = files(&artifacts)?.saturating_sub(before).max(u64::from(!status.success()));
    Ok(row)
}

fn files(folder: &Path) -> Result<u64, Stop> {
    std::fs::read_dir(folder).map_err(Stop::file(folder)).map(|entries| entries.map(|_| 1).sum())
}

impl Row {
    /// Takes what a line of libFuzzer says: `#9 NEW cov: 1 ft: 2 corp: 3/4b …`, `stat::name: 5`,
    /// `Done 6 runs in 7 second(s)`.
    fn take(&mut self, line: &str) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |text: &str| text.split('/').next().and_then(|text| text.parse().ok());
        for pair in words.windows(2) {
            let [name, value] = pair else { continue };
            let place = match *name {
                "cov:" => &mut self.edges,
                "ft:" => &mut self.features,
                "corp:" => &mut self.corpus,
                "stat::number_of_executed_units:" => &mut self.runs,
                "stat::peak_rss_mb:" => &mut self.peak_mb,
                _ => continue,
            };
            *place = number(value).unwrap_or(*place);
        }
        if let ["Done", _, "runs", "in", seconds, ..] = words.as_slice() {
            self.seconds = number(seconds).unwrap_or_default();
        }
    }

    fn line(&self, target: &str, commit: &str) -> Result<String, Stop> {
        let Self { seconds, runs, edges, features, corpus, peak_mb, findings } = self;
        let date = table::today()?;
        Ok(format!(
            "| {target} | {date} | {commit} | {seconds} | {runs} | {edges} | {features} | {corpus} | {peak_mb} | {findings} |"
        ))
    }
}

/// Puts a target's row in the place of the one before.
fn write_down(row: &str) -> Result<(), Stop> {
    let path = cargo::repository().join(RESULTS);
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    std::fs::write(&path, table::with_row(HEAD, &old, row)).map_err(Stop::file(&path))
}

#[cfg(test)]
mod tests {
    use super::Row;

    #[test]
    fn what_the_fuzzer_says_is_taken_down() {
        let mut row = Row::default();
        for line in [
            "#2\tINITED cov: 10 ft: 11 corp: 2/9b exec/s: 0 rss: 50Mb",
            "#4096\tREDUCE cov: 20 ft: 31 corp: 5/90Kb lim: 4 exec/s: 0 rss: 51Mb",
            "Done 8192 runs in 61 second(s)",
            "stat::number_of_executed_units: 8192",
            "stat::peak_rss_mb:              55",
        ] {
            row.take(line);
        }
        let expected =
            Row { seconds: 61, runs: 8192, edges: 20, features: 31, corpus: 5, peak_mb: 55, findings: 0 };
        assert_eq!(row, expected);
    }
}
