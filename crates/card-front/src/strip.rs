//! From a zone to a strip for the recogniser: one line of print, its ink filling the height.

use zeroize::Zeroizing;

use crate::ink::{Ink, Span};
use crate::layout::Zone;
use crate::numeric::{index, real};
use crate::recogniser::{Length, STRIP_ROWS, Strip};
use crate::view::{FINE, Patch, View};

/// Paper left above, below and beside the ink, as a share of the ink's height.
const PAD: f32 = 0.18;

/// The part of a zone that these rows and columns of its [`View::fine`] samples are, with some paper around.
pub(crate) fn around(zone: Zone, columns: Span, rows: Span) -> Zone {
    let pad = real(rows.length()) * PAD + 0.5;
    let place = |origin: f32, samples: f32| origin + samples / FINE;
    Zone {
        left: place(zone.left, real(columns.from) - pad).max(zone.left),
        right: place(zone.left, real(columns.to) + pad).min(zone.right),
        top: place(zone.top, real(rows.from) - pad),
        bottom: place(zone.top, real(rows.to) + pad),
    }
}

/// A line of print is at least so many millimetres high; less is the edge of what stands beside the zone.
const LEAST_HEIGHT: f32 = 1.2;

/// The rows of a field's ink: the band with the most of it, as its neighbours reach in only a little.
pub(crate) fn main_band(ink: &Ink) -> Option<Span> {
    let high = |band: &Span| real(band.length()) >= LEAST_HEIGHT * FINE;
    ink.bands().into_iter().filter(high).max_by_key(|band| ink.amount(*band))
}

/// A strip of what is in a zone, as the model wants it: height 48, blue before green before red, -1 to 1.
/// What is longer than the strip is squeezed, as the model's own preparation does.
pub(crate) fn strip(view: &View<'_>, zone: Zone, length: Length, of: impl Fn([f32; 3]) -> [f32; 3]) -> Strip {
    let wanted = real(STRIP_ROWS) * zone.width() / zone.height().max(0.1);
    let columns = index(wanted).unwrap_or(length.columns()).clamp(1, length.columns());
    planes(&view.patch(zone, columns, STRIP_ROWS), length, of)
}

fn planes(patch: &Patch, length: Length, of: impl Fn([f32; 3]) -> [f32; 3]) -> Strip {
    let plane = STRIP_ROWS * length.columns();
    let mut planes = Zeroizing::new(vec![0.0; plane * 3]);
    for (channel, plane) in planes.chunks_exact_mut(plane).enumerate() {
        let rows = plane.chunks_exact_mut(length.columns());
        for (row, colours) in rows.zip(patch.colours.chunks_exact(patch.columns.max(1))) {
            for (value, colour) in row.iter_mut().zip(colours) {
                let [red, green, blue] = of(*colour);
                let wanted = [blue, green, red].get(channel).copied().unwrap_or_default();
                *value = wanted / 127.5 - 1.0;
            }
        }
    }
    Strip { length, planes }
}
