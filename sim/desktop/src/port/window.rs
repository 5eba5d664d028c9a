//! A display behind glass: what the terminal paints is seen by whoever holds a [`Glass`].

use embedded_graphics::prelude::{Point, Size};
use panel::{Painted, Painter, Seen};
use runtime::port::{Display, Frame, Input, Picture};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use terminal::{Language, Screen};
use ui::{Theme, View};
use zeroize::Zeroizing;

/// The pixels that a terminal shows, and what a touch on them means.
#[derive(Clone)]
pub struct Glass {
    view: View,
    language: Arc<Mutex<Language>>,
    rgb: Arc<Mutex<Zeroizing<Vec<u8>>>>,
    changed: Arc<AtomicBool>,
    seen: Arc<OnceLock<Seen>>,
}

impl Glass {
    /// Black, for screens of this size.
    pub fn new(size: Size) -> Self {
        let bytes = usize::try_from(size.width.saturating_mul(size.height)).unwrap_or_default();
        Self {
            view: View { size, theme: Theme::Standard, language: Language::Japanese },
            language: Arc::new(Mutex::new(Language::Japanese)),
            rgb: Arc::new(Mutex::new(Zeroizing::new(vec![0; bytes.saturating_mul(3)]))),
            changed: Arc::default(),
            seen: Arc::default(),
        }
    }

    /// What screens are laid out for.
    pub fn view(&self) -> View {
        View { language: *self.language.lock().unwrap_or_else(PoisonError::into_inner), ..self.view }
    }

    /// Lends the pixels if they changed since the last time: RGB, rows from the top left.
    pub fn look(&self, eye: impl FnOnce(&[u8])) {
        if self.changed.swap(false, Ordering::AcqRel) {
            eye(&self.rgb.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }

    /// What a touch is to the terminal.
    pub fn touched(&self, point: Point) -> Option<Input> {
        self.seen.get()?.touched(point)
    }

    fn put(&self, painted: &Painted<'_>) {
        let width = usize::try_from(self.view.size.width).unwrap_or_default();
        let mut rgb = self.rgb.lock().unwrap_or_else(PoisonError::into_inner);
        for area in painted.areas() {
            for y in area.y..area.bottom() {
                let at = |x: i32| {
                    let row = usize::try_from(y).unwrap_or_default().saturating_mul(width);
                    row.saturating_add(usize::try_from(x).unwrap_or_default()).saturating_mul(3)
                };
                let row = at(area.x)..at(area.right());
                if let (Some(to), Some(from)) = (rgb.get_mut(row.clone()), painted.rgb().get(row)) {
                    to.copy_from_slice(from);
                }
            }
        }
        self.changed.store(true, Ordering::Release);
    }
}

/// Paints on a [`Glass`], and tells of each new screen.
pub struct WindowDisplay {
    painter: Painter,
    glass: Glass,
    last: Option<Screen>,
    person: Sender<Screen>,
}

impl WindowDisplay {
    /// A display behind this glass.
    pub fn new(fonts: ui::Fonts, glass: Glass, person: Sender<Screen>) -> Self {
        let painter = Painter::new(fonts, glass.view);
        // A glass shows one terminal.
        let _ = glass.seen.set(painter.seen());
        Self { painter, glass, last: None, person }
    }
}

impl Display for WindowDisplay {
    fn show(&mut self, screen: &Screen, preview: Option<&Frame>, chip_photo: Option<&Picture>) {
        let glass = &self.glass;
        self.painter.paint(screen, preview, chip_photo, |painted| glass.put(painted));
        if self.last != Some(*screen) {
            self.last = Some(*screen);
            // Nobody watches any more when the window is closed.
            let _ = self.person.send(*screen);
        }
    }

    fn reception_feed(&mut self, lost: bool) {
        let glass = &self.glass;
        self.painter.reception_feed(lost, |painted| glass.put(painted));
    }

    fn speak(&mut self, language: Language) {
        *self.glass.language.lock().unwrap_or_else(PoisonError::into_inner) = language;
        self.painter.speak(language);
    }
}
