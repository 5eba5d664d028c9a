//! Face comparison on the device: from a chip photo and camera frames to a comparison score.
//!
//! Pure computation over bytes that are passed in: no file, clock, camera or card is touched
//! here. The crate measures and never decides; the threshold a score has to reach is policy's.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`face_intake`] | what comes from outside; the next three are its modules |
//! | [`manifest`] | which model files exist, by hash, and the refusal of every other file |
//! | [`picture`] | pictures with checked sizes that are wiped when dropped |
//! | [`photo`] | the chip photo: bounds on JPEG 2000 before and around its decoder |
//! | [`quality`] | what is wrong with a capture, with the measures behind it |
//! | [`pad`] | presentation-attack detection: a challenge to move, and what it shows |
//! | [`score`] | the comparison score, fixed point |
//! | [`matcher`] | the door: load, take the reference, take a capture, compare |
//! | [`stages`] | the steps of a capture one by one, for the bench |
//! | `network` | an ONNX graph at one fixed input size, through tract, with faster operations where it pays |
//! | `detect`, `align`, `embed` | the three steps from a picture to an embedding |
//! | `resample`, `warp`, `geometry`, `numeric` | pixels, points, and the only lossy number conversions |
//!
//! What is wiped: decoded pictures, aligned crops and embeddings, on drop. What is not: buffers
//! inside the JPEG 2000 decoder and inside tract, which are freed without being overwritten, and what
//! tract keeps per thread. A program that looks at persons has an allocator that wipes what is freed,
//! and looks on threads that end (`firmware` does both; `tests/tests/secrets` searches what is left).
//!
//! Words follow ISO/IEC 2382-37: *reference* is the chip photo's side, *probe* the live side.

mod align;
mod detect;
mod embed;
mod geometry;
pub mod matcher;
mod network;
mod numeric;
pub mod pad;
mod pixels;
pub mod quality;
mod resample;
pub mod score;
pub mod stages;
#[cfg(test)]
#[path = "../tests/support/models.rs"]
mod test_models;
mod warp;

pub use face_intake::{
    Grey8, Manifest, ModelError, ModelId, PhotoFault, PictureFault, Rgb8, RgbView, decode_photo,
};
pub use face_intake::{manifest, photo, picture};
pub use matcher::{Capture, Eyes, Matcher, ModelBytes, Probe, Reference, ReferenceFault};
pub use network::ModelFault;
pub use pad::{Challenge, PadOutcome, Sight, Sighting, TextureModels, Trial};
pub use quality::{Measures, QualityReason};
pub use score::ComparisonScore;
