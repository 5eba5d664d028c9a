//! From a screen to what is said.
//!
//! Words are the catalogue's. Where a screen shows something (an arrow, an oval, a button that wakes up),
//! [`crate::texts`] says it instead; of the camera's instructions only the short first line is said, because
//! the next one follows within a second.

use crate::menu::{Item, Menu, Way, menu};
use crate::phrase::{Phrase, Sound};
use crate::texts::{Guide, guide};
use crate::tone::Tone;
use policy::{Method, Methods};
use std::borrow::Cow;
use terminal::{CameraHint, Ending, Language, Notice, Screen, UndecidedReason};
use ui::texts::methods::Reasons;
use ui::texts::{self, Catalogue, Words, camera, endings, methods, screens};

/// Digits of the PIN (card.md 3.7).
const DIGITS: u8 = 4;
/// A counter of a card has four bits: what is above can't be, and is not said as a number.
pub(crate) const MOST_LEFT: u8 = 15;

/// What is said of a screen that comes after `previous`: all of it, or what is new where it is the same
/// screen in another state.
pub fn said(screen: &Screen, language: Language, previous: Option<&Screen>) -> Vec<Sound> {
    let changed = previous.and_then(|previous| changed(screen, language, previous));
    changed.unwrap_or_else(|| whole(screen, language))
}

/// All that is said of a screen; also when somebody asks to hear it again.
pub fn whole(screen: &Screen, language: Language) -> Vec<Sound> {
    let mut telling = Telling::new(language);
    if let Some(tone) = opening(screen) {
        telling.sounds.push(Sound::Tone(tone));
    }
    if let Screen::Choose { methods, notice, reopenable: _ } = screen {
        telling.choose(screen, methods, *notice);
    } else {
        telling.words(screen);
        telling.menu(&menu(telling.texts, screen, language));
    }
    telling.sounds
}

/// `None` if all has to be said.
fn changed(screen: &Screen, language: Language, previous: &Screen) -> Option<Vec<Sound>> {
    let mut telling = Telling::new(language);
    match (previous, screen) {
        (before, now) if before == now => {}
        (
            Screen::PinPad { length: before, shown, last_try },
            Screen::PinPad { length: now, shown: shown_now, last_try: last_now },
        ) if (shown, last_try) == (shown_now, last_now) => telling.key(*before, *now),
        (Screen::LastTryWarning { confirmable: false }, Screen::LastTryWarning { confirmable: true }) => {
            telling.say(telling.texts.screens.last_try_now);
            telling.menu(&menu(telling.texts, screen, language));
        }
        (Screen::Camera { .. }, Screen::Camera { hint: Some(hint) }) => telling.hint(*hint),
        // Of staff who type the patient has heard.
        (Screen::StaffCredential { errand: before, .. }, Screen::StaffCredential { errand: now, .. })
            if before == now => {}
        (Screen::CheckNumberPad { method: before, .. }, Screen::CheckNumberPad { method: now, .. })
            if before == now => {}
        _ => return None,
    }
    Some(telling.sounds)
}

/// The tone before the words.
fn opening(screen: &Screen) -> Option<Tone> {
    match screen {
        Screen::Reading => Some(Tone::CardSeen),
        Screen::Camera { hint: None | Some(CameraHint::LookAhead) } => Some(Tone::LookHere),
        Screen::Ending(ending) if ending.is_verified() => Some(Tone::Done),
        Screen::TakeYourCard => Some(Tone::TakeCard),
        _ => None,
    }
}

/// What is being put together.
struct Telling {
    language: Language,
    texts: &'static Catalogue,
    guide: &'static Guide,
    sounds: Vec<Sound>,
}

impl Telling {
    fn new(language: Language) -> Self {
        let (texts, guide) = (texts::catalogue(language), guide(language));
        Self { language, texts, guide, sounds: Vec::new() }
    }

    /// One sentence; none if it is empty.
    fn say(&mut self, text: impl Into<Cow<'static, str>>) {
        let text = text.into();
        if !text.is_empty() {
            self.sounds.push(Sound::Phrase(Phrase::new(self.language, text)));
        }
    }

    fn both(&mut self, words: Words) {
        self.say(words.title);
        self.say(words.body);
    }

    fn words(&mut self, screen: &Screen) {
        let said = &self.texts.screens;
        match screen {
            Screen::Waiting => {
                self.both(said.waiting.clone());
                self.say(said.photo_use);
                self.say(said.face_is_a_choice);
            }
            Screen::PinPad { length, shown, last_try } => self.pin_pad(*length, *shown, *last_try),
            Screen::LastTryWarning { confirmable } => {
                self.both(said.last_try.clone());
                self.say(if *confirmable { said.last_try_now } else { self.guide.last_try_soon });
            }
            Screen::Camera { hint: None } => self.before_the_camera(),
            Screen::Camera { hint: Some(hint) } => self.hint(*hint),
            // These are for staff; the patient hears that staff are at it.
            Screen::StaffConfirm { .. } | Screen::CheckNumberPad { method: Method::Visual, .. } => {
                self.both(said.staff_look.clone());
            }
            Screen::StaffReopen(_) => self.both(said.staff_ask.clone()),
            Screen::Ending(ending) => self.ending(*ending),
            _ => self.both(screens::words(self.texts, screen)),
        }
    }

    fn before_the_camera(&mut self) {
        self.say(self.guide.face_first);
        self.say(self.texts.camera.first.body.clone());
        self.say(self.texts.screens.photo_use);
    }

    fn ending(&mut self, ending: Ending) {
        self.both(endings::words(self.texts, ending));
        self.say(endings::next_step(self.texts, ending.next_step()));
    }

    /// What has happened, what can be done, and why not more.
    fn choose(&mut self, screen: &Screen, methods: &Methods, notice: Option<Notice>) {
        let notice = notice.filter(|notice| !methods::is_for_staff(*notice)).map(bounded);
        let reasons = Reasons::of(self.texts, methods, notice);
        if let Some(notice) = notice {
            self.say(methods::notice(self.texts, notice, methods));
        }
        reasons.pin.into_iter().for_each(|reason| self.say(reason));
        self.say(self.texts.screens.choose);
        self.items(&menu(self.texts, screen, self.language));
        reasons.others.into_iter().for_each(|reason| self.say(reason));
        self.keys();
    }

    fn pin_pad(&mut self, length: u8, shown: u8, last_try: bool) {
        self.say(self.texts.screens.pin_pad);
        match (shown, last_try) {
            (_, true) | (0 | 1, false) => self.say(self.texts.screens.pin_last),
            (2..=MOST_LEFT, false) => self.say(self.guide.pin_left.replace("{left}", &shown.to_string())),
            (_, false) => {}
        }
        self.say(if length < DIGITS { self.guide.pin_keys } else { self.guide.pin_full });
    }

    /// One tone for one key, the same for every digit.
    fn key(&mut self, before: u8, now: u8) {
        self.sounds.push(Sound::Tone(if now > before { Tone::Typed } else { Tone::Erased }));
        if matches!(now, DIGITS) {
            self.say(self.guide.pin_full);
        }
    }

    fn hint(&mut self, hint: CameraHint) {
        match hint {
            CameraHint::Movement(UndecidedReason::OtherSide) => self.say(self.guide.other_side),
            CameraHint::Movement(UndecidedReason::FaceLost) => self.say(self.guide.face_lost),
            CameraHint::NotAccepted => self.both(camera::hint(self.texts, Some(hint))),
            _ => self.say(camera::hint(self.texts, Some(hint)).title),
        }
    }

    /// The ways on, and how they are chosen; nothing where there is none.
    fn menu(&mut self, menu: &Menu) {
        if *menu != Menu::default() {
            self.items(menu);
            self.keys();
        }
    }

    fn items(&mut self, menu: &Menu) {
        for (number, item) in (1_u8..).zip(&menu.numbered) {
            self.item(number, item);
        }
        if let Some(zero) = &menu.zero {
            self.item(0, zero);
        }
    }

    /// A language is named in itself, by its own voice.
    fn item(&mut self, number: u8, item: &Item) {
        let language = match item.way {
            Way::Language(language) => language,
            Way::Choice(_) => self.language,
        };
        let pattern = guide(language).item.replace("{key}", &number.to_string());
        let phrase = Phrase::new(language, pattern.replace("{label}", item.label));
        self.sounds.push(Sound::Phrase(phrase));
        self.say(item.explained);
    }

    fn keys(&mut self) {
        self.say(self.guide.choose);
        self.say(self.guide.again);
    }
}

/// A number of tries that no card has is said without its number: as an outcome that nobody knows.
const fn bounded(notice: Notice) -> Notice {
    match notice {
        Notice::PinRejected { left } if left > MOST_LEFT => Notice::PinUnknown,
        other => other,
    }
}
