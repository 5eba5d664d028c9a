//! What an operator must hear of: requests that no honest terminal makes, and a clock that goes back.
//!
//! An alarm stops nobody: what had to be refused was refused. It is kept in the store, once a day for
//! each kind and each peer with a count, so that a flood of them fills no disk.

use serde::{Deserialize, Serialize};
use wire::{Digest, RefusalReason, TerminalId, UnixSeconds};

/// A kind of alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    /// A refusal for a reason that no honest terminal gives.
    Refused(RefusalReason),
    /// A certificate of the terminals' authority by which no terminal is enrolled: withdrawn, or never
    /// enrolled.
    TerminalUnknown,
    /// More requests than a terminal at work makes.
    RateLimited,
    /// Something signed that is not what the endpoint takes: an outcome record offered as a statement,
    /// another algorithm, a member twice.
    Malformed,
    /// An outcome record of another terminal, or another one than is on record.
    Outcome,
    /// The key of a card was opened for a face or by staff, no statement came of it, and now a PIN is
    /// claimed of the same card at the same terminal. An honest terminal does this when the card was
    /// taken away in between; a dishonest one hides a visual confirmation behind a PIN.
    PinAfterOpenedKey,
    /// The service's clock is earlier than it was.
    ClockWentBack,
}

impl Alarm {
    /// The alarm that a refusal raises, if it does. What a patient or a card can cause raises none:
    /// an ended certificate, a stale challenge, a score below the threshold.
    pub const fn of_refusal(reason: RefusalReason) -> Option<Self> {
        use RefusalReason as Reason;
        match reason {
            Reason::ChallengeUnknown
            | Reason::ChallengeUsed
            | Reason::ChallengeOfOtherTerminal
            | Reason::ChallengeMismatch
            | Reason::ChallengeSuperseded
            | Reason::ClockDisagrees
            | Reason::TerminalMismatch
            | Reason::TerminalSignature
            | Reason::CertificateMismatch
            | Reason::CertificateSignature
            | Reason::CardSignature
            | Reason::NotAuthorised
            | Reason::AlreadyAuthorised
            | Reason::VisualTooOften
            | Reason::FaceTooOften
            | Reason::RegistrationTokenUnknown
            | Reason::RegistrationTokenUsed
            | Reason::RegistrationTokenMismatch => Some(Self::Refused(reason)),
            Reason::ChallengeExpired
            | Reason::PolicyRevisionUnknown
            | Reason::CertificateMalformed
            | Reason::CertificateIssuerUnknown
            | Reason::CertificateUsage
            | Reason::CertificatePolicy
            | Reason::CertificateExtension
            | Reason::CertificateNotYetValid
            | Reason::CertificateEnded
            | Reason::CertificateRevoked
            | Reason::CertificateSuspended
            | Reason::MethodNotPermitted
            | Reason::ScoreTooLow
            | Reason::AttackDetectionMissing
            | Reason::HolderAuthorisationUnavailable
            | Reason::HolderAuthorisationNotNeeded
            | Reason::CardChallengeUnsuitable
            | Reason::RegistrationTokenExpired
            | Reason::RegistrationDeclined
            | Reason::RegistrationRefusedByManual
            | Reason::RegistrationReadersNotChanged
            | Reason::RegistrationRefusedBySite => None,
        }
    }
}

/// Who raised an alarm, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// What.
    pub alarm: Alarm,
    /// SHA-256 of the client certificate of the connection.
    pub peer: Digest,
    /// The terminal that is enrolled by it.
    pub terminal: Option<TerminalId>,
    /// By the service's clock.
    pub at: UnixSeconds,
}

/// One kind of alarm by one peer on one day (UTC).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlarmRecord {
    /// What.
    pub alarm: Alarm,
    /// SHA-256 of the client certificate of the connection.
    pub peer: Digest,
    /// The terminal that was enrolled by it when the alarm was raised first.
    pub terminal: Option<TerminalId>,
    /// The first time.
    pub first: UnixSeconds,
    /// The last time.
    pub last: UnixSeconds,
    /// How often.
    pub count: u64,
}

impl AlarmRecord {
    /// Seconds of a day.
    const DAY: u64 = 86_400;

    /// The record of one alarm.
    pub fn of(raised: Raised) -> Self {
        let Raised { alarm, peer, terminal, at } = raised;
        Self { alarm, peer, terminal, first: at, last: at, count: 1 }
    }

    /// The day under which it is counted, in days since 1970.
    pub const fn day(&self) -> u64 {
        self.first.0 / Self::DAY
    }

    /// Adds an alarm of the same kind, peer and day; false, and nothing added, if it is of another.
    pub fn add(&mut self, other: &Self) -> bool {
        let same = (self.alarm, self.peer, self.day()) == (other.alarm, other.peer, other.day());
        if same {
            self.last = self.last.max(other.last);
            self.count = self.count.saturating_add(other.count);
        }
        same
    }
}
