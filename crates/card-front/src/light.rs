//! Brightness of a picture: coarse, to find the card, and at a place, to look closer.

use face_intake::Rgb8;
use zeroize::Zeroizing;

use crate::geometry::Point;
use crate::numeric::{index, real};

/// Longest edge of the coarse picture: a card that fills a third of the width still has a hundred
/// pixels there, and noise is averaged away.
const COARSE_EDGE: usize = 400;

/// A picture as brightness alone, each pixel the mean of a square of the original's. Wiped on drop.
pub(crate) struct Coarse {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    /// Pixels of the original along the edge of one of these.
    pub(crate) step: usize,
    pub(crate) values: Zeroizing<Vec<u8>>,
}

impl Coarse {
    /// Pixels at the right and lower edge that fill no square are left out.
    pub(crate) fn of(picture: &Rgb8) -> Self {
        let step = picture.columns().max(picture.rows()).div_ceil(COARSE_EDGE).max(1);
        let (columns, rows) = (picture.columns() / step, picture.rows() / step);
        let mut values = Zeroizing::new(Vec::with_capacity(columns * rows));
        for row in 0..rows {
            for column in 0..columns {
                values.push(mean(picture, column * step, row * step, step));
            }
        }
        Self { columns, rows, step, values }
    }

    /// The middle of one of these pixels in the original.
    pub(crate) fn original(&self, at: Point) -> Point {
        let (step, half) = (real(self.step), (real(self.step) - 1.0) / 2.0);
        Point::new(at.x * step + half, at.y * step + half)
    }
}

fn mean(picture: &Rgb8, left: usize, top: usize, edge: usize) -> u8 {
    let mut sum = 0_u32;
    for row in top..top + edge {
        for column in left..left + edge {
            sum += picture.pixel(column, row).map_or(0, |rgb| brightness(*rgb));
        }
    }
    let pixels = u32::try_from(edge * edge).unwrap_or(u32::MAX);
    u8::try_from(sum / pixels.max(1)).unwrap_or(u8::MAX)
}

/// Luminance in 0..=255 with the weights of ITU-R BT.601, as integers.
fn brightness([red, green, blue]: [u8; 3]) -> u32 {
    (u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29) >> 8
}

/// Red, green, blue between the four pixels around a place; `None` outside the picture.
pub(crate) fn colour(picture: &Rgb8, at: Point) -> Option<[f32; 3]> {
    let (column, row) = (index(at.x)?, index(at.y)?);
    let (right, down) = (at.x - real(column), at.y - real(row));
    let pixel = |c: usize, r: usize| picture.pixel(c, r).map(|rgb| rgb.map(f32::from));
    let upper = pixel(column, row)?;
    // The last row and column have nothing beyond them to mix with.
    let upper_right = pixel(column + 1, row).unwrap_or(upper);
    let lower = pixel(column, row + 1).unwrap_or(upper);
    let lower_right = pixel(column + 1, row + 1).unwrap_or(lower);
    let mut mixed = [0.0; 3];
    let corners = upper.iter().zip(upper_right).zip(lower.iter().zip(lower_right));
    for (mixed, ((a, b), (c, d))) in mixed.iter_mut().zip(corners) {
        let (above, below) = (a + (b - a) * right, c + (d - c) * right);
        *mixed = above + (below - above) * down;
    }
    Some(mixed)
}

/// Brightness between the four pixels around a place; `None` outside the picture.
pub(crate) fn light(picture: &Rgb8, at: Point) -> Option<f32> {
    colour(picture, at).map(|[red, green, blue]| red * 0.30 + green * 0.59 + blue * 0.11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coarse_pixel_is_the_mean_of_its_square() {
        let samples = (0..401_u32 * 2).flat_map(|n| [if n % 401 < 2 { 200 } else { 100 }; 3]).collect();
        let coarse = Coarse::of(&Rgb8::new(401, 2, samples).unwrap());
        assert_eq!((coarse.columns, coarse.rows, coarse.step), (200, 1, 2));
        assert_eq!(coarse.values.get(..2), Some(&[200, 100][..]));
        let middle = coarse.original(Point::new(1.0, 0.0));
        assert_eq!((middle.x, middle.y), (2.5, 0.5));
    }

    #[test]
    fn between_pixels_colours_mix() {
        let picture = Rgb8::new(2, 1, vec![0, 0, 0, 100, 40, 8]).unwrap();
        assert_eq!(colour(&picture, Point::new(0.5, 0.0)), Some([50.0, 20.0, 4.0]));
        assert_eq!(colour(&picture, Point::new(-0.1, 0.0)), None);
        assert_eq!(colour(&picture, Point::new(2.0, 0.0)), None);
        assert_eq!(colour(&picture, Point::new(f32::NAN, 0.0)), None);
    }
}
