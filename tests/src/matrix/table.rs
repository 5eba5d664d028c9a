//! The tables that the matrix is printed as, for people and as JSON.

use serde_json::{Value, json};
use std::fmt::Write as _;

/// One cell: what came of one fault at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The ending's code and what the patient was told on the way, or the error of a procedure.
    pub code: String,
    /// Promises that were broken. Empty in a good cell.
    pub broken: Vec<String>,
}

/// One place of a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub place: String,
    /// One cell for each column.
    pub cells: Vec<Option<Cell>>,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it is about.
    pub title: String,
    /// The faults.
    pub columns: Vec<&'static str>,
    /// The places.
    pub rows: Vec<Row>,
}

impl Table {
    /// An empty table.
    #[must_use]
    pub fn new(title: impl Into<String>, columns: Vec<&'static str>) -> Self {
        Self { title: title.into(), columns, rows: Vec::new() }
    }

    /// How many cells there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).sum()
    }

    /// Everything that is not as it must be: broken promises, and cells that were not filled.
    #[must_use]
    pub fn broken(&self) -> Vec<String> {
        let mut all = Vec::new();
        for row in &self.rows {
            for (column, cell) in self.columns.iter().zip(&row.cells) {
                let place = format!("{}: {}, {column}", self.title, row.place);
                match cell {
                    None => all.push(format!("{place}: not asserted")),
                    Some(cell) => all.extend(cell.broken.iter().map(|what| format!("{place}: {what}"))),
                }
            }
            if row.cells.len() != self.columns.len() {
                all.push(format!("{}: {}: {} cells", self.title, row.place, row.cells.len()));
            }
        }
        if self.rows.is_empty() {
            all.push(format!("{}: empty", self.title));
        }
        all
    }

    /// The table as text. The heads of the columns stand upright, because there are many.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        let first = self.rows.iter().map(|row| row.place.chars().count()).max().unwrap_or(0) + 2;
        let widths: Vec<usize> = (0..self.columns.len()).map(|column| self.width(column)).collect();
        let mut head = " ".repeat(first);
        for (column, width) in self.columns.iter().zip(&widths) {
            let _ = write!(head, "{column:<width$}");
        }
        text.push_str(head.trim_end());
        text.push('\n');
        for row in &self.rows {
            let mut line = format!("{}{}", row.place, " ".repeat(first - row.place.chars().count()));
            for (cell, width) in row.cells.iter().zip(&widths) {
                let shown = match cell {
                    None => "?".to_owned(),
                    Some(cell) if cell.broken.is_empty() => cell.code.clone(),
                    Some(cell) => format!("!{}", cell.code),
                };
                let _ = write!(line, "{shown:<width$}");
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    fn width(&self, column: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(column)?.as_ref());
        let widest = cells.map(|cell| cell.code.len() + usize::from(!cell.broken.is_empty())).max();
        widest.unwrap_or(0).max(self.columns[column].len()) + 1
    }

    /// Fills the cells with those of another table's JSON that has the same rows and columns.
    pub fn fill(&mut self, json: &Value) {
        for (row, filled) in self.rows.iter_mut().zip(json["rows"].as_array().unwrap()) {
            assert_eq!(filled["place"], row.place.as_str());
            for (cell, filled) in row.cells.iter_mut().zip(filled["cells"].as_array().unwrap()) {
                let words = |value: &Value| value.as_array().unwrap().iter().map(text).collect();
                *cell = filled
                    .get("code")
                    .map(|code| Cell { code: text(code), broken: words(&filled["broken"]) });
            }
        }
    }

    /// The table as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        let cell = |(column, cell): (&&str, &Option<Cell>)| match cell {
            None => json!({ "fault": column, "asserted": false }),
            Some(cell) => json!({ "fault": column, "code": cell.code, "broken": cell.broken }),
        };
        let row = |row: &Row| {
            json!({
                "place": row.place,
                "cells": self.columns.iter().zip(&row.cells).map(cell).collect::<Vec<_>>(),
            })
        };
        json!({ "title": self.title, "rows": self.rows.iter().map(row).collect::<Vec<_>>() })
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(broken: &[&str]) -> Option<Cell> {
        Some(Cell { code: "605".into(), broken: broken.iter().map(|what| (*what).to_owned()).collect() })
    }

    #[test]
    fn an_unsafe_an_unasserted_and_a_missing_cell_are_told() {
        let mut table = Table::new("a table", vec!["mute", "torn"]);
        assert_eq!(table.broken().len(), 1, "a table without rows shows nothing");
        table.rows.push(Row { place: "READ".into(), cells: vec![cell(&[]), cell(&[])] });
        assert!(table.broken().is_empty());
        table.rows.push(Row { place: "VERIFY".into(), cells: vec![cell(&["sent twice"]), None] });
        assert_eq!(
            table.broken(),
            ["a table: VERIFY, mute: sent twice", "a table: VERIFY, torn: not asserted"]
        );
        assert!(table.text().contains("VERIFY  !605 ?"), "{}", table.text());
        assert_eq!(table.json()["rows"][1]["cells"][1]["asserted"], false);
        let mut copy = table.clone();
        copy.rows.iter_mut().for_each(|row| row.cells = vec![None, None]);
        copy.fill(&table.json());
        assert_eq!(copy, table);
        table.rows.push(Row { place: "SIGN".into(), cells: vec![cell(&[])] });
        assert_eq!(table.broken().len(), 3);
    }
}
