//! Where ink is in a zone: what is darker than the paper around it.

use crate::numeric::{index, real};
use crate::view::Grey;

/// Columns of samples that share one paper brightness: light changes little within them.
const BLOCK: usize = 40;
/// Paper is brighter than this share of a block: print covers less than the rest.
const PAPER: f32 = 0.75;
/// Ink is darker than paper by at least this share of the darkest contrast in the zone.
const CONTRAST: f32 = 0.4;
/// Less contrast than this is no ink but the guilloche.
const LEAST_CONTRAST: f32 = 22.0;

/// Which samples are ink.
pub(crate) struct Ink {
    columns: usize,
    rows: usize,
    dark: Vec<bool>,
}

/// First and one past the last of rows or columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl Span {
    pub(crate) fn length(self) -> usize {
        self.to - self.from
    }
}

impl Ink {
    pub(crate) fn of(grey: &Grey) -> Self {
        let blocks = grey.columns.div_ceil(BLOCK).max(1);
        let mut papers = Vec::with_capacity(blocks);
        let mut depths = Vec::with_capacity(grey.values.len());
        for block in 0..blocks {
            let columns = block * BLOCK..((block + 1) * BLOCK).min(grey.columns);
            let rows = (0..grey.rows).filter_map(|row| grey.row(row).get(columns.clone()));
            let mut values: Vec<f32> = rows.flatten().copied().collect();
            let paper = Grey::share(&mut values, PAPER);
            depths.extend(values.iter().map(|value| paper - value));
            papers.push(paper);
        }
        // The darkest few are noise.
        let contrast = Grey::share(&mut depths, 0.985);
        let least = (contrast * CONTRAST).max(LEAST_CONTRAST);
        let dark = (0..grey.rows).flat_map(|row| {
            let papers = papers.iter().flat_map(|paper| core::iter::repeat_n(*paper, BLOCK));
            grey.row(row)
                .iter()
                .zip(papers)
                .map(move |(value, paper)| paper - value > least)
                .collect::<Vec<_>>()
        });
        Self { columns: grey.columns, rows: grey.rows, dark: dark.collect() }
    }

    /// Whether a sample is ink.
    pub(crate) fn is(&self, column: usize, row: usize) -> bool {
        column < self.columns && self.dark.get(row * self.columns + column) == Some(&true)
    }

    /// Bands of rows with print, from top to bottom, gaps of one row bridged. Rows that are ink for the
    /// most part belong to a photo or a frame.
    pub(crate) fn bands(&self) -> Vec<Span> {
        let (least, most) = ((self.columns / 80).max(2), self.columns * 13 / 20);
        let count = |row: usize| (0..self.columns).filter(|column| self.is(*column, row)).count();
        spans((0..self.rows).map(|row| (least..=most).contains(&count(row))), 1)
    }

    /// Columns with print in these rows, parted where nothing stands for a millimetre and a half.
    pub(crate) fn parts(&self, rows: Span) -> Vec<Span> {
        let inked = |column: usize| (rows.from..rows.to).any(|row| self.is(column, row));
        spans((0..self.columns).map(inked), 15)
    }

    /// Bands of rows with print in these columns alone.
    pub(crate) fn rows_in(&self, rows: Span, columns: Span) -> Vec<Span> {
        let count = |row: &usize| (columns.from..columns.to).filter(|column| self.is(*column, *row)).count();
        let bands = spans((rows.from..rows.to).map(|row| count(&row) >= 2), 1);
        bands.into_iter().map(|band| Span { from: band.from + rows.from, to: band.to + rows.from }).collect()
    }

    /// From the first to one past the last column with ink in these rows.
    pub(crate) fn width(&self, rows: Span) -> Option<Span> {
        let inked = |column: &usize| (rows.from..rows.to).filter(|row| self.is(*column, *row)).count() >= 2;
        let from = (0..self.columns).find(inked)?;
        let to = (0..self.columns).rev().find(inked)? + 1;
        Some(Span { from, to })
    }

    /// Ink in some rows.
    pub(crate) fn amount(&self, rows: Span) -> usize {
        let cells = (rows.from..rows.to).flat_map(|row| (0..self.columns).map(move |column| (column, row)));
        cells.filter(|(column, row)| self.is(*column, *row)).count()
    }
}

/// Runs of `true`, with gaps of at most `bridged` in them.
pub(crate) fn spans(values: impl Iterator<Item = bool>, bridged: usize) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for (at, _) in values.enumerate().filter(|(_, value)| *value) {
        match found.last_mut() {
            Some(span) if at <= span.to + bridged => span.to = at + 1,
            _ => found.push(Span { from: at, to: at + 1 }),
        }
    }
    found
}

/// The longest straight stroke, as a share of the columns' width: the best of all lines from left to
/// right within `rows`, with gaps of one sample bridged.
pub(crate) fn stroke(ink: &Ink, columns: Span, rows: Span) -> f32 {
    let mut best = 0;
    for from in rows.from..rows.to {
        for to in rows.from..rows.to {
            let slope = (real(to) - real(from)) / real(columns.length().max(1));
            let inked = (columns.from..columns.to).map(|column| {
                let row = index(real(from) + slope * real(column - columns.from) + 0.5);
                row.is_some_and(|row| ink.is(column, row))
            });
            let longest = spans(inked, 1).into_iter().map(Span::length).max();
            best = best.max(longest.unwrap_or(0));
        }
    }
    real(best) / real(columns.length().max(1))
}
