//! The one instruction beside the preview.

use super::Words;
use terminal::QualityReason;
use terminal::screen::CameraHint;

/// What to do, after what was seen last.
pub fn hint(hint: Option<CameraHint>) -> Words {
    match hint {
        None => Words::new("枠に、お顔を合わせてください", "マスクや帽子は、はずしてください。"),
        Some(CameraHint::NotAccepted) => {
            Words::new("もう一度、お顔を写します", "マスクや帽子は、はずしてください。")
        }
        Some(CameraHint::Quality(reason)) => quality(reason),
    }
}

const fn quality(reason: QualityReason) -> Words {
    match reason {
        QualityReason::NoFace => Words::new("カメラを、ご覧ください", "お顔が枠に入ると、写ります。"),
        QualityReason::SeveralFaces => {
            Words::new("おひとりで、写ってください", "まわりの方は、少し離れてください。")
        }
        QualityReason::TooSmall => {
            Words::new("もう少し、近づいてください", "枠いっぱいに、お顔を合わせてください。")
        }
        QualityReason::TooDark => Words::new("明るいほうを、向いてください", "お顔が暗く写っています。"),
        QualityReason::TooBright => Words::new("強い光を、避けてください", "お顔が明るすぎて、写りません。"),
        QualityReason::Blurred => {
            Words::new("そのまま、動かないでください", "少しだけ、じっとしていてください。")
        }
        QualityReason::Turned => {
            Words::new("正面を、向いてください", "画面の上のカメラを、まっすぐご覧ください。")
        }
    }
}
