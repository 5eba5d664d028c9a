//! The screen that is seen, and what a touch on it means.

use embedded_graphics::prelude::{Point, Size};
use runtime::port::{Input, Key};
use std::sync::{Arc, Mutex, PoisonError};
use terminal::{Language, Screen};
use ui::{CredentialKey, DigitKey, Touch, View};

/// The screen that is seen now. Written by the display once the pixels are out, so that a finger is
/// never taken for a touch of a screen that its owner has not seen.
///
/// Neither points nor what they mean have a `Debug` or leave by another way than [`Seen::touched`]:
/// on a secret-entry screen a point is as secret as the key (design.md section 2).
#[derive(Clone, Debug)]
pub struct Seen {
    screen: Arc<Mutex<Option<(Screen, Language)>>>,
    view: View,
}

impl Seen {
    /// Nothing yet, in this view.
    pub fn nothing(view: View) -> Self {
        Self { screen: Arc::default(), view }
    }

    /// Width and height in pixels of what is seen.
    pub const fn size(&self) -> Size {
        self.view.size
    }

    pub(crate) fn set(&self, screen: Screen, language: Language) {
        // The value is whole even if a thread died beside it.
        *self.screen.lock().unwrap_or_else(PoisonError::into_inner) = Some((screen, language));
    }

    fn screen(&self) -> Option<(Screen, Language)> {
        *self.screen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a touch at `point` (pixels from the top left) is to the runtime; `None` where there is
    /// nothing to touch.
    pub fn touched(&self, point: Point) -> Option<Input> {
        let (screen, language) = self.screen()?;
        ui::touch(&screen, &View { language, ..self.view }, point).map(|touch| input(&touch))
    }
}

fn input(touch: &Touch) -> Input {
    match touch {
        Touch::Choice(choice) => Input::Choice(*choice),
        Touch::Pin(DigitKey::Digit(digit)) => Input::Pin(Key::Character(digit.ascii())),
        Touch::Pin(DigitKey::Erase) => Input::Pin(Key::Erase),
        Touch::CheckNumber(DigitKey::Digit(digit)) => Input::CheckNumber(Key::Character(digit.ascii())),
        Touch::CheckNumber(DigitKey::Erase) => Input::CheckNumber(Key::Erase),
        Touch::Credential(CredentialKey::Character(character)) => {
            Input::Credential(Key::Character(character.ascii()))
        }
        Touch::Credential(CredentialKey::Erase) => Input::Credential(Key::Erase),
        Touch::Language(language) => Input::Language(*language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use terminal::Choice;

    const VIEW: View =
        View { size: Size::new(800, 480), theme: ui::Theme::Standard, language: Language::Japanese };

    /// Every fourth point of the target.
    fn touches(seen: &Seen) -> impl Iterator<Item = Input> + '_ {
        let points = (0..480).step_by(4).flat_map(|y| (0..800).step_by(4).map(move |x| Point::new(x, y)));
        points.filter_map(|point| seen.touched(point))
    }

    #[test]
    fn before_the_first_screen_nothing_can_be_touched() {
        assert_eq!(touches(&Seen::nothing(VIEW)).count(), 0);
    }

    #[test]
    fn a_touch_means_what_the_screen_that_is_seen_says() {
        let seen = Seen::nothing(VIEW);
        let elsewhere = seen.clone();
        seen.set(Screen::PinPad { length: 0, shown: 3, last_try: false }, Language::Japanese);
        let mut digits = BTreeSet::new();
        let mut cancel = false;
        for input in touches(&elsewhere) {
            match input {
                Input::Pin(Key::Character(digit)) => {
                    digits.insert(digit);
                }
                Input::Choice(choice) => cancel |= choice == Choice::Cancel,
                Input::Pin(Key::Erase)
                | Input::CheckNumber(_)
                | Input::Credential(_)
                | Input::Language(_) => {}
            }
        }
        assert_eq!(digits, (b'0'..=b'9').collect());
        assert!(cancel);

        let errand = terminal::StaffErrand::Visual;
        seen.set(Screen::StaffCredential { errand, length: 0, notice: None }, Language::Korean);
        let mut characters = BTreeSet::new();
        for input in touches(&elsewhere) {
            if let Input::Credential(Key::Character(character)) = input {
                characters.insert(character);
            }
            assert!(!matches!(input, Input::Pin(_)));
        }
        assert_eq!(characters, ui::CREDENTIAL_CHARACTERS.bytes().collect());

        seen.set(Screen::Connecting, Language::Japanese);
        assert_eq!(touches(&elsewhere).count(), 0);
    }
}
