//! Contact sheets of every screen in every theme and size: framed in red what is not as it was found
//! good (`tests/golden`), and of the telling ones among them the old picture beside the new.
//!
//! `cargo xtask screens`, or this example with a folder, a part of a name such as `large-480x800`, and a
//! language such as `korean`, or `all`; in Japanese if left out. Screens in other languages are not framed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    missing_docs
)]

#[path = "../tests/every/mod.rs"]
mod every;
#[path = "../tests/every/named.rs"]
mod named;
#[path = "../tests/every/said.rs"]
mod said;

use embedded_graphics::prelude::Size;
use std::path::{Path, PathBuf};
use terminal::Language;
use ui::{Canvas, Pictures, View};

/// Pixels between screens.
const GUTTER: usize = 12;
/// A sheet has at most about this many pixels in a row.
const WIDTH: usize = 2400;
/// Screens on one sheet: more are too small to be looked at.
const ON_A_SHEET: usize = 24;

/// Rows of RGB pixels.
struct Sheet {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 3]>,
}

impl Sheet {
    fn grey(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![[0x80; 3]; width * height] }
    }

    /// Colours what lies around a screen that will be put at a place.
    fn frame(&mut self, left: usize, top: usize, width: usize, height: usize) {
        let margin = GUTTER / 2;
        for y in top - margin..top + height + margin {
            let start = y * self.width + left - margin;
            self.pixels[start..start + width + GUTTER].fill([0xD0, 0x10, 0x10]);
        }
    }

    /// Puts a screen at a place, its sides halved: each pixel is the mean of four.
    fn put(&mut self, canvas: &Canvas, size: Size, left: usize, top: usize) {
        let (width, height) = (size.width as usize, size.height as usize);
        let bytes = canvas.bytes();
        for y in 0..height / 2 {
            for x in 0..width / 2 {
                let channel = |channel: usize| {
                    let at = |dx: usize, dy: usize| {
                        u16::from(bytes[((2 * y + dy) * width + 2 * x + dx) * 3 + channel])
                    };
                    u8::try_from((at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4).unwrap()
                };
                self.pixels[(top + y) * self.width + left + x] = [0, 1, 2].map(channel);
            }
        }
    }
}

fn sheets(
    view: &View,
    wanted: &[(String, terminal::Screen)],
    lent: &Pictures<'_>,
    changed: &[String],
) -> Vec<Sheet> {
    let (width, height) = (view.size.width as usize / 2 + GUTTER, view.size.height as usize / 2 + GUTTER);
    let columns = (WIDTH / width).max(1);
    let fonts = every::fonts();
    let sheet = |screens: &[(String, terminal::Screen)]| {
        let rows = screens.len().div_ceil(columns);
        let mut sheet = Sheet::grey(columns * width + GUTTER, rows * height + GUTTER);
        for (nth, (name, screen)) in screens.iter().enumerate() {
            let mut canvas = Canvas::new(view.size);
            let pictures = if name.contains("without") { Pictures::default() } else { *lent };
            ui::draw(screen, view, &pictures, &fonts, &mut canvas).unwrap();
            let (left, top) = (GUTTER + nth % columns * width, GUTTER + nth / columns * height);
            if changed.contains(name) {
                sheet.frame(left, top, width - GUTTER, height - GUTTER);
            }
            sheet.put(&canvas, view.size, left, top);
        }
        sheet
    };
    wanted.chunks(ON_A_SHEET).map(sheet).collect()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("usage: sheets DIR [PART-OF-A-NAME [LANGUAGE]]"));
    let part = arguments.next().unwrap_or_default();
    let wanted = arguments.next().unwrap_or_else(|| "japanese".to_owned());
    std::fs::create_dir_all(&folder).unwrap();
    let (frame, photo) = (named::frame(), named::photo());
    let lent =
        Pictures { preview: Some(named::preview(&frame)), chip_photo: Some(named::chip_photo(&photo)) };
    let screens = named::screens();
    for language in Language::ALL {
        let name = every::language(language);
        if language == Language::Japanese || (wanted != "all" && wanted != name) {
            continue;
        }
        for view in every::views_in(language).iter().filter(|view| every::name(view).contains(&part)) {
            let sheets = sheets(view, &screens, &lent, &[]);
            write(&folder, &format!("{name}-{}", every::name(view)), &sheets);
        }
    }
    let own = wanted == "all" || wanted == "japanese";
    for view in every::views().iter().filter(|view| own && every::name(view).contains(&part)) {
        let name = every::name(view);
        let kept = std::fs::read_to_string(golden().join(format!("{name}.txt"))).unwrap_or_default();
        let changed = said::changed(&kept, &said::page(view, &every::fonts()));
        write(&folder, &name, &sheets(view, &screens, &lent, &changed));
        println!("{name}: {} of {} changed {}", changed.len(), screens.len(), changed.join(" "));
    }
    for (name, screen) in screens.iter().filter(|(name, _)| named::TELLING.contains(&name.as_str())) {
        old_beside_new(&folder, name, screen, &lent);
    }
    println!("contact sheets are in {}", folder.display());
}

fn write(folder: &Path, name: &str, sheets: &[Sheet]) {
    for (nth, sheet) in sheets.iter().enumerate() {
        let size = Size::new(sheet.width as u32, sheet.height as u32);
        let file = folder.join(format!("{name}-{}.png", nth + 1));
        std::fs::write(&file, named::png_of(sheet.pixels.as_flattened(), size)).unwrap();
    }
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Of a screen that is kept as a picture and differs from it.
fn old_beside_new(folder: &Path, name: &str, screen: &terminal::Screen, lent: &Pictures<'_>) {
    let size = every::VIEW.size;
    let mut canvas = Canvas::new(size);
    ui::draw(screen, &every::VIEW, lent, &every::fonts(), &mut canvas).unwrap();
    let old = named::pixels(&golden().join(format!("{name}.png")));
    if old == canvas.bytes() {
        return;
    }
    let row = size.width as usize * 3;
    let both: Vec<u8> =
        old.chunks(row).zip(canvas.bytes().chunks(row)).flat_map(|(old, new)| [old, new].concat()).collect();
    let file = folder.join(format!("old-beside-new-{name}.png"));
    std::fs::write(&file, named::png_of(&both, Size::new(size.width * 2, size.height))).unwrap();
    println!("{}", file.display());
}
