//! The records worker: everything that must outlive a crash. Journal, strike ledger, staff book.

use super::Message;
use crate::port::Clock;
use crate::staff::StaffBook;
use crate::station::NO_TICKET;
use journal::{
    CardKey, Day, Delivery, Fact, Intent, Journal, Outcome, OutcomeId, SiteSecret, Storage, StrikeLedger,
    Strikes, UnavailableCause, UnixTime, VerifyOutcome,
};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use terminal::{LedgerFault, StaffId, StaffOutcome, StrikeOutcome, Ticket};
use zeroize::Zeroizing;

/// For how long audit facts stay in the journal, in seconds. A terminal that serves 300 patients a
/// day writes about 150 kB a day; after these 60 days it holds 9 MB of the 16 MB that a log may have.
const KEEP_FACTS: u64 = 60 * 24 * 60 * 60;

/// What the loop asks of the records.
pub enum RecordsJob {
    /// The strikes of the card whose certificate 000A has this SHA-256.
    Strikes([u8; 32]),
    /// Make the intent of a strike durable.
    Intend([u8; 32]),
    /// Take this card's strikes back on the word of this member of staff.
    Reset([u8; 32], StaffId),
    /// Close the open intent. No reply.
    Close(StrikeOutcome),
    /// Write an audit fact. No reply.
    Audit(Fact),
    /// Queue an outcome record for later delivery. No reply.
    Queue(OutcomeId, Vec<u8>),
    /// Check a staff credential.
    CheckStaff(Zeroizing<Vec<u8>>),
    /// The oldest outcome record that waits for delivery.
    Pending,
    /// The service's last word on one. No reply.
    Settle(OutcomeId, Delivery),
}

/// What they answer.
pub enum RecordsReply {
    /// The strikes of a card.
    Strikes(policy::Strikes),
    /// Whether the intent is durable.
    Intended(Result<(), LedgerFault>),
    /// What came of a staff credential.
    Staff(StaffOutcome),
    /// Whether the strikes are gone.
    Reset(Result<(), LedgerFault>),
    /// The outcome record that waits the longest.
    Pending(Option<(OutcomeId, Vec<u8>)>),
    /// The journal could not be written, or the ledger is out of order at the start. No patient is stopped by
    /// it now; reception is told.
    NotWritten,
}

fn unwritten(written: Result<(), journal::Error>) -> Option<RecordsReply> {
    written.err().map(|_| RecordsReply::NotWritten)
}

/// The records of one terminal.
pub struct Records<S: Storage> {
    /// Audit facts, outcome records, strikes of staff credentials.
    pub journal: Journal<S>,
    /// Strikes of cards, shared by the linked terminals of a site.
    pub ledger: Box<dyn StrikeLedger + Send>,
    /// The site's secret, from which the daily key is made.
    pub secret: SiteSecret,
    /// Who may confirm by eye.
    pub staff: StaffBook,
}

/// Does what the loop asks of the records, one job after the other.
pub struct RecordsWorker<S: Storage> {
    records: Records<S>,
    clock: Arc<dyn Clock>,
    /// The intent of the VERIFY that is under way.
    pub open: Option<Intent>,
    /// The day on which old strikes were last swept out.
    swept: Day,
    /// Strikes at which PIN is closed for a card.
    most: u8,
}

impl<S: Storage> RecordsWorker<S> {
    /// A worker that has done nothing yet. From `most` strikes on no intent is recorded.
    pub fn new(records: Records<S>, clock: Arc<dyn Clock>, most: u8) -> Self {
        Self { records, clock, open: None, swept: Day(0), most }
    }

    pub(crate) fn run(mut self, jobs: &Receiver<(Ticket, RecordsJob)>, to_loop: &Sender<Message>) {
        // Before the first patient finds it out.
        if self.sweep().is_err()
            && to_loop.send(Message::Records(NO_TICKET, RecordsReply::NotWritten)).is_err()
        {
            return;
        }
        while let Ok((ticket, job)) = jobs.recv() {
            if let Some(reply) = self.carry_out(job)
                && to_loop.send(Message::Records(ticket, reply)).is_err()
            {
                return;
            }
        }
    }

    /// Does one job. `None` where nobody waits for an answer.
    pub fn carry_out(&mut self, job: RecordsJob) -> Option<RecordsReply> {
        // What keeps the ledger from it, [`Self::strikes`] says.
        let _ = self.sweep();
        let now = UnixTime(self.clock.unix());
        match job {
            RecordsJob::Strikes(hash) => Some(RecordsReply::Strikes(self.strikes(&hash, now))),
            RecordsJob::Intend(hash) => Some(RecordsReply::Intended(self.intend(&hash, now))),
            RecordsJob::Reset(hash, staff) => Some(RecordsReply::Reset(self.reset(&hash, staff, now))),
            RecordsJob::CheckStaff(typed) => {
                let Records { journal, staff, .. } = &mut self.records;
                Some(RecordsReply::Staff(staff.identify(journal, &typed, now)))
            }
            RecordsJob::Pending => Some(RecordsReply::Pending(self.pending())),
            RecordsJob::Close(outcome) => unwritten(self.close(outcome, now)),
            RecordsJob::Audit(fact) => unwritten(self.audit(&fact, now)),
            RecordsJob::Queue(id, record) => {
                let queued =
                    Outcome::new(id, record).and_then(|outcome| self.records.journal.queue(outcome, now));
                unwritten(queued)
            }
            RecordsJob::Settle(id, delivery) => unwritten(self.records.journal.settle(id, delivery, now)),
        }
    }

    /// At start and when the day turns, strikes that no longer count leave the medium, and so do delivered
    /// outcome records and old facts.
    ///
    /// # Errors
    ///
    /// What keeps the ledger from it; PIN is closed as long as that lasts.
    fn sweep(&mut self) -> Result<(), journal::Error> {
        let now = UnixTime(self.clock.unix());
        let today = Day::in_japan(now);
        if today != self.swept {
            self.swept = today;
            let swept = self.records.ledger.compact(today, now);
            let _ = self.records.journal.compact(KEEP_FACTS, now);
            return swept;
        }
        Ok(())
    }

    fn key(&self, hash: &[u8; 32], now: UnixTime) -> CardKey {
        self.records.secret.day_key(Day::in_japan(now)).card_key(hash)
    }

    fn strikes(&mut self, hash: &[u8; 32], now: UnixTime) -> policy::Strikes {
        let key = self.key(hash, now);
        match self.records.ledger.strikes(&key, now) {
            Strikes::Known(count) => policy::Strikes::Known(u8::try_from(count).unwrap_or(u8::MAX)),
            Strikes::Unavailable(error) => {
                // The ledger's fault is the patient's news; the journal's would change nothing for him.
                let _ = self.audit(&Fact::StrikesUnavailable { cause: UnavailableCause::of(&error) }, now);
                policy::Strikes::Unavailable
            }
        }
    }

    fn intend(&mut self, hash: &[u8; 32], now: UnixTime) -> Result<(), LedgerFault> {
        // One that nobody closed stays open, and so a strike: what closes this one must not close it.
        self.open = None;
        let key = self.key(hash, now);
        match self.records.ledger.intend(&key, now) {
            // The card was read before its last strike was recorded: by a linked terminal, or by a
            // closing that failed. What the ledger says under its lock counts (Inv13 b).
            Ok(intent) if intent.strikes_before() >= u16::from(self.most) => {
                // Left open it would be one strike more: too many, never too few.
                let _ = self.records.ledger.close(intent, VerifyOutcome::NotSent, now);
                Err(LedgerFault)
            }
            Ok(intent) => {
                self.open = Some(intent);
                Ok(())
            }
            Err(error) => {
                let _ = self.audit(&Fact::StrikesUnavailable { cause: UnavailableCause::of(&error) }, now);
                Err(LedgerFault)
            }
        }
    }

    /// An intent that can't be closed stays open, and counts as a strike: the safe side.
    fn close(&mut self, outcome: StrikeOutcome, now: UnixTime) -> Result<(), journal::Error> {
        let Some(intent) = self.open.take() else { return Ok(()) };
        let outcome = match outcome {
            StrikeOutcome::Accepted => VerifyOutcome::Accepted,
            StrikeOutcome::Rejected => VerifyOutcome::Rejected,
            StrikeOutcome::Unknown => VerifyOutcome::Unknown,
            StrikeOutcome::NotSent => VerifyOutcome::NotSent,
        };
        match self.records.ledger.close(intent, outcome, now) {
            Ok(()) => Ok(()),
            Err(unclosed) => {
                let cause = UnavailableCause::of(&unclosed.cause);
                self.audit(&Fact::StrikesUnavailable { cause }, now)
            }
        }
    }

    /// Who said so is on record before the strikes go: a reset that nobody answers for is none.
    fn reset(&mut self, hash: &[u8; 32], staff: StaffId, now: UnixTime) -> Result<(), LedgerFault> {
        let staff = crate::staff::tag(staff);
        self.audit(&Fact::StrikesReset { staff }, now).map_err(|_| LedgerFault)?;
        let key = self.key(hash, now);
        self.records.ledger.reset(&key, staff, now).map_err(|_| LedgerFault)
    }

    fn audit(&mut self, fact: &Fact, now: UnixTime) -> Result<(), journal::Error> {
        self.records.journal.record(fact, now)
    }

    fn pending(&self) -> Option<(OutcomeId, Vec<u8>)> {
        self.records.journal.pending().first().map(|outcome| (outcome.id(), outcome.bytes().to_vec()))
    }
}
