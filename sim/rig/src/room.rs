//! A room: mount, network and process namespaces held open by one small process.
//!
//! The virtual reader's driver listens on every address, so it gets a network that has only a
//! loopback of its own. pcscd's socket has a fixed path, so it gets a `/run` of its own. And
//! whatever runs in the room ends with the room, because the kernel kills a process namespace
//! whose first process ends; that one reads a pipe whose other end only we hold, so the room is
//! cleared even when this program is killed.

use crate::RigFault;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};

/// Runs in the room with the run directory as `$1`. Prints the first process's id as the rest
/// of the machine sees it (`/proc` is still the machine's), then stays until its input ends.
const FURNISH: &str = r#"
set -e
ip link set lo up
[ -d /run/pcscd ] || { mount -t tmpfs tmpfs /run; mkdir /run/pcscd; }
mount --bind "$1" /run/pcscd
# No drivers: a reader plugged into this machine is none of the test's business.
[ ! -d /usr/lib/pcsc/drivers ] || mount -t tmpfs tmpfs /usr/lib/pcsc/drivers
read -r pid rest < /proc/self/stat
echo "$pid"
exec cat > /dev/null
"#;

#[derive(Debug)]
pub(crate) struct Room {
    /// `unshare`, the parent of the room's first process.
    unshare: Child,
    /// Closing it clears the room.
    door: Option<ChildStdin>,
    /// The room's first process.
    first: String,
    /// The room has a user namespace too, because we are not root on this machine.
    own_users: bool,
}

impl Room {
    /// Opens a room in which `/run/pcscd` is `run_directory`.
    pub(crate) fn open(run_directory: &Path) -> Result<Self, RigFault> {
        match Self::open_as(run_directory, false) {
            Err(RigFault::NamespacesRefused { .. }) => Self::open_as(run_directory, true),
            other => other,
        }
    }

    fn open_as(run_directory: &Path, own_users: bool) -> Result<Self, RigFault> {
        let mut command = Command::new("unshare");
        if own_users {
            command.args(["--user", "--map-root-user"]);
        }
        command
            .args(["--mount", "--net", "--pid", "--fork", "--kill-child"])
            .args(["sh", "-c", FURNISH, "room"])
            .arg(run_directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut unshare =
            command.spawn().map_err(|error| RigFault::NotStarted { program: "unshare".into(), error })?;
        let door = unshare.stdin.take();
        let mut first = String::new();
        if let Some(stdout) = unshare.stdout.take() {
            BufReader::new(stdout).read_line(&mut first).map_err(RigFault::channel("unshare"))?;
        }
        let mut room = Self { unshare, door, first: first.trim().to_owned(), own_users };
        if room.first.is_empty() {
            return Err(RigFault::NamespacesRefused { said: room.last_words() });
        }
        Ok(room)
    }

    /// `nsenter` into the room's network and processes; into its mounts too with `mounts`.
    /// The program to run is still to be added.
    pub(crate) fn enter(&self, mounts: bool) -> Command {
        let mut command = Command::new("nsenter");
        command.args(["--target", &self.first, "--net", "--pid"]);
        if self.own_users {
            command.args(["--user", "--preserve-credentials"]);
        }
        if mounts {
            command.arg("--mount");
        }
        command.arg("--");
        command
    }

    /// What `unshare` or the furnishing said when it failed.
    fn last_words(&mut self) -> String {
        self.door = None;
        let mut said = String::new();
        if let Some(mut stderr) = self.unshare.stderr.take() {
            let _ = stderr.read_to_string(&mut said);
        }
        said.trim().to_owned()
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.door = None;
        // `unshare` ends with the room's first process, and that with its input. If it can't be
        // waited for, there is nobody left to tell.
        let _ = self.unshare.wait();
    }
}
