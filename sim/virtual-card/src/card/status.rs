//! Status words of this card (JICSAP table as observed; card.md 4.9) and the reply that carries one.

/// SW1-SW2 of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatusWord(pub(crate) u16);

#[allow(missing_docs, reason = "each constant is named as JICSAP names the condition")]
impl StatusWord {
    pub(crate) const DONE: Self = Self(0x9000);
    pub(crate) const END_OF_FILE: Self = Self(0x6282);
    pub(crate) const APPLICATION_LOCKED: Self = Self(0x6283);
    pub(crate) const MISMATCH: Self = Self(0x6300);
    pub(crate) const MEMORY_FAILURE: Self = Self(0x6581);
    pub(crate) const NO_SECURITY_ENVIRONMENT: Self = Self(0x66F1);
    pub(crate) const WRONG_LENGTH: Self = Self(0x6700);
    pub(crate) const CHANNEL_NOT_SUPPORTED: Self = Self(0x6881);
    pub(crate) const NO_SECURE_MESSAGING: Self = Self(0x6882);
    pub(crate) const FILE_STRUCTURE: Self = Self(0x6981);
    pub(crate) const SECURITY_STATUS: Self = Self(0x6982);
    pub(crate) const REFERENCE_BLOCKED: Self = Self(0x6984);
    pub(crate) const CONDITIONS: Self = Self(0x6985);
    pub(crate) const NO_CURRENT_FILE: Self = Self(0x6986);
    pub(crate) const NO_MESSAGING_OBJECT: Self = Self(0x6987);
    pub(crate) const NO_SESSION: Self = Self(0x69FC);
    pub(crate) const WRONG_DATA: Self = Self(0x6A80);
    pub(crate) const NOT_SUPPORTED: Self = Self(0x6A81);
    pub(crate) const NO_FILE: Self = Self(0x6A82);
    pub(crate) const NO_RECORD: Self = Self(0x6A83);
    pub(crate) const WRONG_PARAMETERS: Self = Self(0x6A86);
    pub(crate) const NO_OBJECT: Self = Self(0x6A88);
    pub(crate) const OFFSET: Self = Self(0x6B00);
    pub(crate) const INSTRUCTION: Self = Self(0x6D00);
    pub(crate) const CLASS: Self = Self(0x6E00);
    pub(crate) const SELF_DIAGNOSIS: Self = Self(0x6F00);

    /// `63Cx`.
    pub(crate) fn tries_left(count: u8) -> Self {
        Self(0x63C0 | u16::from(count & 0x0F))
    }

    /// `61xx`: this many bytes wait for GET RESPONSE, `00` for 256 or more.
    pub(crate) fn waiting(length: usize) -> Self {
        Self(0x6100 | u16::from(u8::try_from(length).unwrap_or(0)))
    }

    /// `6Cxx`: ask again with this Le, `00` for 256.
    pub(crate) fn wrong_le(length: usize) -> Self {
        Self(0x6C00 | u16::from(u8::try_from(length).unwrap_or(0)))
    }
}

/// A response before it becomes bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    pub(crate) data: Vec<u8>,
    pub(crate) status: StatusWord,
}

impl Reply {
    /// `data` and `9000`.
    pub(crate) fn done(data: Vec<u8>) -> Self {
        Self { data, status: StatusWord::DONE }
    }

    /// Data field and trailer.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        self.data.extend_from_slice(&self.status.0.to_be_bytes());
        self.data
    }
}

/// A refusal is a status word without data.
pub(crate) type Answer = Result<Reply, StatusWord>;
