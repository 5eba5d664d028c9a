//! The fonts of print and of handwriting. All are of Debian packages that `cargo xtask specimens` installs.

use crate::dice::Dice;
use ab_glyph::FontVec;
use std::path::Path;

const CJK: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

/// Print: file and place in it.
const PRINT: [(&str, u32); 6] = [
    ("/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf", 0),
    ("/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Regular.ttf", 0),
    (CJK, 0),
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 0),
    ("/usr/share/fonts/opentype/ipaexfont-gothic/ipaexg.ttf", 0),
    ("/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf", 0),
];
/// Pens.
const PENS: [(&str, u32); 3] = [
    ("/usr/share/fonts/truetype/klee/KleeOne-Regular.ttf", 0),
    ("/usr/share/fonts/truetype/klee/KleeOne-SemiBold.ttf", 0),
    ("/usr/share/fonts/truetype/kiloji/kiloji.ttf", 0),
];
/// Forms that other languages give the same characters: simplified and traditional Chinese, Korean.
const FOREIGN: [(&str, u32); 3] = [(CJK, 2), (CJK, 3), (CJK, 1)];

/// All of them, loaded.
pub struct Fonts {
    print: [FontVec; 6],
    pens: [FontVec; 3],
    foreign: [FontVec; 3],
}

/// A font by its place among those of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Print.
    Print(u8),
    /// A pen.
    Pen(u8),
    /// Print with the forms of another language.
    Foreign(u8),
}

impl Fonts {
    /// Loads every font.
    ///
    /// # Errors
    /// Which file is missing or no font.
    pub fn load() -> Result<Self, String> {
        Ok(Self { print: all(PRINT)?, pens: all(PENS)?, foreign: all(FOREIGN)? })
    }

    /// The font of a face.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "the remainder is below the length")]
    pub fn of(&self, face: Face) -> &FontVec {
        match face {
            Face::Print(at) => &self.print[usize::from(at) % self.print.len()],
            Face::Pen(at) => &self.pens[usize::from(at) % self.pens.len()],
            Face::Foreign(at) => &self.foreign[usize::from(at) % self.foreign.len()],
        }
    }
}

impl Face {
    /// One of print, sans-serif more often than serif.
    pub fn print(dice: &mut Dice) -> Self {
        Self::Print(dice.one([0, 0, 1, 2, 2, 3, 4, 4, 5]))
    }

    /// One pen.
    pub fn pen(dice: &mut Dice) -> Self {
        Self::Pen(dice.one([0, 1, 2]))
    }

    /// One language.
    pub fn foreign(dice: &mut Dice) -> Self {
        Self::Foreign(dice.one([0, 1, 2]))
    }
}

fn all<const N: usize>(files: [(&str, u32); N]) -> Result<[FontVec; N], String> {
    let fonts: Result<Vec<FontVec>, String> = files.into_iter().map(|(path, at)| load(path, at)).collect();
    fonts?.try_into().map_err(|_| "fonts were lost".to_owned())
}

fn load(path: &str, at: u32) -> Result<FontVec, String> {
    let file = std::fs::read(Path::new(path))
        .map_err(|error| format!("{path}: {error}; `cargo xtask specimens` installs it"))?;
    FontVec::try_from_vec_and_index(file, at).map_err(|_| format!("{path}: not a font"))
}
