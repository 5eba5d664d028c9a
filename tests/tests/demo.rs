//! The demonstration as a user runs it, and what it leaves on disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use virtual_card::card_file::{CardFile, ReferenceName};

fn demo(out: &Path, arguments: &[&str]) -> Output {
    let sim = rig::places::program("sim").expect("build the programs first: cargo xtask test does");
    let json = out.join("report.json");
    let output = Command::new(sim)
        .args(["demo", "--out", out.to_str().unwrap(), "--json", json.to_str().unwrap()])
        .args(arguments)
        .output()
        .unwrap();
    println!("{}", String::from_utf8_lossy(&output.stdout));
    eprintln!("{}", String::from_utf8_lossy(&output.stderr));
    output
}

#[test]
fn every_session_of_the_demonstration_is_as_it_must_be_and_leaves_no_secret() {
    let out = tempfile::tempdir().unwrap();
    assert!(demo(out.path(), &[]).status.success());
    let report: serde_json::Value =
        serde_json::from_slice(&fs::read(out.path().join("report.json")).unwrap()).unwrap();
    assert_eq!(report["clean"], true);
    let sessions = report["sessions"].as_array().unwrap();
    assert!(sessions.len() >= 30);
    // What opens a 顔認証 card are the centre's commands, which the terminal passes on.
    for (scenario, ending) in [("d", "Verified"), ("d2", "AuthorisationFailed")] {
        let session = sessions.iter().find(|session| session["scenario"] == scenario).unwrap();
        assert_eq!(
            (&session["ending"]["name"], &session["verifies"]),
            (&ending.into(), &0.into()),
            "{session}"
        );
        let said = fs::read_to_string(out.path().join(scenario).join("service.log")).unwrap();
        let words: Vec<&str> = said
            .lines()
            .filter(|line| line.starts_with("authorisation "))
            .filter_map(|line| line.rsplit(' ').nth(1))
            .collect();
        assert_eq!(words, ["continue", "authorised"], "{scenario}: {said}");
        assert_eq!(said.contains("statement "), ending == "Verified", "{scenario}: {said}");
    }
    assert_eq!(leaks(out.path()), Vec::<String>::new());
}

#[test]
fn a_wrong_expectation_fails_the_run() {
    let out = tempfile::tempdir().unwrap();
    assert!(!demo(out.path(), &["--only", "a2", "--expect-wrongly", "a2"]).status.success());
}

#[test]
fn a_leak_that_is_switched_on_is_found() {
    let out = tempfile::tempdir().unwrap();
    assert!(demo(out.path(), &["--only", "a2", "--leak", "on"]).status.success());
    let leaks = leaks(out.path());
    assert!(leaks.iter().any(|leak| leak.contains("careless.log")), "{leaks:?}");
}

#[test]
fn the_search_finds_what_is_planted() {
    let out = tempfile::tempdir().unwrap();
    assert!(demo(out.path(), &["--only", "a2"]).status.success());
    let card = CardFile::load(&out.path().join("a2/card.json")).unwrap();
    for needle in needles(&card) {
        let planted = out.path().join("a2/planted.bin");
        fs::write(&planted, [b"\x00<".as_slice(), &needle.bytes, b">\x00"].concat()).unwrap();
        assert!(!leaks(out.path()).is_empty(), "{} is not found", needle.what);
        fs::remove_file(&planted).unwrap();
    }
}

/// Something of a person that must be nowhere.
struct Needle {
    what: &'static str,
    bytes: Vec<u8>,
}

fn needles(card: &CardFile) -> Vec<Needle> {
    let Ok(holder) = card.holder() else { return Vec::new() };
    let mut needles = vec![
        Needle { what: "name", bytes: holder.name.clone().into_bytes() },
        Needle { what: "address", bytes: holder.address.clone().into_bytes() },
        Needle { what: "photo", bytes: card.pictures.photo().jp2()[600..632].to_vec() },
    ];
    let number = holder.check_number_b(card.front.card_expiry);
    needles.push(Needle { what: "照合番号B", bytes: number.reveal().as_bytes().to_vec() });
    if let Some(pin) = card.secret(ReferenceName::UserAuthentication) {
        needles.push(Needle { what: "PIN", bytes: pin.reveal().as_bytes().to_vec() });
    }
    needles
}

/// Searches everything that a run wrote, but for the virtual card itself, for what is on the card
/// of the same scenario.
fn leaks(out: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for scenario in fs::read_dir(out).unwrap().map(|entry| entry.unwrap().path()) {
        let Ok(card) = CardFile::load(&scenario.join("card.json")) else { continue };
        let needles = needles(&card);
        for file in files(&scenario) {
            if file.ends_with("card.json") {
                continue;
            }
            let contents = fs::read(&file).unwrap();
            for needle in &needles {
                if holds(&contents, &needle.bytes) {
                    found.push(format!("{} in {}", needle.what, file.display()));
                }
            }
        }
    }
    found
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for path in fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() { all.extend(files(&path)) } else { all.push(path) }
    }
    all
}

/// A PIN has four digits: inside a longer word or number it is chance, alone it is a leak.
fn holds(contents: &[u8], needle: &[u8]) -> bool {
    let part_of_word = |byte: Option<&u8>| {
        byte.is_some_and(|byte| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-' | b'.')
        })
    };
    contents.windows(needle.len()).enumerate().any(|(at, window)| {
        window == needle
            && !part_of_word(at.checked_sub(1).and_then(|before| contents.get(before)))
            && !part_of_word(contents.get(at + needle.len()))
    })
}
