//! The depth of a generic face.
//!
//! A few smooth shapes whose sizes follow MediaPipe's generic face mesh (`canonical_face_model.obj`,
//! Apache-2.0; only distances were taken), with lengths in distances between the eyes (6.36 there), the
//! origin in the middle of the eyes, y down and z towards the camera.

use crate::photograph::Photograph;

/// The relief under one photograph: the generic face, moved so that nose and mouth lie where the
/// photograph has them.
#[derive(Debug, Clone, Copy)]
pub struct Relief {
    nose: (f32, f32),
    mouth: (f32, f32),
    /// Height of the nose as a share of the mesh's.
    height: f32,
}

/// Height of the nose over the cheeks along its ridge: place from the middle of the eyes, height.
const RIDGE: [(f32, f32); 7] =
    [(-0.2, 0.0), (0.0, 0.16), (0.35, 0.38), (0.53, 0.43), (0.62, 0.40), (0.80, 0.16), (0.95, 0.0)];
/// Where the mesh has its nose tip and its mouth.
const NOSE_Y: f32 = 0.53;
const MOUTH_Y: f32 = 1.09;

fn bump((x, y): (f32, f32), (cx, cy): (f32, f32), (wide, high): (f32, f32)) -> f32 {
    (-((x - cx) / wide).powi(2) - ((y - cy) / high).powi(2)).exp()
}

impl Relief {
    /// The relief for a photograph; `height` 1 is the mesh's nose.
    #[must_use]
    pub fn under(photograph: &Photograph, height: f32) -> Self {
        Self { nose: photograph.nose, mouth: photograph.mouth, height }
    }

    /// How far a place of the face stands towards the camera from the eyes.
    #[must_use]
    pub fn depth(&self, (x, y): (f32, f32)) -> f32 {
        let y = y * if y < self.nose.1 { NOSE_Y / self.nose.1.max(0.2) } else { 1.0 }
            + if y < self.nose.1 { 0.0 } else { self.below(y) - y };
        let aside = self.nose.0 * (y / NOSE_Y).clamp(0.0, 1.0);
        let skull = 0.15 - 0.6 * x * x - 0.05 * (y - 0.4).powi(2);
        let nose = self.height * ridge(y) * (-((x - aside) / 0.17).powi(2)).exp();
        let cheeks =
            0.12 * (bump((x, y), (-0.72, 0.5), (0.3, 0.35)) + bump((x, y), (0.72, 0.5), (0.3, 0.35)));
        let lips = 0.16 * bump((x, y), (0.0, 1.05), (0.32, 0.2));
        let chin = 0.13 * bump((x, y), (0.0, 1.75), (0.32, 0.22));
        (skull + nose + cheeks + lips + chin).max(-1.2)
    }

    /// Where a place below the photograph's nose tip is in the mesh: its mouth onto the mesh's.
    fn below(&self, y: f32) -> f32 {
        let stretch = (MOUTH_Y - NOSE_Y) / (self.mouth.1 - self.nose.1).max(0.2);
        NOSE_Y + (y - self.nose.1) * stretch
    }
}

fn ridge(y: f32) -> f32 {
    let pieces = RIDGE.iter().zip(RIDGE.iter().skip(1));
    let piece = pieces.into_iter().find(|((from, _), (to, _))| (*from..*to).contains(&y));
    piece.map_or(0.0, |((from, low), (to, high))| low + (high - low) * (y - from) / (to - from))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GENERIC: Relief = Relief { nose: (0.0, NOSE_Y), mouth: (0.0, MOUTH_Y), height: 1.0 };

    /// Vertices of the mesh: x, y from the middle of the eyes, z from the eyes, over 6.36.
    #[test]
    fn the_relief_follows_the_generic_mesh() {
        let vertices = [
            ("nose tip", (0.0, 0.53), 0.58),
            ("bridge", (0.0, 0.02), 0.305),
            ("under the nose", (0.0, 0.80), 0.33),
            ("eye", (0.5, 0.0), 0.0),
            ("mouth corner", (0.386, 1.09), 0.07),
            ("chin", (0.0, 1.77), 0.21),
            ("forehead", (0.0, -0.89), 0.10),
            ("cheek", (0.417, 0.52), 0.12),
            ("cheekbone", (0.75, 0.52), -0.05),
            ("temple", (0.88, 0.0), -0.26),
            ("jaw", (0.79, 1.37), -0.31),
        ];
        for (name, place, wanted) in vertices {
            let depth = GENERIC.depth(place);
            assert!((depth - wanted).abs() < 0.08, "{name}: {depth} for {wanted}");
        }
    }

    #[test]
    fn nose_and_mouth_lie_where_the_photograph_has_them() {
        let moved = Relief { nose: (0.04, 0.65), mouth: (0.02, 1.2), height: 1.0 };
        let tip = (0..150_u8)
            .map(|i| f32::from(i) / 100.0)
            .max_by(|a, b| moved.depth((0.04, *a)).total_cmp(&moved.depth((0.04, *b))));
        assert!((tip.unwrap() - 0.65).abs() < 0.06, "{tip:?}");
    }
}
