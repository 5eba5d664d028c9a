//! What the detector sees, for the bench: the frame made small, with the face's box and landmarks, and
//! what came of the comparison. It is lent to a window and nothing else; no picture of it is kept.

use embedded_graphics::prelude::{Point, Size};
use embedded_graphics::primitives::Rectangle;
use face::RgbView;
use face::pad::{Sight, Sighting};
use policy::{ComparisonScore, Millis};
use runtime::port::{Face, Frame, Look, Movement, Presentation};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use terminal::Side;
use zeroize::Zeroizing;

/// Of the small picture: VGA's shape.
pub const SIZE: Size = Size::new(224, 168);
/// The detector works once more for each picture here. The terminal's own work comes first.
const PERIOD: u64 = 150;
const BOX: [u8; 3] = [0x40, 0xE0, 0x70];
const LANDMARK: [u8; 3] = [0xFF, 0xD0, 0x30];

/// Lends what was seen last.
#[derive(Clone, Default)]
pub struct Viewfinder(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    at: Option<Millis>,
    picture: Option<Zeroizing<Vec<u8>>>,
    sight: String,
    presentation: String,
    score: Option<ComparisonScore>,
}

impl Viewfinder {
    /// A frame and what came of it.
    pub(crate) fn see(&self, frame: &Frame, at: Millis, look: &Look, matcher: &face::Matcher) {
        if !self.note(at, look) {
            return;
        }
        // Nobody waits for this who only looks.
        let sight = watch(frame, matcher);
        let sighting = match &sight {
            Some(Sight::Face(sighting)) => Some(sighting),
            _ => None,
        };
        let picture = drawn(frame, sighting);
        let mut seen = self.lock();
        (seen.at, seen.picture) = (Some(at), Some(picture));
        seen.sight = words(sight.as_ref(), look.face);
    }

    /// What came of a frame. Whether it is time for a picture.
    fn note(&self, at: Millis, look: &Look) -> bool {
        let mut seen = self.lock();
        if let Face::Scored(score) = look.face {
            seen.score = Some(score);
        }
        seen.presentation = presentation(look.presentation);
        seen.at.is_none_or(|before| at.0.saturating_sub(before.0) >= PERIOD)
    }

    /// The camera is off: nobody is seen any more. What the comparison gave stays to be read.
    pub fn put_out(&self) {
        let mut seen = self.lock();
        (seen.at, seen.picture) = (None, None);
        seen.sight.clear();
        seen.presentation.clear();
    }

    /// The session is over.
    pub fn clear(&self) {
        *self.lock() = Seen::default();
    }

    /// Lends the small picture, RGB, rows from the top left; `None` if there is none.
    pub fn look(&self, eye: impl FnOnce(Option<&[u8]>)) {
        eye(self.lock().picture.as_ref().map(|picture| picture.as_slice()));
    }

    /// What is seen, in short rows.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let seen = self.lock();
        let score = seen.score.map(|score| {
            let line = policy::BUILT_IN.threshold;
            format!("score {} of {} needed", decimal(score), decimal(line))
        });
        let rows = [Some(seen.sight.clone()), Some(seen.presentation.clone()), score];
        rows.into_iter().flatten().filter(|row| !row.is_empty()).collect()
    }

    /// Whole at every moment, so a thread that died with the lock did no harm.
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where the face is. On a thread that ends with it: the models keep scratch per thread.
fn watch(frame: &Frame, matcher: &face::Matcher) -> Option<Sight> {
    let picture = RgbView::new(frame.width, frame.height, &frame.rgb).ok()?;
    std::thread::scope(|scope| scope.spawn(|| matcher.watch(picture).ok()).join().ok().flatten())
}

/// Ten-thousandths as a number.
fn decimal(score: ComparisonScore) -> String {
    format!("{:.3}", f32::from(score.0) / 10_000.0)
}

fn words(sight: Option<&Sight>, face: Face) -> String {
    let who = match sight {
        Some(Sight::Face(_)) => "one face",
        Some(Sight::Several) => "several faces",
        Some(Sight::Nobody) | None => "no face",
    };
    match face {
        Face::Unusable(reason) => format!("{who}: {reason:?}"),
        Face::Scored(_) => format!("{who}, compared"),
        Face::Followed => format!("{who}, followed"),
    }
}

fn presentation(presentation: Presentation) -> String {
    match presentation {
        Presentation::Asked(Movement::Straight) => "asked to look ahead".into(),
        Presentation::Asked(Movement::Turn(Side::Left)) => "asked to turn left".into(),
        Presentation::Asked(Movement::Turn(Side::Right)) => "asked to turn right".into(),
        Presentation::BonaFide => "a head that turned".into(),
        Presentation::Attack => "moves as no head does".into(),
        Presentation::Undecided(reason) => format!("undecided: {reason:?}"),
    }
}

/// The frame made small, and the face marked in it.
fn drawn(frame: &Frame, sighting: Option<&Sighting>) -> Zeroizing<Vec<u8>> {
    let mut picture = Picture::of(frame);
    if let Some(sighting) = sighting {
        let (left, top, width, height) = sighting.bounds();
        let [first, last] = [(left, top), (left + width, top + height)].map(|at| picture.place(at));
        picture.outline(Rectangle::with_corners(first, last));
        for landmark in sighting.landmarks() {
            let middle = picture.place(landmark);
            picture.fill(Rectangle::with_center(middle, Size::new(4, 4)), LANDMARK);
        }
    }
    picture.rgb
}

/// A small picture that is being drawn.
struct Picture {
    rgb: Zeroizing<Vec<u8>>,
    /// Of the frame.
    size: (u32, u32),
}

impl Picture {
    /// Every so manieth pixel: nobody is recognised by it but whoever looks.
    fn of(frame: &Frame) -> Self {
        let (width, height) = (frame.width, frame.height);
        let mut rgb = Zeroizing::new(Vec::with_capacity(bytes(SIZE.width.saturating_mul(SIZE.height))));
        for y in 0..SIZE.height {
            for x in 0..SIZE.width {
                let column = scaled(x, width, SIZE.width);
                let at = bytes(scaled(y, height, SIZE.height).saturating_mul(width).saturating_add(column));
                let pixel = frame.rgb.get(at..at.saturating_add(3));
                rgb.extend_from_slice(pixel.unwrap_or(&[0; 3]));
            }
        }
        Self { rgb, size: (width, height) }
    }

    /// A place of the frame in the small picture.
    fn place(&self, (x, y): (f32, f32)) -> Point {
        let part = |at: f32, frame: u32, small: u32| whole(at * real(small) / real(frame.max(1)));
        Point::new(part(x, self.size.0, SIZE.width), part(y, self.size.1, SIZE.height))
    }

    fn outline(&mut self, area: Rectangle) {
        let Some(last) = area.bottom_right() else { return };
        let (first, thick) = (area.top_left, 2);
        for corners in [
            (first, Point::new(last.x, first.y + thick)),
            (Point::new(first.x, last.y - thick), last),
            (first, Point::new(first.x + thick, last.y)),
            (Point::new(last.x - thick, first.y), last),
        ] {
            self.fill(Rectangle::with_corners(corners.0, corners.1), BOX);
        }
    }

    fn fill(&mut self, area: Rectangle, colour: [u8; 3]) {
        let inside = area.intersection(&Rectangle::new(Point::zero(), SIZE));
        for y in inside.rows() {
            for x in inside.columns() {
                let row = u32::try_from(y).unwrap_or_default().saturating_mul(SIZE.width);
                let at = bytes(row.saturating_add(u32::try_from(x).unwrap_or_default()));
                if let Some(pixel) = self.rgb.get_mut(at..at.saturating_add(3)) {
                    pixel.copy_from_slice(&colour);
                }
            }
        }
    }
}

/// `at` of `from` as far along in `to`.
fn scaled(at: u32, to: u32, from: u32) -> u32 {
    at.saturating_mul(to).checked_div(from).unwrap_or_default()
}

/// Where a pixel of this number begins.
fn bytes(pixel: u32) -> usize {
    usize::try_from(pixel).unwrap_or_default().saturating_mul(3)
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "sides of pictures are small")]
fn real(length: u32) -> f32 {
    length as f32
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a float is cut at the ends of the range; what lies outside is not drawn"
)]
fn whole(at: f32) -> i32 {
    at.clamp(-10_000.0, 10_000.0) as i32
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use terminal::QualityReason;

    fn frame(width: u32, height: u32) -> Frame {
        let bytes = usize::try_from(width * height * 3).unwrap();
        Frame { width, height, rgb: Zeroizing::new(vec![7; bytes]) }
    }

    #[test]
    fn a_frame_of_any_size_becomes_a_small_picture() {
        let length = bytes(SIZE.width * SIZE.height);
        for (width, height) in [(640, 480), (1, 1), (3, 2_000), (1_280, 720)] {
            let picture = drawn(&frame(width, height), None);
            assert_eq!((picture.len(), picture.iter().all(|byte| *byte == 7)), (length, true));
        }
        assert_eq!(drawn(&frame(0, 0), None).len(), length);
    }

    #[test]
    fn marks_lie_where_they_are_in_the_frame_and_what_is_outside_is_cut() {
        let mut picture = Picture::of(&frame(640, 480));
        assert_eq!(picture.place((320.0, 240.0)), Point::new(112, 84));
        let far = picture.place((f32::INFINITY, -1e30));
        picture.outline(Rectangle::with_corners(Point::new(20, 10), far));
        picture.fill(Rectangle::with_center(Point::new(5, 5), Size::new(4, 4)), LANDMARK);
        let pixel = |x: u32, y: u32| {
            let at = bytes(y * SIZE.width + x);
            picture.rgb[at..at + 3].to_vec()
        };
        assert_eq!(pixel(5, 5), LANDMARK);
        assert_eq!(pixel(20, 5), BOX);
        assert_eq!(pixel(100, 100), [7; 3]);
    }

    #[test]
    fn what_was_seen_is_gone_when_the_camera_is_off_and_its_score_with_the_session() {
        let viewfinder = Viewfinder::default();
        assert!(viewfinder.words().is_empty());
        *viewfinder.lock() = Seen {
            at: Some(Millis(1)),
            picture: Some(drawn(&frame(1, 1), None)),
            sight: words(Some(&Sight::Nobody), Face::Unusable(QualityReason::TooDark)),
            presentation: presentation(Presentation::Asked(Movement::Turn(Side::Left))),
            score: Some(ComparisonScore(5_123)),
        };
        let [sight, asked, score] = viewfinder.words().try_into().unwrap();
        assert_eq!([sight.as_str(), asked.as_str()], ["no face: TooDark", "asked to turn left"]);
        assert!(score.starts_with("score 0.512 of "), "{score}");
        viewfinder.put_out();
        viewfinder.look(|picture| assert!(picture.is_none()));
        assert_eq!(viewfinder.words(), [score]);
        viewfinder.clear();
        assert!(viewfinder.words().is_empty());
    }
}
