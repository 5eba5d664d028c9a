//! Anti-aliased shapes by signed distance, and panels.

use crate::area::Area;
use crate::numeric::{coverage, real};
use crate::palette::blend;
use embedded_graphics::Pixel;
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{DrawTarget, Point};

/// A shape, in units of its drawing.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// A line with round ends, from, to, half its width.
    Stroke((f32, f32), (f32, f32), f32),
    /// A filled box: left, top, width, height, radius of its corners.
    Block(f32, f32, f32, f32, f32),
    /// The edge of a box: as before, and half the width of the edge.
    Frame(f32, f32, f32, f32, f32, f32),
    /// A filled circle: centre, radius.
    Disc((f32, f32), f32),
    /// The edge of a circle: centre, radius, half the width of the edge.
    Ring((f32, f32), f32, f32),
    /// A quarter of a ring that opens to one side (unit vector): centre, radius, half width, side.
    Wave((f32, f32), f32, f32, (f32, f32)),
    /// The upper half of a filled circle: centre, radius.
    Dome((f32, f32), f32),
}

impl Shape {
    /// From which row to which it reaches.
    fn rows(&self) -> (f32, f32) {
        match *self {
            Self::Stroke((_, from), (_, to), half) => (from.min(to) - half, from.max(to) + half),
            Self::Block(_, top, _, height, _) => (top, top + height),
            Self::Frame(_, top, _, height, _, half) => (top - half, top + height + half),
            Self::Disc((_, y), radius) => (y - radius, y + radius),
            Self::Ring((_, y), radius, half) | Self::Wave((_, y), radius, half, _) => {
                (y - radius - half, y + radius + half)
            }
            Self::Dome((_, y), radius) => (y - radius, y),
        }
    }

    /// How far a point is from the shape's edge; negative inside.
    pub(crate) fn distance(&self, x: f32, y: f32) -> f32 {
        match *self {
            Self::Stroke(from, to, half) => from_stroke((x, y), from, to) - half,
            Self::Block(left, top, width, height, radius) => {
                from_block(x - left - width / 2.0, y - top - height / 2.0, width, height, radius)
            }
            Self::Frame(left, top, width, height, radius, half) => {
                from_block(x - left - width / 2.0, y - top - height / 2.0, width, height, radius).abs() - half
            }
            Self::Disc((cx, cy), radius) => norm(x - cx, y - cy) - radius,
            Self::Ring((cx, cy), radius, half) => (norm(x - cx, y - cy) - radius).abs() - half,
            Self::Wave((cx, cy), radius, half, (ux, uy)) => {
                let (dx, dy) = (x - cx, y - cy);
                let ring = (norm(dx, dy) - radius).abs() - half;
                let (along, aside) = (dx * ux + dy * uy, (dx * uy - dy * ux).abs());
                ring.max((aside - along) * core::f32::consts::FRAC_1_SQRT_2)
            }
            Self::Dome((cx, cy), radius) => (norm(x - cx, y - cy) - radius).max(y - cy),
        }
    }
}

/// One square root is exact everywhere, so that all machines draw the same pixels; `hypot` is not.
fn norm(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

fn from_stroke((x, y): (f32, f32), (ax, ay): (f32, f32), (bx, by): (f32, f32)) -> f32 {
    let (dx, dy) = (bx - ax, by - ay);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (((x - ax) * dx + (y - ay) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    norm(x - ax - along * dx, y - ay - along * dy)
}

fn from_block(x: f32, y: f32, width: f32, height: f32, radius: f32) -> f32 {
    let over_x = x.abs() - width / 2.0 + radius;
    let over_y = y.abs() - height / 2.0 + radius;
    norm(over_x.max(0.0), over_y.max(0.0)) + over_x.max(over_y).min(0.0) - radius
}

/// Coverage (0 to 255) of a pixel whose centre is this far from an edge, in pixels.
pub(crate) fn covered(distance: f32) -> u8 {
    coverage(0.5 - distance)
}

/// Fills an area with rounded corners. `under` is the colour around it.
pub(crate) fn panel<D>(
    area: Area,
    radius: i32,
    fill: Rgb888,
    under: Rgb888,
    to: &mut D,
) -> Result<(), D::Error>
where
    D: DrawTarget<Color = Rgb888>,
{
    let radius = radius.min(area.width / 2).min(area.height / 2).max(0);
    let middle = Area { y: area.y + radius, height: area.height - 2 * radius, ..area };
    to.fill_solid(&middle.rectangle(), fill)?;
    for y in (area.y..area.y + radius).chain(area.bottom() - radius..area.bottom()) {
        let row = Area { x: area.x + radius, y, width: area.width - 2 * radius, height: 1 };
        to.fill_solid(&row.rectangle(), fill)?;
    }
    let corner = Shape::Block(real(area.x), real(area.y), real(area.width), real(area.height), real(radius));
    let rows = (0..radius).flat_map(|down| [area.y + down, area.bottom() - 1 - down]);
    let dots = rows.flat_map(|y| {
        let columns = (0..radius).flat_map(|across| [area.x + across, area.right() - 1 - across]);
        columns.map(move |x| Point::new(x, y))
    });
    to.draw_iter(dots.filter_map(|dot| {
        let cover = covered(corner.distance(real(dot.x) + 0.5, real(dot.y) + 0.5));
        (cover > 0).then(|| Pixel(dot, blend(fill, under, cover)))
    }))
}

/// Shapes of one colour, as one.
pub(crate) struct Layer<'s> {
    /// The colour.
    pub(crate) colour: Rgb888,
    /// The shapes.
    pub(crate) shapes: &'s [Shape],
}

/// Draws layers over each other, 100 units to the side of the square `area`, on plain `paper`.
pub(crate) fn layers<D>(area: Area, paper: Rgb888, layers: &[Layer<'_>], to: &mut D) -> Result<(), D::Error>
where
    D: DrawTarget<Color = Rgb888>,
{
    let unit = real(area.width.max(1)) / 100.0;
    for down in 0..area.height {
        let y = (real(down) + 0.5) / unit;
        let met = met(layers, y, 1.0 / unit);
        let dots = (0..area.width).filter_map(|across| {
            let x = (real(across) + 0.5) / unit;
            let mut touched = false;
            let colour = met.iter().fold(paper, |under, (colour, shapes)| {
                let near = shapes.iter().map(|shape| shape.distance(x, y)).fold(f32::MAX, f32::min);
                let cover = covered(near * unit);
                touched |= cover > 0;
                blend(*colour, under, cover)
            });
            touched.then_some(Pixel(Point::new(area.x + across, area.y + down), colour))
        });
        to.draw_iter(dots)?;
    }
    Ok(())
}

/// The shapes of each layer that a row meets, or misses by less than `margin`.
fn met<'s>(layers: &[Layer<'s>], y: f32, margin: f32) -> Vec<(Rgb888, Vec<&'s Shape>)> {
    let near = |shape: &&Shape| {
        let (top, bottom) = shape.rows();
        y > top - margin && y < bottom + margin
    };
    let layer = |layer: &Layer<'s>| (layer.colour, layer.shapes.iter().filter(near).collect::<Vec<_>>());
    layers.iter().map(layer).filter(|(_, shapes)| !shapes.is_empty()).collect()
}

/// Where a pixel lies to an oval's edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Farther inside than asked.
    Inside,
    /// Perhaps as near as asked.
    Near,
    /// Farther outside than asked.
    Outside,
}

/// An oval, as a circle of radius 1 that is stretched.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Oval {
    centre: (f32, f32),
    half_width: f32,
    half_height: f32,
    /// Squares of the distance from the centre below and above which a pixel is not near the edge.
    near: (f32, f32),
}

impl Oval {
    /// One that fills an area, whose edge is asked for within `near` pixels.
    pub(crate) fn filling(area: Area, near: f32) -> Self {
        let (half_width, half_height) = (real(area.width) / 2.0, real(area.height) / 2.0);
        let centre = (real(area.x) + half_width, real(area.y) + half_height);
        let margin = near / half_width.min(half_height);
        let inner = (1.0 - margin).max(0.0);
        Self { centre, half_width, half_height, near: (inner * inner, (1.0 + margin) * (1.0 + margin)) }
    }

    /// The square of a column's distance from the centre; with [`Oval::down`] that of a pixel's.
    pub(crate) fn across(&self, x: i32) -> f32 {
        let x = (real(x) + 0.5 - self.centre.0) / self.half_width;
        x * x
    }

    /// The square of a row's distance from the centre.
    pub(crate) fn down(&self, y: i32) -> f32 {
        let y = (real(y) + 0.5 - self.centre.1) / self.half_height;
        y * y
    }

    /// On which side of the edge a pixel lies: few lie near, and only for those is the distance worth
    /// its roots.
    pub(crate) fn side(&self, square: f32) -> Side {
        if square > self.near.1 {
            Side::Outside
        } else if square < self.near.0 {
            Side::Inside
        } else {
            Side::Near
        }
    }

    /// How far a pixel lies from the edge in pixels, negative inside; good near the edge.
    pub(crate) fn distance(&self, dot: Point) -> f32 {
        let x = (real(dot.x) + 0.5 - self.centre.0) / self.half_width;
        let y = (real(dot.y) + 0.5 - self.centre.1) / self.half_height;
        let reach = norm(x, y);
        let slope = norm(x / self.half_width, y / self.half_height);
        if slope > 0.0 { (reach - 1.0) * reach / slope } else { -self.half_width }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pixel_near_an_edge_is_taken_for_one_that_is_not() {
        let oval = Oval::filling(Area { x: 3, y: 5, width: 90, height: 120 }, 4.0);
        let dots = (0..130).flat_map(|y| (0..100).map(move |x| Point::new(x, y)));
        let mut near = 0;
        for dot in dots {
            let distance = oval.distance(dot);
            match oval.side(oval.across(dot.x) + oval.down(dot.y)) {
                Side::Inside => assert!(distance < -4.0, "{dot} {distance}"),
                Side::Outside => assert!(distance > 4.0, "{dot} {distance}"),
                Side::Near => near += 1,
            }
        }
        assert!((1_000..5_000).contains(&near), "{near}");
    }
}
