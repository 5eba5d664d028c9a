//! A reader whose commands are noted: what they are called, how long they are, how the card answered.
//!
//! Of a command only its class and instruction bytes are looked at, and its length; of a response its
//! length and the status word. A PIN, a number or a photo can't come into the log, because nothing that
//! holds one is read. Where the data is a secret, its length is not kept either.

use apdu::{ApduForm, CardChannel, ChannelError};
use runtime::port::{HeldCard, Presence, Reader, ReaderFault, SlotState};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Sessions have some hundreds of commands; older ones are forgotten.
const MOST: usize = 4_096;

/// Instructions by their names in ISO/IEC 7816-4 and -8.
const NAMES: [(u8, &str); 17] = [
    (0x20, VERIFY),
    (0x22, "MANAGE SECURITY ENVIRONMENT"),
    (0x24, "CHANGE REFERENCE DATA"),
    (0x2A, "PERFORM SECURITY OPERATION"),
    (0x2C, "RESET RETRY COUNTER"),
    (0x32, "CHANGE KEY"),
    (0x82, "EXTERNAL AUTHENTICATE"),
    (0x84, "GET CHALLENGE"),
    (0x88, "INTERNAL AUTHENTICATE"),
    (0xA4, "SELECT"),
    (0xB0, "READ BINARY"),
    (0xB1, "READ BINARY"),
    (0xB2, "READ RECORD"),
    (0xC0, "GET RESPONSE"),
    (0xCA, "GET DATA"),
    (0xD6, "UPDATE BINARY"),
    (0xE4, "DELETE FILE"),
];
const VERIFY: &str = "VERIFY";
/// Their data is a secret.
const SECRET: [u8; 4] = [0x20, 0x24, 0x2C, 0x32];
/// Header and the length that is asked for: a command that carries no data.
const WITHOUT_DATA: usize = 5;
/// Classes of this card's commands. Bytes of another class may be anything, and so their second too.
const CLASSES: [u8; 3] = [0x00, 0x08, 0x80];

/// What happened at the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The card was powered and held.
    Held,
    /// A command and how it was answered.
    Exchange(Exchange),
}

/// A command and how it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange {
    name: &'static str,
    sent: Sent,
    answer: Result<Answer, ChannelError>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sent {
    /// A command of so many bytes.
    Bytes(usize),
    /// No data: how many tries are left.
    Question,
    Withheld,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Answer {
    /// Bytes before the status word.
    length: usize,
    status: u16,
}

impl Exchange {
    fn of(command: &[u8], answer: Result<&[u8], ChannelError>) -> Self {
        let (name, secret) = match command {
            [class, instruction, ..] if CLASSES.contains(class) => {
                let known = NAMES.iter().find(|(known, _)| known == instruction);
                (known.map_or("another command", |(_, name)| *name), SECRET.contains(instruction))
            }
            _ => ("another command", true),
        };
        let sent = match (secret, name) {
            (false, _) => Sent::Bytes(command.len()),
            (true, VERIFY) if command.len() <= WITHOUT_DATA => Sent::Question,
            (true, _) => Sent::Withheld,
        };
        Self { name, sent, answer: answer.and_then(Answer::of) }
    }
}

impl Answer {
    fn of(response: &[u8]) -> Result<Self, ChannelError> {
        let (data, status) = response.split_last_chunk::<2>().ok_or(ChannelError::Torn)?;
        Ok(Self { length: data.len(), status: u16::from_be_bytes(*status) })
    }
}

impl fmt::Display for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held => f.write_str("the card is powered"),
            Self::Exchange(exchange) => exchange.fmt(f),
        }
    }
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sent = match self.sent {
            Sent::Bytes(length) => format!("{length} sent"),
            Sent::Question => "tries?".into(),
            Sent::Withheld => "withheld".into(),
        };
        write!(f, "{:27} {sent:>9}", self.name)?;
        match self.answer {
            Ok(Answer { length, status }) => write!(f, " {length:>5} back  {status:04X}"),
            Err(error) => write!(f, "  {error}"),
        }
    }
}

/// The log, shared between the reader and whoever looks at it.
#[derive(Clone, Default)]
pub struct ApduLog(Arc<Mutex<VecDeque<Heard>>>);

impl ApduLog {
    /// The last so many, oldest first.
    #[must_use]
    pub fn last(&self, count: usize) -> Vec<Heard> {
        let log = self.lock();
        log.iter().skip(log.len().saturating_sub(count)).copied().collect()
    }

    /// All of it, one a line.
    #[must_use]
    pub fn text(&self) -> String {
        self.lock().iter().map(|heard| format!("{heard}\n")).collect()
    }

    fn note(&self, heard: Heard) {
        let mut log = self.lock();
        if log.len() >= MOST {
            log.pop_front();
        }
        log.push_back(heard);
    }

    /// Whole at every moment, so a thread that died with the lock did no harm.
    fn lock(&self) -> MutexGuard<'_, VecDeque<Heard>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The reader.
pub struct OverheardReader {
    reader: Box<dyn Reader>,
    log: ApduLog,
}

impl OverheardReader {
    /// Notes in this log what goes through this reader.
    #[must_use]
    pub fn new(reader: Box<dyn Reader>, log: ApduLog) -> Self {
        Self { reader, log }
    }
}

impl Reader for OverheardReader {
    fn watch(&mut self, known: SlotState, patience: Duration) -> SlotState {
        self.reader.watch(known, patience)
    }

    fn hold(&mut self, body: &mut dyn FnMut(&mut dyn HeldCard)) -> Result<(), ReaderFault> {
        let log = &self.log;
        self.reader.hold(&mut |card| {
            log.note(Heard::Held);
            body(&mut Overheard { card, log });
        })
    }
}

struct Overheard<'c> {
    card: &'c mut dyn HeldCard,
    log: &'c ApduLog,
}

impl CardChannel for Overheard<'_> {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        let answered = self.card.transmit(command, response);
        let answer = answered.map(|length| response.get(..length).unwrap_or_default());
        self.log.note(Heard::Exchange(Exchange::of(command, answer)));
        answered
    }
}

impl HeldCard for Overheard<'_> {
    fn form(&self) -> ApduForm {
        self.card.form()
    }

    fn presence(&mut self) -> Presence {
        self.card.presence()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    fn line(command: &[u8], answer: Result<&[u8], ChannelError>) -> String {
        Exchange::of(command, answer).to_string()
    }

    #[test]
    fn a_command_is_its_name_its_length_and_its_answer() {
        let told = |command: &[u8], answer: &[u8]| line(command, Ok(answer));
        let select = told(b"\x00\xa4\x04\x0c\x02\x01\x02", b"\x90\x00");
        assert_eq!(
            select.split_whitespace().collect::<Vec<_>>(),
            ["SELECT", "7", "sent", "0", "back", "9000"]
        );
        assert!(told(b"\x00\xb0\x00\x00\x04", b"name\x90\x00").ends_with("4 back  9000"));
        assert!(told(b"\x00\x20\x00\x80", b"\x63\xc3").contains("tries?"));
        assert!(line(b"\x00\xb0\x00\x00\x04", Err(ChannelError::Torn)).contains("torn"));
        assert!(line(b"\x00\xb0\x00\x00\x04", Ok(b"\x90")).contains("torn"));
    }

    #[test]
    fn neither_a_pin_nor_its_length_comes_into_the_log() {
        for command in [
            b"\x00\x20\x00\x80\x041234".as_slice(),
            b"\x00\x20\x00\x80\x0612345678",
            b"\x00\x20\x00\x98\x00\x00\x041234",
            b"\x08\x20\x00\x80\x041234",
            b"\x00\x24\x01\x80\x041234",
            b"1234567",
            b"",
        ] {
            let told = line(command, Ok(b"\x90\x00"));
            let (before, _) = told.split_once("withheld").unwrap();
            assert!(!before.contains(|c: char| c.is_ascii_digit()), "{told}");
        }
    }

    #[test]
    fn the_log_is_bounded_and_keeps_the_last() {
        let log = ApduLog::default();
        log.note(Heard::Held);
        let exchange = Heard::Exchange(Exchange::of(b"\x00\x84\x00\x00\x08", Ok(b"\x90\x00")));
        (0..MOST).for_each(|_| log.note(exchange));
        assert_eq!(log.last(usize::MAX), vec![exchange; MOST]);
        assert_eq!(log.last(2), [exchange; 2]);
        assert_eq!(log.text().lines().count(), MOST);
    }

    proptest! {
        /// Two sessions whose data differ in nothing but their bytes leave the same log.
        #[test]
        fn no_byte_of_data_changes_the_log(
            class in prop::sample::select(CLASSES.to_vec()), instruction: u8,
            one in prop::collection::vec(any::<u8>(), 40), other in prop::collection::vec(any::<u8>(), 40),
            length in 0_usize..40,
        ) {
            let told = |data: &[u8]| {
                let data = data.get(..length).unwrap();
                line(&[&[class, instruction], data].concat(), Ok(&[data, b"\x90\x00"].concat()))
            };
            prop_assert_eq!(told(&one), told(&other));
        }
    }
}
