//! One terminal's journal: audit facts, the queue of outcome records, staff credential strikes.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Misuse};
use crate::fact::{Fact, Recorded};
use crate::format::{Entry, Head, MAX_LOG_BYTES, Purpose, Record};
use crate::log::{Log, OnDamage};
use crate::outcome::{Delivery, Outcome, QueueRecord};
use crate::staff::{Backoff, StaffAttempt, StaffStanding};
use crate::storage::Storage;
use crate::value::{OutcomeId, StaffTag, UnixTime};

/// Room that outcome records and facts leave free, so that a journal which they filled can still
/// note deliveries and count staff strikes.
const RESERVED_BYTES: u64 = 1024 * 1024;

/// A terminal's journal. It holds the storage's lock until it is dropped.
///
/// After [`Error::Storage`] the operation may or may not have reached the medium; the next
/// operation reads the medium again before it does anything.
pub struct Journal<S: Storage> {
    storage: S,
    log: Log,
    contents: Contents,
    doubtful: bool,
}

/// What a compaction did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compaction {
    /// Records removed from the file.
    pub dropped: usize,
    /// Records kept.
    pub kept: usize,
}

impl<S: Storage> Journal<S> {
    /// Opens the journal, making an empty one if there is none. An interrupted write at its end
    /// is cut off and recorded as [`Fact::TornTailCutOff`].
    ///
    /// # Errors
    /// [`Error::Tampered`] leaves the medium as it is; see [`Journal::open_cutting_damage`].
    pub fn open(storage: S, now: UnixTime) -> Result<Self, Error> {
        Self::open_with(storage, now, OnDamage::Refuse)
    }

    /// Opens a journal that [`Journal::open`] refused: keeps what verifies before the damage and
    /// records [`Fact::DamageCutOff`]. What came behind the damage is gone from the file, so it
    /// is for an operator to ask for, after the damaged file was set aside.
    ///
    /// # Errors
    /// As [`Journal::open`], except for [`Error::Tampered`].
    pub fn open_cutting_damage(storage: S, now: UnixTime) -> Result<Self, Error> {
        Self::open_with(storage, now, OnDamage::CutOff)
    }

    fn open_with(mut storage: S, now: UnixTime, on_damage: OnDamage) -> Result<Self, Error> {
        storage.lock()?;
        let (log, records) = Log::open(&mut storage, Purpose::Journal, now, on_damage, &[])?;
        let contents = Contents::replay(&records)?;
        Ok(Self { storage, log, contents, doubtful: false })
    }

    /// Records a fact.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn record(&mut self, fact: &Fact, now: UnixTime) -> Result<(), Error> {
        self.settle_doubt(now)?;
        self.check_room()?;
        self.append(&fact.entry(now))
    }

    /// All facts in the file, oldest first.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn facts(&mut self, now: UnixTime) -> Result<Vec<Recorded<Fact>>, Error> {
        let records = self.reload(now)?;
        let fact = |record: &Record| {
            let what = Fact::decode(&record.entry)?;
            Some(Recorded { time: record.entry.time, what })
        };
        Ok(records.iter().filter_map(fact).collect())
    }

    /// Queues an outcome record for delivery. Queueing the same one again changes nothing.
    ///
    /// # Errors
    /// [`Misuse::OutcomeIdTaken`] if another one has this id; see [`Error`].
    pub fn queue(&mut self, outcome: Outcome, now: UnixTime) -> Result<(), Error> {
        self.settle_doubt(now)?;
        if self.contents.settled.contains(&outcome.id()) {
            return Ok(());
        }
        match self.contents.pending.iter().find(|other| other.id() == outcome.id()) {
            Some(other) if *other == outcome => Ok(()),
            Some(_) => Err(Error::Misuse(Misuse::OutcomeIdTaken)),
            None => {
                self.check_room()?;
                self.append(&QueueRecord::Queued(outcome).entry(now))
            }
        }
    }

    /// Outcome records not yet settled, in the order in which they were queued. Deliver the
    /// first, settle it, and go on: after a crash in between it is offered again, and the
    /// service knows it by its id.
    #[must_use]
    pub fn pending(&self) -> &[Outcome] {
        &self.contents.pending
    }

    /// Notes the service's last word on an outcome record, which is not offered again.
    /// Its bytes leave the file at the next compaction.
    ///
    /// # Errors
    /// [`Misuse::OutcomeUnknown`], also if it was settled and compacted away; see [`Error`].
    pub fn settle(&mut self, id: OutcomeId, delivery: Delivery, now: UnixTime) -> Result<(), Error> {
        self.settle_doubt(now)?;
        if self.contents.settled.contains(&id) {
            return Ok(());
        }
        if !self.contents.pending.iter().any(|outcome| outcome.id() == id) {
            return Err(Error::Misuse(Misuse::OutcomeUnknown));
        }
        self.append(&QueueRecord::Settled(id, delivery).entry(now))
    }

    /// How a staff credential stands.
    #[must_use]
    pub fn staff_standing(&self, staff: StaffTag) -> StaffStanding {
        self.contents.staff.get(&staff).copied().unwrap_or_default()
    }

    /// Asks whether a staff credential may be compared, and records the strike beforehand.
    /// A clock set back never shortens the wait.
    ///
    /// # Errors
    /// See [`Error`]; don't compare then.
    pub fn begin_staff_attempt(
        &mut self,
        staff: StaffTag,
        backoff: &Backoff,
        now: UnixTime,
    ) -> Result<StaffAttempt, Error> {
        self.settle_doubt(now)?;
        let standing = self.staff_standing(staff);
        let seconds = standing.wait(now);
        if seconds > 0 {
            return Ok(StaffAttempt::Wait { seconds });
        }
        let strikes = standing.strikes.saturating_add(1);
        let wait = backoff.wait(strikes);
        self.append(&Fact::StaffStruck { staff, strikes, wait }.entry(now))?;
        Ok(StaffAttempt::Open { strikes })
    }

    /// Takes the strikes of a staff credential back, after it was accepted.
    ///
    /// # Errors
    /// See [`Error`]; the strikes stay then.
    pub fn staff_accepted(&mut self, staff: StaffTag, now: UnixTime) -> Result<(), Error> {
        self.settle_doubt(now)?;
        self.append(&Fact::StaffCleared { staff }.entry(now))
    }

    /// Removes from the file what is settled, and facts older than `keep_seconds`. Staff
    /// credentials keep their strikes at any age. Does nothing if nothing is to be removed.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn compact(&mut self, keep_seconds: u64, now: UnixTime) -> Result<Compaction, Error> {
        let records = self.reload(now)?;
        let total = records.len();
        let keep = |record: &Record| self.contents.keeps(record, now, keep_seconds);
        let mut entries: Vec<Entry> = records.into_iter().filter(keep).map(|record| record.entry).collect();
        let kept = entries.len();
        let dropped = total.saturating_sub(kept);
        if dropped > 0 {
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let fact = Fact::Compacted { dropped: count(dropped), kept: count(kept) };
            entries.push(fact.entry(now));
            self.doubtful = true;
            self.log.rewrite(&mut self.storage, &entries)?;
            self.reload(now)?;
        }
        Ok(Compaction { dropped, kept })
    }

    /// Whether nothing was ever written: the terminal has not worked yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.log.head().next_sequence == 0
    }

    /// Where the chain stands, to be put into something signed.
    #[must_use]
    pub fn head(&self) -> Head {
        self.log.head()
    }

    /// Bytes that the file has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.log.size()
    }

    fn check_room(&self) -> Result<(), Error> {
        if self.log.size() > MAX_LOG_BYTES - RESERVED_BYTES { Err(Error::LogFull) } else { Ok(()) }
    }

    fn settle_doubt(&mut self, now: UnixTime) -> Result<(), Error> {
        if self.doubtful {
            self.reload(now)?;
        }
        Ok(())
    }

    fn reload(&mut self, now: UnixTime) -> Result<Vec<Record>, Error> {
        self.doubtful = true;
        let (log, records) = Log::open(&mut self.storage, Purpose::Journal, now, OnDamage::Refuse, &[])?;
        self.contents = Contents::replay(&records)?;
        self.log = log;
        self.doubtful = false;
        Ok(records)
    }

    fn append(&mut self, entry: &Entry) -> Result<(), Error> {
        let sequence = self.log.head().next_sequence;
        self.doubtful = true;
        self.log.append(&mut self.storage, entry)?;
        self.contents.apply(&Record { sequence, entry: entry.clone() })?;
        self.doubtful = false;
        Ok(())
    }
}

/// What the records add up to.
#[derive(Default)]
struct Contents {
    pending: Vec<Outcome>,
    settled: BTreeSet<OutcomeId>,
    staff: BTreeMap<StaffTag, StaffStanding>,
    /// The record that each struck credential's standing rests on.
    struck_by: BTreeMap<StaffTag, u64>,
}

impl Contents {
    fn replay(records: &[Record]) -> Result<Self, Error> {
        let mut contents = Self::default();
        records.iter().try_for_each(|record| contents.apply(record))?;
        Ok(contents)
    }

    fn apply(&mut self, record: &Record) -> Result<(), Error> {
        if let Some(fact) = Fact::decode(&record.entry) {
            self.apply_fact(&fact, record);
            return Ok(());
        }
        match QueueRecord::decode(&record.entry) {
            Some(QueueRecord::Queued(outcome)) => self.pending.push(outcome),
            Some(QueueRecord::Settled(id, _)) => {
                self.pending.retain(|outcome| outcome.id() != id);
                self.settled.insert(id);
            }
            None => {
                let (kind, sequence) = (record.entry.kind, record.sequence);
                return Err(Error::UnsupportedRecord { kind, sequence });
            }
        }
        Ok(())
    }

    fn apply_fact(&mut self, fact: &Fact, record: &Record) {
        match *fact {
            Fact::StaffStruck { staff, strikes, wait } => {
                let until = UnixTime(record.entry.time.0.saturating_add(u64::from(wait)));
                let open_from = (wait > 0).then_some(until);
                self.staff.insert(staff, StaffStanding { strikes, open_from });
                self.struck_by.insert(staff, record.sequence);
            }
            Fact::StaffCleared { staff } => {
                self.staff.remove(&staff);
                self.struck_by.remove(&staff);
            }
            _ => {}
        }
    }

    /// Whether a compaction keeps a record.
    fn keeps(&self, record: &Record, now: UnixTime, keep_seconds: u64) -> bool {
        match QueueRecord::decode(&record.entry) {
            Some(QueueRecord::Queued(outcome)) => self.pending.contains(&outcome),
            Some(QueueRecord::Settled(..)) => false,
            None => {
                now.seconds_since(record.entry.time) <= keep_seconds
                    || self.struck_by.values().any(|sequence| *sequence == record.sequence)
            }
        }
    }
}
