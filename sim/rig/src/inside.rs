//! A program that runs in a room.

use crate::RigFault;
use crate::room::Room;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Prints its process id as the rest of the machine sees it and becomes the program, whose
/// output goes to the log.
const BECOME: &str = r#"read -r pid rest < /proc/self/stat; echo "$pid"; exec "$0" "$@" >&2"#;

/// How much of a log is shown when its program fails, in bytes.
const LAST_WORDS: usize = 600;

#[derive(Debug)]
pub(crate) struct Inside {
    name: String,
    /// `nsenter`, which ends when the program does.
    entered: Child,
    pid: String,
    log: PathBuf,
}

impl Inside {
    /// Starts `program` in `room`, with its output added to the file `log`.
    pub(crate) fn start(
        room: &Room,
        mounts: bool,
        program: &Path,
        arguments: &[&std::ffi::OsStr],
        log: &Path,
    ) -> Result<Self, RigFault> {
        let output = File::options().create(true).append(true).open(log).map_err(RigFault::channel(log))?;
        let name = program.file_name().unwrap_or(program.as_os_str());
        let name = name.to_string_lossy().into_owned();
        let mut command = room.enter(mounts);
        command
            .args(["sh", "-c", BECOME])
            .arg(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(output);
        let mut entered =
            command.spawn().map_err(|error| RigFault::NotStarted { program: "nsenter".into(), error })?;
        let mut pid = String::new();
        if let Some(stdout) = entered.stdout.take() {
            BufReader::new(stdout).read_line(&mut pid).map_err(RigFault::channel(&name))?;
        }
        let inside = Self { name, entered, pid: pid.trim().to_owned(), log: log.to_owned() };
        if inside.pid.is_empty() {
            return Err(inside.ended());
        }
        Ok(inside)
    }

    /// An error if the program has ended.
    pub(crate) fn require_running(&mut self) -> Result<(), RigFault> {
        match self.entered.try_wait() {
            Ok(None) => Ok(()),
            _ => Err(self.ended()),
        }
    }

    /// Kills the program at once (SIGKILL: no clean-up of its own) and waits until it is gone.
    pub(crate) fn kill(&mut self) {
        if self.runs() {
            signal("KILL", &self.pid);
            // `nsenter` stopped itself if the program was stopped.
            signal("CONT", &self.entered.id().to_string());
            let _ = self.entered.wait();
        }
    }

    /// Holds the program where it is (SIGSTOP); it can only be killed then.
    pub(crate) fn freeze(&mut self) {
        if self.runs() {
            signal("STOP", &self.pid);
        }
    }

    /// Only while `nsenter` waits for the program, its number can't be another's.
    fn runs(&mut self) -> bool {
        matches!(self.entered.try_wait(), Ok(None))
    }

    fn ended(&self) -> RigFault {
        let log = std::fs::read(&self.log).unwrap_or_default();
        let end = log.get(log.len().saturating_sub(LAST_WORDS)..);
        RigFault::Ended {
            program: self.name.clone(),
            said: String::from_utf8_lossy(end.unwrap_or_default()).trim().to_owned(),
        }
    }
}

fn signal(name: &str, process: &str) {
    let _ =
        Command::new("sh").args(["-c", r#"kill -s "$0" "$1""#, name, process]).stderr(Stdio::null()).status();
}

impl Drop for Inside {
    fn drop(&mut self) {
        self.kill();
    }
}
