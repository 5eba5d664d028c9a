//! What the records of a ledger add up to.

use super::record::LedgerRecord;
use super::{STRIKE_SECONDS, VerifyOutcome};
use crate::error::Error;
use crate::fact::KIND_TORN_TAIL;
use crate::format::{Entry, Record};
use crate::site_key::CardKey;
use crate::value::{Day, IntentId, UnixTime};

/// An intent that counts, until its time is over.
struct Strike {
    id: IntentId,
    card: CardKey,
    at: UnixTime,
    closed: Option<(VerifyOutcome, UnixTime)>,
}

impl Strike {
    fn is_over(&self, today: Day, now: UnixTime) -> bool {
        self.card.day() < today || now.seconds_since(self.at) >= STRIKE_SECONDS
    }
}

#[derive(Default)]
pub(super) struct Book {
    strikes: Vec<Strike>,
    torn: Vec<Entry>,
    latest: Option<Day>,
    /// The day on which the ledger before this one was missing.
    lost: Option<Day>,
    records: usize,
}

impl Book {
    pub(super) fn replay(records: &[Record]) -> Result<Self, Error> {
        let mut book = Self::default();
        for record in records {
            book.apply(record)?;
        }
        Ok(book)
    }

    fn apply(&mut self, record: &Record) -> Result<(), Error> {
        self.records = self.records.saturating_add(1);
        let entry = &record.entry;
        if entry.kind == KIND_TORN_TAIL {
            self.torn.push(entry.clone());
            return Ok(());
        }
        match LedgerRecord::decode(entry) {
            Some(LedgerRecord::Intent { id, card }) => {
                self.reach(card.day());
                self.strikes.push(Strike { id, card, at: entry.time, closed: None });
            }
            Some(LedgerRecord::Closed { id, outcome }) => self.close(id, outcome, entry.time),
            Some(LedgerRecord::Cleared { card, .. }) => {
                self.strikes.retain(|strike| strike.card != card);
            }
            Some(LedgerRecord::DayReached { day }) => self.reach(day),
            Some(LedgerRecord::Lost { day }) => {
                self.reach(day);
                self.lost = Some(day);
            }
            None => {
                let (kind, sequence) = (entry.kind, record.sequence);
                return Err(Error::UnsupportedRecord { kind, sequence });
            }
        }
        Ok(())
    }

    fn reach(&mut self, day: Day) {
        self.latest = self.latest.max(Some(day));
    }

    /// A success clears the strikes up to its own intent: one that another terminal recorded
    /// afterwards stands.
    fn close(&mut self, id: IntentId, outcome: VerifyOutcome, at: UnixTime) {
        let Some(closed) = self.strikes.iter_mut().find(|strike| strike.id == id) else {
            return;
        };
        let card = closed.card;
        match outcome {
            VerifyOutcome::Accepted => {
                self.strikes.retain(|strike| strike.card != card || strike.id > id);
            }
            VerifyOutcome::NotSent => self.strikes.retain(|strike| strike.id != id),
            VerifyOutcome::Rejected | VerifyOutcome::Unknown => closed.closed = Some((outcome, at)),
        }
    }

    /// # Errors
    /// [`Error::ClockBehind`] if entries of a later day than `today` were written; [`Error::LedgerLost`] if
    /// those of `today` are not known.
    pub(super) fn check_day(&self, today: Day) -> Result<(), Error> {
        if self.latest > Some(today) {
            return Err(Error::ClockBehind);
        }
        if self.lost == Some(today) { Err(Error::LedgerLost) } else { Ok(()) }
    }

    pub(super) fn strikes(&self, card: &CardKey, now: UnixTime) -> u16 {
        let counts = |strike: &&Strike| strike.card == *card && !strike.is_over(card.day(), now);
        count(self.strikes.iter().filter(counts).count())
    }

    pub(super) fn counts(&self, id: IntentId, card: &CardKey) -> bool {
        self.strikes.iter().any(|strike| strike.id == id && strike.card == *card)
    }

    pub(super) fn open_intents(&self) -> u16 {
        count(self.strikes.iter().filter(|strike| strike.closed.is_none()).count())
    }

    pub(super) fn torn_tails(&self) -> u16 {
        count(self.torn.len())
    }

    /// Whether a strike is in the file whose time is over, or a loss whose day is.
    pub(super) fn has_expired(&self, today: Day, now: UnixTime) -> bool {
        self.lost.is_some_and(|day| day < today)
            || self.strikes.iter().any(|strike| strike.is_over(today, now))
    }

    /// Records that a sweep would remove, expired strikes aside.
    pub(super) fn idle_records(&self) -> usize {
        let closed = self.strikes.iter().filter(|strike| strike.closed.is_some()).count();
        let standing = self.strikes.len() + closed + self.torn.len() + usize::from(self.lost.is_some());
        self.records.saturating_sub(standing + usize::from(self.latest.is_some()))
    }

    /// Forgets what is over, and gives the entries of a file that says just the rest.
    pub(super) fn sweep(&mut self, today: Day, now: UnixTime) -> Vec<Entry> {
        self.reach(today);
        self.strikes.retain(|strike| !strike.is_over(today, now));
        self.lost = self.lost.filter(|day| *day >= today);
        self.torn.retain(|entry| now.seconds_since(entry.time) < STRIKE_SECONDS);
        let day = self.latest.map(|day| LedgerRecord::DayReached { day }.entry(now));
        let lost = self.lost.map(|day| LedgerRecord::Lost { day }.entry(now));
        let mut entries: Vec<Entry> = day.into_iter().chain(lost).chain(self.torn.iter().cloned()).collect();
        for strike in &self.strikes {
            let intent = LedgerRecord::Intent { id: strike.id, card: strike.card };
            entries.push(intent.entry(strike.at));
            if let Some((outcome, at)) = strike.closed {
                entries.push(LedgerRecord::Closed { id: strike.id, outcome }.entry(at));
            }
        }
        self.records = entries.len();
        entries
    }
}

fn count(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}
