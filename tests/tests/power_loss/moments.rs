//! Moments of a session at which the power could fail, taken down with all that is kept.

use apdu::{ApduForm, CardChannel, ChannelError};
use journal::memory::{Damage, Medium, MemoryStore};
use journal::{Storage, StorageError, UnixTime};
use rig::TrayReader;
use runtime::port::{HeldCard, Presence, Reader, ReaderFault, SlotState};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// When.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// Before or after an operation on the medium.
    Medium,
    /// VERIFY is about to leave.
    BeforeVerify,
    /// The card has acted on VERIFY; its answer has not arrived.
    AfterVerify,
}

impl Moment {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Medium => "at the medium",
            Self::BeforeVerify => "between intent and VERIFY",
            Self::AfterVerify => "between VERIFY and its answer",
        }
    }
}

/// A medium as it was at a moment: durable bytes, and what every damage would have left.
#[derive(Clone)]
pub(crate) struct Kept(Vec<Option<Vec<u8>>>);

impl Kept {
    fn of(medium: &Medium) -> Self {
        Self(Damage::ALL.iter().map(|damage| medium.image(*damage)).collect())
    }

    pub(crate) fn image(&self, damage: Damage) -> Option<Vec<u8>> {
        self.0[Damage::ALL.iter().position(|other| *other == damage).unwrap()].clone()
    }
}

/// What is left of a moment.
#[derive(Clone)]
pub(crate) struct Image {
    pub(crate) moment: Moment,
    pub(crate) journal: Kept,
    pub(crate) ledger: Kept,
    /// Wrong PINs that the card has counted and no right one has cleared.
    pub(crate) counted: u16,
    /// The card has taken a PIN by now, and how many wrong ones it had counted then.
    pub(crate) accepted: bool,
    pub(crate) before_accepted: u16,
    pub(crate) now: UnixTime,
}

/// Takes moments down.
#[derive(Clone)]
pub(crate) struct Observer(Arc<Mutex<State>>);

struct State {
    journal: Medium,
    ledger: Medium,
    now: UnixTime,
    counted: u16,
    accepted: bool,
    before_accepted: u16,
    verifies: u64,
    images: Vec<Image>,
}

impl Observer {
    pub(crate) fn new(journal: &Medium, ledger: &Medium, now: UnixTime) -> Self {
        let (journal, ledger) = (journal.clone(), ledger.clone());
        let state = State {
            journal,
            ledger,
            now,
            counted: 0,
            accepted: false,
            before_accepted: 0,
            verifies: 0,
            images: Vec::new(),
        };
        Self(Arc::new(Mutex::new(state)))
    }

    pub(crate) fn images(&self) -> Vec<Image> {
        self.0.lock().unwrap().images.clone()
    }

    pub(crate) fn verifies(&self) -> u64 {
        self.0.lock().unwrap().verifies
    }

    fn take(&self, moment: Moment) {
        let mut state = self.0.lock().unwrap();
        let image = Image {
            moment,
            journal: Kept::of(&state.journal),
            ledger: Kept::of(&state.ledger),
            counted: state.counted,
            accepted: state.accepted,
            before_accepted: state.before_accepted,
            now: state.now,
        };
        state.images.push(image);
    }

    fn answered(&self, answer: &[u8]) {
        let mut state = self.0.lock().unwrap();
        state.verifies += 1;
        if answer.ends_with(&[0x90, 0x00]) {
            (state.accepted, state.before_accepted, state.counted) = (true, state.counted, 0);
        } else {
            state.counted += 1;
        }
    }
}

/// A storage whose every operation is a moment, before and after.
pub(crate) struct Watched {
    pub(crate) store: MemoryStore,
    pub(crate) observer: Observer,
}

impl Watched {
    fn watch<T>(&mut self, operation: impl FnOnce(&mut MemoryStore) -> T) -> T {
        self.observer.take(Moment::Medium);
        let result = operation(&mut self.store);
        self.observer.take(Moment::Medium);
        result
    }
}

impl Storage for Watched {
    fn lock(&mut self) -> Result<(), StorageError> {
        self.store.lock()
    }

    fn unlock(&mut self) {
        self.store.unlock();
    }

    fn size(&mut self) -> Result<Option<u64>, StorageError> {
        self.store.size()
    }

    fn read(&mut self) -> Result<Option<Vec<u8>>, StorageError> {
        self.store.read()
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.watch(|store| store.append(bytes))
    }

    fn sync(&mut self) -> Result<(), StorageError> {
        self.watch(|store| store.sync())
    }

    fn replace(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.watch(|store| store.replace(bytes))
    }
}

/// A reader whose VERIFYs of the user-authentication PIN are moments.
pub(crate) struct WatchedReader {
    pub(crate) reader: TrayReader,
    pub(crate) observer: Observer,
}

impl Reader for WatchedReader {
    fn watch(&mut self, known: SlotState, patience: Duration) -> SlotState {
        self.reader.watch(known, patience)
    }

    fn hold(&mut self, body: &mut dyn FnMut(&mut dyn HeldCard)) -> Result<(), ReaderFault> {
        let observer = &self.observer;
        self.reader.hold(&mut |card| body(&mut WatchedCard { card, observer }))
    }
}

struct WatchedCard<'a> {
    card: &'a mut dyn HeldCard,
    observer: &'a Observer,
}

impl CardChannel for WatchedCard<'_> {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        let verify = matches!(command, [_, 0x20, _, _, 4, ..]);
        if !verify {
            return self.card.transmit(command, response);
        }
        self.observer.take(Moment::BeforeVerify);
        let length = self.card.transmit(command, response)?;
        self.observer.answered(&response[..length]);
        self.observer.take(Moment::AfterVerify);
        Ok(length)
    }
}

impl HeldCard for WatchedCard<'_> {
    fn form(&self) -> ApduForm {
        self.card.form()
    }

    fn presence(&mut self) -> Presence {
        self.card.presence()
    }
}
