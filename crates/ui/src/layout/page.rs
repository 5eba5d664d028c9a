//! Measures that grow with the target.

use crate::area::Area;
use embedded_graphics::prelude::Size;

/// A page and its measure. Lengths are given for 800x480 and grow with the smaller side.
pub(super) struct Page {
    whole: Area,
    /// Pixels for one pixel at 800x480, in 1/100.
    unit: i32,
}

/// Titles, in pixels per em.
pub(super) const TITLE: i32 = 40;
/// What is to be done.
pub(super) const LEAD: i32 = 30;
/// Body text.
pub(super) const BODY: i32 = 28;
/// A notice.
pub(super) const NOTICE: i32 = 24;
/// The smallest text.
pub(super) const SMALL: i32 = 24;

/// Between things that can be touched: 8 px are asked for, unsteady hands are glad of more.
const GAP: i32 = 12;
const MARGIN: i32 = 24;
const BAR: i32 = 72;

impl Page {
    pub(super) fn new(size: Size) -> Self {
        let whole = Area::whole(size);
        let unit = (whole.width * 100 / 800).min(whole.height * 100 / 480);
        Self { whole, unit }
    }

    /// A length that is `pixels` at 800x480.
    pub(super) const fn of(&self, pixels: i32) -> i32 {
        pixels * self.unit / 100
    }

    /// The gap between neighbours.
    pub(super) const fn gap(&self) -> i32 {
        self.of(GAP)
    }

    /// The page without its margins.
    pub(super) const fn inner(&self) -> Area {
        self.whole.inset(self.of(MARGIN))
    }

    /// Cuts the bar with the buttons off the bottom, and the gap above it.
    pub(super) const fn bar(&self, area: &mut Area) -> Area {
        let bar = area.cut_bottom(self.of(BAR));
        area.cut_bottom(self.gap());
        bar
    }

    /// Cuts a title of one line off the top, and the gap below it.
    pub(super) const fn title(&self, area: &mut Area) -> Area {
        let title = area.cut_top(self.of(60));
        area.cut_top(self.of(6));
        title
    }
}
