//! Screen, touch and reception.

use crate::port::{Frame, Picture};
use terminal::{CallReason, Choice, Language, ReceptionNotice, Screen};

/// The screen. Drawn by the loop's own thread, so that no picture leaves it.
pub trait Display {
    /// Shows a screen. Pictures are lent for this one draw.
    fn show(&mut self, screen: &Screen, preview: Option<&Frame>, chip_photo: Option<&Picture>);

    /// Shows whether reception hears of this terminal.
    fn reception_feed(&mut self, lost: bool);

    /// Screens are in this language from the next one on; in Japanese at first.
    fn speak(&mut self, language: Language);
}

/// What a person did.
///
/// Characters go straight to the Closet: they are in no event, transcript or log. No Debug.
pub enum Input {
    /// A button.
    Choice(Choice),
    /// A key of the PIN pad.
    Pin(Key),
    /// A key of the pad for 照合番号B.
    CheckNumber(Key),
    /// A key of the staff pad.
    Credential(Key),
    /// What the patient wants to read. Taken on the waiting screen alone.
    Language(Language),
}

/// A key of a pad. No Debug.
pub enum Key {
    /// A printable ASCII character; the PIN pad and the pad for 照合番号B take digits alone.
    Character(u8),
    /// The last character is taken back.
    Erase,
}

/// The feed of events to the reception desk: no personal data (J5).
pub trait Reception: Send {
    /// Tells reception. A heartbeat goes out while nothing happens, so that silence means loss.
    ///
    /// # Errors
    ///
    /// [`FeedLost`]; both sides show it.
    fn tell(&mut self, message: &ReceptionMessage) -> Result<(), FeedLost>;
}

/// One message to reception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceptionMessage {
    /// The terminal is alive.
    Heartbeat,
    /// Somebody is wanted at the terminal.
    Call(CallReason),
    /// A session began or ended.
    Notice(ReceptionNotice),
}

/// Reception does not hear this terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FeedLost;
