//! The failure catalogue: each code, call and word of it is reached by a whole session, and the page
//! says what the code says.
//!
//! `BLESS=1 cargo test --workspace --test failures` writes `crates/ui/FAILURES.md` anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use house::failures::reach::{WALK_ALONE, Way, ways};
use house::failures::{Told, cases, page, stage};
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn every_case_tells_what_it_says() {
    for case in cases::all() {
        let told = stage::play(&case);
        for expected in &case.tells {
            assert!(told.contains(expected), "{}: {expected:?} is not told: {told:?}", case.name);
        }
        let endings = told.iter().filter(|told| matches!(told, Told::Ending(_))).count();
        assert_eq!(endings, 1, "{}: {told:?}", case.name);
    }
}

#[test]
fn everything_that_the_catalogue_has_is_reached_by_a_whole_session_or_says_why_not() {
    let ways = ways();
    let alone: BTreeSet<Told> = WALK_ALONE.into_iter().map(|(told, _)| told).collect();
    for told in Told::all() {
        assert_ne!(ways.contains_key(&told), alone.contains(&told), "{told:?}");
    }
    let all: BTreeSet<Told> = Told::all().collect();
    let strangers: Vec<_> = ways.keys().filter(|told| !all.contains(told)).collect();
    assert!(strangers.is_empty(), "not in the catalogue: {strangers:?}");
}

/// The page names a case by its name alone.
#[test]
fn no_two_cases_share_a_name() {
    let names: BTreeSet<&str> = cases::all().iter().map(|case| case.name).collect();
    assert_eq!(names.len(), cases::all().len());
    let scenarios = sim::demo::scenarios::all();
    let letters: BTreeSet<Way> = scenarios.iter().map(|scenario| Way::Demo(scenario.id)).collect();
    assert_eq!(letters.len(), scenarios.len());
}

#[test]
fn the_page_says_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/ui/FAILURES.md");
    let page = page::page();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == page, "FAILURES.md is old: BLESS=1 cargo test --workspace --test failures");
}
