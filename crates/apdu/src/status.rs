//! Status words.

/// SW1-SW2, the last two bytes of a response (ISO/IEC 7816-4 §5.1.3; what the My Number Card means by
/// each: card.md 4.9).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusWord(u16);

impl StatusWord {
    /// `9000`: done.
    pub const SUCCESS: Self = Self(0x9000);
    /// `6282`: the end of the file came before Le bytes; the data is good.
    pub const END_OF_FILE: Self = Self(0x6282);
    /// `6283`: the selected application is locked by its issuer.
    pub const APPLICATION_LOCKED: Self = Self(0x6283);
    /// `6300`: the reference data does not match, and tries are not counted.
    pub const NO_MATCH_UNCOUNTED: Self = Self(0x6300);
    /// `6700`: Lc or Le is wrong.
    pub const WRONG_LENGTH: Self = Self(0x6700);
    /// `6981`: the command does not fit this kind of file.
    pub const WRONG_FILE_KIND: Self = Self(0x6981);
    /// `6982`: the holder has not been verified for this.
    pub const NOT_AUTHORISED: Self = Self(0x6982);
    /// `6983`: blocked, in the words of ISO/IEC 7816-4.
    pub const BLOCKED_ISO: Self = Self(0x6983);
    /// `6984`: blocked, in the words of JICSAP ("the referenced IEF is locked"), which this card uses.
    pub const BLOCKED: Self = Self(0x6984);
    /// `6985`: conditions of use not satisfied.
    pub const CONDITIONS_NOT_SATISFIED: Self = Self(0x6985);
    /// `6986`: no file is current.
    pub const NO_CURRENT_FILE: Self = Self(0x6986);
    /// `6A81`: function not supported.
    pub const FUNCTION_NOT_SUPPORTED: Self = Self(0x6A81);
    /// `6A82`: no such file or application.
    pub const NOT_FOUND: Self = Self(0x6A82);
    /// `6A86`: P1-P2 is wrong.
    pub const WRONG_PARAMETERS: Self = Self(0x6A86);
    /// `6A88`: no such key or data object.
    pub const REFERENCE_NOT_FOUND: Self = Self(0x6A88);
    /// `6B00`: the offset is outside the file.
    pub const WRONG_OFFSET: Self = Self(0x6B00);
    /// `6D00`: the instruction is unknown.
    pub const UNKNOWN_INSTRUCTION: Self = Self(0x6D00);
    /// `6E00`: the class is unknown.
    pub const UNKNOWN_CLASS: Self = Self(0x6E00);
    /// `6F00`: no precise diagnosis; also the answer to the first command after a cold power-up on the
    /// one card that was measured (card.md 1.3).
    pub const NO_DIAGNOSIS: Self = Self(0x6F00);

    /// The status word with this value.
    #[must_use]
    pub const fn new(value: u16) -> Self {
        Self(value)
    }

    /// SW1 in the high byte, SW2 in the low.
    #[must_use]
    pub const fn value(self) -> u16 {
        self.0
    }

    /// True for `9000`.
    #[must_use]
    pub const fn is_success(self) -> bool {
        self.0 == Self::SUCCESS.0
    }

    /// x of `63Cx`: how many tries are left. `None` for every other status word.
    #[must_use]
    pub const fn tries_left(self) -> Option<u8> {
        let [sw1, sw2] = self.0.to_be_bytes();
        if sw1 == 0x63 && sw2 & 0xF0 == 0xC0 { Some(sw2 & 0x0F) } else { None }
    }

    /// True if the reference data is blocked for good (`6983` or `6984`).
    #[must_use]
    pub const fn is_blocked(self) -> bool {
        self.0 == Self::BLOCKED.0 || self.0 == Self::BLOCKED_ISO.0
    }

    /// xx of `61xx`: how many more bytes GET RESPONSE will give (0 stands for 256 or more).
    #[must_use]
    pub const fn more_bytes(self) -> Option<u8> {
        let [sw1, sw2] = self.0.to_be_bytes();
        if sw1 == 0x61 { Some(sw2) } else { None }
    }

    /// xx of `6Cxx`: the Le that the card wants (0 stands for 256).
    #[must_use]
    pub const fn right_le(self) -> Option<u8> {
        let [sw1, sw2] = self.0.to_be_bytes();
        if sw1 == 0x6C { Some(sw2) } else { None }
    }
}

impl core::fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl core::fmt::Display for StatusWord {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}
