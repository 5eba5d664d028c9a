//! What a camera may see of a person who is otherwise well placed. **All of them are synthetic**:
//! made from the labelled picture by the functions in here, none was photographed so.

use crate::numeric::{at, level, pixel};
use crate::picture::{FAR, NEAR, Scene, Subject, apart, middle};
use image::{Rgb, RgbImage};
use rand_chacha::ChaCha8Rng;
use rand_core::{RngCore as _, SeedableRng as _};

/// A condition of the live side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Condition {
    /// As the picture is.
    Clean,
    /// An eighth of the light, and a sensor's noise.
    LowLight,
    /// A bright background, the face in its shade.
    BackLight,
    /// Out of focus.
    Blur,
    /// Standing far away.
    SmallFace,
    /// Looking aside by twenty degrees.
    Turned,
    /// Glasses with dark frames.
    Glasses,
    /// The lower half of the face behind a surgical mask.
    Mask,
}

impl Condition {
    /// All of them.
    pub(crate) const ALL: [Self; 8] = [
        Self::Clean,
        Self::LowLight,
        Self::BackLight,
        Self::Blur,
        Self::SmallFace,
        Self::Turned,
        Self::Glasses,
        Self::Mask,
    ];

    /// Its name in the ledger.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::LowLight => "low light",
            Self::BackLight => "back light",
            Self::Blur => "blur",
            Self::SmallFace => "small face",
            Self::Turned => "turned",
            Self::Glasses => "glasses",
            Self::Mask => "lower half masked",
        }
    }

    /// The frame that the camera gives. `seed` makes the noise.
    pub(crate) fn frame(self, subject: &Subject, seed: u64) -> RgbImage {
        let near = || subject.scene(NEAR);
        match self {
            Self::Clean => near().frame,
            Self::LowLight => low_light(near().frame, seed),
            Self::BackLight => back_light(&near()),
            Self::Blur => blur(&near()),
            Self::SmallFace => subject.scene(FAR).frame,
            Self::Turned => turned(&near()),
            Self::Glasses => glasses(near()),
            Self::Mask => masked(near()),
        }
    }
}

/// 12 % of the light (in linear light, gamma 2.2), then noise of a standard deviation of 4 levels.
fn low_light(mut frame: RgbImage, seed: u64) -> RgbImage {
    let mut noise = ChaCha8Rng::seed_from_u64(seed);
    let gain = 0.12_f32.powf(1.0 / 2.2);
    for sample in frame.iter_mut() {
        // Four bytes less their mean: nearly normal, with a standard deviation of 147.8.
        let sum: f32 = noise.next_u32().to_le_bytes().map(f32::from).iter().sum();
        *sample = level(f32::from(*sample) * gain + (sum - 510.0) * (4.0 / 147.8));
    }
    frame
}

/// Outside an oval around the face the light is doubled, inside it is a quarter, soft between; and
/// a veil of 12 levels from the lens.
fn back_light(scene: &Scene) -> RgbImage {
    let unit = apart(&scene.eyes);
    let (x0, y0) = middle(&scene.eyes);
    let mut frame = scene.frame.clone();
    for (x, y, pixel) in frame.enumerate_pixels_mut() {
        let r = ((at(x) - x0) / (1.3 * unit)).hypot((at(y) - y0 - 0.4 * unit) / (1.8 * unit));
        let outside = ((r - 0.9) / 0.3).clamp(0.0, 1.0);
        let gain = (0.25 + outside * 1.75_f32).powf(1.0 / 2.2);
        pixel.0 = pixel.0.map(|v| level(f32::from(v) * gain + 12.0));
    }
    frame
}

/// A Gaussian of a standard deviation of 1/22 of the distance between the eyes: two pixels where
/// they are 44 apart (face.md 6.2).
fn blur(scene: &Scene) -> RgbImage {
    image::imageops::blur(&scene.frame, apart(&scene.eyes) / 22.0)
}

/// The head as an upright cylinder with the picture on it, turned by twenty degrees. The picture
/// holds nothing of the side that comes into sight: its edge is drawn out there.
fn turned(scene: &Scene) -> RgbImage {
    const DEGREES: f32 = 20.0;
    let radius = 1.25 * apart(&scene.eyes);
    let (x0, y0) = middle(&scene.eyes);
    let angle = DEGREES.to_radians();
    let mut frame = scene.frame.clone();
    for (x, y, seen) in frame.enumerate_pixels_mut() {
        let across = at(x) - x0;
        let inside = across.abs() < radius && (at(y) - y0 - 0.4 * radius).abs() < 1.7 * radius;
        if inside {
            let on_cylinder = (across / radius).asin() - angle;
            let source = x0 + radius * on_cylinder.clamp(-1.5, 1.5).sin();
            *seen = across_row(&scene.frame, source, y);
        }
    }
    frame
}

/// The colour between two neighbours of a row.
fn across_row(picture: &RgbImage, x: f32, y: u32) -> Rgb<u8> {
    let take = |column: i64| {
        let column = u32::try_from(column.max(0)).unwrap_or(0).min(picture.width() - 1);
        picture.get_pixel_checked(column, y).copied().unwrap_or(Rgb([128; 3]))
    };
    let left = pixel(x.floor());
    let (a, b, share) = (take(left), take(left + 1), x - x.floor());
    let mut mixed = a;
    for (mixed, b) in mixed.0.iter_mut().zip(b.0) {
        *mixed = level(f32::from(*mixed) * (1.0 - share) + f32::from(b) * share);
    }
    mixed
}

/// Dark rims around both eyes, a bridge, and glass that takes a tenth of the light.
fn glasses(mut scene: Scene) -> RgbImage {
    for (x, y, pixel) in scene.frame.enumerate_pixels_mut() {
        let (across, down) = upright(&scene.eyes, at(x), at(y));
        let lens = ((across.abs() - 0.5) / 0.40).hypot(down / 0.32);
        let bridge = across.abs() < 0.12 && (down + 0.08).abs() < 0.04;
        if (lens - 1.0).abs() < 0.12 || bridge {
            pixel.0 = [30, 27, 25];
        } else if lens < 1.0 {
            pixel.0 = pixel.0.map(|v| level(f32::from(v) * 0.9 + 8.0));
        }
    }
    scene.frame
}

/// A light blue mask with folds from the back of the nose to below the chin.
fn masked(mut scene: Scene) -> RgbImage {
    for (x, y, pixel) in scene.frame.enumerate_pixels_mut() {
        let (across, down) = upright(&scene.eyes, at(x), at(y));
        // Wide below the eyes, narrowing to the chin; its upper edge rises to the nose.
        let top = 0.32 + 0.20 * across * across;
        let half = 0.98 - 0.30 * ((down - 0.9) / 0.8).max(0.0);
        if down > top && down < 1.75 && across.abs() < half {
            let fold = if (down * 9.0).fract() < 0.15 { 12.0 } else { 0.0 };
            let shade = 1.0 - 0.30 * across * across;
            pixel.0 = [160.0, 190.0, 215.0].map(|v: f32| level((v - fold) * shade));
        }
    }
    scene.frame
}

/// A place in units of the distance between the eyes, from their middle, along and across the line
/// between them.
fn upright(eyes: &face::Eyes, x: f32, y: f32) -> (f32, f32) {
    let unit = apart(eyes);
    let (x0, y0) = middle(eyes);
    let (ux, uy) = ((eyes.left.0 - eyes.right.0) / unit, (eyes.left.1 - eyes.right.1) / unit);
    let (dx, dy) = ((x - x0) / unit, (y - y0) / unit);
    (dx * ux + dy * uy, dy * ux - dx * uy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use face::Eyes;

    fn scene() -> Scene {
        let frame = RgbImage::from_fn(640, 480, |x, y| {
            Rgb([u8::try_from(x % 200).unwrap(), u8::try_from(y % 200).unwrap(), 90])
        });
        Scene { frame, eyes: Eyes { right: (280.0, 210.0), left: (360.0, 210.0) } }
    }

    #[test]
    fn low_light_darkens_and_the_seed_makes_its_noise() {
        let mean = |frame: &RgbImage| {
            frame.iter().map(|v| u64::from(*v)).sum::<u64>() / u64::try_from(frame.len()).unwrap()
        };
        let dark = low_light(scene().frame, 7);
        assert!(mean(&dark) * 2 < mean(&scene().frame));
        assert_eq!(dark, low_light(scene().frame, 7));
        assert_ne!(dark, low_light(scene().frame, 8));
    }

    #[test]
    fn back_light_leaves_the_face_dark() {
        let lit = back_light(&scene());
        let red = |frame: &RgbImage, x, y| frame.get_pixel(x, y).0[0];
        assert!(red(&lit, 320, 240) < red(&scene().frame, 320, 240));
        assert!(red(&lit, 599, 20) > red(&scene().frame, 599, 20));
    }

    #[test]
    fn a_turn_moves_the_middle_and_leaves_the_edge() {
        let aside = turned(&scene());
        let moved = aside.get_pixel(320, 210).0[0];
        // The place that faced the camera by 20 degrees: 100 pixels times their sine to the left.
        let source = scene().frame.get_pixel(320 - 34, 210).0[0];
        assert!(moved.abs_diff(source) <= 1, "{moved} {source}");
        assert_eq!(aside.get_pixel(20, 210), scene().frame.get_pixel(20, 210));
    }

    #[test]
    fn covers_lie_where_the_eyes_say() {
        let worn = masked(scene());
        assert_eq!(worn.get_pixel(320, 205), scene().frame.get_pixel(320, 205));
        assert!(worn.get_pixel(320, 270).0[2] > 180);
        let seen = glasses(scene());
        // A rim is two fifths of the distance to the side of each eye.
        assert_eq!(seen.get_pixel(280 - 32, 210).0, [30, 27, 25]);
        assert_eq!(seen.get_pixel(320, 300), scene().frame.get_pixel(320, 300));
    }

    #[test]
    fn names_are_distinct() {
        let mut names = Condition::ALL.map(Condition::name).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Condition::ALL.len());
    }
}
