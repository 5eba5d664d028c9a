//! From a face in a picture to the upright square that the embedder takes.

use crate::detect::Face;
use crate::geometry::{Point, Similarity};
use crate::picture::Pixels;
use crate::resample::{Planes, warp};

/// Edge of the aligned square, in pixels.
pub(crate) const EDGE: usize = 112;

/// Where the five landmarks come to lie in the square, in the detector's order: the positions
/// that the embedder was trained with (face.md 2).
const TEMPLATE: [Point; 5] = [
    Point::new(38.2946, 51.6963),
    Point::new(73.5318, 51.5014),
    Point::new(56.0252, 71.7366),
    Point::new(41.5493, 92.3655),
    Point::new(70.7299, 92.2041),
];

/// Turns, scales and shifts the face onto the template; channels red, green, blue. `None` when
/// its landmarks coincide.
pub(crate) fn align(picture: &impl Pixels, face: &Face) -> Option<Planes> {
    let similarity = Similarity::between(&face.landmarks, &TEMPLATE)?;
    Some(warp(picture, similarity, EDGE))
}
