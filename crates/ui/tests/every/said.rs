//! What a screen shows, as text.
#![allow(dead_code, unreachable_pub, reason = "each test crate uses its own part")]

use super::named;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use terminal::Screen;
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
        ui::draw(&screen, view.theme, &pictures, fonts, &mut canvas).unwrap();
        writeln!(page, "{name} {:016x}", hash(canvas.bytes())).unwrap();
        let said = shown(&screen, view, fonts);
        let standard = View { theme: Theme::Standard, ..*view };
        if view.theme == Theme::Standard || said != shown(&screen, &standard, fonts) {
            page.push_str(&said);
        }
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
            write!(page, " [{}] {}", line.px, line.line.text).unwrap();
        }
        px = line.px;
    }
    page.push('\n');
}

fn place(area: &Area) -> String {
    format!("{},{} {}x{}", area.x, area.y, area.width, area.height)
}

/// FNV-1a of 64 bits: to see a change, not to withstand anybody.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
