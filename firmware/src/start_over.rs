//! An empty strike ledger in the place of one that is damaged, lost, or ahead of time.
//!
//! Such a ledger closes PIN for everybody until the day is over or somebody looks (Inv13). Where PIN is the
//! only way, that is a day without the terminal. Identified staff may decide that today's strikes are
//! forgotten; the card's own counter and its closed last try still stand (Inv2).

use crate::compose::{fault, store};
use crate::config::RecordsPlace;
use crate::{ComposeFault, staff_file};
use journal::{Fact, Journal, LogLedger, UnixTime};
use runtime::port::Clock;
use runtime::staff::tag;
use std::path::PathBuf;
use terminal::{StaffId, StaffOutcome};

/// Why a ledger was not started over, with what to do next.
#[derive(Debug, thiserror::Error)]
pub enum StartOverFault {
    /// Nobody can identify themselves.
    #[error("the configuration names no staff file; add `staff` to [records], then `terminal enrol-staff`")]
    NoStaffFile,
    /// The credential is nobody's.
    #[error("this number and secret are nobody's; the ledger is as it was")]
    Rejected,
    /// Too many wrong entries.
    #[error("too many wrong entries; wait some minutes, then try again; the ledger is as it was")]
    BackOff,
    /// The attempt can't be put on record.
    #[error("{path} can't be written; make room, then try again; the ledger is as it was")]
    Unwritten {
        /// The journal.
        path: PathBuf,
    },
    /// A file can't be used.
    #[error("{0}")]
    Compose(#[from] ComposeFault),
    /// The terminal is running, or a linked one uses the ledger at this moment.
    #[error("the terminal is running; switch it off first; the ledger is as it was")]
    Running,
}

/// Starts the strike ledger over on the word of the member of staff whose credential (number and secret)
/// this is. Who said so is on record before the strikes go: a ledger that nobody answers for stays.
///
/// # Errors
///
/// [`StartOverFault`].
pub fn start_over(
    place: &RecordsPlace,
    credential: &[u8],
    clock: &dyn Clock,
) -> Result<StaffId, StartOverFault> {
    let staff = staff_file::read(place.staff.as_ref().ok_or(StartOverFault::NoStaffFile)?)
        .map_err(ComposeFault::from)?;
    let now = UnixTime(clock.unix());
    let at_journal = |error| match error {
        journal::Error::Storage(journal::StorageError::Busy) => StartOverFault::Running,
        error => fault(&place.journal)(error).into(),
    };
    let mut journal = Journal::open(store(&place.journal)?, now).map_err(at_journal)?;
    let who = match staff.identify(&mut journal, credential, now) {
        StaffOutcome::Accepted { staff, .. } => staff,
        StaffOutcome::Rejected => return Err(StartOverFault::Rejected),
        StaffOutcome::BackOff => return Err(StartOverFault::BackOff),
        StaffOutcome::Unavailable => {
            return Err(StartOverFault::Unwritten { path: place.journal.clone() });
        }
    };
    journal.record(&Fact::LedgerStartedOver { staff: tag(who) }, now).map_err(at_journal)?;
    let mut ledger = LogLedger::beside(&journal, store(&place.strikes)?);
    ledger.start_over().map_err(fault(&place.strikes))?;
    Ok(who)
}
