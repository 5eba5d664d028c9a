//! Pictures in memory: 8 bits per channel, rows from the top, pixels from the left, no padding.

use core::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// Longest edge of any picture that is accepted, in pixels.
pub const MAX_EDGE: u32 = 4096;
/// Most pixels of any picture that is accepted.
pub const MAX_PIXELS: u32 = 1 << 23;

/// A camera frame: channels in the order red, green, blue.
pub type Rgb8 = Picture<3>;
/// A grey picture, as the chip photo is.
pub type Grey8 = Picture<1>;
/// A camera frame that somebody else keeps, and wipes.
pub type RgbView<'a> = View<'a, 3>;

/// A picture of a person. It is wiped when dropped, can't be cloned, and never prints its pixels.
#[derive(ZeroizeOnDrop)]
pub struct Picture<const CHANNELS: usize> {
    #[zeroize(skip)]
    width: u32,
    #[zeroize(skip)]
    height: u32,
    samples: Vec<u8>,
}

/// Why bytes are not a picture; the producer of the bytes is to blame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFault {
    /// An edge is zero or longer than [`MAX_EDGE`], or there are more than [`MAX_PIXELS`].
    Size,
    /// The number of bytes is not width × height × channels.
    Length,
}

impl<const CHANNELS: usize> Picture<CHANNELS> {
    /// Takes `samples` (width × height × channels bytes) as a picture.
    ///
    /// # Errors
    /// A [`PictureFault`]; the samples are wiped then too.
    pub fn new(width: u32, height: u32, mut samples: Vec<u8>) -> Result<Self, PictureFault> {
        match check(width, height, CHANNELS, samples.len()) {
            Ok(()) => Ok(Self { width, height, samples }),
            Err(fault) => {
                samples.zeroize();
                Err(fault)
            }
        }
    }

    /// Lends it.
    #[must_use]
    pub fn view(&self) -> View<'_, CHANNELS> {
        View { width: self.width, height: self.height, samples: &self.samples }
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// All samples, width × height × channels bytes.
    #[must_use]
    pub fn samples(&self) -> &[u8] {
        &self.samples
    }

    /// Pixels in a row.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.view().columns()
    }

    /// Rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.view().rows()
    }

    /// The channels at a place; `None` outside the picture.
    #[must_use]
    pub fn pixel(&self, column: usize, row: usize) -> Option<&[u8; CHANNELS]> {
        self.view().pixel(column, row)
    }
}

/// A picture of a person that somebody else keeps. It never prints its pixels.
#[derive(Clone, Copy)]
pub struct View<'a, const CHANNELS: usize> {
    width: u32,
    height: u32,
    samples: &'a [u8],
}

impl<'a, const CHANNELS: usize> View<'a, CHANNELS> {
    /// Takes `samples` (width × height × channels bytes) as a picture.
    ///
    /// # Errors
    /// A [`PictureFault`].
    pub fn new(width: u32, height: u32, samples: &'a [u8]) -> Result<Self, PictureFault> {
        check(width, height, CHANNELS, samples.len()).map(|()| Self { width, height, samples })
    }

    /// All samples, width × height × channels bytes.
    #[must_use]
    pub fn samples(&self) -> &'a [u8] {
        self.samples
    }

    /// Pixels in a row.
    #[must_use]
    pub fn columns(&self) -> usize {
        usize::try_from(self.width).unwrap_or(0)
    }

    /// Rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        usize::try_from(self.height).unwrap_or(0)
    }

    /// The channels at a place; `None` outside the picture.
    #[must_use]
    pub fn pixel(&self, column: usize, row: usize) -> Option<&'a [u8; CHANNELS]> {
        let (pixels, _) = self.samples.as_chunks::<CHANNELS>();
        (column < self.columns()).then(|| pixels.get(row * self.columns() + column)).flatten()
    }
}

impl<'a, const CHANNELS: usize> From<&'a Picture<CHANNELS>> for View<'a, CHANNELS> {
    fn from(picture: &'a Picture<CHANNELS>) -> Self {
        picture.view()
    }
}

impl<const CHANNELS: usize> fmt::Debug for View<'_, CHANNELS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "View<{CHANNELS}>({}x{}, redacted)", self.width, self.height)
    }
}

fn check(width: u32, height: u32, channels: usize, length: usize) -> Result<(), PictureFault> {
    let edges = 1..=MAX_EDGE;
    if !edges.contains(&width) || !edges.contains(&height) || width * height > MAX_PIXELS {
        return Err(PictureFault::Size);
    }
    match usize::try_from(width * height) {
        Ok(pixels) if pixels * channels == length => Ok(()),
        _ => Err(PictureFault::Length),
    }
}

impl<const CHANNELS: usize> fmt::Debug for Picture<CHANNELS> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture<{CHANNELS}>({}x{}, redacted)", self.width, self.height)
    }
}

impl fmt::Display for PictureFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Size => "picture edge or area out of bounds",
            Self::Length => "sample count differs from width x height x channels",
        })
    }
}

impl core::error::Error for PictureFault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_checked() {
        assert_eq!(Grey8::new(0, 1, vec![]).err(), Some(PictureFault::Size));
        assert_eq!(Grey8::new(MAX_EDGE + 1, 1, vec![0; 4097]).err(), Some(PictureFault::Size));
        assert_eq!(Grey8::new(MAX_EDGE, MAX_EDGE, vec![]).err(), Some(PictureFault::Size));
        assert_eq!(Rgb8::new(2, 2, vec![0; 11]).err(), Some(PictureFault::Length));
    }

    #[test]
    fn pixels_are_found_by_column_and_row() {
        let picture = Rgb8::new(2, 2, (0..12).collect()).unwrap();
        assert_eq!(picture.pixel(1, 0), Some(&[3, 4, 5]));
        assert_eq!(picture.pixel(0, 1), Some(&[6, 7, 8]));
        assert_eq!(picture.pixel(2, 0), None);
        assert_eq!(picture.pixel(0, 2), None);
    }

    #[test]
    fn debug_shows_no_pixel() {
        let picture = Grey8::new(1, 1, vec![213]).unwrap();
        assert!(!format!("{picture:?}").contains("213"));
    }
}
