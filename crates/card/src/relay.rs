//! Passing on a centre's commands, without understanding them.
//!
//! How the approved centre opens the key without a PIN is not public (card.md 6.2, 6.3). Whoever has the
//! specification most likely needs this: the centre sends commands with the status words that it
//! expects, the terminal passes them on and stops at the first surprise (the pattern of gematik's PoPP
//! sample, card.md 6.4).

use apdu::{CardChannel, ChannelError, StatusWord};

use crate::error::{CardError, Misuse};
use crate::link::Link;

/// A script has at most so many steps.
pub const MOST_STEPS: usize = 64;
/// The shortest and the longest command APDU (ISO/IEC 7816-4 §5.1: header, extended Lc, data, Le).
const COMMAND_LENGTHS: core::ops::RangeInclusive<usize> = 4..=4 + 3 + 65_535 + 2;

/// One command of the centre.
#[derive(Clone, Copy)]
pub struct ScriptStep<'s> {
    /// The whole command APDU.
    pub command: &'s [u8],
    /// The status words that the script may go on after.
    pub expected: &'s [StatusWord],
}

impl core::fmt::Debug for ScriptStep<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "ScriptStep({} bytes)", self.command.len())
    }
}

/// How a script ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelayOutcome {
    /// Every command got one of its expected status words.
    Completed,
    /// This one did not; nothing was sent after it.
    Unexpected {
        /// Its position, from 0.
        step: usize,
        /// What the card said.
        status: StatusWord,
    },
}

/// Sends each command once and hands each response (data and status word) to `answered` with the position
/// of its step. `61xx` and `6Cxx` are the centre's to expect and to act on. `buffer` needs room for the
/// longest response.
///
/// No step may hold VERIFY or another command for reference data: a centre has no business with the
/// holder's secrets, and no counter can move. The whole script is looked through before anything is sent.
/// Afterwards the selected application counts as unknown, so the next procedure selects its own.
///
/// # Errors
///
/// [`CardError::Misuse`] if the script is refused, with nothing sent; [`CardError::Channel`] if the
/// channel failed, with nothing sent after that.
pub fn run<C: CardChannel>(
    link: &mut Link<C>,
    script: &[ScriptStep<'_>],
    buffer: &mut [u8],
    answered: &mut dyn FnMut(usize, &[u8]),
) -> Result<RelayOutcome, CardError> {
    permit(script)?;
    link.forget();
    for (position, step) in script.iter().enumerate() {
        let length = link.channel().transmit(step.command, buffer)?;
        let response = buffer.get(..length).unwrap_or_default();
        let status = status_of(response)?;
        answered(position, response);
        if !step.expected.contains(&status) {
            return Ok(RelayOutcome::Unexpected { step: position, status });
        }
    }
    Ok(RelayOutcome::Completed)
}

fn permit(script: &[ScriptStep<'_>]) -> Result<(), CardError> {
    if script.len() > MOST_STEPS {
        return Err(CardError::Misuse(Misuse::ScriptTooLong));
    }
    for (step, part) in script.iter().enumerate() {
        if !COMMAND_LENGTHS.contains(&part.command.len()) {
            return Err(CardError::Misuse(Misuse::ScriptMalformed { step }));
        }
        if touches_reference_data(part.command) {
            return Err(CardError::Misuse(Misuse::ScriptForbidden { step }));
        }
    }
    Ok(())
}

/// VERIFY, CHANGE REFERENCE DATA, the commands that switch verification on and off, RESET RETRY COUNTER
/// (ISO/IEC 7816-4 §11.5), and JICSAP CHANGE KEY (card.md 4.3).
fn touches_reference_data(command: &[u8]) -> bool {
    matches!(command.get(1), Some(0x20 | 0x21 | 0x24 | 0x25 | 0x26 | 0x28 | 0x2C | 0x2D | 0x32))
}

fn status_of(response: &[u8]) -> Result<StatusWord, CardError> {
    let status = response.last_chunk::<2>().ok_or(ChannelError::Torn)?;
    Ok(StatusWord::new(u16::from_be_bytes(*status)))
}
