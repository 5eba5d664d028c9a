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
