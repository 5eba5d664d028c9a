//! The documents of the repository name only what is there: paths, jobs of `cargo xtask`, test
//! programs, tests. A page that claims a test that does not exist is worse than none.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every Markdown file.
fn documents(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "target" && !name.starts_with('.') {
            found.extend(documents(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// `[words](target)`, targets of this repository alone.
fn links(text: &str) -> Vec<(String, String)> {
    let link = |part: &str| {
        let (words, rest) = part.split_once("](")?;
        let target = rest.split_once(')')?.0.split(['#', ' ']).next()?;
        let words = words.rsplit('[').next()?;
        let ours = !target.is_empty() && !target.contains("://");
        ours.then(|| (words.to_owned(), target.to_owned()))
    };
    // A link begins behind each "[" of its own; a picture inside a link is two links.
    let starts = text.match_indices('[').map(|(at, _)| &text[at + 1..]);
    starts.filter_map(link).collect()
}

/// What stands between back-ticks, and each line of a fenced block.
fn code(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (number, block) in text.split("```").enumerate() {
        if number % 2 == 1 {
            found.extend(block.lines().map(str::to_owned));
        } else {
            let spans = block.split('`').skip(1).step_by(2);
            found.extend(spans.map(|span| span.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
    found
}

/// `a_name_of_several_words`: a test, wherever it is linked.
fn is_test_name(words: &str) -> bool {
    let plain =
        |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_';
    words.matches('_').count() >= 2 && words.chars().all(plain)
}

/// The jobs of xtask, as its own dispatch has them.
fn jobs() -> BTreeSet<String> {
    let source = std::fs::read_to_string(top().join("crates/xtask/src/main.rs")).unwrap();
    let arms = source.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" => "));
    arms.map(|(job, _)| job.to_owned()).collect()
}

/// Integration tests by the name of their program.
fn test_programs() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let rooms = ["crates", "sim"].map(|room| std::fs::read_dir(top().join(room)).unwrap());
    let crates = rooms.into_iter().flatten().map(|entry| entry.unwrap().path());
    for package in crates.chain([top().join("tests"), top().join("tests/hostile"), top().join("firmware")]) {
        let Ok(entries) = std::fs::read_dir(package.join("tests")) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let alone = path.extension().is_some_and(|extension| extension == "rs");
            if alone || path.join("main.rs").exists() {
                found.insert(path.file_stem().unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found
}

/// Everything that a document in this directory names and that is not there.
fn missing(directory: &Path, text: &str) -> Vec<String> {
    let mut missing = Vec::new();
    for (words, target) in links(text) {
        let path = directory.join(&target);
        if !path.exists() {
            missing.push(format!("no file {target}"));
        } else if is_test_name(&words) && !holds_test(&path, &words) {
            missing.push(format!("no test {words} in {target}"));
        }
    }
    let (jobs, programs) = (jobs(), test_programs());
    for line in code(text) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let ["cargo", "xtask", job, ..] = words[..]
            && !jobs.contains(job)
        {
            missing.push(format!("no job {job} of cargo xtask"));
        }
        for pair in words.windows(2) {
            if pair[0] == "--test" && words[0] == "cargo" && !programs.contains(pair[1]) {
                missing.push(format!("no test program {}", pair[1]));
            }
        }
        let first = line.split('/').next().unwrap_or_default();
        let rooted = ["crates", "sim", "tests", "firmware", "models", ".ci"].contains(&first);
        // Documents of a crate speak of paths of their own, or of other projects.
        let names_path = directory == top() && rooted && line.contains('/') && words.len() == 1;
        if names_path && !top().join(&line).exists() {
            missing.push(format!("no path {line}"));
        }
    }
    missing
}

/// Whether a source file has this function as a test that is not switched off.
fn holds_test(path: &Path, name: &str) -> bool {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let Some(at) = text.find(&format!("fn {name}(")) else { return false };
    let before: Vec<&str> = text[..at].lines().rev().take(4).map(str::trim).collect();
    before.contains(&"#[test]") && !before.iter().any(|line| line.starts_with("#[ignore"))
}

#[test]
fn every_path_command_and_test_that_a_document_names_exists() {
    let documents = documents(&top());
    assert!(documents.len() >= 15);
    for path in documents {
        let text = std::fs::read_to_string(&path).unwrap();
        let missing = missing(path.parent().unwrap(), &text);
        assert_eq!(missing, Vec::<String>::new(), "{}", path.display());
    }
}

/// The threat model and the conformity page claim nothing without a test beside it.
#[test]
fn the_pages_that_claim_name_tests() {
    for (name, least) in [("THREAT-MODEL.md", 40), ("CONFORMITY.md", 25)] {
        let text = std::fs::read_to_string(top().join(name)).unwrap();
        let tests = links(&text).into_iter().filter(|(words, _)| is_test_name(words)).count();
        assert!(tests >= least, "{name}: {tests}");
    }
}

#[test]
fn what_is_not_there_is_noticed() {
    let wrong = [
        ("[a page](crates/ui/NO-PAGE.md)", "no file crates/ui/NO-PAGE.md"),
        (
            "[a_test_that_nobody_wrote](tests/tests/documents.rs)",
            "no test a_test_that_nobody_wrote in tests/tests/documents.rs",
        ),
        // A function, and no test.
        ("[is_test_name_no](tests/tests/walls.rs)", "no test is_test_name_no in tests/tests/walls.rs"),
        ("`cargo xtask dance --fast`", "no job dance of cargo xtask"),
        ("```\ncargo xtask dance\n```", "no job dance of cargo xtask"),
        ("`cargo test --workspace --test nothing`", "no test program nothing"),
        ("`crates/nobody/src`", "no path crates/nobody/src"),
    ];
    for (text, expected) in wrong {
        assert_eq!(missing(&top(), text), [expected]);
    }
    let right = "[what_is_not_there_is_noticed](tests/tests/documents.rs) `cargo xtask test` `crates/ui` \
                 [a page of others](https://example.com/no) `cargo test --workspace --test documents`";
    assert_eq!(missing(&top(), right), Vec::<String>::new());
}
