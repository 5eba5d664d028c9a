//! Opening a card's key without a PIN (design.md section 5). How the approved verifier does it is
//! not public (card.md 6.3); production has [`NoAuthoriser`] and nothing else. The stand-in lives
//! in the binary, not in this library, and its constructor asks for a [`crate::Rig`].

use policy::HolderAuthorisation;
use wire::{CardChallenge, Certificate, Cryptogram};

/// Why no cryptogram was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthoriserFault {
    /// None is configured.
    #[error("no holder authorisation is configured")]
    Unavailable,
    /// The card's challenge has a form that it does not answer.
    #[error("not a challenge that this authorisation answers")]
    Unsuitable,
    /// It failed itself.
    #[error("the holder authorisation failed")]
    Failed,
}

/// Makes the cryptogram by which a card opens its key for one signature. Called only after the
/// evidence passed every check.
pub trait HolderAuthoriser: Send + Sync {
    /// Which kind it is.
    fn kind(&self) -> HolderAuthorisation;

    /// The answer to the card's challenge.
    ///
    /// # Errors
    /// [`AuthoriserFault`]
    fn authorise(
        &self,
        certificate: &Certificate,
        challenge: &CardChallenge,
    ) -> Result<Cryptogram, AuthoriserFault>;
}

/// Opens no key: face and visual confirmation end in a refusal, PIN works.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoAuthoriser;

impl HolderAuthoriser for NoAuthoriser {
    fn kind(&self) -> HolderAuthorisation {
        HolderAuthorisation::None
    }

    fn authorise(&self, _: &Certificate, _: &CardChallenge) -> Result<Cryptogram, AuthoriserFault> {
        Err(AuthoriserFault::Unavailable)
    }
}
