//! Every screen that the machine can show: it is drawn, its words fit, its buttons can be touched.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::as_conversions,
    missing_docs
)]

mod every;

use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use embedded_graphics::prelude::Size;
use std::collections::{BTreeSet, HashMap, HashSet};
use terminal::Language;
use ui::area::Area;
use ui::layout::scene;
use ui::palette::Role;
use ui::scene::{Item, Scene, Text};
use ui::{Canvas, Pictures, Theme, View};

fn texts(scene: &Scene) -> impl Iterator<Item = &Text> {
    scene.items().iter().filter_map(|item| match item {
        Item::Text(text) => Some(text),
        Item::Panel(_) | Item::Drawing(_) | Item::Slot(..) => None,
    })
}

fn inside(outer: &Area, inner: &Area) -> bool {
    inner.x >= outer.x
        && inner.y >= outer.y
        && inner.right() <= outer.right()
        && inner.bottom() <= outer.bottom()
}

#[test]
fn every_screen_is_drawn() {
    let fonts = every::fonts();
    for view in every::views() {
        let mut canvas = Canvas::new(view.size);
        for screen in every::plain_screens().iter().step_by(5) {
            ui::draw(screen, &view, &Pictures::default(), &fonts, &mut canvas).unwrap();
        }
        for screen in every::choose_screens().iter().step_by(97) {
            ui::draw(screen, &view, &Pictures::default(), &fonts, &mut canvas).unwrap();
        }
    }
    // Sizes that no layout is made for are drawn badly, but never end the terminal.
    for (width, height) in [(0, 0), (1, 1), (33, 7), (7, 330)] {
        let mut canvas = Canvas::new(Size::new(width, height));
        for theme in Theme::ALL {
            for screen in every::screens().iter().step_by(31) {
                let view = View { size: Size::new(width, height), theme, ..every::VIEW };
                ui::draw(screen, &view, &Pictures::default(), &fonts, &mut canvas).unwrap();
            }
        }
    }
}

/// Texts that do not fit their places, in every size and theme, and letters without a glyph.
fn misfits(language: Language) -> (Vec<String>, BTreeSet<char>) {
    let fonts = every::fonts();
    let screens = every::screens();
    let mut missing = BTreeSet::new();
    let mut misfits = Vec::new();
    for view in every::views_in(language) {
        let page = Area::whole(view.size);
        // Texts that are set in the same place again need not be asked again.
        let mut known = HashSet::new();
        for screen in &screens {
            for text in texts(&scene(screen, &view)) {
                if !known.insert(format!("{text:?}")) {
                    continue;
                }
                let lines = ui::draw::set(text, &fonts);
                if !ui::draw::fits(text, &lines) || !inside(&page, &text.area) {
                    let words: Vec<_> = text.paragraphs.iter().map(|it| &*it.text).collect();
                    let needs = ui::draw::height(&lines);
                    misfits.push(format!("{} {:?} needs {needs}: {words:?}", every::name(&view), text.area));
                }
                for paragraph in &text.paragraphs {
                    let has = |letter: char| fonts.has(paragraph.letters.language, letter);
                    missing.extend(paragraph.text.chars().filter(|it| *it != '\n' && !has(*it)));
                }
                assert!(lines.iter().all(|line| line.px >= 24), "{screen:?}");
            }
        }
    }
    (misfits, missing)
}

/// Every text fits its place, and no letter is missing or small.
fn fits(language: Language) {
    let (misfits, missing) = misfits(language);
    let shown = misfits.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(misfits.is_empty(), "{}:\n{shown}", misfits.len());
    assert!(missing.is_empty(), "no glyph for {missing:?}");
}

#[test]
fn every_text_fits_its_place_in_japanese() {
    fits(Language::Japanese);
}

#[test]
fn every_text_fits_its_place_in_plain_japanese() {
    fits(Language::PlainJapanese);
}

#[test]
fn every_text_fits_its_place_in_english() {
    fits(Language::English);
}

#[test]
fn every_text_fits_its_place_in_chinese() {
    fits(Language::Chinese);
}

#[test]
fn every_text_fits_its_place_in_korean() {
    fits(Language::Korean);
}

#[test]
fn every_text_fits_its_place_in_portuguese() {
    fits(Language::Portuguese);
}

#[test]
fn every_text_fits_its_place_in_vietnamese() {
    fits(Language::Vietnamese);
}

/// The same words in both themes, none smaller in the large one; on every screen some are larger, and
/// of all words half are larger by a sixth at least.
#[test]
fn the_large_theme_is_larger() {
    let fonts = every::fonts();
    let chosen = every::choose_screens().into_iter().step_by(41);
    let screens: Vec<_> = every::plain_screens().into_iter().chain(chosen).collect();
    for size in every::SIZES {
        let (mut all, mut grown) = (0, 0);
        for screen in &screens {
            let sizes = |theme| {
                let scene = scene(screen, &View { size, theme, ..every::VIEW });
                let first = |text: &Text| {
                    ui::draw::set(text, &fonts).first().map(|line| (text.paragraphs[0].text.clone(), line.px))
                };
                texts(&scene).filter_map(first).collect::<Vec<_>>()
            };
            let (standard, large) = (sizes(Theme::Standard), sizes(Theme::Large));
            let pairs: Vec<_> = standard.iter().zip(&large).collect();
            assert_eq!(standard.len(), large.len(), "{screen:?}");
            for ((words, px), (same, larger)) in &pairs {
                assert_eq!(words, same, "{screen:?}");
                assert!(larger >= px, "{screen:?} at {size}: {words}");
            }
            assert!(pairs.iter().any(|((_, px), (_, larger))| larger > px), "{screen:?} at {size}");
            all += pairs.len();
            grown += pairs.iter().filter(|((_, px), (_, larger))| larger * 6 >= px * 7).count();
        }
        assert!(grown * 2 >= all, "{size}: {grown} of {all}");
    }
}

#[test]
fn no_line_starts_with_a_mark_or_breaks_a_number() {
    let fonts = every::fonts();
    for view in every::views() {
        for screen in every::plain_screens() {
            for text in texts(&scene(&screen, &view)) {
                let lines = ui::draw::set(text, &fonts);
                for pair in lines.windows(2) {
                    let (before, after) = (pair[0].line.text, pair[1].line.text);
                    let first = after.chars().next().unwrap();
                    assert!(!"、。，．）」』・：？！ーっゃゅょッャュョ".contains(first), "{before}|{after}");
                    let digits = before.ends_with(|c: char| c.is_ascii_digit());
                    assert!(!(digits && first.is_alphanumeric()), "{before}|{after}");
                }
            }
        }
    }
}

/// Hard words are read somewhere, and no reading leaves its place or runs into the next one.
#[test]
fn hard_words_have_their_readings_where_there_is_room() {
    let fonts = every::fonts();
    let mut read = BTreeSet::new();
    for view in every::views() {
        for screen in every::plain_screens().iter().chain(every::choose_screens().iter().step_by(41)) {
            for text in texts(&scene(screen, &view)) {
                for line in ui::draw::set(text, &fonts).iter().filter(|line| line.read) {
                    let readings = ui::ruby::readings(&line.setting(&fonts), line.line.text);
                    assert!(!readings.is_empty());
                    let overhang = line.px as f32;
                    for reading in &readings {
                        assert!(reading.left > -overhang && reading.width <= text.area.width as f32);
                        read.insert(reading.text);
                    }
                    for pair in readings.windows(2) {
                        assert!(pair[0].left + pair[0].width <= pair[1].left, "{}", line.line.text);
                    }
                }
            }
        }
    }
    for reading in ["あんしょうばんごう", "かおにんしょう", "うけつけ", "しかく", "しょめいよう"]
    {
        assert!(read.contains(reading), "{reading} of {read:?}");
    }
}

#[test]
fn targets_are_large_apart_and_on_the_page() {
    for view in every::views() {
        let page = Area::whole(view.size);
        for screen in every::screens() {
            let scene = scene(&screen, &view);
            let targets = scene.targets();
            for (nth, target) in targets.iter().enumerate() {
                let area = target.area;
                assert!(area.width >= 64 && area.height >= 64, "{view:?} {screen:?} {target:?}");
                assert!(inside(&page, &area), "{view:?} {screen:?} {target:?}");
                for other in &targets[nth + 1..] {
                    assert!(!area.nearer(&other.area, 8), "{view:?} {screen:?} {target:?} {other:?}");
                    assert_ne!(target.action, other.action, "{screen:?}");
                }
            }
        }
    }
}

/// Relative luminance (WCAG 2.2).
fn luminance(colour: Rgb888) -> f64 {
    let linear = |channel: u8| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

fn contrast(theme: Theme, one: Role, other: Role) -> f64 {
    let (one, other) = (luminance(theme.colour(one)), luminance(theme.colour(other)));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Text on its ground (7), and signs and edges on what they lie on (3).
fn pairs(view: &View) -> BTreeSet<(Role, Role, bool)> {
    let mut pairs = BTreeSet::new();
    for screen in every::screens() {
        for item in scene(&screen, view).items() {
            match item {
                Item::Text(text) => {
                    pairs.extend(text.paragraphs.iter().map(|paragraph| (paragraph.ink, text.paper, true)));
                }
                Item::Drawing(drawn) => {
                    pairs.insert((drawn.ink, drawn.paper, false));
                }
                Item::Panel(panel) if panel.edge_width > 0 && panel.edge != panel.fill => {
                    pairs.insert((panel.edge, panel.under, false));
                }
                Item::Panel(_) | Item::Slot(..) => {}
            }
        }
    }
    pairs
}

#[test]
fn every_text_stands_out_from_its_ground_by_7_to_1_and_every_sign_by_3_to_1() {
    for view in every::views() {
        let pairs = pairs(&view);
        assert!(pairs.len() >= 8);
        for (ink, paper, text) in pairs {
            let ratio = contrast(view.theme, ink, paper);
            assert!(
                ratio >= if text { 7.0 } else { 3.0 },
                "{}: {ink:?} on {paper:?}: {ratio:.2}",
                view.theme.name()
            );
        }
    }
}

#[test]
fn high_contrast_is_14_to_1_wherever_there_are_words() {
    let view = View { theme: Theme::HighContrast, ..every::VIEW };
    for (ink, paper, _) in pairs(&view).into_iter().filter(|(.., text)| *text) {
        let ratio = contrast(view.theme, ink, paper);
        assert!(ratio >= 14.0, "{ink:?} on {paper:?}: {ratio:.2}");
    }
}

/// A screen without its colours: what differs between two of them is seen by who sees no colour.
fn colourless(scene: &Scene) -> Vec<String> {
    let without = |item: &Item| match item {
        Item::Panel(panel) => {
            let edged = panel.edge_width > 0 && panel.edge != panel.fill;
            format!("panel {:?} {edged}", panel.area)
        }
        Item::Text(text) => {
            let words: Vec<_> = text.paragraphs.iter().map(|paragraph| &paragraph.text).collect();
            format!("text {:?} {words:?}", text.area)
        }
        Item::Drawing(drawn) => format!("drawing {:?} {:?}", drawn.area, drawn.drawing),
        Item::Slot(slot, area) => format!("slot {slot:?} {area:?}"),
    };
    scene.items().iter().map(without).collect()
}

#[test]
fn no_state_is_told_by_colour_alone() {
    for view in every::views() {
        let mut seen = HashMap::new();
        for screen in every::screens() {
            let scene = scene(&screen, &view);
            let coloured = format!("{:?}", scene.items());
            let (known, first) = seen.entry(colourless(&scene)).or_insert_with(|| (coloured.clone(), screen));
            assert!(*known == coloured, "{screen:?} differs from {first:?} in its colours alone");
        }
    }
}

/// What can't be touched now has no edge and is as light as its page; what most people want is not.
#[test]
fn a_button_that_is_off_is_told_from_the_one_that_is_wanted_by_lightness() {
    for theme in Theme::ALL {
        let ratio = contrast(theme, Role::Quiet, Role::Primary);
        assert!(ratio >= 3.0, "{}: {ratio:.2}", theme.name());
    }
}

/// The ground that a text claims to stand on is the one that is painted there, so that the measured
/// contrast is the seen one.
#[test]
fn every_text_stands_on_the_ground_that_it_names() {
    for view in every::views() {
        for screen in every::screens().into_iter().step_by(5) {
            let scene = scene(&screen, &view);
            let mut panels: Vec<(Area, Role)> = vec![(Area::whole(view.size), Role::Paper)];
            for item in scene.items() {
                let (area, paper) = match item {
                    Item::Panel(panel) => {
                        panels.push((panel.area, panel.fill));
                        continue;
                    }
                    Item::Text(text) => (text.area, text.paper),
                    Item::Drawing(drawn) => (drawn.area, drawn.paper),
                    Item::Slot(..) => continue,
                };
                let (ground, fill) = panels.iter().rev().find(|(panel, _)| panel.nearer(&area, 0)).unwrap();
                assert!(inside(ground, &area) && *fill == paper, "{view:?} {screen:?}: {item:?} on {fill:?}");
            }
        }
    }
}
