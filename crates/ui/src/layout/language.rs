//! The other languages, each in its own script, on the waiting screen.

use super::page::{Page, SMALL};
use crate::area::Area;
use crate::scene::{Action, Look, Scene};
use crate::texts::catalogue;
use terminal::Language;

/// Cuts the buttons off the bottom, and the gap above them: one row of a wide page, two of a tall one.
pub(super) fn buttons(scene: &mut Scene, page: &Page, area: &mut Area) {
    let row = area.cut_bottom(page.by(76, 164));
    area.cut_bottom(page.gap());
    let others: Vec<Language> = Language::ALL.into_iter().filter(|it| *it != page.language()).collect();
    let arranged: fn(&Page, Area, &[Language]) -> Vec<Area> = page.shaped(one_row, two_rows);
    let places = arranged(page, row, &others);
    for (language, place) in others.into_iter().zip(places) {
        let letters = page.speaking(language).letters(SMALL);
        scene.button(place, catalogue(language).name, letters, Look::Quiet, Action::Language(language));
    }
}

/// Each as wide as its name, and a share of what is left.
fn one_row(page: &Page, mut row: Area, languages: &[Language]) -> Vec<Area> {
    let count = i32::try_from(languages.len()).unwrap_or(1).max(1);
    let needed: i32 = languages.iter().map(|it| page.of(width(*it)) + page.gap()).sum();
    let share = (row.width + page.gap() - needed) / count;
    let place = |language: &Language| {
        let place = row.cut_left(page.of(width(*language)) + share);
        row.cut_left(page.gap());
        place
    };
    languages.iter().map(place).collect()
}

fn two_rows(page: &Page, area: Area, languages: &[Language]) -> Vec<Area> {
    let place = |nth: i32| area.row(nth / 3, 2, page.gap()).column(nth % 3, 3, page.gap());
    (0..).zip(languages).map(|(nth, _)| place(nth)).collect()
}

/// Room for a name at the smallest size, with its margins; a test sees that it suffices.
const fn width(language: Language) -> i32 {
    match language {
        Language::Japanese => 88,
        Language::PlainJapanese => 112,
        Language::English => 112,
        Language::Chinese => 72,
        Language::Korean => 92,
        Language::Portuguese => 146,
        Language::Vietnamese => 90,
    }
}
