//! The card's own photo, and bombs.

use hostile::world;
use virtual_card::chip::Application;

use crate::{Seed, damaged, seed};

#[path = "../../../../crates/face/tests/support/bomb.rs"]
mod bomb;

fn boxes(content: &[u8]) -> Vec<u8> {
    [&b"\0\0\0\x0cjP  \r\n\x87\n"[..], content].concat()
}

pub(crate) fn jp2_photo() -> Vec<Seed> {
    let record = world::file(Application::Surface, 0x0002);
    let photo = card::surface::parse(record).unwrap().photo_jp2;
    let stream = photo.windows(4).position(|window| window == [0xFF, 0x4F, 0xFF, 0x51]).unwrap();
    let nested = [0, 0, 0x10, 0, b'j', b'p', b'2', b'h'].repeat(512);
    let mut seeds = vec![
        seed("good-photo", photo),
        seed("good-codestream", &photo[stream..]),
        seed("bad-nested-boxes", boxes(&nested)),
        seed("bad-boxes-of-nothing", boxes(&[0, 0, 0, 8, b'f', b'r', b'e', b'e'].repeat(1000))),
        seed("bad-box-too-long", boxes(b"\0\0\0\x01jp2h\xff\xff\xff\xff\xff\xff\xff\xff")),
        seed("bad-jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
    ];
    seeds.extend(damaged(photo, "edge"));
    for (name, bytes) in bomb::all(600) {
        let kind = if name.starts_with("refused") { "bad" } else { "edge-bomb" };
        seeds.push(seed(&format!("{kind}-{}", name.trim_start_matches("refused-")), bytes));
    }
    seeds
}

pub(crate) fn camera_frame() -> Vec<Seed> {
    let driver = |encoding: u8, (width, height): (u16, u16), frame: &[u8]| {
        [&[encoding][..], &width.to_be_bytes(), &height.to_be_bytes(), frame].concat()
    };
    let jpeg = jpeg();
    let mut seeds = vec![
        seed("good-jpeg", driver(0, (640, 480), &jpeg)),
        seed("good-jpeg-and-a-page", driver(0, (640, 480), &[&jpeg[..], &[0; 512]].concat())),
        seed("good-yuyv", driver(1, (2, 2), &[235, 128, 16, 128, 81, 90, 81, 240])),
        seed("good-nv12", driver(2, (2, 2), &[235, 235, 16, 16, 128, 128])),
        seed("bad-jpeg-cut", driver(0, (640, 480), &jpeg[..jpeg.len() / 2])),
        seed("bad-png", driver(0, (640, 480), b"\x89PNG\r\n\x1a\n")),
        seed("bad-yuyv-cut", driver(1, (2, 2), &[128; 7])),
        seed("bad-nv12-odd", driver(2, (3, 2), &[128; 9])),
        seed("bad-no-size", driver(1, (0, 2), &[128; 8])),
        seed("bad-too-wide", driver(1, (u16::MAX, 1), &[128; 64])),
        seed("bad-nothing", []),
    ];
    seeds.extend(damaged(&driver(0, (640, 480), &jpeg), "edge"));
    seeds
}

/// 16×16 pixels in grey, baseline, by hand: no encoder is needed for a seed.
fn jpeg() -> Vec<u8> {
    let tables: &[u8] = &[0xFF, 0xDB, 0, 67, 0];
    let quantisation = [1; 64];
    let frame: &[u8] = &[0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0];
    // One code of one bit in each table: a difference of no bits, and the end of a block.
    let mut counts = [0; 16];
    counts[0] = 1;
    let codes = |class: u8| [&[0xFF, 0xC4, 0, 20, class][..], &counts, &[0]].concat();
    let scan: &[u8] = &[0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0];
    // Four blocks of two zero bits each.
    let blocks: &[u8] = &[0x00, 0xFF, 0xD9];
    [&[0xFF, 0xD8], tables, &quantisation, frame, &codes(0x00), &codes(0x10), scan, blocks].concat()
}
