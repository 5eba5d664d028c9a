//! The one door to a card: [`CardChannel`].

/// A powered card that answers one command at a time.
///
/// Implemented by the PC/SC reader, by the virtual card in-process and by the scripted cards of
/// tests. An implementation moves bytes and nothing else: it **never** resends, never answers
/// `61xx` or `6Cxx` by itself and never selects anything, because only the caller knows which
/// commands may be sent twice (a VERIFY may not).
pub trait CardChannel {
    /// Sends `command` (a whole command APDU, ISO/IEC 7816-4 §5.1) once and writes the whole response
    /// APDU, status word included, to the start of `response`.
    ///
    /// Returns the number of bytes written, which is at least 2.
    ///
    /// # Errors
    ///
    /// Any [`ChannelError`]. After an error whose [`ChannelError::outcome`] is
    /// [`Outcome::Unknown`] the card may or may not have carried the command out.
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError>;
}

impl<C: CardChannel + ?Sized> CardChannel for &mut C {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        (**self).transmit(command, response)
    }
}

/// Why no response came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChannelError {
    /// The card left the reader.
    Removed,
    /// Fewer than two bytes came back: the card was torn away in the middle of the command
    /// (pcsc-lite reports success with 0 bytes; stack.md 1).
    Torn,
    /// Somebody else reset the card since our last command; the command was not sent, and all
    /// selections and rights are gone.
    Reset,
    /// The card is there and does not answer.
    Mute,
    /// Somebody else holds the card; the command was not sent.
    SharingViolation,
    /// The reader could not take the command at this moment and says that it was not sent.
    NotSent,
    /// The smart card service went away.
    ServiceGone,
    /// The reader was unplugged.
    ReaderGone,
    /// The response is longer than the buffer that was lent for it.
    ResponseTooLong,
    /// The reader or its protocol can't carry this command (an extended APDU, for example); it was
    /// not sent.
    Unsupported,
    /// The reader reported a failure of its own, or one that has no name here.
    ReaderFailed,
}

/// Whether a command that got no response was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Certainly not: no byte of it reached the card.
    NotExecuted,
    /// Nobody can say.
    Unknown,
}

impl ChannelError {
    /// Whether the command may have been carried out although no response came back.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Reset | Self::SharingViolation | Self::NotSent | Self::Unsupported => Outcome::NotExecuted,
            Self::Removed
            | Self::Torn
            | Self::Mute
            | Self::ServiceGone
            | Self::ReaderGone
            | Self::ResponseTooLong
            | Self::ReaderFailed => Outcome::Unknown,
        }
    }

    /// True if the same command could succeed at once: nothing reached the card, and nothing that
    /// was selected before is lost.
    #[must_use]
    pub const fn is_transient(self) -> bool {
        matches!(self, Self::SharingViolation | Self::NotSent)
    }
}

impl core::fmt::Display for ChannelError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Removed => "the card was removed",
            Self::Torn => "the card was torn away during a command",
            Self::Reset => "the card was reset by somebody else",
            Self::Mute => "the card does not answer",
            Self::SharingViolation => "the card is held by somebody else",
            Self::NotSent => "the reader did not send the command",
            Self::ServiceGone => "the smart card service went away",
            Self::ReaderGone => "the reader was unplugged",
            Self::ResponseTooLong => "the response is longer than its buffer",
            Self::Unsupported => "the reader can't carry this command",
            Self::ReaderFailed => "the reader failed",
        })
    }
}

impl core::error::Error for ChannelError {}
