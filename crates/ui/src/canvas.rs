//! A frame in memory.

use crate::area::Area;
use crate::numeric::{index, position};
use core::convert::Infallible;
use embedded_graphics::Pixel;
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use embedded_graphics::prelude::{DrawTarget, OriginDimensions, Point, Size};
use embedded_graphics::primitives::{PointsIter, Rectangle};

const CHANNELS: usize = 3;

/// A frame of RGB888 pixels, row by row from the top left. What is drawn outside is dropped.
pub struct Canvas {
    size: Size,
    bytes: Vec<u8>,
}

impl Canvas {
    /// A black frame.
    pub fn new(size: Size) -> Self {
        let pixels = index(position(size.width)).saturating_mul(index(position(size.height)));
        Self { size, bytes: vec![0; pixels.saturating_mul(CHANNELS)] }
    }

    /// The pixels: red, green, blue, one byte each, no padding.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Paints everything black, so that no picture of a person stays in memory.
    pub fn wipe(&mut self) {
        zeroize::Zeroize::zeroize(self.bytes.as_mut_slice());
    }

    /// Paints an area black, so that what it showed of a person does not stay in memory.
    pub fn wipe_area(&mut self, area: &Area) {
        for y in area.y..area.bottom() {
            let left = area.x.max(0);
            zeroize::Zeroize::zeroize(self.row(left, y, area.right() - left));
        }
    }

    fn row(&mut self, x: i32, y: i32, width: i32) -> &mut [u8] {
        let columns = position(self.size.width);
        let inside = x >= 0 && y >= 0 && y < position(self.size.height);
        if !inside || x >= columns || width <= 0 {
            return &mut [];
        }
        let end = x.saturating_add(width).min(columns);
        let start = index(y) * index(columns);
        let range = (start + index(x)) * CHANNELS..(start + index(end)) * CHANNELS;
        self.bytes.get_mut(range).unwrap_or_default()
    }
}

impl OriginDimensions for Canvas {
    fn size(&self) -> Size {
        self.size
    }
}

impl DrawTarget for Canvas {
    type Color = Rgb888;
    type Error = Infallible;

    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), Infallible>
    where
        I: IntoIterator<Item = Pixel<Rgb888>>,
    {
        for Pixel(Point { x, y }, colour) in pixels {
            if let [red, green, blue] = self.row(x, y, 1) {
                (*red, *green, *blue) = (colour.r(), colour.g(), colour.b());
            }
        }
        Ok(())
    }

    fn fill_contiguous<I>(&mut self, area: &Rectangle, colours: I) -> Result<(), Infallible>
    where
        I: IntoIterator<Item = Rgb888>,
    {
        if area.intersection(&Rectangle::new(Point::zero(), self.size)) != *area {
            return self.draw_iter(area.points().zip(colours).map(|(dot, colour)| Pixel(dot, colour)));
        }
        let mut colours = colours.into_iter();
        for y in area.rows() {
            let row = self.row(area.top_left.x, y, position(area.size.width));
            for (pixel, colour) in row.as_chunks_mut::<CHANNELS>().0.iter_mut().zip(colours.by_ref()) {
                *pixel = [colour.r(), colour.g(), colour.b()];
            }
        }
        Ok(())
    }

    fn fill_solid(&mut self, area: &Rectangle, colour: Rgb888) -> Result<(), Infallible> {
        let area = area.intersection(&Rectangle::new(Point::zero(), self.size));
        let bytes = [colour.r(), colour.g(), colour.b()];
        for y in area.rows() {
            let row = self.row(area.top_left.x, y, position(area.size.width));
            row.chunks_exact_mut(CHANNELS).for_each(|pixel| pixel.copy_from_slice(&bytes));
        }
        Ok(())
    }
}

impl core::fmt::Debug for Canvas {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(formatter, "Canvas({}x{}, pixels redacted)", self.size.width, self.size.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_outside_is_dropped_and_what_lies_inside_is_where_it_belongs() {
        let mut canvas = Canvas::new(Size::new(3, 2));
        let red = Rgb888::new(255, 0, 0);
        canvas.fill_solid(&Rectangle::new(Point::new(-4, 1), Size::new(5, 9)), red).unwrap();
        let outside = [(-1, 0), (3, 0), (0, 2), (0, -1)].map(|(x, y)| Pixel(Point::new(x, y), red));
        canvas.draw_iter(outside).unwrap();
        canvas.draw_iter([Pixel(Point::new(2, 0), red)]).unwrap();
        let reds: Vec<bool> = canvas.bytes().chunks(3).map(|pixel| pixel == [255, 0, 0]).collect();
        assert_eq!(reds, [false, false, true, true, false, false]);
        canvas.wipe_area(&Area { x: -2, y: 1, width: 3, height: 9 });
        assert_eq!(canvas.bytes().chunks(3).filter(|pixel| *pixel == [255, 0, 0]).count(), 1);
        canvas.wipe();
        assert!(canvas.bytes().iter().all(|byte| *byte == 0));
    }
}
