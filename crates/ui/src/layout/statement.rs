//! A drawing, a title, a few words. Nothing to touch.

use super::page::{BODY, LEAD, Page, SMALL, TITLE};
use crate::area::Area;
use crate::drawing::Drawing;
use crate::palette::Role;
use crate::scene::{Align, Paragraph, Scene};
use crate::texts::{endings, screens, staff};
use terminal::{Ending, NextStep, Screen};

/// What a statement looks like.
pub(super) struct Statement {
    drawing: Drawing,
    ink: Role,
}

impl Statement {
    pub(super) const fn plain(drawing: Drawing) -> Self {
        Self { drawing, ink: Role::Primary }
    }
}

pub(super) fn scene(page: &Page, screen: &Screen, statement: &Statement) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    area.cut_top(page.by(0, 110));
    fill(&mut scene, page, area, screen, statement);
    scene
}

/// The drawing first, then the words: beside it in the middle, or below it.
fn fill(scene: &mut Scene, page: &Page, mut area: Area, screen: &Screen, statement: &Statement) {
    let words = screens::words(page.texts(), screen);
    let drawing = page.drawing(&mut area, 240, 190);
    page.first(&mut area, 28, 16);
    scene.drawing(drawing, statement.drawing, statement.ink, Role::Paper);
    let paragraphs =
        [Paragraph::new(words.title, page.letters(TITLE)), Paragraph::new(words.body, page.letters(BODY))];
    scene.text(area, Role::Paper, page.shaped(Align::Left, Align::TopLeft), paragraphs);
}

/// Where every session begins, with what the camera is for, and the other languages.
pub(super) fn waiting(page: &Page, screen: &Screen) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    super::language::buttons(&mut scene, page, &mut area);
    let foot = area.cut_bottom(page.by(76, 152));
    area.cut_bottom(page.of(8));
    scene.panel(foot, page.of(14), Role::Quiet);
    let said = &page.texts().screens;
    let text = [said.photo_use, said.face_is_a_choice].join("\n");
    let inner = foot.inset(page.by(4, 8));
    scene.text(inner, Role::Quiet, Align::Centre, [Paragraph::new(text, page.letters(SMALL))]);
    let words = screens::words(page.texts(), screen);
    let drawing = page.drawing(&mut area, 240, 150);
    page.first(&mut area, 28, 16);
    scene.drawing(drawing, Drawing::PlaceCard, Role::Primary, Role::Paper);
    let paragraphs =
        [Paragraph::new(words.title, page.letters(44)), Paragraph::new(words.body, page.letters(BODY))];
    scene.text(area, Role::Paper, page.shaped(Align::Left, Align::TopLeft), paragraphs);
    scene
}

/// How it ended, and what comes next. The code is for reception, in a corner.
pub(super) fn ending(page: &Page, screen: &Screen, ending: Ending) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    let mut next = area.cut_bottom(page.by(104, 226));
    scene.panel(next, page.of(14), Role::Quiet);
    next.cut_right(page.of(16));
    let arrow = next.cut_left(page.of(88)).inset(page.of(14));
    scene.drawing(arrow, Drawing::Arrow, Role::Primary, Role::Quiet);
    let step = Paragraph::new(endings::next_step(page.texts(), ending.next_step()), page.letters(LEAD));
    scene.text(next, Role::Quiet, Align::Left, [step]);
    if !ending.is_verified() {
        let mut corner = area.cut_top(page.of(36));
        let code = Paragraph::of(
            format!("{} {}", staff::CODE, ending.code()),
            page.for_staff().letters(SMALL),
            Role::QuietInk,
        );
        scene.text(corner.cut_right(page.of(150)), Role::Paper, Align::Left, [code]);
    }
    area.cut_bottom(page.gap());
    fill(&mut scene, page, area, screen, &look(ending));
    scene
}

fn look(ending: Ending) -> Statement {
    if ending.is_verified() {
        return Statement { drawing: Drawing::Check, ink: Role::Good };
    }
    Statement::plain(match ending.next_step() {
        NextStep::PutCardAgain | NextStep::PutMyNumberCard => Drawing::PlaceCard,
        NextStep::TakeCardAndWait => Drawing::TakeCard,
        NextStep::AskReception if ending == Ending::TimedOut => Drawing::Clock,
        NextStep::AskReception | NextStep::PaperAtReception | NextStep::RenewCertificate => Drawing::Desk,
    })
}
