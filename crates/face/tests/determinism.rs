//! The same frames give the same scores, to the last bit that a score has: twice in one process, on
//! several threads, and in two processes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    missing_docs
)]

mod support;

use face::Capture;
use std::process::Command;
use support::{HOLDER, MATCHER, STRANGER};

/// Scores and measures of every portrait against two cards, as text.
fn scores() -> String {
    let references = [&HOLDER[0], &STRANGER].map(|card| MATCHER.reference(&card.chip_photo(6_000)).unwrap());
    let mut lines = Vec::new();
    for portrait in HOLDER.iter().chain([&STRANGER]) {
        let Capture::Usable(probe) = MATCHER.capture(&portrait.frame()).unwrap() else { panic!("unusable") };
        let scores = references.each_ref().map(|reference| reference.compare(&probe).ten_thousandths());
        lines.push(format!("score {scores:?} {:?}", probe.measures()));
    }
    lines.join("\n")
}

#[test]
fn the_same_frames_give_the_same_scores_in_one_process() {
    let first = scores();
    assert_eq!(first.lines().count(), 4);
    let threads: Vec<_> = (0..2).map(|_| std::thread::spawn(scores)).collect();
    threads.into_iter().for_each(|thread| assert_eq!(thread.join().unwrap(), first));
}

#[test]
fn the_same_frames_give_the_same_scores_in_two_processes() {
    const AGAIN: &str = "MYNUMBER_SAY_SCORES";
    if std::env::var_os(AGAIN).is_some() {
        println!("\n{}", scores());
        return;
    }
    let mut other = Command::new(std::env::current_exe().unwrap());
    other.args(["--exact", "the_same_frames_give_the_same_scores_in_two_processes", "--nocapture"]);
    let output = other.env(AGAIN, "1").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let theirs: Vec<&str> = said.lines().filter(|line| line.starts_with("score ")).collect();
    assert_eq!(theirs.join("\n"), scores());
}
