//! What can happen to a session.

use crate::screen::CameraHint;
use policy::{AttackDetection, CardFacts, ComparisonScore, Credential, Date, Method, Millis};

/// Names one effect that has a reply. A reply with another ticket than the awaited one is stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u32);

/// One event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// A card was put on the reader.
    CardInserted,
    /// The card left the reader, or was reset by somebody else.
    CardRemoved,
    /// A second card lies on another reader of this terminal.
    SecondCard,
    /// The reader or its service went away.
    ReaderLost,
    /// The state's deadline has come.
    Deadline,
    /// Somebody touched a button.
    Choice(Choice),
    /// This many digits of the PIN are in the Closet.
    PinLength(u8),
    /// This many characters of the staff credential are in the Closet.
    CredentialLength(u8),
    /// This many digits of 照合番号B are in the Closet.
    CheckNumberLength(u8),
    /// During the capture of this ticket the person is to do this now.
    Hint(Ticket, CameraHint),
    /// The reply to an effect.
    Reply(Ticket, Reply),
}

/// What can be touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Choice {
    /// A method.
    Method(Method),
    /// Done with typing; or yes, register.
    Confirm,
    /// Back to the choice of methods; or no, don't register.
    Back,
    /// End the session.
    Cancel,
    /// Use the last try, having read what losing it costs.
    Insist,
    /// Staff: person and photo are the same.
    SamePerson,
    /// Staff: person and photo are not the same.
    OtherPerson,
    /// Call staff about the PIN that is closed.
    AskStaff,
    /// Staff: the mark on this card is struck through, it is an ordinary card.
    ClearMark,
    /// Staff: the holder may try the PIN again today.
    ResetStrikes,
    /// The patient can't turn the head.
    CannotTurn,
}

/// The replies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reply {
    /// To `ReadCard`.
    CardRead(Result<CardFacts, CardFault>),
    /// To `RequestChallenge`.
    Challenge(Result<ChallengeFacts, ServiceFault>),
    /// To `RecordIntent`: whether the intent of a strike is durable.
    IntentRecorded(Result<(), LedgerFault>),
    /// To `PresentPin`.
    PinPresented(PinOutcome),
    /// To `ReadReference`.
    ReferenceRead(ReferenceOutcome),
    /// To `CaptureFace`.
    Captured(CaptureOutcome),
    /// To `CheckStaff`.
    StaffChecked(StaffOutcome),
    /// To `ResetStrikes`.
    StrikesReset(Result<(), LedgerFault>),
    /// To `Authorise`.
    Authorised(AuthorisationOutcome),
    /// To `Sign`.
    Signed(SignOutcome),
    /// To `Submit` and `Register`.
    Verdict(VerdictOutcome),
}

/// Why the card gave no facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CardFault {
    /// A chip answers, but none of the card's applications.
    NotMyNumberCard,
    /// An old 住基カード.
    OldResidentCard,
    /// An Android phone's token.
    AndroidPhone,
    /// An iPhone's token.
    Iphone,
    /// Nothing answers: wrong way round, in its case, or a dead chip (D5).
    Mute,
    /// The issuer locked the application.
    LockedByIssuer,
    /// The card answered something that it must not.
    Misbehaved,
    /// It left while it was read.
    Gone,
    /// The reader or its service failed.
    Reader,
}

/// The strike ledger could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LedgerFault;

/// What the machine must know of a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChallengeFacts {
    /// The date by which the rules are chosen: the service's.
    pub date: Date,
    /// When it expires, on the terminal's monotonic clock.
    pub expires: Millis,
}

/// Why the service gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ServiceFault {
    /// Not reached, or not in time.
    Unreachable,
    /// Reached, but it refused this terminal or answered nonsense.
    Misbehaved,
    /// Its clock and this terminal's differ so much that it would refuse the statement.
    ClockDisagrees,
}

/// What came of presenting the PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PinOutcome {
    /// Right.
    Accepted,
    /// Wrong.
    Rejected {
        /// Tries left; 0 when this entry locked the PIN.
        left: u8,
    },
    /// Nothing was sent: the card's counter is not what the patient was shown (Inv13 a).
    CounterDiffers {
        /// The counter now.
        now: u8,
    },
    /// Nothing was sent: the card says that the PIN is locked.
    Blocked,
    /// Nothing was sent: the counter could not be read.
    NotSent,
    /// Sent, and no answer came back (Inv3).
    Unknown,
}

/// What came of reading the reference photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReferenceOutcome {
    /// Photo and chip are genuine; the photo is in the Closet.
    Genuine,
    /// The same, of a holder or a photo of whom the error rates do not speak ([`policy::Coverage`]).
    GenuineUnmeasured,
    /// The photo's signature is wrong or its issuer unknown.
    PhotoNotGenuine,
    /// The chip could not prove that it is the card of this photo.
    ChipNotGenuine,
    /// No 照合番号B is at hand.
    NoCheckNumber,
    /// The card refused 照合番号B.
    CheckNumberRejected {
        /// Tries left.
        left: u8,
    },
    /// Nothing was presented: the card refused this very 照合番号B before in this session.
    CheckNumberRepeated,
    /// Nothing was presented: five or fewer tries are left (Inv2).
    CheckNumberLow {
        /// Tries left.
        left: u8,
    },
    /// The photo could not be read or decoded.
    Unreadable,
}

/// What came of one capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CaptureOutcome {
    /// Probe and reference were compared.
    Scored {
        /// The comparison score.
        score: ComparisonScore,
        /// Whether attacks were looked for.
        detection: AttackDetection,
    },
    /// No usable face came in time, for this reason.
    Unusable(QualityReason),
    /// A face came, and did not move as asked. It says nothing about the person.
    Undecided(UndecidedReason),
    /// What was shown moved as no head does (ISO/IEC 30107-1: attack presentation).
    AttackPresentation,
    /// The camera or the matcher failed (B2).
    PartFailed,
}

/// Why a capture is not usable; each is something that the patient can act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QualityReason {
    /// Nobody in the picture.
    NoFace,
    /// More than one person.
    SeveralFaces,
    /// Come closer.
    TooSmall,
    /// More light is needed.
    TooDark,
    /// Less light is needed.
    TooBright,
    /// Hold still.
    Blurred,
    /// Look straight at the camera.
    Turned,
}

/// A side, as the person says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The person's left.
    Left,
    /// The person's right.
    Right,
}

/// Why a movement that was asked for was not seen; each is something that the patient can act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UndecidedReason {
    /// The head was not still before it was asked to turn.
    NotStill,
    /// It did not turn far enough in time.
    DidNotTurn,
    /// It turned to the other side.
    OtherSide,
    /// It did not come back to the middle in time.
    DidNotReturn,
    /// The face was lost, or somebody else came.
    FaceLost,
}

/// A member of staff, pseudonymous.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StaffId(pub u16);

/// What came of checking a staff credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StaffOutcome {
    /// Right.
    Accepted {
        /// Who.
        staff: StaffId,
        /// By which credential.
        credential: Credential,
    },
    /// Wrong.
    Rejected,
    /// Too many wrong ones: not checked, try again later.
    BackOff,
    /// No credential is set up, or the store failed.
    Unavailable,
}

/// What came of asking for the card's key to be opened without PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AuthorisationOutcome {
    /// The card opened its key for one signature.
    Opened,
    /// The service refused.
    Refused(crate::Refusal),
    /// The service did not answer.
    Unreachable,
    /// The service answered nonsense, or with commands that no service may send.
    Misbehaved,
    /// The card did not accept the service's answer, or left.
    CardFailed,
    /// The service wants more than this face's score: staff, or the PIN.
    FaceNotEnough,
}

/// What came of signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SignOutcome {
    /// The statement is signed by card and terminal.
    Signed,
    /// It is not, and is not tried again.
    Failed,
}

/// How far a verified card may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Everything.
    Full,
    /// Everything; the certificate ends within three months.
    FullEndsSoon,
    /// Entitlement only: the certificate ended less than three months ago.
    EntitlementOnly,
}

/// The service's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum VerdictOutcome {
    /// Verified.
    Verified(Standing),
    /// Refused.
    Refused(crate::Refusal),
    /// The card is not registered as a health-insurance card.
    Unregistered,
    /// No answer.
    Unreachable,
    /// Nonsense for an answer.
    Misbehaved,
}

/// A short word above the choice of methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Notice {
    /// The PIN was wrong.
    PinRejected {
        /// Tries left.
        left: u8,
    },
    /// That entry locked the PIN.
    PinLockedNow,
    /// The PIN could not be checked; nobody knows whether it was right (Inv3).
    PinUnknown,
    /// The counter changed; nothing was sent.
    CounterChanged,
    /// The entry could not be recorded, so nothing was sent.
    LedgerFailed,
    /// The face was not recognised.
    FaceNotAccepted,
    /// The photo in the card can't be used now.
    PhotoUnavailable,
    /// 照合番号B was not the card's.
    CheckNumberRejected,
    /// The camera does not work.
    CameraFailed,
    /// The staff credential was wrong.
    CredentialRejected,
    /// The staff credential is closed for a while.
    CredentialClosed,
}
