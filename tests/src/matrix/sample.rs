//! A sample of the cells on real parts: the simulator's composition of the terminal, with pcscd, the
//! virtual reader, the real models, and the service in a process of its own (`sim demo --faults on`).

use super::table::{Cell, Row, Table};
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Command;

/// Plays the sample. Each row is one cell of the other tables, and the session that follows it.
#[must_use]
pub fn play() -> Table {
    let directory = tempfile::tempdir().unwrap();
    let json = directory.path().join("report.json");
    let program = rig::places::program("sim").unwrap_or_else(|fault| panic!("{fault}"));
    let output =
        Command::new(program).args(["demo", "--faults", "on", "--json"]).arg(&json).output().unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let report = std::fs::read(&json).unwrap_or_else(|error| panic!("{error}: {said}"));
    let mut table = read(&serde_json::from_slice(&report).unwrap());
    if !output.status.success() && table.broken().is_empty() {
        table.rows[0].cells[0].as_mut().unwrap().broken.push(said);
    }
    table
}

/// Sessions come in pairs: the faulty one and the next.
fn read(report: &Value) -> Table {
    let mut table =
        Table::new("a sample on real parts: pcscd, models, service", vec!["ending", "next session"]);
    let mut rows = BTreeMap::new();
    for session in report["sessions"].as_array().unwrap() {
        let scenario = session["scenario"].as_str().unwrap().to_owned();
        let code = session["ending"]["code"].to_string();
        let broken =
            session["faults"].as_array().unwrap().iter().map(|fault| fault.as_str().unwrap().to_owned());
        let cell = Some(Cell { code, broken: broken.collect() });
        let row = *rows.entry(scenario).or_insert_with(|| {
            let place = session["title"].as_str().unwrap().to_owned();
            table.rows.push(Row { place, cells: Vec::new() });
            table.rows.len() - 1
        });
        table.rows[row].cells.push(cell);
    }
    for fault in report["faults"].as_array().unwrap() {
        let row = Row { place: fault.as_str().unwrap().to_owned(), cells: vec![None, None] };
        table.rows.push(row);
    }
    table
}

/// What the table is.
pub const LEGEND: &str = "\
Every session also has its VERIFYs, tries, transcript and what reception heard compared, as those of
`cargo xtask demo`; the whole matrix above runs in process.
";
