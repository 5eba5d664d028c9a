//! A loudspeaker or headphones: plays the files of `cargo xtask voices` by ALSA's program `aplay`.
//!
//! A program of its own, so that nothing of a sound driver is in the process that holds a person's data. It
//! is given names of files, which say which screen is heard, and never a key. Its output goes nowhere.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use voice::{Sound, Speaker, Tone};

/// Where sounds are and where they go.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The directory that `cargo xtask voices` fills.
    pub sounds: PathBuf,
    /// ALSA's name of the output; its default one without it.
    pub output: Option<String>,
}

/// Why nothing can be heard, with what to do next.
#[derive(Debug, thiserror::Error)]
pub enum SpeakerFault {
    /// The sounds are not there.
    #[error("{sounds}: no sounds of the voice guide; `cargo xtask voices` makes them")]
    NoSounds {
        /// The directory.
        sounds: PathBuf,
    },
    /// The program can't be started.
    #[error("{program}: {error}; install alsa-utils")]
    NoProgram {
        /// The program.
        program: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The system gives no thread.
    #[error("no thread: {0}; the machine is out of memory or of processes")]
    Thread(std::io::Error),
}

/// Plays what it is given, and stops what it was given before.
pub struct Loudspeaker {
    sounds: PathBuf,
    to_player: Sender<Vec<PathBuf>>,
}

impl Loudspeaker {
    /// Looks whether there is something to play and a program for it.
    ///
    /// # Errors
    ///
    /// [`SpeakerFault`].
    pub fn start(settings: Settings) -> Result<Self, SpeakerFault> {
        Self::start_with(settings, Path::new("aplay"))
    }

    /// As [`Loudspeaker::start`], with another program that takes the same arguments.
    ///
    /// # Errors
    ///
    /// [`SpeakerFault`].
    pub fn start_with(settings: Settings, program: &Path) -> Result<Self, SpeakerFault> {
        let Settings { sounds, output } = settings;
        if !sounds.join(Tone::Typed.file()).is_file() {
            return Err(SpeakerFault::NoSounds { sounds });
        }
        quiet(Command::new(program).arg("--version"))
            .status()
            .map_err(|error| SpeakerFault::NoProgram { program: program.to_owned(), error })?;
        let (to_player, asked) = channel();
        let program = program.to_owned();
        std::thread::Builder::new()
            .name("speaker".into())
            .spawn(move || play_all(&program, output.as_deref(), &asked))
            .map_err(SpeakerFault::Thread)?;
        Ok(Self { sounds, to_player })
    }
}

impl Speaker for Loudspeaker {
    /// A sentence without a file is left out: the screen has it, and the sentences beside it are heard.
    fn play(&mut self, sounds: &[Sound]) {
        let file = |sound: &Sound| match sound {
            Sound::Phrase(phrase) => self.sounds.join(phrase.file()),
            Sound::Tone(tone) => self.sounds.join(tone.file()),
        };
        let files = sounds.iter().map(file).filter(|file| file.is_file()).collect();
        // The thread ends with this value, and not before.
        let _ = self.to_player.send(files);
    }
}

/// One program at a time; a new one takes the place of one that still plays.
fn play_all(program: &Path, output: Option<&str>, asked: &Receiver<Vec<PathBuf>>) {
    let mut playing: Option<Child> = None;
    while let Ok(first) = asked.recv() {
        // Of several that came meanwhile the last is what is on the screen.
        let files = asked.try_iter().last().unwrap_or(first);
        stop(playing.take());
        if files.is_empty() {
            continue;
        }
        let mut command = Command::new(program);
        command.arg("--quiet").args(output.map(|output| format!("--device={output}"))).args(files);
        // A device that is unplugged may come back: the next screen tries again.
        playing = quiet(&mut command).spawn().ok();
    }
    stop(playing);
}

/// Ends it if it still plays, and leaves no process behind.
fn stop(playing: Option<Child>) {
    if let Some(mut playing) = playing {
        // Both fail only for a process that has ended already.
        let (_, _) = (playing.kill(), playing.wait());
    }
}

fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())
}
