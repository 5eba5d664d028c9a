//! What a touch means.

use crate::layout::scene;
use crate::scene::Action;
use crate::theme::View;
use core::fmt::{self, Debug, Formatter};
use embedded_graphics::prelude::Point;
use terminal::{Choice, Language, Screen};
use zeroize::ZeroizeOnDrop;

/// One touch that means something.
///
/// A key of a secret-entry screen goes to the Closet and nowhere else; the position of such a
/// touch is as secret as the key (design.md section 2).
#[derive(Debug)]
pub enum Touch {
    /// A button for the session machine.
    Choice(Choice),
    /// A key of the PIN pad.
    Pin(DigitKey),
    /// A key of the pad for 照合番号B.
    CheckNumber(DigitKey),
    /// A key of the staff's keyboard.
    Credential(CredentialKey),
    /// What is read from now on.
    Language(Language),
}

/// A key of a pad with digits.
#[derive(Debug)]
pub enum DigitKey {
    /// A digit.
    Digit(Secret),
    /// Takes the last digit away.
    Erase,
}

/// A key of the staff's keyboard.
#[derive(Debug)]
pub enum CredentialKey {
    /// One of [`CREDENTIAL_CHARACTERS`].
    Character(Secret),
    /// Takes the last character away.
    Erase,
}

/// The characters that a staff credential can be typed with on the screen.
pub const CREDENTIAL_CHARACTERS: &str = "1234567890qwertyuiopasdfghjklzxcvbnm-";

/// One typed character in ASCII: a digit of a PIN or of 照合番号B, or a character of a credential.
#[derive(ZeroizeOnDrop)]
pub struct Secret(u8);

impl Secret {
    /// The character in ASCII, `b'0'` to `b'9'` for a digit. For the Closet alone.
    pub const fn ascii(&self) -> u8 {
        self.0
    }
}

impl Debug for Secret {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("redacted")
    }
}

/// What a touch at `point` means on a screen in this view; `None` beside all buttons, and on a
/// button that can't be used now.
pub fn touch(screen: &Screen, view: &View, point: Point) -> Option<Touch> {
    let scene = scene(screen, view);
    let target = scene.targets().iter().find(|target| target.area.holds(point))?;
    Some(match target.action {
        Action::Choice(choice) => Touch::Choice(choice),
        Action::PinDigit(digit) => Touch::Pin(DigitKey::Digit(Secret(digit))),
        Action::PinErase => Touch::Pin(DigitKey::Erase),
        Action::NumberDigit(digit) => Touch::CheckNumber(DigitKey::Digit(Secret(digit))),
        Action::NumberErase => Touch::CheckNumber(DigitKey::Erase),
        Action::Character(character) => Touch::Credential(CredentialKey::Character(Secret(character))),
        Action::CharacterErase => Touch::Credential(CredentialKey::Erase),
        Action::Language(language) => Touch::Language(language),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_reaches_a_debug_line() {
        let line = format!("{:?}", Touch::Pin(DigitKey::Digit(Secret(b'7'))));
        assert_eq!(line, "Pin(Digit(redacted))");
    }
}
