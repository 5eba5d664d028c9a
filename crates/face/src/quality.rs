//! Whether a capture is worth comparing (ISO/IEC 29794-5 in spirit), and if not, why.
//!
//! These are conditions of the measurement, not of acceptance: outside them the error rates of
//! the comparison are unknown or bad (face.md 6.2 and 6.3).

use crate::align;
use crate::detect::Face;
use crate::numeric;
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
    /// Too little light on the face.
    TooDark {
        /// Mean brightness of the face, 0..255, below [`MIN_LUMA`].
        luma: u16,
    },
    /// Too much light on the face.
    TooBright {
        /// Mean brightness of the face, 0..255, above [`MAX_LUMA`].
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
pub(crate) fn measure(face: &Face, aligned: &Planes) -> Measures {
    let (luma, sharpness) = light(aligned);
    Measures {
        detection: numeric::whole(face.score * 100.0),
        inter_eye: numeric::whole(face.inter_eye()),
        luma: numeric::whole(luma),
        yaw: numeric::signed(face.yaw() * 100.0),
        sharpness: numeric::whole(sharpness * 1000.0),
    }
}

/// The first reason against a face with these measures.
pub(crate) fn fault(measures: &Measures) -> Option<QualityReason> {
    let &Measures { inter_eye, luma, yaw, sharpness, .. } = measures;
    let reasons = [
        (inter_eye < MIN_INTER_EYE, QualityReason::TooSmall { inter_eye }),
        (luma < MIN_LUMA, QualityReason::TooDark { luma }),
        (luma > MAX_LUMA, QualityReason::TooBright { luma }),
        (yaw.unsigned_abs() > MAX_YAW, QualityReason::Turned { yaw }),
        (sharpness < MIN_SHARPNESS, QualityReason::Blurred { sharpness }),
    ];
    let holds = reasons.into_iter().find(|(holds, _)| *holds);
    holds.map(|(_, reason)| reason)
}

/// The part of the aligned square from the brows to the chin, between the cheeks.
const FACE_COLUMNS: core::ops::Range<usize> = 24..88;
const FACE_ROWS: core::ops::Range<usize> = 36..100;

/// Mean brightness and relative sharpness inside the face.
fn light(aligned: &Planes) -> (f32, f32) {
    let luma = luma(aligned);
    let at = |x: usize, y: usize| luma.get(y * align::EDGE + x).copied().unwrap_or(0.0);
    let (mut sum, mut squares, mut edges) = (0.0, 0.0, 0.0);
    for (x, y) in FACE_ROWS.flat_map(|y| FACE_COLUMNS.map(move |x| (x, y))) {
        let here = at(x, y);
        let around = at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1);
        sum += here;
        squares += here * here;
        edges += (around - 4.0 * here).powi(2);
    }
    let n = numeric::real(FACE_ROWS.len() * FACE_COLUMNS.len());
    let mean = sum / n;
    // A face without any contrast is as bad as a blurred one; the floor keeps noise on black
    // from counting as sharp.
    let variance = (squares / n - mean * mean).max(1.0);
    (mean, edges / n / variance)
}
