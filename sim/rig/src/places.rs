//! Where things are: what set-up fetched (the table in `crates/xtask/src/cache.rs`), and what
//! cargo built.
//!
//! A test started by plain `cargo test` finds the same places as one started by
//! `cargo xtask test`, which sets the variables.

use crate::RigFault;
use std::ffi::OsString;
use std::path::PathBuf;

/// Directory of the files that `models/manifest.toml` names.
///
/// # Errors
/// [`RigFault::NotFetched`] and [`RigFault::NoHome`].
pub fn models() -> Result<PathBuf, RigFault> {
    present(kept("MYNUMBER_MODELS", "models")?)
}

/// Directory of the pictures that `models/pictures.toml` names.
///
/// # Errors
/// [`RigFault::NotFetched`] and [`RigFault::NoHome`].
pub fn faces() -> Result<PathBuf, RigFault> {
    present(kept("MYNUMBER_FACES", "faces")?)
}

/// The virtual reader's driver for pcscd, `libifdvpcd.so`.
///
/// # Errors
/// [`RigFault::NotFetched`] and [`RigFault::NoHome`].
pub fn vpcd_driver() -> Result<PathBuf, RigFault> {
    present(kept("MYNUMBER_VPCD", "vpcd")?.join("libifdvpcd.so"))
}

/// One of this workspace's programs, built with the same profile as the running program, which
/// is in the same directory or (a test) in `deps` below it.
///
/// # Errors
/// [`RigFault::NotBuilt`].
pub fn program(name: &str) -> Result<PathBuf, RigFault> {
    let own = std::env::current_exe().map_err(RigFault::channel("the running program"))?;
    let found =
        own.ancestors().skip(1).take(2).map(|directory| directory.join(name)).find(|path| path.is_file());
    found.ok_or_else(|| RigFault::NotBuilt { path: own.with_file_name(name) })
}

fn present(path: PathBuf) -> Result<PathBuf, RigFault> {
    if path.exists() { Ok(path) } else { Err(RigFault::NotFetched { path }) }
}

fn kept(variable: &str, default: &str) -> Result<PathBuf, RigFault> {
    let set = |name| std::env::var_os(name).filter(|value: &OsString| !value.is_empty());
    if let Some(path) = set(variable) {
        return Ok(path.into());
    }
    let cache = match (set("XDG_CACHE_HOME"), set("HOME")) {
        (Some(cache), _) => PathBuf::from(cache),
        (None, Some(home)) => PathBuf::from(home).join(".cache"),
        (None, None) => return Err(RigFault::NoHome),
    };
    Ok(cache.join("mynumber-terminal").join(default))
}
