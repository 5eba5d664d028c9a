//! A power-loss-safe, hash-chained, append-only log over a small [`Storage`] trait, and the
//! three things of a terminal that must outlive a crash.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`storage`] | the seam to a medium: read, append, sync, replace, size, and a lock |
//! | [`memory`] | a medium in memory whose power can be cut at every operation, for tests |
//! | [`mod@format`] | **FORMAT**: the file byte by byte, and what recovery may and may not do |
//! | [`journal`] | [`Journal`]: audit facts, outcome records to deliver, staff credential strikes |
//! | [`fact`] | [`Fact`]: the audit facts, by type free of anything about a person |
//! | [`outcome`] | [`Outcome`]: an outcome record, opaque here, delivered once the service is back |
//! | [`staff`] | strikes of a staff credential and the waiting time they cost |
//! | [`ledger`] | [`StrikeLedger`]: wrong or unknown VERIFYs per card (Inv13 b) |
//! | [`site_key`] | the daily site key and the [`CardKey`] made with it |
//! | [`value`] | time, day and identifiers |
//!
//! The journal belongs to one terminal, which holds its lock while it runs. The strike ledger
//! is a file of its own, because linked terminals of a site share it: each operation takes the
//! lock, reads the file again, and lets go.
//!
//! What an operation acknowledges (returns `Ok` for) is on the medium. What it does not
//! acknowledge is there either wholly or not at all. The clock, the file system and
//! randomness are never touched: time is an argument and the medium a trait.

mod codec;
mod error;
pub mod fact;
pub mod format;
pub mod journal;
pub mod ledger;
mod log;
pub mod memory;
pub mod outcome;
pub mod site_key;
pub mod staff;
pub mod storage;
pub mod value;

pub use error::{Error, Misuse};
pub use fact::{CardKind, Fact, Method, Recorded, UnavailableCause};
pub use format::Head;
pub use journal::{Compaction, Journal};
pub use ledger::{
    Intent, LedgerCondition, LogLedger, StrikeLedger, Strikes, Unclosed, VerifyOutcome, note_condition,
};
pub use outcome::{Delivery, Outcome};
pub use site_key::{CardKey, DayKey, SiteSecret};
pub use staff::{Backoff, StaffAttempt, StaffStanding};
pub use storage::{Storage, StorageError};
pub use value::{Day, EndingCode, IntentId, OutcomeId, PolicyRevision, SessionId, StaffTag, UnixTime};
