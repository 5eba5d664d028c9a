//! Textured meshes to pixels.
#![allow(
    clippy::as_conversions,
    clippy::indexing_slicing,
    reason = "pixel arithmetic; every index is bounded by the loop or the clamp beside it"
)]

use crate::photograph::Photograph;
use image::{Rgb, RgbImage};

/// Width and height of a frame: VGA, as a camera at the counter gives it.
pub const FRAME: (u32, u32) = (640, 480);
/// Vertices per distance between the eyes.
const FINENESS: f32 = 14.0;
/// How far the camera is, in distances between the eyes: half a metre.
const CAMERA: f32 = 8.0;

/// A frame being drawn.
pub struct Canvas {
    frame: RgbImage,
    nearest: Vec<f32>,
    /// Pixels of one distance between the eyes, and where the middle of the eyes is.
    pub(crate) scale: f32,
    pub(crate) centre: (f32, f32),
}

/// A place in space: x right, y down, z towards the camera, in distances between the eyes.
pub(crate) type Place = [f32; 3];

impl Canvas {
    /// An empty frame in one colour.
    pub(crate) fn new(colour: [u8; 3], scale: f32, centre: (f32, f32)) -> Self {
        let frame = RgbImage::from_pixel(FRAME.0, FRAME.1, Rgb(colour));
        Self { frame, nearest: vec![f32::MIN; (FRAME.0 * FRAME.1) as usize], scale, centre }
    }

    pub(crate) fn into_frame(self) -> RgbImage {
        self.frame
    }

    /// Draws a photograph as a mesh: `place` says where a place of the face's plane is in space, `None`
    /// where nothing is, and `shade` what becomes of its colour.
    pub(crate) fn draw(
        &mut self,
        photograph: &Photograph,
        place: impl Fn((f32, f32)) -> Option<Place>,
        shade: impl Fn([f32; 3], (f32, f32)) -> [f32; 3],
    ) {
        let (width, height) = (photograph.picture.width() as f32, photograph.picture.height() as f32);
        let step = (photograph.inter_eye() / FINENESS).max(1.0);
        let (columns, rows) = ((width / step) as usize + 1, (height / step) as usize + 1);
        let vertex = |column: usize, row: usize| {
            let at = ((column as f32 * step).min(width - 1.0), (row as f32 * step).min(height - 1.0));
            place(photograph.on_face(at)).map(|space| Vertex { screen: self.project(space), at })
        };
        let vertices: Vec<Option<Vertex>> = (0..=rows)
            .flat_map(|row| (0..=columns).map(move |column| (column, row)))
            .map(|(c, r)| vertex(c, r))
            .collect();
        let across = columns + 1;
        for row in 0..rows {
            for column in 0..columns {
                let corner = |dx: usize, dy: usize| vertices[(row + dy) * across + column + dx];
                let (Some(a), Some(b), Some(c), Some(d)) =
                    (corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1))
                else {
                    continue;
                };
                self.triangle([a, b, c], &photograph.picture, &shade);
                self.triangle([b, d, c], &photograph.picture, &shade);
            }
        }
    }

    fn project(&self, [x, y, z]: Place) -> [f32; 3] {
        let nearer = CAMERA / (CAMERA - z).max(1.0);
        [self.centre.0 + self.scale * x * nearer, self.centre.1 + self.scale * y * nearer, z]
    }

    fn triangle(
        &mut self,
        corners: [Vertex; 3],
        picture: &RgbImage,
        shade: &impl Fn([f32; 3], (f32, f32)) -> [f32; 3],
    ) {
        let [a, b, c] = corners.map(|corner| corner.screen);
        let area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
        if area.abs() < 1e-3 {
            return;
        }
        let span = |axis: usize, most: u32| {
            let low = a[axis].min(b[axis]).min(c[axis]).ceil().max(0.0) as u32;
            let high = a[axis].max(b[axis]).max(c[axis]).floor().min(most as f32 - 1.0);
            if high < 0.0 { 1..1 } else { low..(high as u32 + 1) }
        };
        for y in span(1, FRAME.1) {
            for x in span(0, FRAME.0) {
                let (px, py) = (x as f32, y as f32);
                let u = ((b[0] - px) * (c[1] - py) - (b[1] - py) * (c[0] - px)) / area;
                let v = ((c[0] - px) * (a[1] - py) - (c[1] - py) * (a[0] - px)) / area;
                let w = 1.0 - u - v;
                if u < -1e-4 || v < -1e-4 || w < -1e-4 {
                    continue;
                }
                let depth = u * a[2] + v * b[2] + w * c[2];
                let nearest = &mut self.nearest[(y * FRAME.0 + x) as usize];
                if depth <= *nearest {
                    continue;
                }
                *nearest = depth;
                let [ta, tb, tc] = corners.map(|corner| corner.at);
                let at = (u * ta.0 + v * tb.0 + w * tc.0, u * ta.1 + v * tb.1 + w * tc.1);
                let colour = shade(bilinear(picture, at), (px, py));
                self.frame.put_pixel(x, y, Rgb(colour.map(|value| value.clamp(0.0, 255.0) as u8)));
            }
        }
    }
}

#[derive(Clone, Copy)]
struct Vertex {
    screen: [f32; 3],
    at: (f32, f32),
}

fn bilinear(picture: &RgbImage, (x, y): (f32, f32)) -> [f32; 3] {
    let (last_x, last_y) = (picture.width() - 1, picture.height() - 1);
    let (x, y) = (x.clamp(0.0, last_x as f32), y.clamp(0.0, last_y as f32));
    let (left, top) = (x as u32, y as u32);
    let (fx, fy) = (x - left as f32, y - top as f32);
    let at = |dx: u32, dy: u32| {
        picture.get_pixel((left + dx).min(last_x), (top + dy).min(last_y)).0.map(f32::from)
    };
    let (a, b, c, d) = (at(0, 0), at(1, 0), at(0, 1), at(1, 1));
    core::array::from_fn(|i| {
        (a[i] * (1.0 - fx) + b[i] * fx) * (1.0 - fy) + (c[i] * (1.0 - fx) + d[i] * fx) * fy
    })
}

/// The mean colour of a picture's outermost pixels.
pub(crate) fn border_colour(picture: &RgbImage) -> [u8; 3] {
    let (width, height) = picture.dimensions();
    let mut sum = [0_u64; 3];
    let mut count = 0_u64;
    for (x, y, pixel) in picture.enumerate_pixels() {
        if x == 0 || y == 0 || x + 1 == width || y + 1 == height {
            count += 1;
            for (sum, value) in sum.iter_mut().zip(pixel.0) {
                *sum += u64::from(value);
            }
        }
    }
    sum.map(|sum| (sum / count.max(1)) as u8)
}
