//! The device, or any file of the right size.

use crate::{DisplayFault, Geometry};
use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::Path;
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

    /// Writes a frame (RGB of 8 bits, rows from the top left, no padding), and keeps nothing of it.
    pub(crate) fn put(&mut self, rgb: &[u8]) -> std::io::Result<()> {
        let (pixels, _) = rgb.as_chunks::<3>();
        let rows = self.bytes.chunks_exact_mut(length(self.geometry.stride()));
        for (pixels, row) in pixels.chunks_exact(length(self.geometry.width())).zip(rows) {
            self.geometry.format().lay_out(pixels, row);
        }
        let written = self.file.write_all_at(&self.bytes, 0);
        self.bytes.as_mut_slice().zeroize();
        written
    }
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
