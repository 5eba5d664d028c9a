//! From a labelled picture to what a card holds and to what a camera sees.

use crate::fault::Fault;
use crate::numeric::{at, offset, pixel};
use face::{Eyes, Grey8, Matcher, Rgb8};
use image::imageops::{FilterType, crop_imm, grayscale, replace, resize};
use image::{GrayImage, Rgb, RgbImage};
use std::path::Path;
use std::sync::OnceLock;
use virtual_card::pictures::PHOTO_SIZE;

/// A camera frame, as the terminal's camera gives it.
pub(crate) const FRAME: (u32, u32) = (640, 480);
/// Distance between the eyes in a frame: a person about half a metre away.
pub(crate) const NEAR: f32 = 80.0;
/// The same of somebody who stands as far away as the quality gate lets through.
pub(crate) const FAR: f32 = 48.0;
/// Where the middle of the eyes is in a frame.
const FRAME_CENTRE: (f32, f32) = (320.0, 210.0);
/// In a card's photo the eyes are a quarter of its width apart (the token image of ISO/IEC
/// 19794-5), in the middle and somewhat above half of its height.
const TOKEN_EYES: f32 = 0.25;
const TOKEN_CENTRE: (f32, f32) = (0.5, 0.45);

/// A labelled picture, and where the eyes of its person are.
pub(crate) struct Subject {
    picture: RgbImage,
    eyes: Eyes,
}

/// A camera frame before degradation, with the eyes where they are in it.
pub(crate) struct Scene {
    pub(crate) frame: RgbImage,
    pub(crate) eyes: Eyes,
}

impl Subject {
    /// Reads a picture. `None` if no face is found in it, by `known` where that was looked for before.
    pub(crate) fn read(
        path: &Path,
        matcher: &Matcher,
        known: &OnceLock<Option<Eyes>>,
    ) -> Result<Option<Self>, Fault> {
        let picture = image::open(path).map_err(|error| Fault::Picture(path.into(), error))?.into_rgb8();
        if let Some(eyes) = known.get() {
            return Ok(eyes.map(|eyes| Self { picture, eyes }));
        }
        let shown = Rgb8::new(picture.width(), picture.height(), picture.as_raw().clone())
            .map_err(|_| Fault::PictureSize(path.into()))?;
        let all = matcher.eyes(&shown)?;
        let centre = (at(picture.width()) / 2.0, at(picture.height()) / 2.0);
        let eyes = *known.get_or_init(|| labelled(&all, centre).copied());
        Ok(eyes.map(|eyes| Self { picture, eyes }))
    }

    /// The grey picture that a photographer hands in for a card.
    pub(crate) fn token(&self) -> GrayImage {
        let (width, height) = PHOTO_SIZE;
        let distance = TOKEN_EYES * at(width);
        let centre = (TOKEN_CENTRE.0 * at(width), TOKEN_CENTRE.1 * at(height));
        grayscale(&self.seen(PHOTO_SIZE, distance, centre).frame)
    }

    /// What a camera sees when the eyes are `distance` pixels apart.
    pub(crate) fn scene(&self, distance: f32) -> Scene {
        self.seen(FRAME, distance, FRAME_CENTRE)
    }

    /// The picture, neither turned nor stretched, on `size` pixels, so that the middle of the eyes
    /// comes to lie at `centre`. Mid grey where the picture ends.
    fn seen(&self, size: (u32, u32), distance: f32, centre: (f32, f32)) -> Scene {
        let scale = distance / apart(&self.eyes);
        let middle = middle(&self.eyes);
        let (left, top) = (pixel(middle.0 - centre.0 / scale), pixel(middle.1 - centre.1 / scale));
        let edge = |pixels: u32| u32::try_from(pixel(at(pixels) / scale)).unwrap_or(1).max(1);
        let (width, height) = (edge(size.0), edge(size.1));
        let part = padded(&self.picture, left, top, width, height);
        let frame = resize(&part, size.0, size.1, FilterType::Triangle);
        let (across, down) = (at(size.0) / at(width), at(size.1) / at(height));
        let place = |(x, y): (f32, f32)| {
            ((x - offset(left) + 0.5) * across - 0.5, (y - offset(top) + 0.5) * down - 0.5)
        };
        Scene { frame, eyes: Eyes { right: place(self.eyes.right), left: place(self.eyes.left) } }
    }
}

/// Of several faces, none of which is small beside the largest, the one nearest to the middle is
/// the one that the label means.
fn labelled(all: &[Eyes], centre: (f32, f32)) -> Option<&Eyes> {
    let largest = all.iter().map(apart).fold(0.0, f32::max);
    let near = all.iter().filter(|eyes| apart(eyes) * 2.0 >= largest && apart(eyes) >= 1.0);
    let off = |eyes: &&Eyes| {
        let (x, y) = middle(eyes);
        (x - centre.0).hypot(y - centre.1)
    };
    near.min_by(|a, b| off(a).total_cmp(&off(b)))
}

/// Distance between the eyes.
pub(crate) fn apart(eyes: &Eyes) -> f32 {
    (eyes.left.0 - eyes.right.0).hypot(eyes.left.1 - eyes.right.1)
}

/// The point between the eyes.
pub(crate) fn middle(eyes: &Eyes) -> (f32, f32) {
    ((eyes.left.0 + eyes.right.0) / 2.0, (eyes.left.1 + eyes.right.1) / 2.0)
}

/// A rectangle of a picture, which may reach beyond it.
fn padded(picture: &RgbImage, left: i64, top: i64, width: u32, height: u32) -> RgbImage {
    let mut part = RgbImage::from_pixel(width, height, Rgb([128; 3]));
    let start = |from: i64| u32::try_from(from.max(0)).unwrap_or(0);
    let (x, y) = (start(left), start(top));
    if x < picture.width() && y < picture.height() {
        let rest = crop_imm(picture, x, y, picture.width() - x, picture.height() - y).to_image();
        replace(&mut part, &rest, i64::from(x) - left, i64::from(y) - top);
    }
    part
}

/// A frame as the camera port hands it over. Frames of this crate have sizes that are accepted.
pub(crate) fn shown(frame: RgbImage) -> Result<Rgb8, Fault> {
    Rgb8::new(frame.width(), frame.height(), frame.into_raw()).map_err(|_| Fault::PictureSize("frame".into()))
}

/// A token as the decoder would hand it over, had there been no compression.
pub(crate) fn lossless(token: GrayImage) -> Result<Grey8, Fault> {
    Grey8::new(token.width(), token.height(), token.into_raw())
        .map_err(|_| Fault::PictureSize("token".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture with a white dot at each eye.
    fn subject(right: (u32, u32), left: (u32, u32)) -> Subject {
        let mut picture = RgbImage::from_pixel(300, 200, Rgb([10; 3]));
        for (x, y) in [right, left] {
            picture.put_pixel(x, y, Rgb([255; 3]));
        }
        let place = |(x, y): (u32, u32)| (at(x), at(y));
        Subject { picture, eyes: Eyes { right: place(right), left: place(left) } }
    }

    #[test]
    fn eyes_come_to_lie_where_the_scene_says() {
        let scene = subject((100, 90), (140, 94)).scene(NEAR);
        assert!((apart(&scene.eyes) - NEAR).abs() < 1.0, "{}", apart(&scene.eyes));
        for (x, y) in [scene.eyes.right, scene.eyes.left] {
            let place = |v: f32| u32::try_from(pixel(v)).unwrap();
            let bright = scene.frame.get_pixel(place(x), place(y)).0[0];
            assert!(bright > 100, "{bright}");
        }
        let (x, y) = middle(&scene.eyes);
        assert!((x - FRAME_CENTRE.0).abs() < 2.0 && (y - FRAME_CENTRE.1).abs() < 2.0);
    }

    #[test]
    fn beyond_the_picture_is_grey() {
        let scene = subject((5, 5), (45, 5)).scene(NEAR);
        assert_eq!(scene.frame.get_pixel(0, 0).0, [128; 3]);
    }

    #[test]
    fn the_labelled_face_is_the_middle_one_and_never_a_small_one() {
        let face = |x: f32, distance: f32| Eyes { right: (x, 50.0), left: (x + distance, 50.0) };
        let all = [face(0.0, 40.0), face(85.0, 30.0), face(98.0, 4.0)];
        assert_eq!(labelled(&all, (100.0, 50.0)), Some(&all[1]));
        assert_eq!(labelled(&[], (100.0, 50.0)), None);
    }
}
