//! Where the card lies: a bright rectangle of the card's shape, its sides fitted by most of their
//! points, so that rounded corners, a finger or a reflection move none of them.

use face_intake::Rgb8;

use crate::geometry::{Line, Point, Quad, line_through_most};
use crate::light::{Coarse, light};
use crate::numeric::{byte, real};
use crate::region::{self, Rectangle, Region};

/// Brightnesses at which the picture is cut in two, besides the best one by Otsu: a card between a
/// dark and a bright bed, half in a reflection.
const CUTS: usize = 11;
/// A card is at least one in so many of the picture's pixels, or it could not be read.
const LEAST_CARD: f32 = 40.0;
/// Two regions may be one card that a dark stripe or a reflection's edge divides.
const PARTS: usize = 4;
/// Millimetres beyond and within a coarse side where its edge is looked for.
const REACH: f32 = 2.5;
/// Places along a side where its edge is looked for.
const PLACES: usize = 64;
/// Part of a side at each end that is left out: there the corner is round.
const ROUNDED: f32 = 0.12;
/// Share of its hull that a solid thing fills.
const SOLID: f32 = 0.7;
/// Share of a card's area from which on something beside the card is another one.
const LEAST_OTHER: f32 = 0.3;
/// Least step of brightness that is an edge.
const LEAST_STEP: f32 = 8.0;

/// What lies in the tray.
pub(crate) enum Found {
    /// Nothing of a card's shape.
    Nothing,
    /// Something bright that is not a card's shape.
    Shapeless,
    /// A second card's shape beside the first.
    Several,
    /// A card; which of its two ways up is not known yet.
    Card(Quad),
}

/// Looks for the card.
pub(crate) fn card(picture: &Rgb8) -> Found {
    let coarse = Coarse::of(picture);
    let mut best: Option<Rectangle> = None;
    let (mut several, mut bright) = (false, false);
    let mut solid: Vec<Region> = Vec::new();
    for cut in cuts(&coarse) {
        let regions = region::brighter(&coarse, cut);
        bright |= !regions.is_empty();
        let inside = |rectangle: &Rectangle| lies_inside(&coarse, rectangle);
        let alone: Vec<Rectangle> =
            regions.iter().take(PARTS).filter_map(|r| region::rectangle(&r.outline)).filter(inside).collect();
        several |= are_two_cards(&alone);
        for rectangle in alone.into_iter().chain(pairs(&regions).into_iter().filter(inside)) {
            if best.is_none_or(|best| better(rectangle, best)) {
                best = Some(rectangle);
            }
        }
        solid.extend(regions.into_iter().take(PARTS).filter(|region| is_solid(&coarse, region)));
    }
    match best {
        Some(_) if several => Found::Several,
        Some(best) if solid.iter().any(|region| is_card_beside(region, best.quad)) => Found::Several,
        Some(rectangle) => {
            let quad = Quad(rectangle.quad.0.map(|corner| coarse.original(corner)));
            Found::Card(refined(picture, quad))
        }
        None if bright => Found::Shapeless,
        None => Found::Nothing,
    }
}

/// Straighter sides first; among equally straight ones the larger, as print inside a card is straight too.
fn better(one: Rectangle, other: Rectangle) -> bool {
    let worth = |r: Rectangle| r.straight.min(0.75) * r.quad.area().sqrt();
    worth(one) > worth(other)
}

/// Not the picture itself: a bed as bright as the card, or a card that reaches out of the picture.
fn lies_inside(coarse: &Coarse, rectangle: &Rectangle) -> bool {
    let (right, lower) = (real(coarse.columns) - 2.0, real(coarse.rows) - 2.0);
    let inside = |corner: &Point| (1.0..right).contains(&corner.x) && (1.0..lower).contains(&corner.y);
    rectangle.quad.0.iter().filter(|corner| inside(corner)).count() >= 3
        && rectangle.quad.area() * LEAST_CARD >= real(coarse.columns * coarse.rows)
}

/// Two rectangles apart whose sizes are those of two cards at the same distance.
fn are_two_cards(rectangles: &[Rectangle]) -> bool {
    let [first, second, ..] = rectangles else { return false };
    let share = second.quad.area() / first.quad.area();
    (0.6..1.7).contains(&share)
}

/// A thing that lies in the picture as a whole and has no large holes or bays: no bed, no hand.
fn is_solid(coarse: &Coarse, region: &Region) -> bool {
    let (right, lower) = (real(coarse.columns) - 1.0, real(coarse.rows) - 1.0);
    let inside = |at: &Point| at.x > 0.0 && at.y > 0.0 && at.x < right && at.y < lower;
    region.outline.iter().all(inside)
        && real(region.pixels) > SOLID * region::area(&region::hull(&region.outline))
}

/// As much of another card as its black stripe leaves in one piece, or as a finger does. Not what lies
/// around the card, as a sleeve does.
fn is_card_beside(region: &Region, card: Quad) -> bool {
    let ends = |of: fn(&Point) -> f32| {
        let values = region.outline.iter().map(of);
        values.fold((f32::MAX, f32::MIN), |(low, high), at| (low.min(at), high.max(at)))
    };
    let ((left, right), (upper, lower)) = (ends(|at| at.x), ends(|at| at.y));
    let [a, b, c, d] = card.0;
    let (x, y) = ((a.x + b.x + c.x + d.x) / 4.0, (a.y + b.y + c.y + d.y) / 4.0);
    let around = (left..=right).contains(&x) && (upper..=lower).contains(&y);
    let within = region.outline.iter().filter(|at| is_in(card, **at)).count();
    !around
        && real(region.pixels) > LEAST_OTHER * card.area()
        && real(within) < 0.05 * real(region.outline.len())
}

fn is_in(quad: Quad, at: Point) -> bool {
    let sides = quad.sides().map(|(from, to)| to.minus(from).cross(at.minus(from)));
    sides.iter().all(|side| *side > 0.0) || sides.iter().all(|side| *side < 0.0)
}

fn pairs(regions: &[Region]) -> Vec<Rectangle> {
    let mut found = Vec::new();
    for (i, one) in regions.iter().take(PARTS).enumerate() {
        for other in regions.iter().take(PARTS).skip(i + 1) {
            let both: Vec<Point> = one.outline.iter().chain(&other.outline).copied().collect();
            found.extend(region::rectangle(&both));
        }
    }
    found
}

/// Brightnesses to cut at: Otsu's, and evenly spaced ones between the dark and the bright end.
fn cuts(coarse: &Coarse) -> Vec<u8> {
    let mut counts = [0_usize; 256];
    for value in coarse.values.iter() {
        if let Some(count) = counts.get_mut(usize::from(*value)) {
            *count += 1;
        }
    }
    let part = |share: f32| {
        let wanted = real(coarse.values.len()) * share;
        let mut seen = 0;
        let at = counts.iter().position(|count| {
            seen += count;
            real(seen) >= wanted
        });
        real(at.unwrap_or(255))
    };
    let (low, high) = (part(0.02), part(0.995));
    let spaced = (1..=CUTS).map(|n| byte(low + (high - low) * real(n) / real(CUTS + 1)));
    let mut cuts: Vec<u8> = spaced.chain([otsu(&counts)]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// The cut with the largest variance between both sides (Otsu 1979).
fn otsu(counts: &[usize; 256]) -> u8 {
    let levels = || (0_u8..=255).zip(counts.iter().map(|count| real(*count)));
    let (mut all, mut sum) = (0.0, 0.0);
    levels().for_each(|(level, count)| (all, sum) = (all + count, sum + f32::from(level) * count));
    let (mut below, mut sum_below, mut best, mut at) = (0.0, 0.0, 0.0, 127);
    for (level, count) in levels() {
        below += count;
        sum_below += f32::from(level) * count;
        let above: f32 = all - below;
        if below > 0.0 && above > 0.0 {
            let apart: f32 = sum_below / below - (sum - sum_below) / above;
            let between = below * above * apart * apart;
            if between > best {
                (best, at) = (between, level);
            }
        }
    }
    at
}

/// The corners again, from the edges in the full picture; a side that shows none keeps its coarse line.
fn refined(picture: &Rgb8, quad: Quad) -> Quad {
    let lines = quad.sides().map(|(from, to)| edge(picture, quad, from, to));
    let [top, right, bottom, left] = lines;
    let corners = [top.meets(left), top.meets(right), bottom.meets(right), bottom.meets(left)];
    let [Some(a), Some(b), Some(c), Some(d)] = corners else { return quad };
    let fine = Quad([a, b, c, d]);
    if fine.is_convex() { fine } else { quad }
}

fn edge(picture: &Rgb8, quad: Quad, from: Point, to: Point) -> Line {
    let coarse = Line { at: from, along: to.minus(from) };
    let (Some(along), length) = (coarse.along.unit(), coarse.along.length()) else { return coarse };
    // The corners follow each other so that the card is on this side of each.
    let inwards = along.turned();
    let per_millimetre = (quad.area() / (85.60 * 53.98)).sqrt();
    let reach = (REACH * per_millimetre).max(2.0);
    let places = (0..PLACES).filter_map(|n| {
        let share = ROUNDED + (1.0 - 2.0 * ROUNDED) * real(n) / real(PLACES - 1);
        let at = from.plus(along, length * share);
        let depth = step_inwards(picture, at, inwards, reach, per_millimetre)?;
        Some(Point::new(length * share, depth))
    });
    let points: Vec<Point> = places.collect();
    match line_through_most(&points) {
        Some((depth, slope)) if points.len() * 2 > PLACES => {
            Line { at: from.plus(inwards, depth), along: along.plus(inwards, slope) }
        }
        _ => coarse,
    }
}

/// How far inwards the largest step from dark to bright is; `None` where there is none.
fn step_inwards(picture: &Rgb8, at: Point, inwards: Point, reach: f32, per_millimetre: f32) -> Option<f32> {
    let window = (0.35 * per_millimetre).max(1.0);
    let count = crate::numeric::index(reach * 4.0)?.min(400);
    let sample = |depth: f32| light(picture, at.plus(inwards, depth));
    let side = |depth: f32, way: f32| {
        let parts = [0.25, 0.6, 1.0].map(|part| sample(depth + way * part * window));
        let [Some(a), Some(b), Some(c)] = parts else { return None };
        Some((a + b + c) / 3.0)
    };
    let mut best: Option<(f32, f32)> = None;
    for n in 0..=count {
        let depth = real(n) * 0.5 - reach;
        let (Some(inner), Some(outer)) = (side(depth, 1.0), side(depth, -1.0)) else { continue };
        if best.is_none_or(|(step, _)| inner - outer > step) {
            best = Some((inner - outer, depth));
        }
    }
    best.filter(|(step, _)| *step > LEAST_STEP).map(|(_, depth)| depth)
}
