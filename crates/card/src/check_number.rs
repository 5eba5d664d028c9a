//! VERIFY of 照合番号B, which opens the card face.

use apdu::CardChannel;

use crate::counter::{self, KeyReference, TriesLeft, UnknownTries};
use crate::error::CardError;
use crate::link::Link;
use crate::pin::{self, Presented};
use crate::secret::CheckNumberB;

/// With so many tries left or fewer, 照合番号B is never presented: only the municipality can give the
/// tries back, and errors of a camera must not use them up (design.md Inv2; card.md 6.1).
pub const KEPT_TRIES: u8 = 5;

/// How a presentation of 照合番号B ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckNumberOutcome {
    /// The card face can be read; the counter is back at its maximum.
    Accepted,
    /// Wrong, most likely misread.
    Rejected {
        /// 0 to 15.
        tries_left: u8,
    },
    /// Nothing was sent: [`KEPT_TRIES`] or fewer are left.
    TooFew {
        /// 1 to 5.
        tries_left: u8,
    },
    /// Nothing was sent: the counter can't be known.
    CounterUnknown(UnknownTries),
    /// Nothing was sent: no try is left.
    Blocked,
    /// VERIFY was sent and its outcome is unknown; the counter must be read again.
    Unknown,
}

/// Presents 照合番号B to 券面事項確認AP `0012`: reads the counter, and with more than [`KEPT_TRIES`] left
/// sends one VERIFY, once.
///
/// 2 APDUs (query, VERIFY), and 1 for the SELECT unless the application is current.
///
/// # Errors
///
/// [`CardError`] means that **no try was spent**; see [`pin::verify`].
pub fn present<C: CardChannel>(
    link: &mut Link<C>,
    number: &CheckNumberB,
) -> Result<CheckNumberOutcome, CardError> {
    let (now, target) = counter::ask(link, KeyReference::CheckNumberB)?;
    let tries = match now {
        TriesLeft::Blocked => return Ok(CheckNumberOutcome::Blocked),
        TriesLeft::Unknown(why) => return Ok(CheckNumberOutcome::CounterUnknown(why)),
        TriesLeft::Known(tries_left) if tries_left <= KEPT_TRIES => {
            return Ok(CheckNumberOutcome::TooFew { tries_left });
        }
        TriesLeft::Known(tries) => tries,
    };
    Ok(match pin::present(link, target, number.as_bytes(), tries)? {
        Presented::Accepted => CheckNumberOutcome::Accepted,
        Presented::Rejected { tries_left } => CheckNumberOutcome::Rejected { tries_left },
        Presented::Unknown => CheckNumberOutcome::Unknown,
    })
}
