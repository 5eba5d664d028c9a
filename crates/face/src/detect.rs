//! Faces and their five landmarks in a picture, by YuNet (face.md 1; `models/yunet.md`).

use tract_onnx::prelude::TractResult;

use crate::geometry::{Bounds, Point};
use crate::network::{ModelFault, Network, Outputs};
use crate::numeric;
use crate::pixels::Pixels;
use crate::resample::{Letterbox, Region, Size};

/// What the detector sees of a picture that is nearly square or upright, and of a face up close. Edges are
/// multiples of 32.
const SQUARE: Size = Size::square(320);
/// What it sees of a picture as wide as a camera's frame (4 to 3): no work goes into black below it, and a
/// face that is near enough is still seen with the eyes 18 pixels apart and more.
const WIDE: Size = Size { columns: 288, rows: 224 };
/// With the eyes so many pixels apart the detector's landmarks are good enough to align by: the error rates
/// were measured with this.
const SEEN_WELL: f32 = 30.0;
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
    /// A finite output can still stand for a box without end: its size is an exponential.
    fn is_finite(&self) -> bool {
        let Bounds { origin, width, height } = self.bounds;
        let far = [width, height, width * height, origin.x, origin.y];
        let points = self.landmarks.iter().flat_map(|point| [point.x, point.y]);
        far.into_iter().chain(points).all(f32::is_finite)
    }

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

/// The loaded detector, for both shapes.
pub(crate) struct Detector {
    square: Network,
    wide: Network,
}

impl Detector {
    pub(crate) fn load(onnx: &[u8]) -> TractResult<Self> {
        Ok(Self { square: Network::load(onnx, SQUARE)?, wide: Network::load(onnx, WIDE)? })
    }

    /// The network for a region: the wide one where the region fills its width.
    fn of(&self, region: Region) -> &Network {
        if region.columns * WIDE.rows >= region.rows * WIDE.columns { &self.wide } else { &self.square }
    }

    /// All faces, the largest first. Where the largest is small in a picture that had to be
    /// shrunk, it is looked at a second time up close, because alignment wants landmarks to a
    /// pixel.
    pub(crate) fn faces(&self, picture: &impl Pixels) -> Result<Vec<Face>, ModelFault> {
        let whole = Region::whole(picture);
        let mut faces = look(self.of(whole), picture, whole)?;
        if let Some(largest) = faces.first_mut() {
            let close_up = close_up(picture, largest);
            let scale = |region| Region::scale_in(region, self.of(region).size());
            let seen_well = largest.inter_eye() * scale(whole) >= SEEN_WELL;
            // Where it shows the face no larger, the second look would see what the first saw.
            if !seen_well && scale(close_up) > scale(whole) {
                let seen = look(self.of(close_up), picture, close_up)?;
                let same =
                    seen.into_iter().filter(|again| again.bounds.overlap(largest.bounds) > MAX_OVERLAP);
                let surest = same.max_by(|a, b| a.score.total_cmp(&b.score));
                *largest = surest.unwrap_or(*largest);
            }
        }
        Ok(faces)
    }
}

/// The faces that `network` sees in a region, the largest first, where they are in the picture.
fn look(network: &Network, picture: &impl Pixels, region: Region) -> Result<Vec<Face>, ModelFault> {
    let letterbox = Letterbox::of(picture, region, network.size());
    let outputs = network.run(&letterbox.planes)?;
    let mut faces = distinct(candidates(&outputs, network.size())?);
    for face in &mut faces {
        face.bounds.width /= letterbox.scale;
        face.bounds.height /= letterbox.scale;
        face.bounds.origin = letterbox.in_picture(face.bounds.origin);
        face.landmarks = face.landmarks.map(|p| letterbox.in_picture(p));
    }
    faces.sort_by(|a, b| b.bounds.area().total_cmp(&a.bounds.area()));
    Ok(faces)
}

/// What a second look at a face takes in.
fn close_up(picture: &impl Pixels, face: &Face) -> Region {
    let Bounds { origin, width, height } = face.bounds;
    let centre = Point::new(origin.x + width / 2.0, origin.y + height / 2.0);
    Region::around(picture, centre, width.max(height) * CLOSE_UP)
}

/// Decodes the twelve outputs: class, objectness, box and landmarks, each at three strides.
fn candidates(outputs: &Outputs, size: Size) -> Result<Vec<Face>, ModelFault> {
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
        let across = size.columns / stride;
        let cells = across * (size.rows / stride);
        if [class.len(), object.len(), boxes.len(), points.len()] != [cells; 4] {
            return Err(ModelFault::WrongOutput);
        }
        let rows = class.iter().zip(object).zip(boxes.iter().zip(points));
        for (cell, ((class, object), (offsets, points))) in rows.enumerate() {
            let score = (class.clamp(0.0, 1.0) * object.clamp(0.0, 1.0)).sqrt();
            if score >= MIN_SCORE {
                let face = face(score, (cell % across, cell / across), stride, offsets, points);
                if !face.is_finite() {
                    return Err(ModelFault::NotFinite);
                }
                faces.push(face);
            }
        }
    }
    Ok(faces)
}

fn face(score: f32, cell: (usize, usize), stride: usize, offsets: &[f32; 4], points: &[f32; 10]) -> Face {
    let (column, row) = (numeric::real(cell.0), numeric::real(cell.1));
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use zeroize::Zeroizing;

    const SMALL: Size = Size::square(32);

    /// Outputs of the right sizes in which everything has one value, but for one cell.
    fn scripted(everywhere: f32, of_one: [f32; 16], cell: usize) -> Outputs {
        let mut outputs = Vec::new();
        let [class, object, values @ ..] = of_one;
        for (kind, width) in [1, 1, 4, 10].into_iter().enumerate() {
            for (level, stride) in STRIDES.into_iter().enumerate() {
                let cells = (SMALL.columns / stride).pow(2);
                let mut output = vec![everywhere; cells * width];
                if level == 0 {
                    let own: &[f32] = match kind {
                        0 => &[class],
                        1 => &[object],
                        2 => &values[..4],
                        _ => &values[4..],
                    };
                    output[cell * width..][..width].copy_from_slice(own);
                }
                outputs.push(Zeroizing::new(output));
            }
        }
        outputs
    }

    fn one_face(change: impl Fn(&mut [f32; 16])) -> Result<Vec<Face>, ModelFault> {
        let mut of_one = [0.25; 16];
        of_one[..2].fill(1.0);
        change(&mut of_one);
        candidates(&scripted(0.0, of_one, 5), SMALL)
    }

    #[test]
    fn a_face_is_read_where_its_cell_is() {
        let faces = one_face(|_| ()).unwrap();
        let [face] = faces.as_slice() else { panic!("{faces:?}") };
        // Cell 5 is in column 1 and row 1 of four.
        assert_eq!(face.landmarks, [Point::new(10.0, 10.0); 5]);
        assert!((face.bounds.width - 8.0 * 0.25_f32.exp()).abs() < 1e-4);
    }

    #[test]
    fn what_no_number_can_be_is_the_models_fault() {
        for (at, value) in
            [(4, f32::NAN), (5, 1000.0), (4, 88.0), (2, f32::INFINITY), (9, f32::MAX), (15, f32::NAN)]
        {
            assert_eq!(
                one_face(|values| values[at] = value).err(),
                Some(ModelFault::NotFinite),
                "{at} {value}"
            );
        }
        // No number at all is no score, and so no face.
        assert!(one_face(|values| values[0] = f32::NAN).unwrap().is_empty());
    }

    #[test]
    fn outputs_of_other_sizes_are_the_models_fault() {
        let mut outputs = scripted(0.0, [0.0; 16], 0);
        assert!(candidates(&outputs, SMALL).unwrap().is_empty());
        assert_eq!(candidates(&outputs, Size::square(64)).err(), Some(ModelFault::WrongOutput));
        outputs.pop();
        assert_eq!(candidates(&outputs, SMALL).err(), Some(ModelFault::WrongOutput));
    }

    fn any_bits() -> impl Strategy<Value = f32> {
        prop_oneof![any::<u32>().prop_map(f32::from_bits), -3.0..3.0_f32]
    }

    proptest! {
        #[test]
        fn whatever_the_outputs_say_faces_are_finite_few_and_can_be_aligned(
            everywhere in any_bits(),
            of_one in proptest::array::uniform16(any_bits()),
            cell in 0..16_usize,
        ) {
            if let Ok(found) = candidates(&scripted(everywhere, of_one, cell), SMALL) {
                let faces = distinct(found);
                prop_assert!(faces.len() <= MAX_FACES && faces.iter().all(Face::is_finite));
                let picture = crate::picture::Grey8::new(40, 3, vec![9; 120]).unwrap();
                for face in &faces {
                    let close_up = close_up(&picture.view(), face);
                    prop_assert!(close_up.column + close_up.columns <= 40 && close_up.row + close_up.rows <= 3);
                    if let Some(aligned) = crate::align::align(&picture.view(), face) {
                        prop_assert!(aligned.values.iter().all(|value| (0.0..=9.01).contains(value)));
                    }
                }
            }
        }
    }
}
