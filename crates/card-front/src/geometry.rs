//! Points, lines and the map from the card's millimetres to a picture's pixels.

/// A place: in pixels of a picture from the centre of its first one, or in millimetres of a card.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

/// Four corners in the order of the card's own: upper left, upper right, lower right, lower left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quad(pub [Point; 4]);

/// A straight line, by a point of it and its direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    pub(crate) at: Point,
    pub(crate) along: Point,
}

/// A projective map of the unit square.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Projection {
    origin: Point,
    right: Point,
    down: Point,
    bend: Point,
}

impl Point {
    pub(crate) const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }

    /// This point moved `times` that far.
    pub(crate) fn plus(self, other: Self, times: f32) -> Self {
        Self::new(self.x + other.x * times, self.y + other.y * times)
    }

    pub(crate) fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }

    pub(crate) fn cross(self, other: Self) -> f32 {
        self.x * other.y - self.y * other.x
    }

    pub(crate) fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    /// Length 1 in the same direction; `None` where there is no direction.
    pub(crate) fn unit(self) -> Option<Self> {
        let length = self.length();
        (length > 1e-6).then(|| Self::new(self.x / length, self.y / length))
    }

    pub(crate) fn turned(self) -> Self {
        Self::new(-self.y, self.x)
    }
}

impl Line {
    /// Where two lines meet; `None` for parallel ones.
    pub(crate) fn meets(self, other: Self) -> Option<Point> {
        let turn = self.along.cross(other.along);
        (turn.abs() > 1e-6)
            .then(|| self.at.plus(self.along, other.at.minus(self.at).cross(other.along) / turn))
    }
}

impl Quad {
    /// The corners of the same card when it is read the other way up.
    #[must_use]
    pub fn turned_half(self) -> Self {
        let [a, b, c, d] = self.0;
        Self([c, d, a, b])
    }

    /// The four sides, each from one corner to the next: top, right, bottom, left.
    pub(crate) fn sides(self) -> [(Point, Point); 4] {
        let [a, b, c, d] = self.0;
        [(a, b), (b, c), (c, d), (d, a)]
    }

    /// Pixels inside.
    pub(crate) fn area(self) -> f32 {
        self.sides().iter().map(|(from, to)| from.cross(*to)).sum::<f32>().abs() / 2.0
    }

    /// Whether it turns the same way at every corner, and by more than a little.
    pub(crate) fn is_convex(self) -> bool {
        let [a, b, c, d] = self.0;
        let turn = |p: Point, q: Point, r: Point| q.minus(p).cross(r.minus(q));
        [turn(a, b, c), turn(b, c, d), turn(c, d, a), turn(d, a, b)].iter().all(|turn| *turn > 1.0)
    }
}

impl Projection {
    /// The map of the unit square to a quadrilateral; `None` where it has no area.
    pub(crate) fn onto(quad: Quad) -> Option<Self> {
        let [a, b, c, d] = quad.0;
        if !quad.is_convex() {
            return None;
        }
        let (right, left) = (b.minus(c), d.minus(c));
        let sum = a.minus(b).plus(c, 1.0).minus(d);
        let scale = right.cross(left);
        let bend = Point::new(sum.cross(left) / scale, right.cross(sum) / scale);
        Some(Self { origin: a, right: b.minus(a).plus(b, bend.x), down: d.minus(a).plus(d, bend.y), bend })
    }

    /// The place of a point of the square.
    pub(crate) fn of(&self, at: Point) -> Point {
        let w = self.bend.dot(at) + 1.0;
        let sum = self.origin.plus(self.right, at.x).plus(self.down, at.y);
        Point::new(sum.x / w, sum.y / w)
    }
}

/// The line `y = a + b x` that most of the points lie on, by the median of all slopes and of all
/// heights (Theil and Sen): up to 29 % of the points may be anywhere.
pub(crate) fn line_through_most(points: &[Point]) -> Option<(f32, f32)> {
    let mut slopes = Vec::with_capacity(points.len() * points.len() / 2);
    for (i, a) in points.iter().enumerate() {
        let others = points.iter().skip(i + 1).map(|b| b.minus(*a)).filter(|d| d.x.abs() > 1e-3);
        slopes.extend(others.map(|d| d.y / d.x));
    }
    let slope = median(&mut slopes)?;
    let mut heights: Vec<f32> = points.iter().map(|p| p.y - slope * p.x).collect();
    Some((median(&mut heights)?, slope))
}

fn median(values: &mut [f32]) -> Option<f32> {
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let (_, middle, _) = values.select_nth_unstable_by(middle, f32::total_cmp);
    Some(*middle)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: Point, b: Point) -> bool {
        a.minus(b).length() < 1e-2
    }

    #[test]
    fn corners_map_to_corners_and_diagonals_still_cross() {
        let quad =
            Quad([(10.0, 20.0), (90.0, 12.0), (99.0, 70.0), (5.0, 60.0)].map(|(x, y)| Point::new(x, y)));
        let map = Projection::onto(quad).unwrap();
        let square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];
        for ((x, y), corner) in square.into_iter().zip(quad.0) {
            assert!(near(map.of(Point::new(x, y)), corner));
        }
        let [a, b, c, d] = quad.0;
        let crossing = Line { at: a, along: c.minus(a) }.meets(Line { at: b, along: d.minus(b) }).unwrap();
        assert!(near(map.of(Point::new(0.5, 0.5)), crossing));
        let other = Projection::onto(quad.turned_half()).unwrap();
        assert!(near(other.of(Point::new(0.0, 0.0)), c));
    }

    #[test]
    fn a_quad_without_inside_has_no_map() {
        let flat = Quad([(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0)].map(|(x, y)| Point::new(x, y)));
        assert_eq!(Projection::onto(flat), None);
        let one_place = Quad([Point::new(4.0, 4.0); 4]);
        assert_eq!(Projection::onto(one_place), None);
    }

    #[test]
    fn a_quarter_of_outliers_moves_no_line() {
        let mut points: Vec<Point> =
            (0_u8..40).map(f32::from).map(|x| Point::new(x, 3.0 + 0.1 * x)).collect();
        points.iter_mut().step_by(4).for_each(|point| point.y += 50.0);
        let (height, slope) = line_through_most(&points).unwrap();
        assert!((height - 3.0).abs() < 1e-3 && (slope - 0.1).abs() < 1e-4);
        assert_eq!(line_through_most(&[]), None);
    }
}
