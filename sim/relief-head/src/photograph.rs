//! A photograph and where the face in it is.

use image::RgbImage;

/// A photograph of one face.
#[derive(Clone)]
pub struct Photograph {
    pub(crate) picture: RgbImage,
    /// Middle of the eyes, in pixels.
    pub(crate) origin: (f32, f32),
    /// What one distance between the eyes is, to the right of the picture's face.
    pub(crate) axis: (f32, f32),
    /// Nose tip and middle of the mouth, in distances between the eyes from the middle of the eyes.
    pub(crate) nose: (f32, f32),
    pub(crate) mouth: (f32, f32),
}

/// The furthest off the middle, as a share of the distance between the eyes, that a face counts as
/// looking straight ahead.
const ASKEW: f32 = 0.12;

impl Photograph {
    /// Takes a picture with the landmarks of its face in pixels: right eye (left in the picture), left
    /// eye, nose tip, right and left corner of the mouth. `None` where the eyes coincide.
    #[must_use]
    pub fn new(picture: RgbImage, landmarks: [(f32, f32); 5]) -> Option<Self> {
        let [right, left, nose, right_mouth, left_mouth] = landmarks;
        let middle = |a: (f32, f32), b: (f32, f32)| ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
        let axis = (left.0 - right.0, left.1 - right.1);
        if axis.0.hypot(axis.1) < 4.0 {
            return None;
        }
        let mut photograph =
            Self { picture, origin: middle(right, left), axis, nose: (0.0, 0.0), mouth: (0.0, 0.0) };
        photograph.nose = photograph.on_face(nose);
        photograph.mouth = photograph.on_face(middle(right_mouth, left_mouth));
        Some(photograph)
    }

    /// Whether the nose tip and the mouth are in the middle: a face that is turned is no ground for a
    /// relief that looks straight ahead.
    #[must_use]
    pub fn looks_ahead(&self) -> bool {
        self.nose.0.abs().max(self.mouth.0.abs()) < ASKEW
    }

    /// The distance between the eyes, in pixels.
    #[must_use]
    pub fn inter_eye(&self) -> f32 {
        self.axis.0.hypot(self.axis.1)
    }

    /// A pixel in the face's own coordinates.
    pub(crate) fn on_face(&self, pixel: (f32, f32)) -> (f32, f32) {
        let (dx, dy) = (pixel.0 - self.origin.0, pixel.1 - self.origin.1);
        let square = self.axis.0 * self.axis.0 + self.axis.1 * self.axis.1;
        ((dx * self.axis.0 + dy * self.axis.1) / square, (dy * self.axis.0 - dx * self.axis.1) / square)
    }
}
