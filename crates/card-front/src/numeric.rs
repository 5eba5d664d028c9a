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

/// `x` rounded to an integer and clamped to the range of `u8`; NaN gives 0.
pub(crate) fn byte(x: f32) -> u8 {
    x.round() as u8
}

/// A probability in thousandths, rounded down, within 0 to 1000; NaN gives 0.
pub(crate) fn thousandths(x: f32) -> u16 {
    (x * 1000.0).clamp(0.0, 1000.0) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_outside_a_range_is_cut_off() {
        assert_eq!(index(3.99), Some(3));
        assert_eq!([-0.01, f32::NAN, 16_777_216.0].map(index), [None; 3]);
        assert_eq!([-3.0, 254.6, 1e9, f32::NAN].map(byte), [0, 255, 255, 0]);
        assert_eq!([-1.0, 0.9999, 7.0, f32::NAN].map(thousandths), [0, 999, 1000, 0]);
    }
}
