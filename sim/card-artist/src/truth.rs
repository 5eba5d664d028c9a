//! What each picture shows, in the form that `cargo xtask accuracy card-front` reads.

use crate::hand::Finger;
use crate::note::{Hand, Ink, Note};
use crate::numeric::rounded;
use crate::person::Person;
use crate::scene::{Bed, Scene, Second};
use card_front::Layout;
use card_front::layout::Zone;
use serde_json::{Value, json};

/// One card of a set.
pub struct Card {
    /// Its number.
    pub id: u64,
    /// Whose it is.
    pub person: Person,
    /// Its 追記欄.
    pub note: Note,
    /// Lies with its contacts up.
    pub back: bool,
    /// How it lies, and what is in the way.
    pub scene: Scene,
}

impl Card {
    /// The file of one frame.
    #[must_use]
    pub fn file(&self, frame: u64) -> String {
        format!("{:05}_{frame}.jpg", self.id)
    }

    /// What one frame shows.
    #[must_use]
    pub fn truth(&self, frame: u64, layout: &Layout) -> Value {
        let lay = &self.scene.lay;
        let [left, right, ..] = lay.corners();
        let mut nuisances = self.scene.nuisances.clone();
        if self.person.is_of_leap_day() {
            nuisances.push("29 February".to_owned());
        }
        json!({
            "file": self.file(frame),
            "id": self.id,
            "back": self.back,
            "ppm": rounded(lay.pixels),
            "upright": left.0 <= right.0,
            "quad": lay.corners().map(|(x, y)| [rounded(x), rounded(y)]),
            "bg": bed(self.scene.bed),
            "two_cards": matches!(self.scene.second, Some(Second::Beside(other)) if other.fits(0.0)),
            "nuisances": nuisances,
            "covered": covered(&self.scene.hand, layout),
            "blur": rounded(self.scene.blur),
            "noise": rounded(self.scene.noise),
            "jpeg": self.scene.jpeg,
            "truth": self.print(),
        })
    }

    fn print(&self) -> Value {
        let person = &self.person;
        let mark = self.note.mark.as_ref();
        json!({
            "name": person.name,
            "addr": person.address,
            "sex": person.sex,
            "foreign": person.foreign,
            "dob_print": person.birth_as_printed(),
            "dob6": person.six(),
            "exp_y": person.expires.0,
            "exp_print": person.expiry_as_printed(),
            "sec": person.code,
            "pinB": format!("{}{}{}", person.six(), person.expires.0, person.code),
            "kao": mark.map(|mark| match mark.hand {
                Hand::Print => "print",
                Hand::Pen => "pen",
            }),
            "kaotext": mark.map(|mark| mark.text),
            "variant": mark.is_some_and(|mark| mark.variant),
            "struck": mark.and_then(|mark| mark.struck).map(|ink| match ink {
                Ink::Red => "red",
                Ink::Black => "black",
            }),
        })
    }
}

fn bed(bed: Bed) -> &'static str {
    match bed {
        Bed::Dark => "dark",
        Bed::Grey => "grey",
        Bed::Light => "light",
        Bed::Wood => "wood",
    }
}

/// Fields that a finger reaches into.
fn covered(hand: &[Finger], layout: &Layout) -> Vec<&'static str> {
    let fields = [
        ("date of birth", layout.date_of_birth),
        ("expiry", layout.expiry),
        ("security code", layout.security_code),
        ("note", layout.note),
    ];
    fields.into_iter().filter(|(_, zone)| touches(hand, *zone)).map(|(name, _)| name).collect()
}

fn touches(hand: &[Finger], zone: Zone) -> bool {
    let places = (0..=20_u8).flat_map(|x| (0..=4_u8).map(move |y| (f32::from(x) / 20.0, f32::from(y) / 4.0)));
    let mut places = places
        .map(|(x, y)| (zone.left + x * (zone.right - zone.left), zone.top + y * (zone.bottom - zone.top)));
    places.any(|place| hand.iter().any(|finger| finger.covers(place)))
}

/// The table of zones that a set was drawn by, so that it can be measured when the reader has another.
#[must_use]
pub fn layout(layout: &Layout) -> Value {
    let edges = |zone: Zone| [zone.left, zone.top, zone.right, zone.bottom].map(rounded);
    json!({
        "unit": "mm",
        "origin": "upper left of the upright card front, 85.60 x 53.98",
        "zones": {
            "date_of_birth": edges(layout.date_of_birth),
            "expiry": edges(layout.expiry),
            "security_code": edges(layout.security_code),
            "note_row_1": edges(layout.note),
        },
    })
}
