//! The preview, with one instruction beside it.

use super::page::{BODY, LEAD, Page, SMALL, TITLE};
use crate::drawing::Drawing;
use crate::palette::Role;
use crate::scene::{Action, Align, Item, Look, Paragraph, Scene, Slot};
use crate::texts::screens;
use terminal::{CameraHint, Choice, Screen, Side};

pub(super) fn scene(page: &Page, screen: &Screen, first: bool) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    let mut bar = page.bar(&mut area);
    if first {
        let foot = area.cut_bottom(page.by(38, 72));
        let text = Paragraph::new(page.texts().screens.photo_use, page.letters(SMALL));
        scene.text(foot, Role::Paper, Align::Left, [text]);
        area.cut_bottom(page.of(4));
    }
    let buttons = &page.texts().buttons;
    let back = bar.cut_left(page.by(240, 150));
    bar.cut_left(page.gap());
    scene.button(back, buttons.back, page.narrow_letters(LEAD), Look::Quiet, Action::Choice(Choice::Back));
    scene.button(
        bar,
        buttons.cannot_turn,
        page.narrow_letters(LEAD),
        Look::Quiet,
        Action::Choice(Choice::CannotTurn),
    );
    let preview = page.preview(&mut area, 460, 330);
    page.first(&mut area, 24, 8);
    scene.panel(preview, 0, Role::Quiet);
    let waiting = Paragraph::new(page.texts().screens.no_preview, page.letters(SMALL));
    scene.text(preview.inset(page.of(16)), Role::Quiet, Align::Centre, [waiting]);
    scene.push(Item::Slot(Slot::Preview, preview));
    if let Screen::Camera { hint: Some(CameraHint::Turn(side)) } = screen {
        let arrow = match side {
            Side::Left => Drawing::ArrowLeft,
            Side::Right => Drawing::ArrowRight,
        };
        scene.drawing(area.cut_top(page.sign(132)), arrow, Role::Primary, Role::Paper);
    }
    let words = screens::words(page.texts(), screen);
    let paragraphs =
        [Paragraph::new(words.title, page.letters(TITLE)), Paragraph::new(words.body, page.letters(BODY))];
    scene.text(area, Role::Paper, Align::Left, paragraphs);
    scene
}
