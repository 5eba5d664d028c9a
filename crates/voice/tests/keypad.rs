//! What can be touched on a screen can be chosen by a key, and nothing else can.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "../../ui/tests/every/mod.rs"]
mod every;

use runtime::port::{self, Display, Frame, Input, Picture};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use terminal::{Choice, Language, Screen};
use ui::View;
use ui::layout::scene;
use ui::scene::Action;
use voice::keypad::{Meaning, meaning};
use voice::{Keypad, KeypadKey, Sound, Speaker, SpokenDisplay, Tone, Voice, whole};

const KEYS: &str = "0123456789\n*/-";

fn name(input: &Input) -> Option<String> {
    Some(match input {
        Input::Choice(choice) => format!("{choice:?}"),
        Input::Language(language) => format!("{language:?}"),
        Input::Pin(port::Key::Character(digit)) => format!("PIN {digit}"),
        Input::Pin(port::Key::Erase) => "PIN erase".into(),
        Input::CheckNumber(_) | Input::Credential(_) => return None,
    })
}

/// What the keys of the keypad give on this screen.
fn keyed(screen: &Screen, language: Language) -> BTreeSet<String> {
    let given = KEYS.chars().map(|key| meaning(screen, language, KeypadKey::of(key).unwrap()));
    let inputs = given.filter_map(|meaning| match meaning {
        Meaning::Input(input) => Some(name(&input).expect("no key is for staff")),
        Meaning::Again | Meaning::Nothing => None,
    });
    inputs.collect()
}

/// What can be touched by a patient. On the PIN pad the way out leads over the choice of methods; what staff
/// type and confirm is touched.
fn touched(screen: &Screen, language: Language) -> BTreeSet<String> {
    let staff = matches!(screen, Screen::StaffConfirm { .. } | Screen::StaffReopen(_));
    let without_photo = matches!(screen, Screen::CheckNumberPad { method: policy::Method::Visual, .. });
    if staff || without_photo {
        return BTreeSet::new();
    }
    let typed = matches!(screen, Screen::StaffCredential { .. } | Screen::CheckNumberPad { .. });
    let pin = matches!(screen, Screen::PinPad { .. });
    let scene = scene(screen, &View { language, ..every::VIEW });
    let actions = scene.targets().iter().map(|target| target.action);
    let inputs = actions.filter_map(|action| match action {
        Action::Choice(Choice::Confirm) if typed => None,
        Action::Choice(Choice::Cancel) if typed || pin => None,
        Action::Choice(choice) => Some(Input::Choice(choice)),
        Action::Language(language) => Some(Input::Language(language)),
        Action::PinDigit(digit) => Some(Input::Pin(port::Key::Character(digit))),
        Action::PinErase => Some(Input::Pin(port::Key::Erase)),
        Action::NumberDigit(_) | Action::NumberErase | Action::Character(_) | Action::CharacterErase => None,
    });
    inputs.filter_map(|input| name(&input)).collect()
}

#[test]
fn keys_choose_what_the_screen_offers_and_nothing_else() {
    for language in [Language::Japanese, Language::English] {
        for screen in every::screens() {
            assert_eq!(keyed(&screen, language), touched(&screen, language), "{screen:?}");
        }
    }
}

/// The menu that is spoken is the menu that the keys have.
#[test]
fn every_number_that_is_spoken_leads_somewhere() {
    for screen in every::screens() {
        let spoken: BTreeSet<char> = whole(&screen, Language::Japanese)
            .iter()
            .filter_map(|sound| match sound {
                Sound::Phrase(phrase) => phrase.text().split_once(['、', ':', '，', ',', '번']),
                Sound::Tone(_) => None,
            })
            .filter_map(|(number, _)| number.parse::<u8>().ok())
            .map(|number| char::from(b'0' + number))
            .collect();
        let pad = matches!(screen, Screen::PinPad { .. });
        let leading = ('0'..='9').filter(|key| {
            let meaning = meaning(&screen, Language::Japanese, KeypadKey::of(*key).unwrap());
            !pad && matches!(meaning, Meaning::Input(_))
        });
        assert_eq!(spoken, leading.collect(), "{screen:?}");
    }
}

#[test]
fn enter_twice_registers_nothing() {
    for screen in every::screens().into_iter().filter(|it| !matches!(it, Screen::PinPad { .. })) {
        assert!(matches!(meaning(&screen, Language::Japanese, KeypadKey::Enter), Meaning::Nothing));
    }
    let three = Screen::PinPad { length: 3, shown: 3, last_try: false };
    assert!(matches!(meaning(&three, Language::Japanese, KeypadKey::Enter), Meaning::Nothing));
}

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<Vec<Sound>>>>);

impl Heard {
    fn take(&self) -> Vec<Vec<Sound>> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Speaker for Heard {
    fn play(&mut self, sounds: &[Sound]) {
        self.0.lock().unwrap().push(sounds.to_vec());
    }
}

struct Dark;

impl Display for Dark {
    fn show(&mut self, _: &Screen, _: Option<&Frame>, _: Option<&Picture>) {}
    fn reception_feed(&mut self, _lost: bool) {}
    fn speak(&mut self, _: Language) {}
}

fn desk() -> (SpokenDisplay, Keypad, Heard) {
    let heard = Heard::default();
    let voice = Voice::new(Box::new(heard.clone()));
    (SpokenDisplay::new(Box::new(Dark), voice.clone()), Keypad::new(voice), heard)
}

#[test]
fn a_screen_is_said_once_and_in_the_language_that_was_chosen() {
    let (mut display, keypad, heard) = desk();
    assert!(keypad.press(KeypadKey::Digit(1)).is_none(), "nothing was said yet");
    display.show(&Screen::Waiting, None, None);
    display.show(&Screen::Waiting, None, None);
    assert_eq!(heard.take(), [whole(&Screen::Waiting, Language::Japanese)]);
    let Some(Input::Language(language)) = keypad.press(KeypadKey::Digit(2)) else { panic!() };
    assert_eq!(language, Language::English);
    display.speak(language);
    display.show(&Screen::Waiting, None, None);
    assert_eq!(heard.take(), [whole(&Screen::Waiting, Language::English)]);
}

#[test]
fn it_is_said_again_when_asked_and_a_key_without_meaning_is_a_tone() {
    let (mut display, keypad, heard) = desk();
    let screen = Screen::OfferRegistration;
    display.show(&screen, None, None);
    heard.take();
    assert!(keypad.press(KeypadKey::Again).is_none());
    assert!(keypad.press(KeypadKey::Digit(7)).is_none());
    assert_eq!(heard.take(), [whole(&screen, Language::Japanese), vec![Sound::Tone(Tone::NoKey)]]);
}

/// The digit goes to the runtime and to nobody else: all four keys sound alike.
#[test]
fn digits_of_a_pin_are_not_heard() {
    let (mut display, keypad, heard) = desk();
    let pad = |length| Screen::PinPad { length, shown: 3, last_try: false };
    display.show(&pad(0), None, None);
    heard.take();
    for (length, digit) in (1..=3).zip([7, 0, 3]) {
        let Some(Input::Pin(port::Key::Character(typed))) = keypad.press(KeypadKey::Digit(digit)) else {
            panic!()
        };
        assert_eq!(typed, b'0' + digit);
        assert_eq!(heard.take(), Vec::<Vec<Sound>>::new());
        display.show(&pad(length), None, None);
        assert_eq!(heard.take(), [[Sound::Tone(Tone::Typed)]]);
    }
}
