//! Carries the session machine's effects out: one loop, one Closet of secrets, one worker per part.
//!
//! - [`port`]: what the runtime needs of the world
//! - [`parts`]: what a terminal is composed of
//! - [`station`]: the loop; `effect` carries out what the machine asks, `reply` turns answers into events
//! - `worker`: one thread per blocking part
//! - `authorisation`: the conversation between card and centre that opens the key without a PIN
//! - `closet`: secrets and pictures; `case`: what a session needs to make its signed messages
//! - `scrub`: the stack that secrets were on
//! - [`transcript`]: what happened, without a byte of a person; a file that replays to the same screens
//! - [`staff`]: who may confirm by eye
//! - [`work`]: what workers do with one job, without their threads: for models of the whole system

pub mod parts;
pub mod port;
pub mod staff;
pub mod station;
pub mod transcript;
pub mod work;

mod authorisation;
mod case;
mod closet;
mod effect;
mod hand;
mod reply;
mod scrub;
mod translate;
mod worker;

pub use closet::Residue;
pub use hand::Hand;
pub use parts::{Chronicle, Parts, Settings};
pub use staff::{StaffBook, StaffEntry, StaffMisuse};
pub use station::Station;
pub use transcript::{Flaw, Opening, Spent, Transcript, TranscriptFault};
pub use worker::records::Records;
