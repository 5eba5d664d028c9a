//! What is in the memory of terminal and service stays in their processes: no core dump when they crash,
//! no look from outside.
//!
//! `terminal enrol-staff` seals itself like the serving terminal, and then waits for its input. The
//! service serves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;
use tempfile::TempDir;

/// A user who owns nothing and may do nothing (Debian's `nobody`).
const NOBODY: u32 = 65_534;
const ABORTED: i32 = 6;

/// A directory that everybody may enter, with the programs in it.
struct Place {
    directory: TempDir,
}

impl Place {
    fn set_up() -> Self {
        let directory = tempfile::tempdir().unwrap();
        std::fs::set_permissions(directory.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        let place = Self { directory };
        for name in ["terminal", "verifier"] {
            let program = rig::places::program(name).unwrap_or_else(|fault| {
                panic!("{fault}; `cargo build --workspace --bins --examples` makes it")
            });
            std::fs::copy(program, place.path(name)).unwrap();
        }
        std::fs::write(place.path("terminal.toml"), place.config()).unwrap();
        test_pki::write(place.directory.path(), &[]).unwrap();
        place
    }

    /// Gives everything here to somebody.
    fn give_to(&self, user: u32) {
        let files = std::fs::read_dir(self.directory.path()).unwrap().map(|entry| entry.unwrap().path());
        for path in files.chain([self.directory.path().to_owned()]) {
            chown(path, Some(user), Some(user)).unwrap();
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn config(&self) -> String {
        let example = include_str!("../../firmware/terminal.example.toml");
        let staff = self.path("staff");
        let start = example.find("staff = ").unwrap();
        let end = start + example[start..].find('\n').unwrap();
        format!("{}staff = \"{}\"{}", &example[..start], staff.display(), &example[end..])
    }

    /// The product, waiting for a secret; core dumps of any size are allowed to it.
    fn product(&self) -> Command {
        let config = self.path("terminal.toml");
        let words = ["enrol-staff", "--number", "017", "--config", config.to_str().unwrap()];
        self.free_to_dump(&self.path("terminal"), &words)
    }

    /// The service, told `more`; it needs roots of cards, and takes any in a rig.
    fn service(&self, more: &[&str]) -> Command {
        let mut command = self.free_to_dump(&self.path("verifier"), &["serve", "--mode", "rig"]);
        command.args(["--listen", "127.0.0.1:0"]).arg("--database").arg(self.path("service.sqlite"));
        for (option, name) in [
            ("--server-cert", "service.pem"),
            ("--server-key", "service-key.pem"),
            ("--client-ca", "authority.pem"),
            ("--card-root", "authority.pem"),
        ] {
            command.arg(option).arg(self.path(name));
        }
        command.args(more);
        command
    }

    /// Every program: its name, its core limit, whether it lets others look.
    fn programs(&self) -> [(Command, &'static str, &'static str, bool); 4] {
        [
            (self.product(), "terminal", " 0 ", false),
            (self.service(&[]), "verifier", " 0 ", false),
            (self.service(&["--unsealed"]), "verifier", "unlimited", true),
            (self.control(), "cat", "unlimited", true),
        ]
    }

    /// A program that does not seal itself, waiting for its input.
    fn control(&self) -> Command {
        self.free_to_dump(Path::new("cat"), &[])
    }

    fn free_to_dump(&self, program: &Path, words: &[&str]) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -c unlimited && exec \"$@\"", "sh"]).arg(program).args(words);
        command.current_dir(self.directory.path()).stdin(Stdio::piped()).stdout(Stdio::null());
        command
    }
}

/// Waits until the shell has become this program, and it has reached what it waits for.
fn settled(child: &Child, name: &str, core_limit: &str) {
    let proc = |file: &str| std::fs::read_to_string(format!("/proc/{}/{file}", child.id()));
    for _ in 0..400 {
        let limits = proc("limits").unwrap_or_default();
        let limit = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap_or_default();
        if proc("comm").unwrap_or_default().trim() == name && limit.contains(core_limit) {
            return;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    panic!("{name} is not there, or its core limit is not {core_limit}");
}

fn crash(child: &mut Child) -> ExitStatus {
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-ABRT", &id]).status().unwrap().success());
    child.wait().unwrap()
}

#[test]
fn a_crash_of_a_product_leaves_no_core_dump() {
    let place = Place::set_up();
    for (mut command, name, core_limit, dumps) in place.programs() {
        let mut child = command.spawn().unwrap();
        settled(&child, name, core_limit);
        let ended = crash(&mut child);
        // If nothing dumps, then this machine writes no core dumps, and nothing is proved here.
        assert_eq!((ended.signal(), ended.core_dumped()), (Some(ABORTED), dumps), "{name}");
    }
}

#[test]
fn nobody_of_the_same_user_may_look_into_a_product() {
    let place = Place::set_up();
    // root may look into everything, so both sides are somebody else then.
    let root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    let lowered = |mut command: Command| {
        if root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    };
    if root {
        place.give_to(NOBODY);
    }
    let may_look = |child: &Child| {
        let file = format!("/proc/{}/mem", child.id());
        let mut look = lowered(Command::new("sh"));
        look.args(["-c", "exec 3< \"$1\"", "sh", &file]).stderr(Stdio::null());
        look.status().unwrap().success()
    };
    for (command, name, core_limit, seen) in place.programs() {
        let mut child = lowered(command).spawn().unwrap();
        settled(&child, name, core_limit);
        assert_eq!(may_look(&child), seen, "{name}");
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
