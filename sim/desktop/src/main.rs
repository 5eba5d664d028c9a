//! The desktop simulator: `sim demo`, `sim replay`, `sim card …`.

use std::alloc::System;
use std::process::ExitCode;
use zeroizing_alloc::ZeroAlloc;

/// As in the product: what is freed is wiped.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    match sim::command::run(std::env::args_os().skip(1)) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("sim: {fault}");
            ExitCode::FAILURE
        }
    }
}
