//! From a screen to pixels.

use crate::Seen;
use crate::sign;
use embedded_graphics::prelude::{OriginDimensions as _, Size};
use runtime::port::{Frame, Picture};
use terminal::Screen;
use ui::{Canvas, Fonts, Pictures, Theme, View};

/// Paints screens on a canvas of its own and lends the pixels out.
///
/// The canvas is wiped as soon as pixels that show a person were handed on, and when the painter is
/// dropped.
pub struct Painter {
    fonts: Fonts,
    theme: Theme,
    canvas: Canvas,
    seen: Seen,
    feed_lost: bool,
    last: Option<Last>,
}

/// What was painted last.
#[derive(Clone, Copy)]
struct Last {
    screen: Screen,
    person: bool,
}

impl Painter {
    /// A painter of screens in this view.
    pub fn new(fonts: Fonts, view: View) -> Self {
        let canvas = Canvas::new(view.size);
        Self { fonts, theme: view.theme, canvas, seen: Seen::nothing(view), feed_lost: false, last: None }
    }

    /// The screen that is seen, for the touch adapter.
    pub fn seen(&self) -> Seen {
        self.seen.clone()
    }

    /// Width and height in pixels.
    pub fn size(&self) -> Size {
        self.canvas.size()
    }

    /// Paints a screen and lends its pixels (RGB of 8 bits, rows from the top left, no padding) to
    /// `put`. From then on touches are taken for this screen.
    pub fn paint(
        &mut self,
        screen: &Screen,
        preview: Option<&Frame>,
        chip_photo: Option<&Picture>,
        put: impl FnOnce(&[u8]),
    ) {
        let pictures = Pictures {
            preview: preview.and_then(|frame| ui::Picture::rgb(frame.width, frame.height, &frame.rgb).ok()),
            chip_photo: chip_photo
                .and_then(|photo| ui::Picture::grey(photo.width, photo.height, &photo.grey).ok()),
        };
        // A canvas in memory has no error.
        let Ok(()) = ui::draw(screen, self.theme, &pictures, &self.fonts, &mut self.canvas);
        if self.feed_lost {
            sign::draw(self.theme, &mut self.canvas);
        }
        put(self.canvas.bytes());
        self.seen.set(*screen);
        let person = pictures.preview.is_some() || pictures.chip_photo.is_some();
        if person {
            self.canvas.wipe();
        }
        self.last = Some(Last { screen: *screen, person });
    }

    /// Shows from now on whether reception hears of this terminal. The screen that is seen is
    /// painted again at once, but for one with a picture of a person: that picture is not kept, so
    /// there the sign changes with the next frame or screen.
    pub fn reception_feed(&mut self, lost: bool, put: impl FnOnce(&[u8])) {
        if lost == self.feed_lost {
            return;
        }
        self.feed_lost = lost;
        if let Some(Last { screen, person: false }) = self.last {
            self.paint(&screen, None, None, put);
        }
    }
}

impl Drop for Painter {
    fn drop(&mut self) {
        self.canvas.wipe();
    }
}

impl core::fmt::Debug for Painter {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Painter").field("canvas", &self.canvas).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    const VIEW: View = View { size: Size::new(800, 480), theme: Theme::Standard };

    fn painter() -> Painter {
        let font = std::fs::read("/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Bold.ttf")
            .expect("install fonts-morisawa-bizud-gothic");
        Painter::new(Fonts::new(font).unwrap(), VIEW)
    }

    fn frame() -> Frame {
        Frame { width: 64, height: 48, rgb: Zeroizing::new(vec![0x5A; 64 * 48 * 3]) }
    }

    #[test]
    fn a_canvas_that_showed_a_person_is_wiped() {
        let mut painter = painter();
        let mut lent = false;
        painter.paint(&Screen::Camera { hint: None }, Some(&frame()), None, |rgb| {
            lent = rgb.chunks(3).filter(|pixel| *pixel == [0x5A; 3]).count() > 1_000;
        });
        assert!(lent, "the preview was painted");
        assert!(painter.canvas.bytes().iter().all(|byte| *byte == 0));
        painter.paint(&Screen::Waiting, None, None, |_| {});
        assert!(painter.canvas.bytes().iter().any(|byte| *byte != 0));
    }

    #[test]
    fn the_lost_feed_shows_at_once_and_goes_again() {
        let mut painter = painter();
        let mut clear = Vec::new();
        painter.paint(&Screen::Waiting, None, None, |rgb| clear = rgb.to_vec());
        let mut signed = Vec::new();
        painter.reception_feed(true, |rgb| signed = rgb.to_vec());
        let differing: Vec<usize> = (0..signed.len() / 3)
            .filter(|at| signed[at * 3..at * 3 + 3] != clear[at * 3..at * 3 + 3])
            .collect();
        assert!(differing.len() > 100);
        assert!(differing.iter().all(|at| at / 800 < 24 && at % 800 >= 776), "in its corner alone");
        painter.reception_feed(true, |_| panic!("nothing changed"));
        let mut again = Vec::new();
        painter.reception_feed(false, |rgb| again = rgb.to_vec());
        assert_eq!(again, clear);
    }

    #[test]
    fn the_sign_waits_while_a_person_is_shown() {
        let mut painter = painter();
        let camera = Screen::Camera { hint: None };
        painter.paint(&camera, Some(&frame()), None, |_| {});
        painter.reception_feed(true, |_| panic!("the preview would be gone"));
        let corner = |rgb: &[u8]| rgb[(8 * 800 + 785) * 3..(8 * 800 + 795) * 3].to_vec();
        let mut with = Vec::new();
        painter.paint(&camera, Some(&frame()), None, |rgb| with = corner(rgb));
        painter.feed_lost = false;
        painter.paint(&camera, Some(&frame()), None, |rgb| assert_ne!(corner(rgb), with));
    }
}
