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
use std::collections::BTreeSet;
use ui::area::Area;
use ui::layout::scene;
use ui::palette::Role;
use ui::scene::{Item, Scene, Text};
use ui::{Canvas, Pictures};

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
    for size in every::SIZES {
        let mut canvas = Canvas::new(size);
        for screen in every::plain_screens() {
            ui::draw(&screen, &Pictures::default(), &fonts, &mut canvas).unwrap();
        }
        for screen in every::choose_screens().iter().step_by(7) {
            ui::draw(screen, &Pictures::default(), &fonts, &mut canvas).unwrap();
        }
    }
    // Sizes that no layout is made for yet are drawn badly, but never end the terminal.
    for (width, height) in [(0, 0), (1, 1), (33, 7), (480, 800)] {
        let mut canvas = Canvas::new(Size::new(width, height));
        for screen in every::screens().iter().step_by(11) {
            ui::draw(screen, &Pictures::default(), &fonts, &mut canvas).unwrap();
        }
    }
}

#[test]
fn every_text_fits_its_place_and_no_letter_is_missing_or_small() {
    let fonts = every::fonts();
    let mut missing = BTreeSet::new();
    for size in every::SIZES {
        let page = Area::whole(size);
        let mut misfits = Vec::new();
        for screen in every::screens() {
            for text in texts(&scene(&screen, size)) {
                let lines = ui::draw::set(text, &fonts);
                let widest = lines.iter().map(|line| line.line.width).fold(0.0, f32::max);
                let tall = ui::draw::height(&lines) > text.area.height;
                if tall || widest > text.area.width as f32 || !inside(&page, &text.area) {
                    misfits.push(format!("{screen:?}: {:?} {widest} {:?}", text.area, text.paragraphs));
                }
                let written = text.paragraphs.iter().flat_map(|paragraph| paragraph.text.chars());
                missing.extend(written.filter(|letter| *letter != '\n' && !fonts.has(*letter)));
                assert!(text.paragraphs.iter().all(|paragraph| paragraph.px >= 24), "{screen:?}");
            }
        }
        assert!(
            misfits.is_empty(),
            "{} at {size}:\n{}",
            misfits.len(),
            misfits[..misfits.len().min(12)].join("\n")
        );
    }
    assert!(missing.is_empty(), "no glyph for {missing:?}");
}

#[test]
fn no_line_starts_with_a_mark_or_breaks_a_number() {
    let fonts = every::fonts();
    for screen in every::plain_screens() {
        for text in texts(&scene(&screen, Size::new(800, 480))) {
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

#[test]
fn targets_are_large_apart_and_on_the_page() {
    for size in every::SIZES {
        let page = Area::whole(size);
        for screen in every::screens() {
            let scene = scene(&screen, size);
            let targets = scene.targets();
            for (nth, target) in targets.iter().enumerate() {
                let area = target.area;
                assert!(area.width >= 64 && area.height >= 64, "{screen:?} {target:?}");
                assert!(inside(&page, &area), "{screen:?} {target:?}");
                for other in &targets[nth + 1..] {
                    assert!(!area.nearer(&other.area, 8), "{screen:?} {target:?} {other:?}");
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

fn contrast(one: Role, other: Role) -> f64 {
    let (one, other) = (luminance(one.colour()), luminance(other.colour()));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_text_stands_out_from_its_ground_by_7_to_1_and_every_sign_by_3_to_1() {
    let mut seen = BTreeSet::new();
    for screen in every::screens() {
        for item in scene(&screen, Size::new(800, 480)).items() {
            match item {
                Item::Text(text) => {
                    seen.extend(text.paragraphs.iter().map(|paragraph| (paragraph.ink, text.paper, true)));
                }
                Item::Drawing(drawn) => {
                    seen.insert((drawn.ink, drawn.paper, false));
                }
                Item::Panel(panel) if panel.edge_width > 0 && panel.edge != panel.fill => {
                    seen.insert((panel.edge, panel.under, false));
                }
                Item::Panel(_) | Item::Slot(..) => {}
            }
        }
    }
    assert!(seen.len() >= 8);
    for (ink, paper, text) in seen {
        let ratio = contrast(ink, paper);
        assert!(ratio >= if text { 7.0 } else { 3.0 }, "{ink:?} on {paper:?}: {ratio:.2}");
    }
}

/// The ground that a text claims to stand on is the one that is painted there, so that the measured
/// contrast is the seen one.
#[test]
fn every_text_stands_on_the_ground_that_it_names() {
    for screen in every::screens().into_iter().step_by(5) {
        let scene = scene(&screen, Size::new(800, 480));
        let mut panels: Vec<(Area, Role)> = vec![(Area::whole(Size::new(800, 480)), Role::Paper)];
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
            assert!(inside(ground, &area) && *fill == paper, "{screen:?}: {item:?} on {fill:?}");
        }
    }
}
