//! MiniFASNet on single frames (face.md 3): what the surface of a face looks like. Optional: its files
//! come from no package registry, and a terminal without them runs on movement alone.

use tract_onnx::prelude::TractResult;

use super::Sighting;
use crate::geometry::Point;
use crate::manifest::{Manifest, ModelError, ModelId};
use crate::network::{ModelFault, Network};
use crate::numeric;
use crate::picture::{Rgb8, RgbView};
use crate::resample::{Planes, Size};
use crate::warp::bilinear;

/// Edge of the square that both networks see, in pixels.
const EDGE: usize = 80;
/// How many times the face's box each of them sees.
const CROPS: [f32; 2] = [2.7, 4.0];
/// Place of "bona fide" among the three outputs; the others are print and replay.
const LIVE: usize = 1;

/// The loaded pair.
pub struct TextureModels([Network; 2]);

/// How much the pair takes a face for a bona fide one: the mean of both, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LiveShare(pub u16);

impl LiveShare {
    /// The mean over frames; `None` for none.
    #[must_use]
    pub fn mean(shares: &[Self]) -> Option<Self> {
        let sum: u32 = shares.iter().map(|share| u32::from(share.0)).sum();
        let count = u32::try_from(shares.len()).ok().filter(|count| *count > 0)?;
        u16::try_from(sum / count).ok().map(Self)
    }
}

impl TextureModels {
    /// Checks both files against the manifest and makes them ready to run.
    ///
    /// # Errors
    /// A [`ModelError`] if a file is not the listed one, to the last bit, or can't be loaded.
    pub fn load(manifest: &Manifest, v2: &[u8], v1se: &[u8]) -> Result<Self, ModelError> {
        let load = |id, file: &[u8]| {
            manifest.check(id, file)?;
            let network: TractResult<Network> = Network::load(file, Size::square(EDGE));
            network.map_err(|_| ModelError::Unsupported(id))
        };
        Ok(Self([load(ModelId::MiniFasNetV2, v2)?, load(ModelId::MiniFasNetV1Se, v1se)?]))
    }

    /// Looks at the surface of a face that was sighted in this very frame.
    ///
    /// # Errors
    /// A [`ModelFault`].
    pub fn look(&self, frame: &Rgb8, sighting: &Sighting) -> Result<LiveShare, ModelFault> {
        let mut sum = 0.0;
        for (network, times) in self.0.iter().zip(CROPS) {
            let outputs = network.run(&crop(&frame.view(), sighting, times))?;
            let shares = outputs.first().filter(|shares| shares.len() == 3);
            sum += shares.and_then(|shares| shares.get(LIVE)).ok_or(ModelFault::WrongOutput)?;
        }
        Ok(LiveShare(numeric::whole(sum / numeric::real(CROPS.len()) * 1000.0)))
    }
}

/// The face's box enlarged `times`, as far as the frame allows, moved into the frame and brought to the
/// square as its authors do: each edge by itself, channels blue, green, red.
fn crop(frame: &RgbView<'_>, sighting: &Sighting, times: f32) -> Planes {
    let (columns, rows) = (numeric::real(frame.columns()), numeric::real(frame.rows()));
    let bounds = sighting.bounds;
    let (width, height) = (bounds.width.max(1.0), bounds.height.max(1.0));
    let times = times.min((columns - 1.0) / width).min((rows - 1.0) / height);
    let along = |from: f32, length: f32, within: f32| {
        let enlarged = length * times;
        let from = (from + length / 2.0 - enlarged / 2.0).min(within - 1.0 - enlarged).max(0.0);
        (from, enlarged / numeric::real(EDGE))
    };
    let (left, across) = along(bounds.origin.x, width, columns);
    let (top, down) = along(bounds.origin.y, height, rows);
    Planes::gather(Size::square(EDGE), |x, y| {
        let at = |i: usize, from: f32, step: f32| from + (numeric::real(i) + 0.5) * step - 0.5;
        let [red, green, blue] = bilinear(frame, Point::new(at(x, left, across), at(y, top, down)));
        [blue, green, red]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_no_frames_is_nothing() {
        assert_eq!(LiveShare::mean(&[]), None);
        assert_eq!(LiveShare::mean(&[LiveShare(1000), LiveShare(501)]), Some(LiveShare(750)));
    }
}
