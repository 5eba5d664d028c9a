//! From a picture to an upright square of it, turned, scaled and shifted.

use fearless_simd::{Bytes, Level, Simd, SimdBase, SimdCvtFloat, SimdFrom, dispatch, f32x4, i32x4, u8x16};

use crate::geometry::{Point, Similarity};
use crate::numeric;
use crate::pixels::Pixels;
use crate::resample::{Lanes, Planes, Size};

/// More samples than this along an edge of one target pixel bring nothing visible.
const MAX_SUBSAMPLES: usize = 8;

/// Warps a picture so that `similarity` takes it onto an `edge`×`edge` square, channels red,
/// green, blue, black where the picture ends. Bilinear; where the picture is at least 1.5 times
/// as fine as the square, the mean of several such samples per pixel.
pub(crate) fn warp(picture: &impl Pixels, similarity: Similarity, edge: usize) -> Planes {
    let mut samples = Samples::new(similarity, edge);
    Planes::of_rows(Size::square(edge), |y, means| samples.average_row(picture, y, means))
}

/// Where the samples of one row of a square lie.
struct Samples {
    similarity: Similarity,
    /// Samples per pixel of the square along each axis.
    steps: usize,
    /// Columns in the square, `steps` of them for each pixel.
    columns: Vec<f32>,
    /// The same places in the picture, of the row that was reached.
    places: Vec<(f32, f32)>,
}

impl Samples {
    fn new(similarity: Similarity, edge: usize) -> Self {
        let steps = numeric::index((1.0 / similarity.scale()).round()).unwrap_or(MAX_SUBSAMPLES);
        let steps = steps.clamp(1, MAX_SUBSAMPLES);
        let columns = (0..edge).flat_map(|x| (0..steps).map(move |i| numeric::real(x) + inner(i, steps)));
        let columns: Vec<f32> = columns.collect();
        Self { similarity, steps, places: vec![(0.0, 0.0); columns.len()], columns }
    }

    /// Adds the mean colours of the pixels of row `y` to `means`.
    fn average_row<P: Pixels>(&mut self, picture: &P, y: usize, means: &mut [Lanes]) {
        let Self { similarity, steps, columns, places } = self;
        let share = 1.0 / (numeric::real(*steps) * numeric::real(*steps));
        for j in 0..*steps {
            let row = numeric::real(y) + inner(j, *steps);
            dispatch!(Level::new(), simd => simd.vectorize(#[inline(always)] || {
                for (place, &column) in places.iter_mut().zip(columns.iter()) {
                    let source = similarity.source(Point::new(column, row));
                    *place = (source.x, source.y);
                }
                for (mean, places) in means.iter_mut().zip(places.chunks_exact(*steps)) {
                    let mut sum = f32x4::simd_from(simd, *mean);
                    for &(x, y) in places {
                        sum += sample(simd, picture, Point::new(x, y)) * share;
                    }
                    *mean = sum.into();
                }
            }));
        }
    }
}

/// Where the `i`th of `steps` samples of a pixel lies from its centre.
fn inner(i: usize, steps: usize) -> f32 {
    (numeric::real(i) + 0.5) / numeric::real(steps) - 0.5
}

/// What [`bilinear`] gives, to the last bit, in fewer steps where no corner is outside.
#[inline(always)]
fn sample<S: Simd, P: Pixels>(simd: S, picture: &P, at: Point) -> f32x4<S> {
    inside(simd, picture, at).unwrap_or_else(|| {
        let [red, green, blue] = outside(picture, at);
        f32x4::simd_from(simd, [red, green, blue, 0.0])
    })
}

#[cold]
#[inline(never)]
fn outside(picture: &impl Pixels, at: Point) -> [f32; 3] {
    bilinear(picture, at)
}

/// Bytes that are read at once, a register of them; two pixels side by side lie at the start.
const RUN: usize = 16;
/// Takes no byte: zero.
const NO: u8 = 255;
/// Which of the bytes go into the lanes of the left one and the right one of two pixels.
const COLOURED: [[u8; RUN]; 2] = [
    [0, NO, NO, NO, 1, NO, NO, NO, 2, NO, NO, NO, NO, NO, NO, NO],
    [3, NO, NO, NO, 4, NO, NO, NO, 5, NO, NO, NO, NO, NO, NO, NO],
];
const GREY: [[u8; RUN]; 2] = [
    [0, NO, NO, NO, 0, NO, NO, NO, 0, NO, NO, NO, NO, NO, NO, NO],
    [1, NO, NO, NO, 1, NO, NO, NO, 1, NO, NO, NO, NO, NO, NO, NO],
];

/// `None` where a corner is outside, or what is read at once reaches behind the last pixel.
#[inline(always)]
fn inside<S: Simd, P: Pixels>(simd: S, picture: &P, at: Point) -> Option<f32x4<S>> {
    let (right, bottom) = (numeric::index(at.x + 1.0)?, numeric::index(at.y + 1.0)?);
    let (fx, fy) = (at.x + 1.0 - numeric::real(right), at.y + 1.0 - numeric::real(bottom));
    let (left, top) = (right.checked_sub(1)?, bottom.checked_sub(1)?);
    if right >= picture.columns() || bottom >= picture.rows() {
        return None;
    }
    let pitch = picture.columns() * P::CHANNELS;
    let start = top * pitch + left * P::CHANNELS;
    let upper = picture.samples().get(start..start + RUN)?.first_chunk()?;
    let lower = picture.samples().get(start + pitch..start + pitch + RUN)?.first_chunk()?;
    let ((a, b), (c, d)) = (pair::<S, P>(simd, upper), pair::<S, P>(simd, lower));
    Some(a * ((1.0 - fx) * (1.0 - fy)) + b * (fx * (1.0 - fy)) + c * ((1.0 - fx) * fy) + d * (fx * fy))
}

/// Two pixels side by side.
#[inline(always)]
fn pair<S: Simd, P: Pixels>(simd: S, bytes: &[u8; RUN]) -> (f32x4<S>, f32x4<S>) {
    let [left, right] = if P::CHANNELS == 1 { GREY } else { COLOURED };
    let bytes = u8x16::simd_from(simd, *bytes);
    (lanes(simd, bytes, left), lanes(simd, bytes, right))
}

#[inline(always)]
fn lanes<S: Simd>(simd: S, bytes: u8x16<S>, which: [u8; RUN]) -> f32x4<S> {
    let lanes: i32x4<S> = bytes.swizzle_dyn_precise(u8x16::simd_from(simd, which)).bitcast();
    f32x4::float_from(lanes)
}

/// The colour between four pixels.
pub(crate) fn bilinear(picture: &impl Pixels, at: Point) -> [f32; 3] {
    // One pixel further out than the picture, so that its border fades to black.
    let (Some(left), Some(top)) = (numeric::index(at.x + 1.0), numeric::index(at.y + 1.0)) else {
        return [0.0; 3];
    };
    let (fx, fy) = (at.x + 1.0 - numeric::real(left), at.y + 1.0 - numeric::real(top));
    let corner = |dx: usize, dy: usize| {
        let place = (left + dx).checked_sub(1).zip((top + dy).checked_sub(1));
        place.and_then(|(x, y)| picture.rgb(x, y)).unwrap_or([0.0; 3])
    };
    let corners = [
        (corner(0, 0), (1.0 - fx) * (1.0 - fy)),
        (corner(1, 0), fx * (1.0 - fy)),
        (corner(0, 1), (1.0 - fx) * fy),
        (corner(1, 1), fx * fy),
    ];
    corners
        .iter()
        .fold([0.0; 3], |[r, g, b], ([cr, cg, cb], share)| [r + share * cr, g + share * cg, b + share * cb])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Grey8, Rgb8};
    use crate::pixels::tests::noise;
    use proptest::prelude::*;

    /// Every sample by itself, in the order in which they are summed.
    fn plainly(picture: &impl Pixels, similarity: Similarity, edge: usize) -> Planes {
        let steps = numeric::index((1.0 / similarity.scale()).round()).unwrap_or(MAX_SUBSAMPLES);
        let steps = steps.clamp(1, MAX_SUBSAMPLES);
        let n = numeric::real(steps);
        let inner = |i: usize| (numeric::real(i) + 0.5) / n - 0.5;
        let share = 1.0 / (n * n);
        Planes::gather(Size::square(edge), |x, y| {
            let mut sum = [0.0; 3];
            for (dx, dy) in (0..steps).flat_map(|j| (0..steps).map(move |i| (inner(i), inner(j)))) {
                let target = Point::new(numeric::real(x) + dx, numeric::real(y) + dy);
                let colour = bilinear(picture, similarity.source(target));
                for (sum, value) in sum.iter_mut().zip(colour) {
                    *sum += share * value;
                }
            }
            sum
        })
    }

    fn bits(planes: &Planes) -> Vec<u32> {
        planes.values.iter().map(|value| value.to_bits()).collect()
    }

    proptest! {
        /// Turned by any angle, from enlarged to shrunk beyond the most samples, in the picture, across
        /// its border and far outside of it.
        #[test]
        fn every_pixel_is_the_plain_mean_to_the_last_bit(
            (width, height) in (1..90_u32, 1..90_u32),
            edge in 1..40_usize,
            angle in 0.0..core::f32::consts::TAU,
            stretch in 0.2..12.0_f32,
            (x, y) in (-60.0..150.0_f32, -60.0..150.0_f32),
        ) {
            let (sin, cos) = angle.sin_cos();
            let from = [Point::new(x, y), Point::new(x + stretch * cos, y + stretch * sin)];
            let similarity = Similarity::between(&from, &[Point::new(7.0, 5.0), Point::new(8.0, 5.0)]).unwrap();
            let (coloured, grey): (Rgb8, Grey8) = (noise(width, height), noise(width, height));
            prop_assert_eq!(bits(&warp(&coloured.view(), similarity, edge)), bits(&plainly(&coloured.view(), similarity, edge)));
            prop_assert_eq!(bits(&warp(&grey.view(), similarity, edge)), bits(&plainly(&grey.view(), similarity, edge)));
        }
    }
}
