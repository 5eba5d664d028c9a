//! A virtual My Number Card: an independent implementation of the card's side, for tests, training and
//! the demonstration.
//!
//! It shares no code with the terminal: commands are parsed with the upstream `iso7816` crate, so the
//! two implementations check each other. What it does is what the project's card facts (`card.md`)
//! say was measured or published; where they say that something is not public, the choice made here
//! is named at the place.
//!
//! - [`card`]: the engine: [`card::VirtualCard`], power, commands, test modes.
//! - [`chip`]: a chip's contents as data. [`card_file`]: one card as a JSON file, and issuing it.
//! - [`profile`]: the states a test can meet. [`municipality`]: what an office does to a card.
//! - [`pki`]: the simulator's own issuers. [`holder`], [`pictures`], [`date`]: what is on a card.
//! - [`stand_in`]: the stand-in for verifier authorisation, which the real card does not have.
//! - [`vpcd`], [`slot`], [`trace`]: the virtual reader's link, and the hand that holds cards (`card-slot`).
//! - [`error`], [`hex`], [`secret`]: small parts.

pub mod card;
pub mod card_file;
pub mod chip;
pub mod date;
pub mod error;
pub mod hex;
pub mod holder;
mod issue;
pub mod municipality;
pub mod pictures;
pub mod pki;
pub mod profile;
mod record;
pub mod secret;
pub mod slot;
pub mod stand_in;
mod storage;
pub mod trace;
pub mod vpcd;
