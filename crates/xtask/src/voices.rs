//! `cargo xtask voices`: every sentence of the voice guide as a sound, before anybody is served.
//!
//! The program `phrases` (an example of `crates/voice`) says which sentences there are and writes the tones.
//! Japanese is spoken by Open JTalk with the voice of `models/voices.toml`, the other languages by espeak-ng.
//! A file's name follows from its words: what is there is not made again, and what nobody says any more
//! is removed.

use crate::cache::{self, Workbench};
use crate::stop::Stop;
use crate::{cargo, models, packages, setup, tool};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Open JTalk's dictionary, as Debian keeps it.
const DICTIONARY: &str = "/var/lib/mecab/dic/open-jtalk/naist-jdic";
/// Of `models/voices.toml`.
const VOICE: &str = "mei_normal.htsvoice";

/// One sentence to be made.
struct Line {
    file: String,
    language: String,
    words: String,
}

/// Makes the directory of sounds whole.
pub(crate) fn run() -> Result<(), Stop> {
    setup::run()?;
    setup::install(&packages::VOICES)?;
    let manifests = cargo::repository().join("models");
    let directory = cache::voices()?;
    models::keep(&manifests.join("voices.toml"), &directory)?;
    let notice = directory.join("NOTICE.md");
    std::fs::copy(manifests.join("voices.md"), &notice).map_err(Stop::file(&notice))?;
    cargo::build_programs()?;
    let phrases = cargo::programs()?.join("examples/phrases");
    let lines = lines(&tool::text(Command::new(phrases).arg(&directory))?);
    remove_others(&directory, &lines)?;
    let missing: Vec<Line> = lines.into_iter().filter(|it| !directory.join(&it.file).is_file()).collect();
    println!("{} sentences to be spoken, into {}", missing.len(), directory.display());
    speak_all(missing, &directory)
}

/// File, language and words of each line.
fn lines(text: &str) -> Vec<Line> {
    let line = |line: &str| {
        let mut parts = line.splitn(3, '\t').map(str::to_owned);
        Some(Line { file: parts.next()?, language: parts.next()?, words: parts.next()? })
    };
    text.lines().filter_map(line).collect()
}

/// Sounds whose words are said no more. What `models/voices.toml` names and the tones are no sentences.
fn remove_others(directory: &Path, lines: &[Line]) -> Result<(), Stop> {
    let wanted: BTreeSet<&str> = lines.iter().map(|line| line.file.as_str()).collect();
    for entry in std::fs::read_dir(directory).map_err(Stop::file(directory))? {
        let path = entry.map_err(Stop::file(directory))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.ends_with(".wav") && !name.starts_with("tone-") && !wanted.contains(name.as_str()) {
            std::fs::remove_file(&path).map_err(Stop::file(&path))?;
        }
    }
    Ok(())
}

/// A voice uses one processor: there are as many at work as there are processors.
fn speak_all(lines: Vec<Line>, directory: &Path) -> Result<(), Stop> {
    let bench = Workbench::new("voices")?;
    let many = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let queue = Mutex::new(lines.into_iter());
    let next = || queue.lock().ok().and_then(|mut queue| queue.next());
    let work = || {
        while let Some(line) = next() {
            speak(&line, bench.path(), directory)?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..many).map(|_| scope.spawn(work)).collect();
        // A worker that panicked has said why itself.
        workers.into_iter().try_for_each(|worker| worker.join().unwrap_or(Ok(())))
    })
}

/// One sentence, moved to its place when it is whole.
fn speak(line: &Line, bench: &Path, directory: &Path) -> Result<(), Stop> {
    let unfinished = bench.join(&line.file);
    let mut command = if line.language.starts_with("ja") {
        jtalk(&directory.join(VOICE), &unfinished)
    } else {
        espeak(&line.language, &unfinished)
    };
    let program = command.get_program().to_string_lossy().into_owned();
    let not_started = |error| Stop::NotStarted { program: program.clone(), error };
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().map_err(not_started)?;
    if let Some(mut stdin) = child.stdin.take() {
        writeln!(stdin, "{}", line.words).map_err(not_started)?;
    }
    let status = child.wait().map_err(not_started)?;
    if !status.success() {
        return Err(Stop::Failed { command: format!("{program} <<< {}", line.words), status });
    }
    let kept = directory.join(&line.file);
    // The kept directory may be on another file system than the cache.
    let beside = directory.join(format!(".{}", line.file));
    std::fs::copy(&unfinished, &beside).map_err(Stop::file(&beside))?;
    std::fs::remove_file(&unfinished).map_err(Stop::file(&unfinished))?;
    std::fs::rename(&beside, &kept).map_err(Stop::file(kept))
}

/// A little slower than it speaks by itself: many who need it are old.
fn jtalk(voice: &Path, to: &Path) -> Command {
    let mut command = Command::new("nice");
    command.args(["-n", "10", "open_jtalk", "-x", DICTIONARY, "-r", "0.95", "-m"]).arg(voice);
    command.arg("-ow").arg(to);
    command
}

fn espeak(language: &str, to: &Path) -> Command {
    let voice = match language {
        "zh" => "cmn",
        "pt" => "pt-br",
        "en" => "en-us",
        other => other,
    };
    let mut command = Command::new("nice");
    command.args(["-n", "10", "espeak-ng", "-v", voice, "-s", "150", "-w"]).arg(to).arg("--stdin");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_file_a_language_and_words() {
        let lines = lines("ja-1.wav\tja\tカード、どうぞ。\nno words\n");
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].file, "ja-1.wav");
        assert_eq!((lines[0].language.as_str(), lines[0].words.as_str()), ("ja", "カード、どうぞ。"));
    }
}
