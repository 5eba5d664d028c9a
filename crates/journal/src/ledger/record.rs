//! The records of a strike ledger.

use super::VerifyOutcome;
use crate::codec::{Fields, Writer};
use crate::format::Entry;
use crate::site_key::CardKey;
use crate::value::{Day, IntentId, StaffTag, UnixTime};

const KIND_INTENT: u16 = 0x0401;
const KIND_CLOSED: u16 = 0x0402;
const KIND_CLEARED: u16 = 0x0403;
const KIND_DAY_REACHED: u16 = 0x0404;
const KIND_LOST: u16 = 0x0405;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LedgerRecord {
    /// VERIFY may leave from now on.
    Intent {
        id: IntentId,
        card: CardKey,
    },
    Closed {
        id: IntentId,
        outcome: VerifyOutcome,
    },
    /// Staff took a card's strikes back.
    Cleared {
        card: CardKey,
        staff: StaffTag,
    },
    /// The latest day seen. It stays when the strikes of that day are swept out, so that a
    /// clock going back shows.
    DayReached {
        day: Day,
    },
    /// The ledger before this one was found missing on that day.
    Lost {
        day: Day,
    },
}

impl LedgerRecord {
    pub(super) fn entry(&self, time: UnixTime) -> Entry {
        let w = Writer::default();
        let card_key = |w: Writer, card: &CardKey| w.u32(card.day().0).bytes(&card.tag());
        let (kind, w) = match self {
            Self::Intent { id, card } => (KIND_INTENT, card_key(w.u64(id.0), card)),
            Self::Closed { id, outcome } => (KIND_CLOSED, w.u64(id.0).u8(outcome.code())),
            Self::Cleared { card, staff } => (KIND_CLEARED, card_key(w, card).bytes(&staff.0)),
            Self::DayReached { day } => (KIND_DAY_REACHED, w.u32(day.0)),
            Self::Lost { day } => (KIND_LOST, w.u32(day.0)),
        };
        Entry { kind, time, payload: w.done() }
    }

    pub(super) fn decode(entry: &Entry) -> Option<Self> {
        let mut f = Fields::new(&entry.payload);
        let record = match entry.kind {
            KIND_INTENT => Self::Intent { id: IntentId(f.u64()?), card: card_key(&mut f)? },
            KIND_CLOSED => {
                Self::Closed { id: IntentId(f.u64()?), outcome: VerifyOutcome::from_code(f.u8()?)? }
            }
            KIND_CLEARED => Self::Cleared { card: card_key(&mut f)?, staff: StaffTag(f.array()?) },
            KIND_DAY_REACHED => Self::DayReached { day: Day(f.u32()?) },
            KIND_LOST => Self::Lost { day: Day(f.u32()?) },
            _ => return None,
        };
        f.end(record)
    }
}

fn card_key(f: &mut Fields<'_>) -> Option<CardKey> {
    Some(CardKey::from_parts(Day(f.u32()?), f.array()?))
}
