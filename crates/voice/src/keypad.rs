//! A numeric keypad: what each of its keys means on the screen that is heard.

use crate::menu::{Way, menu};
use crate::spoken::Voice;
use runtime::port::{self, Input};
use terminal::{Choice, Language, Screen};

/// A key of a numeric keypad. No `Debug`: on the PIN pad it is a digit of the PIN.
#[derive(Clone, Copy)]
pub enum KeypadKey {
    /// 0 to 9.
    Digit(u8),
    /// Done with typing.
    Enter,
    /// `*`: say it again.
    Again,
    /// `/`: back, where 0 is a digit.
    Back,
    /// `-`: take the last digit back.
    Erase,
}

impl KeypadKey {
    /// The key with this character on it; a line feed is Enter, a backspace takes back.
    pub fn of(character: char) -> Option<Self> {
        match character {
            '\n' | '\r' => Some(Self::Enter),
            '*' => Some(Self::Again),
            '/' => Some(Self::Back),
            '-' | '\u{8}' => Some(Self::Erase),
            _ => character.to_digit(10).and_then(|digit| u8::try_from(digit).ok()).map(Self::Digit),
        }
    }
}

/// What a key means. No `Debug`, as [`Input`].
pub enum Meaning {
    /// This, for the runtime.
    Input(Input),
    /// All of it is said again.
    Again,
    /// Nothing, here.
    Nothing,
}

/// What a key means on this screen. A digit of the PIN passes through and stays nowhere.
pub fn meaning(screen: &Screen, language: Language, key: KeypadKey) -> Meaning {
    let input = match (screen, key) {
        (_, KeypadKey::Again) => return Meaning::Again,
        (Screen::PinPad { .. }, key) => on_pin_pad(screen, key),
        (_, KeypadKey::Digit(digit)) => on_menu(screen, language, digit),
        (_, KeypadKey::Enter | KeypadKey::Back | KeypadKey::Erase) => None,
    };
    input.map_or(Meaning::Nothing, Meaning::Input)
}

fn on_pin_pad(screen: &Screen, key: KeypadKey) -> Option<Input> {
    match key {
        KeypadKey::Digit(digit @ 0..=9) => Some(Input::Pin(port::Key::Character(b'0' + digit))),
        KeypadKey::Erase => Some(Input::Pin(port::Key::Erase)),
        KeypadKey::Back => Some(Input::Choice(Choice::Back)),
        // As on the screen, where the button sleeps until four digits are there.
        KeypadKey::Enter if matches!(screen, Screen::PinPad { length: 4, .. }) => {
            Some(Input::Choice(Choice::Confirm))
        }
        KeypadKey::Digit(_) | KeypadKey::Enter | KeypadKey::Again => None,
    }
}

fn on_menu(screen: &Screen, language: Language, digit: u8) -> Option<Input> {
    let way = menu(ui::texts::catalogue(language), screen, language).way(digit)?;
    Some(match way {
        Way::Choice(choice) => Input::Choice(choice),
        Way::Language(language) => Input::Language(language),
    })
}

/// A keypad beside a display that is heard: its keys mean what was said last.
pub struct Keypad {
    voice: Voice,
}

impl Keypad {
    /// A keypad for those who hear this voice.
    pub const fn new(voice: Voice) -> Self {
        Self { voice }
    }

    /// What the runtime is given for this key; `None` if the voice has answered it, or nobody.
    pub fn press(&self, key: KeypadKey) -> Option<Input> {
        self.voice.pressed(key)
    }
}
