//! The screens as they were looked at and found good: each of them in every theme and size as text
//! (what it says where, what can be touched, a hash of its pixels; in other languages than Japanese the
//! hash alone), and a few telling ones as pictures.
//!
//! `cargo xtask screens` draws contact sheets of what they are now; `cargo xtask screens --bless` keeps
//! that as good.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod every;
#[path = "every/named.rs"]
mod named;
#[path = "every/said.rs"]
mod said;

use embedded_graphics::prelude::Size;
use std::path::{Path, PathBuf};
use terminal::Language;
use ui::{Canvas, Pictures, Theme};

const SIZE: Size = every::VIEW.size;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn drawn(name: &str, pictures: &Pictures<'_>) -> Canvas {
    let (_, screen) = named::screens().into_iter().find(|(known, _)| known == name).unwrap();
    let mut canvas = Canvas::new(SIZE);
    ui::draw(&screen, &every::VIEW, pictures, &every::fonts(), &mut canvas).unwrap();
    canvas
}

/// Every named screen of a theme is as its file in `tests/golden` says, size by size.
fn keeps(theme: Theme) {
    let fonts = every::fonts();
    let mut changed = Vec::new();
    for view in every::views().iter().filter(|view| view.theme == theme) {
        let name = every::name(view);
        let path = folder().join(format!("{name}.txt"));
        let now = said::page(view, &fonts);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &now).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        changed.extend(said::changed(&kept, &now).into_iter().map(|screen| format!("{name} {screen}")));
    }
    assert!(changed.is_empty(), "changed: {}; see cargo xtask screens", changed.join(", "));
}

#[test]
fn every_screen_of_the_standard_theme_is_as_it_was_found_good() {
    keeps(Theme::Standard);
}

#[test]
fn every_screen_in_high_contrast_is_as_it_was_found_good() {
    keeps(Theme::HighContrast);
}

#[test]
fn every_screen_of_the_large_theme_is_as_it_was_found_good() {
    keeps(Theme::Large);
}

/// Every named screen of another language, in every theme and size.
fn keeps_in(language: Language) {
    let name = every::language(language);
    let path = folder().join(format!("{name}.txt"));
    let now = said::rows(language, &every::fonts());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let changed = said::changed(&kept, &now);
    assert!(changed.is_empty(), "{name}: changed: {}; see cargo xtask screens", changed.join(", "));
}

#[test]
fn every_screen_in_plain_japanese_is_as_it_was_found_good() {
    keeps_in(Language::PlainJapanese);
}

#[test]
fn every_screen_in_english_is_as_it_was_found_good() {
    keeps_in(Language::English);
}

#[test]
fn every_screen_in_chinese_is_as_it_was_found_good() {
    keeps_in(Language::Chinese);
}

#[test]
fn every_screen_in_korean_is_as_it_was_found_good() {
    keeps_in(Language::Korean);
}

#[test]
fn every_screen_in_portuguese_is_as_it_was_found_good() {
    keeps_in(Language::Portuguese);
}

#[test]
fn every_screen_in_vietnamese_is_as_it_was_found_good() {
    keeps_in(Language::Vietnamese);
}

#[test]
fn the_telling_screens_are_pixel_for_pixel_as_they_were_found_good() {
    let (frame, photo) = (named::frame(), named::photo());
    let lent =
        Pictures { preview: Some(named::preview(&frame)), chip_photo: Some(named::chip_photo(&photo)) };
    let mut changed = Vec::new();
    for name in named::TELLING {
        let canvas = drawn(name, &lent);
        let file = folder().join(format!("{name}.png"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&file, named::png(&canvas, SIZE)).unwrap();
        }
        if named::pixels(&file) != canvas.bytes() {
            changed.push(name);
        }
    }
    assert!(changed.is_empty(), "changed: {changed:?}; see cargo xtask screens");
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
