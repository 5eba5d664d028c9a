//! The one instruction beside the preview.

use super::{Catalogue, Words};
use terminal::QualityReason;
use terminal::screen::CameraHint;

/// What to do, after what was seen last.
pub fn hint(texts: &'static Catalogue, hint: Option<CameraHint>) -> Words {
    let camera = &texts.camera;
    let words = match hint {
        None => &camera.first,
        Some(CameraHint::NotAccepted) => &camera.again,
        Some(CameraHint::Quality(reason)) => match reason {
            QualityReason::NoFace => &camera.no_face,
            QualityReason::SeveralFaces => &camera.several_faces,
            QualityReason::TooSmall => &camera.too_small,
            QualityReason::TooDark => &camera.too_dark,
            QualityReason::TooBright => &camera.too_bright,
            QualityReason::Blurred => &camera.blurred,
            QualityReason::Turned => &camera.turned,
        },
    };
    words.clone()
}
