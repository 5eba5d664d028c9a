//! Conversions between pixel counts and fractions of a pixel.
#![allow(
    clippy::as_conversions,
    reason = "f32 has no From for i32 and no TryFrom back; every value here is a pixel position or a \
              coverage, far below 2^24, and a float cast saturates"
)]

/// A pixel position as a fraction-bearing number.
pub(crate) fn real(pixels: i32) -> f32 {
    pixels as f32
}

/// The nearest pixel position.
pub(crate) fn nearest(value: f32) -> i32 {
    value.round() as i32
}

/// The pixel position at or below.
pub(crate) fn floor(value: f32) -> i32 {
    value.floor() as i32
}

/// The pixel position at or above.
pub(crate) fn ceil(value: f32) -> i32 {
    value.ceil() as i32
}

/// A coverage of 0 to 1 as 0 to 255.
pub(crate) fn coverage(value: f32) -> u8 {
    // The cast cuts off and saturates; there is no instruction for `round` on every machine.
    (value * 255.0 + 0.5) as u8
}

/// A length in pixels; 0 for a negative one.
pub(crate) fn length(pixels: i32) -> u32 {
    u32::try_from(pixels).unwrap_or(0)
}

/// A length in pixels as a position; the largest position for a longer one.
pub(crate) fn position(pixels: u32) -> i32 {
    i32::try_from(pixels).unwrap_or(i32::MAX)
}

/// An index; `usize::MAX`, which no slice has, for a negative one.
pub(crate) fn index(value: i32) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

/// `over` laid on `under` with a coverage of 0 to 255, for one colour channel.
pub(crate) fn mixed(over: u8, under: u8, coverage: u8) -> u8 {
    let (over, under, coverage) = (u32::from(over), u32::from(under), u32::from(coverage));
    let sum = over * coverage + under * (255 - coverage);
    u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
}
