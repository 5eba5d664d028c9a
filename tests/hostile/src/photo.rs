//! The chip photo, and what a camera's driver gives.

use camera_v4l::Encoding;
use face_intake::RgbView;
use face_intake::photo::MAX_EDGE;

use crate::Taken;

/// A photo is decoded within its bounds, or refused. libFuzzer holds time and memory down; the
/// test `bombs` of `face` measures both.
pub(crate) fn jp2_photo(bytes: &[u8]) -> Taken {
    let photo = face_intake::decode_photo(bytes);
    if let Ok(photo) = &photo {
        let (width, height) = (photo.width(), photo.height());
        assert!((1..=MAX_EDGE).contains(&width) && (1..=MAX_EDGE).contains(&height));
        assert_eq!(photo.samples().len(), usize::try_from(width * height).unwrap());
    }
    Taken::of(&photo)
}

/// Encoding, width and height (two bytes each, big end first), then what a driver lends: a whole frame that
/// the matcher would look at, or a refusal.
pub(crate) fn camera_frame(bytes: &[u8]) -> Taken {
    let [encoding, w1, w2, h1, h2, frame @ ..] = bytes else { return Taken::Refused };
    let encoding = match encoding % 3 {
        0 => Encoding::Mjpeg,
        1 => Encoding::Yuyv,
        _ => Encoding::Nv12,
    };
    let size = |high, low| u32::from(u16::from_be_bytes([high, low]));
    let frame = camera_v4l::decode(encoding, size(*w1, *w2), size(*h1, *h2), frame);
    if let Ok(frame) = &frame {
        let view = RgbView::new(frame.width, frame.height, &frame.rgb);
        assert_eq!(view.unwrap().samples().len(), frame.rgb.len());
    }
    Taken::of(&frame)
}
