//! The card as it lies in a picture: zones in millimetres, looked at in the picture itself.

use face_intake::Rgb8;
use zeroize::Zeroizing;

use crate::geometry::{Point, Projection, Quad};
use crate::layout::{Layout, Zone};
use crate::light::colour;
use crate::numeric::{index, real};

/// Samples per millimetre where ink is looked for: fine enough for strokes of 0.2 mm.
pub(crate) const FINE: f32 = 10.0;
/// Most samples of a zone along one edge: the longest zone of a table that passes its check.
const MOST: usize = 2048;

/// One picture of one card, with the way up that it is read in.
pub(crate) struct View<'a> {
    picture: &'a Rgb8,
    projection: Projection,
    width: f32,
    height: f32,
}

/// A zone in colours, row by row. Wiped on drop.
pub(crate) struct Patch {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    pub(crate) colours: Zeroizing<Vec<[f32; 3]>>,
}

impl<'a> View<'a> {
    /// `None` for corners without inside.
    pub(crate) fn new(picture: &'a Rgb8, corners: Quad, layout: &Layout) -> Option<Self> {
        let projection = Projection::onto(corners)?;
        Some(Self { picture, projection, width: layout.width, height: layout.height })
    }

    /// A zone with so many samples; black where the card reaches out of the picture.
    pub(crate) fn patch(&self, zone: Zone, columns: usize, rows: usize) -> Patch {
        let mut colours = Zeroizing::new(Vec::with_capacity(columns * rows));
        for row in 0..rows {
            let y = zone.top + zone.height() * (real(row) + 0.5) / real(rows);
            for column in 0..columns {
                let x = zone.left + zone.width() * (real(column) + 0.5) / real(columns);
                let at = self.projection.of(Point::new(x / self.width, y / self.height));
                colours.push(colour(self.picture, at).unwrap_or_default());
            }
        }
        Patch { columns, rows, colours }
    }

    /// A zone with [`FINE`] samples per millimetre.
    pub(crate) fn fine(&self, zone: Zone) -> Patch {
        let samples = |length: f32| index(length * FINE).unwrap_or(0).clamp(1, MOST);
        self.patch(zone, samples(zone.width()), samples(zone.height()))
    }
}

impl Patch {
    /// One number per sample.
    pub(crate) fn grey(&self, of: impl Fn([f32; 3]) -> f32) -> Grey {
        let values = Zeroizing::new(self.colours.iter().map(|colour| of(*colour)).collect());
        Grey { columns: self.columns, rows: self.rows, values }
    }
}

/// A zone as one number per sample, row by row. Wiped on drop.
pub(crate) struct Grey {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
    pub(crate) values: Zeroizing<Vec<f32>>,
}

impl Grey {
    /// The samples of a row; none beyond the last.
    pub(crate) fn row(&self, row: usize) -> &[f32] {
        let start = row.saturating_mul(self.columns);
        self.values.get(start..start.saturating_add(self.columns)).unwrap_or_default()
    }

    /// The value that this share of all values does not exceed.
    pub(crate) fn share(values: &mut [f32], share: f32) -> f32 {
        let Some(last) = values.len().checked_sub(1) else { return 0.0 };
        let at = index(real(last) * share).unwrap_or(0).min(last);
        *values.select_nth_unstable_by(at, f32::total_cmp).1
    }
}

/// Brightness of a colour.
pub(crate) fn light([red, green, blue]: [f32; 3]) -> f32 {
    red * 0.30 + green * 0.59 + blue * 0.11
}

/// Red alone: red stamps vanish in it, blue and black ink stays.
pub(crate) fn red([red, _, _]: [f32; 3]) -> f32 {
    red
}
