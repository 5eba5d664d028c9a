//! The parallax of the nose against the plane of eyes and mouth.
//!
//! Each frame's four outer landmarks give the affine map that takes a fixed plane figure nearest to
//! them (least squares). An affine motion of the plane changes that map and nothing else, because a
//! least-squares fit follows every linear map of its targets; so the nose tip, taken back through the
//! map, has the same plane coordinates in every frame of a print, and not in those of a head.
//!
//! In those coordinates the eyes are 1 apart. A nose tip that stands `h` before the plane moves by
//! `h·tan θ` when the head turns by `θ`, and the plane is foreshortened by `cos θ` at the same time:
//! the two together tell `h`. In the generic face mesh of MediaPipe (canonical_face_model.obj, vertices
//! 4, 33, 133, 61) `h` is 0.56.

use crate::geometry::Point;

/// Where eyes and mouth corners of a middling face lie, in units of the distance between the eyes,
/// x to the right of the picture, y down, from the middle of the eyes; in the landmarks' order without
/// the nose. The exact figure does not matter (see above).
const FIGURE: [(f32, f32); 4] = [(-0.5, 0.0), (0.5, 0.0), (-0.39, 1.1), (0.39, 1.1)];
const FIGURE_MIDDLE: f32 = 0.55;

/// One frame's landmarks, taken apart into the plane and the nose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pose {
    /// Columns of the affine map's linear part: what one unit of the plane becomes in the picture.
    across: (f32, f32),
    down: (f32, f32),
    /// The nose tip in plane coordinates.
    nose: (f32, f32),
}

impl Pose {
    /// The pose of five landmarks; `None` where eyes and mouth do not span a plane.
    pub(crate) fn of(landmarks: &[Point; 5]) -> Option<Self> {
        let &[right_eye, left_eye, nose, right_mouth, left_mouth] = landmarks;
        let outer = [right_eye, left_eye, right_mouth, left_mouth];
        let middle = right_eye.midpoint(left_eye).midpoint(right_mouth.midpoint(left_mouth));
        let (mut across, mut down) = ((0.0, 0.0), (0.0, 0.0));
        let (mut squares_x, mut squares_y) = (0.0, 0.0);
        for (point, (x, y)) in outer.into_iter().zip(FIGURE) {
            let (point, y) = (point.minus(middle), y - FIGURE_MIDDLE);
            across = (across.0 + point.x * x, across.1 + point.y * x);
            down = (down.0 + point.x * y, down.1 + point.y * y);
            squares_x += x * x;
            squares_y += y * y;
        }
        let across = (across.0 / squares_x, across.1 / squares_x);
        let down = (down.0 / squares_y, down.1 / squares_y);
        let area = across.0 * down.1 - across.1 * down.0;
        if !(area.is_finite() && area > 1.0) {
            return None;
        }
        let nose = nose.minus(middle);
        let nose =
            ((nose.x * down.1 - nose.y * down.0) / area, (nose.y * across.0 - nose.x * across.1) / area);
        Some(Self { across, down, nose })
    }

    /// The mean of several poses of a head that looks straight ahead; `None` for none.
    pub(crate) fn mean(poses: &[Self]) -> Option<Self> {
        let count = crate::numeric::real(poses.len());
        let mean = |of: fn(&Self) -> (f32, f32)| {
            let sum = poses.iter().map(of).fold((0.0, 0.0), |sum, v| (sum.0 + v.0, sum.1 + v.1));
            (sum.0 / count, sum.1 / count)
        };
        let pose = Self { across: mean(|p| p.across), down: mean(|p| p.down), nose: mean(|p| p.nose) };
        (!poses.is_empty()).then_some(pose)
    }

    /// How far the nose tip is to the left of the person from where it is in `straight`, in units of
    /// the distance between the eyes.
    #[must_use]
    pub fn parallax(&self, straight: &Self) -> f32 {
        self.nose.0 - straight.nose.0
    }

    /// The same, whatever its direction.
    #[must_use]
    pub fn displacement(&self, straight: &Self) -> f32 {
        (self.nose.0 - straight.nose.0).hypot(self.nose.1 - straight.nose.1)
    }

    /// The tangent of the angle by which the plane of `straight` has to be turned about some axis to be
    /// foreshortened as here. Moving, zooming and tilting in the picture's own plane count nothing.
    #[must_use]
    pub fn turn(&self, straight: &Self) -> f32 {
        let narrowing = self.narrowing(straight);
        ((1.0 - narrowing * narrowing).max(0.0)).sqrt() / narrowing.max(0.1)
    }

    /// The smaller over the larger singular value of the map from `straight` to here.
    fn narrowing(&self, straight: &Self) -> f32 {
        let area = straight.across.0 * straight.down.1 - straight.across.1 * straight.down.0;
        let inverse = [
            [straight.down.1 / area, -straight.down.0 / area],
            [-straight.across.1 / area, straight.across.0 / area],
        ];
        let [[a, b], [c, d]] = inverse;
        let m = [
            self.across.0 * a + self.down.0 * c,
            self.across.0 * b + self.down.0 * d,
            self.across.1 * a + self.down.1 * c,
            self.across.1 * b + self.down.1 * d,
        ];
        let [a, b, c, d] = m;
        // Sum and difference of the two singular values of a 2×2 matrix with positive determinant.
        let (sum, difference) = ((a + d).hypot(c - b), (a - d).hypot(b + c));
        if sum > 0.0 { ((sum - difference) / (sum + difference)).max(0.0) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A face of 100 pixels between the eyes whose nose tip stands `depth` before the plane, turned about
    /// the upright and then about the horizontal axis, seen from far away.
    fn face(depth: f32, yaw: f32, pitch: f32) -> [Point; 5] {
        let points =
            [(-0.5, 0.0, 0.0), (0.5, 0.0, 0.0), (0.02, 0.6, depth), (-0.36, 1.12, 0.0), (0.4, 1.08, 0.0)];
        let (sin, cos) = yaw.to_radians().sin_cos();
        let (sin_p, cos_p) = pitch.to_radians().sin_cos();
        points.map(|(x, y, z)| {
            let (x, z) = (x * cos + z * sin, z * cos - x * sin);
            Point::new(300.0 + 100.0 * x, 200.0 + 100.0 * (y * cos_p + z * sin_p))
        })
    }

    fn between(depth: f32, yaw: f32, pitch: f32) -> (f32, f32) {
        let straight = Pose::of(&face(depth, 0.0, 0.0)).unwrap();
        let pose = Pose::of(&face(depth, yaw, pitch)).unwrap();
        (pose.parallax(&straight), pose.turn(&straight))
    }

    #[test]
    fn the_nose_of_a_plane_stays_where_the_plane_says_however_it_is_turned() {
        for (yaw, pitch) in [(15.0, 0.0), (-40.0, 0.0), (30.0, 30.0), (-35.0, 25.0)] {
            let (parallax, _) = between(0.0, yaw, pitch);
            assert!(parallax.abs() < 1e-4, "{parallax}");
        }
    }

    #[test]
    fn a_nose_leaves_the_plane_by_its_height_times_the_tangent() {
        for yaw in [-30.0_f32, -10.0, 10.0, 30.0] {
            let (parallax, turn) = between(0.5, yaw, 0.0);
            // A mouth that is not the figure's changes the unit by some hundredths.
            assert!((parallax - 0.5 * yaw.to_radians().tan()).abs() < 0.01, "{parallax}");
            assert!((turn - yaw.to_radians().tan().abs()).abs() < 1e-3, "{turn}");
        }
    }

    #[test]
    fn moving_zooming_and_tilting_are_no_turn() {
        let straight = Pose::of(&face(0.5, 0.0, 0.0)).unwrap();
        let (sin, cos) = 0.4_f32.sin_cos();
        let moved = face(0.5, 0.0, 0.0)
            .map(|p| Point::new(1.7 * (cos * p.x - sin * p.y) + 9.0, 1.7 * (sin * p.x + cos * p.y) - 30.0));
        let moved = Pose::of(&moved).unwrap();
        assert!(moved.displacement(&straight) < 1e-4 && moved.turn(&straight) < 0.03);
    }

    #[test]
    fn points_that_span_nothing_have_no_pose() {
        assert!(Pose::of(&[Point::new(5.0, 5.0); 5]).is_none());
        assert!(Pose::of(&[Point::new(f32::NAN, 5.0); 5]).is_none());
    }
}
