//! Yes or no, with what each means.

use super::page::{BODY, LEAD, Page, SMALL, TITLE};
use crate::area::Area;
use crate::drawing::Drawing;
use crate::palette::Role;
use crate::scene::{Action, Align, Letters, Look, Paragraph, Scene};
use crate::texts::screens;
use terminal::{Choice, Screen};

/// What losing the last try costs. The safe way is the large one.
pub(super) fn last_try(page: &Page, screen: &Screen, confirmable: bool) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    let [way_out, left, right] = page.answers(&mut area);
    let px = page.label_letters(BODY, left.width, &[screens::INSIST, screens::DO_NOT_INSIST]);
    cancel(&mut scene, way_out, px);
    let insist = if confirmable { Look::Quiet } else { Look::Off };
    scene.button(left, screens::INSIST, px, insist, Action::Choice(Choice::Insist));
    scene.button(right, screens::DO_NOT_INSIST, px, Look::Primary, Action::Choice(Choice::Back));
    let words = screens::words(screen);
    let mut head = area.cut_top(page.by(124, 190));
    area.cut_top(page.gap());
    scene.panel(head, page.of(14), Role::Notice);
    head = head.inset(page.of(8));
    let sign = head.cut_left(page.shaped(page.sign(104), page.of(84))).inset(page.of(8));
    scene.drawing(sign, Drawing::Attention, Role::NoticeEdge, Role::Notice);
    head.cut_left(page.of(12));
    scene.text(head, Role::Notice, Align::Left, [Paragraph::new(words.title, page.letters(TITLE - 2))]);
    let paragraphs = [
        Paragraph::new(words.body, page.letters(BODY)),
        Paragraph::new(screens::aside(screen), page.letters(SMALL)),
    ];
    scene.text(area, Role::Paper, Align::Left, paragraphs);
    scene
}

/// Register this card?
pub(super) fn registration(page: &Page, screen: &Screen) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    let [way_out, left, right] = page.answers(&mut area);
    let px = page.label_letters(LEAD, left.width, &[screens::DO_NOT_REGISTER, screens::REGISTER]);
    cancel(&mut scene, way_out, px);
    scene.button(left, screens::DO_NOT_REGISTER, px, Look::Quiet, Action::Choice(Choice::Back));
    scene.button(right, screens::REGISTER, px, Look::Primary, Action::Choice(Choice::Confirm));
    let words = screens::words(screen);
    let paragraphs =
        [Paragraph::new(words.title, page.letters(TITLE)), Paragraph::new(words.body, page.letters(BODY))];
    scene.text(area, Role::Paper, Align::Left, paragraphs);
    scene
}

fn cancel(scene: &mut Scene, place: Area, letters: Letters) {
    scene.button(place, screens::CANCEL, letters, Look::Quiet, Action::Choice(Choice::Cancel));
}
