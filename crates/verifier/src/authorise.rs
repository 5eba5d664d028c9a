//! Opening a card's key without a PIN (design.md section 5). How the approved verifier does it is
//! not public (card.md 6.3); production has [`NoAuthoriser`] and nothing else. Who has the real
//! specification implements [`HolderAuthoriser`] and changes nothing else: the terminal passes on
//! whatever commands come of it. The stand-in lives in the binary, not in this library, and its
//! constructor asks for a [`crate::Rig`].

use policy::HolderAuthorisation;
use wire::{CardResponses, Certificate, Nonce, Script};

/// Why there are no commands for a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthoriserFault {
    /// None is configured.
    #[error("no holder authorisation is configured")]
    Unavailable,
    /// The card answered something that it does not go on from.
    #[error("not a response that this authorisation goes on from")]
    Unsuitable,
    /// It failed itself.
    #[error("the holder authorisation failed")]
    Failed,
}

/// One card whose key is to be opened, at one point of the conversation with it.
#[derive(Clone, Copy, Debug)]
pub struct CardAsking<'a> {
    /// The service's challenge: the same all through one conversation, and in no other.
    pub conversation: &'a Nonce,
    /// Certificate 000A of the card, which passed every check.
    pub certificate: &'a Certificate,
    /// What the card answered to the script before; empty at the beginning. Told by the terminal.
    pub responses: &'a CardResponses,
}

/// What the card is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Commands {
    /// These; and its responses are to be brought back.
    Continue(Script),
    /// These, which open its key for one signature. Given once in a conversation.
    Open(Script),
}

/// Makes the commands by which a card opens its key for one signature. Called only after the
/// evidence passed every check, once for each script.
pub trait HolderAuthoriser: Send + Sync {
    /// Which kind it is.
    fn kind(&self) -> HolderAuthorisation;

    /// What the card is to be told next.
    ///
    /// # Errors
    /// [`AuthoriserFault`]
    fn authorise(&self, card: CardAsking<'_>) -> Result<Commands, AuthoriserFault>;
}

/// Opens no key: face and visual confirmation end in a refusal, PIN works.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoAuthoriser;

impl HolderAuthoriser for NoAuthoriser {
    fn kind(&self) -> HolderAuthorisation {
        HolderAuthorisation::None
    }

    fn authorise(&self, _: CardAsking<'_>) -> Result<Commands, AuthoriserFault> {
        Err(AuthoriserFault::Unavailable)
    }
}
