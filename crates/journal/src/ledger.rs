//! The strike ledger: wrong or unknown VERIFYs per card (Inv13 b).
//!
//! The intent is the strike. It is durable before VERIFY leaves, counts from then on, and stops
//! counting when the card accepted the PIN, when staff reset the card, or with its day. So an
//! intent that a power cut left open counts as one unknown without anybody having to find it.

mod book;
mod record;

use crate::error::Error;
use crate::fact::{Fact, UnavailableCause, coded};
use crate::format::{Entry, Head, Purpose};
use crate::journal::Journal;
use crate::log::{Log, OnDamage};
use crate::site_key::CardKey;
use crate::storage::{Held, Storage};
use crate::value::{Day, IntentId, StaffTag, UnixTime};
use book::Book;
use record::LedgerRecord;

/// Seconds after which a strike is gone even if its day goes on (Inv13: at most 24 h).
pub const STRIKE_SECONDS: u64 = 24 * 60 * 60;
/// Records that no longer count are swept out when there are more than this many.
const SWEEP_ABOVE: usize = 64;

coded! {
    /// What came of a VERIFY.
    VerifyOutcome {
        /// The card took the PIN: the strikes of the card up to this intent are gone.
        Accepted = 1,
        /// The card refused it, or is locked.
        Rejected = 2,
        /// The answer was torn: the strike stays.
        Unknown = 3,
        /// It is certain that VERIFY was not transmitted (Inv13 a: the counter differed from
        /// what the patient was shown): this intent never counted.
        NotSent = 4,
    }
}

/// The strikes of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strikes {
    /// So many, open intents included.
    Known(u16),
    /// The ledger can't tell: PIN stays closed.
    Unavailable(Error),
}

/// The right to send one VERIFY, given by a strike that is durable already. Dropping it leaves
/// the strike.
#[must_use = "close it with what came of the VERIFY, or it counts as a strike"]
#[derive(Debug, PartialEq, Eq)]
pub struct Intent {
    id: IntentId,
    card: CardKey,
    strikes_before: u16,
}

impl Intent {
    /// An intent as an adapter of [`StrikeLedger`] received it from the ledger's owner.
    pub fn from_parts(id: IntentId, card: CardKey, strikes_before: u16) -> Self {
        Self { id, card, strikes_before }
    }

    /// Its number in the ledger.
    #[must_use]
    pub fn id(&self) -> IntentId {
        self.id
    }

    /// The card that it is for.
    #[must_use]
    pub fn card(&self) -> CardKey {
        self.card
    }

    /// Strikes of the card before this intent, counted under the same lock. If policy closes PIN
    /// at that number (a linked terminal was quicker), close this one as
    /// [`VerifyOutcome::NotSent`].
    #[must_use]
    pub fn strikes_before(&self) -> u16 {
        self.strikes_before
    }
}

/// An intent that could not be closed. The strike stays until closing it succeeds.
#[derive(Debug, PartialEq, Eq)]
pub struct Unclosed {
    /// To try again with.
    pub intent: Intent,
    /// What went wrong.
    pub cause: Error,
}

/// A site's strike ledger: a file shared by its terminals ([`LogLedger`]), or an adapter that
/// asks the terminal which owns it.
pub trait StrikeLedger {
    /// Records the intent to send one VERIFY to `card`, durably, before it returns.
    ///
    /// # Errors
    /// See [`Error`]; VERIFY must not be sent then.
    fn intend(&mut self, card: &CardKey, now: UnixTime) -> Result<Intent, Error>;

    /// Records what came of it.
    ///
    /// # Errors
    /// [`Unclosed`] gives the intent back; the strike stays.
    fn close(&mut self, intent: Intent, outcome: VerifyOutcome, now: UnixTime) -> Result<(), Unclosed>;

    /// The strikes of a card.
    fn strikes(&mut self, card: &CardKey, now: UnixTime) -> Strikes;

    /// Takes a card's strikes back on the word of staff. The caller records
    /// [`crate::Fact::StrikesReset`] in the journal, where it stays.
    ///
    /// # Errors
    /// See [`Error`]; the strikes stay then.
    fn reset(&mut self, card: &CardKey, staff: StaffTag, now: UnixTime) -> Result<(), Error>;

    /// Removes from the medium all that no longer counts. To be called at start and when the day
    /// turns; [`StrikeLedger::intend`] does it too.
    ///
    /// # Errors
    /// See [`Error`].
    fn compact(&mut self, today: Day, now: UnixTime) -> Result<(), Error>;
}

/// How a ledger was found, for the audit at start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LedgerCondition {
    /// Intents never closed: at start, those that a crash left, each a strike. A linked
    /// terminal's running VERIFY is among them.
    pub open_intents: u16,
    /// Interrupted writes cut off, as far as the file still remembers.
    pub torn_tails: u16,
    /// The ledger was gone today.
    pub lost: bool,
    /// Where the chain stands.
    pub head: Head,
}

/// Puts on record what a crash left in the ledger: intents that were never closed, or that the
/// ledger is out of order. To be called at start. A linked terminal's running VERIFY is counted too.
///
/// # Errors
/// If the journal can't be written; the ledger's own errors are what is put on record.
pub fn note_condition<J: Storage, L: Storage>(
    journal: &mut Journal<J>,
    ledger: &mut LogLedger<L>,
    now: UnixTime,
) -> Result<(), Error> {
    let fact = match ledger.condition(now) {
        Ok(LedgerCondition { lost: true, .. }) => Fact::StrikesUnavailable { cause: UnavailableCause::Lost },
        Ok(LedgerCondition { open_intents: 0, .. }) => return Ok(()),
        Ok(LedgerCondition { open_intents, .. }) => Fact::OpenIntentsFound { count: open_intents },
        Err(error) => Fact::StrikesUnavailable { cause: UnavailableCause::of(&error) },
    };
    journal.record(&fact, now)
}

/// A strike ledger on a storage that several terminals may have handles on. Each operation takes
/// the lock, reads and verifies the file, and lets go, so that every handle sees the strikes of
/// the others; it keeps nothing between two operations.
#[derive(Debug)]
pub struct LogLedger<S: Storage> {
    storage: S,
    /// There must be a ledger already: one that is missing was lost.
    known: bool,
}

impl<S: Storage> LogLedger<S> {
    /// A handle for a terminal that has not worked yet; it begins an empty ledger if there is none.
    /// Nothing is read yet, so that a ledger out of order doesn't stop a terminal.
    pub fn new(storage: S) -> Self {
        Self { storage, known: false }
    }

    /// A handle for the terminal that has this journal. If anything was ever recorded in it and the
    /// ledger is gone, then so are today's strikes, and nobody knows how many there were:
    /// [`Error::LedgerLost`] until the day is over, or until [`LogLedger::start_over`]. The same is found
    /// if the file goes while the terminal is at work.
    pub fn beside<J: Storage>(journal: &Journal<J>, storage: S) -> Self {
        Self { storage, known: !journal.is_new() }
    }

    /// How the ledger is.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn condition(&mut self, now: UnixTime) -> Result<LedgerCondition, Error> {
        let Opened { log, book, .. } = self.open(now)?;
        let (open_intents, torn_tails) = (book.open_intents(), book.torn_tails());
        let lost = book.check_day(Day::in_japan(now)) == Err(Error::LedgerLost);
        Ok(LedgerCondition { open_intents, torn_tails, lost, head: log.head() })
    }

    /// Puts an empty ledger in the place of one that is damaged, or that a wrong clock has put
    /// ahead of time. All strikes are forgotten: it is for identified staff to ask for, and the
    /// caller records [`crate::Fact::LedgerStartedOver`].
    ///
    /// # Errors
    /// What the storage says.
    pub fn start_over(&mut self) -> Result<(), Error> {
        let mut held = Held::lock(&mut self.storage)?;
        Log::create(held.storage(), Purpose::StrikeLedger, &[])?;
        Ok(())
    }

    fn open(&mut self, now: UnixTime) -> Result<Opened<'_, S>, Error> {
        let mut held = Held::lock(&mut self.storage)?;
        // Said in the write that makes the file: a cut between two would leave an empty ledger.
        let lost = self.known.then(|| LedgerRecord::Lost { day: Day::in_japan(now) }.entry(now));
        let (log, records) =
            Log::open(held.storage(), Purpose::StrikeLedger, now, OnDamage::Refuse, lost.as_slice())?;
        self.known = true;
        let book = Book::replay(&records)?;
        Ok(Opened { held, log, book })
    }

    fn close_by_id(&mut self, intent: &Intent, outcome: VerifyOutcome, now: UnixTime) -> Result<(), Error> {
        let mut opened = self.open(now)?;
        if !opened.book.counts(intent.id, &intent.card) {
            return Ok(());
        }
        opened.append(&LedgerRecord::Closed { id: intent.id, outcome }.entry(now))
    }
}

impl<S: Storage> StrikeLedger for LogLedger<S> {
    fn intend(&mut self, card: &CardKey, now: UnixTime) -> Result<Intent, Error> {
        let mut opened = self.open(now)?;
        opened.book.check_day(card.day())?;
        if opened.book.has_expired(card.day(), now) || opened.book.idle_records() > SWEEP_ABOVE {
            opened.sweep(card.day(), now)?;
        }
        let strikes_before = opened.book.strikes(card, now);
        let id = IntentId(opened.log.head().next_sequence);
        opened.append(&LedgerRecord::Intent { id, card: *card }.entry(now))?;
        Ok(Intent { id, card: *card, strikes_before })
    }

    fn close(&mut self, intent: Intent, outcome: VerifyOutcome, now: UnixTime) -> Result<(), Unclosed> {
        self.close_by_id(&intent, outcome, now).map_err(|cause| Unclosed { intent, cause })
    }

    fn strikes(&mut self, card: &CardKey, now: UnixTime) -> Strikes {
        let counted = self.open(now).and_then(|opened| {
            opened.book.check_day(card.day())?;
            Ok(opened.book.strikes(card, now))
        });
        counted.map_or_else(Strikes::Unavailable, Strikes::Known)
    }

    fn reset(&mut self, card: &CardKey, staff: StaffTag, now: UnixTime) -> Result<(), Error> {
        let mut opened = self.open(now)?;
        opened.append(&LedgerRecord::Cleared { card: *card, staff }.entry(now))
    }

    fn compact(&mut self, today: Day, now: UnixTime) -> Result<(), Error> {
        let mut opened = self.open(now)?;
        opened.book.check_day(today)?;
        if opened.book.has_expired(today, now) || opened.book.idle_records() > 0 {
            opened.sweep(today, now)?;
        }
        Ok(())
    }
}

/// A ledger under its lock.
struct Opened<'a, S: Storage> {
    held: Held<'a, S>,
    log: Log,
    book: Book,
}

impl<S: Storage> Opened<'_, S> {
    fn append(&mut self, entry: &Entry) -> Result<(), Error> {
        self.log.append(self.held.storage(), entry)
    }

    fn sweep(&mut self, today: Day, now: UnixTime) -> Result<(), Error> {
        let entries = self.book.sweep(today, now);
        self.log.rewrite(self.held.storage(), &entries)
    }
}
