//! The pad for 照合番号B: fourteen digits, in the three groups in which they stand on the card front
//! (card.md 5.1). Digits are never shown, only how many there are.

use super::pad::{self, Pad};
use super::page::{BODY, LEAD, Page, SMALL};
use crate::area::Area;
use crate::palette::Role;
use crate::scene::{Action, Align, Look, Paragraph, Scene};
use crate::texts::{methods, screens, staff};
use policy::{Availability, Closure, Method, Methods};
use terminal::{Choice, Notice, Screen};

const DIGITS: u8 = 14;
const NUMBER: Pad = Pad { digit: Action::NumberDigit, erase: Action::NumberErase };

/// Digits that stand together, and what stands behind them.
type Group = (u8, &'static str);

/// A name, and the groups below it.
const ROWS: [(&str, &[Group]); 3] = [
    (staff::NUMBER_BIRTH, &[(2, "年"), (2, "月"), (2, "日")]),
    (staff::NUMBER_EXPIRY, &[(4, "年")]),
    (staff::NUMBER_CODE, &[(4, "")]),
];

pub(super) fn scene(
    page: &Page,
    screen: &Screen,
    length: u8,
    method: Method,
    notice: Option<Notice>,
) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    let patient = page;
    let page = &page.for_staff();
    buttons(&mut scene, page, page.bar(&mut area), length, method);
    pad::keys(&mut scene, page, page.last(&mut area, 348, 300), &NUMBER);
    page.last(&mut area, 20, 8);
    let rows = area.cut_bottom(page.of(ROW) * 3);
    let reader = if method == Method::Visual { page } else { patient };
    head(&mut scene, reader, screen, area, notice);
    let mut first = 0;
    for (nth, (name, groups)) in (0..).zip(ROWS) {
        let mut row = rows.row(nth, 3, 0);
        let label = row.cut_top(page.of(36));
        scene.text(label, Role::Paper, Align::Left, [Paragraph::new(name, page.letters(SMALL))]);
        row.cut_bottom(page.of(4));
        first = cells(&mut scene, page, row, groups, first, length);
    }
    scene
}

/// A name and its cells.
const ROW: i32 = 74;

fn head(scene: &mut Scene, page: &Page, screen: &Screen, mut area: Area, notice: Option<Notice>) {
    area.cut_bottom(page.of(6));
    if let Some(notice) = notice {
        let none = Availability::Closed(Closure::Site);
        let methods = Methods { face: none, pin: none, visual: none };
        super::notice(scene, &page.for_staff(), area, methods::notice(page.texts(), notice, &methods));
        return;
    }
    let words = screens::words(page.texts(), screen);
    let paragraphs =
        [Paragraph::new(words.title, page.letters(BODY)), Paragraph::new(words.body, page.letters(SMALL))];
    scene.text(area, Role::Paper, Align::TopLeft, paragraphs);
}

/// Staff who confirm by eye can do without the photo.
fn buttons(scene: &mut Scene, page: &Page, mut bar: Area, length: u8, method: Method) {
    let said = &page.texts().buttons;
    let px = page.letters(LEAD);
    let confirm = if length == DIGITS { Look::Primary } else { Look::Off };
    let right = bar.cut_right(page.by(348, 110));
    scene.button(right, said.confirm, px, confirm, Action::Choice(Choice::Confirm));
    bar.cut_right(page.by(20, 12));
    let cancel = bar.cut_left(page.by(130, 110));
    scene.button(cancel, said.cancel, px, Look::Quiet, Action::Choice(Choice::Cancel));
    bar.cut_left(page.gap());
    let label = if method == Method::Visual { staff::WITHOUT_PHOTO } else { said.back };
    scene.button(bar, label, page.narrow_letters(LEAD), Look::Quiet, Action::Choice(Choice::Back));
}

/// The cells of one row; tells the position after its last one. The next cell to be filled stands out.
fn cells(scene: &mut Scene, page: &Page, mut row: Area, groups: &[Group], first: u8, length: u8) -> u8 {
    let mut at = first;
    for (count, unit) in groups {
        for _ in 0..*count {
            let edge = if at == length { Role::Primary } else { Role::Edge };
            let place = row.cut_left(page.of(38));
            row.cut_left(page.of(6));
            pad::cell(scene, page, place, at < length, edge);
            at = at.saturating_add(1);
        }
        if !unit.is_empty() {
            let place = row.cut_left(page.of(30));
            row.cut_left(page.of(8));
            scene.text(place, Role::Paper, Align::Centre, [Paragraph::new(*unit, page.letters(SMALL))]);
        }
    }
    at
}
