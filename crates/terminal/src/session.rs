//! What a session remembers, and its steps.

use crate::effect::{Evidence, PinPermit};
use crate::event::{ChallengeFacts, Notice, StaffId, Ticket};
use crate::screen::CameraHint;
use policy::{Attempts, CardFacts, Compared, Coverage, Credential, Method, Millis};

/// A session from the card's insertion to its ending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Session {
    /// The card's facts; [`CardFacts::UNREAD`] until it was read.
    pub card: CardFacts,
    /// Attempts so far.
    pub attempts: Attempts,
    /// The service's challenge, while fresh and unused.
    pub challenge: Option<ChallengeFacts>,
    /// What is known of the reference photo.
    pub reference: Reference,
    /// Whether a face can still be captured.
    pub capture: Capture,
    /// The evidence of holder verification, once there is one.
    pub evidence: Option<Evidence>,
    /// The step.
    pub step: Step,
    /// When the step is over at the latest.
    pub deadline: Millis,
}

/// What is known of the reference photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// Not asked for yet.
    Unread,
    /// Genuine, in the Closet; and whether the error rates speak of it.
    Genuine(Coverage),
    /// Can't be had in this session.
    Unavailable,
}

/// Whether a face can still be captured in this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Capture {
    /// Nothing speaks against it.
    Possible,
    /// The camera or the matcher failed.
    PartFailed,
    /// The patient can't turn the head.
    NeedsMovement,
}

/// What a challenge is fetched for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Errand {
    /// The PIN is asked for next.
    Pin {
        /// The patient insisted on the last try.
        last_try: bool,
    },
    /// The photo is read next, for a capture.
    Face,
    /// The photo is read next, for staff.
    Visual(StaffSeen),
}

impl Errand {
    /// The method that the errand is for.
    pub const fn method(&self) -> Method {
        match self {
            Self::Pin { .. } => Method::Pin,
            Self::Face => Method::Face,
            Self::Visual(_) => Method::Visual,
        }
    }
}

/// Staff who have identified themselves in this session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StaffSeen {
    /// Who.
    pub staff: StaffId,
    /// By which credential.
    pub credential: Credential,
}

/// What staff identify themselves for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StaffErrand {
    /// To confirm the holder by eye.
    Visual,
    /// To open a closed PIN again.
    Reopen,
}

/// The steps. Those with a ticket wait for its reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// The card is identified and its counters are read; the notice is for the choice that follows.
    Reading(Ticket, Option<Notice>),
    /// The patient chooses a method.
    Choosing(Option<Notice>),
    /// The patient reads what the last try costs; nothing can be confirmed yet.
    Warned,
    /// The patient has had time to read it and may confirm.
    Insisting,
    /// A challenge is on its way.
    Fetching(Ticket, Errand),
    /// The patient types the PIN.
    Typing(PinPermit, u8),
    /// The intent of a strike is being made durable.
    Intending(Ticket, PinPermit),
    /// The PIN is with the card.
    Presenting(Ticket),
    /// The photo is being read and its genuineness checked.
    ReadingPhoto(Ticket, Errand),
    /// Staff type 照合番号B from the card front; so many digits are there.
    TypingNumber(Errand, u8, Option<Notice>),
    /// The camera is on.
    Capturing(Ticket, Option<CameraHint>),
    /// Staff are on their way or typing their credential.
    AwaitingStaff(StaffErrand, u8, Option<Notice>),
    /// The staff credential is being checked.
    CheckingStaff(Ticket, StaffErrand),
    /// Staff say why the PIN may be used again.
    Reopening(StaffSeen),
    /// The strikes are being taken back.
    ResettingStrikes(Ticket),
    /// Staff compare person and photo.
    Comparing(StaffSeen, Compared),
    /// The service is asked to have the card's key opened.
    Authorising(Ticket),
    /// The card signs.
    Signing(Ticket),
    /// The statement is with the service.
    Submitting(Ticket),
    /// The patient is asked whether to register.
    Offering,
    /// The registration is with the service.
    Registering(Ticket),
}

impl Step {
    /// The ticket whose reply this step waits for.
    pub const fn awaited(&self) -> Option<Ticket> {
        match self {
            Self::Reading(ticket, _)
            | Self::Fetching(ticket, _)
            | Self::Intending(ticket, _)
            | Self::Presenting(ticket)
            | Self::ReadingPhoto(ticket, _)
            | Self::Capturing(ticket, _)
            | Self::CheckingStaff(ticket, _)
            | Self::ResettingStrikes(ticket)
            | Self::Authorising(ticket)
            | Self::Signing(ticket)
            | Self::Submitting(ticket)
            | Self::Registering(ticket) => Some(*ticket),
            Self::Choosing(_)
            | Self::Warned
            | Self::Insisting
            | Self::Typing(..)
            | Self::TypingNumber(..)
            | Self::AwaitingStaff(..)
            | Self::Comparing(..)
            | Self::Reopening(_)
            | Self::Offering => None,
        }
    }
}

impl Session {
    /// A session that has just begun.
    pub(crate) const fn begun(reading: Ticket, deadline: Millis) -> Self {
        Self {
            card: CardFacts::UNREAD,
            attempts: Attempts { pin: 0, face: 0, staff: 0, check_number: 0 },
            challenge: None,
            reference: Reference::Unread,
            capture: Capture::Possible,
            evidence: None,
            step: Step::Reading(reading, None),
            deadline,
        }
    }
}
