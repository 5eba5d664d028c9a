//! From the touch screen's units to pixels.

use embedded_graphics::prelude::{Point, Size};

/// How the touch screen sits on the display.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mounting {
    /// The device's x runs along the display's height: turned by a quarter.
    pub swapped: bool,
    /// The display's x runs from right to left in the device.
    pub mirrored_x: bool,
    /// The display's y runs from bottom to top in the device.
    pub mirrored_y: bool,
}

/// The range of one axis, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    first: i32,
    last: i32,
}

impl Range {
    /// `None` for a range without an extent.
    pub(crate) fn new(first: i32, last: i32) -> Option<Self> {
        (first < last).then_some(Self { first, last })
    }

    /// Which of `pixels` pixels a position falls on; the nearest for one out of range.
    fn pixel(self, position: i32, pixels: u32, mirrored: bool) -> i32 {
        let (first, last) = (i64::from(self.first), i64::from(self.last));
        let along = i64::from(position).clamp(first, last) - first;
        let steps = last - first + 1;
        // At most 2^32 * 2^32 / 2^32; a display of more than 2^31 pixels there is not.
        let pixel = i128::from(along) * i128::from(pixels) / i128::from(steps);
        let pixel = if mirrored { i128::from(pixels) - 1 - pixel } else { pixel };
        i32::try_from(pixel).unwrap_or(i32::MAX)
    }
}

/// The ranges of a touch screen and how it sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mapping {
    pub(crate) x: Range,
    pub(crate) y: Range,
    pub(crate) mounting: Mounting,
}

impl Mapping {
    /// The pixel under a position in the device's units, on a display of this size.
    pub(crate) fn point(&self, x: i32, y: i32, size: Size) -> Point {
        let ((across, at_x), (down, at_y)) =
            if self.mounting.swapped { ((self.y, y), (self.x, x)) } else { ((self.x, x), (self.y, y)) };
        Point::new(
            across.pixel(at_x, size.width, self.mounting.mirrored_x),
            down.pixel(at_y, size.height, self.mounting.mirrored_y),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SIZE: Size = Size::new(800, 480);

    fn mapping(mounting: Mounting) -> Mapping {
        Mapping { x: Range::new(0, 4095).unwrap(), y: Range::new(100, 1123).unwrap(), mounting }
    }

    #[test]
    fn corners_lie_in_corners() {
        let plain = mapping(Mounting::default());
        assert_eq!(plain.point(0, 100, SIZE), Point::new(0, 0));
        assert_eq!(plain.point(4095, 1123, SIZE), Point::new(799, 479));
        assert_eq!(plain.point(2048, 612, SIZE), Point::new(400, 240));
        let mirrored = mapping(Mounting { mirrored_x: true, mirrored_y: true, ..Mounting::default() });
        assert_eq!(mirrored.point(0, 100, SIZE), Point::new(799, 479));
        assert_eq!(mirrored.point(4095, 1123, SIZE), Point::new(0, 0));
    }

    #[test]
    fn a_quarter_turn_swaps_the_axes_before_it_mirrors() {
        let turned = mapping(Mounting { swapped: true, mirrored_x: true, mirrored_y: false });
        assert_eq!(turned.point(0, 100, SIZE), Point::new(799, 0));
        assert_eq!(turned.point(4095, 100, SIZE), Point::new(799, 479));
        assert_eq!(turned.point(0, 1123, SIZE), Point::new(0, 0));
    }

    #[test]
    fn a_range_has_an_extent() {
        assert!(Range::new(5, 5).is_none());
        assert!(Range::new(6, 5).is_none());
    }

    proptest! {
        #[test]
        fn every_position_lies_on_the_display(
            (x, y) in (any::<i32>(), any::<i32>()),
            (first, last) in (any::<i32>(), any::<i32>()),
            (swapped, mirrored_x, mirrored_y) in any::<(bool, bool, bool)>(),
            (width, height) in (1..8192u32, 1..8192u32),
        ) {
            prop_assume!(first < last);
            let range = Range::new(first, last).unwrap();
            let mapping = Mapping { x: range, y: range, mounting: Mounting { swapped, mirrored_x, mirrored_y } };
            let point = mapping.point(x, y, Size::new(width, height));
            prop_assert!((0..i32::try_from(width).unwrap()).contains(&point.x));
            prop_assert!((0..i32::try_from(height).unwrap()).contains(&point.y));
        }

        #[test]
        fn further_to_the_right_is_never_further_to_the_left(x in 0..4095i32) {
            let plain = mapping(Mounting::default());
            let (here, there) = (plain.point(x, 100, SIZE).x, plain.point(x + 1, 100, SIZE).x);
            prop_assert!(there == here || there == here + 1);
        }
    }
}
