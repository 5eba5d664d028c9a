//! Rectangles, and how a page is cut into them.

use crate::numeric::{length, position};
use embedded_graphics::prelude::{Point, Size};
use embedded_graphics::primitives::Rectangle;

/// A rectangle in pixels. Right and bottom edges are outside of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Left edge.
    pub x: i32,
    /// Top edge.
    pub y: i32,
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
}

impl Area {
    /// The whole of a target.
    pub fn whole(size: Size) -> Self {
        Self { x: 0, y: 0, width: position(size.width), height: position(size.height) }
    }

    /// The right edge.
    pub const fn right(&self) -> i32 {
        self.x + self.width
    }

    /// The bottom edge.
    pub const fn bottom(&self) -> i32 {
        self.y + self.height
    }

    /// Smaller on all sides by `by`.
    pub const fn inset(&self, by: i32) -> Self {
        Self { x: self.x + by, y: self.y + by, width: self.width - 2 * by, height: self.height - 2 * by }
    }

    /// Cuts a piece of this height off the top.
    pub const fn cut_top(&mut self, height: i32) -> Self {
        let piece = Self { height, ..*self };
        self.y += height;
        self.height -= height;
        piece
    }

    /// Cuts a piece of this height off the bottom.
    pub const fn cut_bottom(&mut self, height: i32) -> Self {
        self.height -= height;
        Self { y: self.y + self.height, height, ..*self }
    }

    /// Cuts a piece of this width off the left.
    pub const fn cut_left(&mut self, width: i32) -> Self {
        let piece = Self { width, ..*self };
        self.x += width;
        self.width -= width;
        piece
    }

    /// Cuts a piece of this width off the right.
    pub const fn cut_right(&mut self, width: i32) -> Self {
        self.width -= width;
        Self { x: self.x + self.width, width, ..*self }
    }

    /// Column `nth` of `count` equal ones with `gap` between them.
    pub const fn column(&self, nth: i32, count: i32, gap: i32) -> Self {
        let width = (self.width - gap * (count - 1)) / count;
        Self { x: self.x + nth * (width + gap), width, ..*self }
    }

    /// Row `nth` of `count` equal ones with `gap` between them.
    pub const fn row(&self, nth: i32, count: i32, gap: i32) -> Self {
        let height = (self.height - gap * (count - 1)) / count;
        Self { y: self.y + nth * (height + gap), height, ..*self }
    }

    /// The largest area of these proportions in the middle of this one.
    pub fn fitted(&self, width: i32, height: i32) -> Self {
        let by_width = self.width * height <= self.height * width;
        let (w, h) = if by_width {
            (self.width, self.width * height / width.max(1))
        } else {
            (self.height * width / height.max(1), self.height)
        };
        Self { x: self.x + (self.width - w) / 2, y: self.y + (self.height - h) / 2, width: w, height: h }
    }

    /// The smallest area that holds both.
    pub fn around(&self, other: &Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Self { x, y, width: right - x, height: bottom - y }
    }

    /// What both hold; `None` if that is nothing.
    pub fn common(&self, other: &Self) -> Option<Self> {
        let (x, y) = (self.x.max(other.x), self.y.max(other.y));
        let (right, bottom) = (self.right().min(other.right()), self.bottom().min(other.bottom()));
        (right > x && bottom > y).then_some(Self { x, y, width: right - x, height: bottom - y })
    }

    /// Whether a point lies in it.
    pub const fn holds(&self, point: Point) -> bool {
        point.x >= self.x && point.y >= self.y && point.x < self.right() && point.y < self.bottom()
    }

    /// Whether two areas come nearer than `gap` to each other.
    pub const fn nearer(&self, other: &Self, gap: i32) -> bool {
        self.x < other.right() + gap
            && other.x < self.right() + gap
            && self.y < other.bottom() + gap
            && other.y < self.bottom() + gap
    }

    pub(crate) fn rectangle(&self) -> Rectangle {
        Rectangle::new(Point::new(self.x, self.y), Size::new(length(self.width), length(self.height)))
    }
}
