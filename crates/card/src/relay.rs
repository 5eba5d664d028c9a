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

/// Where in a conversation between card and centre a script stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// It begins it. Its first step selects an application, and goes on only if that succeeds: on this
    /// card a SELECT ends every right that was there before (card.md 4.1), so the centre can read
    /// nothing that 照合番号B or a PIN has opened.
    First,
    /// It follows another script of the same conversation.
    Later,
}

/// Sends each command once and hands each response (data and status word) to `answered` with the position
/// of its step. `61xx` and `6Cxx` are the centre's to expect and to act on. `buffer` needs room for the
/// longest response.
///
/// The whole script is looked through before anything is sent. No step may hold VERIFY or another command
/// for reference data: a centre has no business with the holder's secrets, and no counter can move. None
/// may ask for a signature: a script opens a key, what is signed is the terminal's statement. None may
/// hold another command inside (ENVELOPE). Afterwards the selected application counts as unknown, so the
/// next procedure selects its own.
///
/// # Errors
///
/// [`CardError::Misuse`] if the script is refused, with nothing sent; [`CardError::Channel`] if the
/// channel failed, with nothing sent after that.
pub fn run<C: CardChannel>(
    link: &mut Link<C>,
    place: Place,
    script: &[ScriptStep<'_>],
    buffer: &mut [u8],
    answered: &mut dyn FnMut(usize, &[u8]),
) -> Result<RelayOutcome, CardError> {
    permit(place, script)?;
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

fn permit(place: Place, script: &[ScriptStep<'_>]) -> Result<(), CardError> {
    if script.len() > MOST_STEPS {
        return Err(CardError::Misuse(Misuse::ScriptTooLong));
    }
    for (step, part) in script.iter().enumerate() {
        if !COMMAND_LENGTHS.contains(&part.command.len()) {
            return Err(CardError::Misuse(Misuse::ScriptMalformed { step }));
        }
        let begins = place == Place::First && step == 0;
        if forbidden(part.command) || (begins && !begins_anew(part)) {
            return Err(CardError::Misuse(Misuse::ScriptForbidden { step }));
        }
    }
    Ok(())
}

/// Channel, chaining and secure messaging in the class byte change nothing about what a command does.
fn forbidden(command: &[u8]) -> bool {
    match command {
        // To the reader instead of the card (PC/SC part 3 §3.2.2), which may pass anything on.
        [0xFF, ..] => true,
        // VERIFY, CHANGE REFERENCE DATA, the commands that switch verification on and off, RESET RETRY
        // COUNTER (ISO/IEC 7816-4 §11.5), and JICSAP CHANGE KEY (card.md 4.3).
        [_, 0x20 | 0x21 | 0x24 | 0x25 | 0x26 | 0x28 | 0x2C | 0x2D | 0x32, ..] => true,
        // Of PERFORM SECURITY OPERATION only VERIFY CERTIFICATE (ISO/IEC 7816-8, card.md 6.4): on this
        // card all else is COMPUTE DIGITAL SIGNATURE (card.md 4.5).
        [_, 0x2A, p1, p2, ..] => !matches!((p1, p2), (0x00, 0xAE | 0xBE)),
        // ENVELOPE: a command within a command.
        [_, 0xC2 | 0xC3, ..] => true,
        _ => false,
    }
}

/// SELECT by name of an application, and nothing but success will do.
fn begins_anew(step: &ScriptStep<'_>) -> bool {
    let by_name = matches!(step.command, [0x00, 0xA4, 0x04, _, length, _, ..] if *length > 0);
    by_name && step.expected == [StatusWord::SUCCESS]
}

fn status_of(response: &[u8]) -> Result<StatusWord, CardError> {
    let status = response.last_chunk::<2>().ok_or(ChannelError::Torn)?;
    Ok(StatusWord::new(u16::from_be_bytes(*status)))
}
