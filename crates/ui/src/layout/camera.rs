//! The preview, with one instruction beside it.

use super::page::{BODY, LEAD, Page, SMALL, TITLE};
use crate::palette::Role;
use crate::scene::{Action, Align, Item, Look, Paragraph, Scene, Slot};
use crate::texts::screens;
use terminal::{Choice, Screen};

pub(super) fn scene(page: &Page, screen: &Screen, first: bool) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    if first {
        let foot = area.cut_bottom(page.by(38, 72));
        let text = Paragraph::new(page.texts().screens.photo_use, page.letters(SMALL));
        scene.text(foot, Role::Paper, Align::Left, [text]);
        area.cut_bottom(page.of(4));
    }
    let preview = page.preview(&mut area, 460, 330);
    page.first(&mut area, 24, 8);
    scene.panel(preview, 0, Role::Quiet);
    let waiting = Paragraph::new(page.texts().screens.no_preview, page.letters(SMALL));
    scene.text(preview.inset(page.of(16)), Role::Quiet, Align::Centre, [waiting]);
    scene.push(Item::Slot(Slot::Preview, preview));
    let back = area.cut_bottom(page.of(72));
    area.cut_bottom(page.gap());
    scene.button(
        back,
        page.texts().buttons.back,
        page.letters(LEAD),
        Look::Quiet,
        Action::Choice(Choice::Back),
    );
    let words = screens::words(page.texts(), screen);
    let paragraphs =
        [Paragraph::new(words.title, page.letters(TITLE)), Paragraph::new(words.body, page.letters(BODY))];
    scene.text(area, Role::Paper, Align::Left, paragraphs);
    scene
}
