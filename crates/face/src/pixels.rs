//! What detection and alignment need of a picture, whatever its channels.

use crate::picture::{Grey8, Rgb8};

/// A picture as red, green and blue.
pub(crate) trait Pixels {
    /// Width in pixels.
    fn columns(&self) -> usize;
    /// Height in pixels.
    fn rows(&self) -> usize;
    /// Red, green, blue at a place, 0..255; `None` outside the picture.
    fn rgb(&self, column: usize, row: usize) -> Option<[f32; 3]>;
}

impl Pixels for Rgb8 {
    fn columns(&self) -> usize {
        self.columns()
    }
    fn rows(&self) -> usize {
        self.rows()
    }
    fn rgb(&self, column: usize, row: usize) -> Option<[f32; 3]> {
        self.pixel(column, row).map(|rgb| rgb.map(f32::from))
    }
}

impl Pixels for Grey8 {
    fn columns(&self) -> usize {
        self.columns()
    }
    fn rows(&self) -> usize {
        self.rows()
    }
    fn rgb(&self, column: usize, row: usize) -> Option<[f32; 3]> {
        self.pixel(column, row).map(|&[grey]| [f32::from(grey); 3])
    }
}
