//! Opening the card's key without a PIN (design.md section 5).

use apdu::CardChannel;

/// How the service's word reaches the card. The configuration `None` is the absence of this port.
pub trait HolderAuthorisation: Send {
    /// Has the card make a challenge. At most 64 bytes, opaque to everybody but card and service.
    ///
    /// # Errors
    ///
    /// [`HolderFault`].
    fn card_challenge(&mut self, card: &mut dyn CardChannel) -> Result<Vec<u8>, HolderFault>;

    /// Hands the service's answer to the card, which opens its key for one signature.
    ///
    /// # Errors
    ///
    /// [`HolderFault`]; the key stays closed.
    fn open_key(&mut self, card: &mut dyn CardChannel, answer: &[u8]) -> Result<(), HolderFault>;
}

/// Why the key stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HolderFault {
    /// The card does not understand this way.
    Unsupported,
    /// The card refused the service's answer.
    Refused,
    /// The card left or failed.
    Card,
}
