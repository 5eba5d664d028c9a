//! The seam between the log and a medium.

use core::fmt;
use std::io::ErrorKind;

/// One file-like medium that holds one log.
///
/// The contract that power-loss safety rests on:
/// - After [`sync`](Storage::sync) returned `Ok`, all that was appended survives a power cut.
/// - Appended bytes that were not synced may be there wholly, partly, damaged, or not at all.
///   Bytes that were there before stay as they were.
/// - [`replace`](Storage::replace) is atomic and durable: after a cut the content is the old or
///   the new one, and after `Ok` the new one. The old content is no longer in the file.
/// - Between [`lock`](Storage::lock) and [`unlock`](Storage::unlock) no other handle changes the
///   medium, and reads see what the previous holder left.
pub trait Storage {
    /// Takes the medium for this handle alone, waiting a bounded time at most.
    /// A handle that holds the lock already keeps it.
    ///
    /// # Errors
    /// [`StorageError::Busy`] if another handle kept it; otherwise what the medium says.
    fn lock(&mut self) -> Result<(), StorageError>;

    /// Lets go of the medium. Does nothing if the lock isn't held. Dropping a handle does the same.
    fn unlock(&mut self);

    /// Bytes on the medium, or `None` if nothing was ever written.
    ///
    /// # Errors
    /// What the medium says.
    fn size(&mut self) -> Result<Option<u64>, StorageError>;

    /// The whole content, or `None` if nothing was ever written.
    ///
    /// # Errors
    /// What the medium says.
    fn read(&mut self) -> Result<Option<Vec<u8>>, StorageError>;

    /// Adds `bytes` at the end.
    ///
    /// # Errors
    /// What the medium says; part of `bytes` may be there then.
    fn append(&mut self, bytes: &[u8]) -> Result<(), StorageError>;

    /// Makes what was appended durable.
    ///
    /// # Errors
    /// What the medium says; what was appended may or may not be durable then.
    fn sync(&mut self) -> Result<(), StorageError>;

    /// Puts `bytes` in the place of the whole content, atomically and durably.
    ///
    /// # Errors
    /// What the medium says; the content is the old or the new one then.
    fn replace(&mut self, bytes: &[u8]) -> Result<(), StorageError>;
}

/// What a medium says when it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// No room left, or a quota reached.
    Full,
    /// The medium, folder or file can't be written.
    ReadOnly,
    /// Another handle holds the lock.
    Busy,
    /// A write stopped half-way and its beginning could not be taken back.
    Torn,
    /// Anything else, by the kind that the operating system gave.
    Io(ErrorKind),
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => f.write_str("no room left"),
            Self::ReadOnly => f.write_str("can't be written"),
            Self::Busy => f.write_str("held by another"),
            Self::Torn => f.write_str("a write stopped half-way"),
            Self::Io(kind) => write!(f, "{kind}"),
        }
    }
}

impl core::error::Error for StorageError {}

/// The lock of a storage for as long as this value lives.
pub(crate) struct Held<'a, S: Storage>(&'a mut S);

impl<'a, S: Storage> Held<'a, S> {
    pub(crate) fn lock(storage: &'a mut S) -> Result<Self, StorageError> {
        storage.lock()?;
        Ok(Self(storage))
    }

    pub(crate) fn storage(&mut self) -> &mut S {
        self.0
    }
}

impl<S: Storage> Drop for Held<'_, S> {
    fn drop(&mut self) {
        self.0.unlock();
    }
}
