//! How pixels lie in the device.

use crate::{DisplayFault, PixelFormat};
use std::path::Path;

/// The longer and the shorter side.
const SMALLEST: (u32, u32) = (800, 480);
const LARGEST: u32 = 8192;

/// How pixels lie in the device: rows from the top left, `stride` bytes from one to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    width: u32,
    height: u32,
    stride: u32,
    format: PixelFormat,
}

impl Geometry {
    /// A geometry as configured. Width and height in pixels, stride in bytes.
    ///
    /// # Errors
    ///
    /// [`DisplayFault::Size`] and [`DisplayFault::Stride`].
    pub fn new(width: u32, height: u32, stride: u32, format: PixelFormat) -> Result<Self, DisplayFault> {
        let (longer, shorter) = (width.max(height), width.min(height));
        if longer < SMALLEST.0 || shorter < SMALLEST.1 || longer > LARGEST {
            return Err(DisplayFault::Size { width, height });
        }
        // Drivers round rows up; none by more than a row.
        let row = width * format.bytes();
        if !(row..=2 * row).contains(&stride) {
            return Err(DisplayFault::Stride { stride, width });
        }
        Ok(Self { width, height, stride, format })
    }

    /// What sysfs says of a framebuffer: `virtual_size`, `bits_per_pixel` and `stride` in
    /// `/sys/class/graphics/NAME`. A driver with a virtual size beyond what is seen, or with another
    /// order of colours, has to be configured.
    ///
    /// # Errors
    ///
    /// [`DisplayFault`].
    pub fn of_device(sysfs: &Path) -> Result<Self, DisplayFault> {
        let [width, height] = numbers(&sysfs.join("virtual_size"))?;
        let [bits] = numbers(&sysfs.join("bits_per_pixel"))?;
        let [stride] = numbers(&sysfs.join("stride"))?;
        let format = PixelFormat::of_depth(bits).ok_or(DisplayFault::Depth { bits })?;
        Self::new(width, height, stride, format)
    }

    /// Width in pixels.
    pub const fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    pub const fn height(&self) -> u32 {
        self.height
    }

    /// Bytes from one row to the next.
    pub const fn stride(&self) -> u32 {
        self.stride
    }

    /// The pixels' format.
    pub const fn format(&self) -> PixelFormat {
        self.format
    }
}

/// The comma-separated numbers of a sysfs file.
fn numbers<const N: usize>(path: &Path) -> Result<[u32; N], DisplayFault> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| DisplayFault::Channel { path: path.to_owned(), error })?;
    let parsed: Option<Vec<u32>> = text.trim().split(',').map(|number| number.parse().ok()).collect();
    parsed
        .and_then(|numbers| numbers.try_into().ok())
        .ok_or_else(|| DisplayFault::Malformed { path: path.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sysfs(size: &str, bits: &str, stride: &str) -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in [("virtual_size", size), ("bits_per_pixel", bits), ("stride", stride)] {
            std::fs::write(directory.path().join(name), format!("{text}\n")).unwrap();
        }
        directory
    }

    #[test]
    fn sysfs_tells_size_stride_and_format() {
        let device = sysfs("1024,600", "32", "4096");
        let expected = Geometry::new(1024, 600, 4096, PixelFormat::Xrgb8888).unwrap();
        assert_eq!(Geometry::of_device(device.path()).unwrap(), expected);
        let device = sysfs("800,480", "16", "1600");
        let expected = Geometry::new(800, 480, 1600, PixelFormat::Rgb565).unwrap();
        assert_eq!(Geometry::of_device(device.path()).unwrap(), expected);
        let upright = sysfs("480,800", "32", "1920");
        let expected = Geometry::new(480, 800, 1920, PixelFormat::Xrgb8888).unwrap();
        assert_eq!(Geometry::of_device(upright.path()).unwrap(), expected);
    }

    #[test]
    fn what_cannot_be_drawn_on_is_refused_by_name() {
        let refused = |size, bits, stride| Geometry::of_device(sysfs(size, bits, stride).path()).unwrap_err();
        assert!(matches!(refused("800,480", "24", "2400"), DisplayFault::Depth { bits: 24 }));
        assert!(matches!(refused("800,479", "32", "3200"), DisplayFault::Size { .. }));
        assert!(matches!(refused("479,800", "32", "1916"), DisplayFault::Size { .. }));
        assert!(matches!(refused("8193,480", "32", "32772"), DisplayFault::Size { .. }));
        assert!(matches!(refused("640,480", "32", "2560"), DisplayFault::Size { .. }));
        assert!(matches!(refused("4294967295,480", "32", "1"), DisplayFault::Size { .. }));
        assert!(matches!(refused("800,480", "32", "3199"), DisplayFault::Stride { .. }));
        assert!(matches!(refused("800,480", "32", "4294967295"), DisplayFault::Stride { .. }));
        assert!(matches!(refused("800", "32", "3200"), DisplayFault::Malformed { .. }));
        assert!(matches!(refused("800,480", "many", "3200"), DisplayFault::Malformed { .. }));
        let absent = Geometry::of_device(Path::new("/nonexistent")).unwrap_err();
        assert!(matches!(absent, DisplayFault::Channel { .. }));
    }
}
