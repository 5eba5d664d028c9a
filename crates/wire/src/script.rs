//! What a centre has a terminal pass on to a card: commands with the status words that it expects,
//! and what the card answered (the pattern of gematik's PoPP sample, card.md 6.4).
//!
//! Everything is bounded, in what is made as in what is taken, and a command is one ISO/IEC 7816-4
//! command APDU exactly. What commands may not be passed on is not decided here but where they are
//! sent: `card::relay`.

use core::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::bytes::{CardResponse, Command};
use crate::error::Misuse;
use crate::words;

/// A script has at most so many steps.
pub const MAX_STEPS: usize = 32;

/// Status words that one step may go on after, at most.
pub const MAX_EXPECTED: usize = 8;

/// Bytes of all commands of a script together, and of all responses to it. A card-verifiable
/// certificate with an RSA-2048 key has about 570 (card.md 5.3).
pub const MAX_TOTAL: usize = 16 * 1024;

/// SW1 and SW2 (ISO/IEC 7816-4 §5.6). Written as four hexadecimal digits in upper case, `9000`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatusWord(pub u16);

impl StatusWord {
    /// `9000`: done.
    pub const SUCCESS: Self = Self(0x9000);
}

/// One command, and the status words after which the next is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, try_from = "UncheckedStep")]
pub struct ScriptStep {
    command: Command,
    expected: Vec<StatusWord>,
}

/// Commands for one card, in their order. The first status word that was not expected ends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, try_from = "UncheckedScript")]
pub struct Script {
    version: u8,
    steps: Vec<ScriptStep>,
}

/// What the card answered to a script, response for step. Empty before the first script.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<CardResponse>")]
pub struct CardResponses(Vec<CardResponse>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UncheckedStep {
    command: Command,
    expected: Vec<StatusWord>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UncheckedScript {
    #[serde(deserialize_with = "words::version")]
    version: u8,
    steps: Vec<ScriptStep>,
}

impl ScriptStep {
    /// A step.
    ///
    /// # Errors
    /// [`Misuse::Length`] if nothing is expected, or more than [`MAX_EXPECTED`] words are.
    pub fn new(command: Command, expected: Vec<StatusWord>) -> Result<Self, Misuse> {
        bounded(&expected, 1, MAX_EXPECTED)?;
        Ok(Self { command, expected })
    }

    /// The command APDU.
    pub const fn command(&self) -> &Command {
        &self.command
    }

    /// What the card may answer.
    pub fn expected(&self) -> &[StatusWord] {
        &self.expected
    }
}

impl Script {
    /// A script in this crate's version.
    ///
    /// # Errors
    /// [`Misuse::Length`] if it has no step, more than [`MAX_STEPS`], or commands of more than
    /// [`MAX_TOTAL`] bytes.
    pub fn new(steps: Vec<ScriptStep>) -> Result<Self, Misuse> {
        bounded(&steps, 1, MAX_STEPS)?;
        together(steps.iter().map(|step| step.command.as_bytes()))?;
        Ok(Self { version: crate::VERSION, steps })
    }

    /// Its steps, one at least.
    pub fn steps(&self) -> &[ScriptStep] {
        &self.steps
    }
}

impl CardResponses {
    /// The responses to a script.
    ///
    /// # Errors
    /// [`Misuse::Length`] if there are more than [`MAX_STEPS`], or they have more than
    /// [`MAX_TOTAL`] bytes.
    pub fn new(responses: Vec<CardResponse>) -> Result<Self, Misuse> {
        bounded(&responses, 0, MAX_STEPS)?;
        together(responses.iter().map(CardResponse::as_bytes))?;
        Ok(Self(responses))
    }

    /// The responses, in the order of the steps.
    pub fn as_slice(&self) -> &[CardResponse] {
        &self.0
    }
}

impl CardResponse {
    /// The data, and the status word that follows it.
    pub fn split(&self) -> (&[u8], StatusWord) {
        match self.as_bytes().split_last_chunk::<2>() {
            Some((data, status)) => (data, StatusWord(u16::from_be_bytes(*status))),
            // Not to be made: a response has two bytes at least.
            None => (&[], StatusWord(0)),
        }
    }
}

fn bounded<T>(items: &[T], least: usize, most: usize) -> Result<(), Misuse> {
    if (least..=most).contains(&items.len()) { Ok(()) } else { Err(Misuse::Length) }
}

fn together<'b>(parts: impl Iterator<Item = &'b [u8]>) -> Result<(), Misuse> {
    let total = parts.fold(0_usize, |sum, part| sum.saturating_add(part.len()));
    if total > MAX_TOTAL { Err(Misuse::Length) } else { Ok(()) }
}

/// Whether the bytes are one command APDU: a header, and what its length bytes say (ISO/IEC 7816-4
/// §5.2, cases 1 to 4, short and extended). Bytes beyond it would reach some readers as a command
/// of their own.
pub(crate) fn is_command(bytes: &[u8]) -> bool {
    let Some((_, body)) = bytes.split_first_chunk::<4>() else { return false };
    match body {
        // Case 1, and case 2 short and extended.
        [] | [_] | [0, _, _] => true,
        // Cases 3 and 4, extended.
        [0, high, low, rest @ ..] => {
            let data = usize::from(u16::from_be_bytes([*high, *low]));
            data > 0 && (rest.len() == data || rest.len() == data.saturating_add(2))
        }
        // Cases 3 and 4, short.
        [length, rest @ ..] => {
            let data = usize::from(*length);
            data > 0 && (rest.len() == data || rest.len() == data.saturating_add(1))
        }
    }
}

impl TryFrom<UncheckedStep> for ScriptStep {
    type Error = Misuse;

    fn try_from(step: UncheckedStep) -> Result<Self, Misuse> {
        Self::new(step.command, step.expected)
    }
}

impl TryFrom<UncheckedScript> for Script {
    type Error = Misuse;

    fn try_from(script: UncheckedScript) -> Result<Self, Misuse> {
        // The one version that there is: the field takes no other.
        let UncheckedScript { version: _ours, steps } = script;
        Self::new(steps)
    }
}

impl TryFrom<Vec<CardResponse>> for CardResponses {
    type Error = Misuse;

    fn try_from(responses: Vec<CardResponse>) -> Result<Self, Misuse> {
        Self::new(responses)
    }
}

impl fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatusWord({:04X})", self.0)
    }
}

impl Serialize for StatusWord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:04X}", self.0))
    }
}

impl<'de> Deserialize<'de> for StatusWord {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digit = |byte: u8| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte);
        match u16::from_str_radix(&text, 16) {
            Ok(word) if text.len() == 4 && text.bytes().all(digit) => Ok(Self(word)),
            _ => Err(D::Error::custom("status word")),
        }
    }
}
