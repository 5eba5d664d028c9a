//! Drawing pictures of persons.

use crate::area::Area;
use crate::numeric::real;
use crate::palette::{Role, blend};
use crate::picture::{Between, MixedRow, Picture, Pictures};
use crate::scene::Slot;
use crate::shape::{Oval, Side, covered};
use crate::theme::Theme;
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{DrawTarget, Point};

/// Draws the picture of a slot, if it is lent.
pub(crate) fn draw<D>(
    slot: Slot,
    area: Area,
    theme: Theme,
    pictures: &Pictures<'_>,
    target: &mut D,
) -> Result<(), D::Error>
where
    D: DrawTarget<Color = Rgb888>,
{
    match (slot, pictures.preview, pictures.chip_photo) {
        (Slot::Preview, Some(frame), _) => draw_preview(area, theme, &frame, target),
        (Slot::ChipPhoto, _, Some(photo)) => {
            target.fill_solid(&area.rectangle(), theme.colour(Role::Quiet))?;
            draw_photo(area, &photo, target)
        }
        (Slot::Preview, None, _) | (Slot::ChipPhoto, _, None) => Ok(()),
    }
}

/// Where the face belongs.
fn oval(area: Area) -> Area {
    let height = area.height * 86 / 100;
    let width = height * 76 / 100;
    Area { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height }
}

/// The frame as in a mirror, filling the area, paler outside of the oval.
fn draw_preview<D>(area: Area, theme: Theme, frame: &Picture<'_>, target: &mut D) -> Result<(), D::Error>
where
    D: DrawTarget<Color = Rgb888>,
{
    let (width, height) = frame.sides();
    let seen = Area { x: 0, y: 0, width, height }.fitted(area.width, area.height);
    let (mut columns, rows) = positions(area, seen, frame);
    columns.reverse();
    let half_ring = real(area.height) / 110.0;
    let oval = Oval::filling(oval(area), 2.0 * half_ring + 1.0);
    let (paper, ink) = (theme.colour(Role::Paper), theme.colour(Role::Ink));
    let edge = |dot, pixel| {
        let distance = oval.distance(dot);
        let veiled = if distance > 0.0 { blend(paper, pixel, 150) } else { pixel };
        let edged = blend(ink, veiled, covered(distance.abs() - 2.0 * half_ring));
        blend(paper, edged, covered(distance.abs() - half_ring))
    };
    let across: Vec<f32> = (area.x..area.right()).map(|x| oval.across(x)).collect();
    let mut mixed = MixedRow::default();
    for (y, row) in (area.y..).zip(rows) {
        frame.mix(row, &mut mixed);
        let down = oval.down(y);
        let colours = (area.x..).zip(&columns).zip(&across).map(|((x, column), across)| {
            let pixel = mixed.colour(*column);
            match oval.side(across + down) {
                Side::Inside => pixel,
                Side::Outside => blend(paper, pixel, 150),
                Side::Near => edge(Point::new(x, y), pixel),
            }
        });
        target.fill_contiguous(&Area { y, height: 1, ..area }.rectangle(), colours)?;
    }
    Ok(())
}

/// The photo, whole, as large as the area lets it be.
fn draw_photo<D>(area: Area, photo: &Picture<'_>, target: &mut D) -> Result<(), D::Error>
where
    D: DrawTarget<Color = Rgb888>,
{
    let (width, height) = photo.sides();
    let area = area.fitted(width, height);
    let (columns, rows) = positions(area, Area { x: 0, y: 0, width, height }, photo);
    let mut mixed = MixedRow::default();
    for (y, row) in (area.y..).zip(rows) {
        photo.mix(row, &mut mixed);
        let colours = columns.iter().map(|column| mixed.colour(*column));
        target.fill_contiguous(&Area { y, height: 1, ..area }.rectangle(), colours)?;
    }
    Ok(())
}

/// Where the columns and rows of `area` lie in the part `seen` of a picture.
fn positions(area: Area, seen: Area, picture: &Picture<'_>) -> (Vec<Between>, Vec<Between>) {
    let along = |at: i32, part: i32, count: i32, from: i32| {
        let centre = i64::from(2 * at + 1) * i64::from(part) * 128 / i64::from(count);
        i32::try_from(centre).unwrap_or(0) - 128 + from * 256
    };
    let (width, height) = picture.sides();
    let column = |x| Between::at(along(x, seen.width, area.width, seen.x), width);
    let row = |y| Between::at(along(y, seen.height, area.height, seen.y), height);
    ((0..area.width).map(column).collect(), (0..area.height).map(row).collect())
}
