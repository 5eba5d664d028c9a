//! Outcome records: what a session came to while the service was away (design.md section 6).
//!
//! An outcome record is signed elsewhere and opaque here. It holds no certificate and no card
//! signature, and never counts as verification.

use core::fmt;

use crate::codec::{Fields, Writer};
use crate::error::{Error, Misuse};
use crate::fact::coded;
use crate::format::Entry;
use crate::value::{OutcomeId, UnixTime};

/// The longest outcome record, in bytes.
pub const MAX_OUTCOME_BYTES: usize = 4096;

const KIND_QUEUED: u16 = 0x0201;
const KIND_SETTLED: u16 = 0x0202;

/// An outcome record waiting to be delivered.
#[derive(Clone, PartialEq, Eq)]
pub struct Outcome {
    id: OutcomeId,
    bytes: Vec<u8>,
}

impl Outcome {
    /// An outcome record of 1 to [`MAX_OUTCOME_BYTES`] bytes.
    ///
    /// # Errors
    /// [`Misuse::OutcomeLength`].
    pub fn new(id: OutcomeId, bytes: Vec<u8>) -> Result<Self, Error> {
        if bytes.is_empty() || bytes.len() > MAX_OUTCOME_BYTES {
            return Err(Error::Misuse(Misuse::OutcomeLength));
        }
        Ok(Self { id, bytes })
    }

    /// By which the service tells a second delivery from a first.
    #[must_use]
    pub fn id(&self) -> OutcomeId {
        self.id
    }

    /// The record, as signed.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Debug for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Outcome({:02x?}, {} bytes)", self.id.0, self.bytes.len())
    }
}

coded! {
    /// The service's last word on an outcome record.
    Delivery {
        /// The service has it, now or from an earlier delivery.
        Accepted = 1,
        /// The service will never take it; it is not offered again.
        Refused = 2,
    }
}

/// A change of the queue, as recorded.
pub(crate) enum QueueRecord {
    Queued(Outcome),
    Settled(OutcomeId, Delivery),
}

impl QueueRecord {
    pub(crate) fn entry(&self, time: UnixTime) -> Entry {
        let w = Writer::default();
        let (kind, w) = match self {
            Self::Queued(outcome) => (KIND_QUEUED, w.bytes(&outcome.id.0).bytes(&outcome.bytes)),
            Self::Settled(id, delivery) => (KIND_SETTLED, w.bytes(&id.0).u8(delivery.code())),
        };
        Entry { kind, time, payload: w.done() }
    }

    pub(crate) fn decode(entry: &Entry) -> Option<Self> {
        let mut f = Fields::new(&entry.payload);
        let id = OutcomeId(f.array()?);
        match entry.kind {
            KIND_QUEUED => Outcome::new(id, f.rest().to_vec()).ok().map(Self::Queued),
            KIND_SETTLED => {
                let delivery = Delivery::from_code(f.u8()?)?;
                f.end(Self::Settled(id, delivery))
            }
            _ => None,
        }
    }
}
