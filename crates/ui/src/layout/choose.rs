//! The choice of methods. Only what is open looks as if it could be touched; below it, in plain
//! words, why the rest is not.

use super::page::{GAP, LEAD, NOTICE, Page, SMALL, TITLE};
use crate::area::Area;
use crate::drawing::Drawing;
use crate::palette::Role;
use crate::scene::{Action, Align, Look, Paragraph, Scene};
use crate::texts::methods::{self as texts, Reasons};
use crate::texts::{Catalogue, screens};
use policy::{Availability, Method, Methods};
use terminal::{Choice, Notice, Screen};

pub(super) fn scene(
    page: &Page,
    screen: &Screen,
    methods: &Methods,
    notice: Option<Notice>,
    reopenable: bool,
) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    let title = Paragraph::new(screens::words(page.texts(), screen).title, page.letters(TITLE));
    scene.text(page.title(&mut area), Role::Paper, Align::Left, [title]);
    let mut reasons = Reasons::of(page.texts(), methods, notice);
    if let Some(notice) = notice {
        let reader = if texts::is_for_staff(notice) { &page.for_staff() } else { page };
        let said = texts::notice(page.texts(), notice, methods);
        super::notice(&mut scene, reader, area.cut_top(page.notice()), said);
        area.cut_top(page.gap());
    } else if let Some(pin) = reasons.pin.take() {
        let head = area.cut_top(page.notice());
        scene.panel(head, page.of(14), Role::Quiet);
        let inner = head.inset(page.of(4));
        scene.text(inner, Role::Quiet, Align::Centre, [Paragraph::new(pin, page.letters(NOTICE))]);
        area.cut_top(page.gap());
    }
    foot(&mut scene, page, &mut area, reasons);
    tiles(&mut scene, page, area, methods, reopenable);
    scene
}

/// The way out, and beside it the reasons that are not told above.
fn foot(scene: &mut Scene, page: &Page, area: &mut Area, reasons: Reasons) {
    let (pin, others) = (i32::from(reasons.pin.is_some()), i32::try_from(reasons.others.len()).unwrap_or(0));
    let lines = 34 * (3 * pin + others);
    let tall_lines = 34 * (3 * pin + 2 * others);
    let mut foot = area.cut_bottom(page.by(72.max(lines), 72 + GAP + tall_lines));
    area.cut_bottom(page.gap());
    let cancel = page.way_out(&mut foot);
    scene.button(
        cancel,
        page.texts().buttons.cancel,
        page.letters(LEAD),
        Look::Quiet,
        Action::Choice(Choice::Cancel),
    );
    let text = reasons.pin.into_iter().chain(reasons.others).collect::<Vec<_>>().join("\n");
    if !text.is_empty() {
        let reason = Paragraph::of(text, page.letters(SMALL), Role::QuietInk);
        scene.text(foot, Role::Paper, Align::Left, [reason]);
    }
}

fn tiles(scene: &mut Scene, page: &Page, area: Area, methods: &Methods, reopenable: bool) {
    let open = Method::ALL.into_iter().filter(|method| methods.of(*method) == Availability::Open);
    let mut tiles: Vec<Tile> = open.map(|method| Tile::of(page.texts(), method)).collect();
    tiles.extend(reopenable.then(|| Tile::ask_staff(page.texts())));
    let count = i32::try_from(tiles.len()).unwrap_or(1).max(1);
    for (nth, tile) in (0..).zip(tiles) {
        tile.push(scene, page, page.tile(area, nth, count));
    }
}

/// One way on.
struct Tile {
    choice: Choice,
    look: Look,
    drawing: Drawing,
    name: &'static str,
    explained: &'static str,
}

impl Tile {
    /// A closed PIN that staff can open again: a way for few, so it looks less than the methods.
    const fn ask_staff(said: &'static Catalogue) -> Self {
        Self {
            choice: Choice::AskStaff,
            look: Look::Quiet,
            drawing: Drawing::Desk,
            name: said.buttons.ask_staff,
            explained: said.buttons.ask_staff_explained,
        }
    }

    const fn of(said: &'static Catalogue, method: Method) -> Self {
        let named = texts::named(said, method);
        Self {
            choice: Choice::Method(method),
            look: Look::Primary,
            drawing: match method {
                Method::Face => Drawing::Face,
                Method::Pin => Drawing::Keys,
                Method::Visual => Drawing::Desk,
            },
            name: named.name,
            explained: named.explained,
        }
    }

    /// The drawing stands above the words in a tall tile, beside them in a wide one, and is left out
    /// of one that is neither.
    fn push(self, scene: &mut Scene, page: &Page, area: Area) {
        let (paper, _, ink) = self.look.roles();
        scene.ground(area, self.look, page.of(18), Action::Choice(self.choice));
        let margin = if area.height < page.of(90) { 8 } else { 12 };
        let mut inner = area.inset(page.of(margin));
        // Two lines, and a reading above the name.
        let above = inner.height - page.words(144);
        let wide =
            inner.width >= page.of(460) || (inner.width >= page.of(300) && inner.height >= page.of(132));
        let picture = if above >= page.of(64) {
            Some(inner.cut_top(above))
        } else if wide {
            Some(inner.cut_left(page.of(110)))
        } else {
            None
        };
        if let Some(picture) = picture {
            scene.drawing(picture, self.drawing, ink, paper);
        }
        // Below several reasons there is room for the name alone.
        let needed = if inner.width >= page.of(340) { 96 } else { 128 };
        let explained = if inner.height >= page.of(needed) { self.explained } else { "" };
        // All tiles in the same letters: six to the longest name, eight to the longest line below it.
        let high = inner.height * 100 / 130;
        let tall = if explained.is_empty() { inner.height / 2 } else { high * 34 / 100 };
        let name = page.letters_within(34, (inner.width / 6).min(tall));
        let lesser = page.letters_within(SMALL, (inner.width / 8).min(high * SMALL / 100));
        let paragraphs = [Paragraph::of(self.name, name, ink), Paragraph::of(explained, lesser, ink)];
        scene.text(inner, paper, Align::Centre, paragraphs);
    }
}
