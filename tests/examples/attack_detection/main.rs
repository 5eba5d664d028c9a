//! Measures presentation-attack detection on synthetic presentations made from a folder of photographs.
//!
//! `attack_detection --data DIR [--people N] [--write FILE]`: `DIR` has a `list.tsv` (identity, image,
//! group) and the images. Every presentation goes through the shipped detector and the shipped challenge;
//! only what is before the camera is synthetic. `cargo xtask attack-detection` runs it.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a person who reads on")]

mod measure;
mod people;
mod report;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: attack_detection --data DIR [--people N] [--write FILE]\n\
    DIR has list.tsv (identity, image, group, separated by tabs) and the images that it names";

/// What was asked for.
struct Wanted {
    data: PathBuf,
    people: usize,
    write: Option<PathBuf>,
}

/// People of whom one photograph each is presented, when nobody says how many.
const PEOPLE: usize = 100;

fn main() -> ExitCode {
    let outcome = wanted(std::env::args().skip(1)).and_then(|wanted| run(&wanted));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("attack_detection: {why}");
            ExitCode::FAILURE
        }
    }
}

fn wanted(mut arguments: impl Iterator<Item = String>) -> Result<Wanted, String> {
    let (mut data, mut people, mut write) = (None, PEOPLE, None);
    while let Some(argument) = arguments.next() {
        let value = arguments.next().ok_or_else(|| USAGE.to_owned())?;
        match argument.as_str() {
            "--data" => data = Some(PathBuf::from(value)),
            "--people" => people = value.parse().map_err(|_| USAGE.to_owned())?,
            "--write" => write = Some(PathBuf::from(value)),
            _ => return Err(USAGE.to_owned()),
        }
    }
    Ok(Wanted { data: data.ok_or_else(|| USAGE.to_owned())?, people, write })
}

fn run(wanted: &Wanted) -> Result<(), String> {
    let models = measure::Models::load()?;
    let people = people::read(&wanted.data, wanted.people, &models)?;
    let results = measure::all(&models, &people);
    let text = report::page(&people, &models, &results);
    print!("{text}");
    match &wanted.write {
        Some(path) => std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display())),
        None => Ok(()),
    }
}
