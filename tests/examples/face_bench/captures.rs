//! Whole captures of a drawn head that turns as it is asked to, through the composed matcher: when the
//! comparison is decided and when the movement is over. Both begin with the first frame and overlap.

use crate::ours::{PORTRAITS, photograph};
use firmware::FaceMatcher;
use policy::{BUILT_IN, Frames, Millis};
use relief_head::{Actor, Asked, Photograph, Species};
use runtime::port::{Face, Frame, Matcher as _, Movement, Presentation, Wanted};
use sim::port::stance;
use std::time::Instant;
use terminal::Side;
use zeroize::Zeroizing;

/// Captures of each portrait, each with its own draw and its own pace.
const EACH: u64 = 8;
const FRAME_TIME: f64 = 1_000.0 / 15.0;

/// In milliseconds from the first frame.
#[derive(Default)]
pub(crate) struct Captures {
    decided: Vec<f64>,
    over: Vec<f64>,
    refused: usize,
}

impl Captures {
    /// Plays them.
    pub(crate) fn play(matcher: &mut FaceMatcher) -> Self {
        let mut captures = Self::default();
        let portraits = PORTRAITS
            .iter()
            .map(|(name, _)| stance::photograph(photograph(name), (*matcher).as_ref()).unwrap());
        // A portrait that looks aside is no ground for a head that looks ahead.
        let ahead: Vec<Photograph> = portraits.filter(Photograph::looks_ahead).collect();
        for (at, portrait) in ahead.into_iter().enumerate() {
            for seed in 0..EACH {
                let seed = seed + EACH * u64::try_from(at).unwrap();
                let head = Actor::new(Species::ReliefHead, portrait.clone(), None, seed);
                captures.one(matcher, head, u8::try_from(seed * 37 % 256).unwrap());
            }
        }
        captures
    }

    fn one(&mut self, matcher: &mut FaceMatcher, mut head: Actor, draw: u8) {
        let (mut now, mut asked, mut decided) = (0.0, Asked::Straight, None);
        let mut frames = Frames::default();
        matcher.begin(draw);
        loop {
            let drawn = head.frame(asked, milliseconds(now));
            let (width, height) = drawn.dimensions();
            let frame = Frame { width, height, rgb: Zeroizing::new(drawn.into_raw()) };
            let settled = frames.settled(&BUILT_IN.folding());
            let wanted = if settled { Wanted::Movement } else { Wanted::Comparison };
            let began = Instant::now();
            let look = matcher.look(&frame, Millis(milliseconds(now).into()), wanted).unwrap();
            let spent = began.elapsed().as_secs_f64() * 1e3;
            if let Face::Scored(score) = look.face {
                frames = frames.with(score);
            }
            if frames.settled(&BUILT_IN.folding()) {
                decided = decided.or(Some(now + spent));
            }
            match look.presentation {
                Presentation::Asked(movement) => asked = to(movement),
                Presentation::BonaFide => break self.over.push(now + spent),
                Presentation::Attack | Presentation::Undecided(_) => break self.refused += 1,
            }
            now += spent.max(FRAME_TIME);
        }
        self.decided.extend(decided);
    }

    /// The lines of the report.
    pub(crate) fn print(mut self) -> String {
        let median = |values: &mut Vec<f64>| {
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
        };
        let (of, decided, over) = (self.over.len() + self.refused, &mut self.decided, &mut self.over);
        format!(
            "Whole captures of a drawn head that turns as asked, at 15 frames a second, from the first frame: \
             comparison decided after {:.0} ms (median of {}, slowest {:.0}), movement over after {:.0} ms \
             (median of {}, slowest {:.0}); {} of {of} were not taken at the first challenge.",
            median(decided),
            decided.len(),
            decided.last().copied().unwrap_or(f64::NAN),
            median(over),
            over.len(),
            over.last().copied().unwrap_or(f64::NAN),
            self.refused,
        )
    }
}

fn to(movement: Movement) -> Asked {
    match movement {
        Movement::Straight => Asked::Straight,
        Movement::Turn(Side::Left) => Asked::Left,
        Movement::Turn(Side::Right) => Asked::Right,
    }
}

fn milliseconds(time: f64) -> u32 {
    std::time::Duration::from_secs_f64(time / 1e3).as_millis().try_into().unwrap()
}
