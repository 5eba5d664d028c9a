//! Glyphs: measured and rastered from a font file, and kept.

use crate::numeric::{ceil, coverage, floor, index, nearest, real};
use crate::palette::blend;
use ab_glyph::{Font, FontVec, Glyph, PxScale, ScaleFont, point};
use core::cell::RefCell;
use embedded_graphics::Pixel;
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{DrawTarget, Point};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Kept rasters take at most about this many bytes; when they would take more, all are dropped
/// and made again as they are needed. Every screen in turn keeps 1.4 MB at 1280x800, where letters are
/// largest, and more in the large theme, which fits them to their places.
pub const CACHE_LIMIT: usize = 4 << 20;

/// The font of all screens, with a bounded cache of rastered glyphs.
pub struct Fonts {
    face: FontVec,
    /// Pixels of line height (ascent to descent) for one pixel of em.
    height_per_em: f32,
    cache: RefCell<Cache>,
}

/// Why a font was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FontFault {
    /// Malformed: not a TrueType or OpenType font, or one without a size.
    Malformed,
}

#[derive(Default)]
struct Cache {
    glyphs: BTreeMap<(char, i32), Arc<Raster>>,
    bytes: usize,
}

/// The coverage of one glyph, relative to the pen on the base line.
struct Raster {
    left: i32,
    top: i32,
    width: i32,
    coverage: Vec<u8>,
}

impl Fonts {
    /// Takes a font file's bytes: BIZ UDPGothic Bold (SIL OFL 1.1; stack.md 4).
    ///
    /// # Errors
    /// [`FontFault::Malformed`].
    pub fn new(file: Vec<u8>) -> Result<Self, FontFault> {
        let face = FontVec::try_from_vec(file).map_err(|_| FontFault::Malformed)?;
        let em = face.units_per_em().filter(|em| *em > 0.0).ok_or(FontFault::Malformed)?;
        let height_per_em = face.height_unscaled() / em;
        Ok(Self { face, height_per_em, cache: RefCell::default() })
    }

    /// Whether the font has this character.
    pub fn has(&self, character: char) -> bool {
        self.face.glyph_id(character).0 != 0
    }

    /// What kept rasters take at this time, in bytes; at most [`CACHE_LIMIT`].
    pub fn kept_bytes(&self) -> usize {
        self.cache.borrow().bytes
    }

    /// The advance of a character in pixels, at `px` pixels per em.
    pub(crate) fn advance(&self, character: char, px: i32) -> f32 {
        let id = self.face.glyph_id(character);
        self.face.as_scaled(self.scale(px)).h_advance(id)
    }

    /// From the top of a line of this size to its base line, and from there to its bottom.
    pub(crate) fn rise_and_fall(&self, px: i32) -> (f32, f32) {
        let scaled = self.face.as_scaled(self.scale(px));
        (scaled.ascent(), -scaled.descent())
    }

    fn scale(&self, px: i32) -> PxScale {
        PxScale::from(real(px) * self.height_per_em)
    }

    /// Draws one line with its pen starting at `pen`, on the base line.
    pub(crate) fn draw<D>(
        &self,
        line: &str,
        px: i32,
        pen: Point,
        style: Style,
        to: &mut D,
    ) -> Result<(), D::Error>
    where
        D: DrawTarget<Color = Rgb888>,
    {
        let mut x = real(pen.x);
        for character in line.chars() {
            let raster = self.raster(character, px);
            let origin = Point::new(nearest(x) + raster.left, pen.y + raster.top);
            to.draw_iter(raster.pixels(origin, style))?;
            x += self.advance(character, px);
        }
        Ok(())
    }

    fn raster(&self, character: char, px: i32) -> Arc<Raster> {
        let mut cache = self.cache.borrow_mut();
        if let Some(kept) = cache.glyphs.get(&(character, px)) {
            return Arc::clone(kept);
        }
        let glyph = self.face.glyph_id(character).with_scale_and_position(self.scale(px), point(0.0, 0.0));
        let raster = Arc::new(self.rastered(glyph));
        if cache.bytes + raster.coverage.len() > CACHE_LIMIT {
            *cache = Cache::default();
        }
        cache.bytes += raster.coverage.len();
        cache.glyphs.insert((character, px), Arc::clone(&raster));
        raster
    }

    fn rastered(&self, glyph: Glyph) -> Raster {
        let Some(outline) = self.face.outline_glyph(glyph) else {
            return Raster { left: 0, top: 0, width: 0, coverage: Vec::new() };
        };
        let bounds = outline.px_bounds();
        let width = ceil(bounds.width());
        let mut dots = vec![0; index(width) * index(ceil(bounds.height()))];
        let columns = index(width);
        outline.draw(|x, y, covered| {
            let place = usize::try_from(y).unwrap_or(0) * columns + usize::try_from(x).unwrap_or(0);
            if let Some(dot) = dots.get_mut(place) {
                *dot = coverage(covered);
            }
        });
        Raster { left: floor(bounds.min.x), top: floor(bounds.min.y), width, coverage: dots }
    }
}

impl core::fmt::Debug for Fonts {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let cache = self.cache.borrow();
        write!(formatter, "Fonts({} glyphs kept, {} bytes)", cache.glyphs.len(), cache.bytes)
    }
}

/// The colour of a text and that of the ground that it stands on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) ink: Rgb888,
    pub(crate) paper: Rgb888,
}

impl Raster {
    fn pixels(&self, origin: Point, style: Style) -> impl Iterator<Item = Pixel<Rgb888>> {
        let columns = index(self.width.max(1));
        let rows = self.coverage.chunks(columns).zip(origin.y..);
        rows.flat_map(move |(row, y)| {
            let dots = row.iter().zip(origin.x..).filter(|(dot, _)| **dot > 0);
            dots.map(move |(dot, x)| Pixel(Point::new(x, y), blend(style.ink, style.paper, *dot)))
        })
    }
}
