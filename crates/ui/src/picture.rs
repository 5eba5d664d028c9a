//! Pictures of persons, lent for one draw.

use crate::area::Area;
use crate::numeric::{index, position};
use crate::scene::{Scene, Slot};
use embedded_graphics::pixelcolor::Rgb888;

/// The pictures that a screen may have a slot for. The runtime lends them for one draw; nothing
/// of them is kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pictures<'p> {
    /// The camera's frame as the camera sees it; drawn as a mirror, on [`terminal::Screen::Camera`] alone.
    pub preview: Option<Picture<'p>>,
    /// The photo from the chip; drawn on [`terminal::Screen::StaffConfirm`] alone.
    pub chip_photo: Option<Picture<'p>>,
}

impl Pictures<'_> {
    /// Where a scene shows persons with these pictures.
    pub fn places(&self, scene: &Scene) -> impl Iterator<Item = Area> {
        scene.slots().filter_map(|(slot, area)| {
            let lent = match slot {
                Slot::Preview => self.preview,
                Slot::ChipPhoto => self.chip_photo,
            };
            lent.map(|_| area)
        })
    }
}

/// A picture: rows from the top left, without padding.
#[derive(Clone, Copy)]
pub struct Picture<'p> {
    width: i32,
    height: i32,
    pixels: Pixels<'p>,
}

#[derive(Clone, Copy)]
enum Pixels<'p> {
    Grey(&'p [u8]),
    Rgb(&'p [[u8; 3]]),
}

/// Why a picture was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFault {
    /// Misuse: the number of bytes is not what width and height ask for.
    Length,
}

impl<'p> Picture<'p> {
    /// A grey picture, one byte per pixel.
    ///
    /// # Errors
    /// [`PictureFault::Length`] unless there are `width * height` bytes, and at least one.
    pub fn grey(width: u32, height: u32, bytes: &'p [u8]) -> Result<Self, PictureFault> {
        let (width, height) = sides(width, height, bytes.len())?;
        Ok(Self { width, height, pixels: Pixels::Grey(bytes) })
    }

    /// A colour picture: red, green, blue, one byte each.
    ///
    /// # Errors
    /// [`PictureFault::Length`] unless there are `3 * width * height` bytes, and at least three.
    pub fn rgb(width: u32, height: u32, bytes: &'p [u8]) -> Result<Self, PictureFault> {
        let (pixels, rest) = bytes.as_chunks();
        if !rest.is_empty() {
            return Err(PictureFault::Length);
        }
        let (width, height) = sides(width, height, pixels.len())?;
        Ok(Self { width, height, pixels: Pixels::Rgb(pixels) })
    }

    /// Width and height in pixels.
    pub(crate) const fn sides(&self) -> (i32, i32) {
        (self.width, self.height)
    }

    /// The row at a height in 1/256 pixel, between the two rows of pixels that are nearest to it.
    pub(crate) fn row(&self, y: i32) -> Row<'p> {
        let y = y.clamp(0, (self.height - 1) * 256);
        let (top, bottom) = (y / 256, (y / 256 + 1).min(self.height - 1));
        let down = u32::try_from(y % 256).unwrap_or(0);
        let cut = |row: i32| index(row) * index(self.width)..(index(row) + 1) * index(self.width);
        let pixels = match self.pixels {
            Pixels::Grey(bytes) => {
                let row = |row| bytes.get(cut(row)).unwrap_or_default();
                RowPixels::Grey(row(top), row(bottom))
            }
            Pixels::Rgb(bytes) => {
                let row = |row| bytes.get(cut(row)).unwrap_or_default();
                RowPixels::Rgb(row(top), row(bottom))
            }
        };
        Row { pixels, last: self.width - 1, down }
    }
}

/// A row between two rows of a picture's pixels.
#[derive(Clone, Copy)]
pub(crate) struct Row<'p> {
    pixels: RowPixels<'p>,
    last: i32,
    /// How much the lower one counts, in 1/256.
    down: u32,
}

#[derive(Clone, Copy)]
enum RowPixels<'p> {
    Grey(&'p [u8], &'p [u8]),
    Rgb(&'p [[u8; 3]], &'p [[u8; 3]]),
}

impl Row<'_> {
    /// The colour at a position in 1/256 pixel, interpolated between the four nearest pixels; outside,
    /// the nearest edge.
    pub(crate) fn sampled(&self, x: i32) -> Rgb888 {
        let x = x.clamp(0, self.last * 256);
        let (left, right) = (index(x / 256), index((x / 256 + 1).min(self.last)));
        let across = u32::try_from(x % 256).unwrap_or(0);
        let mean = |a: u8, b: u8, c: u8, d: u8| {
            let upper = u32::from(a) * (256 - across) + u32::from(b) * across;
            let lower = u32::from(c) * (256 - across) + u32::from(d) * across;
            let [_, mean, ..] = ((upper * (256 - self.down) + lower * self.down) >> 8).to_le_bytes();
            mean
        };
        match self.pixels {
            RowPixels::Grey(upper, lower) => {
                let at = |row: &[u8], place| row.get(place).copied().unwrap_or(0);
                let grey = mean(at(upper, left), at(upper, right), at(lower, left), at(lower, right));
                Rgb888::new(grey, grey, grey)
            }
            RowPixels::Rgb(upper, lower) => {
                let at = |row: &[[u8; 3]], place| row.get(place).copied().unwrap_or_default();
                let ([ar, ag, ab], [br, bg, bb]) = (at(upper, left), at(upper, right));
                let ([cr, cg, cb], [dr, dg, db]) = (at(lower, left), at(lower, right));
                Rgb888::new(mean(ar, br, cr, dr), mean(ag, bg, cg, dg), mean(ab, bb, cb, db))
            }
        }
    }
}

/// Widths up to 2^15, so that positions in 1/256 pixel stay far inside an `i32`.
fn sides(width: u32, height: u32, pixels: usize) -> Result<(i32, i32), PictureFault> {
    let (width, height) = (position(width), position(height));
    let fits = width > 0 && height > 0 && width < 1 << 15 && height < 1 << 15;
    if fits && index(width) * index(height) == pixels {
        Ok((width, height))
    } else {
        Err(PictureFault::Length)
    }
}

impl core::fmt::Debug for Picture<'_> {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "Picture({}x{}, pixels redacted)", self.width, self.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use embedded_graphics::pixelcolor::RgbColor;

    #[test]
    fn a_picture_of_the_wrong_length_is_refused() {
        assert_eq!(Picture::grey(2, 2, &[0; 3]).unwrap_err(), PictureFault::Length);
        assert_eq!(Picture::grey(0, 0, &[]).unwrap_err(), PictureFault::Length);
        assert_eq!(Picture::rgb(1, 1, &[0; 4]).unwrap_err(), PictureFault::Length);
        assert_eq!(Picture::rgb(u32::MAX, 1, &[0; 3]).unwrap_err(), PictureFault::Length);
        assert!(Picture::rgb(1, 2, &[0; 6]).is_ok());
    }

    #[test]
    fn between_two_pixels_lies_their_mean_and_outside_lies_the_edge() {
        let picture = Picture::grey(2, 1, &[0, 200]).unwrap();
        assert_eq!(picture.row(0).sampled(128).r(), 100);
        assert_eq!(picture.row(9000).sampled(9000).r(), 200);
        assert_eq!(picture.row(-5).sampled(-5).r(), 0);
    }

    #[test]
    fn no_pixel_reaches_a_debug_line() {
        let line = format!("{:?}", Picture::grey(1, 1, &[123]).unwrap());
        assert!(!line.contains("123"));
    }
}
