//! The real strike ledger on a medium in memory, by the real records worker, named in a state by
//! what can be observed of it.
//!
//! The bytes of a ledger hold its history, and histories are endless. What can come of a ledger
//! depends on less: how many strikes each card has, and what closing each open intent would do. Both
//! are asked of the real code on a copy of the bytes. The first ledger that is found with given
//! observations stands for all; every operation is the real one on its bytes, and is done once.

use crate::world::{CARDS, DESKS};
use journal::memory::{Medium, MemoryStore};
use journal::{
    CardKey, Day, Intent, IntentId, Journal, LogLedger, SiteSecret, StorageError, StrikeLedger, Strikes,
    UnixTime, VerifyOutcome,
};
use runtime::work::{RecordsJob, RecordsReply, RecordsWorker};
use runtime::{Records, StaffBook};
use std::collections::HashMap;
use std::sync::Arc;
use terminal::{LedgerFault, StaffId, StrikeOutcome};

/// 2026-11-24 noon in Japan, the first day here. Nothing depends on the hour.
const NOON: u64 = 1_795_489_200;
const DAY: u64 = 24 * 60 * 60;
/// Who takes strikes back.
pub(crate) const STAFF: StaffId = StaffId(17);

/// A ledger, by what can be observed of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct LedgerId(u16);

/// What the records worker is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Ask {
    Strikes(u8),
    Intend(u8),
    Close(StrikeOutcome),
    Reset {
        card: u8,
        /// Staff had identified themselves.
        by_staff: bool,
    },
}

/// What it answers, where it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Told {
    Strikes(policy::Strikes),
    Intended(Result<(), LedgerFault>),
    Reset(Result<(), LedgerFault>),
}

/// What the medium does during an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum MediumFault {
    Unreadable,
    Full,
    SyncFails,
}

/// What can be observed of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Observed {
    /// Days since the first.
    day: u8,
    /// Today's.
    strikes: [u16; CARDS],
    open: [Option<Open>; DESKS],
}

/// What closing an open intent would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Open {
    card: u8,
    /// It still counts as a strike.
    counts: bool,
    /// Strikes of today that would stay after a success.
    later: u16,
}

#[derive(Clone)]
struct Kept {
    day: u8,
    content: Option<Vec<u8>>,
    open: [Option<(IntentId, CardKey, u16)>; DESKS],
}

type Operation = (LedgerId, u8, Option<Ask>, Option<MediumFault>);

pub(crate) struct Ledgers {
    kept: Vec<(Kept, Observed)>,
    names: HashMap<Observed, LedgerId>,
    done: HashMap<Operation, (Option<Told>, LedgerId)>,
    mirrors: HashMap<LedgerId, LedgerId>,
    /// Strikes at which the worker records no more intents.
    pub(crate) most: u8,
}

impl Ledgers {
    /// And the name of the empty ledger.
    pub(crate) fn new() -> (Self, LedgerId) {
        let mut ledgers = Self {
            kept: Vec::new(),
            names: HashMap::new(),
            done: HashMap::new(),
            mirrors: HashMap::new(),
            most: policy::BUILT_IN.strikes,
        };
        let empty = ledgers.name(Kept { day: 0, content: None, open: [None; DESKS] });
        (ledgers, empty)
    }

    /// Different ledgers so far.
    pub(crate) fn len(&self) -> usize {
        self.kept.len()
    }

    /// The real ledger's word on a card.
    pub(crate) fn strikes(&self, ledger: LedgerId, card: u8) -> u16 {
        self.kept[usize::from(ledger.0)].1.strikes[usize::from(card)]
    }

    /// Whether a desk's worker has an intent in hand.
    pub(crate) fn is_open(&self, ledger: LedgerId, desk: usize) -> bool {
        self.kept[usize::from(ledger.0)].0.open[desk].is_some()
    }

    /// The same ledger on the next day.
    pub(crate) fn next_day(&mut self, ledger: LedgerId) -> LedgerId {
        let kept = self.kept[usize::from(ledger.0)].0.clone();
        self.name(Kept { day: kept.day + 1, ..kept })
    }

    /// One job of a desk's records worker.
    pub(crate) fn work(
        &mut self,
        ledger: LedgerId,
        desk: usize,
        ask: Ask,
        fault: Option<MediumFault>,
    ) -> (Option<Told>, LedgerId) {
        let operation = (ledger, u8::try_from(desk).unwrap(), Some(ask), fault);
        if let Some(done) = self.done.get(&operation) {
            return *done;
        }
        let mut kept = self.kept[usize::from(ledger.0)].0.clone();
        let medium = medium_with(&kept);
        let mut worker = worker(&medium, self.most, noon(kept.day));
        worker.open = kept.open[desk].map(|(id, card, before)| Intent::from_parts(id, card, before));
        match fault {
            None => {}
            Some(MediumFault::Unreadable) => medium.power_off(journal::memory::Damage::Whole),
            Some(MediumFault::Full) => medium.fail_writes(Some(StorageError::Full)),
            Some(MediumFault::SyncFails) => medium.fail_syncs(Some(StorageError::Full)),
        }
        let told = worker.carry_out(match ask {
            Ask::Strikes(card) => RecordsJob::Strikes(hash_of(card)),
            Ask::Intend(card) => RecordsJob::Intend(hash_of(card)),
            Ask::Close(outcome) => RecordsJob::Close(outcome),
            Ask::Reset { card, .. } => RecordsJob::Reset(hash_of(card), STAFF),
        });
        let told = match told {
            Some(RecordsReply::Strikes(strikes)) => Some(Told::Strikes(strikes)),
            Some(RecordsReply::Intended(intended)) => Some(Told::Intended(intended)),
            Some(RecordsReply::Reset(reset)) => Some(Told::Reset(reset)),
            None => None,
            Some(_) => panic!("an answer to another question"),
        };
        kept.content = medium.content();
        kept.open[desk] =
            worker.open.as_ref().map(|intent| (intent.id(), intent.card(), intent.strikes_before()));
        let done = (told, self.name(kept));
        self.done.insert(operation, done);
        done
    }

    /// The desk's terminal starts anew: it has no intent in hand.
    pub(crate) fn restart(&mut self, ledger: LedgerId, desk: usize) -> LedgerId {
        let operation = (ledger, u8::try_from(desk).unwrap(), None, None);
        if let Some((_, after)) = self.done.get(&operation) {
            return *after;
        }
        let mut kept = self.kept[usize::from(ledger.0)].0.clone();
        kept.open[desk] = None;
        let after = self.name(kept);
        self.done.insert(operation, (None, after));
        after
    }

    /// The same ledger with the terminals in each other's place.
    pub(crate) fn mirrored(&mut self, ledger: LedgerId) -> LedgerId {
        if let Some(mirrored) = self.mirrors.get(&ledger) {
            return *mirrored;
        }
        let mut kept = self.kept[usize::from(ledger.0)].0.clone();
        kept.open.reverse();
        let mirrored = self.name(kept);
        self.mirrors.insert(ledger, mirrored);
        mirrored
    }

    fn name(&mut self, kept: Kept) -> LedgerId {
        let observed = observe(&kept);
        if let Some(name) = self.names.get(&observed) {
            return *name;
        }
        let name = LedgerId(u16::try_from(self.kept.len()).unwrap());
        self.kept.push((kept, observed));
        self.names.insert(observed, name);
        name
    }
}

fn observe(kept: &Kept) -> Observed {
    let now = noon(kept.day);
    let card_of = |key: &CardKey| {
        let is = |card: &usize| (0..=kept.day).any(|day| key_of(*card, noon(day)) == *key);
        (0..CARDS).find(is).unwrap()
    };
    let open = kept.open.map(|open| {
        open.map(|(id, key, before)| {
            let card = card_of(&key);
            let closed = |outcome| {
                let medium = medium_with(kept);
                let mut ledger = LogLedger::new(medium.handle());
                ledger.close(Intent::from_parts(id, key, before), outcome, now).unwrap();
                count(&mut ledger, card, now)
            };
            let counts = closed(VerifyOutcome::NotSent) < closed(VerifyOutcome::Unknown);
            Open { card: u8::try_from(card).unwrap(), counts, later: closed(VerifyOutcome::Accepted) }
        })
    });
    let mut ledger = LogLedger::new(medium_with(kept).handle());
    let strikes = std::array::from_fn(|card| count(&mut ledger, card, now));
    Observed { day: kept.day, strikes, open }
}

fn noon(day: u8) -> UnixTime {
    UnixTime(NOON + u64::from(day) * DAY)
}

fn count(ledger: &mut LogLedger<MemoryStore>, card: usize, now: UnixTime) -> u16 {
    match ledger.strikes(&key_of(card, now), now) {
        Strikes::Known(strikes) => strikes,
        Strikes::Unavailable(error) => panic!("a ledger out of order: {error:?}"),
    }
}

fn medium_with(kept: &Kept) -> Medium {
    let medium = Medium::new();
    medium.set_content(kept.content.clone());
    medium
}

fn secret() -> SiteSecret {
    SiteSecret::take(&mut [9; 32])
}

fn hash_of(card: u8) -> [u8; 32] {
    [card; 32]
}

fn key_of(card: usize, now: UnixTime) -> CardKey {
    secret().day_key(Day::in_japan(now)).card_key(&hash_of(u8::try_from(card).unwrap()))
}

fn worker(medium: &Medium, most: u8, now: UnixTime) -> RecordsWorker<MemoryStore> {
    let records = Records {
        journal: Journal::open(Medium::new().handle(), now).unwrap(),
        ledger: Box::new(LogLedger::new(medium.handle())),
        secret: secret(),
        staff: StaffBook::new(Vec::new()),
    };
    RecordsWorker::new(records, Arc::new(StandsStill(now)), most)
}

/// A clock that does not run.
struct StandsStill(UnixTime);

impl runtime::port::Clock for StandsStill {
    fn now(&self) -> policy::Millis {
        policy::Millis(0)
    }

    fn unix(&self) -> u64 {
        self.0.0
    }
}
