//! `terminal-rig`: see [`sim::terminal_rig`].

use std::alloc::System;
use std::process::ExitCode;
use zeroizing_alloc::ZeroAlloc;

/// As in the product: what is freed is wiped.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    sim::terminal_rig::main()
}
