//! Presentation-attack detection (ISO/IEC 30107-1 terms): whether the face before the camera is a
//! bona fide presentation, by a short movement that is asked for.
//!
//! The person is asked to look straight ahead and to turn the head a little, twice, to sides and after
//! waits that a random draw decides ([`Challenge`]). On a print or a screen the five landmarks are points
//! of one plane, and whatever is done with the plane moves them by one affine map (nearly: the
//! perspective of a hand-held sheet is below the detector's noise). A nose stands before the plane of
//! eyes and mouth, and when the head turns it leaves the place that the plane foretells for it. That
//! distance is the parallax ([`plane`]); [`Trial`] asks for it on the right side at the right moment.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`plane`] | the parallax of the nose, and how much a plane would have to be turned to look like this |
//! | [`trial`] | one challenge from its first frame to its [`PadOutcome`] |
//! | [`texture`] | MiniFASNet on single frames, where somebody imported its files |
//!
//! What this can't see is measured in `models/attack-detection.md` and said in the README: a mask with
//! the shape of a face, and a screen that shows somebody who is told what to do at this moment.

pub mod plane;
pub mod texture;
pub mod trial;

pub use texture::{LiveShare, TextureModels};
pub use trial::{Progress, Trial};

use crate::geometry::Point;

/// A side, as the person says it: a head turned to its left moves to the right of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The person's left.
    Left,
    /// The person's right.
    Right,
}

/// What the person is asked to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Movement {
    /// Look straight at the camera.
    Straight,
    /// Turn the head a little to this side.
    Turn(Side),
}

/// How often the person is asked to turn.
pub const TURNS: usize = 2;

/// A challenge as it was drawn: to which sides, and how long the head is to be still before each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Challenge {
    /// The sides, in the order in which they are asked for. Each is drawn for itself.
    pub sides: [Side; TURNS],
    /// Milliseconds of looking straight ahead before each.
    pub holds: [u32; TURNS],
}

impl Challenge {
    /// The shortest time of looking straight ahead before a turn, in milliseconds: some frames for
    /// the person's own straight face to be measured on.
    pub const SHORTEST_HOLD: u32 = 250;
    /// What one step of the draw adds, in milliseconds. A whole trial is to take four seconds at most, mostly.
    const STEP: u32 = 20;

    /// The challenge that a random byte stands for: every byte is another one of two sides, and of
    /// two waits of 250 to 390 ms.
    #[must_use]
    pub fn drawn(byte: u8) -> Self {
        let side = |bit: u8| if byte >> bit & 1 == 0 { Side::Left } else { Side::Right };
        let hold = |shift: u8| Self::SHORTEST_HOLD + Self::STEP * u32::from(byte >> shift & 7);
        Self { sides: [side(0), side(1)], holds: [hold(2), hold(5)] }
    }
}

/// How a trial ended. Only the first lets a comparison count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PadOutcome {
    /// The head turned as it was asked to, and it was no plane.
    BonaFide(PadScore),
    /// What was shown moved in a way that no head does.
    AttackPresentation(AttackSign),
    /// Neither is established.
    Undecided(UndecidedReason),
}

/// How far the nose left the plane of eyes and mouth in the weakest of the asked turns, in
/// thousandths of the distance between the eyes. A plane stays near 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PadScore(pub u16);

/// What gave an attack presentation away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttackSign {
    /// Turned as a plane, or as a sheet that is bent.
    Flat,
    /// MiniFASNet takes its surface for paper or a screen.
    Texture,
}

/// Why nothing is established. None of these says anything about the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UndecidedReason {
    /// The head was not still for long enough before it was asked to turn.
    NotStill,
    /// It did not turn far enough in time.
    DidNotTurn,
    /// It turned to the other side.
    OtherSide,
    /// It did not come back to the middle in time.
    DidNotReturn,
    /// The face was lost, or jumped, or somebody else came: what moved may not be what was compared.
    FaceLost,
}

/// Where a face is in one frame, and its five landmarks. They identify nobody, and are not printed.
#[derive(Clone, Copy)]
pub struct Sighting {
    pub(crate) landmarks: [Point; 5],
    pub(crate) bounds: crate::geometry::Bounds,
}

impl Sighting {
    /// Right eye (left in the picture), left eye, nose tip, right and left corner of the mouth: x and
    /// y in pixels of the frame.
    #[must_use]
    pub fn landmarks(&self) -> [(f32, f32); 5] {
        self.landmarks.map(|point| (point.x, point.y))
    }

    /// Left, top, width and height in pixels of the frame; may reach beyond its edges.
    #[must_use]
    pub fn bounds(&self) -> (f32, f32, f32, f32) {
        let bounds = self.bounds;
        (bounds.origin.x, bounds.origin.y, bounds.width, bounds.height)
    }
}

impl core::fmt::Debug for Sighting {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Sighting(redacted)")
    }
}

/// What a frame shows to a trial.
#[derive(Debug, Clone, Copy)]
pub enum Sight {
    /// Nobody.
    Nobody,
    /// More than one person near the camera.
    Several,
    /// One face.
    Face(Sighting),
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_byte_is_another_challenge() {
        let drawn: BTreeSet<_> =
            (0..=u8::MAX).map(Challenge::drawn).map(|challenge| (challenge.sides, challenge.holds)).collect();
        assert_eq!(drawn.len(), 256);
        assert!(drawn.iter().all(|(_, holds)| holds.iter().all(|hold| (250..=390).contains(hold))));
    }
}
