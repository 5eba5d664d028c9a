//! What can go wrong, and who is to blame.

use core::fmt;

use crate::storage::StorageError;

/// Why an operation on the journal or the ledger was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The medium failed. Whether the operation reached it shows at the next one, which reads
    /// the medium again first.
    Storage(StorageError),
    /// The medium's content was changed: the chain is broken at byte `at`, and this is not what
    /// an interrupted write leaves. Nothing was dropped or altered.
    Tampered {
        /// Offset of the first record, or 0 for the file header, that does not verify.
        at: u64,
    },
    /// The file is of a format version that this build does not know.
    UnsupportedVersion {
        /// The version that the file states.
        found: u16,
    },
    /// The chain is whole, yet a record's kind or layout is not known: written by newer software.
    UnsupportedRecord {
        /// The record's kind.
        kind: u16,
        /// The record's sequence number.
        sequence: u64,
    },
    /// The log has reached its greatest size ([`crate::format::MAX_LOG_BYTES`]), or there is no
    /// room but the part kept for settling and staff strikes: settle and compact.
    LogFull,
    /// The ledger holds entries of a later day than the caller's: a clock went back, or a
    /// linked terminal's clock is ahead. Strikes can't be told, so PIN stays closed.
    ClockBehind,
    /// The ledger of a terminal that has worked before was gone: what it counted today is not known, so
    /// PIN stays closed until the day is over.
    LedgerLost,
    /// The caller broke the contract of this crate.
    Misuse(Misuse),
}

/// How a caller broke the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misuse {
    /// The storage holds a log of another purpose (a ledger opened as a journal, or the reverse).
    OtherPurpose,
    /// An outcome record is empty or longer than [`crate::outcome::MAX_OUTCOME_BYTES`].
    OutcomeLength,
    /// Another outcome record was queued under the same id.
    OutcomeIdTaken,
    /// No outcome record of this id was queued.
    OutcomeUnknown,
}

impl From<StorageError> for Error {
    fn from(error: StorageError) -> Self {
        Self::Storage(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Storage(error) => write!(f, "journal storage: {error}"),
            Self::Tampered { at } => write!(f, "journal chain broken at byte {at}"),
            Self::UnsupportedVersion { found } => {
                write!(f, "journal format version {found} is not supported")
            }
            Self::UnsupportedRecord { kind, sequence } => {
                write!(f, "journal record {sequence} is of unknown kind or layout {kind:#06x}")
            }
            Self::LogFull => f.write_str("journal has reached its greatest size"),
            Self::ClockBehind => f.write_str("strike ledger holds entries of a later day"),
            Self::LedgerLost => f.write_str("strike ledger was gone today"),
            Self::Misuse(misuse) => write!(f, "journal used wrongly: {misuse:?}"),
        }
    }
}

impl core::error::Error for Error {}
