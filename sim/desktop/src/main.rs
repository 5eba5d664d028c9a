//! The desktop simulator: `sim demo`, `sim replay`, `sim card …`.

use std::process::ExitCode;

fn main() -> ExitCode {
    match sim::command::run(std::env::args_os().skip(1)) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("sim: {fault}");
            ExitCode::FAILURE
        }
    }
}
