//! How long the parts take. `cargo bench -p face`; set-up as for the tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "../tests/support/mod.rs"]
mod support;

use divan::Bencher;
use face::{Manifest, Matcher, ModelBytes, decode_photo};
use support::{HOLDER, MATCHER, models};

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn load(bencher: Bencher<'_, '_>) {
    let (yunet, sface) = (models::yunet(), models::sface());
    let files = ModelBytes { yunet: &yunet, sface: &sface };
    let manifest = Manifest::built_in().unwrap();
    bencher.bench_local(|| Matcher::load(&manifest, files).unwrap());
}

#[divan::bench(args = [2_000, 6_000, 20_000])]
fn decode(bencher: Bencher<'_, '_>, bytes: usize) {
    let photo = HOLDER[0].chip_photo(bytes);
    bencher.bench_local(|| decode_photo(&photo).unwrap());
}

#[divan::bench]
fn reference(bencher: Bencher<'_, '_>) {
    let photo = HOLDER[0].chip_photo(6_000);
    bencher.bench_local(|| MATCHER.reference(&photo).unwrap());
}

/// A whole frame: detect, align, measure, embed.
#[divan::bench(args = [(640, 480), (1280, 720)])]
fn capture(bencher: Bencher<'_, '_>, (width, height): (u32, u32)) {
    let frame = support::frame(&HOLDER[0].cut(), width, height);
    bencher.bench_local(|| MATCHER.capture(&frame).unwrap());
}

/// The detector alone, on a frame that ends with it.
#[divan::bench]
fn detect_nobody(bencher: Bencher<'_, '_>) {
    let frame = support::rgb8(image::RgbImage::new(640, 480));
    bencher.bench_local(|| MATCHER.capture(&frame).unwrap());
}
