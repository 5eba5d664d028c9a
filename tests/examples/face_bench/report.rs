//! The table.

use crate::STAGES;
use crate::ours::NAMES;

/// One run, in milliseconds.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
}

/// Which of a run's times.
type Time = fn(&Sample) -> f64;

/// One start: milliseconds to load both models, KiB held before and at most.
#[derive(Clone, Copy)]
pub(crate) struct Costs {
    load: f64,
    before: f64,
    peak: f64,
}

impl Costs {
    pub(crate) fn read(line: &str) -> Self {
        let numbers: Vec<f64> = line.split_whitespace().map(|number| number.parse().unwrap()).collect();
        Self { load: numbers[0], before: numbers[1], peak: numbers[2] }
    }
}

/// The largest differences from ours.
#[derive(Default)]
pub(crate) struct Difference {
    pub(crate) landmark: f64,
    pub(crate) score: f64,
}

/// Everything measured, by column.
pub(crate) struct Table {
    /// By stage, then by run, then by column.
    runs: [Vec<Vec<Sample>>; 4],
    /// Ours alone: the others look for no attack.
    followed: Vec<Sample>,
    starts: Vec<Vec<Costs>>,
    sessions: Vec<Vec<f64>>,
    differences: Vec<String>,
}

impl Table {
    pub(crate) fn new(columns: usize) -> Self {
        Self {
            runs: Default::default(),
            followed: Vec::new(),
            starts: vec![Vec::new(); columns],
            sessions: vec![Vec::new(); columns],
            differences: Vec::new(),
        }
    }

    pub(crate) fn add(&mut self, stage: usize, samples: Vec<Sample>) {
        self.runs[stage].push(samples);
    }

    pub(crate) fn follow(&mut self, sample: Sample) {
        self.followed.push(sample);
    }

    pub(crate) fn start(&mut self, column: usize, costs: Costs) {
        self.starts[column].push(costs);
    }

    pub(crate) fn session(&mut self, column: usize, milliseconds: f64) {
        self.sessions[column].push(milliseconds);
    }

    pub(crate) fn differences(&mut self, who: &str, largest: &Difference) {
        let Difference { landmark, score } = largest;
        self.differences.push(format!("{who}: landmarks {landmark:.2} px, cosine {score:.4}"));
    }

    pub(crate) fn print(&self, versions: &[String]) -> String {
        let mut lines = vec![
            format!("| ms, least / median | {} | ours : OpenCV |", NAMES.join(" | ")),
            "| --- | --- | --- | --- | --- |".to_owned(),
        ];
        let kinds: [(&str, Time); 2] = [("", |run| run.wall), (", processor time", |run| run.cpu)];
        for (kind, of) in kinds {
            for (stage, runs) in STAGES.iter().zip(&self.runs) {
                let column = |at: usize| runs.iter().map(|run| of(&run[at])).collect::<Vec<f64>>();
                let ratios = runs.iter().map(|run| of(&run[0]) / of(&run[1]).max(1e-3)).collect();
                lines.push(row(
                    &format!("{stage}{kind}"),
                    [0, 1, 2].map(|at| cell(column(at))),
                    &ratio(ratios),
                ));
            }
        }
        for (kind, of) in kinds {
            let followed = cell(self.followed.iter().map(of).collect());
            let name = format!("attack detection, a frame that is followed{kind}");
            lines.push(row(&name, [followed, String::new(), String::new()], ""));
        }
        let sessions = [0, 1, 2].map(|at| cell(self.sessions[at].clone()));
        lines.push(row("comparison decided, 3 frames at 15 a second", sessions, ""));
        let load = [0, 1, 2].map(|at| cell(self.starts[at].iter().map(|start| start.load).collect()));
        lines.push(row("both models loaded", load, ""));
        let memory = |of: fn(&Costs) -> f64| {
            [0, 1, 2].map(|at| format!("{:.0}", sorted(self.starts[at].iter().map(of).collect())[0] / 1024.0))
        };
        lines.push(row("MiB held at most", memory(|start| start.peak), ""));
        lines.push(row("MiB held before the models", memory(|start| start.before), ""));
        lines.push(String::new());
        lines.push(format!("Largest difference from ours over the frames: {}.", self.differences.join("; ")));
        lines.push(format!("Beside: {}.", versions.join(", ")));
        lines.join("\n")
    }
}

fn row(name: &str, cells: [String; 3], ratio: &str) -> String {
    format!("| {name} | {} | {ratio} |", cells.join(" | "))
}

fn cell(values: Vec<f64>) -> String {
    let values = sorted(values);
    format!("{:.2} / {:.2}", values[0], values[values.len() / 2])
}

fn ratio(values: Vec<f64>) -> String {
    let values = sorted(values);
    format!("{:.2}", values[values.len() / 2])
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}
