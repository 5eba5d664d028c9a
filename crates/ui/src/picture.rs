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

    /// Mixes the two rows of pixels that a row of the target lies between.
    pub(crate) fn mix(&self, rows: Between, into: &mut MixedRow) {
        let Between { first, second, share } = rows;
        let columns = index(self.width);
        let cut = |row: usize| row * columns..(row + 1) * columns;
        let mixed = |a: u8, b: u8| u32::from(a) * (256 - share) + u32::from(b) * share;
        into.0.resize(columns, [0; 3]);
        let cells = into.0.iter_mut();
        match self.pixels {
            Pixels::Grey(bytes) => {
                let row = |row| bytes.get(cut(row)).unwrap_or_default().iter();
                for (cell, (a, b)) in cells.zip(row(first).zip(row(second))) {
                    *cell = [mixed(*a, *b); 3];
                }
            }
            Pixels::Rgb(pixels) => {
                let row = |row| pixels.get(cut(row)).unwrap_or_default().iter();
                for (cell, ([ar, ag, ab], [br, bg, bb])) in cells.zip(row(first).zip(row(second))) {
                    *cell = [mixed(*ar, *br), mixed(*ag, *bg), mixed(*ab, *bb)];
                }
            }
        }
    }
}

/// The two rows or columns of a picture that one of the target lies between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Between {
    first: usize,
    second: usize,
    /// How much the second counts, in 1/256.
    share: u32,
}

impl Between {
    /// At a position in 1/256 pixel along a side of so many pixels; outside, the nearest edge.
    pub(crate) fn at(position: i32, side: i32) -> Self {
        let position = position.clamp(0, (side - 1) * 256);
        let first = position / 256;
        let share = u32::try_from(position % 256).unwrap_or(0);
        Self { first: index(first), second: index((first + 1).min(side - 1)), share }
    }
}

/// A row between two rows of a picture: 256 times its red, green and blue. It shows a person: it is
/// wiped when dropped.
#[derive(Default)]
pub(crate) struct MixedRow(Vec<[u32; 3]>);

impl MixedRow {
    /// The colour between two columns.
    pub(crate) fn colour(&self, columns: Between) -> Rgb888 {
        let Between { first, second, share } = columns;
        let pixel = |place| self.0.get(place).copied().unwrap_or_default();
        let ([ar, ag, ab], [br, bg, bb]) = (pixel(first), pixel(second));
        let mixed = |a: u32, b: u32| {
            let [_, _, whole, _] = (a * (256 - share) + b * share).to_le_bytes();
            whole
        };
        Rgb888::new(mixed(ar, br), mixed(ag, bg), mixed(ab, bb))
    }
}

impl Drop for MixedRow {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(self.0.as_flattened_mut());
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
        let grey = |x, y| {
            let mut row = MixedRow::default();
            picture.mix(Between::at(y, 1), &mut row);
            row.colour(Between::at(x, 2)).r()
        };
        assert_eq!([grey(128, 0), grey(9000, 9000), grey(-5, -5)], [100, 200, 0]);
    }

    #[test]
    fn no_pixel_reaches_a_debug_line() {
        let line = format!("{:?}", Picture::grey(1, 1, &[123]).unwrap());
        assert!(!line.contains("123"));
    }
}
