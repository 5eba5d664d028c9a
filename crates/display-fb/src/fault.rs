//! Why there is no display.

use std::path::PathBuf;

/// Why the display could not be opened, with what to do next.
#[derive(Debug, thiserror::Error)]
pub enum DisplayFault {
    /// The device, or what sysfs says of it, can't be opened. The file system's word is in it.
    #[error("{path}: {error}; is there a screen, and is this user in the group `video`?")]
    Channel {
        /// The file.
        path: PathBuf,
        /// What the file system says.
        error: std::io::Error,
    },
    /// A sysfs file says something that is no number.
    #[error("{path} is not as sysfs(5) has it; state size, stride and format in the configuration")]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// A depth that has no format here.
    #[error("{bits} bits per pixel are not supported; 16 (RGB565) and 32 (XRGB8888) are")]
    Depth {
        /// Bits per pixel.
        bits: u32,
    },
    /// The screens' layouts are made for 800x480 and larger, or 480x800 and larger, up to 8192.
    #[error("{width}x{height} pixels; the screens are made for 800x480 or 480x800, to 8192x8192")]
    Size {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
    },
    /// A row of pixels is longer than the stride, or the stride is longer than any row.
    #[error("a stride of {stride} bytes does not fit rows of {width} pixels")]
    Stride {
        /// Bytes from one row to the next.
        stride: u32,
        /// Width in pixels.
        width: u32,
    },
}
