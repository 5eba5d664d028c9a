//! `cargo xtask power-loss`: cuts the power everywhere and prints how often.

use crate::stop::Stop;
use crate::{cargo, figures};

/// Runs the tests of every crate that keeps something.
pub(crate) fn run() -> Result<(), Stop> {
    cargo::build_programs()?;
    figures::print(&["power_loss"], &["power loss: "], &[])
}
