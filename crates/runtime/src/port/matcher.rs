//! The face matcher.

use crate::port::Frame;
use policy::{ComparisonScore, Millis};
use terminal::{QualityReason, Side, UndecidedReason};
use zeroize::Zeroizing;

/// Compares frames with the reference photo, and sees whether the head moves as it is asked to. Holds at
/// most one reference and one challenge.
pub trait Matcher: Send {
    /// Decodes the chip photo (JPEG 2000) and keeps it as the reference.
    ///
    /// # Errors
    ///
    /// [`MatcherFault`]; no reference is kept then.
    fn set_reference(&mut self, photo_jp2: &[u8]) -> Result<Picture, MatcherFault>;

    /// Begins a capture: the movement that it asks for is drawn by this random byte, and asked for
    /// from the first frame on that can be compared.
    fn begin(&mut self, draw: u8);

    /// Looks at one frame of the capture, taken at `at`.
    ///
    /// # Errors
    ///
    /// [`MatcherFault`].
    fn look(&mut self, frame: &Frame, at: Millis, wanted: Wanted) -> Result<Look, MatcherFault>;

    /// Wipes the reference.
    fn forget(&mut self);

    /// Which models it compares with.
    fn models(&self) -> ModelIds;
}

/// What is wanted of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// A comparison, while the head looks straight ahead.
    Comparison,
    /// Only to follow the movement: enough frames were compared.
    Movement,
}

/// What came of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Look {
    /// What it shows.
    pub face: Face,
    /// How the presentation stands with it.
    pub presentation: Presentation,
}

/// What a frame shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    /// Nothing that can be compared.
    Unusable(QualityReason),
    /// A face in the middle of the challenge, compared with the reference.
    Scored(ComparisonScore),
    /// Not compared: its movement was followed.
    Followed,
}

/// How a presentation stands (ISO/IEC 30107-1 terms). The last three are final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presentation {
    /// The person is to do this now.
    Asked(Movement),
    /// The head turned as it was asked to, and it was no plane.
    BonaFide,
    /// What was shown moved as no head does.
    Attack,
    /// Neither is established.
    Undecided(UndecidedReason),
}

/// What the person is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Movement {
    /// Look straight at the camera.
    Straight,
    /// Turn the head a little to this side.
    Turn(Side),
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
