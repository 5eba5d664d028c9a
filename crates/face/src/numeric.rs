//! The only place in this crate where a number may lose precision.
#![allow(
    clippy::as_conversions,
    reason = "float to integer has no `TryFrom`; each function states its range and what it does outside"
)]

/// A count or pixel index as a float; exact up to 2^24, far above any picture edge here.
pub(crate) fn real(n: usize) -> f32 {
    n as f32
}

/// The largest integer not above `x`, as an index; `None` below zero, above 2^24 or for NaN.
pub(crate) fn index(x: f32) -> Option<usize> {
    (0.0..16_777_216.0).contains(&x).then_some(x as usize)
}

/// `x` rounded to an integer and clamped to the range of `u16`; NaN gives 0.
pub(crate) fn whole(x: f32) -> u16 {
    x.round() as u16
}

/// `x` rounded to an integer and clamped to the range of `i16`; NaN gives 0.
pub(crate) fn signed(x: f32) -> i16 {
    x.round() as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_exists_only_inside_its_range() {
        assert_eq!(index(0.0), Some(0));
        assert_eq!(index(3.99), Some(3));
        for outside in [-0.01, f32::NAN, f32::INFINITY, 16_777_216.0] {
            assert_eq!(index(outside), None);
        }
    }

    #[test]
    fn rounding_clamps() {
        assert_eq!(whole(-3.0), 0);
        assert_eq!(whole(70_000.0), u16::MAX);
        assert_eq!(signed(-0.6), -1);
        assert_eq!(signed(f32::NAN), 0);
    }
}
