//! From a driver's bytes to RGB.

use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use nokhwa::utils::{FrameFormat, Resolution, buf_nv12_to_rgb, yuyv422_to_rgb};
use runtime::port::Frame;
use std::io::Cursor;
use zeroize::Zeroizing;

/// No camera for a face is wider or higher.
pub(crate) const LARGEST_SIDE: u32 = 4_096;

/// The bytes are not a picture of this encoding and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// How a driver encodes frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// One JPEG per frame.
    Mjpeg,
    /// Light and colour in turn, colour for every second pixel of a row.
    Yuyv,
    /// All light, then colour for every second pixel of every second row.
    Nv12,
}

impl TryFrom<FrameFormat> for Encoding {
    type Error = Malformed;

    fn try_from(format: FrameFormat) -> Result<Self, Malformed> {
        match format {
            FrameFormat::MJPEG => Ok(Self::Mjpeg),
            FrameFormat::YUYV => Ok(Self::Yuyv),
            FrameFormat::NV12 => Ok(Self::Nv12),
            FrameFormat::GRAY | FrameFormat::RAWRGB | FrameFormat::RAWBGR => Err(Malformed),
        }
    }
}

/// A frame of `width`×`height` pixels from `bytes`, which may go on behind the picture: drivers lend whole
/// memory pages. A JPEG tells its own size.
///
/// # Errors
///
/// [`Malformed`].
pub fn decode(encoding: Encoding, width: u32, height: u32, bytes: &[u8]) -> Result<Frame, Malformed> {
    let pixels = pixels(width, height)?;
    let of_length = |length: Option<usize>| bytes.get(..length?);
    let rgb = match encoding {
        Encoding::Mjpeg => return jpeg(bytes),
        Encoding::Yuyv => {
            let picture = of_length(pixels.checked_mul(2)).ok_or(Malformed)?;
            yuyv422_to_rgb(picture, false).map_err(|_| Malformed)?
        }
        Encoding::Nv12 => {
            let picture = of_length(pixels.checked_mul(3).map(|bytes| bytes / 2)).ok_or(Malformed)?;
            let mut rgb = vec![0; pixels.checked_mul(3).ok_or(Malformed)?];
            buf_nv12_to_rgb(Resolution::new(width, height), picture, &mut rgb, false)
                .map_err(|_| Malformed)?;
            rgb
        }
    };
    if Some(rgb.len()) == pixels.checked_mul(3) {
        Ok(Frame { width, height, rgb: Zeroizing::new(rgb) })
    } else {
        Err(Malformed)
    }
}

fn pixels(width: u32, height: u32) -> Result<usize, Malformed> {
    let sides = 1..=LARGEST_SIDE;
    if !sides.contains(&width) || !sides.contains(&height) {
        return Err(Malformed);
    }
    width.checked_mul(height).and_then(|pixels| usize::try_from(pixels).ok()).ok_or(Malformed)
}

fn jpeg(bytes: &[u8]) -> Result<Frame, Malformed> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), ImageFormat::Jpeg);
    reader.limits(limits);
    let picture = reader.decode().map(DynamicImage::into_rgb8).map_err(|_| Malformed)?;
    let (width, height) = picture.dimensions();
    pixels(width, height)?;
    Ok(Frame { width, height, rgb: Zeroizing::new(picture.into_raw()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(encoding: Encoding, size: (u32, u32), bytes: &[u8]) -> Frame {
        decode(encoding, size.0, size.1, bytes).unwrap()
    }

    fn a_jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let picture = image::RgbImage::from_pixel(width, height, image::Rgb([200, 100, 50]));
        picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn yuyv_of_the_standards_colours() {
        // Two pixels a group, BT.601 in video range: white and black; then red twice.
        let frame = decoded(Encoding::Yuyv, (2, 2), &[235, 128, 16, 128, 81, 90, 81, 240]);
        assert_eq!((frame.width, frame.height), (2, 2));
        assert_eq!(frame.rgb[..6], [255, 255, 255, 0, 0, 0]);
        for red in frame.rgb[6..].chunks(3) {
            assert!(red[0] > 250 && red[1] < 5 && red[2] < 5, "{red:?}");
        }
    }

    #[test]
    fn nv12_has_its_colour_behind_its_light() {
        let frame = decoded(Encoding::Nv12, (2, 2), &[235, 235, 16, 16, 128, 128]);
        assert_eq!(frame.rgb[..], [255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0]);
    }

    #[test]
    fn a_jpeg_tells_its_own_size_and_may_be_followed_by_anything() {
        let mut bytes = a_jpeg(32, 16);
        bytes.extend([0; 4_096]);
        let frame = decoded(Encoding::Mjpeg, (640, 480), &bytes);
        assert_eq!((frame.width, frame.height, frame.rgb.len()), (32, 16, 32 * 16 * 3));
        assert!(frame.rgb[0].abs_diff(200) < 8);
    }

    #[test]
    fn whole_pages_are_cut_to_the_picture() {
        assert_eq!(decoded(Encoding::Yuyv, (2, 2), &[128; 4_096]).rgb.len(), 12);
    }

    #[test]
    fn what_is_too_short_or_of_no_size_is_refused() {
        let refused = |format, width, height, bytes: &[u8]| {
            assert_eq!(decode(format, width, height, bytes).unwrap_err(), Malformed);
        };
        refused(Encoding::Yuyv, 2, 2, &[0; 7]);
        refused(Encoding::Nv12, 2, 2, &[0; 5]);
        refused(Encoding::Nv12, 3, 2, &[0; 9]);
        refused(Encoding::Yuyv, 0, 2, &[0; 8]);
        refused(Encoding::Yuyv, LARGEST_SIDE + 1, 1, &[0; 65_536]);
        refused(Encoding::Mjpeg, 2, 2, &[0; 12]);
        refused(Encoding::Mjpeg, 2, 2, &a_jpeg(32, 16)[..100]);
    }

    #[test]
    fn what_is_no_encoding_of_a_camera_for_faces_is_refused() {
        assert_eq!(Encoding::try_from(FrameFormat::RAWRGB), Err(Malformed));
        assert_eq!(Encoding::try_from(FrameFormat::YUYV), Ok(Encoding::Yuyv));
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_whole_frame_or_none(
            format in prop::sample::select(vec![Encoding::Yuyv, Encoding::Nv12, Encoding::Mjpeg]),
            width in 0_u32..40, height in 0_u32..40, mut bytes in prop::collection::vec(any::<u8>(), 0..4_000),
            jpeg: bool,
        ) {
            if jpeg {
                let whole = a_jpeg(24, 24);
                let rest = whole.get(bytes.len() % whole.len()..).unwrap_or_default().len();
                bytes.splice(0..0, whole[..whole.len() - rest].iter().copied());
            }
            if let Ok(frame) = decode(format, width, height, &bytes) {
                let bytes = frame.width * frame.height * 3;
                prop_assert_eq!(frame.rgb.len(), usize::try_from(bytes).unwrap());
            }
        }
    }
}
