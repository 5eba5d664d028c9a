//! From a scene to the light that falls into the camera.

use crate::dice::Dice;
use crate::lay::{PICTURE, Projection};
use crate::numeric::real;
use crate::scene::{Bed, Glare, Scene, Second};
use crate::sheet::{CARD, Colour, Sheet, mix};

/// Places of a pixel that are looked at along one edge, so that few of the sheet's samples are missed.
fn per_pixel(scene: &Scene) -> usize {
    if scene.lay.pixels > 8.5 { 2 } else { 3 }
}

/// Light by pixel, row by row.
pub struct Light {
    /// Pixels of a row.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// 0 to 255 and beyond.
    pub samples: Vec<Colour>,
}

/// Two faces and how they lie.
struct Stage<'a> {
    scene: &'a Scene,
    first: (&'a Sheet, Projection),
    second: Option<(&'a Sheet, Projection)>,
    grain: u64,
}

/// What the camera sees.
#[must_use]
pub fn picture(scene: &Scene, first: &Sheet, second: Option<&Sheet>, dice: &mut Dice) -> Light {
    let other = scene.second.map(|(Second::Beside(lay) | Second::Under(lay))| lay.projection());
    let stage = Stage {
        scene,
        first: (first, scene.lay.projection()),
        second: second.zip(other),
        grain: dice.bits(),
    };
    let (columns, rows) = (usize::from(PICTURE.0), usize::from(PICTURE.1));
    let mut samples = Vec::with_capacity(columns * rows);
    for row in 0..rows {
        for column in 0..columns {
            samples.push(stage.pixel(real(column), real(row)));
        }
    }
    Light { columns, rows, samples }
}

impl Stage<'_> {
    fn pixel(&self, column: f32, row: f32) -> Colour {
        // Nothing has edges where no card, sleeve or finger is near.
        let (x, y) = self.first.1.place(column + 0.5, row + 0.5);
        let near = (-8.0..CARD.0 + 8.0).contains(&x) && (-8.0..CARD.1 + 8.0).contains(&y);
        let each = if near || self.second.is_some() { per_pixel(self.scene) } else { 1 };
        let mut sum = [0.0; 3];
        for down in 0..each {
            for right in 0..each {
                let within = |n: usize| (real(n) + 0.5) / real(each);
                let colour = self.colour(column + within(right), row + within(down));
                sum.iter_mut().zip(colour).for_each(|(sum, value)| *sum += value / real(each * each));
            }
        }
        self.lit(sum, (column, row))
    }

    /// What lies at a place of the picture.
    fn colour(&self, x: f32, y: f32) -> Colour {
        let place = self.first.1.place(x, y);
        let fingers = &self.scene.hand;
        if let Some(skin) = fingers.iter().find_map(|finger| finger.colour(place)) {
            return skin;
        }
        let shadow = fingers.iter().map(|finger| finger.shadow(place)).fold(1.0, f32::min);
        let below = || self.other(x, y).unwrap_or_else(|| self.bed(x, y));
        let mut colour = self.first.0.colour(place.0, place.1).unwrap_or_else(below);
        if let Some(sleeve) = &self.scene.sleeve {
            let room = sleeve.room;
            let inside =
                (-room..CARD.0 + room).contains(&place.0) && (-room..CARD.1 + room).contains(&place.1);
            let edge = (place.0 + room)
                .min(CARD.0 + room - place.0)
                .min((place.1 + room).min(CARD.1 + room - place.1));
            if inside {
                colour = mix(colour, [214.0, 216.0, 218.0], if edge < 0.5 { 0.5 } else { sleeve.haze });
                let bright: f32 = sleeve.streaks.iter().map(|streak| reflected(streak, place)).sum();
                colour = colour.map(|value| value + bright);
            }
        }
        let bright: f32 = self.scene.glares.iter().map(|glare| reflected(glare, place)).sum();
        colour.map(|value| value * shadow + bright)
    }

    fn other(&self, x: f32, y: f32) -> Option<Colour> {
        let (sheet, projection) = self.second?;
        let place = projection.place(x, y);
        sheet.colour(place.0, place.1)
    }

    fn bed(&self, x: f32, y: f32) -> Colour {
        let grain = rough(self.grain, x / 5.0, y / 5.0);
        match self.scene.bed {
            Bed::Dark => [30.0 + 4.0 * grain; 3],
            Bed::Grey => [96.0 + 6.0 * grain; 3],
            Bed::Light => [146.0 + 5.0 * grain, 148.0 + 5.0 * grain, 146.0 + 5.0 * grain],
            Bed::Wood => {
                let ring = (y / 19.0 + 1.6 * (x / 160.0).sin() + grain * 0.3).sin();
                [112.0 + 16.0 * ring, 82.0 + 13.0 * ring, 56.0 + 10.0 * ring]
            }
        }
    }

    fn lit(&self, colour: Colour, (column, row): (f32, f32)) -> Colour {
        let [middle, right, down] = self.scene.light;
        let along = |at: f32, whole: u16| at / f32::from(whole) * 2.0 - 1.0;
        let light = (middle + right * along(column, PICTURE.0) + down * along(row, PICTURE.1)).max(0.08);
        let [red, green, blue] = colour;
        let [a, b, c] = self.scene.tint;
        [red * light * a, green * light * b, blue * light * c]
    }
}

fn reflected(glare: &Glare, place: (f32, f32)) -> f32 {
    let (sin, cos) = glare.lean.sin_cos();
    let (dx, dy) = (place.0 - glare.at.0, place.1 - glare.at.1);
    let (along, across) = ((dx * cos + dy * sin) / glare.radius.0, (dy * cos - dx * sin) / glare.radius.1);
    glare.strength * (-(along * along + across * across)).exp()
}

/// A number between -1 and 1 that is the same for the same place.
fn rough(seed: u64, x: f32, y: f32) -> f32 {
    let at = u64::from(x.floor().to_bits()) << 32 | u64::from(y.floor().to_bits());
    let mixed = (at ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let [.., a, b] = (mixed ^ mixed >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9).to_le_bytes();
    f32::from(u16::from_le_bytes([a, b])) / 32768.0 - 1.0
}
