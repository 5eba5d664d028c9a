//! What only those who hear need, as a record that each language fills in: keys in the place of buttons,
//! and what to do where the screen shows an arrow or an oval. All else is in `ui::texts`.

mod asian;
mod european;
mod japanese;

use terminal::Language;

/// The sentences that are not on the screen.
#[derive(Debug)]
pub struct Guide {
    /// A way on. Has `{key}` and `{label}`.
    pub item: &'static str,
    /// How one of them is chosen.
    pub choose: &'static str,
    /// How all of it is heard again.
    pub again: &'static str,
    /// How often a PIN can be typed. Has `{left}`.
    pub pin_left: &'static str,
    /// The keys of the PIN pad.
    pub pin_keys: &'static str,
    /// All four digits are typed.
    pub pin_full: &'static str,
    /// The last try can be used soon.
    pub last_try_soon: &'static str,
    /// The face towards the camera.
    pub face_first: &'static str,
    /// It turned to the other side.
    pub other_side: &'static str,
    /// It left the picture.
    pub face_lost: &'static str,
}

/// The sentences of a language.
pub const fn guide(language: Language) -> &'static Guide {
    match language {
        Language::Japanese => &japanese::JAPANESE,
        Language::PlainJapanese => &japanese::PLAIN,
        Language::English => &european::ENGLISH,
        Language::Chinese => &asian::CHINESE,
        Language::Korean => &asian::KOREAN,
        Language::Portuguese => &european::PORTUGUESE,
        Language::Vietnamese => &asian::VIETNAMESE,
    }
}
