//! Audit facts: what happened, in enums, numbers, times and pseudonyms.
//!
//! The types are the guard of Inv12: there is no text and no free bytes, so nothing about a
//! person fits in.

use crate::codec::{Fields, Writer};
use crate::error::Error;
use crate::format::Entry;
use crate::value::{EndingCode, PolicyRevision, SessionId, StaffTag, UnixTime};

pub(crate) const KIND_TORN_TAIL: u16 = 0x0001;
pub(crate) const KIND_DAMAGE: u16 = 0x0002;
const KIND_COMPACTED: u16 = 0x0003;
const KIND_SESSION_ENDED: u16 = 0x0101;
const KIND_STALE_TICKET: u16 = 0x0102;
const KIND_LAST_TRY: u16 = 0x0103;
const KIND_STRIKES_RESET: u16 = 0x0104;
const KIND_UNAVAILABLE: u16 = 0x0105;
const KIND_OPEN_INTENTS: u16 = 0x0106;
const KIND_STARTED_OVER: u16 = 0x0107;
const KIND_MARK_CLEARED: u16 = 0x0108;
const KIND_STAFF_STRUCK: u16 = 0x0301;
const KIND_STAFF_CLEARED: u16 = 0x0302;

/// A plain enum with a code of one byte, and both directions from one list.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$item_doc])* $item,)+ }

        impl $name {
            pub(crate) fn code(self) -> u8 {
                match self { $(Self::$item => $code,)+ }
            }

            pub(crate) fn from_code(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$item),)+ _ => None }
            }
        }
    };
}
pub(crate) use coded;

coded! {
    /// The method by which the holder was confirmed, or last tried.
    Method {
        /// The session ended before one was chosen.
        None = 0,
        /// The 4-digit PIN of the 利用者証明用 certificate.
        Pin = 1,
        /// The live face compared with the chip photo.
        Face = 2,
        /// 目視: staff compared by eye.
        Visual = 3,
    }
}

coded! {
    /// The kind of card, as told apart without spending a try (design.md section 3).
    CardKind {
        /// Never read that far.
        Unread = 0,
        /// PIN works.
        Ordinary = 1,
        /// The PIN's counter is at zero, another 4-digit PIN is alive.
        PinLocked = 2,
        /// 顔認証マイナンバーカード: all 4-digit PINs at zero.
        FaceOnly = 3,
        /// Counters unreadable or contradictory.
        Undetermined = 4,
        /// An old 住基カード.
        Juki = 5,
        /// A phone's certificate.
        Phone = 6,
        /// Some other card.
        Other = 7,
    }
}

coded! {
    /// Why the strike ledger could not be used, so that PIN was closed.
    UnavailableCause {
        /// The medium failed, is full, or is held by another.
        Storage = 1,
        /// The chain is broken.
        Tampered = 2,
        /// Written by newer software, or not a ledger.
        Unsupported = 3,
        /// A clock went back.
        ClockBehind = 4,
        /// The file was gone.
        Lost = 5,
    }
}

impl UnavailableCause {
    /// The cause to record for an error of the ledger.
    #[must_use]
    pub fn of(error: &Error) -> Self {
        match error {
            Error::Storage(_) | Error::LogFull => Self::Storage,
            Error::Tampered { .. } => Self::Tampered,
            Error::UnsupportedVersion { .. } | Error::UnsupportedRecord { .. } | Error::Misuse(_) => {
                Self::Unsupported
            }
            Error::ClockBehind => Self::ClockBehind,
            Error::LedgerLost => Self::Lost,
        }
    }
}

/// An audit fact. The time it was recorded at stands beside it, in [`Recorded`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// An interrupted write was found at the end of the file and cut off. Nothing acknowledged
    /// was in it. Written by the journal itself.
    TornTailCutOff {
        /// Offset in the file.
        at: u64,
        /// Bytes cut off.
        lost: u32,
    },
    /// A damaged journal was cut off where it stops verifying, at the operator's request.
    /// Written by [`crate::Journal::open_cutting_damage`].
    DamageCutOff {
        /// Offset in the file.
        at: u64,
        /// Bytes cut off; acknowledged records may have been among them.
        lost: u32,
    },
    /// Records were removed from the file. Written by [`crate::Journal::compact`].
    Compacted {
        /// Records removed.
        dropped: u32,
        /// Records kept.
        kept: u32,
    },
    /// A session ended.
    SessionEnded {
        /// Which.
        session: SessionId,
        /// How.
        ending: EndingCode,
        /// By which method.
        method: Method,
        /// With which kind of card.
        card: CardKind,
        /// Decided by which rules.
        policy: PolicyRevision,
        /// From when.
        started: UnixTime,
        /// Until when.
        ended: UnixTime,
    },
    /// A reply came for an effect that nobody waited for any more, and was dropped.
    StaleTicketDropped {
        /// The reply's ticket.
        ticket: u64,
    },
    /// The patient was warned, and insisted on the card's last try (Inv2, Inv9).
    LastTryInsisted {
        /// In which session.
        session: SessionId,
    },
    /// Staff stated that the mark 「顔認証」 on a card is struck through, so that PIN was opened.
    MarkCleared {
        /// In which session.
        session: SessionId,
        /// By whom.
        staff: StaffTag,
    },
    /// Staff reset the strikes of a card. The card is not named: its key must not outlive the day.
    StrikesReset {
        /// By whom.
        staff: StaffTag,
    },
    /// The strike ledger could not be used.
    StrikesUnavailable {
        /// Why.
        cause: UnavailableCause,
    },
    /// At start the strike ledger held intents that were never closed; each counts as a strike.
    OpenIntentsFound {
        /// How many.
        count: u16,
    },
    /// Staff started the strike ledger over after damage.
    LedgerStartedOver {
        /// By whom.
        staff: StaffTag,
    },
    /// A staff credential is about to be compared, and has one strike more until it is accepted.
    /// Written by [`crate::Journal::begin_staff_attempt`].
    StaffStruck {
        /// Whose.
        staff: StaffTag,
        /// Strikes since it was last accepted, this one included.
        strikes: u16,
        /// Seconds until the next attempt may begin.
        wait: u32,
    },
    /// A staff credential was accepted: its strikes are gone.
    StaffCleared {
        /// Whose.
        staff: StaffTag,
    },
}

/// Something recorded, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded<T> {
    /// When it was recorded.
    pub time: UnixTime,
    /// What.
    pub what: T,
}

impl Fact {
    pub(crate) fn entry(&self, time: UnixTime) -> Entry {
        let w = Writer::default();
        let (kind, w) = match *self {
            Self::TornTailCutOff { at, lost } => (KIND_TORN_TAIL, w.u64(at).u32(lost)),
            Self::DamageCutOff { at, lost } => (KIND_DAMAGE, w.u64(at).u32(lost)),
            Self::Compacted { dropped, kept } => (KIND_COMPACTED, w.u32(dropped).u32(kept)),
            Self::SessionEnded { session, ending, method, card, policy, started, ended } => (
                KIND_SESSION_ENDED,
                w.bytes(&session.0)
                    .u16(ending.0)
                    .u8(method.code())
                    .u8(card.code())
                    .u32(policy.0)
                    .u64(started.0)
                    .u64(ended.0),
            ),
            Self::StaleTicketDropped { ticket } => (KIND_STALE_TICKET, w.u64(ticket)),
            Self::LastTryInsisted { session } => (KIND_LAST_TRY, w.bytes(&session.0)),
            Self::MarkCleared { session, staff } => (KIND_MARK_CLEARED, w.bytes(&session.0).bytes(&staff.0)),
            Self::StrikesReset { staff } => (KIND_STRIKES_RESET, w.bytes(&staff.0)),
            Self::StrikesUnavailable { cause } => (KIND_UNAVAILABLE, w.u8(cause.code())),
            Self::OpenIntentsFound { count } => (KIND_OPEN_INTENTS, w.u16(count)),
            Self::LedgerStartedOver { staff } => (KIND_STARTED_OVER, w.bytes(&staff.0)),
            Self::StaffStruck { staff, strikes, wait } => {
                (KIND_STAFF_STRUCK, w.bytes(&staff.0).u16(strikes).u32(wait))
            }
            Self::StaffCleared { staff } => (KIND_STAFF_CLEARED, w.bytes(&staff.0)),
        };
        Entry { kind, time, payload: w.done() }
    }

    /// `None` if the kind isn't a fact's, or the payload isn't laid out as its kind says.
    pub(crate) fn decode(entry: &Entry) -> Option<Self> {
        let mut f = Fields::new(&entry.payload);
        let fact = match entry.kind {
            KIND_TORN_TAIL => Self::TornTailCutOff { at: f.u64()?, lost: f.u32()? },
            KIND_DAMAGE => Self::DamageCutOff { at: f.u64()?, lost: f.u32()? },
            KIND_COMPACTED => Self::Compacted { dropped: f.u32()?, kept: f.u32()? },
            KIND_SESSION_ENDED => Self::SessionEnded {
                session: SessionId(f.array()?),
                ending: EndingCode(f.u16()?),
                method: Method::from_code(f.u8()?)?,
                card: CardKind::from_code(f.u8()?)?,
                policy: PolicyRevision(f.u32()?),
                started: UnixTime(f.u64()?),
                ended: UnixTime(f.u64()?),
            },
            KIND_STALE_TICKET => Self::StaleTicketDropped { ticket: f.u64()? },
            KIND_LAST_TRY => Self::LastTryInsisted { session: SessionId(f.array()?) },
            KIND_MARK_CLEARED => {
                Self::MarkCleared { session: SessionId(f.array()?), staff: StaffTag(f.array()?) }
            }
            KIND_STRIKES_RESET => Self::StrikesReset { staff: StaffTag(f.array()?) },
            KIND_UNAVAILABLE => Self::StrikesUnavailable { cause: UnavailableCause::from_code(f.u8()?)? },
            KIND_OPEN_INTENTS => Self::OpenIntentsFound { count: f.u16()? },
            KIND_STARTED_OVER => Self::LedgerStartedOver { staff: StaffTag(f.array()?) },
            KIND_STAFF_STRUCK => {
                Self::StaffStruck { staff: StaffTag(f.array()?), strikes: f.u16()?, wait: f.u32()? }
            }
            KIND_STAFF_CLEARED => Self::StaffCleared { staff: StaffTag(f.array()?) },
            _ => return None,
        };
        f.end(fact)
    }
}
