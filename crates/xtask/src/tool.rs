//! Running another program and saying so when it fails.

use crate::stop::Stop;
use std::process::{Command, Output, Stdio};

/// Runs `command` with this terminal as its own, and stops the job unless it succeeds.
pub(crate) fn run(command: &mut Command) -> Result<(), Stop> {
    let status = command.status().map_err(|error| not_started(command, error))?;
    if status.success() { Ok(()) } else { Err(Stop::Failed { command: line(command), status }) }
}

/// Runs `command` and gives its output, whatever its exit status; errors stay on the terminal.
pub(crate) fn output(command: &mut Command) -> Result<Output, Stop> {
    command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| not_started(command, error))
}

/// Standard output of `command` as text; stops the job unless it succeeds.
pub(crate) fn text(command: &mut Command) -> Result<String, Stop> {
    let output = output(command)?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Stop::Failed { command: line(command), status: output.status })
    }
}

/// Whether `command` can be started and succeeds, with nothing shown.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Whether this user may install Debian packages.
pub(crate) fn is_root() -> Result<bool, Stop> {
    Ok(text(Command::new("id").arg("-u"))?.trim() == "0")
}

fn not_started(command: &Command, error: std::io::Error) -> Stop {
    Stop::NotStarted { program: command.get_program().to_string_lossy().into_owned(), error }
}

fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}
