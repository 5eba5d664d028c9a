//! Where everything lies in the window: the terminal's screen at the top left, the buttons beside it,
//! what the bench tells below.

use embedded_graphics::prelude::{Point, Size};
use embedded_graphics::primitives::Rectangle;

/// A terminal's screen, as it is at first.
pub const SCREEN: Size = Size::new(800, 480);
/// The window around it.
pub const WINDOW: Size = Plan::new(SCREEN).window();

/// Buttons and their log, beside the screen.
const SIDE: u32 = 480;
/// What the bench tells, below it.
const FOOT: u32 = 256;
/// The least that buttons and their log need.
const LEAST: Size = Size::new(800, 736);

/// The buttons: each gives the order that stands on it. With how many there are in a row.
const GROUPS: [(&str, usize, &[&str]); 6] = [
    (
        "Card",
        2,
        &[
            "insert normal",
            "insert kao-ninsho",
            "insert auth-locked",
            "insert tries=1",
            "insert expired-cert=2",
            "insert expired-card",
            "insert forged-photo",
            "insert cloned-chip",
            "insert dead",
            "insert",
            "remove",
            "remove after 5 commands",
        ],
    ),
    ("Before the camera", 3, &["face holder", "face stranger", "face print", "face none"]),
    (
        "Camera",
        3,
        &[
            "camera good",
            "camera none",
            "camera frozen",
            "camera black",
            "camera pictures",
            "camera webcam",
            "camera list",
        ],
    ),
    (
        "Type for the holder or the staff",
        3,
        &["type pin", "type wrong-pin", "type number", "type credential"],
    ),
    ("Service and clock", 3, &["service up", "service down", "clock +5", "clock +30", "clock +300"]),
    (
        "Simulator",
        3,
        &[
            "size 800x480",
            "size 1024x600",
            "size 1280x800",
            "size 480x800",
            "replay last",
            "replay stop",
            "state",
            "quit",
        ],
    ),
];

/// Between what lies beside each other.
const GAP: i32 = 8;
/// From one row of buttons to the next.
const ROW: i32 = 27;
const HEIGHT: u32 = 24;
/// Of a heading.
const HEAD: i32 = 20;
const MARGIN: i32 = 12;

/// A button and where it is.
pub(super) struct Button {
    pub(super) order: &'static str,
    pub(super) area: Rectangle,
}

/// Headings and buttons, from the top, and where they end.
pub(super) struct Buttons {
    pub(super) headings: Vec<(&'static str, Point)>,
    pub(super) buttons: Vec<Button>,
    pub(super) end: i32,
}

/// The window's plan for one size of the terminal's screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The terminal's screen.
    pub screen: Size,
}

impl Default for Plan {
    fn default() -> Self {
        Self::new(SCREEN)
    }
}

impl Plan {
    /// For a screen of this size.
    #[must_use]
    pub const fn new(screen: Size) -> Self {
        Self { screen }
    }

    /// The window's size.
    #[must_use]
    pub const fn window(self) -> Size {
        let height = self.screen.height.saturating_add(FOOT);
        let height = if height < LEAST.height { LEAST.height } else { height };
        Size::new(self.middle().saturating_add(SIDE), height)
    }

    /// Where the buttons begin.
    const fn middle(self) -> u32 {
        if self.screen.width < LEAST.width { LEAST.width } else { self.screen.width }
    }

    /// Left edge of the buttons.
    pub(super) fn side(self) -> i32 {
        signed(self.middle()).saturating_add(MARGIN)
    }

    /// Top left of what is told below the screen.
    pub(super) fn foot(self) -> Point {
        Point::new(MARGIN, signed(self.screen.height))
    }

    /// Where the small picture of what the detector sees is.
    #[must_use]
    pub fn picture(self) -> Rectangle {
        let size = crate::port::viewfinder::SIZE;
        let left = signed(self.middle()).saturating_sub(signed(size.width)).saturating_sub(MARGIN);
        Rectangle::new(Point::new(left, self.foot().y.saturating_add(24)), size)
    }

    /// Where the buttons end and the log of commands begins.
    #[must_use]
    pub fn log(self) -> i32 {
        self.buttons().end
    }

    pub(super) fn buttons(self) -> Buttons {
        let (mut headings, mut buttons) = (Vec::new(), Vec::new());
        let mut top = 4;
        for (heading, columns, orders) in GROUPS {
            headings.push((heading, Point::new(self.side(), top + 14)));
            top += HEAD;
            for row in orders.chunks(columns) {
                let areas = self.row(top, columns);
                buttons.extend(row.iter().zip(areas).map(|(order, area)| Button { order, area }));
                top += ROW;
            }
        }
        Buttons { headings, buttons, end: top }
    }

    /// The places of so many buttons beside each other.
    fn row(self, top: i32, columns: usize) -> impl Iterator<Item = Rectangle> {
        let columns = i32::try_from(columns).unwrap_or(1).max(1);
        let room = signed(SIDE) - 2 * MARGIN + GAP;
        let width = u32::try_from(room / columns - GAP).unwrap_or_default();
        let lefts = (0..columns).map(move |nth| self.side() + nth * (room / columns));
        lefts.map(move |left| Rectangle::new(Point::new(left, top), Size::new(width, HEIGHT)))
    }

    /// The order on the button at this point.
    #[must_use]
    pub fn order_at(self, point: Point) -> Option<&'static str> {
        let buttons = self.buttons().buttons;
        buttons.iter().find(|button| button.area.contains(point)).map(|button| button.order)
    }

    /// The middle of the button with this order.
    #[must_use]
    pub fn place_of(self, order: &str) -> Option<Point> {
        let buttons = self.buttons().buttons;
        buttons.iter().find(|button| button.order == order).map(|button| button.area.center())
    }
}

fn signed(length: u32) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::window::order::Order;

    const SIZES: [Size; 5] =
        [SCREEN, Size::new(1024, 600), Size::new(1024, 768), Size::new(1280, 800), Size::new(480, 800)];

    #[test]
    fn every_button_is_an_order_and_lies_in_the_window_alone() {
        for plan in SIZES.map(Plan::new) {
            let buttons = plan.buttons().buttons;
            let window = Rectangle::new(Point::zero(), plan.window());
            for (nth, button) in buttons.iter().enumerate() {
                let order = button.order;
                assert!(Order::read(order.as_bytes()).is_ok(), "{order}");
                let corner = button.area.bottom_right().unwrap();
                assert!(window.contains(corner) && button.area.top_left.x >= plan.side(), "{order}");
                assert_eq!(plan.place_of(order).and_then(|at| plan.order_at(at)), Some(order));
                let letters = u32::try_from(order.len()).unwrap();
                assert!(letters * 8 + 8 <= button.area.size.width, "{order}");
                let others = buttons.iter().skip(nth + 1);
                assert!({ others }.all(|other| other.area.intersection(&button.area).is_zero_sized()));
            }
        }
    }

    #[test]
    fn picture_and_log_lie_in_the_window_below_screen_and_buttons() {
        for plan in SIZES.map(Plan::new) {
            let window = Rectangle::new(Point::zero(), plan.window());
            let picture = plan.picture();
            assert!(window.contains(picture.top_left) && window.contains(picture.bottom_right().unwrap()));
            assert!(picture.top_left.y >= signed(plan.screen.height));
            assert!(picture.bottom_right().unwrap().x < plan.side());
            assert!(signed(plan.window().height) - plan.log() > 100, "room for the log");
        }
    }
}
