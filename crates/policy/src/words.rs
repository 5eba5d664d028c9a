//! The vocabulary shared by the session machine, the service and the screens.

/// How the holder of the card is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// The live face compared with the photo in the chip (顔認証).
    Face,
    /// The 4-digit PIN of the user-authentication key (暗証番号).
    Pin,
    /// Identified staff compare face and photo (目視).
    Visual,
}

impl Method {
    /// All methods, in the order in which they are offered (B8).
    pub const ALL: [Self; 3] = [Self::Face, Self::Pin, Self::Visual];
}

/// What the verification is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Purpose {
    /// Use of the card as a health-insurance card.
    Verification,
    /// First registration of the card as a health-insurance card (利用登録).
    Registration,
}

/// The kinds of card that the counters can tell apart (design.md section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CardKind {
    /// The user-authentication PIN has tries left.
    Ordinary,
    /// The user-authentication PIN is at zero and another 4-digit PIN is alive.
    PinLocked,
    /// 顔認証マイナンバーカード: all 4-digit PINs are at zero (V7; the chip has no flag, V6).
    /// Three PINs used up by errors look the same, so words shown for it must be true for both.
    FaceAuthentication,
    /// The counters are unreadable or contradict each other: the most restrictive kind.
    Undetermined,
}

/// Tries left of one key reference. Unknown is a value; there is no default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tries {
    /// At least one try is left.
    Left(core::num::NonZeroU8),
    /// No try is left.
    Blocked,
    /// The card was asked and gave no usable answer.
    Unknown,
    /// The card was not asked, because the answer could not change anything.
    Unasked,
}

impl Tries {
    /// The value for a count read from the card; 0 is [`Tries::Blocked`].
    pub const fn of(count: u8) -> Self {
        match core::num::NonZeroU8::new(count) {
            Some(left) => Self::Left(left),
            None => Self::Blocked,
        }
    }

    /// The count, where the card gave one.
    pub const fn count(self) -> Option<u8> {
        match self {
            Self::Left(left) => Some(left.get()),
            Self::Blocked => Some(0),
            Self::Unknown | Self::Unasked => None,
        }
    }
}

/// What is known of the mark 「顔認証」 in the 追記欄 of the card front (V5, Q8, Q9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mark {
    /// Nobody looked, or nothing was seen; the mark may still be on the case alone.
    Unseen,
    /// The mark is there and not clearly struck through.
    Printed,
    /// The mark is there and clearly struck through: the card was switched back.
    StruckThrough,
    /// Staff looked and state that the card is an ordinary one.
    ClearedByStaff,
}

/// Wrong or unknown VERIFYs of this card remembered by the site (Inv13 b).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Strikes {
    /// The ledger was read.
    Known(u8),
    /// The ledger can't be read or written: PIN is closed.
    Unavailable,
}

/// Whether presentation attacks were looked for (ISO/IEC 30107-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttackDetection {
    /// They were not looked for. Production accepts no face with it.
    None,
    /// The head turned to the sides that a random draw asked for, and it was no plane. What this can't
    /// see is measured in `models/attack-detection.md`.
    Movement,
}

/// A comparison score (ISO/IEC 2382-37): cosine similarity in 1/10000, from -10000 to 10000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ComparisonScore(pub i16);

/// What staff compared the person with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Compared {
    /// The photo from the chip, whose genuineness was checked.
    ChipPhotoVerified,
    /// The photo from the chip, whose genuineness could not be checked.
    ChipPhotoUnverified,
    /// Only the photo printed on the card.
    PrintedPhotoOnly,
}

/// The credential by which staff identified themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Credential {
    /// The password for visual confirmation that the clinic set (domain.md 2.3).
    ClinicPassword,
}

/// Attempts of this session, per method (Inv13 c).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Attempts {
    /// PIN entries that the patient confirmed.
    pub pin: u8,
    /// Captures that were begun and not accepted.
    pub face: u8,
    /// Wrong staff credentials.
    pub staff: u8,
    /// Entries of 照合番号B that the card refused, or that repeated a refused one.
    pub check_number: u8,
}

/// What is known of the card before any try is spent. No byte of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CardFacts {
    /// The kind that [`crate::classify`] gave.
    pub kind: CardKind,
    /// Tries left of the user-authentication PIN.
    pub pin: Tries,
    /// Tries left of 照合番号B in 券面事項確認AP.
    pub check_number: Tries,
    /// The mark on the card front.
    pub mark: Mark,
    /// The strike ledger's word on this card.
    pub strikes: Strikes,
}

impl CardFacts {
    /// What is known before the card was asked: nothing, and so the most restrictive.
    pub const UNREAD: Self = Self {
        kind: CardKind::Undetermined,
        pin: Tries::Unasked,
        check_number: Tries::Unasked,
        mark: Mark::Unseen,
        strikes: Strikes::Unavailable,
    };
}
