//! The choice of methods. Only what is open looks as if it could be touched; below it, in plain
//! words, why the rest is not.

use super::page::{LEAD, NOTICE, Page, SMALL, TITLE};
use crate::area::Area;
use crate::drawing::Drawing;
use crate::palette::Role;
use crate::scene::{Action, Align, Look, Paragraph, Scene};
use crate::texts::{methods as texts, screens};
use policy::{Availability, Closure, Method, Methods};
use terminal::{Choice, Notice, Screen};

pub(super) fn scene(page: &Page, screen: &Screen, methods: &Methods, notice: Option<Notice>) -> Scene {
    let mut scene = Scene::default();
    let mut area = page.inner();
    let title = Paragraph::new(screens::words(screen).title, page.of(TITLE));
    scene.text(page.title(&mut area), Role::Paper, Align::Left, [title]);
    let mut reasons = Reasons::of(methods, notice);
    if let Some(notice) = notice {
        super::notice(&mut scene, page, area.cut_top(page.of(76)), texts::notice(notice, methods));
        area.cut_top(page.gap());
    } else if let Some(pin) = reasons.pin.take() {
        let head = area.cut_top(page.of(76));
        scene.panel(head, page.of(14), Role::Quiet);
        let inner = head.inset(page.of(4));
        scene.text(inner, Role::Quiet, Align::Centre, [Paragraph::new(pin, page.of(NOTICE))]);
        area.cut_top(page.gap());
    }
    foot(&mut scene, page, &mut area, reasons);
    tiles(&mut scene, page, area, methods);
    scene
}

/// The way out, and beside it the reasons that are not told above.
fn foot(scene: &mut Scene, page: &Page, area: &mut Area, reasons: Reasons) {
    let lines = 3 * i32::from(reasons.pin.is_some()) + i32::try_from(reasons.others.len()).unwrap_or(0);
    let mut foot = area.cut_bottom(page.of(72.max(34 * lines)));
    area.cut_bottom(page.gap());
    let cancel = foot.cut_left(page.of(150)).cut_bottom(page.of(72));
    scene.button(cancel, screens::CANCEL, page.of(LEAD), Look::Quiet, Action::Choice(Choice::Cancel));
    foot.cut_left(page.of(20));
    let text = reasons.pin.into_iter().chain(reasons.others).collect::<Vec<_>>().join("\n");
    if !text.is_empty() {
        let reason = Paragraph::of(text, page.of(SMALL), Role::QuietInk);
        scene.text(foot, Role::Paper, Align::Left, [reason]);
    }
}

/// Why methods are closed, without what the notice says already.
struct Reasons {
    /// Up to three lines beside the way out.
    pin: Option<String>,
    /// One line each.
    others: Vec<String>,
}

impl Reasons {
    fn of(methods: &Methods, notice: Option<Notice>) -> Self {
        let unexplained = |method| match methods.of(method) {
            Availability::Closed(closure)
                if !notice.is_some_and(|it| texts::explains(it, method, closure)) =>
            {
                Some(closure)
            }
            Availability::Open | Availability::Closed(_) => None,
        };
        let reason = |method: Method| {
            unexplained(method).map(|closure: Closure| texts::closed(method, closure, methods))
        };
        let others = match (unexplained(Method::Face), unexplained(Method::Visual)) {
            (Some(face), Some(visual)) if face == visual => vec![texts::both_closed(face, methods)],
            _ => [Method::Face, Method::Visual].into_iter().filter_map(reason).collect(),
        };
        Self { pin: reason(Method::Pin), others }
    }
}

fn tiles(scene: &mut Scene, page: &Page, area: Area, methods: &Methods) {
    let open: Vec<Method> =
        Method::ALL.into_iter().filter(|method| methods.of(*method) == Availability::Open).collect();
    let count = i32::try_from(open.len()).unwrap_or(1).max(1);
    for (nth, method) in (0..).zip(open) {
        tile(scene, page, area.column(nth, count, page.of(16)), method);
    }
}

/// The drawing stands above the words in a tall tile, beside them in a wide one, and is left out of
/// one that is neither.
fn tile(scene: &mut Scene, page: &Page, area: Area, method: Method) {
    scene.ground(area, Look::Primary, page.of(18), Action::Choice(Choice::Method(method)));
    let mut inner = area.inset(page.of(12));
    let above = inner.height - page.of(132);
    let picture = if above >= page.of(64) {
        Some(inner.cut_top(above))
    } else if inner.width >= page.of(300) {
        Some(inner.cut_left(page.of(110)))
    } else {
        None
    };
    let drawing = match method {
        Method::Face => Drawing::Face,
        Method::Pin => Drawing::Keys,
        Method::Visual => Drawing::Desk,
    };
    if let Some(picture) = picture {
        scene.drawing(picture, drawing, Role::OnPrimary, Role::Primary);
    }
    let paragraphs = [
        Paragraph::of(texts::name(method), page.of(34), Role::OnPrimary),
        Paragraph::of(texts::explained(method), page.of(SMALL), Role::OnPrimary),
    ];
    scene.text(inner, Role::Primary, Align::Centre, paragraphs);
}
