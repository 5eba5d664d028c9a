//! What is before the camera, by lot. Each card has a little of everything; most have something more,
//! and each of these has a name that the truth says.

use crate::dice::Dice;
use crate::hand::Finger;
use crate::lay::{Lay, PICTURE};
use crate::sheet::Colour;
use card_front::Layout;
use card_front::layout::Zone;

/// What lies under the card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bed {
    /// Nearly black.
    Dark,
    /// Darker than the card.
    Grey,
    /// As bright as the card's shadow.
    Light,
    /// Planks.
    Wood,
}

/// Whether another card is in the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Second {
    /// Beside it, in whole or in part.
    Beside(Lay),
    /// Partly under it.
    Under(Lay),
}

/// A reflection, in the card's millimetres.
#[derive(Debug, Clone, Copy)]
pub struct Glare {
    pub(crate) at: (f32, f32),
    pub(crate) radius: (f32, f32),
    pub(crate) lean: f32,
    pub(crate) strength: f32,
}

/// A clear sleeve around the card.
#[derive(Debug, Clone)]
pub struct Sleeve {
    pub(crate) haze: f32,
    pub(crate) room: f32,
    pub(crate) streaks: Vec<Glare>,
}

/// Everything that makes a picture of a card.
#[derive(Debug, Clone)]
pub struct Scene {
    /// How it lies.
    pub lay: Lay,
    /// On what.
    pub bed: Bed,
    /// The other card.
    pub second: Option<Second>,
    /// Reflections.
    pub glares: Vec<Glare>,
    /// The sleeve.
    pub sleeve: Option<Sleeve>,
    /// Fingers.
    pub hand: Vec<Finger>,
    /// Print that rubbed off.
    pub worn: Option<Zone>,
    /// Print that is pale.
    pub pale: bool,
    /// Brightness in the middle, and how it changes to the right and downwards over the picture.
    pub light: [f32; 3],
    /// The light's colour.
    pub tint: Colour,
    /// Standard deviation of the lens in pixels.
    pub blur: f32,
    /// Pixels that the picture moved to the right and down while it was taken.
    pub motion: (f32, f32),
    /// Standard deviation of the sensor, of 255.
    pub noise: f32,
    /// Quality of the JPEG.
    pub jpeg: u8,
    /// Names of what is more than usual.
    pub nuisances: Vec<String>,
}

impl Scene {
    /// A scene; one in seven has nothing that is more than usual.
    pub fn draw(layout: &Layout, dice: &mut Dice) -> Self {
        let mut scene = Self::usual(dice);
        for _ in 0..dice.one([0, 1, 1, 1, 2, 2, 3]) {
            scene.worsen(layout, dice);
        }
        scene.place(dice);
        scene.nuisances.sort();
        scene.nuisances.dedup();
        scene
    }

    fn usual(dice: &mut Dice) -> Self {
        let pixels = dice.one([6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0]);
        let tilted = (dice.between(-3.0, 3.0), dice.between(-3.0, 3.0));
        Self {
            lay: Lay { pixels, turned: dice.between(1.0, 4.0) * dice.sign(), tilted, middle: (640.0, 480.0) },
            bed: dice.one([Bed::Dark, Bed::Dark, Bed::Grey, Bed::Light, Bed::Wood]),
            second: None,
            glares: Vec::new(),
            sleeve: None,
            hand: Vec::new(),
            worn: None,
            pale: false,
            light: [dice.between(0.8, 1.05), dice.between(-0.06, 0.06), dice.between(-0.06, 0.06)],
            tint: [dice.between(0.93, 1.03), 1.0, dice.between(0.88, 1.03)],
            blur: dice.between(0.35, 0.7),
            motion: (0.0, 0.0),
            noise: dice.between(0.8, 3.0),
            jpeg: u8::try_from(dice.whole(82, 96)).unwrap_or(90),
            nuisances: Vec::new(),
        }
    }

    /// One nuisance more.
    fn worsen(&mut self, layout: &Layout, dice: &mut Dice) {
        let name = match dice.whole(0, 13) {
            0 => self.upset(dice, 180.0, "upside down"),
            1 => {
                let quarter = 90.0 * dice.sign();
                self.upset(dice, quarter, "portrait")
            }
            2 => {
                self.lay.tilted =
                    (dice.between(8.0, 16.0) * dice.sign(), dice.between(8.0, 16.0) * dice.sign());
                "perspective"
            }
            3 => {
                self.lay.turned += dice.between(6.0, 18.0) * dice.sign();
                "turned"
            }
            lot @ 4..=6 => self.spoil(lot, dice),
            7 => self.dim(dice),
            8 | 9 => return self.dazzle(layout, dice),
            10 => self.wrap(dice),
            11 => {
                self.pale = true;
                "low contrast"
            }
            12 => {
                let zones = [layout.date_of_birth, layout.expiry, layout.security_code, layout.note];
                self.worn = Some(dice.one(zones));
                "worn print"
            }
            _ => return self.crowd(dice),
        };
        self.nuisances.push(name.to_owned());
    }

    /// The camera's own part.
    fn spoil(&mut self, lot: u16, dice: &mut Dice) -> &'static str {
        match lot {
            4 => {
                self.blur = dice.between(0.9, 1.8);
                "blur"
            }
            5 => {
                self.motion = (dice.between(-5.0, 5.0), dice.between(-5.0, 5.0));
                "motion"
            }
            _ => {
                self.noise = dice.between(5.0, 14.0);
                "noise"
            }
        }
    }

    fn upset(&mut self, dice: &mut Dice, by: f32, name: &'static str) -> &'static str {
        self.lay.turned = by + dice.between(1.0, 5.0) * dice.sign();
        if by.abs() < 100.0 {
            self.lay.pixels = self.lay.pixels.min(10.0);
        }
        self.nuisances.retain(|name| name != "upside down" && name != "portrait" && name != "turned");
        name
    }

    fn dim(&mut self, dice: &mut Dice) -> &'static str {
        self.light = [dice.between(0.45, 0.9), dice.between(-0.45, 0.45), dice.between(-0.35, 0.35)];
        "uneven light"
    }

    /// A reflection on a field, or beside all of them.
    fn dazzle(&mut self, layout: &Layout, dice: &mut Dice) {
        let fields = [
            ("glare on the birth date", layout.date_of_birth),
            ("glare on the expiry", layout.expiry),
            ("glare on the code", layout.security_code),
            ("glare on the note", layout.note),
            ("glare elsewhere", Zone { left: 30.0, top: 38.0, right: 80.0, bottom: 52.0 }),
        ];
        let (name, zone) = dice.one(fields);
        let at = (dice.between(zone.left, zone.right), dice.between(zone.top, zone.bottom));
        let radius = (dice.between(2.0, 11.0), dice.between(1.5, 5.0));
        let (lean, strength) = (dice.between(-0.8, 0.8), dice.between(40.0, 380.0));
        self.glares.push(Glare { at, radius, lean, strength });
        self.nuisances.push(name.to_owned());
    }

    fn wrap(&mut self, dice: &mut Dice) -> &'static str {
        let streak = |dice: &mut Dice| Glare {
            at: (dice.between(0.0, 85.0), dice.between(0.0, 54.0)),
            radius: (dice.between(10.0, 50.0), dice.between(0.3, 1.6)),
            lean: dice.between(-1.5, 1.5),
            strength: dice.between(15.0, 120.0),
        };
        let streaks = (0..dice.whole(0, 4)).map(|_| streak(dice)).collect();
        self.sleeve = Some(Sleeve { haze: dice.between(0.08, 0.45), room: dice.between(1.0, 4.0), streaks });
        "sleeve"
    }

    /// A hand, or another card.
    fn crowd(&mut self, dice: &mut Dice) {
        let name = match dice.whole(0, 3) {
            0 | 1 => {
                self.hand = Finger::hand(dice);
                "hand"
            }
            2 => {
                self.lay.pixels = self.lay.pixels.min(7.0);
                self.second = Some(Second::Beside(self.lay));
                "two cards"
            }
            _ => {
                self.second = Some(Second::Under(self.lay));
                "a card under it"
            }
        };
        if name != "hand" {
            // One other card is all that there is room for: the last one.
            self.nuisances.retain(|name| name != "two cards" && name != "a card under it");
        }
        self.nuisances.push(name.to_owned());
    }

    /// Puts the card where it fits, and the other beside or under it.
    fn place(&mut self, dice: &mut Dice) {
        let (width, height) = (f32::from(PICTURE.0), f32::from(PICTURE.1));
        // Two fit in one picture when the first leaves the middle free.
        let aside = if matches!(self.second, Some(Second::Beside(_))) { 0.27..0.30 } else { 0.2..0.8 };
        for _ in 0..200 {
            self.lay.middle =
                (dice.between(aside.start, aside.end) * width, dice.between(aside.start, aside.end) * height);
            if self.lay.fits(12.0) {
                break;
            }
            self.lay.pixels = (self.lay.pixels - 0.02).max(6.0);
        }
        self.second = self.second.map(|second| match second {
            Second::Beside(_) => Second::Beside(self.beside(dice.between(1.02, 1.15), dice)),
            Second::Under(_) => Second::Under(self.beside(dice.between(0.15, 0.6), dice)),
        });
    }

    /// The lay of another card, so many cards away to the side that has more room.
    fn beside(&self, away: f32, dice: &mut Dice) -> Lay {
        let (width, height) = (f32::from(PICTURE.0), f32::from(PICTURE.1));
        let mut other = self.lay;
        other.turned += dice.between(-4.0, 4.0);
        let upright = self.lay.turned.to_radians().sin().abs() > 0.7;
        let (across, along) = if upright { (56.0, 88.0) } else { (88.0, 56.0) };
        let far = |at: f32, whole: f32, by: f32| if at < whole / 2.0 { at + by } else { at - by };
        let pixels = self.lay.pixels * away;
        if dice.chance(0.5) {
            other.middle.0 = far(other.middle.0, width, across * pixels);
        } else {
            other.middle.1 = far(other.middle.1, height, along * pixels);
        }
        other
    }
}
