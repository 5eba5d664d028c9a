//! One challenge, from its first frame to its outcome.
//!
//! Every number is measured or argued in `models/attack-detection.md`, which is made by
//! `cargo xtask attack-detection`.

use super::plane::Pose;
use super::{AttackSign, Challenge, Movement, PadOutcome, PadScore, Side, Sight, Sighting, UndecidedReason};
use crate::numeric;

/// Parallax that counts as a turn, in units of the distance between the eyes. A middling nose
/// ([`super::plane`]) shows it at 14°, one of three quarters of its height at 19°.
pub const TURN: f32 = 0.14;
/// Parallax within which a head counts as looking straight ahead again.
pub const STRAIGHT: f32 = 0.07;
/// From this tangent on (24°) the foreshortening of the plane stands out of the landmarks' noise, mostly:
/// single frames of a print that is held still reach it too, which is why many are asked for.
pub const VISIBLE_TURN: f32 = 0.45;
/// A nose lower than this over the plane is printed on it. On the generic mesh it is 0.56 high; through
/// the detector, whose landmarks drift towards a frontal face, the relief head's is 0.35.
pub const LEAST_DEPTH: f32 = 0.2;
/// So many frames of one turn (half a second) whose plane turned without a nose make an attack
/// presentation, if the turn that was asked for did not come. Whoever turns as asked is never taken for
/// one by this rule.
pub const FLAT_FRAMES: u32 = 8;
/// So many frames in a row make a turn: fewer may be slips of the detector.
pub const FRAMES: u32 = 3;
/// Frames on which the straight face is measured, at least.
const STRAIGHT_FRAMES: usize = 4;
/// How far the nose may be from its mean so far, in the same unit, while the head is to be still.
const STILL: f32 = 0.08;
/// A nose that is so far off the middle of the eyes (as a share of their distance) does not look
/// straight ahead: half of what quality allows.
const AHEAD: f32 = 0.2;
/// How far a face may jump from one frame to the next, in distances between the eyes.
const JUMP: f32 = 0.6;
/// How much larger or smaller it may be in the next frame.
const GROWTH: f32 = 1.35;
/// Milliseconds without a face after which it is lost.
pub const LOST: u32 = 700;
/// Milliseconds for each movement. With [`SETTLING`], two turns and the way back, a trial is over after
/// 13 s.
pub const PATIENCE: u32 = 3_000;
/// Milliseconds for becoming still the first time.
pub const SETTLING: u32 = 4_000;

/// What follows a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The person is asked for this now.
    Ask(Movement),
    /// It is over.
    Over(PadOutcome),
}

/// A challenge that is on. Keeps the landmarks of some frames, no picture.
#[derive(Debug)]
pub struct Trial {
    challenge: Challenge,
    stage: Stage,
    /// When the stage began.
    began: u32,
    /// What the stage has seen so far.
    seen: Seen,
    /// The person's own straight face, frame by frame, and their mean.
    still: Vec<Pose>,
    straight: Option<Pose>,
    last: Option<(u32, Sighting)>,
    weakest: f32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Looking straight ahead before the turn of this number.
    Holding(usize),
    /// Turning for the turn of this number.
    Turning(usize),
    Over(PadOutcome),
}

/// What one stage has seen.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// Straight ahead since then.
    ahead_since: Option<u32>,
    /// Frames in a row that are turned to the asked side, or to the other.
    towards: u32,
    away: u32,
    /// Frames whose plane is turned and has no nose before it.
    flat: u32,
    largest: f32,
}

impl Trial {
    /// Begins a challenge at `now`, in milliseconds of any clock that does not go back.
    #[must_use]
    pub fn new(challenge: Challenge, now: u32) -> Self {
        Self {
            challenge,
            stage: Stage::Holding(0),
            began: now,
            seen: Seen::default(),
            still: Vec::new(),
            straight: None,
            last: None,
            weakest: f32::INFINITY,
        }
    }

    /// Takes what the frame at `now` shows.
    pub fn see(&mut self, sight: &Sight, now: u32) -> Progress {
        if !matches!(self.stage, Stage::Over(_)) {
            match sight {
                Sight::Face(sighting) => self.follow(sighting, now),
                Sight::Several => self.undecided(UndecidedReason::FaceLost),
                Sight::Nobody => self.missed(now),
            }
            self.look_at_clock(now);
        }
        self.progress()
    }

    /// What the person is asked for, or the outcome.
    #[must_use]
    pub fn progress(&self) -> Progress {
        match self.stage {
            Stage::Holding(_) => Progress::Ask(Movement::Straight),
            Stage::Turning(number) => {
                let side = self.challenge.sides.get(number);
                Progress::Ask(side.map_or(Movement::Straight, |side| Movement::Turn(*side)))
            }
            Stage::Over(outcome) => Progress::Over(outcome),
        }
    }

    /// Whether the head looks straight ahead and the last frame is one to compare: what is compared in
    /// the middle of a challenge is what moves in it.
    #[must_use]
    pub fn looks_ahead(&self) -> bool {
        matches!(self.stage, Stage::Holding(_)) && self.seen.ahead_since.is_some()
    }

    fn undecided(&mut self, reason: UndecidedReason) {
        self.stage = Stage::Over(PadOutcome::Undecided(reason));
    }

    fn enter(&mut self, stage: Stage, now: u32) {
        (self.stage, self.began, self.seen) = (stage, now, Seen::default());
    }

    fn missed(&mut self, now: u32) {
        if self.last.is_some_and(|(at, _)| now.wrapping_sub(at) > LOST) {
            self.undecided(UndecidedReason::FaceLost);
        }
    }

    fn look_at_clock(&mut self, now: u32) {
        let spent = now.wrapping_sub(self.began);
        match self.stage {
            Stage::Holding(0) if spent > SETTLING => self.undecided(UndecidedReason::NotStill),
            Stage::Holding(1..) if spent > PATIENCE => self.undecided(UndecidedReason::DidNotReturn),
            Stage::Turning(_) if spent > PATIENCE && self.seen.flat >= FLAT_FRAMES => {
                self.stage = Stage::Over(PadOutcome::AttackPresentation(AttackSign::Flat));
            }
            Stage::Turning(_) if spent > PATIENCE => self.undecided(UndecidedReason::DidNotTurn),
            Stage::Holding(_) | Stage::Turning(_) | Stage::Over(_) => {}
        }
    }

    fn follow(&mut self, sighting: &Sighting, now: u32) {
        if self.last.is_some_and(|(at, before)| jumped(&before, sighting, now.wrapping_sub(at))) {
            return self.undecided(UndecidedReason::FaceLost);
        }
        self.last = Some((now, *sighting));
        let Some(pose) = Pose::of(&sighting.landmarks) else { return };
        match (self.stage, self.straight) {
            (Stage::Holding(0), _) | (_, None) => self.settle(pose, looks_ahead(sighting), now),
            (Stage::Holding(number), Some(straight)) => {
                self.hold(number, pose.displacement(&straight) < STRAIGHT, now);
            }
            (Stage::Turning(number), Some(straight)) => self.turn(number, &pose, &straight, now),
            (Stage::Over(_), Some(_)) => {}
        }
    }

    /// Measures the straight face until it has been still for as long as was drawn.
    fn settle(&mut self, pose: Pose, ahead: bool, now: u32) {
        let still = Pose::mean(&self.still).is_none_or(|mean| pose.displacement(&mean) < STILL);
        if !(ahead && still) {
            self.still.clear();
            self.seen.ahead_since = None;
        }
        if ahead {
            self.still.push(pose);
            self.seen.ahead_since.get_or_insert(now);
        }
        if self.held(0, now) && self.still.len() >= STRAIGHT_FRAMES {
            self.straight = Pose::mean(&self.still);
            self.enter(Stage::Turning(0), now);
        }
    }

    /// Waits until the head is back in the middle, and as long as was drawn.
    fn hold(&mut self, number: usize, ahead: bool, now: u32) {
        if ahead {
            self.seen.ahead_since.get_or_insert(now);
        } else {
            self.seen.ahead_since = None;
        }
        if self.held(number, now) {
            self.enter(Stage::Turning(number), now);
        }
    }

    fn held(&self, number: usize, now: u32) -> bool {
        let wanted = self.challenge.holds.get(number).copied().unwrap_or(Challenge::SHORTEST_HOLD);
        self.seen.ahead_since.is_some_and(|since| now.wrapping_sub(since) >= wanted)
    }

    fn turn(&mut self, number: usize, pose: &Pose, straight: &Pose, now: u32) {
        let turn = pose.turn(straight);
        let flat = turn >= VISIBLE_TURN && pose.displacement(straight) < LEAST_DEPTH * turn;
        self.seen.flat = self.seen.flat.saturating_add(u32::from(flat));
        let parallax = pose.parallax(straight);
        let side = self.challenge.sides.get(number).copied().unwrap_or(Side::Left);
        let towards = if side == Side::Left { parallax } else { -parallax };
        let in_a_row = |holds: bool, before: u32| if holds { before.saturating_add(1) } else { 0 };
        // A plane that is turned very far shows some parallax too, because landmarks drift.
        self.seen.towards = in_a_row(towards >= TURN && !flat, self.seen.towards);
        self.seen.away = in_a_row(towards <= -TURN, self.seen.away);
        self.seen.largest = self.seen.largest.max(towards);
        if self.seen.away >= FRAMES {
            self.undecided(UndecidedReason::OtherSide);
        } else if self.seen.towards >= FRAMES {
            self.turned(number, now);
        }
    }

    fn turned(&mut self, number: usize, now: u32) {
        self.weakest = self.weakest.min(self.seen.largest);
        let next = number.saturating_add(1);
        if next < self.challenge.sides.len() {
            self.enter(Stage::Holding(next), now);
        } else {
            let score = PadScore(numeric::whole(self.weakest * 1000.0));
            self.stage = Stage::Over(PadOutcome::BonaFide(score));
        }
    }
}

/// Whether the nose is in the middle of the eyes: before the person's own straight face is known.
fn looks_ahead(sighting: &Sighting) -> bool {
    let [right, left, nose, ..] = sighting.landmarks;
    let across = left.minus(right);
    let square = across.dot(across);
    square > 0.0 && (nose.minus(right.midpoint(left)).dot(across) / square).abs() < AHEAD
}

/// Whether the face is elsewhere than one frame can carry it; `passed` milliseconds lie between.
fn jumped(before: &Sighting, now: &Sighting, passed: u32) -> bool {
    let frames = passed / 200 + 1;
    let frames = f32::from(u16::try_from(frames).unwrap_or(u16::MAX));
    let inter_eye = |sighting: &Sighting| {
        let [right, left, ..] = sighting.landmarks;
        // The mouth too, or a turned head would seem to shrink.
        let [.., right_mouth, left_mouth] = sighting.landmarks;
        let height = right.midpoint(left).minus(right_mouth.midpoint(left_mouth)).length();
        left.minus(right).length().max(height / 1.1)
    };
    let middle = |sighting: &Sighting| {
        let [right, left, _, right_mouth, left_mouth] = sighting.landmarks;
        right.midpoint(left).midpoint(right_mouth.midpoint(left_mouth))
    };
    let (was, is) = (inter_eye(before), inter_eye(now));
    let moved = middle(now).minus(middle(before)).length();
    moved > JUMP * was * frames || is > was * GROWTH * frames || was > is * GROWTH * frames
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{Bounds, Point};

    const FRAME: u32 = 66;

    /// A face 90 pixels between the eyes whose nose stands `depth` before the plane, turned by `yaw`.
    fn face(depth: f32, yaw: f32, at: f32) -> Sight {
        let points =
            [(-0.5, 0.0, 0.0), (0.5, 0.0, 0.0), (0.0, 0.6, depth), (-0.39, 1.1, 0.0), (0.39, 1.1, 0.0)];
        let (sin, cos) = yaw.to_radians().sin_cos();
        let place =
            |(x, y, z): (f32, f32, f32)| Point::new(at + 90.0 * (x * cos + z * sin), 200.0 + 90.0 * y);
        Sight::Face(Sighting {
            landmarks: points.map(place),
            bounds: Bounds { origin: Point::new(at - 90.0, 110.0), width: 180.0, height: 220.0 },
        })
    }

    /// Plays a trial whose every frame is what `shown` makes of the movement that is asked for.
    fn play(byte: u8, mut shown: impl FnMut(Movement, u32) -> Sight) -> (PadOutcome, u32) {
        let mut trial = Trial::new(Challenge::drawn(byte), 0);
        let mut now = 0;
        loop {
            match trial.progress() {
                Progress::Over(outcome) => return (outcome, now),
                Progress::Ask(movement) => trial.see(&shown(movement, now), now),
            };
            now += FRAME;
        }
    }

    fn yaw(movement: Movement, degrees: f32) -> f32 {
        match movement {
            Movement::Straight => 0.0,
            Movement::Turn(Side::Left) => degrees,
            Movement::Turn(Side::Right) => -degrees,
        }
    }

    #[test]
    fn a_head_that_turns_as_asked_is_bona_fide_whatever_was_drawn() {
        for byte in 0..=u8::MAX {
            let (outcome, took) = play(byte, |movement, _| face(0.5, yaw(movement, 22.0), 320.0));
            assert!(matches!(outcome, PadOutcome::BonaFide(PadScore(190..=210))), "{byte}: {outcome:?}");
            assert!(took < 3_000, "{took}");
        }
    }

    #[test]
    fn a_plane_that_turns_as_asked_is_an_attack_presentation() {
        for (byte, degrees) in [(0, 30.0), (77, 40.0), (255, 55.0)] {
            let (outcome, took) = play(byte, |movement, _| face(0.0, yaw(movement, degrees), 320.0));
            assert_eq!(outcome, PadOutcome::AttackPresentation(AttackSign::Flat));
            assert!(took < 13_000, "{took}");
        }
    }

    #[test]
    fn whoever_does_not_turn_is_not_called_an_attack() {
        let (outcome, _) = play(3, |_, _| face(0.5, 0.0, 320.0));
        assert_eq!(outcome, PadOutcome::Undecided(UndecidedReason::DidNotTurn));
    }

    #[test]
    fn the_other_side_is_not_the_asked_one() {
        let (outcome, _) = play(1, |movement, _| face(0.5, -yaw(movement, 22.0), 320.0));
        assert_eq!(outcome, PadOutcome::Undecided(UndecidedReason::OtherSide));
    }

    #[test]
    fn a_head_that_never_rests_or_never_comes_back_is_undecided() {
        let (outcome, _) = play(9, |_, now| face(0.5, if now / 264 % 2 == 0 { 0.0 } else { 15.0 }, 320.0));
        assert_eq!(outcome, PadOutcome::Undecided(UndecidedReason::NotStill));
        let mut turned = 0.0;
        let (outcome, took) = play(9, |movement, _| {
            turned = if movement == Movement::Straight { turned } else { yaw(movement, 22.0) };
            face(0.5, turned, 320.0)
        });
        assert_eq!(outcome, PadOutcome::Undecided(UndecidedReason::DidNotReturn));
        assert!(took < 13_000);
    }

    #[test]
    fn a_face_that_jumps_vanishes_or_is_joined_by_another_is_lost() {
        let lost = PadOutcome::Undecided(UndecidedReason::FaceLost);
        let jumps = play(0, |_, now| face(0.5, 0.0, if now < 300 { 200.0 } else { 400.0 }));
        let vanishes = play(0, |_, now| if now < 200 { face(0.5, 0.0, 320.0) } else { Sight::Nobody });
        let joined = play(0, |_, now| if now < 200 { face(0.5, 0.0, 320.0) } else { Sight::Several });
        assert_eq!([jumps.0, vanishes.0, joined.0], [lost; 3]);
    }

    #[test]
    fn one_slip_of_the_detector_is_no_turn() {
        let mut frames = 0;
        let (outcome, _) = play(0, |movement, _| {
            frames += 1;
            let slip = movement != Movement::Straight && frames % 3 != 0;
            face(0.5, if slip { yaw(movement, 25.0) } else { 0.0 }, 320.0)
        });
        assert_eq!(outcome, PadOutcome::Undecided(UndecidedReason::DidNotTurn));
    }

    #[test]
    fn nobody_at_all_is_undecided_after_the_time_to_settle() {
        let (outcome, took) = play(0, |_, _| Sight::Nobody);
        assert_eq!(outcome, PadOutcome::Undecided(UndecidedReason::NotStill));
        assert!((SETTLING..SETTLING + 200).contains(&took));
    }
}
