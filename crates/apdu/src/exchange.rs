//! Sending a command and collecting its whole response, within bounds.

use crate::channel::{CardChannel, ChannelError};
use crate::command::{Command, CommandBuffer, Header, Kind, Once, Repeatable};
use crate::form::Ne;
use crate::status::StatusWord;
use crate::{Body, CommandError};

/// GET RESPONSE is sent at most so often for one command: enough for 32 KiB in 256-byte pieces.
pub const MOST_GET_RESPONSES: usize = 130;

/// A whole response.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Response<'r> {
    /// The data, without the status word. Often personal, so `Debug` shows only its length.
    pub data: &'r [u8],
    /// The status word.
    pub status: StatusWord,
}

impl core::fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Response({} bytes, {})", self.data.len(), self.status)
    }
}

/// Why a command has no usable response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExchangeError {
    /// The channel failed; [`ChannelError::outcome`] says whether the card may have acted.
    Channel(ChannelError),
    /// The card broke ISO/IEC 7816-4.
    CardMisbehaved(ExchangeFault),
}

/// How a card broke the rules of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExchangeFault {
    /// `61xx` without end.
    EndlessResponse,
    /// `61xx` promised data and GET RESPONSE gave none.
    EmptyContinuation,
}

impl From<ChannelError> for ExchangeError {
    fn from(error: ChannelError) -> Self {
        Self::Channel(error)
    }
}

impl Command<'_, Once> {
    /// Sends the command exactly once, and collects the rest of its response if the card says `61xx`.
    ///
    /// The command is gone afterwards: there is no second transmission, whatever comes back. `6Cxx` is
    /// handed to the caller like any other status word.
    ///
    /// ```compile_fail,E0382
    /// # use apdu::{CardChannel, Command, Once};
    /// fn twice(verify: Command<'_, Once>, channel: &mut dyn CardChannel) {
    ///     let _ = verify.send(channel, &mut [0; 2]);
    ///     let _ = verify.send(channel, &mut [0; 2]);
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ExchangeError`]. `response` needs room for the data and two bytes.
    pub fn send<'r>(
        self,
        channel: &mut (impl CardChannel + ?Sized),
        response: &'r mut [u8],
    ) -> Result<Response<'r>, ExchangeError> {
        let first = transmit(channel, self.bytes, response)?;
        collect(channel, first, response)
    }
}

impl Command<'_, Repeatable> {
    /// Sends the command and collects its whole response.
    ///
    /// Sent again at most twice: once after a transient channel error or `6F00` (the answer to the
    /// first command after power-up on a measured card, card.md 1.3), and once with the Le that `6Cxx`
    /// asks for.
    ///
    /// # Errors
    ///
    /// [`ExchangeError`]. `response` needs room for the data and two bytes.
    pub fn send<'r>(
        &mut self,
        channel: &mut (impl CardChannel + ?Sized),
        response: &'r mut [u8],
    ) -> Result<Response<'r>, ExchangeError> {
        let mut last = match transmit(channel, self.bytes, response) {
            Err(error) if error.is_transient() => transmit(channel, self.bytes, response)?,
            Ok(received) if received.status == StatusWord::NO_DIAGNOSIS => {
                transmit(channel, self.bytes, response)?
            }
            other => other?,
        };
        if let Some(le) = last.status.right_le()
            && self.set_le(le)
        {
            last = transmit(channel, self.bytes, response)?;
        }
        collect(channel, last, response)
    }
}

impl<K: Kind> Command<'_, K> {
    /// Writes another Le into the command (0 stands for 256); false if it asks for no data.
    fn set_le(&mut self, le: u8) -> bool {
        if self.ne.is_none() {
            return false;
        }
        let wanted = if le == 0 { [1, 0] } else { [0, le] };
        let [_, low] = wanted;
        match (self.is_extended(), self.bytes.last_chunk_mut::<2>()) {
            (true, Some(two)) => *two = wanted,
            (false, _) => {
                if let Some(one) = self.bytes.last_mut() {
                    *one = low;
                }
            }
            (true, None) => return false,
        }
        true
    }
}

#[derive(Clone, Copy)]
struct Received {
    data_length: usize,
    status: StatusWord,
}

fn transmit(
    channel: &mut (impl CardChannel + ?Sized),
    command: &[u8],
    response: &mut [u8],
) -> Result<Received, ChannelError> {
    let length = channel.transmit(command, response)?;
    let received = response.get(..length).ok_or(ChannelError::ResponseTooLong)?;
    let Some((data, &status)) = received.split_last_chunk::<2>() else {
        return Err(ChannelError::Torn);
    };
    Ok(Received { data_length: data.len(), status: StatusWord::new(u16::from_be_bytes(status)) })
}

fn collect<'r>(
    channel: &mut (impl CardChannel + ?Sized),
    first: Received,
    response: &'r mut [u8],
) -> Result<Response<'r>, ExchangeError> {
    let mut filled = first.data_length;
    let mut status = first.status;
    let mut asked = 0;
    while let Some(more) = status.more_bytes() {
        if asked == MOST_GET_RESPONSES {
            return Err(ExchangeError::CardMisbehaved(ExchangeFault::EndlessResponse));
        }
        asked += 1;
        let mut buffer = CommandBuffer::new();
        let command =
            get_response(&mut buffer, more).map_err(|_| ExchangeError::Channel(ChannelError::Unsupported))?;
        let rest = response.get_mut(filled..).ok_or(ChannelError::ResponseTooLong)?;
        let next = transmit(channel, command.bytes, rest)?;
        if next.data_length == 0 && next.status.more_bytes().is_some() {
            return Err(ExchangeError::CardMisbehaved(ExchangeFault::EmptyContinuation));
        }
        filled += next.data_length;
        status = next.status;
    }
    let data = response.get(..filled).ok_or(ChannelError::ResponseTooLong)?;
    Ok(Response { data, status })
}

fn get_response(buffer: &mut CommandBuffer, more: u8) -> Result<Command<'_, Once>, CommandError> {
    let header = Header { cla: 0x00, ins: 0xC0, p1: 0, p2: 0 };
    let ne = if more == 0 { Ne::SHORT_MAX } else { Ne::clamped(usize::from(more)) };
    Command::new(buffer, header, Body::Expect(ne))
}
