//! What is seen of the bench beside the terminal's screen.

use embedded_graphics::mono_font::MonoTextStyle;
use embedded_graphics::mono_font::ascii::{FONT_8X13, FONT_8X13_BOLD, FONT_9X15, FONT_9X15_BOLD};
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{Drawable as _, Point, Primitive as _, Size};
use embedded_graphics::primitives::{PrimitiveStyleBuilder, Rectangle};
use embedded_graphics::text::Text;
use ui::Canvas;

/// The terminal's screen, top left in the window.
pub const SCREEN: Size = Size::new(800, 480);
/// The window.
pub const WINDOW: Size = Size::new(1280, 680);

const GROUND: Rgb888 = Rgb888::new(0x22, 0x28, 0x30);
const BUTTON: Rgb888 = Rgb888::new(0x3A, 0x45, 0x52);
const EDGE: Rgb888 = Rgb888::new(0x6B, 0x7B, 0x8C);
const INK: Rgb888 = Rgb888::new(0xF2, 0xF4, 0xF6);
const HEADING: Rgb888 = Rgb888::new(0x9F, 0xC8, 0xE8);

/// What the bench tells of itself. Nothing of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// Heading and line, one under the other.
    pub lines: Vec<(&'static str, String)>,
}

/// The buttons: each gives the order that stands on it.
const GROUPS: [(&str, &[&str]); 7] = [
    (
        "Card",
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
    ("Before the camera", &["face holder", "face stranger", "face print", "face none"]),
    ("Camera", &["camera good", "camera none", "camera frozen", "camera black"]),
    ("Type for the holder or the staff", &["type pin", "type wrong-pin", "type number", "type credential"]),
    ("Verification service", &["service up", "service down"]),
    ("Clock", &["clock +5", "clock +30", "clock +300"]),
    ("Simulator", &["state", "quit"]),
];

const BUTTON_SIZE: Size = Size::new(224, 27);
const LEFT: i32 = 812;
const ROW: i32 = 31;
const COLUMN: i32 = 232;
/// Between headings and what they are about.
const HEAD: i32 = 23;
/// Letters of a line beside its heading, which are 8 pixels wide.
const LETTERS: usize = 83;
/// A line takes no more rows.
const ROWS: usize = 2;

/// A button and where it is.
struct Button {
    order: &'static str,
    area: Rectangle,
}

/// Headings and buttons, from the top.
fn arranged() -> (Vec<(&'static str, Point)>, Vec<Button>) {
    let (mut headings, mut buttons) = (Vec::new(), Vec::new());
    let mut top = 2;
    for (heading, orders) in GROUPS {
        headings.push((heading, Point::new(LEFT, top + 16)));
        top += HEAD;
        for pair in orders.chunks(2) {
            for (order, left) in pair.iter().zip([LEFT, LEFT + COLUMN]) {
                let area = Rectangle::new(Point::new(left, top), BUTTON_SIZE);
                buttons.push(Button { order, area });
            }
            top += ROW;
        }
    }
    (headings, buttons)
}

/// The order on the button at this point.
pub fn order_at(point: Point) -> Option<&'static str> {
    let (_, buttons) = arranged();
    buttons.iter().find(|button| button.area.contains(point)).map(|button| button.order)
}

/// The middle of the button with this order.
pub fn place_of(order: &str) -> Option<Point> {
    let (_, buttons) = arranged();
    buttons.iter().find(|button| button.order == order).map(|button| button.area.center())
}

impl Board {
    /// Draws the bench, all but the terminal's screen.
    pub fn draw(&self, canvas: &mut Canvas) {
        let Ok(()) = self.try_draw(canvas);
    }

    fn try_draw(&self, canvas: &mut Canvas) -> Result<(), std::convert::Infallible> {
        let ground = PrimitiveStyleBuilder::new().fill_color(GROUND).build();
        let key = PrimitiveStyleBuilder::new().fill_color(BUTTON).stroke_color(EDGE).stroke_width(1).build();
        let [ink, heading] = [(&FONT_9X15, INK), (&FONT_9X15_BOLD, HEADING)]
            .map(|(font, colour)| MonoTextStyle::new(font, colour));
        let beside = Rectangle::new(Point::new(800, 0), WINDOW);
        let below = Rectangle::new(Point::new(0, 480), WINDOW);
        beside.into_styled(ground).draw(canvas)?;
        below.into_styled(ground).draw(canvas)?;
        let (headings, buttons) = arranged();
        for (words, at) in headings {
            Text::new(words, at, heading).draw(canvas)?;
        }
        for button in buttons {
            button.area.into_styled(key).draw(canvas)?;
            Text::new(button.order, button.area.top_left + Point::new(8, 17), ink).draw(canvas)?;
        }
        self.draw_lines(canvas)
    }

    fn draw_lines(&self, canvas: &mut Canvas) -> Result<(), std::convert::Infallible> {
        let [ink, heading] = [(&FONT_8X13, INK), (&FONT_8X13_BOLD, HEADING)]
            .map(|(font, colour)| MonoTextStyle::new(font, colour));
        let mut at = Point::new(12, 500);
        for (words, line) in &self.lines {
            Text::new(words, at, heading).draw(canvas)?;
            for row in rows(line) {
                Text::new(&row, at + Point::new(112, 0), ink).draw(canvas)?;
                at.y += 16;
            }
        }
        Ok(())
    }
}

/// Breaks a line between words. One that would need more than [`ROWS`] ends in dots.
fn rows(line: &str) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in line.split(' ') {
        match rows.last_mut() {
            Some(row) if row.is_empty() => row.push_str(word),
            Some(row) if row.chars().count() + 1 + word.chars().count() <= LETTERS => {
                row.push(' ');
                row.push_str(word);
            }
            _ => rows.push(word.to_owned()),
        }
    }
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    if let (Some(last), true) = (rows.last_mut(), more) {
        *last = last.chars().take(LETTERS - 4).chain(" ...".chars()).collect();
    }
    rows
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::window::order::Order;

    #[test]
    fn every_button_is_an_order_and_lies_in_the_window_alone() {
        let (_, buttons) = arranged();
        let window = Rectangle::new(Point::zero(), WINDOW);
        for (nth, button) in buttons.iter().enumerate() {
            assert!(Order::read(button.order.as_bytes()).is_ok(), "{}", button.order);
            let corner = button.area.bottom_right().unwrap();
            assert!(window.contains(corner) && button.area.top_left.x >= 800, "{}", button.order);
            assert_eq!(place_of(button.order).and_then(order_at), Some(button.order));
            assert!(
                buttons
                    .iter()
                    .skip(nth + 1)
                    .all(|other| { other.area.intersection(&button.area).is_zero_sized() })
            );
        }
    }

    #[test]
    fn no_line_needs_more_room_than_there_is() {
        assert_eq!(rows(""), [""]);
        assert_eq!(rows("card in, 4 commands"), ["card in, 4 commands"]);
        let long = "0123456789 ".repeat(40);
        let cut = rows(&long);
        assert_eq!(cut.len(), ROWS);
        assert!(cut.iter().all(|row| row.chars().count() <= LETTERS));
        assert!(cut.last().unwrap().ends_with("789 ..."));
    }
}
