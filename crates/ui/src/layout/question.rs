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
    let buttons = &page.texts().buttons;
    let px = page.label_letters(BODY, left.width, &[buttons.insist, buttons.do_not_insist]);
    cancel(&mut scene, way_out, buttons.cancel, px);
    let insist = if confirmable { Look::Quiet } else { Look::Off };
    scene.button(left, buttons.insist, px, insist, Action::Choice(Choice::Insist));
    scene.button(right, buttons.do_not_insist, px, Look::Primary, Action::Choice(Choice::Back));
    let words = screens::words(page.texts(), screen);
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
        Paragraph::new(screens::last_try_aside(page.texts(), confirmable), page.letters(SMALL)),
    ];
    scene.text(area, Role::Paper, Align::Left, paragraphs);
    scene
}

/// Register this card?
pub(super) fn registration(page: &Page, screen: &Screen) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    let [way_out, left, right] = page.answers(&mut area);
    let buttons = &page.texts().buttons;
    let px = page.label_letters(LEAD, left.width, &[buttons.do_not_register, buttons.register]);
    cancel(&mut scene, way_out, buttons.cancel, px);
    scene.button(left, buttons.do_not_register, px, Look::Quiet, Action::Choice(Choice::Back));
    scene.button(right, buttons.register, px, Look::Primary, Action::Choice(Choice::Confirm));
    let words = screens::words(page.texts(), screen);
    let paragraphs =
        [Paragraph::new(words.title, page.letters(TITLE)), Paragraph::new(words.body, page.letters(BODY))];
    scene.text(area, Role::Paper, Align::Left, paragraphs);
    scene
}

fn cancel(scene: &mut Scene, place: Area, label: &'static str, letters: Letters) {
    scene.button(place, label, letters, Look::Quiet, Action::Choice(Choice::Cancel));
}
