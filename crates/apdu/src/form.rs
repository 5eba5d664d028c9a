//! How long a command or response may be on this reader.

/// Ne of ISO/IEC 7816-4 §5.1: how many response bytes a command asks for, 1 to 65,536.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ne(u32);

impl Ne {
    /// The most that a short APDU can ask for, written as `Le = 00`.
    pub const SHORT_MAX: Self = Self(256);
    /// The most that an extended APDU can ask for, written as `Le = 00 00`.
    pub const EXTENDED_MAX: Self = Self(65_536);

    /// `Some` for 1 to 65,536.
    #[must_use]
    pub const fn new(bytes: u32) -> Option<Self> {
        if bytes == 0 || bytes > Self::EXTENDED_MAX.0 { None } else { Some(Self(bytes)) }
    }

    /// The nearest value that can be asked for: 0 becomes 1, more than 65,536 becomes 65,536.
    #[must_use]
    pub fn clamped(bytes: usize) -> Self {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        Self(bytes.clamp(1, Self::EXTENDED_MAX.0))
    }

    /// The number of bytes.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// True if only an extended APDU can ask for so many.
    #[must_use]
    pub const fn needs_extended(self) -> bool {
        self.0 > Self::SHORT_MAX.0
    }

    /// The low sixteen bits, big-endian: what goes into a two-byte Le (65,536 is `00 00`).
    pub(crate) const fn le_bytes(self) -> [u8; 2] {
        let [_, _, high, low] = self.0.to_be_bytes();
        [high, low]
    }
}

/// Which APDUs the reader and its protocol carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ApduForm {
    /// Short APDUs only: at most 256 bytes come back at once.
    Short,
    /// Extended APDUs too.
    Extended {
        /// The most response data that the reader carries in one response; readers may be limited
        /// far below the 65,536 of the standard (CCID `dwMaxAPDUDataSize`).
        longest: Ne,
    },
}

impl ApduForm {
    /// Extended APDUs without a limit of the reader's own.
    pub const EXTENDED: Self = Self::Extended { longest: Ne::EXTENDED_MAX };

    /// The most response data that one command may ask for.
    #[must_use]
    pub const fn longest(self) -> Ne {
        match self {
            Self::Short => Ne::SHORT_MAX,
            Self::Extended { longest } => longest,
        }
    }
}
