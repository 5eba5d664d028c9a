//! `cargo xtask attacks`: prints the list of attacks in `tests/attacks.toml` and runs every test that
//! it names.

use crate::cargo::{self, cargo};
use crate::manifest::{self, Table};
use crate::stop::Stop;
use crate::{models, setup, tool};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A test as cargo and libtest know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Test {
    /// `--test NAME`, or `None` for the tests within a library.
    target: Option<String>,
    /// With its modules.
    name: String,
}

/// Runs the tests, prints the list with what came of them.
pub(crate) fn run() -> Result<(), Stop> {
    let path = cargo::repository().join("tests/attacks.toml");
    let text = std::fs::read_to_string(&path).map_err(Stop::file(&path))?;
    let tables = manifest::tables(&text, &path)?;
    setup::run()?;
    models::run()?;
    cargo::build_programs()?;
    let mut tests = BTreeSet::new();
    for (_, table) in tables.iter().filter(|(name, _)| name == "attack") {
        tests.extend(named(table, &path)?);
    }
    let ran = tool::output(cargo("test")?.args(arguments(&tests)))?;
    let results = results(&String::from_utf8_lossy(&ran.stdout));
    let mut failed = BTreeSet::new();
    let mut attacks = 0_u32;
    for (name, table) in &tables {
        if name == "attack" {
            attacks += 1;
            failed.extend(print_attack(table, &named(table, &path)?, &results));
        } else {
            print_open(table);
        }
    }
    println!("{attacks} attacks, {} tests, {} failed or did not run", tests.len(), failed.len());
    if failed.is_empty() && ran.status.success() {
        return Ok(());
    }
    let count = |of: &BTreeSet<Test>| u64::try_from(of.len()).unwrap_or(u64::MAX);
    Err(Stop::TestsFailed { passed: count(&tests).saturating_sub(count(&failed)), failed: count(&failed) })
}

/// `cargo test` for these and no others. Several programs may have a test of one name: all run.
fn arguments(tests: &BTreeSet<Test>) -> Vec<String> {
    let mut arguments: Vec<String> = ["--workspace", "--no-fail-fast"].map(str::to_owned).into();
    if tests.iter().any(|test| test.target.is_none()) {
        arguments.push("--lib".to_owned());
    }
    let targets: BTreeSet<_> = tests.iter().filter_map(|test| test.target.clone()).collect();
    arguments.extend(targets.into_iter().flat_map(|target| ["--test".to_owned(), target]));
    arguments.extend(["--".to_owned(), "--exact".to_owned()]);
    arguments.extend(tests.iter().map(|test| test.name.clone()));
    arguments
}

fn named(table: &Table, path: &Path) -> Result<Vec<Test>, Stop> {
    let tests =
        table.get("tests").ok_or_else(|| Stop::MissingKey { path: PathBuf::from(path), key: "tests" })?;
    let malformed = || Stop::MissingKey { path: PathBuf::from(path), key: "FILE::FUNCTION in tests" };
    tests.split_whitespace().map(|test| located(test).ok_or_else(malformed)).collect()
}

/// `crates/x/tests/a.rs::f` is `f` of the program `a`, `x/tests/a/b.rs::f` is `b::f` of `a`, and
/// `x/src/a/b.rs::f` is `a::b::tests::f` of the library.
fn located(test: &str) -> Option<Test> {
    let (file, function) = test.split_once("::")?;
    let file = file.strip_suffix(".rs")?;
    if let Some((_, module)) = file.rsplit_once("/src/") {
        let module = module.strip_suffix("/mod").unwrap_or(module).replace('/', "::");
        return Some(Test { target: None, name: format!("{module}::tests::{function}") });
    }
    // The last: the package of what crosses crates is itself called `tests`.
    let (_, place) = file.rsplit_once("tests/")?;
    let (target, module) = place.split_once('/').unwrap_or((place, "main"));
    let name = if module == "main" { function.to_owned() } else { format!("{module}::{function}") };
    Some(Test { target: Some(target.to_owned()), name })
}

/// What libtest said of each test: whether all programs that have one of that name agree on `ok`.
fn results(output: &str) -> BTreeMap<String, bool> {
    let mut results = BTreeMap::new();
    for line in output.lines() {
        let Some((name, result)) = line.strip_prefix("test ").and_then(|line| line.split_once(" ... "))
        else {
            continue;
        };
        *results.entry(name.to_owned()).or_insert(true) &= result == "ok";
    }
    results
}

/// Prints one attack, and gives its tests that failed or did not run.
fn print_attack(table: &Table, tests: &[Test], results: &BTreeMap<String, bool>) -> Vec<Test> {
    let text = |key: &str| table.get(key).map_or("", String::as_str);
    println!("{}  ({})", text("id"), text("keeps"));
    for (label, key) in [("attack ", "attack"), ("defence", "defence"), ("left   ", "left")] {
        println!("  {label}  {}", text(key));
    }
    let mut failed = Vec::new();
    for test in tests {
        let result = match results.get(&test.name) {
            Some(true) => "ok",
            Some(false) => "FAILED",
            None => "DID NOT RUN",
        };
        if result != "ok" {
            failed.push(test.clone());
        }
        println!("  test     {} {result}", test.name);
    }
    println!();
    failed
}

fn print_open(table: &Table) {
    let text = |key: &str| table.get(key).map_or("", String::as_str);
    println!(
        "{}  (nothing here stops it)\n  attack   {}\n  why      {}\n",
        text("id"),
        text("attack"),
        text("why")
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(target: Option<&str>, name: &str) -> Option<Test> {
        Some(Test { target: target.map(str::to_owned), name: name.to_owned() })
    }

    #[test]
    fn tests_are_found_where_cargo_puts_them() {
        assert_eq!(located("crates/x/tests/a.rs::f"), test(Some("a"), "f"));
        assert_eq!(located("tests/tests/a.rs::f"), test(Some("a"), "f"));
        assert_eq!(located("tests/tests/a/main.rs::f"), test(Some("a"), "f"));
        assert_eq!(located("tests/tests/a/b.rs::f"), test(Some("a"), "b::f"));
        assert_eq!(located("firmware/src/a.rs::f"), test(None, "a::tests::f"));
        assert_eq!(located("crates/x/src/a/b.rs::f"), test(None, "a::b::tests::f"));
        assert_eq!(located("crates/x/src/a/mod.rs::f"), test(None, "a::tests::f"));
        for nothing in ["f", "a.rs", "README.md::f", "crates/x/a.rs::f"] {
            assert_eq!(located(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn one_failure_of_a_name_is_a_failure() {
        let results =
            results("test a ... ok\ntest b ... FAILED\nrunning\ntest a ... FAILED\ntest c ... ok\n");
        assert_eq!(
            results.into_iter().collect::<Vec<_>>(),
            [("a".into(), false), ("b".into(), false), ("c".into(), true)]
        );
    }

    #[test]
    fn the_list_of_this_repository_is_read() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/attacks.toml");
        let tables = manifest::tables(&std::fs::read_to_string(&path).unwrap(), &path).unwrap();
        let attacks: Vec<_> = tables.iter().filter(|(name, _)| name == "attack").collect();
        assert!(attacks.len() > 40);
        for (_, table) in attacks {
            assert!(!named(table, &path).unwrap().is_empty(), "{table:?}");
        }
    }
}
