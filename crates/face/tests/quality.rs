//! Each reason against a capture, by a picture that has this fault and no other.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    missing_docs
)]

mod support;

use face::{Capture, QualityReason};
use image::{Rgb, RgbImage, imageops};
use support::{HOLDER, MATCHER, STRANGER, frame, rgb8};

/// The one reason against a picture: no other may hold, or the picture would not say which is tested.
fn reason(picture: RgbImage) -> QualityReason {
    let reasons = MATCHER.measure(&rgb8(picture.clone())).unwrap().map(|measures| {
        let reasons: Vec<QualityReason> = measures.reasons().collect();
        assert!(reasons.len() < 2, "{reasons:?} {measures:?}");
        reasons
    });
    println!("{reasons:?}");
    match MATCHER.capture(&rgb8(picture)).unwrap() {
        Capture::Unusable(reason) => reason,
        Capture::Usable(probe) => panic!("taken: {:?}", probe.measures()),
    }
}

/// A portrait 480 pixels high, head and shoulders.
fn portrait() -> RgbImage {
    imageops::resize(&HOLDER[0].cut(), 384, 480, imageops::FilterType::Triangle)
}

fn brightness(by: f32) -> RgbImage {
    let mut picture = portrait();
    for pixel in picture.pixels_mut() {
        pixel.0 = pixel.0.map(|v| (f32::from(v) * by).min(255.0) as u8);
    }
    picture
}

#[test]
fn a_good_frame_has_no_fault() {
    for portrait in HOLDER.iter().chain([&STRANGER]) {
        let Capture::Usable(probe) = MATCHER.capture(&portrait.frame()).unwrap() else {
            panic!("{}", portrait.name);
        };
        println!("{}: {:?}", portrait.name, probe.measures());
    }
}

#[test]
fn frames_without_a_face() {
    let empty = RgbImage::from_pixel(640, 480, Rgb([128; 3]));
    assert_eq!(reason(empty), QualityReason::NoFace);
    let grey = |width, height| RgbImage::from_pixel(width, height, Rgb([90; 3]));
    assert_eq!(reason(grey(1, 1)), QualityReason::NoFace);
    assert_eq!(reason(grey(4096, 1)), QualityReason::NoFace);
}

/// What a camera gives that has failed (B2), a sensor's noise included. A dark room has a light somewhere.
#[test]
fn white_and_black_frames() {
    for (value, wanted) in [(255, QualityReason::WhiteFrame), (0, QualityReason::BlackFrame)] {
        let mut frame = RgbImage::from_pixel(640, 480, Rgb([value; 3]));
        relief_head::camera::add_noise(&mut frame, &mut relief_head::camera::Dice::new(1));
        assert_eq!(reason(frame), wanted);
    }
    let mut room = RgbImage::from_pixel(640, 480, Rgb([3; 3]));
    imageops::replace(&mut room, &RgbImage::from_pixel(60, 60, Rgb([200; 3])), 500, 20);
    assert_eq!(reason(room), QualityReason::NoFace);
}

#[test]
fn too_near() {
    let (x, y) = (80, 60);
    let face = imageops::crop_imm(&portrait(), x, y, 224, 250).to_image();
    let near = imageops::resize(&face, 430, 480, imageops::FilterType::Triangle);
    let reason = reason(near);
    assert!(matches!(reason, QualityReason::TooLarge { .. }), "{reason:?}");
}

/// The face as dark as in front of a window, the rest as bright as one.
#[test]
fn a_window_behind_a_dark_face() {
    let mut picture = portrait();
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (dx, dy) = ((x as f32 - 194.0) / 110.0, (y as f32 - 225.0) / 165.0);
        let face = dx * dx + dy * dy < 1.0 || y > 380;
        pixel.0 = pixel.0.map(|v| if face { (f32::from(v) * 0.4) as u8 } else { 240 });
    }
    let reason = reason(picture);
    assert!(matches!(reason, QualityReason::BackLight { .. }), "{reason:?}");
}

/// Light that eats a third of the face, although its mean is still within bounds.
#[test]
fn a_lamp_on_half_of_the_face() {
    let mut picture = portrait();
    for (x, _, pixel) in picture.enumerate_pixels_mut() {
        pixel.0 = pixel.0.map(|v| if x < 180 { (f32::from(v) * 2.6).min(255.0) as u8 } else { v });
    }
    let reason = reason(picture);
    assert!(matches!(reason, QualityReason::TooBright { .. }), "{reason:?}");
}

/// An even patch over a part of the portrait, as wide and high as given, with a camera's noise.
fn covered((x, y, width, height): (i64, i64, u32, u32), colour: [u8; 3]) -> RgbImage {
    let mut picture = portrait();
    imageops::overlay(&mut picture, &RgbImage::from_pixel(width, height, Rgb(colour)), x, y);
    relief_head::camera::add_noise(&mut picture, &mut relief_head::camera::Dice::new(2));
    picture
}

/// As high as a lens: two thirds of the distance between the eyes.
#[test]
fn dark_glasses() {
    let reason = reason(covered((112, 146, 164, 74), [25, 25, 28]));
    assert!(matches!(reason, QualityReason::EyesCovered { .. }), "{reason:?}");
}

#[test]
fn a_mask_over_the_mouth() {
    for colour in [[225, 230, 235], [60, 60, 70]] {
        let reason = reason(covered((120, 250, 148, 120), colour));
        assert!(matches!(reason, QualityReason::MouthCovered { .. }), "{reason:?}");
    }
}

/// Two portraits side by side, the second `height` pixels high.
fn two(height: u32) -> RgbImage {
    let mut both = RgbImage::new(900, 480);
    imageops::replace(&mut both, &portrait(), 0, 0);
    let width = height * 4 / 5;
    let second = imageops::resize(&STRANGER.cut(), width, height, imageops::FilterType::Triangle);
    imageops::replace(&mut both, &second, 450, 0);
    both
}

#[test]
fn two_people_at_the_counter() {
    assert_eq!(reason(two(480)), QualityReason::SeveralFaces { count: 2 });
}

#[test]
fn somebody_far_behind_does_not_count() {
    let capture = MATCHER.capture(&rgb8(two(160))).unwrap();
    assert!(matches!(capture, Capture::Usable(_)), "{capture:?}");
}

#[test]
fn too_far_away() {
    let small = imageops::resize(&portrait(), 112, 140, imageops::FilterType::Triangle);
    let mut scene = RgbImage::from_pixel(640, 480, Rgb([128; 3]));
    imageops::replace(&mut scene, &small, 260, 170);
    let QualityReason::TooSmall { inter_eye } = reason(scene) else {
        panic!();
    };
    // 28 were drawn; the detector puts the eyes of so small a face some pixels too far apart.
    assert!((24..=35).contains(&inter_eye), "{inter_eye}");
}

#[test]
fn too_little_and_too_much_light() {
    let dark = reason(brightness(0.25));
    assert!(matches!(dark, QualityReason::TooDark { .. }), "{dark:?}");
    let mut bright = portrait();
    for pixel in bright.pixels_mut() {
        pixel.0 = pixel.0.map(|v| 190 + v / 4);
    }
    let bright = reason(bright);
    assert!(matches!(bright, QualityReason::TooBright { .. }), "{bright:?}");
}

/// face.md 6.2: with 44 pixels between the eyes a blur of 2 pixels standard deviation hardly hurts
/// and one of 4 ruins the comparison.
#[test]
fn a_blur_that_ruins_the_comparison_is_a_fault_and_half_of_it_is_not() {
    for portrait in HOLDER.iter().chain([&STRANGER]) {
        let sized = imageops::resize(&portrait.cut(), 384, 480, imageops::FilterType::Triangle);
        let inter_eye = 96.0;
        for (pixels, taken) in [(2.0, true), (4.0, false)] {
            let blur = imageops::blur(&sized, pixels / 44.0 * inter_eye);
            let capture = MATCHER.capture(&rgb8(blur)).unwrap();
            println!("{} {pixels}: {capture:?}", portrait.name);
            match capture {
                Capture::Usable(_) => assert!(taken),
                Capture::Unusable(reason) => {
                    assert!(matches!(reason, QualityReason::Blurred { .. }));
                    assert!(!taken);
                }
            }
        }
    }
}

/// How far a place of the portrait stands out, in pixels: a head as an upright cylinder, with a
/// nose. The eyes of the portrait are 96 pixels apart, the nose tip is at (194, 238).
fn relief(x: f32, y: f32) -> f32 {
    const RADIUS: f32 = 105.0;
    let (dx, dy) = (x - 194.0, y - 238.0);
    let nose = 45.0 * (-(dx / 15.0).powi(2) - (dy / 28.0).powi(2)).exp();
    (RADIUS * RADIUS - dx * dx).max(0.0).sqrt() + nose
}

/// The portrait laid on that relief and turned about its upright axis. A flat photograph holds
/// nothing of the sides of a head, so the angles here say nothing about real heads.
fn turned(degrees: f32) -> RgbImage {
    let picture = portrait();
    let (sin, cos) = degrees.to_radians().sin_cos();
    let mut seen = RgbImage::from_pixel(picture.width(), picture.height(), Rgb([128; 3]));
    let mut nearest = vec![f32::MIN; (picture.width() * picture.height()) as usize];
    for y in 0..picture.height() {
        for step in 0..picture.width() * 4 {
            let (x, row) = (step as f32 / 4.0, y as f32);
            let depth = relief(x, row);
            let target = 194.0 + (x - 194.0) * cos + depth * sin;
            let distance = depth * cos - (x - 194.0) * sin;
            if !(0.0..picture.width() as f32).contains(&target) {
                continue;
            }
            let place = nearest.get_mut((y * picture.width() + target as u32) as usize).unwrap();
            if distance > *place {
                *place = distance;
                seen.put_pixel(target as u32, y, *picture.get_pixel(x as u32, y));
            }
        }
    }
    seen
}

#[test]
fn looking_aside() {
    for (degrees, sign) in [(70.0, 1), (-60.0, -1)] {
        let reason = reason(turned(degrees));
        let QualityReason::Turned { yaw } = reason else {
            panic!("{reason:?}");
        };
        assert_eq!(yaw.signum(), sign);
    }
    let slightly = MATCHER.capture(&rgb8(turned(15.0))).unwrap();
    assert!(matches!(slightly, Capture::Usable(_)), "{slightly:?}");
}

#[test]
fn a_camera_frame_of_any_shape_is_answered() {
    for (width, height) in [(320, 240), (1280, 720), (480, 640), (1920, 1080)] {
        let picture = frame(&HOLDER[0].cut(), width, height);
        let capture = MATCHER.capture(&picture).unwrap();
        println!("{width}x{height}: {capture:?}");
        assert!(matches!(capture, Capture::Usable(_)));
    }
}
