//! VERIFY of the PIN for user authentication.

use apdu::{CardChannel, CommandBuffer, Outcome, StatusWord, iso};

use crate::counter::{self, KeyReference, TriesLeft};
use crate::error::CardError;
use crate::link::{Link, SHORT_RESPONSE};
use crate::secret::Pin;

/// Whether the last try may be used. There is no default: the caller says it each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastTry {
    /// With one try left nothing is sent.
    Closed,
    /// The patient was warned and insisted, reception was called first, and the site allows it.
    Insisted,
}

/// How a presentation of the PIN ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinOutcome {
    /// The holder is verified and the counter is back at its maximum.
    Accepted,
    /// Wrong; so many tries are left. 0 means that this was the last.
    Rejected {
        /// 0 to 15.
        tries_left: u8,
    },
    /// Nothing was sent: the counter is not what the patient was shown.
    CounterDiffers {
        /// What it is.
        now: TriesLeft,
    },
    /// Nothing was sent: one try is left and [`LastTry::Closed`].
    LastTryClosed,
    /// Nothing was sent: no try is left.
    Blocked,
    /// VERIFY was sent and its outcome is unknown: the card was torn away, or answered something that
    /// has no meaning here, such as a number of tries that does not follow from the one before. The
    /// counter must be read again; nobody may say "wrong PIN".
    Unknown,
}

/// Presents the PIN to JPKI `0018`: reads the counter, and if it is what the patient was shown, sends
/// one VERIFY, once.
///
/// 2 APDUs (query, VERIFY), and 1 for the SELECT unless the application is current. `shown` is the
/// number of tries that the patient saw. Both must happen in one PC/SC transaction.
///
/// # Errors
///
/// [`CardError`] means that **no try was spent**: the query failed, or VERIFY certainly never reached
/// the card. Everything that comes after its transmission is a [`PinOutcome`].
pub fn verify<C: CardChannel>(
    link: &mut Link<C>,
    pin: &Pin,
    shown: u8,
    last_try: LastTry,
) -> Result<PinOutcome, CardError> {
    let (now, target) = counter::ask(link, KeyReference::UserAuthenticationPin)?;
    let tries = match now {
        TriesLeft::Blocked => return Ok(PinOutcome::Blocked),
        TriesLeft::Known(tries) if tries != shown => return Ok(PinOutcome::CounterDiffers { now }),
        TriesLeft::Unknown(_) => return Ok(PinOutcome::CounterDiffers { now }),
        TriesLeft::Known(1) if last_try == LastTry::Closed => {
            return Ok(PinOutcome::LastTryClosed);
        }
        TriesLeft::Known(tries) => tries,
    };
    Ok(match present(link, target, pin.as_bytes(), tries)? {
        Presented::Accepted => PinOutcome::Accepted,
        Presented::Rejected { tries_left } => PinOutcome::Rejected { tries_left },
        Presented::Unknown => PinOutcome::Unknown,
    })
}

/// What one transmission of a VERIFY led to.
pub(crate) enum Presented {
    Accepted,
    Rejected { tries_left: u8 },
    Unknown,
}

/// Sends VERIFY once to a reference that had `tries` left right before. An error means that it never
/// reached the card.
pub(crate) fn present<C: CardChannel>(
    link: &mut Link<C>,
    target: iso::Target,
    secret: &[u8],
    tries: u8,
) -> Result<Presented, CardError> {
    let mut buffer = CommandBuffer::new();
    let command = iso::verify(&mut buffer, target, secret)?;
    let mut response = [0; SHORT_RESPONSE];
    match link.send_once(command, &mut response) {
        Ok(response) => Ok(read_answer(response.status, tries)),
        Err(CardError::Channel(error)) if error.outcome() == Outcome::NotExecuted => {
            Err(CardError::Channel(error))
        }
        Err(_) => Ok(Presented::Unknown),
    }
}

/// A refusal costs one try (card.md 4.2). An answer that speaks of more or fewer, or of a reference that
/// was blocked all along, is not the answer to this VERIFY.
fn read_answer(status: StatusWord, tries: u8) -> Presented {
    match (status.tries_left(), status) {
        (_, StatusWord::SUCCESS) => Presented::Accepted,
        (Some(tries_left), _) if tries.checked_sub(1) == Some(tries_left) => {
            Presented::Rejected { tries_left }
        }
        (Some(_) | None, _) => Presented::Unknown,
    }
}
