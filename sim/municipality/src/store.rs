//! The directory with the cards and the issuers they were made by.
//!
//! ```text
//! pki/             the issuers (virtual_card::pki)
//! 001.json …       one card each, named by its number (virtual_card::card_file)
//! counter.lock     held while a card is made or changed
//! ```

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use virtual_card::card_file::CardFile;
use virtual_card::error::Error;
use virtual_card::pki::Pki;

use crate::fault::MunicipalityFault;
use crate::surroundings;

/// The seed of a store's issuers unless the first `card new` gives another.
const DEFAULT_SEED: u64 = 1;

/// A store of cards; nothing is read or made until something is asked of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    directory: PathBuf,
}

/// The counter, taken: nobody else changes the store until it is dropped.
pub(crate) struct Taken {
    _lock: File,
}

impl Store {
    /// The store in `directory`.
    #[must_use]
    pub fn at(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into() }
    }

    /// The store of whoever runs this: `mynumber-terminal/cards` below `$XDG_DATA_HOME`, or below
    /// `~/.local/share` (XDG Base Directory Specification).
    ///
    /// # Errors
    /// [`MunicipalityFault::NoHome`] if the environment names neither.
    pub fn of_this_machine() -> Result<Self, MunicipalityFault> {
        let home = surroundings::people_files().ok_or(MunicipalityFault::NoHome)?;
        Ok(Self::at(home.join("mynumber-terminal").join("cards")))
    }

    /// Where it is.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Where its issuers are, for `virtual_card::pki::Pki::open`; there is none before the first card.
    #[must_use]
    pub fn pki_directory(&self) -> PathBuf {
        self.directory.join("pki")
    }

    /// The file of card `number`, whether it is there or not.
    #[must_use]
    pub fn card_path(&self, number: u32) -> PathBuf {
        self.directory.join(format!("{number:03}.json"))
    }

    /// Numbers of the cards, ascending; none if there is no store yet.
    ///
    /// # Errors
    /// [`MunicipalityFault::Storage`].
    pub fn numbers(&self) -> Result<Vec<u32>, MunicipalityFault> {
        let entries = match std::fs::read_dir(&self.directory) {
            Err(failure) if failure.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(|source| self.broken(source))?,
        };
        let mut numbers = Vec::new();
        for entry in entries {
            let path = entry.map_err(|source| self.broken(source))?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str()).and_then(crate::order::digits);
            numbers.extend(stem.filter(|number| *number > 0 && path == self.card_path(*number)));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// Reads card `number`.
    ///
    /// # Errors
    /// [`MunicipalityFault::NoSuchCard`]; [`MunicipalityFault::AnotherCard`] for a renamed file, because
    /// two cards of one store must not share a number; the virtual card's for a broken file.
    pub fn card(&self, number: u32) -> Result<CardFile, MunicipalityFault> {
        let path = self.card_path(number);
        let card = CardFile::load(&path).map_err(|error| match error {
            Error::Storage { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
                MunicipalityFault::NoSuchCard { number, store: self.directory.clone() }
            }
            error => error.into(),
        })?;
        match card.issue_number {
            found if found == number => Ok(card),
            found => Err(MunicipalityFault::AnotherCard { path, found }),
        }
    }

    /// Changes card `number`: the file is the old card, or the one that `deed` left without a fault.
    pub(crate) fn change<T>(
        &self,
        number: u32,
        deed: impl FnOnce(&mut CardFile) -> Result<T, MunicipalityFault>,
    ) -> Result<T, MunicipalityFault> {
        // Asked before the counter is taken, which would leave a file in a directory that is no store.
        self.card(number)?;
        let _taken = self.take()?;
        let mut card = self.card(number)?;
        let answer = deed(&mut card)?;
        card.save(&self.card_path(number))?;
        Ok(answer)
    }

    /// Makes the directory if need be, and takes the counter.
    pub(crate) fn take(&self) -> Result<Taken, MunicipalityFault> {
        std::fs::create_dir_all(&self.directory).map_err(|source| self.broken(source))?;
        let path = self.directory.join("counter.lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let lock = file.map_err(|source| self.broken(source))?;
        match lock.try_lock() {
            Ok(()) => Ok(Taken { _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(MunicipalityFault::Busy { store: self.directory.clone() }),
            Err(TryLockError::Error(source)) => Err(self.broken(source)),
        }
    }

    /// One more than the highest number: a number is never given twice while its card is kept.
    pub(crate) fn next_number(&self) -> Result<u32, MunicipalityFault> {
        Ok(self.numbers()?.last().map_or(1, |last| last.saturating_add(1)))
    }

    /// The issuers.
    pub(crate) fn pki(&self) -> Result<Pki, MunicipalityFault> {
        Ok(Pki::open(&self.pki_directory())?)
    }

    /// The issuers, made from `seed` if there are none. Keys of cards are made with the cards.
    pub(crate) fn pki_from(&self, seed: Option<u64>) -> Result<Pki, MunicipalityFault> {
        let directory = self.pki_directory();
        let there = directory.join("pki.json").exists();
        if there && seed.is_none() {
            return self.pki();
        }
        Pki::create_with_pool(&directory, seed.unwrap_or(DEFAULT_SEED), 0).map_err(|error| match error {
            Error::Misuse { .. } if there => MunicipalityFault::AnotherSeed { store: self.directory.clone() },
            error => error.into(),
        })
    }

    fn broken(&self, source: std::io::Error) -> MunicipalityFault {
        MunicipalityFault::Storage { path: self.directory.clone(), source }
    }
}
