//! Bright regions of the coarse picture, and how much one looks like a card.

use crate::geometry::{Line, Point, Quad, line_through_most};
use crate::light::Coarse;
use crate::numeric::{index, real};

/// A region of less than one in so many pixels is not even a part of a card.
const LEAST_SHARE: usize = 250;
/// A card is 1.586 times as wide as high (ISO/IEC 7810 ID-1); seen at an angle a little more or less.
const ASPECT: core::ops::RangeInclusive<f32> = 1.3..=1.9;
/// Share of its enclosing rectangle that a card fills: rounded corners and perspective take little.
const LEAST_FILL: f32 = 0.85;
/// Part of a side at each end that is left out: there the corner is round.
const ROUNDED: f32 = 0.12;
/// Places along a side at which its edge is looked at.
const PLACES: usize = 48;
/// A point belongs to a side when it is this near, in coarse pixels.
const NEAR: f32 = 1.2;
/// Least share of a side's points that must belong to it.
const LEAST_STRAIGHT: f32 = 0.6;

/// A bright region by the outermost pixels of its rows and columns.
pub(crate) struct Region {
    pub(crate) pixels: usize,
    pub(crate) outline: Vec<Point>,
}

/// Four straight sides, and how straight.
#[derive(Clone, Copy)]
pub(crate) struct Rectangle {
    pub(crate) quad: Quad,
    /// Share of the outline's points that lie on the worst of the four sides.
    pub(crate) straight: f32,
}

/// The regions brighter than `threshold` that are large enough to matter, the largest first.
pub(crate) fn brighter(coarse: &Coarse, threshold: u8) -> Vec<Region> {
    let least = (coarse.columns * coarse.rows / LEAST_SHARE).max(64);
    let mut open: Vec<bool> = coarse.values.iter().map(|value| *value > threshold).collect();
    let mut found = Vec::new();
    for start in 0..open.len() {
        if open.get(start) == Some(&true) {
            let region = flood(coarse, &mut open, start);
            if region.pixels >= least {
                found.push(region);
            }
        }
    }
    found.sort_by_key(|region| core::cmp::Reverse(region.pixels));
    found
}

fn flood(coarse: &Coarse, open: &mut [bool], start: usize) -> Region {
    let mut ends_of_rows = vec![(usize::MAX, 0); coarse.rows];
    let mut ends_of_columns = vec![(usize::MAX, 0); coarse.columns];
    let (mut stack, mut pixels) = (vec![start], 0);
    while let Some(at) = stack.pop() {
        if !open.get_mut(at).is_some_and(core::mem::take) {
            continue;
        }
        pixels += 1;
        let (column, row) = (at % coarse.columns, at / coarse.columns);
        widen(&mut ends_of_rows, row, column);
        widen(&mut ends_of_columns, column, row);
        let beside = [(column > 0).then(|| at - 1), (column + 1 < coarse.columns).then(|| at + 1)];
        stack.extend(beside.into_iter().flatten());
        stack.extend([at.checked_sub(coarse.columns), Some(at + coarse.columns)].into_iter().flatten());
    }
    let rows = ends_of_rows.iter().enumerate().filter(|(_, (first, _))| *first != usize::MAX);
    let columns = ends_of_columns.iter().enumerate().filter(|(_, (first, _))| *first != usize::MAX);
    let of_rows = rows.flat_map(|(row, (first, last))| [(*first, row), (*last, row)]);
    let of_columns = columns.flat_map(|(column, (first, last))| [(column, *first), (column, *last)]);
    let outline = of_rows.chain(of_columns).map(|(x, y)| Point::new(real(x), real(y))).collect();
    Region { pixels, outline }
}

fn widen(ends: &mut [(usize, usize)], at: usize, by: usize) {
    if let Some((first, last)) = ends.get_mut(at) {
        *first = by.min(*first);
        *last = by.max(*last);
    }
}

/// The four sides of an outline, if it looks like a card.
pub(crate) fn rectangle(outline: &[Point]) -> Option<Rectangle> {
    let hull = hull(outline);
    let (along, width, height) = smallest_rectangle(&hull)?;
    let fill = area(&hull) / (width * height);
    if !ASPECT.contains(&(width / height)) || fill < LEAST_FILL {
        return None;
    }
    let across = along.turned();
    let mut straight = 1.0_f32;
    let mut line = |along: Point, across: Point| {
        let (line, share) = side(outline, along, across)?;
        straight = straight.min(share);
        Some(line)
    };
    let top = line(along, Point::new(-across.x, -across.y))?;
    let bottom = line(along, across)?;
    let right = line(across, along)?;
    let left = line(across, Point::new(-along.x, -along.y))?;
    let corners = [top.meets(left)?, top.meets(right)?, bottom.meets(right)?, bottom.meets(left)?];
    let quad = Quad(corners);
    (quad.is_convex() && straight >= LEAST_STRAIGHT).then_some(Rectangle { quad, straight })
}

/// The straight line along the outline's outermost points towards `out`, and the share of points on it.
fn side(outline: &[Point], along: Point, out: Point) -> Option<(Line, f32)> {
    let turned = outline.iter().map(|point| Point::new(point.dot(along), point.dot(out)));
    let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
    turned.clone().for_each(|point| (low, high) = (low.min(point.x), high.max(point.x)));
    let margin = (high - low) * ROUNDED;
    let place = (high - low - 2.0 * margin) / real(PLACES);
    let mut outermost = [None::<Point>; PLACES];
    for point in turned {
        let at = index((point.x - low - margin) / place).and_then(|at| outermost.get_mut(at));
        if let Some(outermost) = at
            && outermost.is_none_or(|other| other.y < point.y)
        {
            *outermost = Some(point);
        }
    }
    let points: Vec<Point> = outermost.into_iter().flatten().collect();
    let (height, slope) = line_through_most(&points)?;
    let on_it = points.iter().filter(|point| (point.y - height - slope * point.x).abs() <= NEAR).count();
    let back = |x: f32, y: f32| Point::new(along.x * x + out.x * y, along.y * x + out.y * y);
    let line = Line { at: back(0.0, height), along: back(1.0, slope) };
    Some((line, real(on_it) / real(PLACES)))
}

/// The convex hull (Andrew's monotone chain), turning the same way all around.
pub(crate) fn hull(points: &[Point]) -> Vec<Point> {
    let mut sorted = points.to_vec();
    sorted.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    let mut lower = chain(sorted.iter());
    let mut upper = chain(sorted.iter().rev());
    lower.pop();
    upper.pop();
    lower.append(&mut upper);
    lower
}

fn chain<'a>(points: impl Iterator<Item = &'a Point>) -> Vec<Point> {
    let mut chain: Vec<Point> = Vec::new();
    for point in points {
        while let [.., a, b] = chain[..] {
            if b.minus(a).cross(point.minus(b)) > 0.0 {
                break;
            }
            chain.pop();
        }
        chain.push(*point);
    }
    chain
}

pub(crate) fn area(polygon: &[Point]) -> f32 {
    let next = polygon.iter().cycle().skip(1);
    polygon.iter().zip(next).map(|(a, b)| a.cross(*b)).sum::<f32>().abs() / 2.0
}

/// The smallest rectangle around a hull, which shares a side with it: the direction of its longer
/// sides, and both lengths.
fn smallest_rectangle(hull: &[Point]) -> Option<(Point, f32, f32)> {
    let next = hull.iter().cycle().skip(1);
    let sides = hull.iter().zip(next).filter_map(|(a, b)| b.minus(*a).unit());
    let size = |along: Point| {
        let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
        hull.iter().for_each(|p| (low, high) = (low.min(p.dot(along)), high.max(p.dot(along))));
        high - low
    };
    let boxes = sides.map(|along| (along, size(along), size(along.turned())));
    let (along, width, height) = boxes.min_by(|a, b| (a.1 * a.2).total_cmp(&(b.1 * b.2)))?;
    if height < 1.0 || width < 1.0 {
        return None;
    }
    Some(if width >= height { (along, width, height) } else { (along.turned(), height, width) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hull_leaves_out_what_is_inside() {
        let square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (1.0, 2.0), (2.0, 0.0)];
        let hull = hull(&square.map(|(x, y)| Point::new(x, y)));
        assert_eq!(hull.len(), 4);
        assert_eq!(area(&hull), 16.0);
    }

    #[test]
    fn no_outline_is_no_rectangle() {
        assert!(rectangle(&[]).is_none());
        assert!(rectangle(&[Point::new(1.0, 1.0); 9]).is_none());
        let line: Vec<Point> = (0_u8..90).map(|x| Point::new(f32::from(x), 2.0)).collect();
        assert!(rectangle(&line).is_none());
    }
}
