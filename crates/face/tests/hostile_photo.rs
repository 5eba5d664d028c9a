//! Bytes from a card are input from outside: bounded, typed, no panic.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod support;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use face::{PhotoFault, decode_photo};
use image::{GrayImage, Luma};
use proptest::prelude::*;
use support::chip;

/// No photo, whatever its bytes, may cost more than this; an intact one takes some milliseconds.
const PATIENCE: Duration = Duration::from_secs(2);

fn scene() -> GrayImage {
    GrayImage::from_fn(chip::WIDTH, chip::HEIGHT, |x, y| {
        Luma([u8::try_from((x * x / 97 + y * 3 + x * y / 60) % 256).unwrap()])
    })
}

static PHOTO: LazyLock<Vec<u8>> = LazyLock::new(|| chip::photo(&scene(), 6_000));

fn timed(bytes: &[u8]) -> Result<(u32, u32), PhotoFault> {
    let start = Instant::now();
    let photo = decode_photo(bytes);
    let took = start.elapsed();
    assert!(took < PATIENCE, "{took:?}");
    photo.map(|photo| (photo.width(), photo.height()))
}

/// Where the codestream's marker `marker` stands.
fn find(bytes: &[u8], marker: [u8; 2]) -> usize {
    bytes.windows(2).position(|w| w == marker).unwrap()
}

fn patched(at: usize, with: &[u8]) -> Vec<u8> {
    let mut bytes = PHOTO.clone();
    bytes[at..at + with.len()].copy_from_slice(with);
    bytes
}

#[test]
fn a_chip_photo_is_decoded() {
    assert_eq!(timed(&PHOTO), Ok((chip::WIDTH, chip::HEIGHT)));
    let stream = &PHOTO[find(&PHOTO, [0xff, 0x4f])..];
    assert_eq!(timed(stream), Ok((chip::WIDTH, chip::HEIGHT)));
}

#[test]
fn lossless_pixels_come_back_exactly() {
    let scene = scene();
    // Half of it, because the whole without loss is longer than a card's file.
    let part = image::imageops::crop_imm(&scene, 0, 0, 100, 80).to_image();
    let photo = decode_photo(&chip::jp2(&part, &[])).unwrap();
    assert_eq!(photo.samples(), part.as_raw().as_slice());
}

#[test]
fn what_no_chip_photo_is_gets_its_own_fault() {
    assert_eq!(timed(&vec![0; 32 * 1024 + 1]), Err(PhotoFault::TooLong));
    assert_eq!(timed(b""), Err(PhotoFault::Malformed));
    assert_eq!(timed(b"\xff\xd8\xff\xe0 a JPEG"), Err(PhotoFault::Malformed));
    // Lsiz, Rsiz, then width and height; after six more fields the tile size.
    let siz = find(&PHOTO, [0xff, 0x51]) + 2;
    let huge = patched(siz + 4, &0x4000_0000_u32.to_be_bytes());
    assert_eq!(timed(&huge), Err(PhotoFault::Size));
    let dust = patched(siz + 20, &1_u32.to_be_bytes());
    assert_eq!(timed(&dust), Err(PhotoFault::Unsupported));
    let three = patched(siz + 36, &3_u16.to_be_bytes());
    assert_eq!(timed(&three), Err(PhotoFault::Unsupported));
    let sixteen_bit = patched(siz + 38, &[15]);
    assert_eq!(timed(&sixteen_bit), Err(PhotoFault::Unsupported));
    let layers = patched(find(&PHOTO, [0xff, 0x52]) + 6, &u16::MAX.to_be_bytes());
    assert_eq!(timed(&layers), Err(PhotoFault::Unsupported));
}

#[test]
fn tiny_precincts_are_refused() {
    let small = image::imageops::crop_imm(&scene(), 0, 0, 100, 80).to_image();
    let photo = chip::jp2(&small, &["-c", "[2,2]", "-b", "4,4", "-r", "4"]);
    assert_eq!(timed(&photo), Err(PhotoFault::Unsupported));
}

#[test]
fn a_photo_cut_short_is_less_sharp_or_malformed() {
    for length in 0..PHOTO.len() {
        if length % 16 == 0 || length < 200 {
            match timed(&PHOTO[..length]) {
                Ok(size) => assert_eq!(size, (chip::WIDTH, chip::HEIGHT)),
                Err(fault) => assert_eq!(fault, PhotoFault::Malformed),
            }
        }
    }
    assert!(timed(&PHOTO[..PHOTO.len() / 2]).is_ok());
}

/// The highest number of bit planes and passes that the headers can ask for, on every block.
#[test]
fn every_header_byte_at_its_extremes_is_bounded() {
    let headers = find(&PHOTO, [0xff, 0x93]) + 64;
    for at in 0..headers {
        for value in [0x00, 0x01, 0x7f, 0x80, 0xff] {
            let _ = timed(&patched(at, &[value]));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_is_bounded(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = PHOTO.clone();
        for (at, value) in damage {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        let _ = timed(&bytes);
    }

    #[test]
    fn damaged_headers_are_bounded(
        damage in prop::collection::vec((0_usize..220, any::<u8>()), 1..6),
    ) {
        let mut bytes = PHOTO.clone();
        for (at, value) in damage {
            bytes[at] = value;
        }
        let _ = timed(&bytes);
    }

    #[test]
    fn noise_is_bounded(noise in prop::collection::vec(any::<u8>(), 0..4096)) {
        let _ = timed(&noise);
        let _ = timed(&[b"\xff\x4f\xff\x51", noise.as_slice()].concat());
    }
}
