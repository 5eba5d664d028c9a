//! Whether a capture is worth comparing (ISO/IEC 29794-5 in spirit), and if not, why.
//!
//! These are conditions of the measurement, not of acceptance: outside them the error rates of
//! the comparison are unknown or bad (face.md 6.2 and 6.3). `measured` below means the 2,812 pictures of
//! the calibration set (Labeled Faces in the Wild, faces.md 5: press photographs, mostly Western men),
//! looked at by the example `quality_measures` of the package `house`; a limit that is argued says why.
//! A camera that hangs shows in several frames and is noticed by whoever takes them (`runtime`).
//!
//! - `cover`: whether eyes or mouth are hidden
//! - `light`: brightness, sharpness, what is behind the face, frames that show nothing

mod cover;
mod light;

use crate::detect::Face;
use crate::numeric;
use crate::pixels::Pixels;
use crate::resample::{Planes, luma};

/// Least detector score, in hundredths.
pub const MIN_DETECTION: u16 = 80;
/// Least distance between the eyes, in pixels of the frame.
pub const MIN_INTER_EYE: u16 = 40;
/// Least mean brightness of the face, 0..255.
pub const MIN_LUMA: u16 = 50;
/// Most mean brightness of the face, 0..255.
pub const MAX_LUMA: u16 = 210;
/// Most sideways turn, in hundredths of the distance between the eyes.
pub const MAX_YAW: u16 = 35;
/// Least sharpness, in thousandths.
pub const MIN_SHARPNESS: u16 = 8;
/// Most of the frame's height that a face may take, in hundredths. Argued: the box ends above the brows and
/// at the chin, so that a larger head is cut off by the frame's edge.
pub const MAX_SHARE: u16 = 85;
/// Most samples of the face at the end of the scale, in hundredths. Argued: what is clipped is lost, and
/// from a quarter on it is lost where eyes and mouth are. Measured: 5 at 99.9 % of the pictures.
pub const MAX_CLIPPED: u16 = 25;
/// A face darker than this before [`BRIGHT_BEHIND`] is lit from behind. Argued: turning away from the
/// window helps where lamps don't; dark skin in good light is brighter than this (face.md 6.3 has 50 for
/// any face), so that a white wall behind it is no fault.
pub const DARK_BEFORE: u16 = 70;
/// As bright as a window: between a lit wall (150) and the end of the scale.
pub const BRIGHT_BEHIND: u16 = 170;
/// Least detail of the eyes, as [`Measures::eyes`]. Measured: 480 at 1 % of the pictures, 914 at half of
/// them; drawn dark lenses give about 320.
pub const MIN_EYES: u16 = 400;
/// Least detail of the mouth, as [`Measures::mouth`]. Measured: 149 at 0.1 % of the pictures, 212 at 1 %,
/// 599 at half of them; a drawn plain mask stays below 100.
pub const MIN_MOUTH: u16 = 130;

/// What is wrong with a capture, with the measured value where there is one. The order of the
/// variants is the order in which a person can act on them; a capture is given the first that
/// holds. More reasons will come, so match without a wildcard and let the compiler ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QualityReason {
    /// Nobody, or somebody too hidden to be seen as a face.
    NoFace,
    /// More than one face near the camera. Somebody far behind, whose face is less than half as
    /// large, does not count.
    SeveralFaces {
        /// How many are near.
        count: u8,
    },
    /// Too far away.
    TooSmall {
        /// Distance between the eyes in pixels, below [`MIN_INTER_EYE`].
        inter_eye: u16,
    },
    /// Too near: parts of the head are outside the frame.
    TooLarge {
        /// As [`Measures::share`], above [`MAX_SHARE`].
        share: u16,
    },
    /// A bright window or lamp behind a dark face.
    BackLight {
        /// As [`Measures::behind`], above [`BRIGHT_BEHIND`].
        behind: u16,
    },
    /// Too little light on the face.
    TooDark {
        /// Mean brightness of the face, 0..255, below [`MIN_LUMA`].
        luma: u16,
    },
    /// Too much light on the face.
    TooBright {
        /// Mean brightness of the face, 0..255, above [`MAX_LUMA`], or with too much of it clipped.
        luma: u16,
    },
    /// Looking aside.
    Turned {
        /// As [`Measures::yaw`], its size above [`MAX_YAW`].
        yaw: i16,
    },
    /// Moved, or out of focus.
    Blurred {
        /// As [`Measures::sharpness`], below [`MIN_SHARPNESS`].
        sharpness: u16,
    },
    /// Dark glasses over both eyes.
    EyesCovered {
        /// As [`Measures::eyes`], below [`MIN_EYES`].
        eyes: u16,
    },
    /// A plain mask, or a hand over the mouth.
    MouthCovered {
        /// As [`Measures::mouth`], below [`MIN_MOUTH`].
        mouth: u16,
    },
    /// The frame is white all over: the camera's fault, nobody before it can help (B2).
    WhiteFrame,
    /// The frame is black all over: a closed shutter, or the camera's fault.
    BlackFrame,
}

/// What was measured on the face of a capture. Nothing here identifies anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measures {
    /// How sure the detector is that this is a face, in hundredths.
    pub detection: u16,
    /// Distance between the eyes' centres, in pixels of the frame.
    pub inter_eye: u16,
    /// Mean brightness of the face, 0..255.
    pub luma: u16,
    /// How far the nose tip is off the middle of the eyes, in hundredths of their distance;
    /// positive towards the person's left.
    pub yaw: i16,
    /// Mean square of the Laplacian of the aligned face's brightness over the variance of that
    /// brightness, in thousandths: blur lowers it, brightness and contrast leave it alone.
    pub sharpness: u16,
    /// How much of the frame's height the face's box takes, in hundredths.
    pub share: u16,
    /// Mean brightness beside and above the face, 0..255.
    pub behind: u16,
    /// How many samples of the face are at the end of the scale, in hundredths.
    pub clipped: u16,
    /// How much the brightness varies in the less covered eye against the whole face, in thousandths.
    pub eyes: u16,
    /// How much the rows of the mouth differ in brightness against the whole face, in thousandths.
    pub mouth: u16,
}

/// The face to compare among `faces`, which are sorted from large to small.
pub(crate) fn only_face(faces: &[Face]) -> Result<&Face, QualityReason> {
    let sure = |face: &&Face| numeric::whole(face.score * 100.0) >= MIN_DETECTION;
    let mut sure_faces = faces.iter().filter(sure);
    let largest = sure_faces.next().ok_or(QualityReason::NoFace)?;
    let near = sure_faces.filter(|face| face.bounds.area() * 4.0 >= largest.bounds.area()).count();
    match u8::try_from(near) {
        Ok(0) => Ok(largest),
        near => Err(QualityReason::SeveralFaces { count: near.unwrap_or(u8::MAX).saturating_add(1) }),
    }
}

/// Measures a face and its aligned square.
pub(crate) fn measure(picture: &impl Pixels, face: &Face, aligned: &Planes) -> Measures {
    let luma = luma(aligned);
    let light = light::inside(&luma);
    let thousandths = |value: f32| numeric::whole(value * 1000.0);
    let hundredths = |value: f32| numeric::whole(value * 100.0);
    Measures {
        detection: hundredths(face.score),
        inter_eye: numeric::whole(face.inter_eye()),
        luma: numeric::whole(light.mean),
        yaw: numeric::signed(face.yaw() * 100.0),
        sharpness: thousandths(light.sharpness),
        share: hundredths(face.bounds.height / numeric::real(picture.rows())),
        behind: numeric::whole(light::behind(picture, face)),
        clipped: hundredths(light.clipped),
        eyes: thousandths(cover::eyes(&luma) / light.deviation),
        mouth: thousandths(cover::mouth(&luma) / light.deviation),
    }
}

impl Measures {
    /// Everything against a face with these measures, in the order in which a person can act on it.
    pub fn reasons(&self) -> impl Iterator<Item = QualityReason> + use<> {
        let &Self { inter_eye, luma, yaw, sharpness, share, behind, clipped, eyes, mouth, .. } = self;
        let dark_before_light = luma < DARK_BEFORE && behind > BRIGHT_BEHIND;
        let reasons = [
            (inter_eye < MIN_INTER_EYE, QualityReason::TooSmall { inter_eye }),
            (share > MAX_SHARE, QualityReason::TooLarge { share }),
            (dark_before_light, QualityReason::BackLight { behind }),
            (luma < MIN_LUMA && !dark_before_light, QualityReason::TooDark { luma }),
            (luma > MAX_LUMA || clipped > MAX_CLIPPED, QualityReason::TooBright { luma }),
            (yaw.unsigned_abs() > MAX_YAW, QualityReason::Turned { yaw }),
            (sharpness < MIN_SHARPNESS, QualityReason::Blurred { sharpness }),
            (eyes < MIN_EYES, QualityReason::EyesCovered { eyes }),
            (mouth < MIN_MOUTH, QualityReason::MouthCovered { mouth }),
        ];
        reasons.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason)
    }
}

/// Why there is no face: because the frame shows nothing at all, or because nobody is in it.
pub(crate) fn no_face(picture: &impl Pixels) -> QualityReason {
    match light::blank(picture) {
        Some(light::Blank::White) => QualityReason::WhiteFrame,
        Some(light::Blank::Black) => QualityReason::BlackFrame,
        None => QualityReason::NoFace,
    }
}
