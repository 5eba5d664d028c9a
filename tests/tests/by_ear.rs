//! Whole sessions with the ears and a numeric keypad. Whoever stands here sees no screen: each key is pressed
//! because of what was said last, and of nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use house::matrix::bench::Bench;
use house::matrix::stock::{CREDENTIAL, stock};
use runtime::port::{Input, Key};
use runtime::{Hand, Transcript};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use terminal::{CallReason, Choice, Ending, Language, Screen};
use ui::texts::{Catalogue, catalogue};
use voice::{Keypad, KeypadKey, Phrase, Sound, Speaker, SpokenDisplay, Tone, Voice};

/// Nothing is said for so long: the terminal hangs.
const PATIENCE: Duration = Duration::from_secs(30);

struct Ears(Sender<Vec<Sound>>);

impl Speaker for Ears {
    fn play(&mut self, sounds: &[Sound]) {
        // Nobody listens after the test.
        let _ = self.0.send(sounds.to_vec());
    }
}

/// Somebody who hears, and has a keypad under the hand.
struct Patient {
    heard: Receiver<Vec<Sound>>,
    keypad: Keypad,
    hand: Hand,
    texts: &'static Catalogue,
    /// All that was said.
    said: Vec<Sound>,
}

impl Patient {
    fn press(&self, key: char) {
        if let Some(input) = self.keypad.press(KeypadKey::of(key).unwrap()) {
            self.hand.touch(input);
        }
    }

    fn listen(&mut self) -> Vec<Sound> {
        let sounds = self.heard.recv_timeout(PATIENCE).expect("nothing is said");
        self.said.extend(sounds.iter().cloned());
        sounds
    }

    /// Listens until these words are said.
    fn listen_for(&mut self, words: &str) -> Vec<Sound> {
        let words = words.replace('\n', "");
        loop {
            let sounds = self.listen();
            if texts(&sounds).any(|text| text.replace(' ', "").contains(&words.replace(' ', ""))) {
                return sounds;
            }
        }
    }

    /// Listens until a way on with this name is offered, and presses its number.
    fn choose(&mut self, label: &str) {
        let sounds = self.listen_for(label);
        let item = texts(&sounds).find(|text| text.contains(label) && text.starts_with(numbers)).unwrap();
        self.press(item.chars().next().unwrap());
    }

    /// Types the PIN as somebody does who hits a key too much: a tone for each key, one more for the one that is
    /// taken back, and "enter" when the voice says that it is enough.
    fn type_pin(&mut self, pin: &str) {
        self.listen_for(self.texts.screens.pin_pad);
        self.press('9');
        assert_eq!(self.listen(), [Sound::Tone(Tone::Typed)]);
        self.press('-');
        assert_eq!(self.listen(), [Sound::Tone(Tone::Erased)]);
        for (nth, key) in pin.chars().enumerate() {
            self.press(key);
            let sounds = self.listen();
            assert_eq!(sounds[0], Sound::Tone(Tone::Typed));
            assert_eq!(sounds.len() > 1, nth == 3, "at the last one: which key comes now");
        }
        self.press('\n');
    }
}

fn texts(sounds: &[Sound]) -> impl Iterator<Item = &str> {
    sounds.iter().filter_map(|sound| match sound {
        Sound::Phrase(phrase) => Some(phrase.text()),
        Sound::Tone(_) => None,
    })
}

fn numbers(character: char) -> bool {
    character.is_ascii_digit()
}

/// A terminal of scripted parts whose screen nobody sees, and a patient before it.
fn desk() -> (Bench, Patient) {
    let (to_ears, heard) = channel();
    let voice = Voice::new(Box::new(Ears(to_ears)));
    let beside = voice.clone();
    let bench = Bench::of(&stock().ordinary, |mut kit, _| {
        kit.before_display = Box::new(move |display| Box::new(SpokenDisplay::new(display, beside)));
        kit
    });
    let texts = catalogue(Language::Japanese);
    let patient = Patient { heard, keypad: Keypad::new(voice), hand: bench.hand(), texts, said: Vec::new() };
    (bench, patient)
}

/// The last words, and what the terminal has shown meanwhile.
fn leave(mut bench: Bench, patient: &mut Patient) -> Transcript {
    let sounds = patient.listen_for(&patient.texts.endings.verified.title);
    assert_eq!(sounds[0], Sound::Tone(Tone::Done));
    assert!(texts(&sounds).any(|text| text == patient.texts.next.wait), "and what to do now");
    assert_eq!(bench.received.statements.lock().unwrap().len(), 1);
    bench.leave()
}

fn ends(transcript: &Transcript) -> Option<Ending> {
    transcript.screens.iter().find_map(|(_, screen)| match screen {
        Screen::Ending(ending) => Some(*ending),
        _ => None,
    })
}

/// Neither the card's PIN nor a single digit as a sentence of its own was said, and all that was is rendered
/// beforehand.
fn nothing_secret_was_said(patient: &Patient, pin: &str) {
    let list = voice::list::phrases();
    let phrases = patient.said.iter().filter_map(|sound| match sound {
        Sound::Phrase(phrase) => Some(phrase),
        Sound::Tone(_) => None,
    });
    for phrase in phrases {
        assert!(list.contains(phrase), "{phrase:?}");
        assert!(!phrase.text().contains(pin), "{phrase:?}");
        let bare = |phrase: &Phrase| phrase.text().chars().all(|it| numbers(it) || "、。.,:".contains(it));
        assert!(!bare(phrase), "{phrase:?}");
    }
}

#[test]
fn by_pin() {
    let (bench, mut patient) = desk();
    let pin = bench.pin(false);
    patient.listen_for(&patient.texts.screens.waiting.title);
    bench.tray.lay(stock().ordinary.clone(), None);
    patient.choose(patient.texts.methods.pin.name);
    patient.type_pin(&pin);
    let transcript = leave(bench, &mut patient);
    assert_eq!(ends(&transcript), Some(Ending::Verified));
    nothing_secret_was_said(&patient, &pin);
}

#[test]
fn by_pin_in_another_language() {
    let (bench, mut patient) = desk();
    let pin = bench.pin(false);
    patient.choose(catalogue(Language::English).name);
    patient.texts = catalogue(Language::English);
    patient.listen_for(&patient.texts.screens.waiting.title);
    bench.tray.lay(stock().ordinary.clone(), None);
    patient.choose(patient.texts.methods.pin.name);
    patient.type_pin(&pin);
    let transcript = leave(bench, &mut patient);
    assert_eq!(transcript.language, Language::English);
    assert_eq!(ends(&transcript), Some(Ending::Verified));
    nothing_secret_was_said(&patient, &pin);
}

/// The patient calls staff by a key and waits; staff come because reception was called, and touch the screen.
#[test]
fn by_calling_staff() {
    let (bench, mut patient) = desk();
    patient.listen_for(&patient.texts.screens.waiting.title);
    bench.tray.lay(stock().ordinary.clone(), None);
    patient.choose(patient.texts.methods.visual.name);
    patient.listen_for(&patient.texts.screens.staff_look.title);
    assert!(bench.calls_for(CallReason::Visual));
    let staff = bench.hand();
    for character in CREDENTIAL.bytes() {
        staff.touch(Input::Credential(Key::Character(character)));
    }
    staff.touch(Input::Choice(Choice::Confirm));
    bench.await_screen(|screen| matches!(screen, Screen::StaffConfirm { .. }));
    // No key of the patient's says what staff have to say.
    for key in "123456789\n".chars() {
        patient.press(key);
    }
    staff.touch(Input::Choice(Choice::SamePerson));
    let transcript = leave(bench, &mut patient);
    assert_eq!(ends(&transcript), Some(Ending::Verified));
    nothing_secret_was_said(&patient, CREDENTIAL);
}

/// Whoever presses 0 at the menu ends the session, and hears what to do.
#[test]
fn by_giving_up() {
    let (mut bench, mut patient) = desk();
    patient.listen_for(&patient.texts.screens.waiting.title);
    bench.tray.lay(stock().ordinary.clone(), None);
    patient.choose(patient.texts.buttons.cancel);
    let sounds = patient.listen_for(&patient.texts.endings.cancelled.title);
    assert!(texts(&sounds).any(|text| text == patient.texts.next.reception));
    let transcript = bench.leave();
    assert_eq!(ends(&transcript), Some(Ending::Cancelled));
}
