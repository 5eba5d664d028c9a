//! The card reader.

use apdu::{ApduForm, CardChannel};
use std::time::Duration;

/// One card reader, or several of which one is used at a time (PC/SC).
pub trait Reader: Send {
    /// Waits until the state differs from `known`, at most `patience`, and tells it.
    ///
    /// A lost reader or service is a state, not an error: the adapter rebuilds its context by
    /// itself, at most once per call, and never spins.
    fn watch(&mut self, known: SlotState, patience: Duration) -> SlotState;

    /// Connects to the card that lies there, holds it against everybody else (an exclusive
    /// connection, or one transaction where the reader refuses exclusive use) and lends it to
    /// `body` until that returns. Then the card is powered off, so that no right outlives the hold.
    ///
    /// # Errors
    ///
    /// [`ReaderFault`] if the card could not be held; `body` was not called then.
    fn hold(&mut self, body: &mut dyn FnMut(&mut dyn HeldCard)) -> Result<(), ReaderFault>;
}

/// What lies on the readers of this terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlotState {
    /// No card.
    Empty,
    /// One card.
    Card,
    /// Cards on two readers: the terminal asks, it never guesses.
    Several,
    /// No reader, or no smart card service.
    Lost,
}

/// A card that is held for this terminal alone.
pub trait HeldCard: CardChannel {
    /// Which APDUs the reader carries.
    fn form(&self) -> ApduForm;

    /// Whether the card is still there, without asking the card itself.
    fn presence(&mut self) -> Presence;
}

/// Whether the held card is still there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// It is, and it kept its state.
    Here,
    /// It left, or was reset by somebody else: whatever was known of it is void.
    Gone,
    /// The reader or its service went away.
    ReaderLost,
}

/// Why a card could not be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReaderFault {
    /// The card left before it was held.
    CardGone,
    /// The card does not answer to power: wrong way round, or a dead chip (D5).
    Mute,
    /// Another program holds it.
    HeldByOther,
    /// No reader, or no smart card service.
    Lost,
}
