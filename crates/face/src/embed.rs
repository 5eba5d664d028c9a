//! Embeddings by SFace (face.md 2; `models/sface.md`).

use tract_onnx::prelude::TractResult;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::align;
use crate::network::{ModelFault, Network};
use crate::resample::Planes;
use crate::score::ComparisonScore;

/// Values in an embedding.
const LENGTH: usize = 128;

/// A face as a direction: 128 values of Euclidean length 1. Biometric data: wiped on drop, not
/// cloned, not printed, never outside this crate.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Embedding([f32; LENGTH]);

impl Embedding {
    fn unit(mut values: [f32; LENGTH]) -> Result<Self, ModelFault> {
        let length = values.iter().map(|v| v * v).sum::<f32>().sqrt();
        if !(length.is_finite() && length > 1e-6) {
            values.zeroize();
            return Err(ModelFault::NotFinite);
        }
        values.iter_mut().for_each(|v| *v /= length);
        Ok(Self(values))
    }

    /// The cosine of the angle between two embeddings of the same model.
    pub(crate) fn compare(&self, other: &Self) -> ComparisonScore {
        let cosine = self.0.iter().zip(&other.0).map(|(a, b)| a * b).sum();
        ComparisonScore::from_cosine(cosine)
    }
}

/// The loaded embedder.
pub(crate) struct Embedder(Network);

impl Embedder {
    pub(crate) fn load(onnx: &[u8]) -> TractResult<Self> {
        Network::load(onnx, align::EDGE).map(Self)
    }

    /// Embeds an aligned face.
    pub(crate) fn embed(&self, aligned: &Planes) -> Result<Embedding, ModelFault> {
        let mut outputs = self.0.run(aligned)?;
        let values = outputs.pop().ok_or(ModelFault::WrongOutput)?;
        let values = <[f32; LENGTH]>::try_from(values.as_slice());
        Embedding::unit(values.map_err(|_| ModelFault::WrongOutput)?)
    }

    /// Embeds an aligned face and its mirror image and takes the direction between them: fewer
    /// false non-matches for twice the work (face.md 6.2), worth it once per card.
    pub(crate) fn embed_both_ways(&self, aligned: &Planes) -> Result<Embedding, ModelFault> {
        let mut sum = self.embed(aligned)?;
        let mirrored = self.embed(&aligned.mirrored())?;
        for (sum, value) in sum.0.iter_mut().zip(&mirrored.0) {
            *sum += value;
        }
        Embedding::unit(sum.0)
    }
}
