//! The species of presentations: a person, and what somebody with that person's photograph can show.

use crate::camera::{Dice, add_noise};
use crate::motion::{Asked, Follower, Pose};
use crate::photograph::Photograph;
use crate::raster::{Canvas, FRAME, Place, border_colour};
use crate::relief::Relief;
use image::RgbImage;

/// What is before the camera.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Species {
    /// The relief head: bona fide, as far as something synthetic can be.
    ReliefHead,
    /// A print held still.
    PrintHeld,
    /// A print turned about its upright axis to the sides that are asked for.
    PrintTurned,
    /// A print turned about an oblique axis, so that the nose seems to move against the eyes.
    PrintOblique,
    /// A print bent about an upright cylinder as wide as a head, turned as asked.
    PrintBent,
    /// A print cut out along the face, turned as asked.
    CutOutline,
    /// A print with its eyes cut out and another face behind, turned as asked.
    CutEyes,
    /// A still on a screen (bezel, moiré, its own light), turned as asked.
    ScreenTurned,
    /// A still on a screen, held still, while the picture on it is moved and zoomed.
    ScreenMoved,
    /// One frame again and again, each with a camera's noise.
    StaticFrame,
    /// A recording of the head that turns left and right in its own time, on a screen.
    Loop,
    /// A recording of the head that somebody steers: it turns when and where it is asked.
    Steered,
}

impl Species {
    /// The attacks.
    pub const ATTACKS: [Self; 11] = [
        Self::PrintHeld,
        Self::PrintTurned,
        Self::PrintOblique,
        Self::PrintBent,
        Self::CutOutline,
        Self::CutEyes,
        Self::ScreenTurned,
        Self::ScreenMoved,
        Self::StaticFrame,
        Self::Loop,
        Self::Steered,
    ];

    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReliefHead => "relief head (bona fide)",
            Self::PrintHeld => "print, held still",
            Self::PrintTurned => "print, turned as asked",
            Self::PrintOblique => "print, turned about an oblique axis",
            Self::PrintBent => "print, bent to a cylinder, turned as asked",
            Self::CutOutline => "cut-out along the face, turned as asked",
            Self::CutEyes => "cut-out with another face's eyes behind, turned as asked",
            Self::ScreenTurned => "screen with a still, turned as asked",
            Self::ScreenMoved => "screen held still, the still on it moved and zoomed",
            Self::StaticFrame => "one frame again and again, with noise",
            Self::Loop => "screen with a recording that turns in its own time",
            Self::Steered => "screen with a recording that is steered to turn as asked",
        }
    }

    const fn on_screen(self) -> bool {
        matches!(self, Self::ScreenTurned | Self::ScreenMoved | Self::Loop | Self::Steered)
    }
}

/// One presentation before the camera.
pub struct Actor {
    species: Species,
    photograph: Photograph,
    /// Whose eyes look through a cut-out.
    behind: Option<Photograph>,
    relief: Relief,
    follower: Follower,
    dice: Dice,
    background: [u8; 3],
    scale: f32,
    centre: (f32, f32),
    /// How far a turn goes, in radians.
    amplitude: f32,
    /// Radius of a bent print, in distances between the eyes.
    radius: f32,
    kept: Option<RgbImage>,
}

/// Behind the eyes, where a head turns: the middle between the ears.
const PIVOT: f32 = -1.0;

impl Actor {
    /// Puts `photograph` before the camera as `species`; what is not given is drawn from `seed`: size and
    /// place, height of the nose (0.75 to 1.15 of the generic mesh's), speed, and how far it turns
    /// (a head 18° to 28°, a sheet 25° to 40°, and more when nothing comes of it).
    #[must_use]
    pub fn new(species: Species, photograph: Photograph, behind: Option<Photograph>, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let height = dice.between(0.75, 1.15);
        let degrees = match species {
            Species::ReliefHead | Species::Loop | Species::Steered => dice.between(18.0, 28.0),
            _ => dice.between(25.0, 40.0),
        };
        let (width, depth) = FRAME;
        let half = |edge: u32| f32::from(u16::try_from(edge / 2).unwrap_or(u16::MAX));
        Self {
            species,
            relief: Relief::under(&photograph, height),
            follower: Follower::drawn(&mut dice),
            background: border_colour(&photograph.picture),
            scale: dice.between(75.0, 100.0),
            centre: (half(width) + dice.between(-30.0, 30.0), half(depth) - dice.between(20.0, 50.0)),
            amplitude: degrees.to_radians(),
            radius: dice.between(1.2, 2.0),
            kept: None,
            photograph,
            behind,
            dice,
        }
    }

    /// The frame at `at` milliseconds, while this is asked for.
    pub fn frame(&mut self, asked: Asked, at: u32) -> RgbImage {
        let asked = match self.species {
            Species::PrintHeld | Species::StaticFrame => Asked::Straight,
            Species::Loop => own_time(at),
            _ => asked,
        };
        let turned = self.follower.turned(asked, at);
        let mut frame = match (&self.kept, self.species) {
            (Some(frame), Species::StaticFrame) => frame.clone(),
            _ => self.draw(turned, at),
        };
        if self.species == Species::StaticFrame {
            self.kept.get_or_insert_with(|| frame.clone());
        }
        add_noise(&mut frame, &mut self.dice);
        frame
    }

    /// The frame of one moment of a turn, from −1.4 (right) to 1.4 (left, see [`Follower::turned`]): a
    /// movement in small steps, drawn beforehand for who has no time to draw.
    pub fn posed(&mut self, turned: f32) -> RgbImage {
        let mut frame = self.draw(turned, 0);
        add_noise(&mut frame, &mut self.dice);
        frame
    }

    fn draw(&self, turned: f32, at: u32) -> RgbImage {
        let mut canvas = Canvas::new(self.background, self.scale, self.centre);
        let mut pose = self.follower.sway(at);
        pose.yaw += turned * self.amplitude;
        let shade = |colour: [f32; 3], (x, y): (f32, f32)| match self.species.on_screen() {
            true => screen(colour, x, y),
            false => colour,
        };
        match self.species {
            Species::ReliefHead => self.head(&mut canvas, &pose),
            Species::Loop | Species::Steered => {
                let relief = self.relief;
                canvas.draw(&self.photograph, |at| Some(on_head(&relief, at, &pose)), shade);
            }
            Species::ScreenMoved => {
                let moved = Pose { yaw: 0.0, shift: (turned * 0.5, 0.0), nearer: turned.abs(), ..pose };
                canvas.draw(&self.photograph, |at| Some(place(at, 0.0, &moved, 0.0)), shade);
            }
            Species::PrintOblique => {
                let tilted = Pose { pitch: pose.pitch + turned.abs() * self.amplitude * 0.8, ..pose };
                canvas.draw(&self.photograph, |at| Some(place(at, 0.0, &tilted, 0.0)), shade);
            }
            Species::PrintBent => {
                let radius = self.radius;
                canvas.draw(&self.photograph, |at| bent(at, radius, &pose), shade);
            }
            Species::CutOutline => {
                canvas.draw(&self.photograph, |at| outline(at).then(|| place(at, 0.0, &pose, 0.0)), shade);
            }
            Species::CutEyes => {
                if let Some(behind) = &self.behind {
                    let relief = Relief::under(behind, 1.0);
                    let back = |[x, y, z]: Place| [x, y, z - 0.8];
                    canvas.draw(behind, |at| Some(back(on_head(&relief, at, &pose))), shade);
                }
                canvas.draw(
                    &self.photograph,
                    |at| (outline(at) && !eyes(at)).then(|| place(at, 0.0, &pose, 0.0)),
                    shade,
                );
            }
            Species::PrintHeld | Species::PrintTurned | Species::ScreenTurned | Species::StaticFrame => {
                canvas.draw(&self.photograph, |at| Some(place(at, 0.0, &pose, 0.0)), shade);
            }
        }
        canvas.into_frame()
    }

    fn head(&self, canvas: &mut Canvas, pose: &Pose) {
        let relief = self.relief;
        canvas.draw(&self.photograph, |at| Some(on_head(&relief, at, pose)), |colour, _| colour);
    }
}

/// Straight, left, straight, right, a second each, for ever.
fn own_time(at: u32) -> Asked {
    match at / 1_000 % 4 {
        1 => Asked::Left,
        3 => Asked::Right,
        _ => Asked::Straight,
    }
}

/// A place `z` before the sheet's plane, turned about an upright axis at depth `pivot`.
fn place((x, y): (f32, f32), z: f32, pose: &Pose, pivot: f32) -> Place {
    let (sin, cos) = pose.yaw.sin_cos();
    let (x, z) = (x * cos + (z - pivot) * sin, (z - pivot) * cos - x * sin + pivot);
    let (sin, cos) = pose.pitch.sin_cos();
    let (y, z) = (y * cos + (z - pivot) * sin, (z - pivot) * cos - y * sin + pivot);
    [x + pose.shift.0, y + pose.shift.1, z + pose.nearer]
}

/// A place of the photograph on the relief head. Around the head the picture is one sheet of rubber that
/// ends in a background which stays.
fn on_head(relief: &Relief, at: (f32, f32), pose: &Pose) -> Place {
    let (x, y) = at;
    let outside = ((x / 1.25).powi(2) + ((y - 0.45) / 1.9).powi(2)).sqrt();
    let share = 1.0 - ((outside - 1.0) / 0.6).clamp(0.0, 1.0);
    let share = share * share * (3.0 - 2.0 * share);
    let z = relief.depth(at);
    let turned = place(at, z, pose, PIVOT);
    let rest = [x, y, z];
    core::array::from_fn(|i| {
        let pair = turned.get(i).zip(rest.get(i));
        pair.map_or(0.0, |(turned, rest)| rest + (turned - rest) * share)
    })
}

/// A sheet bent about an upright cylinder through the middle of the face.
fn bent((x, y): (f32, f32), radius: f32, pose: &Pose) -> Option<Place> {
    let angle = x / radius;
    (angle.abs() < 1.4).then(|| place((radius * angle.sin(), y), radius * (angle.cos() - 1.0), pose, -radius))
}

/// Whether a place is on the face, from the hair to the chin.
fn outline((x, y): (f32, f32)) -> bool {
    (x / 1.2).powi(2) + ((y - 0.45) / 1.65).powi(2) < 1.0
}

fn eyes((x, y): (f32, f32)) -> bool {
    [-0.5, 0.5].into_iter().any(|eye: f32| ((x - eye) / 0.26).powi(2) + (y / 0.14).powi(2) < 1.0)
}

/// The light of a screen: brighter, flatter, with the beat of its pixels against the camera's.
fn screen(colour: [f32; 3], x: f32, y: f32) -> [f32; 3] {
    let beat = |phase: f32| 1.0 + 0.05 * (0.9 * x + 0.35 * y + phase).sin();
    let [red, green, blue] = colour.map(|value| 25.0 + value * 0.9);
    [red * beat(0.0), green * beat(2.1), blue * 1.04 * beat(4.2)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn photograph() -> Photograph {
        let picture = RgbImage::from_fn(250, 250, |x, y| {
            let byte = |value: u32| u8::try_from(value % 239).unwrap();
            image::Rgb([byte(x), byte(y), byte(x * y)])
        });
        let landmarks = [(103.0, 113.0), (147.0, 113.0), (125.0, 139.0), (108.0, 162.0), (142.0, 162.0)];
        Photograph::new(picture, landmarks).unwrap()
    }

    #[test]
    fn the_same_seed_gives_the_same_frames_and_another_seed_others() {
        let frame = |seed| Actor::new(Species::ReliefHead, photograph(), None, seed).frame(Asked::Left, 900);
        assert_eq!(frame(3), frame(3));
        assert_ne!(frame(3), frame(4));
    }

    #[test]
    fn a_static_frame_stays_and_a_head_does_not() {
        for (species, still) in [(Species::StaticFrame, true), (Species::ReliefHead, false)] {
            let mut actor = Actor::new(species, photograph(), None, 5);
            let (first, second) = (actor.frame(Asked::Left, 0), actor.frame(Asked::Left, 1_500));
            let apart = first.as_raw().iter().zip(second.as_raw()).map(|(a, b)| a.abs_diff(*b)).max();
            assert_eq!(apart < Some(20), still, "{species:?}: {apart:?}");
        }
    }

    #[test]
    fn a_nose_moves_to_the_side_that_the_person_turns_to() {
        let relief = Relief::under(&photograph(), 1.0);
        let pose = |yaw| Pose { yaw, ..Pose::default() };
        let nose = photograph().nose;
        let x = |yaw| on_head(&relief, nose, &pose(yaw))[0] - on_head(&relief, (0.5, 0.0), &pose(yaw))[0];
        assert!(x(0.3) > x(0.0) && x(-0.3) < x(0.0));
    }
}
