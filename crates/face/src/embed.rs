//! Embeddings by SFace (face.md 2; `models/sface.md`).

use tract_onnx::prelude::TractResult;
use zeroize::Zeroize;

use crate::align;
use crate::network::{ModelFault, Network};
use crate::resample::{Planes, Size};
use crate::score::ComparisonScore;

/// Values in an embedding.
const LENGTH: usize = 128;

/// A face as a direction: 128 values of Euclidean length 1. Biometric data: wiped on drop, not
/// cloned, not printed, never outside this crate; boxed, so that moving it leaves no copy behind.
pub(crate) struct Embedding(Box<[f32; LENGTH]>);

impl Drop for Embedding {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Embedding {
    fn unit(direction: &[f32]) -> Result<Self, ModelFault> {
        let mut unit = Self(Box::new([0.0; LENGTH]));
        if direction.len() != LENGTH {
            return Err(ModelFault::WrongOutput);
        }
        let length = direction.iter().map(|v| v * v).sum::<f32>().sqrt();
        if !(length.is_finite() && length > 1e-6) {
            return Err(ModelFault::NotFinite);
        }
        for (unit, value) in unit.0.iter_mut().zip(direction) {
            *unit = value / length;
        }
        Ok(unit)
    }

    /// The direction between several, each as strong as the others.
    pub(crate) fn between<'a>(all: impl Iterator<Item = &'a Self>) -> Result<Self, ModelFault> {
        let mut sum = Self(Box::new([0.0; LENGTH]));
        for one in all {
            for (sum, value) in sum.0.iter_mut().zip(one.0.iter()) {
                *sum += value;
            }
        }
        Self::unit(sum.0.as_slice())
    }

    /// The cosine of the angle between two embeddings of the same model.
    pub(crate) fn compare(&self, other: &Self) -> ComparisonScore {
        let cosine = self.0.iter().zip(other.0.iter()).map(|(a, b)| a * b).sum();
        ComparisonScore::from_cosine(cosine)
    }
}

/// The loaded embedder.
pub(crate) struct Embedder(Network);

impl Embedder {
    pub(crate) fn load(onnx: &[u8]) -> TractResult<Self> {
        Network::load(onnx, Size::square(align::EDGE)).map(Self)
    }

    /// Embeds an aligned face.
    pub(crate) fn embed(&self, aligned: &Planes) -> Result<Embedding, ModelFault> {
        let outputs = self.0.run(aligned)?;
        Embedding::unit(outputs.first().ok_or(ModelFault::WrongOutput)?)
    }

    /// Embeds an aligned face and its mirror image and takes the direction between them: fewer
    /// false non-matches for twice the work (face.md 6.2), worth it once per card.
    pub(crate) fn embed_both_ways(&self, aligned: &Planes) -> Result<Embedding, ModelFault> {
        Embedding::between([self.embed(aligned)?, self.embed(&aligned.mirrored())?].iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::fmt::{Debug, Display};
    use static_assertions::assert_not_impl_any;

    assert_not_impl_any!(Embedding: Clone, PartialEq, Debug, Display, serde::Serialize);
    assert_not_impl_any!(Planes: Clone, PartialEq, Debug, Display, serde::Serialize);

    fn axis(at: usize, size: f32) -> [f32; LENGTH] {
        let mut values = [0.0; LENGTH];
        values[at] = size;
        values
    }

    #[test]
    fn the_score_is_the_cosine_whatever_the_lengths() {
        let a = Embedding::unit(&axis(3, 7.0)).unwrap();
        let opposite = Embedding::unit(&axis(3, -0.1)).unwrap();
        let across = Embedding::unit(&axis(4, 1.0)).unwrap();
        assert_eq!(a.compare(&a), ComparisonScore::HIGHEST);
        assert_eq!(a.compare(&opposite), ComparisonScore::LOWEST);
        assert_eq!(a.compare(&across).ten_thousandths(), 0);
    }

    #[test]
    fn no_direction_is_a_fault() {
        let fault = |values: &[f32]| Embedding::unit(values).err();
        assert_eq!(fault(&axis(0, 0.0)), Some(ModelFault::NotFinite));
        assert_eq!(fault(&axis(0, f32::MAX)), Some(ModelFault::NotFinite));
        assert_eq!(fault(&[1.0; 127]), Some(ModelFault::WrongOutput));
    }
}
