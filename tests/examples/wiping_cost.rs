//! What the wiping allocator costs: the same comparison of faces in `terminal-rig` and in its twin that
//! does not wipe, in turn, so that a busy machine is busy for both. Prints
//! the medians of the processor time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::path::Path;
use std::process::Command;
use virtual_card::pictures::{Crop, Photo};

const ROUNDS: usize = 9;
const LOOKS: &str = "8";

fn main() {
    let place = tempfile::tempdir().unwrap();
    sim::demo::faces::Faces::fetched(&rig::places::faces().unwrap(), place.path()).unwrap();
    let photo = Photo::from_picture(&place.path().join("reference.png"), Crop::Centre).unwrap();
    std::fs::write(place.path().join("photo.jp2"), photo.jp2()).unwrap();
    let programs = ["terminal-rig", "terminal-rig-unwiped"];
    let mut rounds: [Vec<[f64; 2]>; 2] = Default::default();
    for _ in 0..ROUNDS {
        for (program, rounds) in programs.iter().zip(&mut rounds) {
            rounds.push(measured(program, place.path()));
        }
    }
    println!("{:<34} {:>9} {:>9} {:>7}", "CPU ms, median of 9 rounds of 8", "wiping", "not", "cost");
    for (what, number) in [("chip photo: decode and embed", 0), ("camera frame: look and compare", 1)] {
        let [wiping, not] = [0, 1].map(|program| median(rounds[program].iter().map(|round| round[number])));
        println!("{what:<34} {wiping:>9.2} {not:>9.2} {:>6.1}%", (wiping / not - 1.0) * 100.0);
    }
}

fn measured(program: &str, place: &Path) -> [f64; 2] {
    // Programs stand beside the directory of examples.
    let own = std::env::current_exe().unwrap();
    let mut command = Command::new(own.ancestors().nth(2).unwrap().join(program));
    command.arg("compare").args([place.join("photo.jp2"), place.join("holder.png")]).arg(LOOKS);
    let output = command.output().expect("cargo build --workspace --bins --examples makes the programs");
    let said = String::from_utf8(output.stdout).unwrap();
    let times: Vec<f64> = said.split_whitespace().map(|time| time.parse().unwrap()).collect();
    times.try_into().unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

fn median(times: impl Iterator<Item = f64>) -> f64 {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
