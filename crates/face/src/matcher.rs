//! The door of this crate: load, take the reference, take captures, compare.

use core::fmt;

use crate::align::align;
use crate::detect::{Detector, Face};
use crate::embed::{Embedder, Embedding};
use crate::manifest::{Manifest, ModelError, ModelId};
use crate::network::ModelFault;
use crate::pad::{Sight, Sighting};
use crate::photo::{PhotoFault, decode_photo};
use crate::picture::{Grey8, RgbView};
use crate::quality::{self, Measures, QualityReason};
use crate::resample::Planes;
use crate::score::ComparisonScore;
use crate::stages::Stages;

/// The bytes of the model files, as read from wherever they are kept.
#[derive(Clone, Copy)]
pub struct ModelBytes<'a> {
    /// The detector's file.
    pub yunet: &'a [u8],
    /// The embedder's file.
    pub sface: &'a [u8],
}

/// The loaded models. One matcher serves any number of sessions and threads and keeps nothing
/// of any of them.
pub struct Matcher {
    pub(crate) detector: Detector,
    pub(crate) embedder: Embedder,
}

/// The chip photo's side of a comparison: the decoded photo, and the face in it ready to be
/// compared. Wiped on drop.
pub struct Reference {
    photo: Grey8,
    embedding: Embedding,
}

/// The live side of a comparison. Wiped on drop.
pub struct Probe {
    embedding: Embedding,
    measures: Measures,
}

/// Where the eyes' centres are, in pixels to the right and down from the centre of the first one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Eyes {
    /// The person's right eye, left in the picture.
    pub right: (f32, f32),
    /// The person's left eye.
    pub left: (f32, f32),
}

/// What became of a camera frame.
#[derive(Debug)]
pub enum Capture {
    /// Nothing to compare, and why.
    Unusable(QualityReason),
    /// A face good enough to compare.
    Usable(Probe),
}

/// Why a chip photo gives no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceFault {
    /// The bytes are no usable photo; the card is to blame.
    Photo(PhotoFault),
    /// A photo in which no face is found. It can still be shown: see [`decode_photo`].
    NoFace,
    /// A model misbehaved.
    Model(ModelFault),
}

impl Matcher {
    /// Checks the files against the manifest and makes them ready to run. Takes some tenths of a
    /// second and 160 MB at its peak (95 MB stay): once, at start-up, off the loop's thread.
    ///
    /// # Errors
    /// A [`ModelError`] if a file is not the listed one, to the last bit, or can't be loaded.
    pub fn load(manifest: &Manifest, files: ModelBytes<'_>) -> Result<Self, ModelError> {
        manifest.check(ModelId::YuNet, files.yunet)?;
        manifest.check(ModelId::SFace, files.sface)?;
        // The smaller one beside the larger: a start waits for the larger alone.
        let detector = || Detector::load(files.yunet).map_err(|_| ModelError::Unsupported(ModelId::YuNet));
        let embedder = || Embedder::load(files.sface).map_err(|_| ModelError::Unsupported(ModelId::SFace));
        std::thread::scope(|scope| {
            let beside = std::thread::Builder::new().spawn_scoped(scope, detector);
            let embedder = embedder();
            let detector = match beside {
                // A runtime that panics over a listed file can't load it.
                Ok(beside) => beside.join().unwrap_or(Err(ModelError::Unsupported(ModelId::YuNet))),
                // Without a second thread it takes longer, and no more than that.
                Err(_) => detector(),
            };
            Ok(Self { detector: detector?, embedder: embedder? })
        })
    }

    /// The steps of a capture one by one, for measuring.
    #[must_use]
    pub fn stages(&self) -> Stages<'_> {
        Stages(self)
    }

    /// Makes the reference from the chip photo's bytes (data object DF27, JPEG 2000).
    ///
    /// # Errors
    /// A [`ReferenceFault`].
    pub fn reference(&self, jp2: &[u8]) -> Result<Reference, ReferenceFault> {
        self.reference_of(decode_photo(jp2)?)
    }

    /// Makes the reference from a photo that is decoded already.
    ///
    /// # Errors
    /// A [`ReferenceFault`].
    pub fn reference_of(&self, photo: Grey8) -> Result<Reference, ReferenceFault> {
        let aligned = self.aligned(&photo)?;
        let embedding = self.embedder.embed_both_ways(&aligned)?;
        Ok(Reference { photo, embedding })
    }

    /// As [`Self::reference_of`], without the mirror image: what that brings is measured with
    /// this (`cargo xtask accuracy`); a terminal has no use for it.
    ///
    /// # Errors
    /// A [`ReferenceFault`].
    pub fn reference_one_way(&self, photo: Grey8) -> Result<Reference, ReferenceFault> {
        let aligned = self.aligned(&photo)?;
        let embedding = self.embedder.embed(&aligned)?;
        Ok(Reference { photo, embedding })
    }

    fn aligned(&self, photo: &Grey8) -> Result<Planes, ReferenceFault> {
        let faces = self.detector.faces(&photo.view())?;
        let face = faces.first().ok_or(ReferenceFault::NoFace)?;
        align(&photo.view(), face).ok_or(ReferenceFault::NoFace)
    }

    /// The eyes of every face in a picture, the largest face first: for who cuts a photo to the
    /// shape of a card's.
    ///
    /// # Errors
    /// A [`ModelFault`].
    pub fn eyes<'a>(&self, picture: impl Into<RgbView<'a>>) -> Result<Vec<Eyes>, ModelFault> {
        let picture = picture.into();
        let faces = self.detector.faces(&picture)?;
        let eyes = faces.iter().map(|face| {
            let [right, left, ..] = face.landmarks;
            Eyes { right: (right.x, right.y), left: (left.x, left.y) }
        });
        Ok(eyes.collect())
    }

    /// Takes one camera frame.
    ///
    /// # Errors
    /// A [`ModelFault`]; a bad frame is no error but [`Capture::Unusable`].
    pub fn capture<'a>(&self, frame: impl Into<RgbView<'a>>) -> Result<Capture, ModelFault> {
        let frame = frame.into();
        self.see(frame).map(|(_, capture)| capture)
    }

    /// As [`Matcher::capture`], and where the face is, for a [`crate::pad::Trial`].
    ///
    /// # Errors
    /// A [`ModelFault`].
    pub fn see<'a>(&self, frame: impl Into<RgbView<'a>>) -> Result<(Sight, Capture), ModelFault> {
        let frame = frame.into();
        let faces = self.detector.faces(&frame)?;
        let capture = match quality::only_face(&faces) {
            Ok(face) => self.capture_of(&frame, face)?,
            Err(QualityReason::NoFace) => Capture::Unusable(quality::no_face(&frame)),
            Err(reason) => Capture::Unusable(reason),
        };
        Ok((sight(&faces), capture))
    }

    fn capture_of(&self, frame: &RgbView<'_>, face: &Face) -> Result<Capture, ModelFault> {
        let Some(aligned) = align(frame, face) else {
            return Ok(Capture::Unusable(QualityReason::NoFace));
        };
        let measures = quality::measure(frame, face, &aligned);
        if let Some(reason) = measures.reasons().next() {
            return Ok(Capture::Unusable(reason));
        }
        let embedding = self.embedder.embed(&aligned)?;
        Ok(Capture::Usable(Probe { embedding, measures }))
    }

    /// Only measures the face of a frame, good or bad; `None` without exactly one.
    ///
    /// # Errors
    /// A [`ModelFault`].
    pub fn measure<'a>(&self, frame: impl Into<RgbView<'a>>) -> Result<Option<Measures>, ModelFault> {
        let frame = frame.into();
        let faces = self.detector.faces(&frame)?;
        let aligned = quality::only_face(&faces).ok().and_then(|face| Some((face, align(&frame, face)?)));
        Ok(aligned.map(|(face, aligned)| quality::measure(&frame, face, &aligned)))
    }

    /// Looks only where the face in a frame is, for a [`crate::pad::Trial`]: a fraction of the work of
    /// [`Matcher::capture`], and without its demands, because a head that turns looks aside.
    ///
    /// # Errors
    /// A [`ModelFault`].
    pub fn watch<'a>(&self, frame: impl Into<RgbView<'a>>) -> Result<Sight, ModelFault> {
        let frame = frame.into();
        Ok(sight(&self.detector.faces(&frame)?))
    }
}

fn sight(faces: &[Face]) -> Sight {
    match quality::only_face(faces) {
        Ok(face) => Sight::Face(Sighting { landmarks: face.landmarks, bounds: face.bounds }),
        Err(QualityReason::SeveralFaces { .. }) => Sight::Several,
        Err(_) => Sight::Nobody,
    }
}

impl Reference {
    /// The decoded chip photo, for staff screens.
    #[must_use]
    pub fn photo(&self) -> &Grey8 {
        &self.photo
    }

    /// How alike the chip photo and a live face are.
    #[must_use]
    pub fn compare(&self, probe: &Probe) -> ComparisonScore {
        self.embedding.compare(&probe.embedding)
    }
}

impl Probe {
    /// What lies between the faces of several captures, with the measures of the first: an
    /// alternative to folding their scores, measured with this (`cargo xtask accuracy`); a terminal
    /// has no use for it.
    ///
    /// # Errors
    /// A [`ModelFault`] if there is nothing between them, as of none.
    pub fn between(probes: &[&Self]) -> Result<Self, ModelFault> {
        let embedding = Embedding::between(probes.iter().map(|probe| &probe.embedding))?;
        let measures = probes.first().ok_or(ModelFault::NotFinite)?.measures;
        Ok(Self { embedding, measures })
    }

    /// What was measured on the face of this capture.
    #[must_use]
    pub fn measures(&self) -> Measures {
        self.measures
    }
}

impl fmt::Debug for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Matcher")
    }
}

impl fmt::Debug for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reference(redacted)")
    }
}

impl fmt::Debug for Probe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Probe(redacted, {:?})", self.measures)
    }
}

impl From<PhotoFault> for ReferenceFault {
    fn from(fault: PhotoFault) -> Self {
        Self::Photo(fault)
    }
}

impl From<ModelFault> for ReferenceFault {
    fn from(fault: ModelFault) -> Self {
        Self::Model(fault)
    }
}

impl fmt::Display for ReferenceFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Photo(fault) => fault.fmt(f),
            Self::NoFace => f.write_str("no face found in the chip photo"),
            Self::Model(fault) => fault.fmt(f),
        }
    }
}

impl core::error::Error for ReferenceFault {}
