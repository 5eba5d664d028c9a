//! Light on the face, behind it, and in frames that show nothing.

use crate::align;
use crate::detect::Face;
use crate::geometry::Point;
use crate::numeric;
use crate::pixels::Pixels;

/// The part of the aligned square from the brows to the chin, between the cheeks.
const FACE_COLUMNS: core::ops::Range<usize> = 24..88;
const FACE_ROWS: core::ops::Range<usize> = 36..100;
/// From this brightness on a sample is at the end of the scale.
const CLIPPED: f32 = 250.0;

/// What the brightness inside a face tells.
pub(super) struct Inside {
    pub(super) mean: f32,
    /// Standard deviation, at least 1: a face without any contrast is as bad as a blurred one, and noise on
    /// black must not count as sharp.
    pub(super) deviation: f32,
    /// Mean square of the Laplacian over the variance.
    pub(super) sharpness: f32,
    /// Share of samples that are clipped.
    pub(super) clipped: f32,
}

/// Looks at the brightness of an aligned square.
pub(super) fn inside(luma: &[f32]) -> Inside {
    let at = |x: usize, y: usize| luma.get(y * align::EDGE + x).copied().unwrap_or(0.0);
    let (mut sum, mut squares, mut edges, mut clipped) = (0.0, 0.0, 0.0, 0.0);
    for (x, y) in FACE_ROWS.flat_map(|y| FACE_COLUMNS.map(move |x| (x, y))) {
        let here = at(x, y);
        let around = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1);
        sum += here;
        squares += here * here;
        edges += (around - 4.0 * here).powi(2);
        clipped += if here >= CLIPPED { 1.0 } else { 0.0 };
    }
    let n = numeric::real(FACE_ROWS.len() * FACE_COLUMNS.len());
    let mean = sum / n;
    let variance = (squares / n - mean * mean).max(1.0);
    Inside { mean, deviation: variance.sqrt(), sharpness: edges / n / variance, clipped: clipped / n }
}

/// Brightness of a place by the weights of ITU-R BT.601.
fn luma(rgb: [f32; 3]) -> f32 {
    let [red, green, blue] = rgb;
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// Looks along each edge at so many places.
const GRID: usize = 24;

/// Mean brightness around the face's box, as far as half its size to each side and above; below are
/// clothes. Where nothing of the surroundings is in the picture, that of black.
pub(super) fn behind(picture: &impl Pixels, face: &Face) -> f32 {
    let (origin, width, height) = (face.bounds.origin, face.bounds.width, face.bounds.height);
    let (mut sum, mut count) = (0.0, 0.0);
    for (column, row) in (0..GRID).flat_map(|row| (0..GRID).map(move |column| (column, row))) {
        let share = |i: usize| (numeric::real(i) + 0.5) / numeric::real(GRID);
        let at = Point::new(
            origin.x + width * (2.0 * share(column) - 0.5),
            origin.y + height * (1.5 * share(row) - 0.5),
        );
        let in_box = at.x > origin.x && at.x < origin.x + width && at.y > origin.y;
        let place = numeric::index(at.x).zip(numeric::index(at.y));
        if let (false, Some(rgb)) = (in_box, place.and_then(|(x, y)| picture.rgb(x, y))) {
            sum += luma(rgb);
            count += 1.0;
        }
    }
    if count > 0.0 { sum / count } else { 0.0 }
}

/// A frame that shows nothing.
pub(super) enum Blank {
    White,
    Black,
}

/// Whether a frame is white or black all over. A dark room has lights in it and a sensor's noise around
/// them; a fault has neither.
pub(super) fn blank(picture: &impl Pixels) -> Option<Blank> {
    let (mut darkest, mut brightest) = (f32::INFINITY, f32::NEG_INFINITY);
    for (column, row) in (0..GRID).flat_map(|row| (0..GRID).map(move |column| (column, row))) {
        let place = |i: usize, length: usize| i * length / GRID;
        if let Some(rgb) = picture.rgb(place(column, picture.columns()), place(row, picture.rows())) {
            darkest = darkest.min(luma(rgb));
            brightest = brightest.max(luma(rgb));
        }
    }
    match (darkest, brightest) {
        (_, ..12.0) => Some(Blank::Black),
        (244.0.., _) => Some(Blank::White),
        _ => None,
    }
}
