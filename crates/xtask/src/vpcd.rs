//! The virtual reader's driver for pcscd, taken out of Debian's package `vsmartcard-vpcd`.
//!
//! The package itself must not be installed: its configuration makes the machine's own pcscd
//! listen for cards on every network address. Only a private pcscd, in a network namespace of
//! its own, loads this copy.

use crate::cache::{self, Workbench};
use crate::stop::Stop;
use crate::{packages, tool};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PACKAGE: &str = "vsmartcard-vpcd";
/// The driver's place in the package (a link to the versioned file).
const IN_PACKAGE: &str = "usr/lib/pcsc/drivers/serial/libifdvpcd.so";
/// Its name in the kept directory.
const KEPT: &str = "libifdvpcd.so";

/// Fetches the driver unless it is there.
pub(crate) fn fetch() -> Result<(), Stop> {
    let directory = cache::vpcd()?;
    let kept = directory.join(KEPT);
    if kept.is_file() {
        return Ok(());
    }
    println!("{PACKAGE}: fetching the virtual reader's driver (not installed)");
    let bench = Workbench::new("vpcd")?;
    let archive = download(bench.path())?;
    tool::run(Command::new("dpkg-deb").arg("--extract").arg(&archive).arg(bench.path()))?;
    let finished = bench.path().join("finished");
    let from = bench.path().join(IN_PACKAGE);
    std::fs::copy(&from, &finished).map_err(Stop::file(from))?;
    std::fs::create_dir_all(&directory).map_err(Stop::file(&directory))?;
    std::fs::rename(&finished, &kept).map_err(Stop::file(kept))
}

/// Downloads the package into `directory` and gives the file's path. apt checks it against the
/// signed index; a machine without an index gets one first, if this user may fetch it.
fn download(directory: &Path) -> Result<PathBuf, Stop> {
    if !try_download(directory) {
        if !tool::is_root()? {
            return Err(Stop::NoPackageIndex);
        }
        packages::update_index()?;
        tool::run(&mut download_command(directory))?;
    }
    let entries = std::fs::read_dir(directory).map_err(Stop::file(directory))?;
    entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "deb"))
        .ok_or_else(|| Stop::NotInPackage { package: PACKAGE.into(), path: "its archive".into() })
}

fn try_download(directory: &Path) -> bool {
    tool::succeeds(&mut download_command(directory))
}

fn download_command(directory: &Path) -> Command {
    let mut command = Command::new("apt-get");
    command.args(["--quiet=2", "download", PACKAGE]).current_dir(directory).stdout(Stdio::null());
    if tool::is_root().unwrap_or(false) {
        // apt would rather download as a user that can't write to a directory of root's.
        command.args(["--option", "APT::Sandbox::User=root"]);
    }
    command
}
