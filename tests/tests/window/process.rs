//! Programs that are waited for, never longer than a limit.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Between two looks.
const STEP: Duration = Duration::from_millis(20);
/// What takes longer has failed, also on a machine that does much else.
pub(crate) const LIMIT: Duration = Duration::from_secs(60);

/// A program that ends with the test.
pub(crate) struct Process(pub(crate) Child);

impl Process {
    /// Its exit status, unless it outlives the limit.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        let mut status = None;
        until(|| {
            status = self.0.try_wait().unwrap();
            status.is_some()
        });
        status
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs a tool to its end.
pub(crate) fn run(command: &mut Command) {
    let mut tool = Process(command.spawn().expect("cargo xtask setup installs it"));
    let status = tool.ended();
    assert!(status.is_some_and(|status| status.success()), "{command:?}: {status:?}");
}

/// Looks again and again until it has come, within the limit. False if it has not.
pub(crate) fn until(mut come: impl FnMut() -> bool) -> bool {
    for _ in 0..LIMIT.as_millis() / STEP.as_millis() {
        if come() {
            return true;
        }
        std::thread::sleep(STEP);
    }
    false
}

/// Lines as they are said.
pub(crate) fn lines(said: impl Read + Send + 'static) -> Receiver<String> {
    let (to_us, lines) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(said).lines().map_while(Result::ok) {
            println!("{line}");
            let _ = to_us.send(line);
        }
    });
    lines
}
