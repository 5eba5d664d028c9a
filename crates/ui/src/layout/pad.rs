//! The PIN pad. Digits are never shown, only how many there are.

use super::page::{BODY, LEAD, Page, TITLE};
use crate::area::Area;
use crate::drawing::Drawing;
use crate::palette::Role;
use crate::scene::{Action, Align, Item, Look, Panel, Paragraph, Scene};
use crate::texts::screens;
use terminal::{Choice, Screen};

/// Digits of the PIN (card.md 3.7).
const DIGITS: u8 = 4;

pub(super) fn scene(page: &Page, screen: &Screen, length: u8, last_try: bool) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    buttons(&mut scene, page, page.bar(&mut area), length);
    keys(&mut scene, page, page.last(&mut area, 348, 324), &PIN);
    page.last(&mut area, 24, 8);
    let words = screens::words(page.texts(), screen);
    let title = area.cut_top(page.of(126));
    area.cut_top(page.of(6));
    scene.text(title, Role::Paper, Align::Left, [Paragraph::new(words.title, page.letters(TITLE))]);
    cells(&mut scene, page, area.cut_top(page.of(80)), length);
    area.cut_top(page.of(10));
    if last_try {
        super::notice(&mut scene, page, area, words.body);
    } else {
        scene.text(area, Role::Paper, Align::TopLeft, [Paragraph::new(words.body, page.letters(BODY))]);
    }
    scene
}

fn buttons(scene: &mut Scene, page: &Page, mut bar: Area, length: u8) {
    let said = &page.texts().buttons;
    let px = page.label_letters(LEAD, page.by(170, 122), &[said.cancel, said.back]);
    let confirm = if length == DIGITS { Look::Primary } else { Look::Off };
    let right = bar.cut_right(page.by(348, 172));
    scene.button(right, said.confirm, px, confirm, Action::Choice(Choice::Confirm));
    let cancel = bar.cut_left(page.by(170, 122));
    scene.button(cancel, said.cancel, px, Look::Quiet, Action::Choice(Choice::Cancel));
    bar.cut_left(page.gap());
    let back = bar.cut_left(page.by(170, 122));
    scene.button(back, said.back, px, Look::Quiet, Action::Choice(Choice::Back));
}

/// What the keys of a pad mean.
pub(super) struct Pad {
    pub(super) digit: fn(u8) -> Action,
    pub(super) erase: Action,
}

const PIN: Pad = Pad { digit: Action::PinDigit, erase: Action::PinErase };

/// 1 2 3, 4 5 6, 7 8 9, and below them 0 and "erase".
pub(super) fn keys(scene: &mut Scene, page: &Page, area: Area, pad: &Pad) {
    let place = |nth: i32| area.row(nth / 3, 4, page.gap()).column(nth % 3, 3, page.gap());
    let digits = ["1", "2", "3", "4", "5", "6", "7", "8", "9"].into_iter().zip(b'1'..=b'9');
    for (nth, (label, digit)) in (0..).zip(digits) {
        scene.button(place(nth), label, page.letters(TITLE), Look::Key, (pad.digit)(digit));
    }
    scene.button(place(10), "0", page.letters(TITLE), Look::Key, (pad.digit)(b'0'));
    scene.button(place(11), page.texts().buttons.erase, page.letters(BODY), Look::Key, pad.erase);
}

/// One cell per digit; a dot in each that is typed.
fn cells(scene: &mut Scene, page: &Page, area: Area, length: u8) {
    for nth in 0..DIGITS {
        let row = Area { width: page.of(356), ..area };
        let place = row.column(i32::from(nth), i32::from(DIGITS), page.gap());
        cell(scene, page, place, nth < length, Role::Edge);
    }
}

/// A digit's place, with a dot in its middle once the digit is typed.
pub(super) fn cell(scene: &mut Scene, page: &Page, area: Area, typed: bool, edge: Role) {
    scene.push(Item::Panel(Panel {
        area,
        radius: page.of(10),
        edge_width: page.of(3),
        fill: Role::Paper,
        edge,
        under: Role::Paper,
    }));
    if typed {
        let margin = area.width.min(area.height) * 3 / 10;
        scene.drawing(area.inset(margin), Drawing::Dot, Role::Ink, Role::Paper);
    }
}
