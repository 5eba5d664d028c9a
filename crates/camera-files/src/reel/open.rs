//! From files to pixels, within bounds.

use super::{LARGEST_FILE, LARGEST_REEL, LARGEST_SIDE, LONGEST_REEL, OpenFault, Picture, Reel, folder};
use crate::Fit;
use image::error::ImageError;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;
use zeroize::Zeroizing;

/// What a decoder may allocate: a picture of the largest sides with four bytes a pixel, and some.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;

impl Reel {
    /// Reads pictures in the order of `paths`.
    ///
    /// # Errors
    ///
    /// [`OpenFault`] for the first file that can't be used.
    pub fn of_pictures<P: AsRef<Path>>(paths: &[P], fit: Fit) -> Result<Self, OpenFault> {
        Self::gathered(paths.iter().map(|path| fitted(path.as_ref(), fit)))
    }

    /// Reads a clip: the JPEG and PNG files of `folder`, in the order of the numbers at the end of
    /// their names.
    ///
    /// # Errors
    ///
    /// [`OpenFault`].
    pub fn of_clip(folder: impl AsRef<Path>, fit: Fit) -> Result<Self, OpenFault> {
        Self::of_pictures(&folder::numbered(folder.as_ref())?, fit)
    }

    /// A reel of pictures that were drawn.
    ///
    /// # Errors
    ///
    /// [`OpenFault::Empty`] and [`OpenFault::TooLong`].
    pub fn of_frames(frames: Vec<image::RgbImage>) -> Result<Self, OpenFault> {
        Self::gathered(frames.into_iter().map(|frame| Ok(Picture::from(frame))))
    }

    /// Stops at the first picture that is too much, so that no more than a reel is ever held.
    fn gathered(each: impl ExactSizeIterator<Item = Result<Picture, OpenFault>>) -> Result<Self, OpenFault> {
        if each.len() > LONGEST_REEL {
            return Err(OpenFault::TooLong);
        }
        let mut pictures = Vec::with_capacity(each.len());
        let mut bytes = 0_usize;
        for picture in each {
            let picture = picture?;
            bytes = bytes.saturating_add(picture.rgb.len());
            if bytes > LARGEST_REEL {
                return Err(OpenFault::TooLong);
            }
            pictures.push(picture);
        }
        if pictures.is_empty() {
            return Err(OpenFault::Empty);
        }
        Ok(Self { pictures: pictures.into() })
    }

    /// A reel of one picture of one colour, for tests.
    #[must_use]
    pub fn of_colour(rgb: [u8; 3]) -> Self {
        let frame = image::RgbImage::from_pixel(crate::FRAME_WIDTH, crate::FRAME_HEIGHT, image::Rgb(rgb));
        Self { pictures: [Picture::from(frame)].into() }
    }
}

impl From<image::RgbImage> for Picture {
    fn from(frame: image::RgbImage) -> Self {
        let (width, height) = frame.dimensions();
        Self { width, height, rgb: Zeroizing::new(frame.into_raw()) }
    }
}

fn fitted(path: &Path, fit: Fit) -> Result<Picture, OpenFault> {
    let bytes = read(path)?;
    let picture = decode(&bytes).map_err(|fault| match fault {
        DecodeFault::TooLarge => OpenFault::TooLarge { path: path.to_owned() },
        DecodeFault::Unsupported => OpenFault::Unsupported { path: path.to_owned() },
        DecodeFault::Malformed => OpenFault::Malformed { path: path.to_owned() },
    })?;
    Ok(fit.apply(&picture).into())
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, OpenFault> {
    let unreadable = |error| OpenFault::Unreadable { path: path.to_owned(), error };
    // Before it is opened: opening a pipe waits for its writer.
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(OpenFault::NotAFile { path: path.to_owned() });
    }
    let mut bytes = Zeroizing::new(Vec::new());
    let file = File::open(path).map_err(unreadable)?;
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= LARGEST_FILE) {
        Ok(bytes)
    } else {
        Err(OpenFault::TooLarge { path: path.to_owned() })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DecodeFault {
    TooLarge,
    Unsupported,
    Malformed,
}

impl From<ImageError> for DecodeFault {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooLarge,
            _ => Self::Malformed,
        }
    }
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, DecodeFault> {
    let format = image::guess_format(bytes).map_err(|_| DecodeFault::Unsupported)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png) {
        return Err(DecodeFault::Unsupported);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    if picture.width() == 0 || picture.height() == 0 {
        return Err(DecodeFault::Malformed);
    }
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage};
    use proptest::prelude::*;

    fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let red_left = |x, _| Rgb(if x < width / 2 { [200, 0, 0] } else { [0, 0, 200] });
        RgbImage::from_fn(width, height, red_left).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn both_formats_are_decoded() {
        for format in [ImageFormat::Png, ImageFormat::Jpeg] {
            let picture = decode(&encoded(32, 16, format)).unwrap().to_rgb8();
            assert_eq!(picture.dimensions(), (32, 16));
            assert!(picture.get_pixel(4, 8)[0] > 150 && picture.get_pixel(28, 8)[2] > 150);
        }
    }

    #[test]
    fn a_photo_stands_upright() {
        let mut photo = encoded(32, 16, ImageFormat::Jpeg);
        // An EXIF segment behind the start of the image, with one entry: Orientation = 6 (turn right).
        let mut exif = b"\xFF\xE1\x00\x22Exif\0\0MM\0*\0\0\0\x08".to_vec();
        exif.extend(b"\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
        photo.splice(2..2, exif);
        let picture = decode(&photo).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (16, 32));
        assert!(picture.get_pixel(8, 4)[0] > 150, "the left is on top now");
    }

    #[test]
    fn a_promise_of_too_many_pixels_is_refused_before_they_are_made() {
        let mut png = encoded(1, 1, ImageFormat::Png);
        // Width and height of IHDR, and its checksum.
        png.splice(16..24, [0, 0, 0x7F, 0xFF, 0, 0, 0x7F, 0xFF]);
        let sum = crc32(&png[12..29]).to_be_bytes();
        png.splice(29..33, sum);
        assert_eq!(decode(&png).unwrap_err(), DecodeFault::TooLarge);
    }

    #[test]
    fn other_formats_are_named_as_such() {
        for bytes in [b"GIF89a\x01\0\x01\0".as_slice(), b"BM", b"hello", b""] {
            assert_eq!(decode(bytes).unwrap_err(), DecodeFault::Unsupported);
        }
    }

    /// CRC-32 of PNG (ISO 3309), bit by bit.
    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(!0, |sum, byte| {
            (0..8)
                .fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
        })
    }

    proptest! {
        #[test]
        fn damaged_pictures_give_a_picture_or_an_error(
            jpeg: bool, cut in 0_usize..1_000, at in 0_usize..1_000, with: u8,
        ) {
            let format = if jpeg { ImageFormat::Jpeg } else { ImageFormat::Png };
            let mut bytes = encoded(24, 24, format);
            let length = bytes.len();
            bytes[at % length] = with;
            bytes.truncate(length - cut % length);
            if let Ok(picture) = decode(&bytes) {
                prop_assert!(picture.width() <= LARGEST_SIDE && picture.height() <= LARGEST_SIDE);
            }
        }

        #[test]
        fn arbitrary_bytes_behind_a_true_beginning_never_panic(jpeg: bool, rest: Vec<u8>) {
            let mut bytes = if jpeg { b"\xFF\xD8\xFF".to_vec() } else { b"\x89PNG\r\n\x1a\n".to_vec() };
            bytes.extend(rest);
            prop_assert!(decode(&bytes).is_err());
        }
    }
}
