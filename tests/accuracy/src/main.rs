//! How often the shipped comparison errs, measured on labelled pictures: the ledger that the
//! threshold in `policy` rests on (words of ISO/IEC 19795-1 and 2382-37).
//!
//! `cargo xtask accuracy --data DIR` starts it. Nothing is a copy of the pipeline: references go
//! through the virtual card's photo maker and the shipped decoder, live pictures through the shipped
//! capture with its quality gates. Embeddings stay in memory; the ledger holds counts and rates.
//!
//! - [`error_rates::List`]: the labelled pictures; [`picture`]: what a card holds of one, and what a camera sees
//! - [`condition`], [`variant`]: synthetic conditions, and changes to what is compared
//! - [`mod@bench`]: the pipeline on them, on all cores ([`crew`])
//! - [`scores`], [`rates`], [`bootstrap`], [`frames`]: all comparisons, their errors ([`error_rates`]), how
//!   sure those are, and several frames instead of one
//! - [`measure`]: what is measured; [`lines`]: the thresholds chosen from it
//! - [`mod@ledger`]: the file; [`report`], [`plot`]: what is made of it; [`fingerprint`]: which
//!   pipeline it speaks of; [`mod@adopt`]: what `policy` and `models` take over from it

mod adopt;
mod bench;
mod bootstrap;
mod condition;
mod crew;
mod fault;
mod fingerprint;
mod frames;
mod ledger;
mod lines;
mod measure;
mod numeric;
mod picture;
mod plot;
mod rates;
mod report;
mod scores;
mod variant;

use fault::Fault;
use ledger::Ledger;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask accuracy --data DIR [--out DIR] [--sample PEOPLE] [--adopt]
       cargo xtask accuracy --ledger FILE [--out DIR] [--adopt]

  --data DIR       a folder of labelled pictures: list.tsv with identity, image, group
  --out DIR        where the ledger, its page and its plot go (default: target/accuracy)
  --sample PEOPLE  how many people each condition is measured on (default: 400)
  --ledger FILE    measures nothing: makes page and plot of a ledger that an earlier run wrote
  --adopt          policy's row and models/error-rates.* become those of this run";

/// Makes the sample, the noise and the draws of the bootstrap.
const SEED: u64 = 20_261_124;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("accuracy: {fault}");
            ExitCode::FAILURE
        }
    }
}

/// What was asked for.
struct Request {
    data: Option<PathBuf>,
    ledger: Option<PathBuf>,
    out: PathBuf,
    people: usize,
    adopt: bool,
}

impl Request {
    fn read(words: &[String]) -> Result<Self, Fault> {
        let mut request = Self {
            data: None,
            ledger: None,
            out: "target/accuracy".into(),
            people: measure::SAMPLE,
            adopt: false,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(Fault::Misuse(USAGE));
            match word.as_str() {
                "--data" => request.data = Some(value()?.into()),
                "--adopt" => request.adopt = true,
                "--ledger" => request.ledger = Some(value()?.into()),
                "--out" => request.out = value()?.into(),
                "--sample" => request.people = value()?.parse().map_err(|_| Fault::Misuse(USAGE))?,
                _ => return Err(Fault::Misuse(USAGE)),
            }
        }
        Ok(request)
    }
}

/// Measures, or reads what was measured.
fn ledger(request: &Request) -> Result<Ledger, Fault> {
    match (&request.data, &request.ledger) {
        (Some(data), None) => {
            let bench = bench::Bench::new(error_rates::List::read(data)?, SEED)?;
            measure::everything(&bench, request.people)
        }
        (None, Some(path)) => Ledger::parse(&std::fs::read_to_string(path).map_err(Fault::file(path))?),
        _ => Err(Fault::Misuse(USAGE)),
    }
}

fn run(words: &[String]) -> Result<(), Fault> {
    let request = Request::read(words)?;
    let ledger = ledger(&request)?;
    report::keep(&ledger, &request.out, "accuracy")?;
    if request.adopt {
        adopt::adopt(&ledger)?;
    }
    println!("{}", report::page(&ledger, "accuracy.png")?);
    Ok(())
}
