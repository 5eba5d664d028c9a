//! Glyphs: measured and rastered from font files, and kept.
//!
//! A language has its face: BIZ UDPGothic Bold for Japanese, Noto Sans CJK Bold for Chinese (its SC
//! forms) and Korean (KR), Noto Sans Bold for what is written in Latin letters. A Japanese word in
//! another language's text is drawn in the Japanese face. All are under the SIL OFL 1.1 and come from
//! Debian's packages fonts-morisawa-bizud-gothic, fonts-noto-cjk and fonts-noto-core (stack.md 4).

use crate::numeric::{ceil, coverage, floor, index, nearest, real};
use crate::palette::blend;
use ab_glyph::{Font, FontVec, Glyph, PxScale, ScaleFont, point};
use core::cell::RefCell;
use embedded_graphics::Pixel;
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{DrawTarget, Point};
use std::collections::BTreeMap;
use std::sync::Arc;
use terminal::Language;

/// Kept rasters take at most about this many bytes; when they would take more, all are dropped
/// and made again as they are needed. Every screen in turn keeps 1.4 MB at 1280x800, where letters are
/// largest, and more in the large theme, which fits them to their places.
pub const CACHE_LIMIT: usize = 4 << 20;

/// The fonts of all screens, with a bounded cache of rastered glyphs.
pub struct Fonts {
    japanese: Face,
    latin: Face,
    chinese: Face,
    korean: Face,
    cache: RefCell<Cache>,
}

/// The bytes of the font files.
#[derive(Clone, Debug)]
pub struct FontFiles {
    /// BIZ UDPGothic Bold.
    pub japanese: Vec<u8>,
    /// Noto Sans Bold.
    pub latin: Vec<u8>,
    /// The collection Noto Sans CJK Bold.
    pub cjk: Vec<u8>,
}

/// Places of the faces in the collection (fonts-noto-cjk 1:20220127: JP, KR, SC, TC, HK).
const KOREAN: u32 = 1;
const CHINESE: u32 = 2;

struct Face {
    font: FontVec,
    /// Pixels of line height (ascent to descent) for one pixel of em.
    height_per_em: f32,
}

impl Face {
    fn new(file: Vec<u8>, place: u32) -> Result<Self, FontFault> {
        let font = FontVec::try_from_vec_and_index(file, place).map_err(|_| FontFault::Malformed)?;
        let em = font.units_per_em().filter(|em| *em > 0.0).ok_or(FontFault::Malformed)?;
        let height_per_em = font.height_unscaled() / em;
        Ok(Self { font, height_per_em })
    }

    fn has(&self, character: char) -> bool {
        self.font.glyph_id(character).0 != 0
    }

    fn scale(&self, px: i32) -> PxScale {
        PxScale::from(real(px) * self.height_per_em)
    }
}

/// Why a font was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FontFault {
    /// Malformed: not a TrueType or OpenType font, or one without a size.
    Malformed,
}

/// Which face.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Script {
    Japanese,
    Latin,
    Chinese,
    Korean,
}

#[derive(Default)]
struct Cache {
    glyphs: BTreeMap<(Script, char, i32), Arc<Raster>>,
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
    /// Takes the bytes of font files.
    ///
    /// # Errors
    /// [`FontFault::Malformed`].
    pub fn new(files: FontFiles) -> Result<Self, FontFault> {
        Ok(Self {
            japanese: Face::new(files.japanese, 0)?,
            latin: Face::new(files.latin, 0)?,
            korean: Face::new(files.cjk.clone(), KOREAN)?,
            chinese: Face::new(files.cjk, CHINESE)?,
            cache: RefCell::default(),
        })
    }

    /// Whether this character can be drawn in a text of this language.
    pub fn has(&self, language: Language, character: char) -> bool {
        self.face(self.script(language, character)).has(character)
    }

    const fn face(&self, script: Script) -> &Face {
        match script {
            Script::Japanese => &self.japanese,
            Script::Latin => &self.latin,
            Script::Chinese => &self.chinese,
            Script::Korean => &self.korean,
        }
    }

    fn script(&self, language: Language, character: char) -> Script {
        let own = script(language);
        if self.face(own).has(character) { own } else { Script::Japanese }
    }

    /// What kept rasters take at this time, in bytes; at most [`CACHE_LIMIT`].
    pub fn kept_bytes(&self) -> usize {
        self.cache.borrow().bytes
    }

    /// The advance of a character in pixels, at `px` pixels per em.
    pub(crate) fn advance(&self, language: Language, character: char, px: i32) -> f32 {
        let face = self.face(self.script(language, character));
        face.font.as_scaled(face.scale(px)).h_advance(face.font.glyph_id(character))
    }

    /// From the top of a line of this size to its base line, and from there to its bottom.
    pub(crate) fn rise_and_fall(&self, language: Language, px: i32) -> (f32, f32) {
        let face = self.face(script(language));
        let scaled = face.font.as_scaled(face.scale(px));
        (scaled.ascent(), -scaled.descent())
    }

    /// Draws one line with its pen starting at `pen`, on the base line.
    pub(crate) fn draw<D>(
        &self,
        line: &str,
        (language, px): (Language, i32),
        pen: Point,
        style: Style,
        to: &mut D,
    ) -> Result<(), D::Error>
    where
        D: DrawTarget<Color = Rgb888>,
    {
        let mut x = real(pen.x);
        for character in line.chars() {
            let raster = self.raster(self.script(language, character), character, px);
            let origin = Point::new(nearest(x) + raster.left, pen.y + raster.top);
            to.draw_iter(raster.pixels(origin, style))?;
            x += self.advance(language, character, px);
        }
        Ok(())
    }

    fn raster(&self, script: Script, character: char, px: i32) -> Arc<Raster> {
        let mut cache = self.cache.borrow_mut();
        if let Some(kept) = cache.glyphs.get(&(script, character, px)) {
            return Arc::clone(kept);
        }
        let face = self.face(script);
        let id = face.font.glyph_id(character);
        let glyph = id.with_scale_and_position(face.scale(px), point(0.0, 0.0));
        let raster = Arc::new(rastered(face, glyph));
        if cache.bytes + raster.coverage.len() > CACHE_LIMIT {
            *cache = Cache::default();
        }
        cache.bytes += raster.coverage.len();
        cache.glyphs.insert((script, character, px), Arc::clone(&raster));
        raster
    }
}

const fn script(language: Language) -> Script {
    match language {
        Language::Japanese | Language::PlainJapanese => Script::Japanese,
        Language::English | Language::Portuguese | Language::Vietnamese => Script::Latin,
        Language::Chinese => Script::Chinese,
        Language::Korean => Script::Korean,
    }
}

fn rastered(face: &Face, glyph: Glyph) -> Raster {
    let Some(outline) = face.font.outline_glyph(glyph) else {
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
