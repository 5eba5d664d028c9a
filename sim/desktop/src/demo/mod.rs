//! The demonstration: complete sessions on real parts, each compared with what must come of it.
//!
//! - [`scenario`]: who comes with which card, and what must come of it
//! - [`person`]: how the person before the terminal reacts to screens
//! - [`mod@bench`]: what outlives a scenario: pcscd, cards, keys, models; [`faces`]: its pictures
//! - [`place`]: one scenario's site: its service, its terminals, its records
//! - [`run`]: plays a scenario and judges it; [`report`]: the table

pub mod bench;
pub mod faces;
pub mod fault;
pub mod person;
pub mod place;
pub mod report;
pub mod run;
pub mod scenario;

pub use fault::DemoFault;
