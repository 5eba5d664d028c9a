//! The 追記欄: is 「顔認証」 in it, and is it struck through? A hint for which screen to show first, and
//! never proof of anything: the chip's counters say which kind of card this is.

use policy::Mark;

use crate::decode::{Alphabet, Glyph, Text, decode, folded};
use crate::ink::{Ink, Span, stroke};
use crate::layout::Zone;
use crate::numeric::{index, real};
use crate::recogniser::{Length, Recogniser, RecogniserFault};
use crate::strip::{around, strip};
use crate::view::{FINE, View, red};

/// Rows of print are between so many millimetres high; a frame's line is lower, a stamp higher.
const ROW_HEIGHT: core::ops::Range<f32> = 1.2..6.5;
/// Rows that are read at most: an address takes two, and the mark one.
const MOST_ROWS: usize = 4;
/// The mark is at least so many fine samples wide.
const LEAST_WIDTH: usize = 50;
/// A stroke that covers this share of the mark's width strikes it through.
const STRUCK: f32 = 0.8;
/// From here on somebody should look: the longest stroke of the characters themselves covers a third.
const DOUBTFUL: f32 = 0.5;

/// Whether the mark is struck through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strike {
    /// No line goes through it.
    None,
    /// A line goes through all of it.
    Found,
    /// Something like a line goes through a part of it.
    Doubtful,
}

/// What the 追記欄 shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Note {
    /// Whether 「顔認証」 is there.
    pub mark: bool,
    /// Whether it is struck through, in black, blue or red.
    pub strike: Strike,
}

impl Note {
    /// What policy calls it: only a clear line through the mark says that the card was switched back.
    #[must_use]
    pub fn mark(self) -> Mark {
        match (self.mark, self.strike) {
            (false, _) => Mark::Unseen,
            (true, Strike::Found) => Mark::StruckThrough,
            (true, Strike::None | Strike::Doubtful) => Mark::Printed,
        }
    }
}

/// Reads the rows of the 追記欄.
pub(crate) fn note(
    recogniser: &impl Recogniser,
    alphabet: &Alphabet,
    view: &View<'_>,
    zone: Zone,
) -> Result<Note, RecogniserFault> {
    let patch = view.fine(zone);
    let (dark, reddish) = (Ink::of(&patch.grey(red)), Ink::of(&patch.grey(redness)));
    for (rows, columns) in lines(&dark).into_iter().take(MOST_ROWS) {
        let part = around(zone, columns, rows);
        let steps = recogniser.read(&strip(view, part, Length::Row, |[red, _, _]| [red; 3]))?;
        let text = decode(&steps, alphabet);
        let Some(mark) = mark_in(&text.glyphs) else { continue };
        let columns = columns_of(mark, &text, part, zone);
        let inner = Span { from: rows.from + rows.length() / 5, to: rows.to - rows.length() / 5 };
        let covered = [dark, reddish].map(|ink| stroke(&ink, columns, inner)).into_iter().fold(0.0, f32::max);
        let strike = match covered {
            covered if covered >= STRUCK => Strike::Found,
            covered if covered >= DOUBTFUL => Strike::Doubtful,
            _ => Strike::None,
        };
        return Ok(Note { mark: true, strike });
    }
    Ok(Note { mark: false, strike: Strike::None })
}

/// Rows and columns of the lines of print. A band that is too high for a line is one with a stamp or the
/// frame beside it: its parts are looked at one by one.
fn lines(ink: &Ink) -> Vec<(Span, Span)> {
    let is_line = |rows: &Span| ROW_HEIGHT.contains(&(real(rows.length()) / FINE));
    let mut found = Vec::new();
    for band in ink.bands() {
        if is_line(&band) {
            found.extend(ink.width(band).map(|columns| (band, columns)));
        } else if real(band.length()) / FINE >= ROW_HEIGHT.end {
            for columns in ink.parts(band).into_iter().filter(|columns| columns.length() >= LEAST_WIDTH) {
                found.extend(
                    ink.rows_in(band, columns).into_iter().filter(is_line).map(|rows| (rows, columns)),
                );
            }
        }
    }
    found
}

/// Bright where nothing is red, dark where red ink is.
fn redness([red, green, blue]: [f32; 3]) -> f32 {
    255.0 - (red - (green + blue) / 2.0).max(0.0)
}

/// 顔認証 with at most one of its characters missed.
fn mark_in(glyphs: &[Glyph]) -> Option<&[Glyph]> {
    let is = |glyph: &Glyph, wanted: char| folded(glyph.character) == wanted;
    let three = glyphs.windows(3).find(|three| match three {
        [a, b, c] => {
            let right = [is(a, '顔'), is(b, '認'), is(c, '証')];
            right.iter().filter(|right| **right).count() >= 2
        }
        _ => false,
    });
    let two = || {
        glyphs.windows(2).find(|two| match two {
            [a, b] => (is(a, '認') && is(b, '証')) || (is(a, '顔') && (is(b, '認') || is(b, '証'))),
            _ => false,
        })
    };
    three.or_else(two)
}

/// The columns of the zone's fine samples that some glyphs of a strip stand in.
fn columns_of(glyphs: &[Glyph], text: &Text, part: Zone, zone: Zone) -> Span {
    let (first, last) = (glyphs.first(), glyphs.last());
    let [first, last] = [first, last].map(|glyph| glyph.map_or(0.0, |glyph| real(glyph.first)));
    // A glyph is seen in its middle, half a pitch from its edge.
    let half = (last - first) / real(glyphs.len().saturating_sub(1).max(1)) / 2.0;
    let strip = real(crate::recogniser::STRIP_ROWS) * part.width() / part.height().max(0.1);
    let columns = real(Length::Row.columns());
    // One step is as many columns of the strip as all columns over all steps; print fills the strip's
    // left part, or all of it.
    let sample = |step: f32| {
        let column = step * columns / real(text.steps.max(1));
        index((part.left - zone.left + part.width() * column / strip.min(columns)) * FINE).unwrap_or(0)
    };
    let (from, to) = (sample(first - half), sample(last + half));
    Span { from, to: to.max(from + 1) }
}
