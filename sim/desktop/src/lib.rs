//! The desktop simulator: the runtime with virtual parts where a device has the real ones.
//!
//! - [`command`]: `sim demo`, `sim replay` and `sim card …`
//! - [`demo`]: complete sessions on real parts, judged
//! - [`window`]: a terminal that a person can touch, and the bench beside it
//! - [`port`]: the virtual parts behind the runtime's ports
//! - [`terminal_rig`]: the device's composition on a bench, in a process of its own

pub mod command;
pub mod demo;
pub mod port;
pub mod terminal_rig;
pub mod window;
