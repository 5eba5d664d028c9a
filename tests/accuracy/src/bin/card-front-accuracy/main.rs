//! How often the reader of the card front errs, on pictures with truth: right, undecided and wrong, per
//! field and for all of 照合番号B, by resolution and by nuisance; what it costs.
//!
//! `cargo xtask accuracy card-front --data DIR` starts it. DIR has a `truth.json`, or folders that have one;
//! a `layout.json` in the folder or above it says where its cards have what. Digits are compared and
//! counted, and never printed.

mod groups;
mod measure;
mod report;
mod truth;

use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask accuracy card-front --data DIR [--write FILE]

  --data DIR     pictures of card fronts with a truth.json, or folders of such
  --write FILE   the tables go there too";

const HEAD: &str = "\
# The reader of the card front on drawn cards

Written by `cargo xtask accuracy card-front --data DIR --write FILE`, never by hand. The cards are drawn, the people are
invented: an upper bound, as drawings and zones share a layout, and no evidence about real cards, real print and real
hands. *Alone* is one frame that policy would believe if frames need not agree; *decided* is what the terminal does: two
frames agree. Three numbers are right / undecided / wrong. A picture with several nuisances counts under each.
";

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
    let (data, written) = match words {
        [option, data] if option == "--data" => (data, None),
        [option, data, write, file] if option == "--data" && write == "--write" => (data, Some(file)),
        _ => return Err(USAGE.to_owned()),
    };
    let sets = truth::sets(&PathBuf::from(data))?;
    let recogniser = measure::recogniser()?;
    let loaded = measure::peak_memory() / 1024;
    let (mut cards, mut page) = (Vec::new(), String::new());
    for set in &sets {
        let measured = measure::set(set, &recogniser)?;
        let table = format!("\n## {}\n\n{}", heading(set), report::of(&measured));
        print!("{table}");
        page += &table;
        cards.extend(measured);
    }
    if sets.len() > 1 {
        let table = format!("\n## all\n\n{}", report::of(&cards));
        print!("{table}");
        page += &table;
    }
    println!(
        "\nmemory at its peak: {loaded} MB with the recogniser, {} MB in all",
        measure::peak_memory() / 1024
    );
    match written {
        Some(file) => {
            std::fs::write(file, format!("{HEAD}{page}")).map_err(|error| format!("{file}: {error}"))
        }
        None => Ok(()),
    }
}

fn heading(set: &truth::Set) -> String {
    set.drawn_by.as_ref().map_or_else(|| set.name.clone(), |command| format!("`{command}`"))
}
