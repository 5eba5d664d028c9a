//! `terminal-rig` without the allocator that wipes what is freed: what the search for secrets must
//! find them in. Never a terminal for anybody.

use std::process::ExitCode;

fn main() -> ExitCode {
    sim::terminal_rig::main()
}
