//! 照合番号B typed by staff from the card front, where no camera reads it (card.md 5.1, 6.1).
//!
//! The number opens nothing but the photo in the chip, so whoever types it needs no credential.

use crate::effect::{CallReason, Effect, Slot};
use crate::event::Notice;
use crate::machine::State;
use crate::session::{Errand, Reference, Session, Step};
use crate::turn::Turn;
use crate::{ends, face, visual};
use policy::may_read_photo;

/// Digits of 照合番号B: date of birth with the era year, year of expiry, security code (card.md 5.1).
pub(crate) const DIGITS: u8 = 14;

/// Staff who confirm by eye stand here already.
pub(crate) fn ask(session: Session, errand: Errand, turn: &mut Turn<'_>) -> State {
    if errand == Errand::Face {
        turn.ask(Effect::CallReception(CallReason::CheckNumber));
    }
    turn.enter(session, Step::TypingNumber(errand, 0, None))
}

/// The chip counts wrong numbers too, and only a municipality gives those tries back (card.md 6.1).
pub(crate) fn refused(mut session: Session, errand: Errand, turn: &mut Turn<'_>) -> State {
    session.attempts.check_number = session.attempts.check_number.saturating_add(1);
    if may_read_photo(turn.rules, session.card.check_number, session.attempts) {
        return turn.enter(session, Step::TypingNumber(errand, 0, Some(Notice::CheckNumberRejected)));
    }
    session.reference = Reference::Unavailable;
    face::with_photo(session, errand, turn)
}

/// Typing does not move the deadline (Inv7).
pub(crate) fn typed(session: Session, errand: Errand, length: u8, notice: Option<Notice>) -> State {
    State::Session(Session { step: Step::TypingNumber(errand, length.min(DIGITS), notice), ..session })
}

/// Staff can compare with the printed photo; a face can't.
pub(crate) fn abandoned(session: Session, errand: Errand, turn: &mut Turn<'_>) -> State {
    turn.ask(Effect::Wipe(Slot::CheckNumber));
    match errand {
        Errand::Visual(staff) => visual::compare(session, staff, Reference::Unread, turn),
        Errand::Face | Errand::Pin { .. } => ends::choose(session, None, turn),
    }
}
