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
        let foot = area.cut_bottom(page.of(38));
        let text = Paragraph::new(screens::PHOTO_USE, page.of(SMALL));
        scene.text(foot, Role::Paper, Align::Left, [text]);
        area.cut_bottom(page.of(4));
    }
    let preview = area.cut_left(page.of(460));
    area.cut_left(page.of(24));
    scene.panel(preview, 0, Role::Quiet);
    let waiting = Paragraph::new(screens::NO_PREVIEW, page.of(SMALL));
    scene.text(preview.inset(page.of(16)), Role::Quiet, Align::Centre, [waiting]);
    scene.push(Item::Slot(Slot::Preview, preview));
    let back = area.cut_bottom(page.of(72));
    area.cut_bottom(page.gap());
    scene.button(back, screens::BACK, page.of(LEAD), Look::Quiet, Action::Choice(Choice::Back));
    let words = screens::words(screen);
    let paragraphs = [Paragraph::new(words.title, page.of(TITLE)), Paragraph::new(words.body, page.of(BODY))];
    scene.text(area, Role::Paper, Align::Left, paragraphs);
    scene
}
