//! Drawing a scene.

use crate::area::Area;
use crate::damage::Damage;
use crate::drawing;
use crate::fonts::{Fonts, Style};
use crate::layout::scene;
use crate::numeric::{nearest, real};
use crate::palette::Role;
use crate::paragraph::{Line, Setting, even_lines, lines_without_rest};
use crate::person;
use crate::picture::Pictures;
use crate::ruby;
use crate::scene::{Align, Item, Letters, Panel, Paragraph, Scene, Text};
use crate::shape::panel;
use crate::theme::{Theme, View};
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::{DrawTarget, DrawTargetExt as _, Point};
use terminal::{Language, Screen};

/// From one base line to the next, in 1/100 em.
const LEADING: i32 = 142;

/// Draws a screen, all of it. A slot without a picture shows a word or a drawing in its place.
///
/// # Errors
/// Those of the target.
pub fn draw<D>(
    screen: &Screen,
    view: &View,
    pictures: &Pictures<'_>,
    fonts: &Fonts,
    target: &mut D,
) -> Result<(), D::Error>
where
    D: DrawTarget<Color = Rgb888>,
{
    let whole = Damage::whole(Area::whole(view.size));
    draw_again(&scene(screen, view), &whole, view.theme, pictures, fonts, target)
}

/// Draws what lies in damaged areas. What is outside of them is not touched.
///
/// # Errors
/// Those of the target.
pub fn draw_again<D>(
    scene: &Scene,
    damage: &Damage,
    theme: Theme,
    pictures: &Pictures<'_>,
    fonts: &Fonts,
    target: &mut D,
) -> Result<(), D::Error>
where
    D: DrawTarget<Color = Rgb888>,
{
    for area in damage.areas() {
        let mut target = target.clipped(&area.rectangle());
        target.fill_solid(&area.rectangle(), theme.colour(Role::Paper))?;
        for item in scene.items().iter().filter(|item| item.reach().common(area).is_some()) {
            match item {
                Item::Panel(panel) => draw_panel(panel, theme, &mut target)?,
                Item::Text(text) => draw_text(text, theme, fonts, &mut target)?,
                Item::Drawing(drawn) => drawing::draw(drawn, theme, &mut target)?,
                Item::Slot(slot, area) => person::draw(*slot, *area, theme, pictures, &mut target)?,
            }
        }
    }
    Ok(())
}

fn draw_panel<D>(it: &Panel, theme: Theme, target: &mut D) -> Result<(), D::Error>
where
    D: DrawTarget<Color = Rgb888>,
{
    let (fill, edge, under) = (theme.colour(it.fill), theme.colour(it.edge), theme.colour(it.under));
    if it.edge_width == 0 || it.edge == it.fill {
        return panel(it.area, it.radius, fill, under, target);
    }
    panel(it.area, it.radius, edge, under, target)?;
    panel(it.area.inset(it.edge_width), it.radius - it.edge_width, fill, edge, target)
}

fn draw_text<D>(text: &Text, theme: Theme, fonts: &Fonts, target: &mut D) -> Result<(), D::Error>
where
    D: DrawTarget<Color = Rgb888>,
{
    let lines = set(text, fonts);
    let mut top = match text.align {
        Align::TopLeft => text.area.y,
        Align::Left | Align::Centre => text.area.y + (text.area.height - height(&lines)) / 2,
    };
    for line in lines {
        let style = Style { ink: theme.colour(line.ink), paper: theme.colour(text.paper) };
        let left = match text.align {
            Align::TopLeft | Align::Left => 0.0,
            Align::Centre => (real(text.area.width) - line.line.width) / 2.0,
        };
        // Ascent and descent are set into the middle of the line's height.
        let (rise, fall) = fonts.rise_and_fall(line.language, line.px);
        let base = (real(leading(line.px)) + rise - fall) / 2.0;
        top += line.above;
        let pen = Point::new(text.area.x + nearest(left), top + nearest(base));
        if line.read {
            let small = ruby::size(line.px);
            // Above the tallest letters, 9/10 em from the base line, with the descent of its own.
            let above = pen.y - line.px * 9 / 10 - small / 8;
            for reading in ruby::readings(&line.setting(fonts), line.line.text) {
                let x = text.area.x + ruby::within(&reading, left, text.area.width);
                fonts.draw(reading.text, (line.language, small), Point::new(x, above), style, target)?;
            }
        }
        fonts.draw(line.line.text, (line.language, line.px), pen, style, target)?;
        top += leading(line.px);
    }
    Ok(())
}

/// One line of a text, ready to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct SetLine<'t> {
    /// Text and width.
    pub line: Line<'t>,
    /// Pixels per em.
    pub px: i32,
    /// Whose letters.
    pub language: Language,
    /// Colour.
    pub ink: Role,
    /// Free pixels above it.
    pub above: i32,
    /// Hard words have their readings above them.
    pub read: bool,
}

impl SetLine<'_> {
    /// What it is set in.
    pub const fn setting<'f>(&self, fonts: &'f Fonts) -> Setting<'f> {
        Setting { fonts, language: self.language, px: self.px }
    }
}

/// From the wanted letters to the least in at most this many steps.
const STEPS: i32 = 8;

/// The lines of a text in its area, in letters as large as it holds without a phrase being cut. What
/// fits in no other way is set in its least letters.
pub fn set<'t>(text: &'t Text, fonts: &Fonts) -> Vec<SetLine<'t>> {
    let steps = if text.paragraphs.iter().any(|it| it.letters.wanted > it.letters.least) { STEPS } else { 0 };
    let mut tried = (1..=steps).rev().map(|step| set_at(text, fonts, step));
    let lines = tried.find(|lines| fits(text, lines)).unwrap_or_else(|| set_at(text, fonts, 0));
    let read: Vec<SetLine<'t>> = lines.iter().map(|line| with_readings(*line, fonts)).collect();
    if fits(text, &read) { read } else { lines }
}

/// The line with readings above its hard words, if it has any.
fn with_readings<'t>(line: SetLine<'t>, fonts: &Fonts) -> SetLine<'t> {
    if ruby::readings(&line.setting(fonts), line.line.text).is_empty() {
        return line;
    }
    SetLine { above: line.above + ruby::rise(line.px), read: true, ..line }
}

/// Whether these lines lie inside of their text's area.
pub fn fits(text: &Text, lines: &[SetLine<'_>]) -> bool {
    let width = real(text.area.width);
    height(lines) <= text.area.height && lines.iter().all(|line| line.line.width <= width)
}

/// As [`set`], with letters at most that many steps above the least.
fn set_at<'t>(text: &'t Text, fonts: &Fonts, step: i32) -> Vec<SetLine<'t>> {
    let mut all = Vec::new();
    for paragraph in &text.paragraphs {
        let at = |step| set_paragraph(text, paragraph, fonts, step);
        let uncut = |(_, lines): &(i32, Vec<Line<'t>>)| lines.iter().all(|line| line.whole);
        let (px, lines) = (1..=step).rev().map(at).find(uncut).unwrap_or_else(|| at(0));
        for (nth, line) in lines.into_iter().enumerate() {
            let above = if nth == 0 && !all.is_empty() { px / 2 } else { 0 };
            all.push(SetLine {
                line,
                px,
                language: paragraph.letters.language,
                ink: paragraph.ink,
                above,
                read: false,
            });
        }
    }
    all
}

/// The letters of that many steps above the least, and the paragraph's lines in them.
fn set_paragraph<'t>(text: &Text, it: &'t Paragraph, fonts: &Fonts, step: i32) -> (i32, Vec<Line<'t>>) {
    let Letters { language, wanted, least } = it.letters;
    let px = least + (wanted - least) * step / STEPS;
    let set = match text.align {
        Align::TopLeft | Align::Left => lines_without_rest,
        Align::Centre => even_lines,
    };
    let letters = Setting { fonts, language, px };
    (px, set(&letters, &it.text, real(text.area.width)))
}

/// The height of a text's lines in pixels.
pub fn height(lines: &[SetLine<'_>]) -> i32 {
    lines.iter().map(|line| line.above + leading(line.px)).sum()
}

/// The height of one line in pixels.
const fn leading(px: i32) -> i32 {
    px * LEADING / 100
}
