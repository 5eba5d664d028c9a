//! The sign that reception does not hear this terminal: staff know it, patients need not.

use core::convert::Infallible;
use embedded_graphics::Drawable as _;
use embedded_graphics::prelude::{OriginDimensions as _, Point, Primitive as _};
use embedded_graphics::primitives::{Circle, Line, PrimitiveStyle};
use ui::palette::Role;
use ui::{Canvas, Theme};

/// A struck-through dot in the top right corner, outside of every layout's margin.
pub(crate) fn draw(theme: Theme, canvas: &mut Canvas) {
    let unit = (canvas.size().height.min(canvas.size().width) / 240).max(1);
    let (diameter, margin) = (8 * unit, unit);
    let left = canvas.size().width.saturating_sub(diameter + margin);
    let place = |x: u32, y: u32| Point::zero() + embedded_graphics::prelude::Size::new(x, y);
    let dot = Circle::new(place(left, margin), diameter);
    let strike =
        Line::new(place(left + 2 * unit, margin + 6 * unit), place(left + 6 * unit, margin + 2 * unit));
    let ground = PrimitiveStyle::with_fill(theme.colour(Role::NoticeEdge));
    let ink = PrimitiveStyle::with_stroke(theme.colour(Role::OnPrimary), unit);
    // A canvas in memory has no error.
    let (Ok::<(), Infallible>(()), Ok::<(), Infallible>(())) =
        (dot.into_styled(ground).draw(canvas), strike.into_styled(ink).draw(canvas));
}
