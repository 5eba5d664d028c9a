//! How often the reader of the card front errs, on pictures with truth: right, undecided and wrong, per
//! field and for all of 照合番号B, by resolution and by nuisance; what it costs.
//!
//! `cargo xtask accuracy card-front --data DIR` starts it. DIR has a `truth.json`, or folders that have one;
//! a `layout.json` in the folder or above it says where its cards have what. Digits are compared and
//! counted, and never printed.

mod measure;
mod report;
mod truth;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask accuracy card-front --data DIR

  --data DIR   pictures of card fronts with a truth.json, or folders of such";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("accuracy card-front: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<(), String> {
    let [option, data] = words else { return Err(USAGE.to_owned()) };
    if option != "--data" {
        return Err(USAGE.to_owned());
    }
    let sets = truth::sets(&PathBuf::from(data))?;
    let recogniser = measure::recogniser()?;
    println!("peak memory with the recogniser loaded: {} MB", measure::peak_memory() / 1024);
    let mut cards = Vec::new();
    for set in &sets {
        let measured = measure::set(set, &recogniser)?;
        println!("\n## {}\n", set.name);
        print!("{}", report::of(&measured));
        cards.extend(measured);
    }
    if sets.len() > 1 {
        println!("\n## all\n");
        print!("{}", report::of(&cards));
    }
    println!("\npeak memory of this program: {} MB", measure::peak_memory() / 1024);
    Ok(())
}
