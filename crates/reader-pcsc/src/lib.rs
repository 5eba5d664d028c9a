//! The card reader through PC/SC: [`PcscReader`] implements the runtime's `Reader` port over
//! pcsc-lite.
//!
//! - [`PcscReader`]: which card lies there, and holding it;
//! - [`Readers`], [`FormRule`]: what a site configures;
//! - `view`: what pcscd tells of the readers at one moment;
//! - `told`: what to tell of it, swapped and torn cards included;
//! - `seize`: getting a card for ourselves within bounded time;
//! - `held`: one command, one SCardTransmit;
//! - `blame`: the table from PC/SC's errors to the port's;
//! - `property`: what a reader tells about itself (PC/SC part 10).
//!
//! # What this crate keeps
//!
//! A command is sent once: no error, status word or reset makes this crate send it again. A card
//! is powered off when a hold ends, also by a panic, so no right outlives it. A lost service is
//! looked for once per call and never in a loop. Which pcscd is meant (`PCSCLITE_CSOCK_NAME`) is
//! the program's business, not this crate's.
//!
//! # What pcsc-lite does not tell (1.9.9, stack.md 1)
//!
//! - `SCardIsValidContext` says yes after pcscd died, and such a context never recovers: any
//!   failure drops the context.
//! - A card torn away in the middle of a command gives success with 0 bytes.
//! - `SCardConnect` and `SCardBeginTransaction` wait without limit while another program is in a
//!   transaction: both run in a thread that is waited for with a limit.
//! - A card that was swapped between two looks is again "present": the count of insertions and
//!   removals beside the state shows it.

mod blame;
mod choice;
mod held;
mod patience;
mod property;
mod reader;
mod seize;
mod told;
mod view;

pub use choice::{FormRule, Readers};
pub use reader::{PcscReader, attached_readers};
