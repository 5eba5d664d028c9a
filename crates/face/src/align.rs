//! From a face in a picture to the upright square that the embedder takes.

use crate::detect::Face;
use crate::geometry::{Point, Similarity};
use crate::pixels::Pixels;
use crate::resample::Planes;
use crate::warp::warp;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Bounds;
    use crate::picture::Rgb8;

    /// A face whose landmarks are the template, turned by 20 degrees, enlarged and shifted.
    fn turned(scale: f32, shift: Point) -> Face {
        let (sin, cos) = 20_f32.to_radians().sin_cos();
        let place = |p: Point| {
            Point::new(scale * (cos * p.x - sin * p.y) + shift.x, scale * (sin * p.x + cos * p.y) + shift.y)
        };
        Face {
            score: 1.0,
            bounds: Bounds { origin: Point::new(0.0, 0.0), width: 1.0, height: 1.0 },
            landmarks: TEMPLATE.map(place),
        }
    }

    #[test]
    fn landmarks_come_to_lie_on_the_template() {
        let face = turned(1.7, Point::new(60.0, 5.0));
        let similarity = Similarity::between(&face.landmarks, &TEMPLATE).unwrap();
        assert!((similarity.scale() - 1.0 / 1.7).abs() < 1e-5);
        for (target, landmark) in TEMPLATE.into_iter().zip(face.landmarks) {
            assert!(similarity.source(target).minus(landmark).length() < 1e-3);
        }
    }

    #[test]
    fn a_ramp_is_sampled_where_the_template_says() {
        // Brightness equals the column, so that every sample tells where it was taken.
        let samples = (0..256 * 256_u32).flat_map(|i| [u8::try_from(i % 256).unwrap(); 3]);
        let picture = Rgb8::new(256, 256, samples.collect()).unwrap();
        for scale in [1.0, 1.9] {
            let face = turned(scale, Point::new(70.0, 2.0));
            let similarity = Similarity::between(&face.landmarks, &TEMPLATE).unwrap();
            let aligned = align(&picture.view(), &face).unwrap();
            let source = similarity.source(Point::new(56.0, 60.0));
            let sampled = aligned.values[60 * EDGE + 56];
            assert!((sampled - source.x).abs() < 0.01, "{sampled} {}", source.x);
        }
    }

    #[test]
    fn coinciding_landmarks_give_nothing() {
        let mut face = turned(1.0, Point::new(0.0, 0.0));
        face.landmarks = [Point::new(9.0, 9.0); 5];
        let picture = Rgb8::new(1, 1, vec![0; 3]).unwrap();
        assert!(align(&picture.view(), &face).is_none());
    }
}
