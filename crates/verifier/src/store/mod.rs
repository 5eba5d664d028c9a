//! What outlives a restart: terminals, challenges, registered cards, the centre's list, the record.
//!
//! Each method is one transaction: it happened wholly or not at all, and what must happen once
//! ([`Store::spend`], [`Store::authorise`], [`Store::redeem`]) tells who came first.

mod memory;
mod rows;
mod sqlite;
mod watch;

pub use memory::MemoryStore;
pub use sqlite::SqliteStore;

use serde::{Deserialize, Serialize};
use wire::{
    Confirmation, Digest, Evidence, FacilityId, Nonce, OutcomeRecord, RegistrationToken, SessionId, StaffId,
    TerminalId, UnixSeconds, Verdict,
};

use crate::alarm::AlarmRecord;
use crate::certificate::{CentreStanding, CertificateName};
use crate::terminal::{IssuedChallenge, Terminal};
use crate::visual::{Confirmer, VisualCount};

/// The store let the service down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreFault {
    /// The database can't be opened, read or written.
    #[error("the database can't be used (code {0})")]
    Unavailable(i32),
    /// It holds something that this version did not write.
    #[error("the database holds something unreadable")]
    Corrupt,
}

/// Whether this call was the one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Once {
    /// It happened now.
    Now,
    /// It had happened before.
    Before,
    /// There is no such thing.
    Unknown,
}

/// What became of an outcome record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutcomeEntry {
    /// On record now.
    New,
    /// The same was on record.
    Same,
    /// Another was on record for that session; it stays.
    Differs,
}

/// The way to register one card, given to one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// What the terminal was given.
    pub token: RegistrationToken,
    /// When it ends.
    pub expires: UnixSeconds,
    /// What was proved, and about which card.
    pub evidence: Evidence,
    /// What the holder gets once the card is registered.
    pub verified: wire::Verified,
}

/// Who registered a card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Registrar {
    /// The operator, from the command line.
    Operator,
    /// The holder, at a terminal.
    Reception {
        /// The terminal.
        terminal: TerminalId,
        /// The session.
        session: SessionId,
        /// Method, and for visual confirmation performer, credential, reason and what was compared.
        confirmation: Confirmation,
        /// Id of the revision of the rules in force.
        rule: u16,
    },
}

/// A card registered as a health-insurance card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// SHA-256 of its certificate.
    pub certificate: Digest,
    /// When.
    pub at: UnixSeconds,
    /// By whom.
    pub by: Registrar,
}

/// A card's key that was opened without PIN, by the service's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedKey {
    /// By the service's clock.
    pub at: UnixSeconds,
    /// The terminal that asked.
    pub terminal: TerminalId,
    /// Where it stands.
    pub facility: FacilityId,
    /// In which session.
    pub session: SessionId,
    /// SHA-256 of the card's certificate.
    pub certificate: Digest,
    /// How the holder was confirmed, as claimed.
    pub confirmation: Confirmation,
}

/// A statement that was admitted, and what the service said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerificationRecord {
    /// What the terminal claimed: method, performer, what was compared, its revision of the rules.
    pub evidence: Evidence,
    /// Id of the revision of the rules that the service judged by.
    pub rule: u16,
    /// By the service's clock.
    pub at: UnixSeconds,
    /// The service's word; a registration token is not in it.
    pub verdict: RecordedVerdict,
}

/// A verdict as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordedVerdict {
    /// See [`Verdict::Verified`].
    Verified(wire::Verified),
    /// See [`Verdict::Refused`].
    Refused(wire::RefusalReason),
    /// See [`Verdict::Unregistered`].
    Unregistered,
}

impl From<&Verdict> for RecordedVerdict {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Verified(verified) => Self::Verified(*verified),
            Verdict::Refused(reason) => Self::Refused(*reason),
            Verdict::Unregistered(_) => Self::Unregistered,
        }
    }
}

/// Who confirmed by eye, where that is how a key came to be opened.
fn performer(opened: &OpenedKey) -> Option<&StaffId> {
    match &opened.confirmation {
        Confirmation::Visual(visual) => Some(&visual.performer),
        Confirmation::Face(_) | Confirmation::Pin => None,
    }
}

/// The state of the service.
pub trait Store: Send {
    /// Enrols a terminal, in place of one of the same name.
    ///
    /// # Errors
    /// [`StoreFault`], as in every method here.
    fn enrol(&mut self, terminal: &Terminal) -> Result<(), StoreFault>;
    /// Withdraws a terminal: stolen, or out of use. From the next request on it is unknown.
    fn withdraw(&mut self, id: &TerminalId) -> Result<Once, StoreFault>;
    /// The terminal with this client certificate.
    fn terminal(&mut self, certificate: &Digest) -> Result<Option<Terminal>, StoreFault>;

    /// The latest time that was told here before, and tells it `now`. It is kept to the minute.
    fn keep_time(&mut self, now: UnixSeconds) -> Result<UnixSeconds, StoreFault>;
    /// Takes `now` for the time, even if it is earlier: the operator set a wrong clock right.
    fn reset_time(&mut self, now: UnixSeconds) -> Result<(), StoreFault>;

    /// Remembers a challenge, supersedes those of the same terminal that wait for their answer, and
    /// forgets those that ended before `forget`.
    fn issue(&mut self, issued: &IssuedChallenge, forget: UnixSeconds) -> Result<(), StoreFault>;
    /// The challenge with this nonce.
    fn challenge(&mut self, nonce: &Nonce) -> Result<Option<IssuedChallenge>, StoreFault>;
    /// Spends a challenge.
    fn spend(&mut self, nonce: &Nonce) -> Result<Once, StoreFault>;
    /// Notes the claim for which a key is opened under this challenge, and puts that on record.
    fn authorise(&mut self, nonce: &Nonce, claim: &Digest, opened: &OpenedKey) -> Result<Once, StoreFault>;
    /// Keys opened after visual confirmation, after `since`.
    fn visual_count(&mut self, of: Confirmer<'_>, since: UnixSeconds) -> Result<VisualCount, StoreFault>;
    /// Keys opened at this terminal after a face, after `since`.
    fn face_count(&mut self, terminal: &TerminalId, since: UnixSeconds) -> Result<u32, StoreFault>;
    /// Whether this card's key was opened at this terminal after `since`, and its challenge was not
    /// answered.
    fn opened_unanswered(
        &mut self,
        terminal: &TerminalId,
        certificate: &Digest,
        since: UnixSeconds,
    ) -> Result<bool, StoreFault>;

    /// Registers a card.
    fn register(&mut self, card: &Registered) -> Result<Once, StoreFault>;
    /// Whether a card is registered.
    fn is_registered(&mut self, certificate: &Digest) -> Result<bool, StoreFault>;
    /// Remembers a ticket.
    fn issue_ticket(&mut self, ticket: &Ticket) -> Result<(), StoreFault>;
    /// The ticket with this token, and whether it was used.
    fn ticket(&mut self, token: &RegistrationToken) -> Result<Option<(Ticket, bool)>, StoreFault>;
    /// Uses a ticket up, and registers its card if one is given.
    fn redeem(&mut self, token: &RegistrationToken, card: Option<&Registered>) -> Result<Once, StoreFault>;

    /// Writes down what the centre says of a certificate.
    fn set_centre(&mut self, name: &CertificateName, standing: CentreStanding) -> Result<(), StoreFault>;
    /// What the centre says of a certificate; good if it never said anything.
    fn centre(&mut self, name: &CertificateName) -> Result<CentreStanding, StoreFault>;

    /// Records an admitted statement.
    fn record_verification(&mut self, record: &VerificationRecord) -> Result<(), StoreFault>;
    /// Records how a session ended.
    fn record_outcome(
        &mut self,
        record: &OutcomeRecord,
        received: UnixSeconds,
    ) -> Result<OutcomeEntry, StoreFault>;
    /// Counts an alarm.
    fn raise(&mut self, alarm: &AlarmRecord) -> Result<(), StoreFault>;
    /// All keys that were opened without PIN, oldest first.
    fn opened_keys(&mut self) -> Result<Vec<OpenedKey>, StoreFault>;
    /// All alarms, by day.
    fn alarms(&mut self) -> Result<Vec<AlarmRecord>, StoreFault>;
    /// All recorded statements, oldest first.
    fn verifications(&mut self) -> Result<Vec<VerificationRecord>, StoreFault>;
    /// All registered cards, oldest first.
    fn registrations(&mut self) -> Result<Vec<Registered>, StoreFault>;
    /// All recorded outcomes, in the order of their arrival.
    fn outcomes(&mut self) -> Result<Vec<OutcomeRecord>, StoreFault>;
}
