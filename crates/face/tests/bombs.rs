//! Bombs: photos built to cost as much as they can. Each is decoded in a process of its own, whose
//! time and greatest memory are measured. Both are bounded by what the headers may ask for, so the
//! decoder needs no deadline: the matcher's thread is free again after it, and the loop of the
//! terminal, which is another thread, never waits for it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

#[path = "support/bomb.rs"]
mod bomb;

use std::process::Command;
use std::time::{Duration, Instant};

use face::decode_photo;
use face::photo::MAX_BYTES;

/// The longest that a photo may take the decoder, on a machine that is busy with other things; an
/// intact one takes some milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);
/// The most by which a photo may make the process larger, in kB.
const MOST_KB: u64 = 128 * 1024;
/// What a photo costs that is refused by its headers.
const REFUSED: (Duration, u64) = (Duration::from_millis(200), 1024);
/// Tells the test program that it is a child, and which bomb is its own.
const OWN: &str = "BOMB";

/// The process's greatest memory so far, in kB (proc(5)).
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// Each with a body as long as a card's file can be, and with a short one, which ends early.
fn bombs() -> Vec<(&'static str, Vec<u8>)> {
    let mut all = bomb::all(MAX_BYTES - 6_000);
    all.retain(|(name, _)| !name.starts_with("refused-"));
    all.extend(bomb::all(500));
    all
}

/// The child: decodes one bomb and says what it cost. Without a bomb there is nothing to do.
#[test]
fn child() {
    let Ok(own) = std::env::var(OWN) else { return };
    let (name, bytes) = &bombs()[own.parse::<usize>().unwrap()];
    let before = peak_kb();
    let start = Instant::now();
    let photo = decode_photo(bytes);
    let taken = start.elapsed();
    let fault = photo.map(|_| ()).err();
    assert!(!name.starts_with("refused-") || fault.is_some(), "{name} is decoded");
    println!("\ncost {} {} {fault:?}", taken.as_millis(), peak_kb() - before);
}

#[test]
fn no_bomb_costs_more_than_its_bounds() {
    let program = std::env::current_exe().unwrap();
    let (mut slowest, mut largest) = ((0, ""), (0, ""));
    let all = bombs();
    for (number, (name, bytes)) in all.iter().enumerate() {
        assert!(bytes.len() <= MAX_BYTES, "{name}: {} bytes", bytes.len());
        let child = Command::new(&program)
            .args(["--exact", "child", "--nocapture", "--test-threads=1"])
            .env(OWN, number.to_string())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&child.stdout);
        assert!(child.status.success(), "{name}: {said}{}", String::from_utf8_lossy(&child.stderr));
        let cost = said.lines().find_map(|line| line.strip_prefix("cost ")).unwrap();
        println!("{name}, {} bytes: {cost}", bytes.len());
        let mut figures = cost.split(' ').map_while(|word| word.parse::<u64>().ok());
        let (milliseconds, kilobytes) = (figures.next().unwrap(), figures.next().unwrap());
        let bounds = if name.starts_with("refused-") { REFUSED } else { (PATIENCE, MOST_KB) };
        assert!(Duration::from_millis(milliseconds) < bounds.0, "{name}: {milliseconds} ms");
        assert!(kilobytes < bounds.1, "{name}: {kilobytes} kB");
        slowest = slowest.max((milliseconds, *name));
        largest = largest.max((kilobytes, *name));
    }
    println!("bombs: {}; slowest {slowest:?} ms, largest {largest:?} kB", all.len());
}
