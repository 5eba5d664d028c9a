//! The chip photo.

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
