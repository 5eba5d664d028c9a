//! The device, or any file of the right size.

use crate::{DisplayFault, Geometry};
use std::fs::{File, OpenOptions};
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use ui::area::Area;
use zeroize::{Zeroize as _, Zeroizing};

/// A framebuffer that is written to. Painted black when dropped.
pub(crate) struct Framebuffer {
    file: File,
    geometry: Geometry,
    bytes: Zeroizing<Vec<u8>>,
}

impl Framebuffer {
    pub(crate) fn open(device: &Path, geometry: Geometry) -> Result<Self, DisplayFault> {
        let file = OpenOptions::new()
            .write(true)
            .open(device)
            .map_err(|error| DisplayFault::Channel { path: device.to_owned(), error })?;
        let bytes = length(geometry.stride()).saturating_mul(length(geometry.height()));
        Ok(Self { file, geometry, bytes: Zeroizing::new(vec![0; bytes]) })
    }

    /// Writes the rows of a frame (RGB of 8 bits, rows from the top left, no padding) that these areas
    /// reach into, and keeps nothing of them. Rows are written whole: in the device they lie one behind
    /// the other, so that one write takes all of an area.
    pub(crate) fn put(&mut self, rgb: &[u8], areas: &[Area]) -> std::io::Result<()> {
        bands(areas).into_iter().try_for_each(|band| self.put_rows(rgb, band))
    }

    fn put_rows(&mut self, rgb: &[u8], band: Range<usize>) -> std::io::Result<()> {
        let (stride, width) = (length(self.geometry.stride()), length(self.geometry.width()));
        let (pixels, _) = rgb.as_chunks::<3>();
        let rows = self.bytes.chunks_exact_mut(stride);
        for (pixels, row) in pixels.chunks_exact(width).zip(rows).skip(band.start).take(band.len()) {
            self.geometry.format().lay_out(pixels, row);
        }
        let place = band.start * stride..band.end * stride;
        let Some(bytes) = self.bytes.get_mut(place.clone()) else { return Ok(()) };
        let written = match u64::try_from(place.start) {
            Ok(offset) => self.file.write_all_at(bytes, offset),
            Err(_) => Ok(()),
        };
        bytes.zeroize();
        written
    }
}

/// The rows that areas reach into, from the top, none twice.
fn bands(areas: &[Area]) -> Vec<Range<usize>> {
    let row = |y: i32| usize::try_from(y).unwrap_or(0);
    let mut all: Vec<Range<usize>> = areas.iter().map(|area| row(area.y)..row(area.bottom())).collect();
    all.sort_by_key(|band| band.start);
    let mut bands: Vec<Range<usize>> = Vec::new();
    for band in all {
        match bands.last_mut() {
            Some(last) if band.start <= last.end => last.end = last.end.max(band.end),
            _ => bands.push(band),
        }
    }
    bands
}

impl Drop for Framebuffer {
    fn drop(&mut self) {
        self.bytes.as_mut_slice().zeroize();
        // A screen that went away shows nobody any more.
        let _ = self.file.write_all_at(&self.bytes, 0);
    }
}

/// A length that memory has. Geometry bounds it far below what `usize` holds.
fn length(pixels: u32) -> usize {
    usize::try_from(pixels).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_written_once() {
        let area = |y, height| Area { x: 5, y, width: 10, height };
        let areas = [area(40, 10), area(0, 8), area(45, 20), area(8, 1), area(100, 3)];
        assert_eq!(bands(&areas), [0..9, 40..65, 100..103]);
        assert!(bands(&[]).is_empty());
    }
}
