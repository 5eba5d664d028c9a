//! What is seen of the bench beside the terminal's screen.

mod plan;

pub use plan::{Plan, SCREEN, WINDOW};

use embedded_graphics::mono_font::MonoTextStyle;
use embedded_graphics::mono_font::ascii::{FONT_8X13, FONT_8X13_BOLD};
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{Drawable as _, Point, Primitive as _};
use embedded_graphics::primitives::{PrimitiveStyle, PrimitiveStyleBuilder, Rectangle};
use embedded_graphics::text::Text;
use std::convert::Infallible;
use ui::Canvas;

const GROUND: Rgb888 = Rgb888::new(0x22, 0x28, 0x30);
const BUTTON: Rgb888 = Rgb888::new(0x3A, 0x45, 0x52);
const EDGE: Rgb888 = Rgb888::new(0x6B, 0x7B, 0x8C);
const INK: Rgb888 = Rgb888::new(0xF2, 0xF4, 0xF6);
const HEADING: Rgb888 = Rgb888::new(0x9F, 0xC8, 0xE8);
/// Where a picture would be: red, green, blue.
pub const EMPTY: [u8; 3] = [0x18, 0x1C, 0x22];

/// From one row of text to the next.
const LINE: i32 = 16;
/// From a heading to the line beside it.
const BESIDE: i32 = 112;
/// Letters of a line beside its heading, which are 8 pixels wide.
const LETTERS: usize = 54;
/// A line takes no more rows.
const ROWS: usize = 3;

/// What the bench tells of itself. Nothing of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// For which screen.
    pub plan: Plan,
    /// Heading and line, one under the other.
    pub lines: Vec<(&'static str, String)>,
    /// The last commands to the card, oldest first; as many as there is room for are shown.
    pub commands: Vec<String>,
    /// What camera and detector tell, in short rows.
    pub sight: Vec<String>,
}

type Drawn = Result<(), Infallible>;

fn ink() -> MonoTextStyle<'static, Rgb888> {
    MonoTextStyle::new(&FONT_8X13, INK)
}

fn heading() -> MonoTextStyle<'static, Rgb888> {
    MonoTextStyle::new(&FONT_8X13_BOLD, HEADING)
}

fn plain(colour: Rgb888) -> PrimitiveStyle<Rgb888> {
    PrimitiveStyleBuilder::new().fill_color(colour).build()
}

impl Board {
    /// Draws the bench, all but the terminal's screen and what the detector sees.
    pub fn draw(&self, canvas: &mut Canvas) {
        let Ok(()) = self.try_draw(canvas);
    }

    fn try_draw(&self, canvas: &mut Canvas) -> Drawn {
        let (window, foot) = (self.plan.window(), self.plan.foot());
        let right = i32::try_from(self.plan.screen.width).unwrap_or(i32::MAX);
        for corner in [Point::new(right, 0), Point::new(0, foot.y)] {
            Rectangle::new(corner, window).into_styled(plain(GROUND)).draw(canvas)?;
        }
        self.draw_buttons(canvas)?;
        self.draw_lines(canvas)?;
        self.draw_sight(canvas)
    }

    fn draw_buttons(&self, canvas: &mut Canvas) -> Drawn {
        let key = PrimitiveStyleBuilder::new().fill_color(BUTTON).stroke_color(EDGE).stroke_width(1).build();
        let laid = self.plan.buttons();
        for (words, at) in laid.headings {
            Text::new(words, at, heading()).draw(canvas)?;
        }
        for button in laid.buttons {
            button.area.into_styled(key).draw(canvas)?;
            Text::new(button.order, button.area.top_left + Point::new(6, 16), ink()).draw(canvas)?;
        }
        self.draw_commands(self.plan.log(), canvas)
    }

    /// Under the buttons, the last command at the bottom.
    fn draw_commands(&self, top: i32, canvas: &mut Canvas) -> Drawn {
        let mut at = Point::new(self.plan.side(), top + 14);
        Text::new("Commands to the card", at, heading()).draw(canvas)?;
        let room = i32::try_from(self.plan.window().height).unwrap_or(i32::MAX) - at.y - 4;
        let fitting = usize::try_from(room / LINE).unwrap_or_default();
        for row in self.commands.iter().skip(self.commands.len().saturating_sub(fitting)) {
            at.y += LINE;
            Text::new(row, at, ink()).draw(canvas)?;
        }
        Ok(())
    }

    fn draw_lines(&self, canvas: &mut Canvas) -> Drawn {
        let mut at = self.plan.foot() + Point::new(0, 18);
        for (words, line) in &self.lines {
            Text::new(words, at, heading()).draw(canvas)?;
            for row in rows(line, LETTERS, ROWS) {
                Text::new(&row, at + Point::new(BESIDE, 0), ink()).draw(canvas)?;
                at.y += LINE;
            }
        }
        Ok(())
    }

    fn draw_sight(&self, canvas: &mut Canvas) -> Drawn {
        let picture = self.plan.picture();
        let [red, green, blue] = EMPTY;
        picture.into_styled(plain(Rgb888::new(red, green, blue))).draw(canvas)?;
        Text::new("What the detector sees", picture.top_left - Point::new(0, 6), heading()).draw(canvas)?;
        let letters = usize::try_from(picture.size.width / 8).unwrap_or_default();
        let under = Point::new(0, i32::try_from(picture.size.height).unwrap_or_default());
        let mut at = picture.top_left + under;
        for row in self.sight.iter().flat_map(|words| rows(words, letters, 2)).take(4) {
            at.y += 15;
            Text::new(&row, at, ink()).draw(canvas)?;
        }
        Ok(())
    }
}

/// Breaks a line between words. One that would need more than so many rows ends in dots.
fn rows(line: &str, letters: usize, most: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    for word in line.split(' ') {
        match rows.last_mut() {
            Some(row) if row.is_empty() => row.push_str(word),
            Some(row) if row.chars().count() + 1 + word.chars().count() <= letters => {
                row.push(' ');
                row.push_str(word);
            }
            _ => rows.push(word.to_owned()),
        }
    }
    let more = rows.len() > most;
    rows.truncate(most);
    if let (Some(last), true) = (rows.last_mut(), more) {
        *last = dotted(last, letters);
    }
    // A word that is longer than a row is cut: nothing is written over what lies beside it.
    rows.into_iter().map(|row| row.chars().take(letters).collect()).collect()
}

/// With dots at its end, behind a whole word if there is one before them.
fn dotted(row: &str, letters: usize) -> String {
    let room = letters.saturating_sub(4);
    let mut kept = row;
    while let (true, Some((before, _))) = (kept.chars().count() > room, kept.rsplit_once(' ')) {
        kept = before;
    }
    kept.chars().take(room).chain(" ...".chars()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn no_line_needs_more_room_than_there_is() {
        let rows = |line: &str| rows(line, LETTERS, ROWS);
        assert_eq!(rows(""), [""]);
        assert_eq!(rows("card in, 4 commands"), ["card in, 4 commands"]);
        let long = "0123456789 ".repeat(40);
        let cut = rows(&long);
        assert_eq!(cut.len(), ROWS);
        assert!(cut.iter().all(|row| row.chars().count() <= LETTERS));
        assert!(cut.last().unwrap().ends_with("789 ..."));
        assert!(rows(&"a".repeat(200)).iter().all(|row| row.len() <= LETTERS));
    }

    #[test]
    fn lines_end_left_of_what_the_detector_sees() {
        let end = BESIDE + i32::try_from(LETTERS * 8).unwrap();
        let plan = Plan::default();
        assert!(plan.foot().x + end <= plan.picture().top_left.x);
    }
}
