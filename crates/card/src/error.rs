//! Failures, by who is to blame. A wrong PIN is none of them.

use apdu::tlv::{Tag, TlvError};
use apdu::{ChannelError, CommandError, ExchangeError, ExchangeFault, StatusWord};

use crate::link::Application;

/// Why a procedure has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardError {
    /// A file on the card is not what it must be.
    Malformed(Malformed),
    /// The card answered something that it must not.
    CardMisbehaved(Misbehaviour),
    /// The channel failed; [`ChannelError::outcome`] says whether the card may have acted.
    Channel(ChannelError),
    /// The card is sound and needs something that this crate can't do.
    Unsupported(Unsupported),
    /// The caller broke a rule; nothing was sent.
    Misuse(Misuse),
}

/// A file that is read from the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardFile {
    /// JPKI `0006`.
    TokenInfo,
    /// JPKI `0008`.
    CertificateAvailability,
    /// JPKI `000A`, the certificate for user authentication.
    UserCertificate,
    /// 券面事項確認AP `0002`.
    CardFace,
    /// 券面事項確認AP `0004`, the certificate of the key that signed the card face.
    SurfaceCertificate,
    /// 券面事項入力補助AP `0002`.
    BasicFour,
}

/// Which file is bad, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Malformed {
    /// The file.
    pub file: CardFile,
    /// What is wrong with it.
    pub defect: Defect,
}

/// What can be wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defect {
    /// Not BER-TLV, or an object is missing.
    Tlv(TlvError),
    /// The object that the whole file consists of does not begin where it may.
    NoRecord,
    /// The file is longer than may be.
    TooLong,
    /// The file ends before its record does.
    Truncated,
    /// The object with this tag has a length that it can't have.
    WrongLength(Tag),
    /// The object with this tag is not UTF-8.
    NotText(Tag),
    /// A date is none.
    BadDate,
}

impl From<TlvError> for Defect {
    fn from(error: TlvError) -> Self {
        Self::Tlv(error)
    }
}

/// What was being done when the card misbehaved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// SELECT of an application that has to be there.
    Select(Application),
    /// READ BINARY.
    Read(CardFile),
    /// The signature by the key for user authentication.
    Sign,
    /// Internal authentication.
    InternalAuthenticate,
}

/// How the card misbehaved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misbehaviour {
    /// A status word that this step can't end with.
    Refused {
        /// What was being done.
        step: Step,
        /// What the card said.
        status: StatusWord,
    },
    /// A response that breaks ISO/IEC 7816-4.
    Exchange(ExchangeFault),
    /// The file came in pieces so small that reading was given up.
    TooManyReads(CardFile),
    /// A signature that is not 256 bytes long.
    SignatureLength {
        /// What was being done.
        step: Step,
        /// How long it is, in bytes.
        length: usize,
    },
}

/// What this crate can't do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsupported {
    /// The public key in this file is not RSA-2048 with the exponent 65537 (the next card will have
    /// other keys, card.md 8).
    PublicKey(CardFile),
}

/// How the caller broke a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misuse {
    /// The buffer that was lent is shorter than the procedure's documented minimum.
    BufferTooSmall,
    /// The card asks for a verification of the holder that has not taken place.
    NotAuthorised(Step),
    /// The command could not be encoded.
    Command(CommandError),
    /// A relayed script has more steps than [`crate::relay::MOST_STEPS`].
    ScriptTooLong,
    /// This step of a relayed script is no command APDU, or is longer than the link can carry.
    ScriptMalformed {
        /// Its position, from 0.
        step: usize,
    },
    /// This step of a relayed script does what no script may: it touches a PIN or another secret, signs,
    /// hides another command, or begins a conversation without selecting an application.
    ScriptForbidden {
        /// Its position, from 0.
        step: usize,
    },
}

impl CardError {
    pub(crate) const fn malformed(file: CardFile, defect: Defect) -> Self {
        Self::Malformed(Malformed { file, defect })
    }

    /// The status word of a refusal.
    pub(crate) const fn refusal(&self) -> Option<StatusWord> {
        match self {
            Self::CardMisbehaved(Misbehaviour::Refused { status, .. }) => Some(*status),
            _ => None,
        }
    }

    pub(crate) const fn refused(step: Step, status: StatusWord) -> Self {
        Self::CardMisbehaved(Misbehaviour::Refused { step, status })
    }
}

impl From<ExchangeError> for CardError {
    fn from(error: ExchangeError) -> Self {
        match error {
            ExchangeError::Channel(error) => Self::Channel(error),
            ExchangeError::CardMisbehaved(fault) => Self::CardMisbehaved(Misbehaviour::Exchange(fault)),
        }
    }
}

impl From<CommandError> for CardError {
    fn from(error: CommandError) -> Self {
        Self::Misuse(Misuse::Command(error))
    }
}

impl From<ChannelError> for CardError {
    fn from(error: ChannelError) -> Self {
        Self::Channel(error)
    }
}
