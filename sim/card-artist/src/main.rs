//! `card-artist`: draws a set of cards with its truth. `cargo xtask specimens` starts it.

use card_artist::set::{self, Order};
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask specimens --count N --seed S --out DIR [--frames K]

  --count N    cards
  --seed S     the same seed draws the same cards
  --out DIR    pictures, truth.json and layout.json go here
  --frames K   pictures of each card (2 unless told)";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some(order) = order(&words) else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    match set::draw(&order) {
        Ok(()) => {
            println!(
                "{} cards, {} pictures: {}",
                order.count,
                order.count * order.frames,
                order.out.display()
            );
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("card-artist: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn order(words: &[String]) -> Option<Order> {
    let of = |name: &str| {
        let mut pairs = words.chunks_exact(2);
        pairs.find_map(|pair| pair.first().filter(|word| *word == name).and(pair.last()))
    };
    let known = ["--count", "--seed", "--out", "--frames"];
    let understood =
        words.len().is_multiple_of(2) && words.iter().step_by(2).all(|word| known.contains(&word.as_str()));
    let frames = of("--frames").map_or(Some(2), |frames| frames.parse().ok())?;
    understood.then_some(())?;
    Some(Order {
        count: of("--count")?.parse().ok()?,
        seed: of("--seed")?.parse().ok()?,
        frames,
        out: of("--out")?.into(),
    })
}
