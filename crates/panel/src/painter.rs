//! From a screen to pixels.

use crate::Seen;
use crate::sign;
use embedded_graphics::prelude::{OriginDimensions as _, Size};
use runtime::port::{Frame, Picture};
use terminal::{Language, Screen};
use ui::area::Area;
use ui::scene::Scene;
use ui::{Canvas, Damage, Fonts, Pictures, View};

/// Paints screens on a canvas of its own and lends the pixels out.
///
/// Only what differs from the screen before is painted again and lent. Where a person was shown, the
/// canvas is wiped as soon as the pixels were handed on; all of it is when the painter is dropped.
pub struct Painter {
    fonts: Fonts,
    view: View,
    canvas: Canvas,
    seen: Seen,
    feed_lost: bool,
    last: Option<Last>,
}

/// What was painted last.
struct Last {
    scene: Scene,
    /// Where it showed a person. The canvas was wiped there.
    persons: Vec<Area>,
}

/// What was painted: a frame, and where it differs from the one before.
pub struct Painted<'p> {
    rgb: &'p [u8],
    damage: &'p Damage,
}

impl Painted<'_> {
    /// The frame: RGB of 8 bits, rows from the top left, no padding.
    pub const fn rgb(&self) -> &[u8] {
        self.rgb
    }

    /// What has to be shown anew. What is outside of these areas is as it was, but black where a picture
    /// of a person was lent before.
    pub fn areas(&self) -> &[Area] {
        self.damage.areas()
    }
}

impl Painter {
    /// A painter of screens in this view.
    pub fn new(fonts: Fonts, view: View) -> Self {
        let canvas = Canvas::new(view.size);
        Self { fonts, view, canvas, seen: Seen::nothing(view), feed_lost: false, last: None }
    }

    /// The screen that is seen, for the touch adapter.
    pub fn seen(&self) -> Seen {
        self.seen.clone()
    }

    /// Width and height in pixels.
    pub fn size(&self) -> Size {
        self.canvas.size()
    }

    /// Paints a screen and lends what changed to `put`. From then on touches are taken for this screen.
    pub fn paint(
        &mut self,
        screen: &Screen,
        preview: Option<&Frame>,
        chip_photo: Option<&Picture>,
        put: impl FnOnce(&Painted<'_>),
    ) {
        let pictures = Pictures {
            preview: preview.and_then(|frame| ui::Picture::rgb(frame.width, frame.height, &frame.rgb).ok()),
            chip_photo: chip_photo
                .and_then(|photo| ui::Picture::grey(photo.width, photo.height, &photo.grey).ok()),
        };
        let scene = ui::layout::scene(screen, &self.view);
        let persons: Vec<Area> = pictures.places(&scene).collect();
        let damage = self.damage(&scene, &persons);
        self.redraw(&scene, &damage, &pictures);
        put(&Painted { rgb: self.canvas.bytes(), damage: &damage });
        self.seen.set(*screen, self.view.language);
        persons.iter().for_each(|area| self.canvas.wipe_area(area));
        self.last = Some(Last { scene, persons });
    }

    /// What this scene changes on the canvas.
    fn damage(&self, scene: &Scene, persons: &[Area]) -> Damage {
        let whole = Area::whole(self.size());
        let Some(last) = &self.last else {
            return Damage::whole(whole);
        };
        let mut damage = Damage::between(&last.scene, scene);
        last.persons.iter().chain(persons).for_each(|area| damage.add(*area));
        damage.inside(whole)
    }

    fn redraw(&mut self, scene: &Scene, damage: &Damage, pictures: &Pictures<'_>) {
        // A canvas in memory has no error.
        let Ok(()) = ui::draw_again(scene, damage, self.view.theme, pictures, &self.fonts, &mut self.canvas);
        if self.feed_lost && damage.meets(&sign::area(self.size())) {
            sign::draw(self.view.theme, &mut self.canvas);
        }
    }

    /// Shows from now on whether reception hears of this terminal, at once: the sign lies outside of all
    /// that screens show. Before the first screen nothing is shown.
    pub fn reception_feed(&mut self, lost: bool, put: impl FnOnce(&Painted<'_>)) {
        if lost == self.feed_lost {
            return;
        }
        self.feed_lost = lost;
        if let Some(last) = self.last.take() {
            let damage = Damage::whole(sign::area(self.size()));
            self.redraw(&last.scene, &damage, &Pictures::default());
            put(&Painted { rgb: self.canvas.bytes(), damage: &damage });
            self.last = Some(last);
        }
    }

    /// Screens are in this language from the next one on.
    pub const fn speak(&mut self, language: Language) {
        self.view.language = language;
    }

    /// To be told when what was lent was not shown: the next screen is painted and lent whole.
    pub fn forget(&mut self) {
        self.last = None;
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
    use ui::{FontFiles, Theme};
    use zeroize::Zeroizing;

    const VIEW: View =
        View { size: Size::new(800, 480), theme: Theme::Standard, language: Language::Japanese };

    fn painter() -> Painter {
        let read = |file: &str| std::fs::read(file).expect("cargo xtask setup");
        let files = FontFiles {
            japanese: read("/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Bold.ttf"),
            latin: read("/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf"),
            cjk: read("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
        };
        Painter::new(Fonts::new(files).unwrap(), VIEW)
    }

    fn frame() -> Frame {
        Frame { width: 64, height: 48, rgb: Zeroizing::new(vec![0x5A; 64 * 48 * 3]) }
    }

    /// Where a frame differs from another, as a rectangle: left, top, right, bottom.
    fn differing(one: &[u8], other: &[u8]) -> Option<[usize; 4]> {
        let changed = (0..one.len() / 3).filter(|at| one[at * 3..at * 3 + 3] != other[at * 3..at * 3 + 3]);
        changed.map(|at| (at % 800, at / 800)).fold(None, |known, (x, y)| {
            let [left, top, right, bottom] = known.unwrap_or([x, y, x, y]);
            Some([left.min(x), top.min(y), right.max(x), bottom.max(y)])
        })
    }

    #[test]
    fn a_canvas_that_showed_a_person_is_wiped_where_it_did() {
        let mut painter = painter();
        let camera = Screen::Camera { hint: None };
        let persons = |rgb: &[u8]| rgb.chunks(3).filter(|pixel| *pixel == [0x5A; 3]).count();
        painter.paint(&camera, Some(&frame()), None, |it| assert!(persons(it.rgb()) > 1_000));
        assert_eq!(persons(painter.canvas.bytes()), 0);
        let [(_, slot)] = ui::layout::scene(&camera, &VIEW).slots().collect::<Vec<_>>()[..] else {
            panic!("one slot")
        };
        let canvas = painter.canvas.bytes();
        let row = |y: i32| {
            let at = |x: i32| usize::try_from((y * 800 + x) * 3).unwrap();
            canvas[at(slot.x)..at(slot.right())].iter().all(|byte| *byte == 0)
        };
        assert!((slot.y..slot.bottom()).all(row));
    }

    /// Whatever was shown before: what is lent, laid over what was lent before, is the whole screen.
    #[test]
    fn what_is_lent_piece_by_piece_is_the_screen() {
        let (mut painter, frame) = (painter(), frame());
        let pad = |length| Screen::PinPad { length, shown: 3, last_try: false };
        let camera = Screen::Camera { hint: None };
        let shows = [
            (Screen::Waiting, None),
            (pad(0), None),
            (pad(1), None),
            (pad(4), None),
            (camera, None),
            (camera, Some(&frame)),
            (camera, Some(&frame)),
            (Screen::Camera { hint: Some(terminal::screen::CameraHint::NotAccepted) }, Some(&frame)),
            (camera, None),
            (Screen::Waiting, None),
            (Screen::Waiting, None),
        ];
        let mut shown = vec![0; 800 * 480 * 3];
        for (nth, (screen, preview)) in shows.into_iter().enumerate() {
            painter.reception_feed(nth % 3 == 1, |it| lay_over(&mut shown, it));
            painter.paint(&screen, preview, None, |it| lay_over(&mut shown, it));
            let mut whole = self::painter();
            whole.feed_lost = painter.feed_lost;
            whole.paint(&screen, preview, None, |it| {
                assert_eq!(differing(&shown, it.rgb()), None, "{nth} {screen:?}");
            });
        }
        painter.paint(&Screen::Waiting, None, None, |it| assert!(it.areas().is_empty()));
        painter.paint(&pad(1), None, None, |_| {});
        let one_more = |it: &Painted<'_>| {
            let pixels: i32 = it.areas().iter().map(|area| area.width * area.height).sum();
            assert!((1..8_000).contains(&pixels), "{pixels}");
        };
        painter.paint(&pad(2), None, None, one_more);
        painter.forget();
        painter.paint(&pad(2), None, None, |it| assert_eq!(it.areas(), [Area::whole(VIEW.size)]));
    }

    fn lay_over(shown: &mut [u8], painted: &Painted<'_>) {
        for area in painted.areas() {
            for y in area.y..area.bottom() {
                let at = |x: i32| usize::try_from((y * 800 + x) * 3).unwrap();
                let row = at(area.x)..at(area.right());
                shown[row.clone()].copy_from_slice(&painted.rgb()[row]);
            }
        }
    }

    #[test]
    fn the_lost_feed_shows_at_once_and_goes_again() {
        let mut painter = painter();
        painter.reception_feed(true, |_| panic!("nothing is shown yet"));
        painter.reception_feed(false, |_| panic!("nothing is shown yet"));
        let mut clear = Vec::new();
        painter.paint(&Screen::Waiting, None, None, |it| clear = it.rgb().to_vec());
        let mut signed = Vec::new();
        painter.reception_feed(true, |it| signed = it.rgb().to_vec());
        let [left, top, right, bottom] = differing(&signed, &clear).unwrap();
        assert!(left >= 776 && bottom < 24, "in its corner alone");
        assert!(right - left > 10 && bottom - top > 10);
        painter.reception_feed(true, |_| panic!("nothing changed"));
        let mut again = Vec::new();
        painter.reception_feed(false, |it| again = it.rgb().to_vec());
        assert_eq!(again, clear);
    }

    #[test]
    fn another_language_is_painted_and_touched_from_the_next_screen_on() {
        let mut painter = painter();
        let (mut japanese, mut english) = (Vec::new(), Vec::new());
        painter.paint(&Screen::Waiting, None, None, |it| japanese = it.rgb().to_vec());
        let language = |seen: &Seen| {
            let points = (0..800).step_by(8).map(|x| embedded_graphics::prelude::Point::new(x, 420));
            let chosen = points.filter_map(|point| match seen.touched(point) {
                Some(runtime::port::Input::Language(language)) => Some(language),
                _ => None,
            });
            chosen.collect::<std::collections::BTreeSet<_>>()
        };
        let others = |own| Language::ALL.into_iter().filter(|it| *it != own).collect();
        assert_eq!(language(&painter.seen()), others(Language::Japanese));
        painter.speak(Language::English);
        assert_eq!(language(&painter.seen()), others(Language::Japanese), "not seen yet");
        painter.paint(&Screen::Waiting, None, None, |it| english = it.rgb().to_vec());
        assert_eq!(language(&painter.seen()), others(Language::English));
        assert!(differing(&japanese, &english).is_some());
    }

    #[test]
    fn while_a_person_is_shown_the_sign_alone_is_lent() {
        let mut painter = painter();
        let camera = Screen::Camera { hint: None };
        painter.paint(&camera, Some(&frame()), None, |_| {});
        painter.reception_feed(true, |it| assert_eq!(it.areas(), [sign::area(VIEW.size)]));
        for view in [VIEW, View { size: Size::new(480, 800), ..VIEW }] {
            let corner = sign::area(view.size);
            let scene = ui::layout::scene(&camera, &view);
            assert!(scene.slots().all(|(_, slot)| slot.common(&corner).is_none()));
        }
    }
}
