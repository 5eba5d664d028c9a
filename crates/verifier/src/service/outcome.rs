//! How a session ended, delivered at once or later: counted once, never a verification.

use wire::{Digest, FaultCode, OutcomeReceipt, OutcomeRecord, Signed};

use super::{Rejected, Service};
use crate::admit;
use crate::alarm::Alarm;
use crate::store::OutcomeEntry;

impl Service {
    /// Puts an outcome on record.
    ///
    /// # Errors
    /// [`Rejected`] if it is no outcome record, not of this terminal and its facility, or other
    /// than the one on record for that session.
    pub fn record_outcome(&self, peer: &Digest, body: &[u8]) -> Result<OutcomeReceipt, Rejected> {
        let mut asked = self.asked(peer)?;
        let signed = self.read(&mut asked, Signed::<OutcomeRecord>::parse(body))?;
        let record = &signed.payload;
        let of_this_terminal = admit::message_of(&asked.terminal, &signed).is_ok()
            && record.terminal == asked.terminal.id
            && record.facility == asked.terminal.facility;
        if !of_this_terminal {
            self.alarm(&mut asked, Alarm::Outcome)?;
            return Err(Rejected(FaultCode::TerminalMismatch));
        }
        let now = asked.now;
        let receipt = match asked.store.record_outcome(record, now)? {
            OutcomeEntry::New => OutcomeReceipt::Recorded,
            OutcomeEntry::Same => OutcomeReceipt::AlreadyRecorded,
            OutcomeEntry::Differs => {
                self.alarm(&mut asked, Alarm::Outcome)?;
                return Err(Rejected(FaultCode::OutcomeDiffers));
            }
        };
        self.note("outcome", &asked.terminal, record.session, ("ending", record.ending));
        Ok(receipt)
    }
}
