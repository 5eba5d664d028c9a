//! Writes screens as PNG files into a folder: `cargo run -p ui --example gallery -- DIR [NAME]`, where a name is
//! like `standard-800x480` or `large-480x800`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[path = "../tests/every/mod.rs"]
mod every;
#[path = "../tests/every/named.rs"]
mod named;

use std::path::PathBuf;
use ui::{Canvas, Pictures};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("usage: gallery DIR [NAME]"));
    let view = arguments.next().map_or(every::VIEW, |name| {
        every::views().into_iter().find(|view| every::name(view) == name).expect("THEME-WIDTHxHEIGHT")
    });
    std::fs::create_dir_all(&folder).unwrap();
    let fonts = every::fonts();
    let (frame, photo) = (named::frame(), named::photo());
    let lent =
        Pictures { preview: Some(named::preview(&frame)), chip_photo: Some(named::chip_photo(&photo)) };
    for (name, screen) in named::screens() {
        let mut canvas = Canvas::new(view.size);
        let pictures = if name.contains("without") { Pictures::default() } else { lent };
        ui::draw(&screen, &view, &pictures, &fonts, &mut canvas).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), named::png(&canvas, view.size)).unwrap();
    }
    println!("{} screens in {}", named::screens().len(), folder.display());
}
