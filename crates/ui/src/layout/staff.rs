//! The staff's screens: their credential, the comparison, and a closed PIN.

use super::page::{BODY, LEAD, Page, SMALL, TITLE};
use crate::area::Area;
use crate::drawing::Drawing;
use crate::palette::Role;
use crate::scene::{Action, Align, Item, Look, Paragraph, Scene, Slot};
use crate::texts::{methods, screens, staff};
use policy::{Availability, Closure, Compared, Methods, Reopening};
use terminal::{Choice, Notice, Screen};

/// A keyboard; the keys of its rows together are [`crate::CREDENTIAL_CHARACTERS`]. The last row has
/// room for "erase" and "done" besides.
#[derive(Clone, Copy)]
struct Keyboard {
    columns: i32,
    rows: &'static [&'static [&'static str]],
    /// Column of "erase"; "done" has the rest of the row.
    erase: i32,
}

/// As on a typewriter.
const WIDE: Keyboard = Keyboard {
    columns: 10,
    rows: &[
        &["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"],
        &["q", "w", "e", "r", "t", "y", "u", "i", "o", "p"],
        &["a", "s", "d", "f", "g", "h", "j", "k", "l", "-"],
        &["z", "x", "c", "v", "b", "n", "m"],
    ],
    erase: 7,
};

/// By the alphabet: ten keys that can be touched have no room beside each other.
const TALL: Keyboard = Keyboard {
    columns: 6,
    rows: &[
        &["1", "2", "3", "4", "5", "6"],
        &["7", "8", "9", "0", "-", "a"],
        &["b", "c", "d", "e", "f", "g"],
        &["h", "i", "j", "k", "l", "m"],
        &["n", "o", "p", "q", "r", "s"],
        &["t", "u", "v", "w", "x", "y"],
        &["z"],
    ],
    erase: 2,
};

/// The patient reads that somebody comes; whoever comes types here.
pub(super) fn credential(page: &Page, screen: &Screen, length: u8, notice: Option<Notice>) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    area.y -= page.of(12);
    area.height += page.of(24);
    let keyboard = page.shaped(WIDE, TALL);
    let rows = i32::try_from(keyboard.rows.len()).unwrap_or(1);
    let keys = area.cut_bottom(page.of(64) * rows + page.of(8) * (rows - 1));
    area.cut_bottom(page.of(8));
    push_keys(&mut scene, &page.for_staff(), keys, keyboard, length);
    let field = area.cut_bottom(page.by(64, 136));
    buttons(&mut scene, page, field, length);
    let words = screens::words(page.texts(), screen);
    match notice {
        Some(notice) => {
            let none = Availability::Closed(Closure::Site);
            let methods = Methods { face: none, pin: none, visual: none };
            area.cut_bottom(page.of(6));
            let page = &page.for_staff();
            super::notice(&mut scene, page, area, methods::notice(page.texts(), notice, &methods));
        }
        None => {
            let paragraphs = [
                Paragraph::new(words.title, page.letters(page.shaped(TITLE - 4, LEAD))),
                Paragraph::new(words.body, page.letters(SMALL)),
            ];
            scene.text(area, Role::Paper, Align::Centre, paragraphs);
        }
    }
    scene
}

/// The field that tells how much is typed, and the ways back.
fn buttons(scene: &mut Scene, page: &Page, mut row: Area, length: u8) {
    let said = &page.texts().buttons;
    let px = page.letters(BODY);
    let ways = page.first(&mut row, 252, 64);
    page.first(&mut row, 12, 8);
    let (left, right) = (ways.column(0, 2, page.gap()), ways.column(1, 2, page.gap()));
    scene.button(left, said.cancel, px, Look::Quiet, Action::Choice(Choice::Cancel));
    scene.button(right, said.back, px, Look::Quiet, Action::Choice(Choice::Back));
    scene.panel(row, page.of(10), Role::Quiet);
    let row = row.inset(page.of(8));
    let dots = "●".repeat(usize::from(length.min(page.shaped(18, 16))));
    let text = if dots.is_empty() { staff::CREDENTIAL.into() } else { dots };
    scene.text(
        row,
        Role::Quiet,
        Align::Centre,
        [Paragraph::of(text, page.for_staff().letters(SMALL), Role::QuietInk)],
    );
}

fn push_keys(scene: &mut Scene, page: &Page, area: Area, keyboard: Keyboard, length: u8) {
    let Keyboard { columns, rows, erase } = keyboard;
    let (count, gap) = (i32::try_from(rows.len()).unwrap_or(1), page.of(8));
    for (nth, labels) in (0..).zip(rows) {
        let row = area.row(nth, count, gap);
        for (column, label) in (0..).zip(labels.iter()) {
            for character in label.bytes() {
                let place = row.column(column, columns, gap);
                scene.button(place, label, page.letters(BODY + 2), Look::Key, Action::Character(character));
            }
        }
    }
    let last = area.row(count - 1, count, gap);
    let (place, after) = (last.column(erase, columns, gap), last.column(erase + 1, columns, gap));
    scene.button(place, page.texts().buttons.erase, page.letters(SMALL), Look::Key, Action::CharacterErase);
    let confirm = Area { width: last.right() - after.x, ..after };
    let look = if length > 0 { Look::Primary } else { Look::Off };
    scene.button(
        confirm,
        page.texts().buttons.confirm,
        page.letters(BODY),
        look,
        Action::Choice(Choice::Confirm),
    );
}

/// The photo beside the question.
pub(super) fn confirm(page: &Page, screen: &Screen, compared: Compared) -> Scene {
    let page = &page.for_staff();
    let mut scene = Scene::default();
    let mut area = page.inner();
    let said = &page.texts().buttons;
    let photo = page.first(&mut area, 300, 340);
    page.first(&mut area, 24, 12);
    picture(&mut scene, page, photo.fitted(378, 472), compared);
    let px = page.letters(BODY);
    let ways = area.cut_bottom(page.of(64));
    area.cut_bottom(page.gap());
    let (left, right) = (ways.column(0, 2, page.gap()), ways.column(1, 2, page.gap()));
    scene.button(left, said.cancel, px, Look::Quiet, Action::Choice(Choice::Cancel));
    scene.button(right, said.back, px, Look::Quiet, Action::Choice(Choice::Back));
    let answers = area.cut_bottom(page.of(84));
    area.cut_bottom(page.gap());
    let (left, right) = (answers.column(0, 2, page.gap()), answers.column(1, 2, page.gap()));
    let px = page.letters(LEAD + 2);
    scene.button(left, staff::OTHER_PERSON, px, Look::Quiet, Action::Choice(Choice::OtherPerson));
    scene.button(right, staff::SAME_PERSON, px, Look::Primary, Action::Choice(Choice::SamePerson));
    let words = screens::words(page.texts(), screen);
    let paragraphs =
        [Paragraph::new(words.title, page.letters(LEAD)), Paragraph::new(words.body, page.letters(BODY))];
    scene.text(area, Role::Paper, Align::Left, paragraphs);
    scene
}

/// Why a closed PIN may be used again: each statement is a button of its own.
pub(super) fn reopen(page: &Page, screen: &Screen, reopening: Reopening) -> Scene {
    let page = &page.for_staff();
    let mut scene = Scene::default();
    let mut area = page.inner();
    let said = &page.texts().buttons;
    let bar = page.bar(&mut area);
    let px = page.letters(LEAD);
    let (left, right) = (bar.column(0, 2, page.gap()), bar.column(1, 2, page.gap()));
    scene.button(left, said.cancel, px, Look::Quiet, Action::Choice(Choice::Cancel));
    scene.button(right, said.back, px, Look::Quiet, Action::Choice(Choice::Back));
    let statements = [
        (reopening.strikes, staff::RESET_STRIKES, Choice::ResetStrikes),
        (reopening.mark, staff::CLEAR_MARK, Choice::ClearMark),
    ];
    for (_, label, choice) in statements.into_iter().filter(|(open, ..)| *open) {
        let place = area.cut_bottom(page.by(76, 96));
        area.cut_bottom(page.gap());
        scene.button(place, label, page.letters(BODY), Look::Primary, Action::Choice(choice));
    }
    let words = screens::words(page.texts(), screen);
    let paragraphs =
        [Paragraph::new(words.title, page.letters(LEAD)), Paragraph::new(words.body, page.letters(BODY))];
    scene.text(area, Role::Paper, Align::Left, paragraphs);
    scene
}

/// The chip photo, large; only one whose genuineness was checked.
fn picture(scene: &mut Scene, page: &Page, area: Area, compared: Compared) {
    scene.panel(area, 0, Role::Quiet);
    let mut inner = area.inset(page.of(16));
    if compared == Compared::ChipPhotoVerified {
        scene.drawing(inner, Drawing::Face, Role::QuietInk, Role::Quiet);
        scene.push(Item::Slot(Slot::ChipPhoto, area));
    } else {
        let words = inner.cut_bottom(page.of(120));
        scene.drawing(inner, Drawing::PlaceCard, Role::QuietInk, Role::Quiet);
        let text = Paragraph::new(staff::NO_CHIP_PHOTO, page.letters(BODY));
        scene.text(words, Role::Quiet, Align::Centre, [text]);
    }
}
