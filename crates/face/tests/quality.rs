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

fn reason(picture: RgbImage) -> QualityReason {
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
    for value in [0, 128, 255] {
        let empty = RgbImage::from_pixel(640, 480, Rgb([value; 3]));
        assert_eq!(reason(empty), QualityReason::NoFace);
    }
    assert_eq!(reason(RgbImage::new(1, 1)), QualityReason::NoFace);
    assert_eq!(reason(RgbImage::new(4096, 1)), QualityReason::NoFace);
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
    assert!((24..=32).contains(&inter_eye), "{inter_eye}");
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

/// Blur as a share of the distance between the eyes. face.md 6.2: a standard deviation of 2
/// pixels at 44 between the eyes hardly hurts, 4 pixels ruin the comparison.
fn blurred(share: f32) -> RgbImage {
    let picture = portrait();
    imageops::blur(&picture, share * 96.0)
}

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

#[test]
fn looking_aside() {
    // Squeezing one half of a face moves the nose off the middle as a turn does.
    let picture = portrait();
    let (width, height) = picture.dimensions();
    let middle = width / 2;
    let squeeze = 0.35;
    let turned = RgbImage::from_fn(width, height, |x, y| {
        let x = x as f32;
        let left = middle as f32 * squeeze + width as f32 * (1.0 - squeeze) / 2.0;
        let source = if x < left {
            x / left * middle as f32
        } else {
            middle as f32 + (x - left) / (width as f32 - left) * middle as f32
        };
        *picture.get_pixel((source as u32).min(width - 1), y)
    });
    let reason = reason(turned);
    assert!(matches!(reason, QualityReason::Turned { .. }), "{reason:?}");
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
