//! The attacks of `tests/attacks.toml`: the list is whole, and those that need a terminal, a card and
//! the service together are tried here. The terminal is the real one around the virtual card, the
//! service is the real one, in one process; what the attacker holds is scripted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod at_the_counter;
mod bench;
mod cards;
mod in_between;
mod list;
mod parts;
mod typed_numbers;
mod world;
