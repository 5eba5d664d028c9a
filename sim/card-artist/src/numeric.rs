//! Conversions that lose something, in one place.
#![allow(clippy::as_conversions, reason = "float to integer has no `TryFrom`; every value is clamped first")]

/// The nearest index that is not above `most`.
pub(crate) fn index(value: f32, most: usize) -> usize {
    (value.max(0.0) as usize).min(most)
}

/// A number of pixels or picks as a float.
pub(crate) fn real(value: usize) -> f32 {
    value as f32
}

/// One of 256 brightnesses.
pub(crate) fn byte(value: f32) -> u8 {
    (value + 0.5).clamp(0.0, 255.0) as u8
}

/// Tenths and hundredths are enough in a file that people read.
pub(crate) fn rounded(value: f32) -> f64 {
    (f64::from(value) * 100.0).round() / 100.0
}
