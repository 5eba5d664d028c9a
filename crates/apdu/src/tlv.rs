//! A bounds-checked reader of BER-TLV (ISO/IEC 8825-1 §8.1; ISO/IEC 7816-4 §5.2.2), definite lengths only.
//!
//! It serves the card's two-byte tags (`FF20`, `DF22`, `7F21`, `5F4E`) and DER alike.

/// A tag of one to three bytes, as written, big-endian: `0x30`, `0xDF22`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Tag(pub u32);

impl core::fmt::Debug for Tag {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Tag({:X})", self.0)
    }
}

/// Why bytes are not BER-TLV that we accept; the one who wrote them is to blame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlvError {
    /// They end inside a tag, a length or a value.
    Truncated,
    /// The tag has more than three bytes.
    TagTooLong,
    /// The length is indefinite, or has more than three bytes.
    LengthForm,
    /// The object that must be here is another one or missing.
    Missing(Tag),
}

/// A tag and a length, without the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectHeader {
    /// The tag.
    pub tag: Tag,
    /// Bytes of tag and length.
    pub header_length: usize,
    /// Bytes of the value.
    pub value_length: usize,
}

impl ObjectHeader {
    /// Reads the tag and length at the start of `bytes`; the value need not be there yet.
    ///
    /// # Errors
    ///
    /// [`TlvError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, TlvError> {
        let (tag, tag_length) = parse_tag(bytes)?;
        let rest = bytes.get(tag_length..).ok_or(TlvError::Truncated)?;
        let (value_length, length_length) = parse_length(rest)?;
        Ok(Self { tag, header_length: tag_length + length_length, value_length })
    }

    /// Bytes of the whole object.
    #[must_use]
    pub const fn total_length(self) -> usize {
        self.header_length.saturating_add(self.value_length)
    }
}

/// One object.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Object<'a> {
    /// The tag.
    pub tag: Tag,
    /// The value.
    pub value: &'a [u8],
    /// Tag, length and value as written: what signatures are made over.
    pub whole: &'a [u8],
}

/// Walks the objects in a value.
#[derive(Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader at the start of `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// True if nothing is left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The tag of the next object, without taking it.
    ///
    /// # Errors
    ///
    /// [`TlvError`].
    pub fn peek(&self) -> Result<Tag, TlvError> {
        parse_tag(self.rest).map(|(tag, _)| tag)
    }

    /// Takes the next object.
    ///
    /// # Errors
    ///
    /// [`TlvError`].
    pub fn take(&mut self) -> Result<Object<'a>, TlvError> {
        let header = ObjectHeader::parse(self.rest)?;
        let (whole, rest) = self.rest.split_at_checked(header.total_length()).ok_or(TlvError::Truncated)?;
        let value = whole.get(header.header_length..).ok_or(TlvError::Truncated)?;
        self.rest = rest;
        Ok(Object { tag: header.tag, value, whole })
    }

    /// Takes the next object, which must have this tag.
    ///
    /// # Errors
    ///
    /// [`TlvError::Missing`] if it has another one or nothing is left.
    pub fn expect(&mut self, tag: Tag) -> Result<Object<'a>, TlvError> {
        if self.is_empty() || self.peek()? != tag {
            return Err(TlvError::Missing(tag));
        }
        self.take()
    }

    /// Takes the next object if it has this tag.
    ///
    /// # Errors
    ///
    /// [`TlvError`] if the next bytes are no object.
    pub fn take_if(&mut self, tag: Tag) -> Result<Option<Object<'a>>, TlvError> {
        if self.is_empty() || self.peek()? != tag {
            return Ok(None);
        }
        self.take().map(Some)
    }
}

fn parse_tag(bytes: &[u8]) -> Result<(Tag, usize), TlvError> {
    let first = *bytes.first().ok_or(TlvError::Truncated)?;
    if first & 0x1F != 0x1F {
        return Ok((Tag(u32::from(first)), 1));
    }
    let second = *bytes.get(1).ok_or(TlvError::Truncated)?;
    if second & 0x80 == 0 {
        return Ok((Tag(u32::from_be_bytes([0, 0, first, second])), 2));
    }
    let third = *bytes.get(2).ok_or(TlvError::Truncated)?;
    if third & 0x80 == 0 {
        return Ok((Tag(u32::from_be_bytes([0, first, second, third])), 3));
    }
    Err(TlvError::TagTooLong)
}

fn parse_length(bytes: &[u8]) -> Result<(usize, usize), TlvError> {
    let first = *bytes.first().ok_or(TlvError::Truncated)?;
    let following = match first {
        0..=0x7F => return Ok((usize::from(first), 1)),
        0x81..=0x83 => usize::from(first & 0x7F),
        _ => return Err(TlvError::LengthForm),
    };
    let digits = bytes.get(1..=following).ok_or(TlvError::Truncated)?;
    let length = digits.iter().fold(0_usize, |sum, digit| (sum << 8) | usize::from(*digit));
    Ok((length, 1 + following))
}
