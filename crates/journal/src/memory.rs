//! A medium in memory, with a power switch, for tests.
//!
//! What a cut may do is what [`Storage`]'s contract allows and no more: only bytes that were
//! being written, or were written and not synced, are lost or damaged.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::storage::{Storage, StorageError};

/// What becomes of the unsynced bytes at a power cut. A replacement that is cut comes through
/// with [`Damage::Whole`] and has not happened with any other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// None of them reached the medium.
    Vanished,
    /// All of them did.
    Whole,
    /// The first alone did.
    FirstByte,
    /// The first half did.
    Half,
    /// All but the last did.
    AllButLast,
    /// The length did, the bytes are zeros.
    Zeroed,
    /// The length did, the bytes are wrong.
    Garbled,
    /// The second half did, the first half is zeros.
    SecondHalf,
}

impl Damage {
    /// All of them.
    pub const ALL: [Damage; 8] = [
        Damage::Vanished,
        Damage::Whole,
        Damage::FirstByte,
        Damage::Half,
        Damage::AllButLast,
        Damage::Zeroed,
        Damage::Garbled,
        Damage::SecondHalf,
    ];

    fn apply(self, mut unsynced: Vec<u8>) -> Vec<u8> {
        let length = unsynced.len();
        match self {
            Self::Vanished => unsynced.clear(),
            Self::Whole => {}
            Self::FirstByte => unsynced.truncate(1),
            Self::Half => unsynced.truncate(length / 2),
            Self::AllButLast => unsynced.truncate(length.saturating_sub(1)),
            Self::Zeroed => unsynced.fill(0),
            Self::Garbled => unsynced.iter_mut().for_each(|byte| *byte ^= 0xA5),
            Self::SecondHalf => unsynced.iter_mut().take(length / 2).for_each(|byte| *byte = 0),
        }
        unsynced
    }
}

/// A medium. Clones are the same medium.
#[derive(Clone, Debug, Default)]
pub struct Medium(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    content: Option<Vec<u8>>,
    /// Length up to which the content is durable.
    synced: usize,
    operations: u64,
    cut: Option<(u64, Damage)>,
    off: bool,
    fault: Option<StorageError>,
    sync_fault: Option<StorageError>,
    held_by: Option<u64>,
    handles: u64,
}

impl Medium {
    /// An empty medium, powered.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A handle on it.
    #[must_use]
    pub fn handle(&self) -> MemoryStore {
        let mut state = self.state();
        state.handles = state.handles.saturating_add(1);
        MemoryStore { medium: self.clone(), number: state.handles }
    }

    /// Operations (size, read, append, sync, replace) begun so far.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.state().operations
    }

    /// Lets `after` more operations through and cuts the power in the middle of the next one.
    pub fn cut_after(&self, after: u64, damage: Damage) {
        let mut state = self.state();
        state.cut = Some((state.operations.saturating_add(after), damage));
    }

    /// Cuts the power now.
    pub fn power_off(&self, damage: Damage) {
        self.state().power_off(damage);
    }

    /// Whether a cut happened.
    #[must_use]
    pub fn is_off(&self) -> bool {
        self.state().off
    }

    /// Powers it again. A cut that didn't happen yet is called off; locks are gone.
    pub fn power_on(&self) {
        let mut state = self.state();
        state.off = false;
        state.cut = None;
        state.held_by = None;
    }

    /// Lets all writes fail with `fault` and write nothing; `None` ends it.
    pub fn fail_writes(&self, fault: Option<StorageError>) {
        self.state().fault = fault;
    }

    /// Lets all syncs fail with `fault`, what was appended staying undecided; `None` ends it.
    pub fn fail_syncs(&self, fault: Option<StorageError>) {
        self.state().sync_fault = fault;
    }

    /// What is on it.
    #[must_use]
    pub fn content(&self) -> Option<Vec<u8>> {
        self.state().content.clone()
    }

    /// Changes what is on it, behind everybody's back.
    pub fn set_content(&self, content: Option<Vec<u8>>) {
        let mut state = self.state();
        state.synced = content.as_ref().map_or(0, Vec::len);
        state.content = content;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const NO_POWER: StorageError = StorageError::Io(ErrorKind::NotConnected);

impl State {
    /// Counts an operation; `Some` if the power is to be cut in the middle of it.
    fn begin(&mut self) -> Result<Option<Damage>, StorageError> {
        if self.off {
            return Err(NO_POWER);
        }
        let cut = self.cut.filter(|(at, _)| *at == self.operations).map(|(_, damage)| damage);
        self.operations = self.operations.saturating_add(1);
        Ok(cut)
    }

    fn power_off(&mut self, damage: Damage) {
        if let Some(content) = &mut self.content
            && self.synced <= content.len()
        {
            let unsynced = content.split_off(self.synced);
            content.extend(damage.apply(unsynced));
            self.synced = content.len();
        }
        self.off = true;
    }

    /// An operation that changes nothing.
    fn look(&mut self) -> Result<(), StorageError> {
        match self.begin()? {
            Some(damage) => {
                self.power_off(damage);
                Err(NO_POWER)
            }
            None => Ok(()),
        }
    }
}

/// A handle on a [`Medium`].
#[derive(Debug)]
pub struct MemoryStore {
    medium: Medium,
    number: u64,
}

impl Storage for MemoryStore {
    fn lock(&mut self) -> Result<(), StorageError> {
        let mut state = self.medium.state();
        if state.off {
            return Err(NO_POWER);
        }
        match state.held_by {
            Some(number) if number != self.number => Err(StorageError::Busy),
            _ => {
                state.held_by = Some(self.number);
                Ok(())
            }
        }
    }

    fn unlock(&mut self) {
        let mut state = self.medium.state();
        if state.held_by == Some(self.number) {
            state.held_by = None;
        }
    }

    fn size(&mut self) -> Result<Option<u64>, StorageError> {
        let mut state = self.medium.state();
        state.look()?;
        Ok(state.content.as_ref().map(|content| u64::try_from(content.len()).unwrap_or(u64::MAX)))
    }

    fn read(&mut self) -> Result<Option<Vec<u8>>, StorageError> {
        let mut state = self.medium.state();
        state.look()?;
        Ok(state.content.clone())
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        let mut state = self.medium.state();
        let cut = state.begin()?;
        if let Some(fault) = state.fault {
            return Err(fault);
        }
        state.content.get_or_insert_default().extend_from_slice(bytes);
        match cut {
            Some(damage) => {
                state.power_off(damage);
                Err(NO_POWER)
            }
            None => Ok(()),
        }
    }

    fn sync(&mut self) -> Result<(), StorageError> {
        let mut state = self.medium.state();
        state.look()?;
        if let Some(fault) = state.sync_fault {
            return Err(fault);
        }
        state.synced = state.content.as_ref().map_or(0, Vec::len);
        Ok(())
    }

    fn replace(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        let mut state = self.medium.state();
        let cut = state.begin()?;
        if let Some(fault) = state.fault {
            return Err(fault);
        }
        if cut.is_none_or(|damage| damage == Damage::Whole) {
            state.content = Some(bytes.to_vec());
            state.synced = bytes.len();
        }
        match cut {
            Some(damage) => {
                state.power_off(damage);
                Err(NO_POWER)
            }
            None => Ok(()),
        }
    }
}

impl Drop for MemoryStore {
    fn drop(&mut self) {
        self.unlock();
    }
}
