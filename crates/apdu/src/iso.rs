//! The interindustry commands that the My Number Card is driven with (card.md 4.1–4.4).

use crate::command::{Body, Command, CommandBuffer, CommandError, Header, Once, Repeatable};
use crate::form::Ne;

/// A short EF identifier, 1 to 30 (ISO/IEC 7816-4 §7.3.1; every EF of this card has one, card.md 1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ShortEf(u8);

impl ShortEf {
    /// The identifier `N`; anything outside 1 to 30 does not compile.
    #[must_use]
    pub const fn of<const N: u8>() -> Self {
        const { assert!(N >= 1 && N <= 30, "a short EF identifier is 1 to 30") };
        Self(N)
    }

    /// The file's two-byte identifier, `0001` to `001E`.
    #[must_use]
    pub const fn file_id(self) -> [u8; 2] {
        [0, self.0]
    }

    const fn parameter(self) -> u8 {
        0x80 | self.0
    }
}

/// How a command names its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// By short identifier in the command itself, which also makes the file current.
    Short(ShortEf),
    /// The file that was selected before.
    Current,
}

impl Target {
    const fn reference(self) -> u8 {
        match self {
            Self::Short(ef) => ef.parameter(),
            Self::Current => 0x80,
        }
    }
}

/// An offset in a file, 0 to 32,767: what READ BINARY can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Offset(u16);

impl Offset {
    /// `Some` for 0 to 32,767.
    #[must_use]
    pub fn new(value: usize) -> Option<Self> {
        u16::try_from(value).ok().filter(|value| *value < 0x8000).map(Self)
    }
}

/// SELECT of an application by its whole AID, asking for no data: `00 A4 04 0C Lc AID`.
///
/// # Errors
///
/// [`CommandError`] if the AID is empty.
pub fn select_application<'b>(
    buffer: &'b mut CommandBuffer,
    aid: &[u8],
) -> Result<Command<'b, Repeatable>, CommandError> {
    Command::new(buffer, header(0xA4, 0x04, 0x0C), Body::Send(aid))
}

/// SELECT of an elementary file under the current application: `00 A4 02 0C 02 id`.
///
/// # Errors
///
/// None in practice; the signature follows [`Command::new`].
pub fn select_file(
    buffer: &mut CommandBuffer,
    file: ShortEf,
) -> Result<Command<'_, Repeatable>, CommandError> {
    Command::new(buffer, header(0xA4, 0x02, 0x0C), Body::Send(&file.file_id()))
}

/// READ BINARY from the start of a file: `00 B0 80|sfi 00 Le`, or `00 B0 00 00 Le` for the current one.
///
/// # Errors
///
/// None in practice; the signature follows [`Command::new`].
pub fn read_start(
    buffer: &mut CommandBuffer,
    target: Target,
    ne: Ne,
) -> Result<Command<'_, Repeatable>, CommandError> {
    let p1 = match target {
        Target::Short(file) => file.parameter(),
        Target::Current => 0,
    };
    Command::new(buffer, header(0xB0, p1, 0), Body::Expect(ne))
}

/// READ BINARY of the current file from an offset: `00 B0 hh ll Le`.
///
/// # Errors
///
/// None in practice; the signature follows [`Command::new`].
pub fn read_at(
    buffer: &mut CommandBuffer,
    offset: Offset,
    ne: Ne,
) -> Result<Command<'_, Repeatable>, CommandError> {
    let [p1, p2] = offset.0.to_be_bytes();
    Command::new(buffer, header(0xB0, p1, p2), Body::Expect(ne))
}

/// VERIFY without data: asks how many tries are left and spends none.
///
/// Exactly four bytes; a fifth one makes the card refuse it with `6700` (card.md 4.2).
///
/// # Errors
///
/// None in practice; the signature follows [`Command::new`].
pub fn tries_left(
    buffer: &mut CommandBuffer,
    target: Target,
) -> Result<Command<'_, Repeatable>, CommandError> {
    Command::new(buffer, header(0x20, 0, target.reference()), Body::Empty)
}

/// VERIFY with reference data: spends a try if it does not match.
///
/// # Errors
///
/// [`CommandError`] if `secret` is empty or longer than 512 bytes.
pub fn verify<'b>(
    buffer: &'b mut CommandBuffer,
    target: Target,
    secret: &[u8],
) -> Result<Command<'b, Once>, CommandError> {
    Command::new(buffer, header(0x20, 0, target.reference()), Body::Send(secret))
}

const fn header(ins: u8, p1: u8, p2: u8) -> Header {
    Header { cla: 0, ins, p1, p2 }
}
