//! What screens say.

use super::{Catalogue, Words, camera, endings, staff};
use policy::Method;
use terminal::{Screen, StaffErrand};

/// Title and body of a screen.
pub fn words(texts: &'static Catalogue, screen: &Screen) -> Words {
    let said = &texts.screens;
    let words = match screen {
        Screen::Waiting => &said.waiting,
        Screen::TakeYourCard => &said.take_your_card,
        Screen::Reading => &said.reading,
        Screen::Choose { .. } => return Words::new(said.choose, ""),
        Screen::Connecting => &said.connecting,
        Screen::PinPad { shown, last_try, .. } => return pin_pad(texts, *shown, *last_try),
        Screen::CheckingPin => &said.checking_pin,
        Screen::LastTryWarning { .. } => &said.last_try,
        Screen::ReadingPhoto => &said.reading_photo,
        Screen::Camera { hint } => return camera::hint(texts, *hint),
        Screen::CheckNumberPad { method: Method::Visual, .. } => return staff::NUMBER,
        Screen::CheckNumberPad { .. } => &said.number_by_staff,
        Screen::StaffCredential { errand: StaffErrand::Visual, .. } => &said.staff_look,
        Screen::StaffCredential { errand: StaffErrand::Reopen, .. } => &said.staff_ask,
        Screen::StaffConfirm { compared } => return staff::confirm(*compared),
        Screen::StaffReopen(_) => return staff::REOPEN,
        Screen::Signing => &said.signing,
        Screen::OfferRegistration => &said.offer_registration,
        Screen::Ending(ending) => return endings::words(texts, *ending),
    };
    words.clone()
}

/// Beside the warning before the last try.
pub const fn last_try_aside(texts: &'static Catalogue, confirmable: bool) -> &'static str {
    if confirmable { texts.screens.last_try_now } else { texts.screens.last_try_soon }
}

fn pin_pad(texts: &'static Catalogue, shown: u8, last_try: bool) -> Words {
    let body = match (shown, last_try) {
        (_, true) | (0 | 1, false) => texts.screens.pin_last.into(),
        (left, false) => texts.screens.pin_left.replace("{left}", &left.to_string()).into(),
    };
    Words { title: texts.screens.pin_pad.into(), body }
}
