//! The desktop simulator: the runtime with virtual parts where a device has the real ones.
//!
//! - [`command`]: `sim demo`, `sim replay` and `sim card …`
//! - [`demo`]: complete sessions on real parts, judged
//! - [`port`]: the virtual parts behind the runtime's ports

pub mod command;
pub mod demo;
pub mod port;
