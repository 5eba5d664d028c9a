//! What detection and alignment need of a picture, whatever its channels.

use crate::picture::View;

/// A picture whose pixels have 8 bits per channel.
pub(crate) trait Pixels {
    /// Samples per pixel: one, which is grey, or three, which are red, green and blue.
    const CHANNELS: usize;

    /// Width in pixels.
    fn columns(&self) -> usize;
    /// Height in pixels.
    fn rows(&self) -> usize;
    /// Red, green, blue at a place, 0..255; `None` outside the picture.
    fn rgb(&self, column: usize, row: usize) -> Option<[f32; 3]>;
    /// The samples of some pixels of a row; none where the picture does not have them all.
    fn run(&self, row: usize, column: usize, columns: usize) -> &[u8];
    /// All samples, row after row from the top.
    fn samples(&self) -> &[u8];
}

impl Pixels for View<'_, 3> {
    const CHANNELS: usize = 3;

    fn columns(&self) -> usize {
        self.columns()
    }
    fn rows(&self) -> usize {
        self.rows()
    }
    fn rgb(&self, column: usize, row: usize) -> Option<[f32; 3]> {
        self.pixel(column, row).map(|rgb| rgb.map(f32::from))
    }
    fn run(&self, row: usize, column: usize, columns: usize) -> &[u8] {
        run(self, row, column, columns)
    }
    fn samples(&self) -> &[u8] {
        self.samples()
    }
}

impl Pixels for View<'_, 1> {
    const CHANNELS: usize = 1;

    fn columns(&self) -> usize {
        self.columns()
    }
    fn rows(&self) -> usize {
        self.rows()
    }
    fn rgb(&self, column: usize, row: usize) -> Option<[f32; 3]> {
        self.pixel(column, row).map(|&[grey]| [f32::from(grey); 3])
    }
    fn run(&self, row: usize, column: usize, columns: usize) -> &[u8] {
        run(self, row, column, columns)
    }
    fn samples(&self) -> &[u8] {
        self.samples()
    }
}

fn run<'a, const CHANNELS: usize>(
    picture: &View<'a, CHANNELS>,
    row: usize,
    column: usize,
    columns: usize,
) -> &'a [u8] {
    let mut rows = picture.samples().chunks_exact((picture.columns() * CHANNELS).max(1));
    let row = rows.nth(row).unwrap_or_default();
    row.get(column * CHANNELS..(column + columns) * CHANNELS).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::picture::{Picture, Rgb8};

    /// Samples that look like chance, the same on every run.
    pub(crate) fn noise<const CHANNELS: usize>(width: u32, height: u32) -> Picture<CHANNELS> {
        let count = usize::try_from(width * height).unwrap() * CHANNELS;
        let samples = (0..count).map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes()[1]);
        Picture::new(width, height, samples.collect()).unwrap()
    }

    #[test]
    fn what_the_picture_does_not_have_is_empty() {
        let picture = Rgb8::new(3, 2, (0..18).collect()).unwrap();
        let picture = picture.view();
        assert_eq!(Pixels::run(&picture, 1, 1, 2), [12, 13, 14, 15, 16, 17]);
        assert!(Pixels::run(&picture, 1, 2, 2).is_empty());
        assert!(Pixels::run(&picture, 2, 0, 1).is_empty());
    }
}
