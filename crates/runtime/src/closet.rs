//! The Closet: everything of a person that exists in this terminal, in one place, with one way out.
//!
//! Nothing here is cloned, printed or serialised. [`Closet::wipe`] leaves it as new; a slot is
//! wiped when its use is over, and all of it with the session (design.md section 2).

use crate::port::{Frame, Key, Picture};
use card::{CheckNumberB, Pin};
use terminal::Slot;
use zeroize::{Zeroize, Zeroizing};

/// Digits of a PIN.
const PIN_DIGITS: usize = 4;
/// Digits of 照合番号B.
const NUMBER_DIGITS: usize = 14;
/// Longest staff credential that is taken.
const CREDENTIAL_CHARACTERS: usize = 64;

/// What a session left behind, as numbers. Nothing of it is a secret: a terminal in which one is
/// not zero after the session is at fault (Inv6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Residue {
    /// Bytes of the places of PIN, credential and 照合番号B that are not zero, whatever their length says,
    /// and of a number that was refused.
    pub typed_bytes: usize,
    /// Pictures in the Closet: the chip photo, a camera frame.
    pub pictures: usize,
    /// Papers of the session: certificate, challenge, draft, statement, token, evidence, facts.
    pub papers: usize,
}

impl Residue {
    /// Nothing.
    pub const NONE: Self = Self { typed_bytes: 0, pictures: 0, papers: 0 };
}

/// Secrets and pictures of the session that is on.
pub(crate) struct Closet {
    pin: Typed<PIN_DIGITS>,
    credential: Typed<CREDENTIAL_CHARACTERS>,
    number: Typed<NUMBER_DIGITS>,
    /// The 照合番号B that the card refused: it is not presented a second time (ocr.md section 5, point 7).
    pub(crate) refused_number: Option<Box<CheckNumberB>>,
    /// The decoded chip photo, for the staff screen.
    pub(crate) chip_photo: Option<Picture>,
    /// The latest camera frame, for the preview.
    pub(crate) preview: Option<Frame>,
}

impl Closet {
    pub(crate) fn new() -> Self {
        Self {
            pin: Typed::new(),
            credential: Typed::new(),
            number: Typed::new(),
            refused_number: None,
            chip_photo: None,
            preview: None,
        }
    }

    /// Takes a key of the PIN pad and tells how many digits there are.
    pub(crate) fn pin_key(&mut self, key: &Key) -> u8 {
        self.pin.press_digit(key)
    }

    /// Takes a key of the pad for 照合番号B and tells how many digits there are.
    pub(crate) fn number_key(&mut self, key: &Key) -> u8 {
        self.number.press_digit(key)
    }

    /// Takes a key of the staff pad and tells how many characters there are.
    pub(crate) fn credential_key(&mut self, key: &Key) -> u8 {
        self.credential.press(key)
    }

    /// Moves the PIN out, for one VERIFY. `None` unless four digits were typed.
    pub(crate) fn take_pin(&mut self) -> Option<Pin> {
        let pin = Pin::from_ascii(self.pin.ascii()).ok();
        self.pin.wipe();
        pin
    }

    /// Moves 照合番号B out, for one VERIFY. `None` unless fourteen digits were typed.
    pub(crate) fn take_number(&mut self) -> Option<CheckNumberB> {
        let number = CheckNumberB::from_ascii(self.number.ascii()).ok();
        self.number.wipe();
        number
    }

    /// Moves the credential out, for one comparison.
    pub(crate) fn take_credential(&mut self) -> Zeroizing<Vec<u8>> {
        let credential = Zeroizing::new(self.credential.ascii().to_vec());
        self.credential.wipe();
        credential
    }

    /// Counts what is there; the papers are not kept here.
    pub(crate) fn residue(&self) -> Residue {
        let refused = self.refused_number.as_ref().map_or(0, |_| NUMBER_DIGITS);
        let typed = [self.pin.bytes(), self.credential.bytes(), self.number.bytes(), refused];
        let pictures = [self.chip_photo.is_some(), self.preview.is_some()];
        Residue {
            typed_bytes: typed.into_iter().fold(0, usize::saturating_add),
            pictures: pictures.into_iter().filter(|there| *there).count(),
            papers: 0,
        }
    }

    pub(crate) fn wipe(&mut self, slot: Slot) {
        match slot {
            Slot::Pin => self.pin.wipe(),
            Slot::Credential => self.credential.wipe(),
            Slot::CheckNumber => self.number.wipe(),
            Slot::All => {
                self.pin.wipe();
                self.credential.wipe();
                self.number.wipe();
                self.refused_number = None;
                self.chip_photo = None;
                self.preview = None;
            }
        }
    }
}

/// Printable ASCII as it is typed.
struct Typed<const N: usize> {
    ascii: Zeroizing<[u8; N]>,
    length: usize,
}

impl<const N: usize> Typed<N> {
    fn new() -> Self {
        Self { ascii: Zeroizing::new([0; N]), length: 0 }
    }

    fn press_digit(&mut self, key: &Key) -> u8 {
        match key {
            Key::Character(character) if !character.is_ascii_digit() => self.count(),
            Key::Character(_) | Key::Erase => self.press(key),
        }
    }

    fn press(&mut self, key: &Key) -> u8 {
        match key {
            Key::Character(character) if character.is_ascii_graphic() => {
                if let Some(place) = self.ascii.get_mut(self.length) {
                    *place = *character;
                    self.length = self.length.saturating_add(1);
                }
            }
            Key::Character(_) => {}
            Key::Erase => {
                self.length = self.length.saturating_sub(1);
                if let Some(place) = self.ascii.get_mut(self.length) {
                    place.zeroize();
                }
            }
        }
        self.count()
    }

    fn count(&self) -> u8 {
        u8::try_from(self.length).unwrap_or(u8::MAX)
    }

    /// Bytes that are not zero, also behind the end.
    fn bytes(&self) -> usize {
        self.ascii.iter().filter(|byte| **byte != 0).count()
    }

    fn ascii(&self) -> &[u8] {
        self.ascii.get(..self.length).unwrap_or_default()
    }

    fn wipe(&mut self) {
        self.ascii.zeroize();
        self.length = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use static_assertions::assert_not_impl_any;
    use std::fmt::Debug;

    // Nothing of the Closet can be copied, compared, printed or written.
    assert_not_impl_any!(Closet: Clone, PartialEq, Debug, serde::Serialize);
    assert_not_impl_any!(Typed<4>: Clone, PartialEq, Debug, serde::Serialize);
    // Nor what carries it to the workers and back.
    assert_not_impl_any!(crate::worker::Message: Clone, PartialEq, Debug, serde::Serialize);
    assert_not_impl_any!(crate::worker::card::CardJob: Clone, PartialEq, Debug, serde::Serialize);
    assert_not_impl_any!(crate::worker::face::FaceJob: Clone, PartialEq, Debug, serde::Serialize);
    assert_not_impl_any!(crate::worker::records::RecordsJob: Clone, PartialEq, Debug, serde::Serialize);

    fn type_pin(closet: &mut Closet, digits: &[u8]) -> u8 {
        digits.iter().map(|digit| closet.pin_key(&Key::Character(*digit))).last().unwrap()
    }

    #[test]
    fn a_pin_has_four_digits_and_leaves_once() {
        let mut closet = Closet::new();
        assert_eq!(type_pin(&mut closet, b"123"), 3);
        assert!(closet.take_pin().is_none());
        assert_eq!(type_pin(&mut closet, b"1x2345"), 4);
        assert!(closet.take_pin().is_some());
        assert!(closet.take_pin().is_none());
    }

    #[test]
    fn a_check_number_has_fourteen_digits_and_leaves_once() {
        let mut closet = Closet::new();
        let mut typed = |digits: &[u8]| {
            digits.iter().map(|digit| closet.number_key(&Key::Character(*digit))).last().unwrap()
        };
        assert_eq!(typed(b"5502172035228"), 13);
        assert_eq!(typed(b"-"), 13);
        assert_eq!(typed(b"56"), 14);
        let number = closet.take_number().unwrap();
        assert!(number.same_as(&CheckNumberB::from_ascii(b"55021720352285").unwrap()));
        assert!(closet.take_number().is_none());
        closet.refused_number = Some(Box::new(number));
        closet.wipe(Slot::All);
        assert!(closet.refused_number.is_none());
    }

    #[test]
    fn erasing_and_wiping_leave_zeroes() {
        let mut closet = Closet::new();
        type_pin(&mut closet, b"9999");
        assert_eq!(closet.pin_key(&Key::Erase), 3);
        assert_eq!(*closet.pin.ascii, *b"999\0");
        closet.wipe(Slot::Pin);
        assert_eq!(*closet.pin.ascii, [0; 4]);
        assert_eq!(closet.pin_key(&Key::Erase), 0);
    }

    #[test]
    fn what_is_there_is_counted_and_wiping_leaves_nothing() {
        let mut closet = Closet::new();
        type_pin(&mut closet, b"9999");
        for key in b"017akebono" {
            closet.credential_key(&Key::Character(*key));
        }
        let picture = || zeroize::Zeroizing::new(vec![1]);
        closet.chip_photo = Some(Picture { width: 1, height: 1, grey: picture() });
        closet.preview = Some(Frame { width: 1, height: 1, rgb: picture() });
        for key in b"55021720352285" {
            closet.number_key(&Key::Character(*key));
        }
        closet.refused_number = CheckNumberB::from_ascii(b"55021720352286").ok().map(Box::new);
        assert_eq!(closet.residue(), Residue { typed_bytes: 42, pictures: 2, papers: 0 });
        closet.pin.length = 0;
        assert_eq!(closet.residue().typed_bytes, 42, "a length is no wipe");
        closet.wipe(Slot::All);
        assert_eq!(closet.residue(), Residue::NONE);
    }
}
