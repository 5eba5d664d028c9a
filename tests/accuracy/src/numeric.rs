//! The only place in this crate where a number may lose precision.
#![allow(
    clippy::as_conversions,
    reason = "float and integer have no `TryFrom` between them; each function states its range"
)]

/// A float as a brightness: rounded and clamped to 0..255.
pub(crate) fn level(x: f32) -> u8 {
    x.round() as u8
}

/// A pixel coordinate as a float.
pub(crate) fn at(pixel: u32) -> f32 {
    pixel as f32
}

/// A whole number of pixels, which may be negative, as a float.
pub(crate) fn offset(pixels: i64) -> f32 {
    pixels as f32
}

/// Rounded to the nearest pixel; negative left of and above the picture.
pub(crate) fn pixel(x: f32) -> i64 {
    x.round() as i64
}

/// The position of the share `q` (0..1) in a sorted list of `length`: the nearest rank.
pub(crate) fn rank(q: f64, length: usize) -> usize {
    ((q * length as f64).ceil() as usize).clamp(1, length.max(1)) - 1
}

/// A score of −1 to 1 in ten-thousandths.
pub(crate) fn ten_thousandths(score: f64) -> i16 {
    (score * 10_000.0).round() as i16
}
