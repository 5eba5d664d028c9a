//! What a screen shows, as text.
#![allow(dead_code, unreachable_pub, reason = "each test crate uses its own part")]

use super::{every, named};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use terminal::{Language, Screen};
use ui::area::Area;
use ui::layout::scene;
use ui::scene::{Item, Text};
use ui::{Canvas, Fonts, Pictures, Theme, View};

/// All named screens in one view: for each its name and a hash of its pixels, and below them what
/// stands where, unless all stands where the standard theme has it. Places are left, top, width, height.
pub fn page(view: &View, fonts: &Fonts) -> String {
    let mut page = String::new();
    let (frame, photo) = (named::frame(), named::photo());
    let lent =
        Pictures { preview: Some(named::preview(&frame)), chip_photo: Some(named::chip_photo(&photo)) };
    for (name, screen) in named::screens() {
        let mut canvas = Canvas::new(view.size);
        let pictures = if name.contains("without") { Pictures::default() } else { lent };
        ui::draw(&screen, view, &pictures, fonts, &mut canvas).unwrap();
        writeln!(page, "{name} {:016x}", hash(canvas.bytes())).unwrap();
        let said = shown(&screen, view, fonts);
        let standard = View { theme: Theme::Standard, ..*view };
        if view.theme == Theme::Standard || said != shown(&screen, &standard, fonts) {
            page.push_str(&said);
        }
    }
    page
}

/// All named screens in a language, a row each: its name and a hash of its pixels in every size and
/// theme. What they say stands in `catalogue/`.
pub fn rows(language: Language, fonts: &Fonts) -> String {
    let views = every::views_in(language);
    let names: Vec<String> = views.iter().map(every::name).collect();
    let mut page = format!("views {}\n", names.join(" "));
    let (frame, photo) = (named::frame(), named::photo());
    let lent =
        Pictures { preview: Some(named::preview(&frame)), chip_photo: Some(named::chip_photo(&photo)) };
    let mut canvases: Vec<Canvas> = views.iter().map(|view| Canvas::new(view.size)).collect();
    for (name, screen) in named::screens() {
        page.push_str(&name);
        let pictures = if name.contains("without") { Pictures::default() } else { lent };
        for (view, canvas) in views.iter().zip(&mut canvases) {
            ui::draw(&screen, view, &pictures, fonts, canvas).unwrap();
            write!(page, " {:08x}", short_hash(canvas.bytes())).unwrap();
        }
        page.push('\n');
    }
    page
}

/// The names of screens that two pages tell differently, or one of them not at all.
pub fn changed(kept: &str, now: &str) -> Vec<String> {
    let (kept, now) = (screens(kept), screens(now));
    let either = kept.keys().chain(now.keys());
    let changed: BTreeSet<&str> = either.filter(|name| kept.get(*name) != now.get(*name)).copied().collect();
    changed.into_iter().map(str::to_owned).collect()
}

fn screens(page: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut screens: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut name = "";
    for line in page.lines() {
        if !line.starts_with(' ') {
            name = line.split(' ').next().unwrap();
        }
        screens.entry(name).or_default().push(line);
    }
    screens
}

fn shown(screen: &Screen, view: &View, fonts: &Fonts) -> String {
    let mut page = String::new();
    let scene = scene(screen, view);
    for item in scene.items() {
        match item {
            Item::Panel(_) => {}
            Item::Text(text) => said(&mut page, text, fonts),
            Item::Drawing(drawn) => writeln!(page, "  {:?} {}", drawn.drawing, place(&drawn.area)).unwrap(),
            Item::Slot(slot, area) => writeln!(page, "  {slot:?} {}", place(area)).unwrap(),
        }
    }
    for target in scene.targets() {
        writeln!(page, "  touch {:?} {}", target.action, place(&target.area)).unwrap();
    }
    page
}

/// The lines as they are broken, with their pixels per em.
fn said(page: &mut String, text: &Text, fonts: &Fonts) {
    write!(page, "  {}", place(&text.area)).unwrap();
    let mut px = 0;
    for line in ui::draw::set(text, fonts) {
        if px == line.px {
            write!(page, " / {}", line.line.text).unwrap();
        } else {
            let read = if line.read { "^" } else { "" };
            write!(page, " [{}{read}] {}", line.px, line.line.text).unwrap();
        }
        px = line.px;
    }
    page.push('\n');
}

fn place(area: &Area) -> String {
    format!("{},{} {}x{}", area.x, area.y, area.width, area.height)
}

/// As [`hash`], eight bytes at a time and folded to 32 bits.
fn short_hash(bytes: &[u8]) -> u32 {
    let (words, rest) = bytes.as_chunks::<8>();
    let start = hash(rest);
    let hash = words.iter().fold(start, |hash, word| {
        (hash ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
    });
    u32::try_from((hash ^ (hash >> 32)) & 0xffff_ffff).unwrap()
}

/// FNV-1a of 64 bits: to see a change, not to withstand anybody.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
