//! The steps of a capture one by one, for who measures how long each takes and how near its
//! result comes to that of another implementation. A session has [`Matcher::capture`] alone.

use core::fmt;

use crate::align::align;
use crate::detect::Face;
use crate::embed::Embedding;
use crate::matcher::Matcher;
use crate::network::ModelFault;
use crate::picture::Rgb8;
use crate::resample::Planes;
use crate::score::ComparisonScore;

/// The steps of a loaded matcher.
#[derive(Debug, Clone, Copy)]
pub struct Stages<'a>(pub(crate) &'a Matcher);

/// A face that was found.
pub struct Found(Face);

/// A face turned upright, as the embedder takes it. Wiped on drop.
pub struct Upright(Planes);

/// An embedding, good for nothing but comparing. Wiped on drop.
pub struct Embedded(Embedding);

impl Stages<'_> {
    /// The largest face of a frame.
    ///
    /// # Errors
    /// A [`ModelFault`].
    pub fn find(self, frame: &Rgb8) -> Result<Option<Found>, ModelFault> {
        Ok(self.0.detector.faces(&frame.view())?.first().copied().map(Found))
    }

    /// Turns a face upright; `None` when its landmarks coincide.
    #[must_use]
    pub fn align(self, frame: &Rgb8, face: &Found) -> Option<Upright> {
        align(&frame.view(), &face.0).map(Upright)
    }

    /// Embeds an upright face once, as a capture does.
    ///
    /// # Errors
    /// A [`ModelFault`].
    pub fn embed(self, face: &Upright) -> Result<Embedded, ModelFault> {
        self.0.embedder.embed(&face.0).map(Embedded)
    }
}

impl Found {
    /// The five landmarks in pixels of the frame, x before y: right eye, left eye, nose tip, right
    /// and left corner of the mouth.
    #[must_use]
    pub fn landmarks(&self) -> [(f32, f32); 5] {
        self.0.landmarks.map(|point| (point.x, point.y))
    }
}

impl Embedded {
    /// How alike two faces are.
    #[must_use]
    pub fn compare(&self, other: &Self) -> ComparisonScore {
        self.0.compare(&other.0)
    }
}

impl fmt::Debug for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Found(redacted)")
    }
}

impl fmt::Debug for Upright {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Upright(redacted)")
    }
}

impl fmt::Debug for Embedded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Embedded(redacted)")
    }
}
