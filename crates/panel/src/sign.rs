//! The sign that reception does not hear this terminal: staff know it, patients need not.

use core::convert::Infallible;
use embedded_graphics::Drawable as _;
use embedded_graphics::prelude::{OriginDimensions as _, Point, Primitive as _, Size};
use embedded_graphics::primitives::{Circle, Line, PrimitiveStyle};
use ui::area::Area;
use ui::palette::Role;
use ui::{Canvas, Theme};

/// The top right corner, outside of every layout's margin.
pub(crate) fn area(size: Size) -> Area {
    let unit = unit(size);
    let mut page = Area::whole(size);
    page.cut_top(10 * unit).cut_right(10 * unit)
}

fn unit(size: Size) -> i32 {
    i32::try_from(size.height.min(size.width) / 240).unwrap_or(1).max(1)
}

/// A struck-through dot in its corner.
pub(crate) fn draw(theme: Theme, canvas: &mut Canvas) {
    let unit = unit(canvas.size());
    let corner = area(canvas.size()).inset(unit);
    let place = |x: i32, y: i32| Point::new(corner.x + x * unit, corner.y + y * unit);
    let length = |units: i32| u32::try_from(units * unit).unwrap_or(0);
    let dot = Circle::new(place(0, 0), length(8));
    let strike = Line::new(place(2, 6), place(6, 2));
    let ground = PrimitiveStyle::with_fill(theme.colour(Role::NoticeEdge));
    let ink = PrimitiveStyle::with_stroke(theme.colour(Role::OnPrimary), length(1));
    // A canvas in memory has no error.
    let (Ok::<(), Infallible>(()), Ok::<(), Infallible>(())) =
        (dot.into_styled(ground).draw(canvas), strike.into_styled(ink).draw(canvas));
}
