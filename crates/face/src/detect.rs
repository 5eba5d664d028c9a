//! Faces and their five landmarks in a picture, by YuNet (face.md 1; `models/yunet.md`).

use tract_onnx::prelude::TractResult;

use crate::geometry::{Bounds, Point};
use crate::network::{ModelFault, Network, Outputs};
use crate::numeric;
use crate::pixels::Pixels;
use crate::resample::{Letterbox, Region};

/// Edge of the square that the detector sees, in pixels; a multiple of 32.
const EDGE: usize = 320;
/// The grid steps at which the network looks for faces, in square pixels.
const STRIDES: [usize; 3] = [8, 16, 32];
/// Below this the network is guessing; the cut where its authors publish its precision.
const MIN_SCORE: f32 = 0.6;
/// Two boxes that overlap more than this are the same face.
const MAX_OVERLAP: f32 = 0.3;
/// Most faces kept of one picture.
const MAX_FACES: usize = 16;
/// A face is looked at again in a square of this many times its own size: large enough to hold
/// what the detector wants to see around a face, and near the size at which the landmarks were
/// measured to be good (eyes 44 pixels apart, face.md 6.1).
const CLOSE_UP: f32 = 3.0;

/// A face that was found.
#[derive(Clone, Copy)]
#[cfg_attr(test, derive(Debug))]
pub(crate) struct Face {
    /// How sure the detector is, 0..1.
    pub(crate) score: f32,
    pub(crate) bounds: Bounds,
    /// Right eye (left in the picture), left eye, nose tip, right and left corner of the mouth.
    pub(crate) landmarks: [Point; 5],
}

impl Face {
    /// Distance between the eyes' centres, in pixels.
    pub(crate) fn inter_eye(&self) -> f32 {
        let [right, left, ..] = self.landmarks;
        left.minus(right).length()
    }

    /// How far the nose tip is off the middle of the eyes along the line between them, as a
    /// share of their distance; 0 when facing the camera, positive towards the person's left.
    pub(crate) fn yaw(&self) -> f32 {
        let [right, left, nose, ..] = self.landmarks;
        let across = left.minus(right);
        let square = across.dot(across);
        if square > 0.0 { nose.minus(right.midpoint(left)).dot(across) / square } else { 0.0 }
    }
}

/// The loaded detector.
pub(crate) struct Detector(Network);

impl Detector {
    pub(crate) fn load(onnx: &[u8]) -> TractResult<Self> {
        Network::load(onnx, EDGE).map(Self)
    }

    /// All faces, the largest first. Where the largest is small in a picture that had to be
    /// shrunk, it is looked at a second time up close, because alignment wants landmarks to a
    /// pixel.
    pub(crate) fn faces(&self, picture: &impl Pixels) -> Result<Vec<Face>, ModelFault> {
        let overview = Letterbox::of(picture, Region::whole(picture), EDGE);
        let mut faces = self.look(&overview)?;
        if let Some(largest) = faces.first_mut() {
            let close_up = close_up(picture, largest);
            // Where it shows the face no larger, the second look would see what the first saw.
            if close_up.scale_in(EDGE) > overview.scale {
                *largest = self.look_again(picture, *largest, close_up)?;
            }
        }
        Ok(faces)
    }

    fn look(&self, letterbox: &Letterbox) -> Result<Vec<Face>, ModelFault> {
        let outputs = self.0.run(&letterbox.planes)?;
        let mut faces = distinct(candidates(&outputs)?);
        for face in &mut faces {
            face.bounds.width /= letterbox.scale;
            face.bounds.height /= letterbox.scale;
            face.bounds.origin = letterbox.in_picture(face.bounds.origin);
            face.landmarks = face.landmarks.map(|p| letterbox.in_picture(p));
        }
        faces.sort_by(|a, b| b.bounds.area().total_cmp(&a.bounds.area()));
        Ok(faces)
    }

    fn look_again(&self, picture: &impl Pixels, face: Face, close_up: Region) -> Result<Face, ModelFault> {
        let seen = self.look(&Letterbox::of(picture, close_up, EDGE))?;
        let same = seen
            .into_iter()
            .filter(|again| again.bounds.overlap(face.bounds) > MAX_OVERLAP)
            .max_by(|a, b| a.score.total_cmp(&b.score));
        Ok(same.unwrap_or(face))
    }
}

/// What a second look at a face takes in.
fn close_up(picture: &impl Pixels, face: &Face) -> Region {
    let Bounds { origin, width, height } = face.bounds;
    let centre = Point::new(origin.x + width / 2.0, origin.y + height / 2.0);
    Region::around(picture, centre, width.max(height) * CLOSE_UP)
}

/// Decodes the twelve outputs: class, objectness, box and landmarks, each at three strides.
fn candidates(outputs: &Outputs) -> Result<Vec<Face>, ModelFault> {
    let output = |kind: usize, level: usize| {
        let values = outputs.get(kind * STRIDES.len() + level);
        values.map(|v| v.as_slice()).ok_or(ModelFault::WrongOutput)
    };
    let mut faces = Vec::new();
    for (level, stride) in STRIDES.into_iter().enumerate() {
        let class = output(0, level)?;
        let object = output(1, level)?;
        let (boxes, _) = output(2, level)?.as_chunks::<4>();
        let (points, _) = output(3, level)?.as_chunks::<10>();
        let cells = (EDGE / stride).pow(2);
        if [class.len(), object.len(), boxes.len(), points.len()] != [cells; 4] {
            return Err(ModelFault::WrongOutput);
        }
        let rows = class.iter().zip(object).zip(boxes.iter().zip(points));
        for (cell, ((class, object), (offsets, points))) in rows.enumerate() {
            let score = (class.clamp(0.0, 1.0) * object.clamp(0.0, 1.0)).sqrt();
            if score >= MIN_SCORE {
                faces.push(face(score, cell, stride, offsets, points));
            }
        }
    }
    Ok(faces)
}

fn face(score: f32, cell: usize, stride: usize, offsets: &[f32; 4], points: &[f32; 10]) -> Face {
    let across = EDGE / stride;
    let (column, row) = (numeric::real(cell % across), numeric::real(cell / across));
    let stride = numeric::real(stride);
    let [dx, dy, log_width, log_height] = offsets;
    let (width, height) = (log_width.exp() * stride, log_height.exp() * stride);
    let centre = Point::new((column + dx) * stride, (row + dy) * stride);
    let &[x0, y0, x1, y1, x2, y2, x3, y3, x4, y4] = points;
    let pairs = [(x0, y0), (x1, y1), (x2, y2), (x3, y3), (x4, y4)];
    Face {
        score,
        bounds: Bounds { origin: Point::new(centre.x - width / 2.0, centre.y - height / 2.0), width, height },
        landmarks: pairs.map(|(x, y)| Point::new((x + column) * stride, (y + row) * stride)),
    }
}

/// Keeps the surest of overlapping boxes.
fn distinct(mut candidates: Vec<Face>) -> Vec<Face> {
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut kept: Vec<Face> = Vec::new();
    for face in candidates {
        if kept.len() == MAX_FACES {
            break;
        }
        if kept.iter().all(|k| k.bounds.overlap(face.bounds) <= MAX_OVERLAP) {
            kept.push(face);
        }
    }
    kept
}
