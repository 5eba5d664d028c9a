//! A medium in memory, with a power switch, for tests.
//!
//! What a cut may do is what [`Storage`]'s contract allows and no more: only bytes that were
//! being written, or were written and not synced, are lost or damaged. What it does do is chosen
//! by a [`Damage`], which stands for what disks and file systems were seen to leave: a prefix, a
//! tail of garbage, a sector of zeros, writes in another order, single wrong bits.

use std::io::ErrorKind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::storage::{Storage, StorageError};

/// Bytes that a disk writes at once or not at all.
const SECTOR: usize = 512;

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
    /// The first half did, the second half is wrong.
    GarbageTail,
    /// All did but those in the first sector that they touch, which are zeros.
    FirstSectorZeroed,
    /// All did but those in the last sector that they touch, which are zeros.
    LastSectorZeroed,
    /// Of several writes the last came first: those before it are zeros.
    LastWriteAlone,
    /// All did, with one wrong bit in the first of them.
    FirstBit,
    /// All did, with one wrong bit in the middle of them.
    MiddleBit,
    /// All did, with one wrong bit in the last of them.
    LastBit,
}

/// Written and not synced.
struct Unsynced<'a> {
    bytes: Vec<u8>,
    /// Where they stand on the medium.
    offset: usize,
    /// Where each write ends, counted from the first of them.
    writes: &'a [usize],
}

impl Damage {
    /// All of them.
    pub const ALL: [Damage; 15] = [
        Damage::Vanished,
        Damage::Whole,
        Damage::FirstByte,
        Damage::Half,
        Damage::AllButLast,
        Damage::Zeroed,
        Damage::Garbled,
        Damage::SecondHalf,
        Damage::GarbageTail,
        Damage::FirstSectorZeroed,
        Damage::LastSectorZeroed,
        Damage::LastWriteAlone,
        Damage::FirstBit,
        Damage::MiddleBit,
        Damage::LastBit,
    ];

    fn apply(self, unsynced: Unsynced<'_>) -> Vec<u8> {
        let Unsynced { mut bytes, offset, writes } = unsynced;
        let length = bytes.len();
        let half = length / 2;
        let wrong = |byte: &mut u8| *byte ^= 0xA5;
        let clear = |byte: &mut u8| *byte = 0;
        let flip = |byte: Option<&mut u8>| byte.into_iter().for_each(|byte| *byte ^= 0x10);
        match self {
            Self::Vanished => bytes.clear(),
            Self::Whole => {}
            Self::FirstByte => bytes.truncate(1),
            Self::Half => bytes.truncate(half),
            Self::AllButLast => bytes.truncate(length.saturating_sub(1)),
            Self::Zeroed => bytes.fill(0),
            Self::Garbled => bytes.iter_mut().for_each(wrong),
            Self::SecondHalf => bytes.iter_mut().take(half).for_each(clear),
            Self::GarbageTail => bytes.iter_mut().skip(half).for_each(wrong),
            Self::FirstSectorZeroed => {
                bytes.iter_mut().take(SECTOR - offset % SECTOR).for_each(clear);
            }
            Self::LastSectorZeroed => {
                let begins = (offset + length).saturating_sub(1) / SECTOR * SECTOR;
                bytes.iter_mut().skip(begins.saturating_sub(offset)).for_each(clear);
            }
            Self::LastWriteAlone => {
                let last = writes.iter().rev().nth(1).copied().unwrap_or(0);
                bytes.iter_mut().take(last).for_each(clear);
            }
            Self::FirstBit => flip(bytes.first_mut()),
            Self::MiddleBit => flip(bytes.get_mut(half)),
            Self::LastBit => flip(bytes.last_mut()),
        }
        bytes
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
    /// Where each write since then ends, counted from there.
    writes: Vec<usize>,
    /// The most writes that ever waited for one sync.
    most_writes: usize,
    /// A cut had something to damage or to leave undone.
    at_stake: bool,
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

    /// What would be on it if the power were cut now.
    #[must_use]
    pub fn image(&self, damage: Damage) -> Option<Vec<u8>> {
        self.state().image(damage)
    }

    /// The most writes that ever waited for one sync: what a disk could put in another order.
    #[must_use]
    pub fn most_unsynced_writes(&self) -> usize {
        self.state().most_writes
    }

    /// Whether the cut that happened came while something was not durable yet. If not, every
    /// [`Damage`] leaves the same.
    #[must_use]
    pub fn was_at_stake(&self) -> bool {
        self.state().at_stake
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
        state.content = content;
        state.settle();
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

    /// All that is there is durable.
    fn settle(&mut self) {
        self.synced = self.content.as_ref().map_or(0, Vec::len);
        self.writes.clear();
    }

    fn image(&self, damage: Damage) -> Option<Vec<u8>> {
        let content = self.content.as_ref()?;
        let (durable, unsynced) = content.split_at_checked(self.synced)?;
        let unsynced = Unsynced { bytes: unsynced.to_vec(), offset: self.synced, writes: &self.writes };
        Some([durable, &damage.apply(unsynced)].concat())
    }

    fn power_off(&mut self, damage: Damage) {
        self.at_stake |= !self.writes.is_empty();
        self.content = self.image(damage);
        self.settle();
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
        let end = state.content.as_ref().map_or(0, Vec::len).saturating_sub(state.synced);
        state.writes.push(end);
        state.most_writes = state.most_writes.max(state.writes.len());
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
        state.settle();
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
            state.settle();
        }
        match cut {
            Some(damage) => {
                state.at_stake = true;
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
