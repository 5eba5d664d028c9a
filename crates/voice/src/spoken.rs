//! A display that is heard besides: whatever is shown is said, too.

use crate::keypad::{KeypadKey, Meaning, meaning};
use crate::phrase::Sound;
use crate::said::{said, whole};
use crate::tone::Tone;
use runtime::port::{Display, Frame, Input, Picture};
use std::sync::{Arc, Mutex, PoisonError};
use terminal::{Language, Screen};

/// Plays sounds, on a device of its own.
pub trait Speaker: Send {
    /// Plays these, one after the other, in the place of whatever is being played. It must not wait for them:
    /// the loop's own thread asks.
    fn play(&mut self, sounds: &[Sound]);
}

/// What was said last, and who says it: shared by display and keypad.
#[derive(Clone)]
pub struct Voice(Arc<Mutex<Telling>>);

struct Telling {
    speaker: Box<dyn Speaker>,
    language: Language,
    screen: Option<Screen>,
}

impl Voice {
    /// A voice that has said nothing yet.
    pub fn new(speaker: Box<dyn Speaker>) -> Self {
        let language = Language::default();
        Self(Arc::new(Mutex::new(Telling { speaker, language, screen: None })))
    }

    fn with<T>(&self, act: impl FnOnce(&mut Telling) -> T) -> T {
        // The value is whole even if a thread died beside it.
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A screen is shown. The camera's frames show the same one again and again; that says nothing.
    fn show(&self, screen: &Screen) {
        self.with(|telling| {
            if telling.screen.as_ref() == Some(screen) {
                return;
            }
            let sounds = said(screen, telling.language, telling.screen.as_ref());
            telling.screen = Some(*screen);
            if !sounds.is_empty() {
                telling.speaker.play(&sounds);
            }
        });
    }

    /// The next screen is said in this language, and whole.
    fn speak(&self, language: Language) {
        self.with(|telling| {
            if telling.language != language {
                telling.language = language;
                telling.screen = None;
            }
        });
    }

    pub(crate) fn pressed(&self, key: KeypadKey) -> Option<Input> {
        self.with(|telling| {
            let screen = telling.screen?;
            match meaning(&screen, telling.language, key) {
                Meaning::Input(input) => return Some(input),
                Meaning::Again => telling.speaker.play(&whole(&screen, telling.language)),
                Meaning::Nothing => telling.speaker.play(&[Sound::Tone(Tone::NoKey)]),
            }
            None
        })
    }
}

/// A display, and a voice that says what it shows. A terminal is composed with it in the display's place;
/// the runtime knows nothing of it.
pub struct SpokenDisplay {
    display: Box<dyn Display>,
    voice: Voice,
}

impl SpokenDisplay {
    /// This display, said by this voice.
    pub fn new(display: Box<dyn Display>, voice: Voice) -> Self {
        Self { display, voice }
    }
}

impl Display for SpokenDisplay {
    fn show(&mut self, screen: &Screen, preview: Option<&Frame>, chip_photo: Option<&Picture>) {
        self.display.show(screen, preview, chip_photo);
        self.voice.show(screen);
    }

    fn reception_feed(&mut self, lost: bool) {
        self.display.reception_feed(lost);
    }

    fn speak(&mut self, language: Language) {
        self.display.speak(language);
        self.voice.speak(language);
    }
}
