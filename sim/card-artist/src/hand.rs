//! Fingers that hold the card down, in the card's millimetres.

use crate::dice::Dice;
use crate::sheet::{CARD, Colour, distance};

/// One finger.
#[derive(Debug, Clone, Copy)]
pub struct Finger {
    tip: (f32, f32),
    root: (f32, f32),
    radius: f32,
    skin: Colour,
}

impl Finger {
    /// A hand of one to three fingers that reaches over one side of the card.
    pub fn hand(dice: &mut Dice) -> Vec<Self> {
        let (tone, radius) = (dice.between(0.45, 1.0), dice.between(6.5, 9.0));
        let skin = [228.0 * tone, 182.0 * tone, 152.0 * tone];
        let (side, deep) = (dice.whole(0, 3), dice.between(3.0, 26.0));
        let along = dice.between(0.1, 0.9);
        (0..dice.whole(1, 3))
            .map(|n| {
                let beside = f32::from(n) * radius * 2.1;
                let lean = dice.between(-18.0, 18.0);
                let (tip, root) = match side {
                    0 => ((CARD.0 * along + beside, deep), (CARD.0 * along + beside + lean, -90.0)),
                    1 => ((CARD.0 * along + beside, CARD.1 - deep), (CARD.0 * along + beside + lean, 150.0)),
                    2 => ((deep, CARD.1 * along + beside), (-120.0, CARD.1 * along + beside + lean)),
                    _ => ((CARD.0 - deep, CARD.1 * along + beside), (210.0, CARD.1 * along + beside + lean)),
                };
                Self { tip, root, radius, skin }
            })
            .collect()
    }

    /// The skin at a place, darker where it turns away; `None` beside the finger.
    #[must_use]
    pub fn colour(&self, place: (f32, f32)) -> Option<Colour> {
        let away = distance(place, self.tip, self.root) / self.radius;
        let nail = distance(place, self.tip, self.tip) < self.radius * 0.5;
        let shade = (1.0 - 0.45 * away * away) * if nail { 1.1 } else { 1.0 };
        (away < 1.0).then(|| self.skin.map(|value| value * shade))
    }

    /// How dark its shadow is at a place.
    #[must_use]
    pub fn shadow(&self, place: (f32, f32)) -> f32 {
        let away = distance(place, self.tip, self.root) / self.radius;
        1.0 - 0.35 * (1.5 - away).clamp(0.0, 0.5) * 2.0
    }

    /// Whether it covers a place.
    #[must_use]
    pub fn covers(&self, place: (f32, f32)) -> bool {
        distance(place, self.tip, self.root) < self.radius
    }
}
