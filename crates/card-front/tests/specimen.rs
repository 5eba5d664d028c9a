//! Drawn cards of invented people, through the whole reader with the real recogniser.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]
#![allow(clippy::as_conversions, reason = "pixels of a drawing are floats cut to bytes")]

use ab_glyph::{Font, FontVec, ScaleFont, point};
use card_front::{
    Field, Layout, Manifest, ModelId, PpOcr, Reader, Reading, Rgb8, Series, Sight, Strike, Trouble, WayUp,
};
use policy::card_front::FrontDecision;
use policy::{Date, Mark};
use std::path::PathBuf;
use std::sync::OnceLock;

/// Pixels per millimetre of the drawing, and of the card in a picture.
const FINE: f32 = 16.0;
const SEEN: f32 = 9.0;
const PAPER: [f32; 3] = [214.0, 220.0, 208.0];

/// A card as a drawing, or the bed beside it.
struct Drawing {
    width: usize,
    pixels: Vec<[f32; 3]>,
}

impl Drawing {
    fn blank() -> Self {
        let (width, height) = ((85.6 * FINE) as usize, (53.98 * FINE) as usize);
        Self { width, pixels: vec![PAPER; width * height] }
    }

    fn front(note: &str) -> Self {
        let mut card = Self::blank();
        card.text(25.5, 31.5, 2.6, "昭和55年2月17日生");
        card.text(54.5, 31.5, 2.6, "2035年2月17日まで有効");
        card.text(19.0, 39.2, 2.4, "2285");
        card.text(29.0, 19.0, 3.6, note);
        card
    }

    fn back() -> Self {
        let mut card = Self::blank();
        card.fill([10.25, 19.23, 22.26, 28.55], [190.0, 150.0, 70.0]);
        card.text(30.0, 33.0, 2.6, "昭和55年2月17日生");
        card
    }

    fn fill(&mut self, [left, top, right, bottom]: [f32; 4], colour: [f32; 3]) {
        for row in (top * FINE) as usize..(bottom * FINE) as usize {
            for column in (left * FINE) as usize..(right * FINE) as usize {
                self.pixels[row * self.width + column] = colour;
            }
        }
    }

    fn text(&mut self, left: f32, top: f32, height: f32, text: &str) {
        static FONT: OnceLock<FontVec> = OnceLock::new();
        let font = FONT.get_or_init(|| {
            let file = std::fs::read("/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf");
            FontVec::try_from_vec(file.expect("install fonts-morisawa-bizud-gothic")).unwrap()
        });
        let scaled = font.as_scaled(height * FINE);
        let mut at = left * FINE;
        for character in text.chars() {
            let glyph = scaled.scaled_glyph(character);
            let (id, mut glyph) = (glyph.id, glyph);
            glyph.position = point(at, top * FINE + scaled.ascent());
            at += scaled.h_advance(id);
            let Some(outline) = font.outline_glyph(glyph) else { continue };
            let corner = outline.px_bounds().min;
            outline.draw(|x, y, ink| {
                let (column, row) = (corner.x as usize + x as usize, corner.y as usize + y as usize);
                for value in &mut self.pixels[row * self.width + column] {
                    *value += (30.0 - *value) * ink.min(1.0);
                }
            });
        }
    }

    fn at(&self, x: f32, y: f32) -> Option<[f32; 3]> {
        let inside = (0.0..85.6).contains(&x) && (0.0..53.98).contains(&y);
        // The corners are round, 3.18 mm.
        let (dx, dy) = ((3.18 - x.min(85.6 - x)).max(0.0), (3.18 - y.min(53.98 - y)).max(0.0));
        let round = dx > 0.0 && dy > 0.0 && dx.hypot(dy) > 3.18;
        let index = (y * FINE) as usize * self.width + (x * FINE) as usize;
        (inside && !round).then(|| self.pixels.get(index).copied()).flatten()
    }
}

/// A picture of cards on a dark bed, each turned by so many degrees around its middle.
fn picture(cards: &[(&Drawing, f32, (f32, f32))], light: impl Fn(f32, f32) -> f32) -> Rgb8 {
    let (width, height) = (1280_u16, 1040_u16);
    let mut samples = Vec::new();
    for row in 0..height {
        for column in 0..width {
            let mut sum = [0.0_f32; 3];
            for (x, y) in [(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)] {
                let seen = colour(cards, f32::from(column) + x, f32::from(row) + y);
                sum.iter_mut().zip(seen).for_each(|(sum, value)| *sum += value / 4.0);
            }
            let more = light(f32::from(column), f32::from(row));
            samples.extend(sum.map(|value| (value + more) as u8));
        }
    }
    Rgb8::new(width.into(), height.into(), samples).unwrap()
}

fn colour(cards: &[(&Drawing, f32, (f32, f32))], x: f32, y: f32) -> [f32; 3] {
    for (card, degrees, middle) in cards {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (dx, dy) = ((x - middle.0) / SEEN, (y - middle.1) / SEEN);
        if let Some(colour) = card.at(dx * cos + dy * sin + 42.8, dy * cos - dx * sin + 26.99) {
            return colour;
        }
    }
    [48.0, 50.0, 52.0]
}

fn alone(card: &Drawing, degrees: f32) -> Rgb8 {
    picture(&[(card, degrees, (640.0, 480.0))], |_, _| 0.0)
}

fn reader() -> &'static Reader<PpOcr> {
    static READER: OnceLock<Reader<PpOcr>> = OnceLock::new();
    READER.get_or_init(|| {
        let manifest = Manifest::built_in().unwrap();
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let folder = set("MYNUMBER_MODELS").unwrap_or_else(|| {
            let cache =
                set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache"))).unwrap();
            cache.join("mynumber-terminal/models")
        });
        let path = folder.join(&manifest.entry(ModelId::PpOcrV6Rec).unwrap().file);
        let file = std::fs::read(&path)
            .unwrap_or_else(|error| panic!("{}: {error}; run `cargo xtask models`", path.display()));
        Reader::new(PpOcr::load(&manifest, &file).unwrap(), Layout::built_in().unwrap()).unwrap()
    })
}

fn front(picture: &Rgb8) -> Reading {
    match reader().look(picture).unwrap() {
        Sight::Front(reading) => reading,
        Sight::Nothing(trouble) => panic!("{trouble:?}"),
    }
}

fn trouble(picture: &Rgb8) -> Trouble {
    match reader().look(picture).unwrap() {
        Sight::Nothing(trouble) => trouble,
        Sight::Front(reading) => reading.trouble().expect("everything was read"),
    }
}

fn today() -> Date {
    Date::new(2026, 12, 1).unwrap()
}

#[test]
fn a_card_is_read_whichever_way_it_lies() {
    let card = Drawing::front("");
    for (degrees, way) in [(0.0, WayUp::Upright), (7.0, WayUp::Upright), (183.0, WayUp::UpsideDown)] {
        let reading = front(&alone(&card, degrees));
        assert_eq!(reading.reads(Field::Birth, b"550217"), Some(true), "{degrees}");
        assert_eq!(reading.reads(Field::Expiry, b"2035"), Some(true), "{degrees}");
        assert_eq!(reading.reads(Field::Code, b"2285"), Some(true), "{degrees}");
        assert_eq!(reading.way_up(), way, "{degrees}");
        assert!((reading.pixels_per_millimetre() - SEEN).abs() < 0.2);
    }
    // In a tray that takes cards portrait, either end first.
    for degrees in [90.0, 268.0] {
        assert!(front(&alone(&card, degrees)).number().unwrap().ascii() == b"55021720352285", "{degrees}");
    }
}

#[test]
fn two_frames_that_agree_are_believed_and_one_is_not() {
    let card = Drawing::front("");
    let (first, second) = (front(&alone(&card, 1.0)), front(&alone(&card, -2.0)));
    let mut series = Series::default();
    assert_eq!(series.take(&first, today()), FrontDecision::AnotherFrame);
    assert_eq!(series.take(&second, today()), FrontDecision::Accept);
    assert!(series.number().unwrap().same_as(&first.number().unwrap()));
}

#[test]
fn dates_that_do_not_fit_are_never_believed() {
    let mut card = Drawing::blank();
    card.text(25.5, 31.5, 2.6, "昭和55年2月17日生");
    card.text(54.5, 31.5, 2.6, "2035年2月11日まで有効");
    card.text(19.0, 39.2, 2.4, "2285");
    let (first, second) = (front(&alone(&card, 0.0)), front(&alone(&card, 2.0)));
    let mut series = Series::default();
    for reading in [&first, &second, &first] {
        assert!(reading.number().is_some());
        assert_eq!(series.take(reading, today()), FrontDecision::AnotherFrame);
    }
    assert!(series.number().is_none());
}

/// A reflection that takes the left half of an 8 leaves a 3 of which the recogniser is sure.
#[test]
fn a_digit_that_a_reflection_makes_another_one_is_not_believed() {
    let mut card = Drawing::blank();
    card.text(25.5, 31.5, 2.6, "昭和55年2月17日生");
    card.text(54.5, 31.5, 2.6, "2035年2月17日まで有効");
    card.text(19.0, 39.2, 2.4, "8371");
    let mut misled = 0;
    for step in 0_u8..18 {
        // From left of the code to its second digit.
        let at = (640.0 + (17.2 + f32::from(step) * 0.15 - 42.8) * SEEN, 480.0 + (40.3 - 26.99) * SEEN);
        let glare = |x: f32, y: f32| (500.0 - 40.0 * (x - at.0).hypot((y - at.1) / 1.6)).max(0.0);
        let seen = front(&picture(&[(&card, 0.0, (640.0, 480.0))], glare));
        misled += u8::from(seen.reads(Field::Code, b"8371") == Some(false));
        let mut series = Series::default();
        let decisions = [(); 2].map(|()| series.take(&seen, today()));
        let right = seen.reads(Field::Code, b"8371") == Some(true);
        assert!(right || !decisions.contains(&FrontDecision::Accept), "{step}");
        assert!(right || seen.trouble() == Some(Trouble::Glare), "{step}");
    }
    assert!(misled > 0);
}

#[test]
fn the_mark_is_seen_and_a_line_through_it_too() {
    let note = |card: &Drawing| {
        let picture = alone(card, 2.0);
        reader().note(&picture, &front(&picture)).unwrap()
    };
    assert_eq!(note(&Drawing::front("")).mark(), Mark::Unseen);
    assert_eq!(note(&Drawing::front("令和8年2月3日 転居")).mark(), Mark::Unseen);
    let plain = note(&Drawing::front("顔認証"));
    assert_eq!((plain.mark(), plain.strike), (Mark::Printed, Strike::None));
    // Black, and red as a correction is.
    for colour in [[30.0, 30.0, 36.0], [200.0, 40.0, 40.0]] {
        let mut card = Drawing::front("顔認証");
        card.fill([28.5, 20.7, 40.5, 20.95], colour);
        assert_eq!(note(&card).mark(), Mark::StruckThrough, "{colour:?}");
    }
}

#[test]
fn what_is_not_a_readable_front_says_why() {
    let card = Drawing::front("");
    assert_eq!(trouble(&picture(&[], |_, _| 0.0)), Trouble::NoCard);
    assert_eq!(trouble(&alone(&Drawing::back(), 3.0)), Trouble::FaceDown);
    assert_eq!(trouble(&alone(&Drawing::back(), 180.0)), Trouble::FaceDown);
    let two = [(&card, 0.0, (640.0, 255.0)), (&card, 0.0, (640.0, 785.0))];
    assert_eq!(trouble(&picture(&two, |_, _| 0.0)), Trouble::TwoCards);
    // A card's back is in two pieces beside its black stripe, and lies a little askew.
    let mut back = Drawing::back();
    back.fill([0.0, 41.0, 85.6, 47.5], [28.0, 26.0, 32.0]);
    let beside = [(&card, 0.0, (640.0, 255.0)), (&back, 6.0, (640.0, 785.0))];
    assert_eq!(trouble(&picture(&beside, |_, _| 0.0)), Trouble::TwoCards);
    // A reflection on both dates, a third of the card wide.
    let glare = |x: f32, y: f32| 400.0 - ((x - 640.0) / 1.6).hypot(y - 530.0);
    let glaring = picture(&[(&card, 0.0, (640.0, 480.0))], |x, y| glare(x, y).max(0.0));
    assert_eq!(trouble(&glaring), Trouble::Glare);
}

#[test]
fn pictures_of_any_size_are_looked_at() {
    for (width, height) in [(1, 1), (1, 4096), (4096, 1), (40, 30), (401, 399)] {
        for value in [0, 128, 255] {
            let picture = Rgb8::new(width, height, vec![value; (width * height * 3) as usize]).unwrap();
            assert!(matches!(reader().look(&picture).unwrap(), Sight::Nothing(_)));
        }
    }
}
