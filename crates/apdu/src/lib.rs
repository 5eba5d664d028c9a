//! ISO/IEC 7816-4 commands and responses, and the one door to a card.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`CardChannel`] | one method, one transmission; everything that can answer an APDU implements it |
//! | [`Command`] | a command of the kind [`Once`] or [`Repeatable`], in a [`CommandBuffer`] that is wiped |
//! | [`Response`], [`ExchangeError`] | what came back, or who is to blame |
//! | [`StatusWord`] | the two bytes at the end of each response |
//! | [`ApduForm`] | whether the reader carries extended APDUs, and how long |
//! | [`iso`] | SELECT, READ BINARY and VERIFY |
//! | [`tlv`] | a bounds-checked BER-TLV reader |
//!
//! The rule of the house is in the types: a [`Command`] of the kind [`Once`] is consumed when it is
//! sent, so a VERIFY can't be sent twice; only a [`Repeatable`] one is ever sent again, and then once.
#![no_std]

mod channel;
mod command;
mod exchange;
mod form;
pub mod iso;
mod status;
pub mod tlv;

pub use channel::{CardChannel, ChannelError, Outcome};
pub use command::{Body, Command, CommandBuffer, CommandError, Header, Kind, Once, Repeatable};
pub use exchange::{ExchangeError, ExchangeFault, MOST_GET_RESPONSES, Response};
pub use form::{ApduForm, Ne};
pub use status::StatusWord;
