//! From a screen to a scene: what is where. Nothing here asks a font, so that a touch needs none;
//! a test proves with the font that every text fits the place that it is given here.
//!
//! - `page`: measures that grow with the target, and what is beside or above what; [`scene`] gives each
//!   screen to one of
//! - `statement`: a drawing and words; `language`: the other languages; `choose`: the methods; `pad`: the PIN; `number`: 照合番号B;
//!   `camera`: the preview; `staff`: the staff's screens; `question`: yes or no

use crate::area::Area;
use crate::drawing::Drawing;
use crate::palette::Role;
use crate::scene::{Align, Paragraph, Scene};
use crate::theme::View;
use page::Page;
use statement::Statement;
use std::borrow::Cow;
use terminal::Screen;

mod camera;
mod choose;
mod language;
mod number;
mod pad;
mod page;
mod question;
mod staff;
mod statement;

/// The scene of a screen in this view.
pub fn scene(screen: &Screen, view: &View) -> Scene {
    let page = Page::new(view);
    let statement = |drawing| statement::scene(&page, screen, &Statement::plain(drawing));
    match screen {
        Screen::Waiting => statement::waiting(&page, screen),
        Screen::TakeYourCard => statement(Drawing::TakeCard),
        Screen::Reading | Screen::CheckingPin | Screen::ReadingPhoto | Screen::Signing => {
            statement(Drawing::CardAtWork)
        }
        Screen::Connecting => statement(Drawing::Talking),
        Screen::Ending(ending) => statement::ending(&page, screen, *ending),
        Screen::Choose { methods, notice, reopenable } => {
            choose::scene(&page, screen, methods, *notice, *reopenable)
        }
        Screen::PinPad { length, last_try, .. } => pad::scene(&page, screen, *length, *last_try),
        Screen::LastTryWarning { confirmable } => question::last_try(&page, screen, *confirmable),
        Screen::OfferRegistration => question::registration(&page, screen),
        Screen::Camera { hint } => camera::scene(&page, screen, hint.is_none()),
        Screen::CheckNumberPad { length, method, notice } => {
            number::scene(&page, screen, *length, *method, *notice)
        }
        Screen::StaffCredential { length, notice, .. } => staff::credential(&page, screen, *length, *notice),
        Screen::StaffConfirm { compared } => staff::confirm(&page, screen, *compared),
        Screen::StaffReopen(reopening) => staff::reopen(&page, screen, *reopening),
    }
}

/// A notice with its sign, on a ground of its own; two lines of a wide page take 76.
fn notice(scene: &mut Scene, page: &Page, area: Area, text: impl Into<Cow<'static, str>>) {
    let mut area = area;
    // Where there is room for more, it stays near what it is about.
    let area = area.cut_bottom(area.height.min(page.of(150)));
    scene.panel(area, page.of(14), Role::Notice);
    let mut inner = area.inset(page.of(4));
    let sign = inner.cut_left(page.sign(66)).inset(page.of(6));
    scene.drawing(sign, Drawing::Attention, Role::NoticeEdge, Role::Notice);
    inner.cut_left(page.of(10));
    scene.text(inner, Role::Notice, Align::Left, [Paragraph::new(text, page.letters(page::NOTICE))]);
}
