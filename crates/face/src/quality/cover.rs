//! Whether eyes or mouth are hidden.
//!
//! Both look at how much brightness varies where eyes and mouth lie in the aligned square: lids, iris and
//! the line of the lips are among the darkest things of a face, and what lies over them, a dark lens, a hand
//! or a mask, is even. A patterned mask is not noticed.

use crate::align;
use crate::numeric;
use core::ops::Range;

/// Columns of the right and the left eye (left first in the picture), and the rows of both.
const EYES: [Range<usize>; 2] = [30..47, 65..82];
const EYE_ROWS: Range<usize> = 46..58;
/// The mouth from corner to corner, with room for lips that are open.
const MOUTH_COLUMNS: Range<usize> = 44..69;
const MOUTH_ROWS: Range<usize> = 84..101;

/// Standard deviation of the brightness in the eye where it is larger.
pub(super) fn eyes(luma: &[f32]) -> f32 {
    let [right, left] = EYES.map(|columns| {
        let values = EYE_ROWS.flat_map(|y| columns.clone().map(move |x| (x, y)));
        deviation(values.map(|(x, y)| at(luma, x, y)))
    });
    right.max(left)
}

/// Standard deviation of the mean brightness of the mouth's rows.
pub(super) fn mouth(luma: &[f32]) -> f32 {
    let width = numeric::real(MOUTH_COLUMNS.len());
    let row = |y: usize| MOUTH_COLUMNS.map(|x| at(luma, x, y)).sum::<f32>() / width;
    deviation(MOUTH_ROWS.map(row))
}

fn at(luma: &[f32], x: usize, y: usize) -> f32 {
    luma.get(y * align::EDGE + x).copied().unwrap_or(0.0)
}

fn deviation(values: impl Iterator<Item = f32>) -> f32 {
    let (mut sum, mut squares, mut n) = (0.0, 0.0, 0.0);
    for value in values {
        sum += value;
        squares += value * value;
        n += 1.0;
    }
    let mean = sum / f32::max(n, 1.0);
    (squares / f32::max(n, 1.0) - mean * mean).max(0.0).sqrt()
}
