//! A [`journal::Storage`] over a file of the local file system.
//!
//! For a file `NAME` three names are used in its folder: `NAME` itself, `NAME.lock`, which is
//! locked (`flock`) and never holds anything, and `NAME.new`, which is what a replacement is
//! called until it is whole. The folder must be one where `flock`, `fdatasync` and an atomic
//! rename mean what they say: a local disk, not a network share. Terminals of a site that are
//! different machines therefore don't share a file; one of them owns it, and the others ask
//! through an adapter of [`journal::StrikeLedger`].
//!
//! | promise of the trait | kept by |
//! | --- | --- |
//! | append, then sync | one `write` to the file opened for appending; `fdatasync` |
//! | sync of what a dead program left | `fdatasync`, and `fsync` of the folder for a rename that it didn't get to the disk |
//! | replace | write `NAME.new`, `fsync`, rename over `NAME`, `fsync` the folder |
//! | removed is gone | a `NAME.new` that a cut left is removed by whoever takes the lock next |
//! | lock | `flock` on `NAME.lock`, tried for [`FileStore::PATIENCE`]; the kernel lets go of it when a program dies |
//! | a failed sync | the kernel may take pages that it failed to write for clean: the handle's next use rewrites the file first |
//!
//! "Removed from the medium" means that the file no longer has it. What a flash disk keeps in
//! blocks that it no longer maps is out of reach; it is why the ledger's keys are keyed hashes.

mod error;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use journal::format::MAX_LOG_BYTES;
use journal::{Storage, StorageError};

use crate::error::storage_error;

const LOCK_TRIES: u32 = 40;
const LOCK_PAUSE: Duration = Duration::from_millis(25);

/// A file as a log's storage.
#[derive(Debug)]
pub struct FileStore {
    path: PathBuf,
    folder: PathBuf,
    lock: Option<File>,
    appending: Option<File>,
    /// A sync or rename failed: what is seen may not be on the disk, nor ever get there by itself.
    doubtful: bool,
}

impl FileStore {
    /// The longest that [`Storage::lock`] waits for another handle.
    pub const PATIENCE: Duration = Duration::from_secs(1);

    /// A store for the file at `path`, in a folder that exists. Touches nothing yet.
    ///
    /// # Errors
    /// [`StorageError::Io`] with [`ErrorKind::InvalidInput`] if `path` doesn't name a file.
    pub fn new(path: impl Into<PathBuf>) -> Result<Self, StorageError> {
        let path = path.into();
        if path.file_name().is_none() {
            return Err(StorageError::Io(ErrorKind::InvalidInput));
        }
        let folder = match path.parent() {
            Some(parent) if parent != Path::new("") => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        Ok(Self { path, folder, lock: None, appending: None, doubtful: false })
    }

    /// Renames a damaged file to `NAME.damaged-1` (or the first number that is free), for
    /// somebody to look at, and gives its new path. The next log to be opened is a new one.
    ///
    /// # Errors
    /// [`StorageError::Busy`] if another handle uses it; what the file system says.
    pub fn set_aside(&mut self) -> Result<PathBuf, StorageError> {
        self.lock()?;
        let free = (1..1000u32)
            .map(|number| self.named(&format!(".damaged-{number}")))
            .find(|path| fs::symlink_metadata(path).is_err_and(|e| e.kind() == ErrorKind::NotFound));
        let aside = free.ok_or(StorageError::Full)?;
        self.appending = None;
        let renamed = fs::rename(&self.path, &aside).and_then(|()| self.sync_folder());
        self.unlock();
        renamed.map_err(|error| storage_error(&error)).map(|()| aside)
    }

    fn named(&self, suffix: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(suffix);
        name.into()
    }

    fn sync_folder(&self) -> std::io::Result<()> {
        File::open(&self.folder)?.sync_all()
    }

    fn read_file(&self) -> std::io::Result<Option<Vec<u8>>> {
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if !file.metadata()?.is_file() {
            return Err(ErrorKind::InvalidInput.into());
        }
        let mut bytes = Vec::new();
        file.take(MAX_LOG_BYTES.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// What a cut replacement left says what was to be kept then, which may have to be gone by now.
    fn remove_left_over(&self) -> std::io::Result<()> {
        match fs::remove_file(self.named(".new")) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn replace_file(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let new = self.named(".new");
        self.remove_left_over()?;
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        if let Err(error) = written {
            // The old content stands; what is left of the new one only takes room.
            let _ = fs::remove_file(&new);
            return Err(error);
        }
        self.appending = None;
        self.doubtful = true;
        fs::rename(&new, &self.path)?;
        self.sync_folder()?;
        self.doubtful = false;
        Ok(())
    }

    /// Rewrites what is seen, so that it is on the disk as well.
    fn settle_doubt(&mut self) -> Result<(), StorageError> {
        if self.doubtful
            && let Some(bytes) = self.read_file().map_err(|error| storage_error(&error))?
        {
            self.replace_file(&bytes).map_err(|error| storage_error(&error))?;
        }
        self.doubtful = false;
        Ok(())
    }

    fn append_file(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        let opened = match self.appending.take() {
            Some(file) => Ok(file),
            None => OpenOptions::new().append(true).open(&self.path),
        };
        let mut file = opened.map_err(|error| storage_error(&error))?;
        let before = file.metadata().map_err(|error| storage_error(&error))?.len();
        let written = file.write_all(bytes).map_err(|error| storage_error(&error));
        if written.is_err() && file.metadata().is_ok_and(|now| now.len() != before) {
            file.set_len(before).map_err(|_| StorageError::Torn)?;
        }
        self.appending = Some(file);
        written
    }
}

impl Storage for FileStore {
    fn lock(&mut self) -> Result<(), StorageError> {
        if self.lock.is_some() {
            return Ok(());
        }
        // Another handle may have replaced the file since it was opened.
        self.appending = None;
        let path = self.named(".lock");
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(path)
            .map_err(|error| storage_error(&error))?;
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => {
                    self.remove_left_over().map_err(|error| storage_error(&error))?;
                    self.lock = Some(file);
                    return Ok(());
                }
                Err(TryLockError::WouldBlock) => sleep(LOCK_PAUSE),
                Err(TryLockError::Error(error)) => return Err(storage_error(&error)),
            }
        }
        Err(StorageError::Busy)
    }

    fn unlock(&mut self) {
        self.appending = None;
        self.lock = None;
    }

    fn size(&mut self) -> Result<Option<u64>, StorageError> {
        self.settle_doubt()?;
        match fs::metadata(&self.path) {
            Ok(metadata) => Ok(Some(metadata.len())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(storage_error(&error)),
        }
    }

    fn read(&mut self) -> Result<Option<Vec<u8>>, StorageError> {
        self.settle_doubt()?;
        self.read_file().map_err(|error| storage_error(&error))
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.settle_doubt()?;
        self.append_file(bytes)
    }

    fn sync(&mut self) -> Result<(), StorageError> {
        let synced = match &self.appending {
            Some(file) => file.sync_data(),
            None => {
                File::open(&self.path).and_then(|file| file.sync_data()).and_then(|()| self.sync_folder())
            }
        };
        self.doubtful |= synced.is_err();
        synced.map_err(|error| storage_error(&error))
    }

    fn replace(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.replace_file(bytes).map_err(|error| storage_error(&error))
    }
}
