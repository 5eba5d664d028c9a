//! The voice guide: what is said of a [`terminal::Screen`], and what the keys of a numeric keypad mean on it.
//!
//! A session can be done with the ears and one hand, with the display off. No device is known here: whoever
//! plays sounds implements [`Speaker`].
//!
//! - [`said`](said()): from a screen to what is said, in the words of `ui::texts`; [`texts`]: the few
//!   sentences that only those who hear need
//! - [`menu`]: which keys choose what; [`keypad`]: from a key to what the runtime is given
//! - [`spoken`]: a display that is heard besides
//! - [`phrase`]: one sentence, and its file; `readings`: how hard words are read; [`list`]: all that there are, to be rendered beforehand
//! - [`tone`]: the sounds that are no words
//!
//! Never said: a digit that is typed (a tone tells that there is one more), a name, a number of a person,
//! and what is for staff alone. `said/` beside this crate's manifest shows every sentence to a reviewer
//! who does not program.

pub mod keypad;
pub mod list;
pub mod menu;
pub mod phrase;
pub mod said;
pub mod spoken;
pub mod texts;
pub mod tone;

mod readings;

pub use keypad::{Keypad, KeypadKey};
pub use phrase::{Phrase, Sound};
pub use said::{said, whole};
pub use spoken::{Speaker, SpokenDisplay, Voice};
pub use tone::Tone;
