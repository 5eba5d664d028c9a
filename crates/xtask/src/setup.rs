//! `cargo xtask setup`: a bare Debian machine becomes one that builds and runs everything.

use crate::packages::{self, Needed};
use crate::stop::Stop;
use crate::{tool, vpcd};

/// Installs what is missing, or says what is.
pub(crate) fn run() -> Result<(), Stop> {
    install(&packages::NEEDED)?;
    vpcd::fetch()
}

/// Installs those of `needed` that are missing, or says which.
pub(crate) fn install(needed: &[Needed]) -> Result<(), Stop> {
    let missing = packages::missing(needed)?;
    if missing.is_empty() {
        return Ok(());
    }
    println!("missing Debian packages:");
    for (name, reason) in needed {
        if missing.contains(name) {
            println!("  {name}: {reason}");
        }
    }
    if !tool::is_root()? {
        return Err(Stop::PackagesMissing(missing));
    }
    packages::install(&missing)
}
