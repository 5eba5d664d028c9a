//! From pictures to the float planes that networks take.

use fearless_simd::{Level, Simd, SimdBase, dispatch, f32x4};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::geometry::Point;
use crate::numeric;
use crate::pixels::Pixels;

/// The three channels of a pixel, and a fourth value that makes a whole register of them and means
/// nothing.
pub(crate) type Lanes = [f32; LANES];
const LANES: usize = 4;

/// What a network takes, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

impl Size {
    pub(crate) const fn square(edge: usize) -> Self {
        Self { columns: edge, rows: edge }
    }

    pub(crate) const fn area(self) -> usize {
        self.columns * self.rows
    }
}

/// One float plane per channel, one after the other, each in rows from the top, values 0..255. Wiped on
/// drop.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Planes {
    #[zeroize(skip)]
    pub(crate) size: Size,
    pub(crate) values: Vec<f32>,
}

impl Planes {
    /// Pixel after pixel, row after row from the top.
    pub(crate) fn gather(size: Size, mut colour: impl FnMut(usize, usize) -> [f32; 3]) -> Self {
        Self::of_rows(size, |y, row| {
            for (x, pixel) in row.iter_mut().enumerate() {
                let [first, second, third] = colour(x, y);
                *pixel = [first, second, third, 0.0];
            }
        })
    }

    /// Row after row from the top; `fill` finds each black.
    pub(crate) fn of_rows(size: Size, mut fill: impl FnMut(usize, &mut [Lanes])) -> Self {
        let area = size.area();
        let mut values = vec![0.0; 3 * area];
        let (first, others) = values.split_at_mut(area);
        let (second, third) = others.split_at_mut(area);
        let [first, second, third] =
            [first, second, third].map(|plane| plane.chunks_exact_mut(size.columns.max(1)));
        let mut row = Zeroizing::new(vec![[0.0; 4]; size.columns]);
        for (y, ((first, second), third)) in first.zip(second).zip(third).enumerate() {
            row.fill([0.0; 4]);
            fill(y, &mut row);
            for (((a, b), c), pixel) in first.iter_mut().zip(second).zip(third).zip(row.iter()) {
                [*a, *b, *c, _] = *pixel;
            }
        }
        Self { size, values }
    }

    /// The three planes as slices.
    pub(crate) fn channels(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.size.area().max(1))
    }

    /// Left and right exchanged.
    pub(crate) fn mirrored(&self) -> Self {
        let mut values = self.values.clone();
        for row in values.chunks_exact_mut(self.size.columns.max(1)) {
            row.reverse();
        }
        Self { size: self.size, values }
    }
}

/// A rectangle of whole pixels inside a picture.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Region {
    pub(crate) column: usize,
    pub(crate) row: usize,
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

impl Region {
    pub(crate) fn whole(picture: &impl Pixels) -> Self {
        Self { column: 0, row: 0, columns: picture.columns(), rows: picture.rows() }
    }

    /// Target pixels per source pixel when this is shrunk to fit a target; at most 1.
    pub(crate) fn scale_in(self, target: Size) -> f32 {
        let share = |target: usize, own: usize| numeric::real(target) / numeric::real(own);
        share(target.columns, self.columns).min(share(target.rows, self.rows)).min(1.0)
    }

    /// The square of `edge` pixels around `centre`, as far as it lies in the picture.
    pub(crate) fn around(picture: &impl Pixels, centre: Point, edge: f32) -> Self {
        let along = |centre: f32, length: usize| {
            let from = numeric::index((centre - edge / 2.0).max(0.0)).unwrap_or(0);
            let to = numeric::index((centre + edge / 2.0).max(0.0)).unwrap_or(length);
            let from = from.min(length.saturating_sub(1));
            (from, to.saturating_add(1).min(length).saturating_sub(from).max(1))
        };
        let (column, columns) = along(centre.x, picture.columns());
        let (row, rows) = along(centre.y, picture.rows());
        Self { column, row, columns, rows }
    }
}

/// A region shrunk to fit a target, black below and to the right, channels blue, green, red.
pub(crate) struct Letterbox {
    pub(crate) planes: Planes,
    /// Target pixels per picture pixel, at most 1: small pictures are not enlarged.
    pub(crate) scale: f32,
    region: Region,
}

impl Letterbox {
    /// Averages over the area that each target pixel covers, so that nothing aliases.
    pub(crate) fn of<P: Pixels>(picture: &P, region: Region, target: Size) -> Self {
        let scale = region.scale_in(target);
        let across = spans(region.columns, target.columns, scale);
        let down = spans(region.rows, target.rows, scale);
        let sums = region.columns * P::CHANNELS;
        // Some more, which the last pixel's register takes along.
        let mut padded = Zeroizing::new(vec![0.0; sums + LANES - P::CHANNELS]);
        let planes = Planes::of_rows(target, |y, row| {
            let Some(down) = down.get(y) else { return };
            sum_rows(picture, region, down, padded.get_mut(..sums).unwrap_or_default());
            dispatch!(Level::new(), simd => simd.vectorize(
                #[inline(always)]
                || row.iter_mut().zip(&across).for_each(|(pixel, across)| {
                    let [red, green, blue, _] = across.mean_of_pixels::<_, P>(simd, &padded);
                    *pixel = [blue, green, red, 0.0];
                })
            ));
        });
        Self { planes, scale, region }
    }

    /// A point of the target in the picture's coordinates.
    pub(crate) fn in_picture(&self, p: Point) -> Point {
        let back = |v: f32, start: usize| (v + 0.5) / self.scale - 0.5 + numeric::real(start);
        Point::new(back(p.x, self.region.column), back(p.y, self.region.row))
    }
}

/// The pixels of a row or a column of a region that one target pixel covers, with the share of each.
struct Span {
    first: usize,
    shares: Vec<f32>,
}

impl Span {
    /// The mean colour of the covered pixels of a row of sums.
    #[inline(always)]
    fn mean_of_pixels<S: Simd, P: Pixels>(&self, simd: S, sums: &[f32]) -> Lanes {
        let covered = sums.get(self.first * P::CHANNELS..).unwrap_or_default();
        let mut mean = f32x4::splat(simd, 0.0);
        for (share, pixel) in self.shares.iter().zip(covered.windows(LANES).step_by(P::CHANNELS)) {
            mean += f32x4::from_slice(simd, pixel) * *share;
        }
        let [first, second, third, _] = mean.into();
        if P::CHANNELS == 1 { [first; LANES] } else { [first, second, third, 0.0] }
    }
}

fn spans(source: usize, edge: usize, scale: f32) -> Vec<Span> {
    let step = 1.0 / scale;
    let targets = (0..edge).map(|i| (numeric::real(i) * step, numeric::real(i + 1) * step));
    targets
        .map_while(|(from, to)| {
            let first = numeric::index(from).filter(|&i| i < source)?;
            let to = to.min(numeric::real(source));
            let cover = |i: usize| {
                let i = numeric::real(i);
                (to.min(i + 1.0) - from.max(i)).max(0.0)
            };
            let mut shares: Vec<f32> = (first..source).map(cover).take_while(|&share| share > 0.0).collect();
            let sum: f32 = shares.iter().sum();
            shares.iter_mut().for_each(|share| *share /= sum);
            (!shares.is_empty()).then_some(Span { first, shares })
        })
        .collect()
}

/// The rows of a region that `span` covers, summed with their shares.
fn sum_rows<P: Pixels>(picture: &P, region: Region, span: &Span, sums: &mut [f32]) {
    sums.fill(0.0);
    for (row, &share) in (region.row + span.first..).zip(&span.shares) {
        let samples = picture.run(row, region.column, region.columns);
        dispatch!(Level::new(), simd => simd.vectorize(
            #[inline(always)]
            || sums.iter_mut().zip(samples).for_each(|(sum, &sample)| *sum += share * f32::from(sample))
        ));
    }
}

/// The brightness of each pixel (ITU-R BT.601 weights) of planes in the order red, green, blue.
pub(crate) fn luma(planes: &Planes) -> Zeroizing<Vec<f32>> {
    let mut luma = Zeroizing::new(vec![0.0; planes.size.area()]);
    for (channel, weight) in planes.channels().zip([0.299, 0.587, 0.114]) {
        for (sum, value) in luma.iter_mut().zip(channel) {
            *sum += weight * value;
        }
    }
    luma
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Grey8, Rgb8};
    use crate::pixels::tests::noise;
    use proptest::prelude::*;

    #[test]
    fn shrinking_averages_and_pads_with_black() {
        let rows: Vec<u8> = (0..8).map(|i| if i % 4 < 2 { 10 } else { 30 }).collect();
        let picture = Grey8::new(4, 2, rows).unwrap();
        let letterbox = Letterbox::of(&picture.view(), Region::whole(&picture.view()), Size::square(2));
        assert_eq!(letterbox.planes.values[..4], [10.0, 30.0, 0.0, 0.0]);
        let corner = letterbox.in_picture(Point::new(0.0, 0.0));
        assert_eq!(corner, Point::new(0.5, 0.5));
    }

    /// Every pixel by itself: the sum down of each covered column, then the sum across.
    fn plainly<P: Pixels>(picture: &P, region: Region, size: Size) -> Planes {
        let scale = region.scale_in(size);
        let (across, down) =
            (spans(region.columns, size.columns, scale), spans(region.rows, size.rows, scale));
        Planes::gather(size, |x, y| {
            let (Some(across), Some(down)) = (across.get(x), down.get(y)) else { return [0.0; 3] };
            let [mut mean, mut sum] = [[0.0; 3]; 2];
            for (column, share) in (region.column + across.first..).zip(&across.shares) {
                sum.fill(0.0);
                for (row, share) in (region.row + down.first..).zip(&down.shares) {
                    let colour = picture.rgb(column, row).unwrap();
                    sum.iter_mut().zip(colour).for_each(|(sum, value)| *sum += share * value);
                }
                mean.iter_mut().zip(sum).for_each(|(mean, sum)| *mean += share * sum);
            }
            let [red, green, blue] = mean;
            [blue, green, red]
        })
    }

    proptest! {
        #[test]
        fn every_pixel_is_the_plain_mean_to_the_last_bit(
            (width, height) in (1..120_u32, 1..120_u32),
            (columns, rows) in (1..40_usize, 1..40_usize),
            (x, y) in (-20.0..150.0_f32, -20.0..150.0_f32),
            side in 1.0..150.0_f32,
        ) {
            let (coloured, grey): (Rgb8, Grey8) = (noise(width, height), noise(width, height));
            let region = Region::around(&grey.view(), Point::new(x, y), side);
            let size = Size { columns, rows };
            let bits = |planes: Planes| planes.values.iter().map(|value| value.to_bits()).collect::<Vec<u32>>();
            let quick = Letterbox::of(&coloured.view(), region, size).planes;
            prop_assert_eq!(bits(quick), bits(plainly(&coloured.view(), region, size)));
            let quick = Letterbox::of(&grey.view(), region, size).planes;
            prop_assert_eq!(bits(quick), bits(plainly(&grey.view(), region, size)));
        }
    }

    #[test]
    fn small_pictures_keep_their_size_and_channels_turn_to_blue_green_red() {
        let picture = Rgb8::new(1, 1, vec![1, 2, 3]).unwrap();
        let letterbox = Letterbox::of(&picture.view(), Region::whole(&picture.view()), Size::square(2));
        let firsts: Vec<f32> = letterbox.planes.channels().map(|c| c[0]).collect();
        assert_eq!(firsts, [3.0, 2.0, 1.0]);
        assert_eq!(letterbox.planes.values.iter().sum::<f32>(), 6.0);
    }

    #[test]
    fn a_region_ends_where_the_picture_ends() {
        let picture = Grey8::new(10, 6, vec![0; 60]).unwrap();
        let around = |x, y, edge| Region::around(&picture.view(), Point::new(x, y), edge);
        let whole = Region::whole(&picture.view());
        assert_eq!(around(5.0, 3.0, 100.0), whole);
        let corner = around(-50.0, 90.0, 4.0);
        assert_eq!((corner.columns, corner.rows), (1, 1));
        assert!(corner.column < 10 && corner.row < 6);
        let nowhere = around(f32::NAN, f32::INFINITY, f32::NAN);
        assert!(nowhere.column + nowhere.columns <= 10 && nowhere.row + nowhere.rows <= 6);
    }

    #[test]
    fn mirroring_twice_changes_nothing() {
        let planes = Planes { size: Size::square(2), values: (0..12_u8).map(f32::from).collect() };
        let mirrored = planes.mirrored();
        assert_eq!(mirrored.values[..4], [1.0, 0.0, 3.0, 2.0]);
        assert_eq!(mirrored.mirrored().values, planes.values);
    }
}
