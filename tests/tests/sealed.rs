//! The product's memory stays in its process: no core dump when it crashes, no look from outside.
//!
//! `terminal enrol-staff` seals itself like the serving terminal, and then waits for its input.
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

/// A directory that everybody may enter, with the program in it.
struct Place {
    directory: TempDir,
}

impl Place {
    fn set_up() -> Self {
        let directory = tempfile::tempdir().unwrap();
        std::fs::set_permissions(directory.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
        let program = rig::places::program("terminal")
            .unwrap_or_else(|fault| panic!("{fault}; `cargo build --workspace --bins --examples` makes it"));
        let place = Self { directory };
        std::fs::copy(program, place.path("terminal")).unwrap();
        std::fs::write(place.path("terminal.toml"), place.config()).unwrap();
        place
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
fn a_crash_of_the_product_leaves_no_core_dump() {
    let place = Place::set_up();
    let mut product = place.product().spawn().unwrap();
    settled(&product, "terminal", " 0 ");
    let ended = crash(&mut product);
    assert_eq!((ended.signal(), ended.core_dumped()), (Some(ABORTED), false));

    let mut control = place.control().spawn().unwrap();
    settled(&control, "cat", "unlimited");
    let ended = crash(&mut control);
    assert!(ended.core_dumped(), "this machine writes no core dumps, so nothing is proved here");
}

#[test]
fn nobody_of_the_same_user_may_look_into_the_product() {
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
        chown(place.directory.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let may_look = |child: &Child| {
        let file = format!("/proc/{}/mem", child.id());
        let mut look = lowered(Command::new("sh"));
        look.args(["-c", "exec 3< \"$1\"", "sh", &file]).stderr(Stdio::null());
        look.status().unwrap().success()
    };
    for (command, name, core_limit, seen) in
        [(place.product(), "terminal", " 0 ", false), (place.control(), "cat", "unlimited", true)]
    {
        let mut child = lowered(command).spawn().unwrap();
        settled(&child, name, core_limit);
        assert_eq!(may_look(&child), seen, "{name}");
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
