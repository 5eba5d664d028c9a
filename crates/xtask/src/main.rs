//! Every job of this repository, behind `cargo xtask JOB`.
//!
//! Built with the standard library alone, so that it runs on a machine that has nothing but
//! Debian and Rust, and installs what the other crates need before they are built.
//!
//! - [`setup`]: the Debian packages and the virtual reader's driver ([`packages`], [`vpcd`]);
//! - [`models`]: the files named by `models/*.toml` ([`manifest`]), fetched and checked;
//! - [`accuracy`]: how often the face comparison errs;
//! - [`specimens`]: drawn cards to measure the reader of the card front with;
//! - [`voices`]: the sounds of the voice guide;
//! - [`demo`], [`checks`], [`attacks`], [`attack_detection`], [`fault_matrix`], [`power_loss`], [`walk`],
//!   [`secrets`], [`screens`], [`mod@bench`], [`fuzz`], [`mutants`], [`freestanding`], [`deny`]: what the
//!   jobs of those names run; [`figures`]: tests that say figures; [`table`]: figures that are written down;
//! - [`cargo`], [`tool`], [`cache`], [`stop`]: how commands are run, where files are kept, and
//!   why a job ends early.

mod accuracy;
mod attack_detection;
mod attacks;
mod bench;
mod cache;
mod cargo;
mod checks;
mod demo;
mod deny;
mod fault_matrix;
mod figures;
mod freestanding;
mod fuzz;
mod manifest;
mod models;
mod mutants;
mod packages;
mod power_loss;
mod screens;
mod secrets;
mod setup;
mod specimens;
mod stop;
mod table;
mod tool;
mod voices;
mod vpcd;
mod walk;

use std::process::ExitCode;
use stop::Stop;

const USAGE: &str = "\
usage: cargo xtask JOB [ARGUMENTS]

  setup                install what the build and the tests need (as root), or say what is missing
  models               fetch the face models and the demonstration pictures, and check them
  demo [ARGUMENTS]     set up, build and play complete sessions; arguments go to `sim demo`
  demo --window        the simulator's window: the terminal's screen and the bench beside it
  sim [ARGUMENTS]      set up, build and run the simulator with these arguments
  test [ARGUMENTS]     set up and run every check and every test; arguments go to `cargo test`
  accuracy --data DIR  how often the face comparison errs on labelled pictures; writes the ledger, and with
                       --adopt the threshold that follows from it
  accuracy card-front --data DIR [--write FILE]
                       how often the reader of the card front errs on pictures with a truth.json
  specimens --count N --seed S --out DIR [--frames K]
                       draw cards of invented people, with the truth.json that the reader is measured by
  voices               speak every sentence of the voice guide into files, once
  attacks              who might pretend to be somebody else, and the tests that try it
  attack-detection --data DIR
                       which attacks on the face comparison are stopped, on synthetic presentations of the
                       photographs in DIR; writes models/attack-detection.md
  secrets              what is left of complete sessions in memory, files and on the wire; what wiping costs
  failures             print the failure catalogue (crates/ui/FAILURES.md) as the code has it
  fault-matrix [--json FILE] [PART]...
                       play every fault at every place of every session, and print the tables
  screens [--bless] [--language NAME]
                       draw contact sheets of every screen in every theme and size, what changed marked, in
                       Japanese, in the language NAME or in `all`; with --bless, keep them as the golden ones
  screens --window     take the README's picture of the simulator's window anew
  bench ui             how long drawing a screen and a change of it takes
  bench face           time the face decision beside OpenCV and ONNX Runtime; writes crates/face/BENCH.md
  check                formatting, lints and documentation only
  freestanding         build the no_std crates for a target without an operating system
  power-loss           cut the power at every write of everything that is kept; prints the figures
  walk [--all]         walk every state of the machine, and of terminals, cards and ledger together;
                       prints the figures
  fuzz [ARGUMENTS]     run the fuzz targets (nightly, cargo-fuzz) and write down the figures
  mutants [--missed] [CRATE]...
                       change the code in every way that cargo-mutants knows, see that a test fails, and
                       write down the figures
  deny                 licences, banned crates and sources of the dependency tree
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let job = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    match run(&job, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        // The simulator has said itself which session differed, and how.
        Err(Stop::Differs(code)) => ExitCode::from(code),
        Err(stop) => {
            eprintln!("xtask {job}: {stop}");
            ExitCode::FAILURE
        }
    }
}

fn run(job: &str, rest: &[String]) -> Result<(), Stop> {
    match job {
        "setup" => setup::run(),
        "models" => setup::run().and_then(|()| models::run()),
        "demo" => match rest.split_first() {
            Some((first, rest)) if first == "--window" => demo::run("window", rest),
            _ => demo::run("demo", rest),
        },
        "sim" => match rest.split_first() {
            Some((first, rest)) => demo::run(first, rest),
            None => Err(Stop::Misuse(USAGE)),
        },
        "test" => checks::run(rest),
        "accuracy" => accuracy::run(rest),
        "attacks" => attacks::run(),
        "attack-detection" => attack_detection::run(rest),
        "secrets" => secrets::run(),
        "voices" => voices::run(),
        "specimens" => specimens::run(rest),
        "failures" => setup::run().and_then(|()| cargo::build_programs()).and_then(|()| failures()),
        "fault-matrix" => fault_matrix::run(rest),
        "check" => setup::run().and_then(|()| checks::check()),
        "freestanding" => freestanding::run(rest),
        "power-loss" => power_loss::run(),
        "screens" => screens::run(rest),
        "bench" => match rest {
            [part] if part == "ui" => screens::bench(),
            [part] if part == "face" => bench::run(),
            _ => Err(Stop::Misuse(USAGE)),
        },
        "walk" => walk::run(rest),
        "fuzz" => fuzz::run(rest),
        "mutants" => mutants::run(rest),
        "deny" => deny::run(),
        _ => Err(Stop::Misuse(USAGE)),
    }
}

fn failures() -> Result<(), Stop> {
    tool::run(&mut std::process::Command::new(cargo::programs()?.join("failures")))
}
