//! `cargo xtask walk`: every state of the machine, and of terminals, cards and ledger together.

use crate::stop::Stop;
use crate::{figures, setup};

/// Runs both walks and prints states, edges, depth and seconds. `--all` walks the largest worlds too, and
/// the machine without what is left out as only shown: minutes.
pub(crate) fn run(arguments: &[String]) -> Result<(), Stop> {
    let all: &[(&str, &str)] = match arguments {
        [] => &[],
        [all] if all == "--all" => &[("MYNUMBER_WALK", "all")],
        _ => return Err(Stop::Misuse("usage: cargo xtask walk [--all]\n")),
    };
    setup::run()?;
    figures::print(&["walk", "composed_system"], &["machine | ", "composed system | "], all)
}
