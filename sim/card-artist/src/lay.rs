//! How a card lies before the camera: from its millimetres to the picture's pixels, and back.

use crate::sheet::CARD;

/// Width and height of a picture.
pub const PICTURE: (u16, u16) = (1280, 960);
/// How far the camera is, in millimetres: over a tray.
const CAMERA: f32 = 160.0;

/// Where and how a card lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lay {
    /// Pixels per millimetre in the card's middle.
    pub pixels: f32,
    /// Turned clockwise, in degrees.
    pub turned: f32,
    /// Tilted around its own two axes, in degrees.
    pub tilted: (f32, f32),
    /// Where its middle is in the picture.
    pub middle: (f32, f32),
}

/// Places of the picture on the card.
#[derive(Debug, Clone, Copy)]
pub struct Projection {
    forth: [[f32; 3]; 3],
    back: [[f32; 3]; 3],
}

impl Lay {
    /// Its corners in the picture, from the upper left one of the print on.
    #[must_use]
    pub fn corners(&self) -> [(f32, f32); 4] {
        let projection = self.projection();
        [(0.0, 0.0), (CARD.0, 0.0), CARD, (0.0, CARD.1)].map(|(x, y)| projection.pixel(x, y))
    }

    /// Whether so many pixels are left around it.
    #[must_use]
    pub fn fits(&self, margin: f32) -> bool {
        let (width, height) = (f32::from(PICTURE.0), f32::from(PICTURE.1));
        let inside = |(x, y): &(f32, f32)| {
            (margin..width - margin).contains(x) && (margin..height - margin).contains(y)
        };
        self.corners().iter().all(inside)
    }

    /// The projection of this lay.
    #[must_use]
    pub fn projection(&self) -> Projection {
        let (sin, cos) = self.turned.to_radians().sin_cos();
        let ((sa, ca), (sb, cb)) =
            (self.tilted.0.to_radians().sin_cos(), self.tilted.1.to_radians().sin_cos());
        // Tilted around the card's own axes, then turned in the plane of the tray.
        let (x, y) = ([cb, 0.0, -sb], [sa * sb, ca, sa * cb]);
        let turn = |[a, b, c]: [f32; 3]| [cos * a - sin * b, sin * a + cos * b, c];
        let (x, y) = (turn(x), turn(y));
        let focal = self.pixels * CAMERA;
        let row = |at: usize, middle: f32| {
            let of = |axis: [f32; 3]| focal * axis.get(at).copied().unwrap_or(0.0) + middle * axis[2];
            [of(x), of(y), middle * CAMERA]
        };
        let centred = [row(0, self.middle.0), row(1, self.middle.1), [x[2], y[2], CAMERA]];
        // Millimetres count from the corner, the axes from the middle.
        let forth = centred.map(|[a, b, c]| [a, b, c - a * CARD.0 / 2.0 - b * CARD.1 / 2.0]);
        Projection { forth, back: inverse(forth) }
    }
}

impl Projection {
    /// The pixel of a place on the card.
    #[must_use]
    pub fn pixel(&self, x: f32, y: f32) -> (f32, f32) {
        through(&self.forth, x, y)
    }

    /// The place on the card of a pixel.
    #[must_use]
    pub fn place(&self, x: f32, y: f32) -> (f32, f32) {
        through(&self.back, x, y)
    }
}

fn through(matrix: &[[f32; 3]; 3], x: f32, y: f32) -> (f32, f32) {
    let [a, b, c] = matrix.map(|[p, q, r]| p * x + q * y + r);
    (a / c, b / c)
}

/// The inverse up to a factor, which a projection does not mind.
fn inverse([[a, b, c], [d, e, f], [g, h, i]]: [[f32; 3]; 3]) -> [[f32; 3]; 3] {
    [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pixel_of_a_place_is_at_that_place() {
        let lay = Lay { pixels: 9.0, turned: 187.0, tilted: (12.0, -8.0), middle: (600.0, 500.0) };
        let projection = lay.projection();
        for (x, y) in [(0.0, 0.0), (40.0, 20.0), CARD] {
            let pixel = projection.pixel(x, y);
            let place = projection.place(pixel.0, pixel.1);
            assert!((place.0 - x).abs() < 0.05 && (place.1 - y).abs() < 0.05, "{place:?}");
        }
    }

    #[test]
    fn a_card_that_lies_flat_is_as_large_as_its_scale_says() {
        let lay = Lay { pixels: 8.0, turned: 0.0, tilted: (0.0, 0.0), middle: (640.0, 480.0) };
        let [a, b, _, d] = lay.corners();
        assert!((b.0 - a.0 - 8.0 * CARD.0).abs() < 0.1 && (d.1 - a.1 - 8.0 * CARD.1).abs() < 0.1);
        assert!(lay.fits(100.0) && !lay.fits(400.0));
    }
}
