//! The My Number Card's applications as typed, straight-line procedures over a
//! [`CardChannel`](apdu::CardChannel).
//!
//! Every procedure takes a [`Link`], says how many APDUs it sends, and returns what the card said as a
//! type. None keeps state beyond the link, retries a VERIFY, or decides anything: rules are `policy`'s.
//!
//! | module | procedure |
//! | --- | --- |
//! | [`identify`] | what lies in the reader: card, old card, phone, another card |
//! | [`facts`] | try counters and the certificate, before anything is offered |
//! | [`counter`] | one try counter, without spending a try |
//! | [`certificate`] | the certificate for user authentication, and a few facts of it |
//! | [`pin`] | one VERIFY of the PIN |
//! | [`check_number`], [`surface`] | 照合番号B, and the card face that it opens |
//! | [`genuineness`] | photo and chip, up to the authorities in [`cv`] and [`ca`] |
//! | [`sign`] | the signature |
//! | [`relay`] | a centre's commands, passed on |
//! | [`support_ap`] | the four attributes as text |
#![no_std]

pub mod ca;
pub mod certificate;
pub mod check_number;
pub mod counter;
pub mod cv;
mod date;
mod error;
pub mod facts;
mod file;
pub mod genuineness;
pub mod identify;
mod link;
pub mod pin;
pub mod relay;
pub mod rsa;
mod secret;
pub mod sign;
pub mod support_ap;
pub mod surface;

pub use check_number::CheckNumberOutcome;
pub use counter::{KeyReference, TriesLeft, UnknownTries};
pub use date::{CalendarDate, RecordedDate, UtcTime};
pub use error::{CardError, CardFile, Defect, Malformed, Misbehaviour, Misuse, Step, Unsupported};
pub use facts::CardFacts;
pub use genuineness::Genuineness;
pub use identify::Identity;
pub use link::{Application, Link};
pub use pin::{LastTry, PinOutcome};
pub use rsa::Signature;
pub use secret::{CheckNumberB, DigitsError, Pin};
pub use surface::CardFace;
