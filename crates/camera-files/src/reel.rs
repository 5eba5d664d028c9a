//! Pictures that were read, checked and fitted.

mod folder;
mod open;

use runtime::port::Frame;
use std::path::PathBuf;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A reel has at most so many pictures: 24 s of 25 frames a second.
pub const LONGEST_REEL: usize = 600;
/// A file has at most so many bytes: 16 MiB.
pub const LARGEST_FILE: u64 = 16 * 1024 * 1024;
/// A picture is at most so many pixels wide or high.
pub const LARGEST_SIDE: u32 = 6_000;
/// The fitted pictures of a reel have at most so many bytes together: 576 MiB, which is
/// [`LONGEST_REEL`] frames of 640×480.
pub const LARGEST_REEL: usize = 576 * 1024 * 1024;

/// Pictures in the order in which they are shown. Cheap to clone: the pixels are shared, and wiped
/// with the last of them.
#[derive(Clone)]
pub struct Reel {
    pictures: Arc<[Picture]>,
}

struct Picture {
    width: u32,
    height: u32,
    rgb: Zeroizing<Vec<u8>>,
}

impl Reel {
    /// How many pictures it has; at least one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pictures.len()
    }

    /// Never true: an empty reel can't be opened.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pictures.is_empty()
    }

    /// A copy of one picture, which is the caller's own to wipe.
    pub(crate) fn frame(&self, index: usize) -> Option<Frame> {
        let picture = self.pictures.get(index)?;
        Some(Frame { width: picture.width, height: picture.height, rgb: picture.rgb.clone() })
    }
}

impl std::fmt::Debug for Reel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reel({} pictures)", self.len())
    }
}

/// Why a reel can't be opened. The files are to blame, or whoever named them; never the camera.
#[derive(Debug)]
pub enum OpenFault {
    /// No pictures: an empty list, or a folder without any.
    Empty,
    /// More than [`LONGEST_REEL`] pictures, or more than [`LARGEST_REEL`] bytes of pixels.
    TooLong,
    /// A file or folder can't be read.
    Unreadable {
        /// Which.
        path: PathBuf,
        /// The system's reason.
        error: std::io::Error,
    },
    /// Not a file but a folder, a device or the like.
    NotAFile {
        /// Which.
        path: PathBuf,
    },
    /// More than [`LARGEST_FILE`] bytes, or a side of more than [`LARGEST_SIDE`] pixels.
    TooLarge {
        /// Which.
        path: PathBuf,
    },
    /// Neither JPEG nor PNG.
    Unsupported {
        /// Which.
        path: PathBuf,
    },
    /// It begins like a JPEG or PNG and can't be decoded.
    Malformed {
        /// Which.
        path: PathBuf,
    },
    /// A picture in a clip's folder without a number at the end of its name.
    NotNumbered {
        /// Which.
        path: PathBuf,
    },
    /// Two pictures of a clip with the same number.
    NumberTwice {
        /// The second of them.
        path: PathBuf,
    },
}

impl std::fmt::Display for OpenFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => write!(f, "there are no pictures"),
            Self::TooLong => write!(f, "there are too many pictures, or too many pixels in them"),
            Self::Unreadable { path, error } => write!(f, "{}: {error}", path.display()),
            Self::NotAFile { path } => write!(f, "{} is not a file", path.display()),
            Self::TooLarge { path } => write!(f, "{} is too large", path.display()),
            Self::Unsupported { path } => write!(f, "{} is neither JPEG nor PNG", path.display()),
            Self::Malformed { path } => write!(f, "{} can't be decoded", path.display()),
            Self::NotNumbered { path } => write!(f, "{} has no number", path.display()),
            Self::NumberTwice { path } => write!(f, "{} has a number that another has", path.display()),
        }
    }
}

impl std::error::Error for OpenFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable { error, .. } => Some(error),
            _ => None,
        }
    }
}
