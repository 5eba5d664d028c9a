//! Plays the fault matrix and prints it: `fault-matrix [--json FILE] [PART]...`.
#![allow(clippy::expect_used, clippy::panic, reason = "a program of the tests")]

use house::matrix::table::Table;
use house::matrix::{Part, storage};
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let (mut json, mut parts) = (None, Vec::new());
    while let Some(word) = words.next() {
        let part = Part::ALL.into_iter().find(|part| part.name() == word);
        match (word.as_str(), part) {
            ("--inside", _) => {
                let directory = words.next().expect("--inside needs a directory");
                println!("{}", storage::play_inside(directory.as_ref()).json());
                return ExitCode::SUCCESS;
            }
            ("--json", _) => json = Some(words.next().expect("--json needs a file")),
            (_, Some(part)) => parts.push(part),
            (other, None) => panic!("what is {other}?"),
        }
    }
    if parts.is_empty() {
        parts = Part::ALL.to_vec();
    }
    let tables: Vec<Table> = parts.iter().flat_map(|part| show(*part)).collect();
    let broken: Vec<String> = tables.iter().flat_map(Table::broken).collect();
    for what in &broken {
        println!("!! {what}");
    }
    let cells: usize = tables.iter().map(Table::size).sum();
    println!("{} tables, {cells} cells, {} broken promises", tables.len(), broken.len());
    if let Some(path) = json {
        let tables: Vec<_> = tables.iter().map(Table::json).collect();
        let report = serde_json::json!({ "tables": tables, "cells": cells, "broken": broken });
        std::fs::write(path, format!("{report:#}\n")).expect("the file can't be written");
    }
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn show(part: Part) -> Vec<Table> {
    let tables = part.play();
    for table in &tables {
        println!("{}", table.text());
    }
    println!("{}", part.legend());
    tables
}
