//! The client side of vpcd, the virtual reader driver of pcscd (card.md 9.1).
//!
//! The card connects. Every message is a big-endian u16 length and a payload; a payload of one byte is
//! a control (`00` off, `01` on, `02` reset, `04` give the ATR), anything longer a command, which gets
//! a response in the same framing. A torn card closes the connection and answers nothing.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use socket2::SockRef;

use crate::card::{Outcome, PowerEvent, VirtualCard};
use crate::error::Error;

/// vpcd's first slot; the second is one higher.
pub const DEFAULT_ADDRESS: &str = "127.0.0.1:35963";
/// How long the reader may take to accept the connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// Given instead of the ATR of a dead chip: longer than any ATR, so that the driver sees a card and
/// fails to power it, as with a broken contact chip. An empty answer would hang pcscd 1.9.9.
const NO_ATR: [u8; 40] = [0; 40];

/// What the reader asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Change the power; no answer.
    Power(PowerEvent),
    /// The answer to reset.
    Atr,
    /// A control byte that this client does not know; no answer.
    Unknown(u8),
    /// A command APDU.
    Command(Vec<u8>),
}

/// A connection to a virtual reader.
#[derive(Debug)]
pub struct Link {
    stream: TcpStream,
}

impl Link {
    /// Connects: to the reader this is a card being put on it.
    ///
    /// # Errors
    /// [`Error::Channel`] if no reader listens.
    pub fn connect(address: SocketAddr) -> Result<Self, Error> {
        let stream = TcpStream::connect_timeout(&address, CONNECT_TIMEOUT)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream })
    }

    /// A handle with which another thread can take the card away.
    ///
    /// # Errors
    /// [`Error::Channel`].
    pub fn hand(&self) -> Result<Hand, Error> {
        Ok(Hand(self.stream.try_clone()?))
    }

    /// The reader's next request, `None` when it closed the connection.
    ///
    /// # Errors
    /// [`Error::Channel`].
    pub fn next_request(&mut self) -> Result<Option<Request>, Error> {
        let mut length = [0; 2];
        if !self.fill(&mut length)? {
            return Ok(None);
        }
        let mut payload = vec![0; usize::from(u16::from_be_bytes(length))];
        if !self.fill(&mut payload)? {
            return Ok(None);
        }
        Ok(Some(match *payload.as_slice() {
            [0x00] => Request::Power(PowerEvent::Off),
            [0x01] => Request::Power(PowerEvent::On),
            [0x02] => Request::Power(PowerEvent::Reset),
            [0x04] => Request::Atr,
            [other] => Request::Unknown(other),
            _ => Request::Command(payload),
        }))
    }

    /// Sends an ATR or a response.
    ///
    /// # Errors
    /// [`Error::Channel`]; [`Error::TooLong`] for more than 65 535 bytes.
    pub fn answer(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let length = u16::try_from(bytes.len()).map_err(|_| Error::TooLong {
            what: "response",
            length: bytes.len(),
            most: usize::from(u16::MAX),
        })?;
        let mut message = length.to_be_bytes().to_vec();
        message.extend_from_slice(bytes);
        self.stream.write_all(&message)?;
        Ok(())
    }

    /// Reads exactly as many bytes as `buffer` holds; `false` at the end of the stream.
    ///
    /// vpcd sends length and body separately, so Nagle and delayed acknowledgement cost 40 ms a command
    /// unless every acknowledgement is hurried; the option falls back by itself, hence twice.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<bool, Error> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            SockRef::from(&self.stream).set_tcp_quickack(true)?;
            match self.stream.read(rest) {
                Ok(0) => return Ok(false),
                Ok(count) => filled += count,
                Err(failure) if failure.kind() == std::io::ErrorKind::Interrupted => {}
                Err(failure) if failure.kind() == std::io::ErrorKind::ConnectionReset => {
                    return Ok(false);
                }
                Err(failure) => return Err(failure.into()),
            }
            SockRef::from(&self.stream).set_tcp_quickack(true)?;
        }
        Ok(true)
    }
}

/// The hand that can take the card off the reader.
#[derive(Debug)]
pub struct Hand(TcpStream);

impl Hand {
    /// Takes the card away. Harmless if it is gone already.
    pub fn take_away(&self) {
        // The only failure is that the connection is closed already, which is what is wanted.
        let _closed_already = self.0.shutdown(Shutdown::Both);
    }
}

/// What goes back to the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Response {
    Nothing,
    Bytes { bytes: Vec<u8>, after: Duration },
    Torn,
}

/// One request put to the card.
pub(crate) fn respond(card: &mut VirtualCard, request: &Request) -> Response {
    match request {
        Request::Power(event) => {
            card.power(*event);
            Response::Nothing
        }
        Request::Atr => {
            let atr = if card.atr().is_empty() { &NO_ATR } else { card.atr() };
            Response::Bytes { bytes: atr.to_vec(), after: Duration::ZERO }
        }
        Request::Unknown(_) => Response::Nothing,
        Request::Command(command) => match card.exchange(command) {
            Outcome::Answered { response, after } => Response::Bytes { bytes: response, after },
            Outcome::Torn | Outcome::Silent => Response::Torn,
        },
    }
}
