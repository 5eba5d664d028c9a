//! A display behind glass: what the terminal paints is seen by whoever holds a [`Glass`].

use super::viewfinder::Viewfinder;
use embedded_graphics::prelude::{Point, Size};
use panel::{Painted, Painter, Seen};
use runtime::port::{Display, Frame, Input, Picture};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use terminal::{Language, Screen};
use ui::{Theme, View};
use zeroize::Zeroizing;

/// The pixels that a terminal shows, and what a touch on them means.
#[derive(Clone)]
pub struct Glass {
    shown: Arc<Mutex<Shown>>,
    changed: Arc<AtomicBool>,
    viewfinder: Viewfinder,
}

struct Shown {
    view: View,
    rgb: Zeroizing<Vec<u8>>,
    /// Screens of another session, over it.
    cover: Option<Vec<u8>>,
    seen: Option<Seen>,
}

impl Shown {
    /// Black, before a terminal shows something.
    fn nothing(size: Size) -> Self {
        let view = View { size, theme: Theme::Standard, language: Language::Japanese };
        let rgb = Zeroizing::new(vec![0; bytes(size)]);
        Self { view, rgb, cover: None, seen: None }
    }
}

fn bytes(size: Size) -> usize {
    let pixels = usize::try_from(size.width.saturating_mul(size.height)).unwrap_or_default();
    pixels.saturating_mul(3)
}

impl Glass {
    /// Black, for screens of this size.
    pub fn new(size: Size) -> Self {
        Self {
            shown: Arc::new(Mutex::new(Shown::nothing(size))),
            changed: Arc::default(),
            viewfinder: Viewfinder::default(),
        }
    }

    /// Black again, for the screens of the next terminal. The one before is switched off.
    pub fn resize(&self, size: Size) {
        *self.lock() = Shown::nothing(size);
        self.changed.store(true, Ordering::Release);
    }

    /// What screens are laid out for.
    pub fn view(&self) -> View {
        self.lock().view
    }

    /// What its detector sees, which is on no screen.
    pub const fn viewfinder(&self) -> &Viewfinder {
        &self.viewfinder
    }

    /// Lends the pixels if they changed since the last time: RGB, rows from the top left.
    pub fn look(&self, eye: impl FnOnce(Size, &[u8])) {
        if self.changed.swap(false, Ordering::AcqRel) {
            let shown = self.lock();
            eye(shown.view.size, shown.cover.as_deref().unwrap_or(&shown.rgb));
        }
    }

    /// Lays pixels over what the terminal shows, or takes them away. What does not fit is not laid.
    pub fn cover(&self, rgb: Option<Vec<u8>>) {
        let mut shown = self.lock();
        let size = bytes(shown.view.size);
        shown.cover = rgb.filter(|rgb| rgb.len() == size);
        drop(shown);
        self.changed.store(true, Ordering::Release);
    }

    /// What a touch is to the terminal.
    pub fn touched(&self, point: Point) -> Option<Input> {
        let shown = self.lock();
        shown.seen.as_ref().filter(|_| shown.cover.is_none())?.touched(point)
    }

    fn put(&self, painted: &Painted<'_>) {
        let mut shown = self.lock();
        let width = usize::try_from(shown.view.size.width).unwrap_or_default();
        for area in painted.areas() {
            for y in area.y..area.bottom() {
                let at = |x: i32| {
                    let row = usize::try_from(y).unwrap_or_default().saturating_mul(width);
                    row.saturating_add(usize::try_from(x).unwrap_or_default()).saturating_mul(3)
                };
                let row = at(area.x)..at(area.right());
                if let (Some(to), Some(from)) = (shown.rgb.get_mut(row.clone()), painted.rgb().get(row)) {
                    to.copy_from_slice(from);
                }
            }
        }
        drop(shown);
        self.changed.store(true, Ordering::Release);
    }

    /// Whole at every moment, so a thread that died with the lock did no harm.
    fn lock(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
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
    /// A display behind this glass, which shows one terminal at a time.
    pub fn new(fonts: ui::Fonts, glass: Glass, person: Sender<Screen>) -> Self {
        let painter = Painter::new(fonts, glass.view());
        glass.lock().seen = Some(painter.seen());
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
        self.glass.lock().view.language = language;
        self.painter.speak(language);
    }
}
