//! One other implementation, in a program of its own that answers one request at a time.

use crate::STAGES;
use crate::ours::Shown;
use crate::report::{Costs, Sample};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub(crate) const NAMES: [&str; 2] = ["opencv", "onnxruntime"];

pub(crate) struct Peer {
    who: &'static str,
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Peer {
    pub(crate) fn start(who: &'static str, python: &str, script: &str, threads: &str) -> Self {
        let models = rig::places::models().unwrap();
        let mut command = Command::new(python);
        command.arg(script).arg(who).arg(models).arg(threads).stdin(Stdio::piped()).stdout(Stdio::piped());
        // What the libraries say about themselves is not the bench's.
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let requests = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { who, child, requests, answers }
    }

    pub(crate) fn name(&self) -> &'static str {
        self.who
    }

    fn ask(&mut self, request: &str) -> String {
        writeln!(self.requests, "{request}").unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        assert!(!answer.is_empty(), "{} ended at `{request}`", self.who);
        answer.trim().to_owned()
    }

    fn numbers(&mut self, request: &str) -> Vec<f64> {
        self.ask(request).split_whitespace().map(|number| number.parse().unwrap()).collect()
    }

    pub(crate) fn take(&mut self, frame: &Shown) {
        self.ask(&format!("frame {} 640 480", frame.path.display()));
    }

    pub(crate) fn run(&mut self, stage: usize, frame: usize) -> Sample {
        let stage = STAGES[stage].split(' ').next().unwrap();
        let times = self.numbers(&format!("run {stage} {frame}"));
        Sample { wall: times[0], cpu: times[1] }
    }

    pub(crate) fn landmarks(&mut self, frame: usize) -> Vec<f64> {
        self.numbers(&format!("landmarks {frame}"))
    }

    pub(crate) fn score(&mut self, a: usize, b: usize) -> f64 {
        self.numbers(&format!("score {a} {b}"))[0]
    }

    pub(crate) fn costs(&mut self) -> Costs {
        Costs::read(&self.ask("costs"))
    }

    pub(crate) fn version(&mut self) -> String {
        let version = self.ask("version");
        format!("{} {version}", self.who)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
