//! `cargo xtask bench face`: the face decision beside OpenCV and ONNX Runtime.
//!
//! Both come from the Python registry into an environment of their own in the cache; the program
//! `face_bench` of the package `house` runs all three in turn, on one processor and on all.

use crate::stop::Stop;
use crate::{cache, cargo, models, setup, tool};
use std::path::Path;
use std::process::Command;

const PEERS: [&str; 4] = ["numpy", "onnx", "onnxruntime==1.32.0", "opencv-python-headless==5.0.0.93"];

/// Prints the tables and writes them to `crates/face/BENCH.md`.
pub(crate) fn run() -> Result<(), Stop> {
    setup::run()?;
    models::run()?;
    cargo::build_programs()?;
    let python = python()?;
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut page = vec![heading()?];
    page.push(format!("## On one processor\n\n{}", tables(&python, "0", 1)?));
    let all = format!("0-{}", processors.saturating_sub(1));
    page.push(format!("## On {processors}\n\n{}", tables(&python, &all, processors)?));
    let page = page.join("\n\n") + "\n";
    let path = cargo::repository().join("crates/face/BENCH.md");
    std::fs::write(&path, &page).map_err(Stop::file(&path))?;
    print!("{page}");
    Ok(())
}

/// The environment's interpreter, with the peers installed.
fn python() -> Result<std::path::PathBuf, Stop> {
    let place = cache::root()?.join("face-bench");
    let python = place.join("bin/python");
    if !python.is_file() {
        tool::run(Command::new(models::python_with_pip()?).args(["-m", "venv"]).arg(&place))?;
    }
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    tool::run(install.args(PEERS))?;
    Ok(python)
}

fn tables(python: &Path, processors: &str, threads: usize) -> Result<String, Stop> {
    let mut bench = Command::new("taskset");
    bench.args(["--cpu-list", processors]).arg(cargo::programs()?.join("examples/face_bench"));
    bench.arg(python).arg(cargo::repository().join("tests/examples/face_bench/peers.py"));
    bench.arg(threads.to_string()).env("MYNUMBER_MODELS", cache::models()?);
    Ok(tool::text(bench.env("MYNUMBER_FACES", cache::faces()?))?.trim_end().to_owned())
}

fn heading() -> Result<String, Stop> {
    let kernel = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
    let cpuinfo = kernel("/proc/cpuinfo");
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    let load: Vec<String> = kernel("/proc/loadavg").split(' ').take(2).map(str::to_owned).collect();
    let commit = tool::text(Command::new("git").args(["rev-parse", "--short", "HEAD"]))?;
    Ok(format!(
        "# How fast the face decision is\n\n\
         Written by `cargo xtask bench face`, never by hand. Built from {} on {}; load average {} before it began.\n\n\
         Four portraits in frames of 640×480, one run of each in turn. *Ours* is this crate as the terminal runs it: the \
         wiping allocator, a thread per look, quality measures. It sees the frame shrunk to 288×216, and a face with near eyes again up close. The others see the frame shrunk to \
         320×256 once, align and embed with the same two models. Processor time is what an idle processor would need; the \
         other times include waiting for other programs. The chip photo's side is made once per card and is not in a frame.",
        commit.trim(),
        model.unwrap_or("an unnamed processor"),
        load.join(", "),
    ))
}
