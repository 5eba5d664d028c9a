//! A program in the place of `aplay` that writes down what it was started with, and goes on until it is ended.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use speaker_aplay::{Loudspeaker, Settings, SpeakerFault};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use voice::{Sound, Speaker as _, Tone};

struct Desk {
    directory: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        for tone in [Tone::Typed, Tone::Done] {
            std::fs::write(directory.path().join(tone.file()), tone.wav()).unwrap();
        }
        let log = directory.path().join("log");
        let script = format!(
            "#!/bin/sh\n[ \"$1\" = --version ] && exit\necho $$ \"$@\" >> {}\nexec sleep 60\n",
            log.display()
        );
        let program = directory.path().join("aplay");
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        Self { directory }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn start(&self) -> Loudspeaker {
        let settings =
            Settings { sounds: self.directory.path().to_owned(), output: Some("headphones".into()) };
        Loudspeaker::start_with(settings, &self.path("aplay")).unwrap()
    }

    /// The lines of the log, once there are so many.
    fn log(&self, lines: usize) -> Vec<String> {
        for _ in 0..1000 {
            let text = std::fs::read_to_string(self.path("log")).unwrap_or_default();
            if text.lines().count() >= lines {
                return text.lines().map(str::to_owned).collect();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("nothing was played");
    }
}

fn ended(line: &str) -> bool {
    let process = Path::new("/proc").join(line.split(' ').next().unwrap());
    (0..1000).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        !process.exists()
    })
}

#[test]
fn a_new_screen_interrupts_what_is_said() {
    let desk = Desk::new();
    let mut speaker = desk.start();
    speaker.play(&[Sound::Tone(Tone::Typed), Sound::Tone(Tone::LookHere)]);
    let first = desk.log(1);
    let typed = desk.path(Tone::Typed.file());
    assert!(first[0].ends_with(&format!("--quiet --device=headphones {}", typed.display())), "{first:?}");
    speaker.play(&[Sound::Tone(Tone::Done)]);
    let both = desk.log(2);
    assert!(both[1].ends_with(Tone::Done.file()), "{both:?}");
    assert!(ended(&both[0]));
    drop(speaker);
    assert!(ended(&both[1]), "silent when the terminal is switched off");

    // Here and not in a test of its own: a process that is being started holds every script that is being written.
    let settings = Settings { sounds: desk.directory.path().to_owned(), output: None };
    let none = Loudspeaker::start_with(settings, &desk.path("no-program")).err().unwrap();
    assert!(matches!(none, SpeakerFault::NoProgram { .. }) && none.to_string().contains("alsa-utils"));
}

#[test]
fn without_sounds_it_says_what_to_do() {
    let directory = tempfile::tempdir().unwrap();
    let settings = Settings { sounds: directory.path().join("nothing"), output: None };
    let absent = Loudspeaker::start(settings).err().unwrap();
    assert!(matches!(absent, SpeakerFault::NoSounds { .. }) && absent.to_string().contains("xtask voices"));
}
