//! Where fetched files are kept: outside the repository, so that a fresh clone on a used machine
//! fetches nothing. `sim/rig` looks in the same places when a test is run by plain `cargo test`.
//!
//! `$XDG_CACHE_HOME/mynumber-terminal` or `~/.cache/mynumber-terminal`, in it:
//!
//! | directory | variable | holds |
//! | --- | --- | --- |
//! | `models` | `MYNUMBER_MODELS` | the files of `models/manifest.toml` |
//! | `faces` | `MYNUMBER_FACES` | the pictures of `models/pictures.toml` |
//! | `voices` | `MYNUMBER_VOICES` | the sounds of the voice guide, and the voice of `models/voices.toml` |
//! | `vpcd` | `MYNUMBER_VPCD` | `libifdvpcd.so`, the virtual reader's driver for pcscd |

use crate::stop::Stop;
use std::path::{Path, PathBuf};

/// The directory that all others are in.
pub(crate) fn root() -> Result<PathBuf, Stop> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let base = match (set("XDG_CACHE_HOME"), set("HOME")) {
        (Some(cache), _) => PathBuf::from(cache),
        (None, Some(home)) => PathBuf::from(home).join(".cache"),
        (None, None) => return Err(Stop::NoHome),
    };
    Ok(base.join("mynumber-terminal"))
}

/// A kept directory: the variable's value where it is set, the default place otherwise.
pub(crate) fn kept(variable: &str, default: &str) -> Result<PathBuf, Stop> {
    match std::env::var_os(variable).filter(|value| !value.is_empty()) {
        Some(path) => Ok(PathBuf::from(path)),
        None => Ok(root()?.join(default)),
    }
}

/// The face models.
pub(crate) fn models() -> Result<PathBuf, Stop> {
    kept("MYNUMBER_MODELS", "models")
}

/// The demonstration pictures.
pub(crate) fn faces() -> Result<PathBuf, Stop> {
    kept("MYNUMBER_FACES", "faces")
}

/// The sounds of the voice guide.
pub(crate) fn voices() -> Result<PathBuf, Stop> {
    kept("MYNUMBER_VOICES", "voices")
}

/// The virtual reader's driver.
pub(crate) fn vpcd() -> Result<PathBuf, Stop> {
    kept("MYNUMBER_VPCD", "vpcd")
}

/// An empty directory of this run alone, removed with everything in it when dropped. It is in
/// the cache so that a finished file can be moved to its place in one step.
pub(crate) struct Workbench(PathBuf);

impl Workbench {
    /// Makes the directory.
    pub(crate) fn new(purpose: &str) -> Result<Self, Stop> {
        let path = root()?.join(format!("unfinished-{purpose}-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(Stop::file(&path))?;
        Ok(Self(path))
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Workbench {
    fn drop(&mut self) {
        // What remains is clutter in a cache, not a reason to fail the job.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
