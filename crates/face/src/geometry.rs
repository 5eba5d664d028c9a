//! Points, boxes and similarity transforms, in pixels with x to the right and y down.
//! A whole-numbered coordinate is the centre of a pixel.

/// A place in a picture.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Point {
    pub(crate) x: f32,
    pub(crate) y: f32,
}

impl Point {
    pub(crate) const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    pub(crate) fn minus(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }

    pub(crate) fn midpoint(self, other: Self) -> Self {
        Self::new((self.x + other.x) / 2.0, (self.y + other.y) / 2.0)
    }

    pub(crate) fn length(self) -> f32 {
        self.x.hypot(self.y)
    }

    pub(crate) fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }
}

/// An upright rectangle: its top left corner and its size.
#[derive(Clone, Copy)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Bounds {
    pub(crate) origin: Point,
    pub(crate) width: f32,
    pub(crate) height: f32,
}

impl Bounds {
    pub(crate) fn area(self) -> f32 {
        self.width.max(0.0) * self.height.max(0.0)
    }

    /// Intersection over union, 0 for boxes apart, 1 for equal ones.
    pub(crate) fn overlap(self, other: Self) -> f32 {
        let edge = |a: f32, a_len: f32, b: f32, b_len: f32| ((a + a_len).min(b + b_len) - a.max(b)).max(0.0);
        let shared = edge(self.origin.x, self.width, other.origin.x, other.width)
            * edge(self.origin.y, self.height, other.origin.y, other.height);
        let union = self.area() + other.area() - shared;
        if union > 0.0 { shared / union } else { 0.0 }
    }
}

/// Rotation, uniform scale and shift: `p -> (re, im) * p + shift` with points as complex numbers.
#[derive(Clone, Copy)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Similarity {
    re: f32,
    im: f32,
    shift: Point,
}

impl Similarity {
    /// The similarity that brings `from` nearest to `to` in the least-squares sense, never a
    /// reflection (Umeyama 1991 in two dimensions, where it is one complex regression).
    /// `None` when the points coincide or are not finite.
    pub(crate) fn between<const N: usize>(from: &[Point; N], to: &[Point; N]) -> Option<Self> {
        let (from_mean, to_mean) = (mean(from), mean(to));
        let (mut re, mut im, mut spread) = (0.0, 0.0, 0.0);
        for (&a, &b) in from.iter().zip(to) {
            let (a, b) = (a.minus(from_mean), b.minus(to_mean));
            re += a.dot(b);
            im += a.x * b.y - a.y * b.x;
            spread += a.dot(a);
        }
        if !(spread.is_finite() && spread > 1e-6) {
            return None;
        }
        let (re, im) = (re / spread, im / spread);
        let turned = Point::new(re * from_mean.x - im * from_mean.y, im * from_mean.x + re * from_mean.y);
        let shift = to_mean.minus(turned);
        let usable = re.hypot(im) > 1e-6 && shift.length().is_finite();
        usable.then_some(Self { re, im, shift })
    }

    /// How many target pixels one source pixel becomes.
    pub(crate) fn scale(self) -> f32 {
        self.re.hypot(self.im)
    }

    /// Where a target point came from.
    pub(crate) fn source(self, target: Point) -> Point {
        let p = target.minus(self.shift);
        let square = self.re * self.re + self.im * self.im;
        Point::new((self.re * p.x + self.im * p.y) / square, (self.re * p.y - self.im * p.x) / square)
    }
}

fn mean<const N: usize>(points: &[Point; N]) -> Point {
    let n = crate::numeric::real(N);
    let sum = points.iter().fold(Point::new(0.0, 0.0), |sum, p| Point::new(sum.x + p.x, sum.y + p.y));
    Point::new(sum.x / n, sum.y / n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(x: f32, y: f32, width: f32, height: f32) -> Bounds {
        Bounds { origin: Point::new(x, y), width, height }
    }

    #[test]
    fn overlap_is_intersection_over_union() {
        let a = bounds(0.0, 0.0, 2.0, 2.0);
        assert_eq!(a.overlap(a), 1.0);
        assert_eq!(a.overlap(bounds(1.0, 0.0, 2.0, 2.0)), 1.0 / 3.0);
        assert_eq!(a.overlap(bounds(5.0, 5.0, 1.0, 1.0)), 0.0);
    }

    #[test]
    fn coinciding_points_have_no_similarity() {
        let same = [Point::new(3.0, 3.0); 5];
        assert!(Similarity::between(&same, &same).is_none());
        let nan = [Point::new(f32::NAN, 0.0); 5];
        assert!(Similarity::between(&nan, &same).is_none());
    }
}
