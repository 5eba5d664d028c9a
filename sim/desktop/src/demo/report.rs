//! The table of the demonstration, for people and as JSON.

use policy::Method;
use runtime::Spent;
use serde_json::{Value, json};
use terminal::{CallReason, Ending};

/// One session's line.
#[derive(Clone, Debug)]
pub struct Line {
    /// Scenario.
    pub scenario: &'static str,
    /// What it shows.
    pub title: &'static str,
    /// The method that carried it.
    pub method: Option<Method>,
    /// How it ended.
    pub ending: Ending,
    /// Commands that reached the card.
    pub apdus: u64,
    /// VERIFYs with data that reached JPKI 0018.
    pub verifies: u64,
    /// Tries left of 0018 before and after.
    pub tries: Option<(u8, u8)>,
    /// Milliseconds by part.
    pub spent: Spent,
    /// What reception was called for.
    pub calls: Vec<CallReason>,
    /// What differs from what must be.
    pub faults: Vec<String>,
}

/// All lines.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// One line per session.
    pub lines: Vec<Line>,
    /// What went wrong outside of a session.
    pub faults: Vec<String>,
}

impl Report {
    /// Whether everything was as it must be.
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty() && self.lines.iter().all(|line| line.faults.is_empty())
    }

    /// The table's heading. A row for each session follows it.
    pub fn heading() -> String {
        format!(
            "{:<4}{:<8}{:<38}{:>6}{:>8}{:>7}{:>7}{:>7}{:>9}  {:<28}\n",
            "", "method", "ending", "APDUs", "VERIFYs", "tries", "card", "face", "service", "reception"
        )
    }

    /// The same as JSON.
    pub fn json(&self) -> Value {
        json!({
            "sessions": self.lines.iter().map(Line::json).collect::<Vec<_>>(),
            "faults": self.faults,
            "clean": self.is_clean(),
        })
    }
}

impl Line {
    /// The session's row.
    pub fn row(&self) -> String {
        let method = self.method.map_or("-".to_owned(), |method| format!("{method:?}").to_lowercase());
        let ending = format!("{} {}", self.ending.code(), name(self.ending));
        let tries = self.tries.map_or("-".to_owned(), |(before, after)| format!("{before}>{after}"));
        let calls = self.calls.iter().map(|call| format!("{call:?}")).collect::<Vec<_>>().join(" ");
        let verdict = if self.faults.is_empty() { "ok" } else { "DIFFERS" };
        let mut row = format!(
            "{:<4}{:<8}{:<38}{:>6}{:>8}{:>7}{:>7}{:>7}{:>9}  {:<28}{}\n",
            self.scenario,
            method,
            ending,
            self.apdus,
            self.verifies,
            tries,
            self.spent.card,
            self.spent.face,
            self.spent.service,
            calls,
            verdict,
        );
        for fault in &self.faults {
            row.push_str(&format!("    !! {}: {fault}\n", self.title));
        }
        row
    }

    fn json(&self) -> Value {
        json!({
            "scenario": self.scenario,
            "title": self.title,
            "method": self.method.map(|method| format!("{method:?}").to_lowercase()),
            "ending": { "code": self.ending.code(), "name": name(self.ending) },
            "apdus": self.apdus,
            "verifies": self.verifies,
            "tries_before": self.tries.map(|(before, _)| before),
            "tries_after": self.tries.map(|(_, after)| after),
            "milliseconds": {
                "card": self.spent.card, "face": self.spent.face, "service": self.spent.service,
            },
            "reception_called": self.calls.iter().map(|call| format!("{call:?}")).collect::<Vec<_>>(),
            "faults": self.faults,
        })
    }
}

fn name(ending: Ending) -> String {
    format!("{ending:?}")
}
