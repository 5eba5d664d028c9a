//! A few telling screens as they were looked at and found good.
//!
//! `BLESS=1 cargo test -p ui --test goldens` draws them anew: look at them before committing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod every;
#[path = "every/named.rs"]
mod named;

use embedded_graphics::prelude::Size;
use std::path::{Path, PathBuf};
use ui::{Canvas, Pictures};

const SIZE: Size = Size::new(800, 480);
const TELLING: [&str; 8] = [
    "waiting",
    "choose",
    "choose-face-authentication-card",
    "pin-last",
    "camera",
    "staff-confirm",
    "ending-100",
    "ending-501",
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn drawn(name: &str, pictures: &Pictures<'_>) -> Canvas {
    let (_, screen) = named::screens().into_iter().find(|(known, _)| known == name).unwrap();
    let mut canvas = Canvas::new(SIZE);
    ui::draw(&screen, pictures, &every::fonts(), &mut canvas).unwrap();
    canvas
}

fn pixels(file: &Path) -> Vec<u8> {
    let file = std::io::BufReader::new(std::fs::File::open(file).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut bytes).unwrap();
    bytes
}

#[test]
fn the_telling_screens_are_pixel_for_pixel_as_they_were_found_good() {
    let (frame, photo) = (named::frame(), named::photo());
    let lent =
        Pictures { preview: Some(named::preview(&frame)), chip_photo: Some(named::chip_photo(&photo)) };
    let mut changed = Vec::new();
    for name in TELLING {
        let canvas = drawn(name, &lent);
        let file = folder().join(format!("{name}.png"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, named::png(&canvas, SIZE)).unwrap();
        }
        if pixels(&file) != canvas.bytes() {
            changed.push(name);
        }
    }
    assert!(changed.is_empty(), "changed: {changed:?}; see cargo run -p ui --example gallery, then BLESS=1");
}

#[test]
fn pictures_of_persons_are_drawn_on_their_own_screens_alone() {
    let (frame, photo) = (named::frame(), named::photo());
    let lent =
        Pictures { preview: Some(named::preview(&frame)), chip_photo: Some(named::chip_photo(&photo)) };
    for (name, _) in named::screens() {
        let with = drawn(&name, &lent);
        let without = drawn(&name, &Pictures::default());
        let may = name.starts_with("camera") || name == "staff-confirm";
        assert_eq!(with.bytes() != without.bytes(), may, "{name}");
    }
}

#[test]
fn the_preview_is_a_mirror() {
    let size = (40_u32, 30_u32);
    let mut frame = vec![0; 40 * 30];
    frame.chunks_mut(40).for_each(|row| row[..20].fill(255));
    let picture = ui::Picture::grey(size.0, size.1, &frame).unwrap();
    let lent = Pictures { preview: Some(picture), chip_photo: None };
    let canvas = drawn("camera-not-accepted", &lent);
    let grey = |x: usize, y: usize| canvas.bytes()[(y * 800 + x) * 3];
    // Inside the oval, left and right of the preview's middle.
    assert!(grey(200, 240) < 60 && grey(310, 240) > 200);
}
