//! The one instruction beside the preview.

use super::{Catalogue, Words};
use terminal::{CameraHint, QualityReason, Side, UndecidedReason};

/// What to do, after what was seen last.
pub fn hint(texts: &'static Catalogue, hint: Option<CameraHint>) -> Words {
    let camera = &texts.camera;
    let words = match hint {
        None => &camera.first,
        Some(CameraHint::NotAccepted) => &camera.again,
        Some(CameraHint::LookAhead) => &camera.look_ahead,
        Some(CameraHint::Turn(Side::Left)) => &camera.turn_left,
        Some(CameraHint::Turn(Side::Right)) => &camera.turn_right,
        Some(CameraHint::Movement(reason)) => match reason {
            UndecidedReason::NotStill => &camera.blurred,
            UndecidedReason::DidNotTurn => &camera.did_not_turn,
            UndecidedReason::OtherSide => &camera.other_side,
            UndecidedReason::DidNotReturn => &camera.look_ahead,
            UndecidedReason::FaceLost => &camera.face_lost,
        },
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
