//! What hostile bytes are thrown at: one body per target, called by the libFuzzer target of that
//! name (`tests/fuzz`, nightly) and, over the committed seeds, by the test `replay` (stable).
//!
//! A body takes any bytes, asserts what must hold whatever they are, and says whether the code
//! under test took them. A seed's file name says what it must say: `good-…` is taken, `bad-…` is
//! refused, `edge-…` may be either. Inputs that once broke something are kept as `crash-…`.
//! `cargo run -p hostile --example seeds` writes the seeds and the [`world`] that they belong to.
//!
//! - [`read`]: bytes cut into numbers and pieces
//! - [`world`]: one card, its authorities, one enrolled terminal
//! - [`chip`]: what a card says; `commands`: what a card is told
//! - [`messages`]: what travels between terminal and service
//! - `kept`: what lies on the medium; `photo`: the chip photo; [`session`]: what happens
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "the whole crate is test code: a broken assertion is its result"
)]

pub mod chip;
mod commands;
mod kept;
pub mod messages;
mod photo;
pub mod read;
pub mod session;
pub mod world;

/// Whether the code under test took the bytes for what it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Yes.
    Accepted,
    /// No, with a typed error.
    Refused,
}

impl Taken {
    fn of<T, E>(result: &Result<T, E>) -> Self {
        if result.is_ok() { Self::Accepted } else { Self::Refused }
    }
}

/// One target.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name: of the libFuzzer target, and of the folder of its seeds.
    pub name: &'static str,
    /// What the bytes are.
    pub bytes: &'static str,
    /// Throws them.
    pub body: fn(&[u8]) -> Taken,
}

/// All targets.
pub const TARGETS: [Target; 15] = [
    Target { name: "apdu_response", bytes: "answers to one command", body: chip::apdu_response },
    Target { name: "tlv", bytes: "BER-TLV objects", body: chip::tlv },
    Target {
        name: "surface_record",
        bytes: "券面 record or the four attributes",
        body: chip::surface_record,
    },
    Target { name: "certificate", bytes: "certificate 000A, at card and service", body: chip::certificate },
    Target { name: "cv_certificate", bytes: "card-verifiable certificate", body: chip::cv_certificate },
    Target {
        name: "channel_is_fuzzer",
        bytes: "a card's answers to every procedure",
        body: chip::procedures,
    },
    Target { name: "card_commands", bytes: "commands to the virtual card", body: commands::card_commands },
    Target { name: "jp2_photo", bytes: "chip photo, JPEG 2000", body: photo::jp2_photo },
    Target { name: "camera_frame", bytes: "frame of a camera's driver", body: photo::camera_frame },
    Target { name: "wire_service", bytes: "message to the service", body: messages::to_service },
    Target { name: "wire_terminal", bytes: "message to the terminal", body: messages::to_terminal },
    Target { name: "journal_file", bytes: "journal or strike ledger", body: kept::journal_file },
    Target { name: "model_manifest", bytes: "model manifest", body: kept::model_manifest },
    Target { name: "transcript_file", bytes: "transcript", body: kept::transcript_file },
    Target { name: "session_events", bytes: "site and events of sessions", body: session::session_events },
];

/// Throws `bytes` at the target of that name.
///
/// # Panics
/// If there is none, or if something that must hold does not.
pub fn throw(name: &str, bytes: &[u8]) -> Taken {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target of that name").body)(bytes)
}
