//! The way of a picture onto a card: 378×472, grey, JPEG 2000 5/3, cut to size by rate.

use std::process::Command;

use image::GrayImage;
use image::imageops::{FilterType, resize};

pub(crate) const WIDTH: u32 = 378;
pub(crate) const HEIGHT: u32 = 472;

/// Codes a picture as on a card, in about `bytes` bytes.
pub(crate) fn photo(picture: &GrayImage, bytes: usize) -> Vec<u8> {
    let sized = resize(picture, WIDTH, HEIGHT, FilterType::CatmullRom);
    let rate = sized.len() / bytes;
    jp2(&sized, &["-r", &rate.max(1).to_string()])
}

/// Runs `opj_compress` with `options` on a picture.
pub(crate) fn jp2(picture: &GrayImage, options: &[&str]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (pgm, jp2) = (folder.path().join("in.pgm"), folder.path().join("out.jp2"));
    let mut file = format!("P5\n{} {}\n255\n", picture.width(), picture.height()).into_bytes();
    file.extend_from_slice(picture.as_raw());
    std::fs::write(&pgm, file).unwrap();
    let run = Command::new("opj_compress")
        .arg("-i")
        .arg(&pgm)
        .arg("-o")
        .arg(&jp2)
        .args(options)
        .output()
        .expect("opj_compress is not installed; run `cargo xtask setup` first");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    std::fs::read(&jp2).unwrap()
}
