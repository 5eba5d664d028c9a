//! The reception session as a machine without I/O: (state, now, event) in, effects out.
//!
//! It names no APDU, no pixel and no byte of a person: secrets and pictures stay in the runtime's
//! Closet, and the machine sees lengths, counters, scores and codes. So every session can be
//! logged, replayed and walked.
//!
//! - [`event`]: what can happen; [`effect`]: what the runtime is asked to do
//! - [`screen`]: what the patient and the staff see, as data; [`language`]: what a person chose to read
//! - [`ending`]: the failure catalogue's codes: how a session can end, who is to blame, what is next
//! - `every`: every value of what is told of a session, for the catalogue and for tests
//! - [`session`]: what a session remembers, and its steps
//! - [`machine`]: the state, its deadline, its screen, and the door through which events come
//! - `transitions`: the one page that says what follows what; `pin`, `face`, `number`, `staff`, `visual`,
//!   `reopen`, `service` and `ends` hold the details of each passage
#![doc = ""]
#![doc = include_str!("../TRANSITIONS.md")]
#![no_std]

pub mod effect;
pub mod ending;
pub mod event;
pub mod language;
pub mod machine;
pub mod screen;
pub mod session;

mod ends;
mod every;
mod face;
mod number;
mod pin;
mod reopen;
mod service;
mod staff;
mod transitions;
mod turn;
mod visual;

pub use effect::{
    AuditFact, CallReason, Effect, Effects, Evidence, PinPermit, ReceptionNotice, Slot, StrikeOutcome,
    VisualReason,
};
pub use ending::{Blame, Ending, NextStep, Refusal};
pub use event::{
    AuthorisationOutcome, CaptureOutcome, CardFault, ChallengeFacts, Choice, Event, LedgerFault, Notice,
    PinOutcome, QualityReason, ReferenceOutcome, Reply, ServiceFault, Side, SignOutcome, StaffId,
    StaffOutcome, Standing, Ticket, UndecidedReason, VerdictOutcome,
};
pub use language::Language;
pub use machine::{Machine, State};
pub use screen::{CameraHint, Screen};
pub use session::{Session, StaffErrand, Step};
