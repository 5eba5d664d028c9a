//! What the runtime is asked to do.

use crate::ending::Ending;
use crate::event::{StaffId, Ticket};
use crate::screen::Screen;
use policy::{
    AttackDetection, Attempts, CardKind, Compared, ComparisonScore, Credential, Method, Purpose, RevisionId,
};

/// Effects of one event, in order. The longest row of effects that one event has is 7.
pub type Effects = heapless::Vec<Effect, 10>;

/// One effect. Those with a ticket are answered by one reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Identify the card and read its counters; no try is spent.
    ReadCard(Ticket),
    /// Ask the service for a challenge.
    RequestChallenge(Ticket, Purpose),
    /// Make the intent of a strike durable (Inv13 b).
    RecordIntent(Ticket),
    /// Present the PIN in the Closet, once.
    PresentPin(Ticket, PinPermit),
    /// Close the intent with what came of it.
    CloseIntent(StrikeOutcome),
    /// Present 照合番号B, read photo and attributes into the Closet, check their genuineness.
    ReadReference(Ticket),
    /// Capture the face and compare it with the reference.
    CaptureFace(Ticket),
    /// Check the staff credential in the Closet.
    CheckStaff(Ticket),
    /// Take this card's strikes back on the word of staff, durably, with who said so (Inv13 b).
    ResetStrikes(Ticket, StaffId),
    /// Have the service open the card's key for one signature on this evidence.
    Authorise(Ticket, Evidence),
    /// Have card and terminal sign the statement of this evidence.
    Sign(Ticket, Evidence),
    /// Send the signed statement.
    Submit(Ticket),
    /// Register the card as a health-insurance card.
    Register(Ticket),
    /// Show this.
    Show(Screen),
    /// Call somebody from reception to the terminal.
    CallReception(CallReason),
    /// Tell reception, without a name.
    TellReception(ReceptionNotice),
    /// Wipe a slot of the Closet.
    Wipe(Slot),
    /// Write an audit fact.
    Audit(AuditFact),
}

/// What the patient was shown, and whether the last try may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PinPermit {
    /// Tries left that the patient was shown.
    pub shown: u8,
    /// The patient insisted on the last try.
    pub last_try: bool,
}

/// What came of an intended PIN entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StrikeOutcome {
    /// Right: strikes are cleared.
    Accepted,
    /// Wrong: a strike.
    Rejected,
    /// Unknown: a strike.
    Unknown,
    /// Nothing left the terminal: no strike.
    NotSent,
}

/// The evidence of holder verification that the statement carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Evidence {
    /// By PIN.
    Pin,
    /// By face.
    Face {
        /// The score that was accepted.
        score: ComparisonScore,
        /// Whether attacks were looked for.
        detection: AttackDetection,
    },
    /// By staff.
    Visual {
        /// Who confirmed.
        staff: StaffId,
        /// By which credential.
        credential: Credential,
        /// Why this method.
        reason: VisualReason,
        /// What was compared.
        compared: Compared,
    },
}

impl Evidence {
    /// The method that it is evidence of.
    pub const fn method(&self) -> Method {
        match self {
            Self::Pin => Method::Pin,
            Self::Face { .. } => Method::Face,
            Self::Visual { .. } => Method::Visual,
        }
    }
}

/// Why staff confirmed by eye (domain.md 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VisualReason {
    /// The face was not recognised.
    FaceFailed,
    /// No other method was open.
    OnlyMethod,
    /// The patient asked for it.
    PatientAsked,
}

/// Why reception is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CallReason {
    /// Captures fail (B4).
    CapturesFailed,
    /// The patient is about to use the last try (Inv2).
    LastTry,
    /// The patient asked for staff.
    Visual,
    /// The patient asks staff about a PIN that is closed.
    PinClosed,
    /// Staff are wanted to type 照合番号B, which is printed on the card.
    CheckNumber,
    /// A part of the terminal does not work (B2).
    PartFailed,
    /// The card was left after the session.
    CardLeft,
}

/// What reception hears of a session (Inv10, J5). No personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReceptionNotice {
    /// Somebody put a card on the reader.
    Started,
    /// The session ended.
    Ended {
        /// How.
        ending: Ending,
        /// By which method, where one was carried out.
        method: Option<Method>,
        /// The kind of card; undetermined where it was not read.
        kind: CardKind,
        /// The revision of the rules that was applied, where the service told its date.
        revision: Option<RevisionId>,
        /// The attempts made.
        attempts: Attempts,
    },
}

/// A slot of the Closet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// The PIN digits.
    Pin,
    /// The staff credential.
    Credential,
    /// The digits of 照合番号B.
    CheckNumber,
    /// Everything.
    All,
}

/// What the journal keeps for auditors. No personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AuditFact {
    /// The reply with this stale ticket was dropped.
    StaleReply(Ticket),
    /// The patient insisted on the last try, having read the warning.
    LastTryInsisted,
    /// Staff stated that the mark on a card is struck through.
    MarkCleared(StaffId),
    /// A staff credential was wrong.
    CredentialRejected,
}
