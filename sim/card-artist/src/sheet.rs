//! A face of the card before it lies anywhere: millimetres to colours.

use crate::numeric::{index, real};
use ab_glyph::{Font, FontVec, Glyph, PxScale, ScaleFont, point};
use card_front::layout::Zone;

/// Samples per millimetre.
pub const FINE: f32 = 20.0;
/// Width and height of an ID-1 card in millimetres.
pub const CARD: (f32, f32) = (85.60, 53.98);
/// Radius of its corners.
const ROUND: f32 = 3.18;

/// Red, green, blue, 0 to 255.
pub type Colour = [f32; 3];

/// A face of the card.
pub struct Sheet {
    columns: usize,
    rows: usize,
    samples: Vec<Colour>,
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub struct Type {
    /// Height of an em in millimetres.
    pub em: f32,
    /// Width of a character, 1 as the font has it.
    pub narrow: f32,
    /// Its ink.
    pub ink: Colour,
    /// How much of the paper the ink covers.
    pub cover: f32,
}

impl Sheet {
    /// A face in one colour.
    #[must_use]
    pub fn blank(colour: Colour) -> Self {
        let (columns, rows) = (index(CARD.0 * FINE, 4096), index(CARD.1 * FINE, 4096));
        Self { columns, rows, samples: vec![colour; columns * rows] }
    }

    /// Changes every sample by its place in millimetres.
    pub fn shade(&mut self, zone: Zone, of: impl Fn(f32, f32, Colour) -> Colour) {
        let (left, right) = (self.at(zone.left), self.at(zone.right).min(self.columns));
        for row in self.at(zone.top)..self.at(zone.bottom).min(self.rows) {
            for column in left..right {
                let (x, y) = (real(column) / FINE, real(row) / FINE);
                if let Some(sample) = self.samples.get_mut(row * self.columns + column) {
                    *sample = of(x, y, *sample);
                }
            }
        }
    }

    /// Fills an area.
    pub fn fill(&mut self, zone: Zone, colour: Colour) {
        self.shade(zone, |_, _, _| colour);
    }

    /// A line of some width, its ends round.
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, ink: Colour, cover: f32) {
        let reach = width / 2.0 + 0.1;
        let zone = Zone {
            left: from.0.min(to.0) - reach,
            top: from.1.min(to.1) - reach,
            right: from.0.max(to.0) + reach,
            bottom: from.1.max(to.1) + reach,
        };
        self.shade(zone, |x, y, colour| {
            let beyond = distance((x, y), from, to) - width / 2.0;
            mix(colour, ink, cover * (0.5 - beyond * FINE).clamp(0.0, 1.0))
        });
    }

    /// The frame of an area.
    pub fn frame(&mut self, zone: Zone, width: f32, ink: Colour) {
        let (a, b) = ((zone.left, zone.top), (zone.right, zone.top));
        let (c, d) = ((zone.right, zone.bottom), (zone.left, zone.bottom));
        for (from, to) in [(a, b), (b, c), (c, d), (d, a)] {
            self.line(from, to, width, ink, 1.0);
        }
    }

    /// Sets a text from its upper left corner on; gives its right end.
    pub fn text(&mut self, font: &FontVec, (left, top): (f32, f32), set: Type, text: &str) -> f32 {
        let scaled = font.as_scaled(scale(font, set));
        let mut at = left * FINE;
        for character in text.chars() {
            let mut glyph: Glyph = scaled.scaled_glyph(character);
            let id = glyph.id;
            glyph.position = point(at, (top + 0.88 * set.em) * FINE);
            at += scaled.h_advance(id);
            let Some(outline) = font.outline_glyph(glyph) else { continue };
            let corner = outline.px_bounds().min;
            outline.draw(|x, y, ink| {
                let place = |offset: u32, start: f32| start + f32::from(u16::try_from(offset).unwrap_or(0));
                self.ink(place(x, corner.x), place(y, corner.y), set, ink);
            });
        }
        at / FINE
    }

    /// How wide a text is.
    #[must_use]
    pub fn width_of(font: &FontVec, set: Type, text: &str) -> f32 {
        let scaled = font.as_scaled(scale(font, set));
        text.chars().map(|character| scaled.h_advance(font.glyph_id(character))).sum::<f32>() / FINE
    }

    /// The colour at a place, between its neighbours; `None` beyond the card's edge.
    #[must_use]
    pub fn colour(&self, x: f32, y: f32) -> Option<Colour> {
        let inside = (0.0..CARD.0).contains(&x) && (0.0..CARD.1).contains(&y);
        let (dx, dy) = ((ROUND - x.min(CARD.0 - x)).max(0.0), (ROUND - y.min(CARD.1 - y)).max(0.0));
        if !inside || dx.hypot(dy) > ROUND {
            return None;
        }
        let (column, row) = (index(x * FINE, self.columns - 1), index(y * FINE, self.rows - 1));
        self.samples.get(row * self.columns + column).copied()
    }

    fn at(&self, millimetres: f32) -> usize {
        index(millimetres * FINE, self.columns)
    }

    fn ink(&mut self, column: f32, row: f32, set: Type, ink: f32) {
        if column < 0.0 || row < 0.0 {
            return;
        }
        let (column, row) = (index(column, usize::MAX), index(row, usize::MAX));
        if column >= self.columns || row >= self.rows {
            return;
        }
        if let Some(sample) = self.samples.get_mut(row * self.columns + column) {
            *sample = mix(*sample, set.ink, set.cover * ink.min(1.0));
        }
    }
}

/// A colour on its way to another.
#[must_use]
pub fn mix(from: Colour, to: Colour, share: f32) -> Colour {
    let [a, b, c] = from;
    let [x, y, z] = to;
    [a + (x - a) * share, b + (y - b) * share, c + (z - c) * share]
}

/// How far a place is from a line between two others.
pub(crate) fn distance((x, y): (f32, f32), from: (f32, f32), to: (f32, f32)) -> f32 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).max(1e-6);
    let along = (((x - from.0) * dx + (y - from.1) * dy) / length).clamp(0.0, 1.0);
    (x - from.0 - along * dx).hypot(y - from.1 - along * dy)
}

fn scale(font: &FontVec, set: Type) -> PxScale {
    // Heights of fonts are those of their lines; an em is what print is measured in.
    let line = font.units_per_em().map_or(1.0, |em| font.height_unscaled() / em);
    PxScale { x: set.em * FINE * line * set.narrow, y: set.em * FINE * line }
}
