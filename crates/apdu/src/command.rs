//! Command APDUs, in the short and the extended encoding (ISO/IEC 7816-4 §5.1).

use core::fmt;
use core::marker::PhantomData;

use zeroize::ZeroizeOnDrop;

use crate::form::Ne;

/// The most command data that a [`CommandBuffer`] takes. The longest that any public source sends to
/// this card is a 307-byte certificate body (card.md 6.2).
const MAX_DATA: usize = 512;
/// Header, extended Lc and Le.
const MAX_COMMAND: usize = 4 + 3 + MAX_DATA + 2;

/// The four bytes that every command begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Class.
    pub cla: u8,
    /// Instruction.
    pub ins: u8,
    /// First parameter.
    pub p1: u8,
    /// Second parameter.
    pub p2: u8,
}

/// What follows the header: the four cases of ISO/IEC 7816-4 §5.1.
#[derive(Clone, Copy)]
pub enum Body<'d> {
    /// Case 1: nothing. The command is exactly four bytes.
    Empty,
    /// Case 2: asks for data.
    Expect(Ne),
    /// Case 3: sends data, 1 to 512 bytes.
    Send(&'d [u8]),
    /// Case 4: sends data and asks for some.
    SendAndExpect(&'d [u8], Ne),
}

/// Why a command could not be built; always the caller's mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandError {
    /// A command that sends data has none; Lc = 0 can't be encoded.
    NoData,
    /// More data than a [`CommandBuffer`] takes.
    DataTooLong,
}

/// How often a command may be sent.
pub trait Kind: sealed::Sealed {}

/// A command that spends something: a try, a signature, a challenge. Sent at most once.
#[derive(Debug)]
pub enum Once {}

/// A command without effect on counters or rights that matter: sent again once if the card says that
/// the length was wrong, or if nothing can have come of the first time.
#[derive(Debug)]
pub enum Repeatable {}

impl Kind for Once {}
impl Kind for Repeatable {}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Once {}
    impl Sealed for super::Repeatable {}
}

/// The bytes of one command, wiped when dropped.
///
/// A [`Command`] only borrows them, so moving a command leaves no copy of a PIN behind on the stack.
#[derive(ZeroizeOnDrop)]
pub struct CommandBuffer {
    bytes: [u8; MAX_COMMAND],
}

impl CommandBuffer {
    /// An empty buffer.
    #[must_use]
    pub const fn new() -> Self {
        Self { bytes: [0; MAX_COMMAND] }
    }
}

impl Default for CommandBuffer {
    fn default() -> Self {
        Self::new()
    }
}

/// One command, ready to be sent, of the kind [`Once`] or [`Repeatable`].
///
/// `Debug` shows the header and the length, never the data.
pub struct Command<'b, K: Kind> {
    pub(crate) bytes: &'b mut [u8],
    pub(crate) ne: Option<Ne>,
    kind: PhantomData<K>,
}

impl<'b, K: Kind> Command<'b, K> {
    /// Encodes a command into `buffer`: short where that can carry it, extended where it must be.
    ///
    /// # Errors
    ///
    /// [`CommandError`] if the data is empty or longer than 512 bytes.
    pub fn new(buffer: &'b mut CommandBuffer, header: Header, body: Body<'_>) -> Result<Self, CommandError> {
        let (data, ne) = match body {
            Body::Empty => (None, None),
            Body::Expect(ne) => (None, Some(ne)),
            Body::Send(data) => (Some(data), None),
            Body::SendAndExpect(data, ne) => (Some(data), Some(ne)),
        };
        let mut writer = Writer::new(&mut buffer.bytes);
        writer.put(&[header.cla, header.ins, header.p1, header.p2])?;
        writer.body(data, ne)?;
        let length = writer.length;
        Ok(Self {
            bytes: buffer.bytes.get_mut(..length).ok_or(CommandError::DataTooLong)?,
            ne,
            kind: PhantomData,
        })
    }

    /// True if the command is in the extended encoding.
    #[must_use]
    pub fn is_extended(&self) -> bool {
        self.bytes.len() > 5 && self.bytes.get(4) == Some(&0)
    }
}

impl<K: Kind> fmt::Debug for Command<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let header = self.bytes.get(..4).unwrap_or_default();
        write!(f, "Command({header:02X?}, {} bytes)", self.bytes.len())
    }
}

struct Writer<'b> {
    bytes: &'b mut [u8; MAX_COMMAND],
    length: usize,
}

impl<'b> Writer<'b> {
    const fn new(bytes: &'b mut [u8; MAX_COMMAND]) -> Self {
        Self { bytes, length: 0 }
    }

    fn put(&mut self, part: &[u8]) -> Result<(), CommandError> {
        let end = self.length.saturating_add(part.len());
        let room = self.bytes.get_mut(self.length..end);
        room.ok_or(CommandError::DataTooLong)?.copy_from_slice(part);
        self.length = end;
        Ok(())
    }

    fn body(&mut self, data: Option<&[u8]>, ne: Option<Ne>) -> Result<(), CommandError> {
        if data.is_some_and(<[u8]>::is_empty) {
            return Err(CommandError::NoData);
        }
        if data.is_some_and(|data| data.len() > MAX_DATA) {
            return Err(CommandError::DataTooLong);
        }
        let short_lc = match data {
            None => Some(0),
            Some(data) => u8::try_from(data.len()).ok(),
        };
        match short_lc {
            Some(lc) if !ne.is_some_and(Ne::needs_extended) => self.short_body(lc, data, ne),
            _ => self.extended_body(data, ne),
        }
    }

    fn short_body(&mut self, lc: u8, data: Option<&[u8]>, ne: Option<Ne>) -> Result<(), CommandError> {
        if let Some(data) = data {
            self.put(&[lc])?;
            self.put(data)?;
        }
        if let Some(ne) = ne {
            let [_, le] = ne.le_bytes();
            self.put(&[le])?;
        }
        Ok(())
    }

    fn extended_body(&mut self, data: Option<&[u8]>, ne: Option<Ne>) -> Result<(), CommandError> {
        self.put(&[0])?;
        if let Some(data) = data {
            let lc = u16::try_from(data.len()).map_err(|_| CommandError::DataTooLong)?;
            self.put(&lc.to_be_bytes())?;
            self.put(data)?;
        }
        if let Some(ne) = ne {
            self.put(&ne.le_bytes())?;
        }
        Ok(())
    }
}
