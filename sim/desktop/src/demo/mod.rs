//! The demonstration: complete sessions on real parts, each compared with what must come of it.
//!
//! - [`scenario`]: who comes with which card, and what must come of it; [`scenarios`]: all of them;
//!   [`upsets`]: a sample of the fault matrix
//! - [`person`]: how the person before the terminal reacts to screens
//! - [`mod@bench`]: what outlives a scenario: pcscd, cards, keys, models; [`faces`]: its pictures
//! - [`place`]: one scenario's site: its service and its records; [`body`]: its terminals
//! - [`run`]: plays a scenario and judges it; [`report`]: the table

pub mod bench;
pub mod body;
pub mod faces;
pub mod fault;
pub mod person;
pub mod place;
pub mod report;
pub mod run;
pub mod scenario;
pub mod scenarios;
pub mod upsets;

pub use fault::DemoFault;
