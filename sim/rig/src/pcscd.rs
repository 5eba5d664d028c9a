use crate::inside::Inside;
use crate::room::Room;
use crate::{RigFault, places, wait};
use std::ffi::OsStr;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;

/// The port of the driver's first slot; the second is the next one. Every instance uses the same,
/// each in a network of its own.
pub(crate) const FIRST_PORT: u16 = 35_963;

/// An address of a UNIX socket is at most this long (`sun_path` less its final zero).
const LONGEST_SOCKET: usize = 107;

/// pcscd loads its driver and listens within a tenth of a second; a busy machine takes longer.
const START_LIMIT: Duration = Duration::from_secs(15);

/// A real pcscd with two empty virtual slots, for one test or one demonstration.
///
/// Its clients find it by the variable `PCSCLITE_CSOCK_NAME` in *their* environment
/// ([`PrivatePcscd::client`]); the variable of the running program is never touched. Several
/// instances run side by side. Dropping it ends pcscd and everything in its room.
#[derive(Debug)]
pub struct PrivatePcscd {
    // In the order of dropping: the daemon, its room, its files.
    daemon: Option<Inside>,
    room: Room,
    directory: TempDir,
}

impl PrivatePcscd {
    /// Starts pcscd and waits until it answers.
    ///
    /// # Errors
    /// [`RigFault::NamespacesRefused`] where this user may not make namespaces,
    /// [`RigFault::NotFetched`] without the driver, [`RigFault::NotStarted`] without pcscd, and
    /// whatever goes wrong on the way.
    pub fn start() -> Result<Self, RigFault> {
        let driver = places::vpcd_driver()?;
        let directory = TempDir::with_prefix("pcscd-").map_err(RigFault::channel("TMPDIR"))?;
        let run = directory.path().join("run");
        std::fs::create_dir(&run).map_err(RigFault::channel(&run))?;
        let room = Room::open(&run)?;
        let mut pcscd = Self { daemon: None, room, directory };
        if pcscd.socket().as_os_str().len() > LONGEST_SOCKET {
            return Err(RigFault::PathUnusable { path: pcscd.socket() });
        }
        pcscd.configure(&driver)?;
        pcscd.restart()?;
        Ok(pcscd)
    }

    /// The value that a client needs in `PCSCLITE_CSOCK_NAME`.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.directory.path().join("run/pcscd.comm")
    }

    /// The names under which clients see the two readers.
    #[must_use]
    pub fn readers(&self) -> [&'static str; 2] {
        ["Virtual PCD 00 00", "Virtual PCD 00 01"]
    }

    /// A command whose PC/SC library talks to this pcscd and to no other.
    #[must_use]
    pub fn client(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("PCSCLITE_CSOCK_NAME", self.socket());
        command
    }

    /// What pcscd and the card slots have written so far, for a failing test to show.
    #[must_use]
    pub fn log(&self) -> String {
        let log = std::fs::read(self.log_file()).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }

    /// Kills pcscd as a crash would (SIGKILL): its socket and its pid file stay behind.
    pub fn kill(&mut self) {
        self.daemon = None;
    }

    /// Holds pcscd where it is (SIGSTOP): it still has its sockets and reads nothing. It can only be
    /// killed then.
    pub fn freeze(&mut self) {
        if let Some(daemon) = &mut self.daemon {
            daemon.freeze();
        }
    }

    /// Starts pcscd anew in the same room, after clearing away what a killed one left: pcscd
    /// 1.9.9 refuses to start beside these files. Card slots reconnect by themselves.
    ///
    /// # Errors
    /// As [`PrivatePcscd::start`].
    pub fn restart(&mut self) -> Result<(), RigFault> {
        self.kill();
        for stale in ["pcscd.comm", "pcscd.pid"] {
            let stale = self.directory.path().join("run").join(stale);
            match std::fs::remove_file(&stale) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(RigFault::Channel { path: stale, error });
                }
                _ => {}
            }
        }
        let config = self.config_directory();
        let arguments = [OsStr::new("--foreground"), OsStr::new("--config"), config.as_os_str()];
        let program = Path::new("/usr/sbin/pcscd");
        let mut daemon = Inside::start(&self.room, true, program, &arguments, &self.log_file())?;
        wait::until("pcscd answering on its socket", START_LIMIT, || {
            daemon.require_running()?;
            Ok(UnixStream::connect(self.socket()).ok())
        })?;
        self.daemon = Some(daemon);
        Ok(())
    }

    pub(crate) fn room(&self) -> &Room {
        &self.room
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn log_file(&self) -> PathBuf {
        self.directory.path().join("log")
    }

    fn config_directory(&self) -> PathBuf {
        self.directory.path().join("conf")
    }

    fn configure(&self, driver: &Path) -> Result<(), RigFault> {
        // By a link inside the room, because the file can't express every path.
        let link = self.directory.path().join("run/driver.so");
        std::os::unix::fs::symlink(driver, &link).map_err(RigFault::channel(&link))?;
        let directory = self.config_directory();
        std::fs::create_dir(&directory).map_err(RigFault::channel(&directory))?;
        let file = directory.join("vpcd");
        let text = format!(
            "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x{FIRST_PORT:X}\n\
             LIBPATH /run/pcscd/driver.so\nCHANNELID 0x{FIRST_PORT:X}\n"
        );
        std::fs::write(&file, text).map_err(RigFault::channel(&file))
    }
}
