//! The runtime's port.

use crate::framebuffer::Framebuffer;
use crate::{DisplayFault, Geometry};
use embedded_graphics::prelude::Size;
use panel::{Painted, Painter, Seen};
use runtime::port::{Display, Frame, Picture};
use std::path::Path;
use terminal::{Language, Screen};
use ui::{Fonts, Theme, View};

/// The screen of the device.
///
/// A screen that can't be written to is said on stderr once, and tried again at each draw: the
/// session machine's deadlines run on, and reception hears of them.
pub struct FbDisplay {
    painter: Painter,
    target: Target,
}

impl FbDisplay {
    /// Opens a framebuffer device for screens that look like this. Nothing is drawn yet.
    ///
    /// # Errors
    ///
    /// [`DisplayFault::Channel`].
    pub fn open(device: &Path, geometry: Geometry, theme: Theme, fonts: Fonts) -> Result<Self, DisplayFault> {
        let framebuffer = Framebuffer::open(device, geometry)?;
        let size = Size::new(geometry.width(), geometry.height());
        let painter = Painter::new(fonts, View { size, theme, language: Language::Japanese });
        Ok(Self { painter, target: Target { framebuffer, failed: false } })
    }

    /// The screen that is seen, for the touch adapter.
    pub fn seen(&self) -> Seen {
        self.painter.seen()
    }

    /// A screen that did not take a piece has to be given the whole.
    fn again_if_failed(&mut self) {
        if self.target.failed {
            self.painter.forget();
        }
    }
}

impl Display for FbDisplay {
    fn show(&mut self, screen: &Screen, preview: Option<&Frame>, chip_photo: Option<&Picture>) {
        self.painter.paint(screen, preview, chip_photo, |painted| self.target.put(painted));
        self.again_if_failed();
    }

    fn speak(&mut self, language: Language) {
        self.painter.speak(language);
    }

    fn reception_feed(&mut self, lost: bool) {
        self.painter.reception_feed(lost, |painted| self.target.put(painted));
        self.again_if_failed();
    }
}

struct Target {
    framebuffer: Framebuffer,
    failed: bool,
}

impl Target {
    fn put(&mut self, painted: &Painted<'_>) {
        let written = self.framebuffer.put(painted.rgb(), painted.areas());
        if let (Err(error), false) = (&written, self.failed) {
            eprintln!("screen: {error}");
        }
        self.failed = written.is_err();
    }
}
