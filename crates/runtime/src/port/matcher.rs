//! The face matcher.

use crate::port::Frame;
use policy::ComparisonScore;
use terminal::QualityReason;
use zeroize::Zeroizing;

/// Compares frames with the reference photo. Holds at most one reference.
pub trait Matcher: Send {
    /// Decodes the chip photo (JPEG 2000) and keeps it as the reference.
    ///
    /// # Errors
    ///
    /// [`MatcherFault`]; no reference is kept then.
    fn set_reference(&mut self, photo_jp2: &[u8]) -> Result<Picture, MatcherFault>;

    /// Looks at one frame.
    ///
    /// # Errors
    ///
    /// [`MatcherFault`].
    fn look(&mut self, frame: &Frame) -> Result<Look, MatcherFault>;

    /// Wipes the reference.
    fn forget(&mut self);

    /// Which models it compares with.
    fn models(&self) -> ModelIds;
}

/// What a frame shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Look {
    /// Nothing that can be compared.
    Unusable(QualityReason),
    /// A face, compared with the reference.
    Scored(ComparisonScore),
}

/// SHA-256 of the models' files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ModelIds {
    /// The detector.
    pub detector: [u8; 32],
    /// The embedder.
    pub embedder: [u8; 32],
}

/// A decoded chip photo for the staff screen: grey of 8 bits, row by row from the top left. Wiped
/// when dropped; not cloned, not printed.
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `width × height` bytes.
    pub grey: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({}x{})", self.width, self.height)
    }
}

/// Why the matcher could not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MatcherFault {
    /// The chip photo is not a picture that it takes.
    PhotoMalformed,
    /// The chip photo shows no face that can be compared.
    PhotoUnusable,
    /// No reference was set.
    NoReference,
    /// The matcher itself failed.
    Failed,
}
