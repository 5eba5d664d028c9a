//! How a person, or somebody who holds a picture, follows what is asked.

use crate::camera::Dice;

/// What is asked for: the person's own left and right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asked {
    /// Look straight ahead.
    Straight,
    /// Turn to the left.
    Left,
    /// Turn to the right.
    Right,
}

/// Where a head or a sheet is, in radians and distances between the eyes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pose {
    /// To the person's left.
    pub(crate) yaw: f32,
    /// Downwards.
    pub(crate) pitch: f32,
    pub(crate) shift: (f32, f32),
    /// Towards the camera.
    pub(crate) nearer: f32,
}

/// Follows what is asked after a reaction time, in a movement without jerks.
#[derive(Debug, Clone)]
pub struct Follower {
    asked: Asked,
    since: u32,
    from: f32,
    reaction: f32,
    /// Milliseconds that a turn takes.
    pub(crate) duration: f32,
    phases: [f32; 4],
}

impl Follower {
    /// Somebody who reacts after 250 to 550 ms and turns within 400 to 800 ms.
    #[must_use]
    pub fn drawn(dice: &mut Dice) -> Self {
        Self {
            asked: Asked::Straight,
            since: 0,
            from: 0.0,
            reaction: dice.between(250.0, 550.0),
            duration: dice.between(400.0, 800.0),
            phases: [0; 4].map(|_: u8| dice.between(0.0, core::f32::consts::TAU)),
        }
    }

    /// How far the turn is, from −1 (right) to 1 (left), and up to 1.4 times that after a while.
    pub fn turned(&mut self, asked: Asked, at: u32) -> f32 {
        let now = self.position(at);
        if asked != self.asked {
            (self.asked, self.since, self.from) = (asked, at, now);
        }
        now
    }

    fn position(&self, at: u32) -> f32 {
        let target = match self.asked {
            Asked::Straight => 0.0,
            Asked::Left => 1.0,
            Asked::Right => -1.0,
        };
        let t = ((milliseconds(at.wrapping_sub(self.since)) - self.reaction) / self.duration).clamp(0.0, 1.0);
        // The movement of least jerk between two rests (Flash and Hogan 1985).
        let s = t * t * t * (10.0 + t * (6.0 * t - 15.0));
        // Who is still asked turns further.
        let more =
            (milliseconds(at.wrapping_sub(self.since)) - self.reaction - self.duration - 300.0) / 600.0;
        self.from + (target * (1.0 + 0.4 * more.clamp(0.0, 1.0)) - self.from) * s
    }

    /// The sway of a body, or of a hand: about a degree and two millimetres.
    pub(crate) fn sway(&self, at: u32) -> Pose {
        let [a, b, c, d] = self.phases;
        let wave =
            |period: f32, phase: f32| (core::f32::consts::TAU * milliseconds(at) / period + phase).sin();
        Pose {
            yaw: 0.015 * wave(2_900.0, a),
            pitch: 0.012 * wave(3_700.0, b),
            shift: (0.03 * wave(4_100.0, c), 0.02 * wave(2_300.0, d)),
            nearer: 0.05 * wave(5_300.0, a + d),
        }
    }
}

pub(crate) fn milliseconds(at: u32) -> f32 {
    f32::from(u16::try_from(at).unwrap_or(u16::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_follower_waits_turns_and_stays() {
        let mut follower = Follower::drawn(&mut Dice::new(7));
        assert_eq!(follower.turned(Asked::Left, 1_000), 0.0);
        assert_eq!(follower.turned(Asked::Left, 1_200), 0.0);
        assert!(follower.turned(Asked::Left, 1_000 + 1_100) >= 0.99);
        assert_eq!(follower.turned(Asked::Left, 4_000), 1.4);
        let back: Vec<f32> = (0..40).map(|i| follower.turned(Asked::Right, 4_000 + i * 70)).collect();
        assert!(back.windows(2).all(|pair| pair[1] <= pair[0]) && back.last() == Some(&-1.4));
    }
}
