//! ISO/IEC 7816-4 commands and responses, and the one door to a card.
#![no_std]

mod channel;

pub use channel::{CardChannel, ChannelError, Outcome};
