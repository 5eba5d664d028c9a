//! Yes or no, with what each means.

use super::page::{BODY, LEAD, Page, SMALL, TITLE};
use crate::area::Area;
use crate::drawing::Drawing;
use crate::palette::Role;
use crate::scene::{Action, Align, Look, Paragraph, Scene};
use crate::texts::screens;
use terminal::{Choice, Screen};

/// What losing the last try costs. The safe way is the large one.
pub(super) fn last_try(page: &Page, screen: &Screen, confirmable: bool) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    let mut bar = page.bar(&mut area);
    cancel(&mut scene, page, &mut bar);
    let insist = if confirmable { Look::Quiet } else { Look::Off };
    let (left, right) = (bar.column(0, 2, page.gap()), bar.column(1, 2, page.gap()));
    let px = page.of(BODY);
    scene.button(left, screens::INSIST, px, insist, Action::Choice(Choice::Insist));
    scene.button(right, screens::DO_NOT_INSIST, px, Look::Primary, Action::Choice(Choice::Back));
    let words = screens::words(screen);
    let mut head = area.cut_top(page.of(124));
    area.cut_top(page.gap());
    scene.panel(head, page.of(14), Role::Notice);
    head = head.inset(page.of(8));
    let sign = head.cut_left(page.of(104)).inset(page.of(8));
    scene.drawing(sign, Drawing::Attention, Role::NoticeEdge, Role::Notice);
    head.cut_left(page.of(12));
    scene.text(head, Role::Notice, Align::Left, [Paragraph::new(words.title, page.of(TITLE - 2))]);
    let paragraphs =
        [Paragraph::new(words.body, page.of(BODY)), Paragraph::new(screens::aside(screen), page.of(SMALL))];
    scene.text(area, Role::Paper, Align::Left, paragraphs);
    scene
}

/// Register this card?
pub(super) fn registration(page: &Page, screen: &Screen) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    let mut bar = page.bar(&mut area);
    cancel(&mut scene, page, &mut bar);
    let px = page.of(LEAD);
    let (left, right) = (bar.column(0, 2, page.gap()), bar.column(1, 2, page.gap()));
    scene.button(left, screens::DO_NOT_REGISTER, px, Look::Quiet, Action::Choice(Choice::Back));
    scene.button(right, screens::REGISTER, px, Look::Primary, Action::Choice(Choice::Confirm));
    let words = screens::words(screen);
    let paragraphs = [Paragraph::new(words.title, page.of(TITLE)), Paragraph::new(words.body, page.of(BODY))];
    scene.text(area, Role::Paper, Align::Left, paragraphs);
    scene
}

fn cancel(scene: &mut Scene, page: &Page, bar: &mut Area) {
    let place = bar.cut_left(page.of(150));
    bar.cut_left(page.gap());
    scene.button(place, screens::CANCEL, page.of(LEAD), Look::Quiet, Action::Choice(Choice::Cancel));
}
