//! The log itself: open with recovery, append durably, rewrite atomically.

use crate::codec::Writer;
use crate::error::Error;
use crate::fact;
use crate::format::{self, End, Entry, Head, MAX_LOG_BYTES, Purpose, Record};
use crate::storage::Storage;
use crate::value::UnixTime;

/// What to do with a file whose middle is damaged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnDamage {
    /// Say so and touch nothing.
    Refuse,
    /// Keep what verifies, and a record of what was cut off.
    CutOff,
}

/// Where a log on a storage stands. Every operation is given the storage that it belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Log {
    purpose: Purpose,
    head: Head,
    size: u64,
}

impl Log {
    /// Reads and verifies the log, making it with the entries `first` if there is none, and cutting off a
    /// torn tail.
    /// What the records say is durable afterwards, even if a crashed program left it unsynced.
    ///
    /// # Errors
    /// See [`Error`]; on [`Error::Tampered`] nothing was changed.
    pub(crate) fn open<S: Storage>(
        storage: &mut S,
        purpose: Purpose,
        now: UnixTime,
        on_damage: OnDamage,
        first: &[Entry],
    ) -> Result<(Self, Vec<Record>), Error> {
        if storage.size()?.is_some_and(|size| size > MAX_LOG_BYTES) {
            return Err(Error::LogFull);
        }
        let Some(bytes) = storage.read()? else {
            return Self::create(storage, purpose, first);
        };
        let walk = match format::walk(&bytes, purpose) {
            Ok(walk) => walk,
            Err(Error::Tampered { .. }) if on_damage == OnDamage::CutOff => {
                let (header, head) = format::file_header(purpose, None);
                let cut = Cut { kind: fact::KIND_DAMAGE, at: 0, lost: bytes.len() };
                return Self::cut_off(storage, purpose, header, head, Vec::new(), cut, now);
            }
            Err(error) => return Err(error),
        };
        let kind = match (walk.end, on_damage) {
            (End::Clean, _) => {
                storage.sync()?;
                let log = Self { purpose, head: walk.head, size: size_of(&bytes) };
                return Ok((log, walk.records));
            }
            (End::Torn, _) => fact::KIND_TORN_TAIL,
            (End::Broken, OnDamage::CutOff) => fact::KIND_DAMAGE,
            (End::Broken, OnDamage::Refuse) => return Err(Error::Tampered { at: offset(walk.verified) }),
        };
        let cut = Cut { kind, at: walk.verified, lost: bytes.len().saturating_sub(walk.verified) };
        let mut verified = bytes;
        verified.truncate(walk.verified);
        Self::cut_off(storage, purpose, verified, walk.head, walk.records, cut, now)
    }

    /// Puts a log with these entries alone in the place of whatever is there, at once.
    ///
    /// # Errors
    /// What the storage says.
    pub(crate) fn create<S: Storage>(
        storage: &mut S,
        purpose: Purpose,
        entries: &[Entry],
    ) -> Result<(Self, Vec<Record>), Error> {
        let (mut bytes, mut head) = format::file_header(purpose, None);
        let mut records = Vec::new();
        for entry in entries {
            records.push(Record { sequence: head.next_sequence, entry: entry.clone() });
            head = format::encode(&mut bytes, entry, head)?;
        }
        storage.replace(&bytes)?;
        Ok((Self { purpose, head, size: size_of(&bytes) }, records))
    }

    fn cut_off<S: Storage>(
        storage: &mut S,
        purpose: Purpose,
        mut verified: Vec<u8>,
        head: Head,
        mut records: Vec<Record>,
        cut: Cut,
        now: UnixTime,
    ) -> Result<(Self, Vec<Record>), Error> {
        let entry = cut.entry(now);
        let next = format::encode(&mut verified, &entry, head)?;
        storage.replace(&verified)?;
        records.push(Record { sequence: head.next_sequence, entry });
        Ok((Self { purpose, head: next, size: size_of(&verified) }, records))
    }

    /// Adds a record and makes it durable.
    ///
    /// # Errors
    /// See [`Error`]. After a storage error the record may or may not be there: open again.
    pub(crate) fn append<S: Storage>(&mut self, storage: &mut S, entry: &Entry) -> Result<(), Error> {
        let mut bytes = Vec::new();
        let head = format::encode(&mut bytes, entry, self.head)?;
        let size = self.size.saturating_add(size_of(&bytes));
        if size > MAX_LOG_BYTES {
            return Err(Error::LogFull);
        }
        storage.append(&bytes)?;
        storage.sync()?;
        (self.head, self.size) = (head, size);
        Ok(())
    }

    /// Puts a file with `entries` alone in the place of this one. The new file is anchored to
    /// this one's last link and goes on with its sequence numbers.
    ///
    /// # Errors
    /// See [`Error`]. After a storage error either file may be there: open again.
    pub(crate) fn rewrite<S: Storage>(&mut self, storage: &mut S, entries: &[Entry]) -> Result<(), Error> {
        let (mut bytes, mut head) = format::file_header(self.purpose, Some(self.head));
        for entry in entries {
            head = format::encode(&mut bytes, entry, head)?;
        }
        storage.replace(&bytes)?;
        (self.head, self.size) = (head, size_of(&bytes));
        Ok(())
    }

    pub(crate) fn head(&self) -> Head {
        self.head
    }

    pub(crate) fn size(&self) -> u64 {
        self.size
    }
}

/// What recovery cuts off, and the kind of record that remembers it.
struct Cut {
    kind: u16,
    at: usize,
    lost: usize,
}

impl Cut {
    fn entry(&self, now: UnixTime) -> Entry {
        let lost = u32::try_from(self.lost).unwrap_or(u32::MAX);
        let payload = Writer::default().u64(offset(self.at)).u32(lost).done();
        Entry { kind: self.kind, time: now, payload }
    }
}

fn offset(value: usize) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}

fn size_of(bytes: &[u8]) -> u64 {
    offset(bytes.len())
}
