//! The chip photo: JPEG 2000 in, grey picture out, with every bound checked before the decoder
//! sees a byte.
//!
//! On the card it is data object DF27 of file 0002 (card.md 4.5): a JP2 file, one grey component
//! of 8 bits, 378×472. The file format is ISO/IEC 15444-1 (Annex I the boxes, Annex A the
//! codestream). A damaged or forged header could ask the decoder for hours of work, so the
//! codestream's main and tile-part headers are read here first and anything that a chip photo
//! has no use for is refused. The caller should have checked the card's signature over the photo
//! before this, but nothing here relies on it.

mod boxes;
mod bytes;
mod codestream;

use core::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_jpeg2000::{DecodeSettings, DecoderContext, Image};
use zeroize::Zeroizing;

use crate::picture::Grey8;

/// Most bytes of a chip photo; its elementary file is shorter than this.
pub const MAX_BYTES: usize = 32 * 1024;
/// Longest edge of a chip photo, in pixels.
pub const MAX_EDGE: u32 = 1024;

/// Why the bytes from the card are not a photo that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoFault {
    /// More than [`MAX_BYTES`]; nothing was read.
    TooLong,
    /// An edge is zero or above [`MAX_EDGE`]; nothing was decoded.
    Size,
    /// Not JPEG 2000, or damaged.
    Malformed,
    /// JPEG 2000, but not as a chip photo is: not one grey component of 8 bits, or a coding
    /// option whose only use in so small a picture is to exhaust the decoder.
    Unsupported,
}

/// Decodes a chip photo (a JP2 file, or a bare codestream).
///
/// Bytes missing at the end are tolerated, as the coding allows: the picture is then less sharp.
///
/// # Errors
/// A [`PhotoFault`]; the card or whoever made the bytes is to blame.
pub fn decode_photo(jp2: &[u8]) -> Result<Grey8, PhotoFault> {
    if jp2.len() > MAX_BYTES {
        return Err(PhotoFault::TooLong);
    }
    // Only the codestream reaches the decoder: palettes, colour profiles and channel maps of the
    // enclosing file have no say in a grey picture.
    let stream = boxes::codestream(jp2)?;
    let size = codestream::check(stream)?;
    contained(|| decode(stream, size))?
}

fn decode(stream: &[u8], size: (u32, u32)) -> Result<Grey8, PhotoFault> {
    let image = Image::new(stream, &DecodeSettings::default()).map_err(|_| PhotoFault::Malformed)?;
    if (image.width(), image.height()) != size {
        return Err(PhotoFault::Malformed);
    }
    let mut context = DecoderContext::default();
    let decoded = image.decode(&mut context).map_err(|_| PhotoFault::Malformed)?;
    let mut samples = Zeroizing::new(decoded.data_u8());
    Grey8::new(size.0, size.1, core::mem::take(&mut *samples)).map_err(|_| PhotoFault::Malformed)
}

/// The decoder is not ours. Should bytes from a card make it panic, that is the card's fault and
/// not the end of the matcher's thread: nothing that was half done is used afterwards.
fn contained<T>(work: impl FnOnce() -> T) -> Result<T, PhotoFault> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| PhotoFault::Malformed)
}

impl fmt::Display for PhotoFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "chip photo longer than its file on the card can be",
            Self::Size => "chip photo with an edge out of bounds",
            Self::Malformed => "chip photo is not intact JPEG 2000",
            Self::Unsupported => "chip photo uses JPEG 2000 in a way that no chip photo does",
        })
    }
}

impl core::error::Error for PhotoFault {}

#[cfg(test)]
mod tests {
    use super::{PhotoFault, contained};

    #[test]
    fn a_panic_inside_is_a_malformed_photo() {
        let empty: &[u8] = &[];
        assert_eq!(contained(|| empty[0]), Err(PhotoFault::Malformed));
        assert_eq!(contained(|| 1), Ok(1));
    }
}
