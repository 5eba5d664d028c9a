//! Opening the card's key without a PIN (design.md section 5).

use apdu::CardChannel;
use card::relay::Place;
use wire::{CardResponses, Script};

/// How a centre's commands reach the card. The configuration `None` is the absence of this port.
///
/// One authorisation is a conversation: the runtime asks the service, passes the script that it answers
/// with, and asks again with the card's responses, until the service says that a script opens the key.
pub trait HolderAuthorisation: Send {
    /// Passes one script to the card and brings back what it answered, response for step. `place` is
    /// where in its conversation the script stands.
    ///
    /// # Errors
    ///
    /// [`HolderFault`]; the key counts as closed.
    fn pass(
        &mut self,
        card: &mut dyn CardChannel,
        script: &Script,
        place: Place,
    ) -> Result<CardResponses, HolderFault>;
}

/// Why the key stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HolderFault {
    /// This terminal has no such port.
    Unsupported,
    /// The service misbehaved: this step does what no script may. Nothing was sent.
    Forbidden {
        /// Its position, from 0.
        step: usize,
    },
    /// The card answered a step otherwise than the centre expected. Nothing was sent after it.
    Refused {
        /// Its position, from 0.
        step: usize,
        /// Its status word.
        status: u16,
    },
    /// The card left or failed.
    Card,
}
