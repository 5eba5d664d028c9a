//! `cargo xtask setup`: a bare Debian machine becomes one that builds and runs everything.

use crate::stop::Stop;
use crate::{packages, tool, vpcd};

/// Installs what is missing, or says what is.
pub(crate) fn run() -> Result<(), Stop> {
    let missing = packages::missing()?;
    if !missing.is_empty() {
        println!("missing Debian packages:");
        for (name, reason) in packages::NEEDED {
            if missing.contains(&name) {
                println!("  {name}: {reason}");
            }
        }
        if !tool::is_root()? {
            return Err(Stop::PackagesMissing(missing));
        }
        packages::install(&missing)?;
    }
    vpcd::fetch()
}
