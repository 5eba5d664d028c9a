//! Why a card front could not be read, for who tells the patient how to lay it.

use crate::geometry::Quad;
use crate::layout::{Layout, Zone};
use crate::numeric::real;
use crate::view::{FINE, Grey, Patch, View};

/// What stands in the way, in the order in which it is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// Nothing of a card's shape lies there.
    NoCard,
    /// Something bright lies there that is not a card's shape: part of a card, a hand on it, paper.
    Shapeless,
    /// Two cards lie beside each other.
    TwoCards,
    /// The card lies with its contacts up.
    FaceDown,
    /// The card is too small in the picture.
    TooFar,
    /// Light is reflected on a field.
    Glare,
    /// None of these, and still a field could not be read.
    Unclear,
}

/// With fewer pixels per millimetre characters of 2.5 mm melt (ocr.md 4: below 5 four of six failed).
const LEAST_PIXELS: f32 = 5.0;
/// A sample this bright in every colour is a reflection, not paper.
const CLIPPED: f32 = 250.0;
/// Square millimetres of a field that may be clipped: a part of a stroke, and not the stroke.
const MOST_CLIPPED: f32 = 0.2;
/// ISO/IEC 7816-2: the contacts lie between 10.25 and 22.26 mm from the left and 19.23 and 28.55 mm from
/// the top of the face that bears them.
const CONTACTS: Zone = Zone { left: 11.0, top: 20.0, right: 19.0, bottom: 27.5 };
/// How much more red than blue gold is, compared with the card around it, whatever the light's colour.
const GOLD: f32 = 22.0;
/// Share of the contacts' samples that must be gold: gaps between the contacts are dark.
const LEAST_GOLD: f32 = 0.6;

/// Pixels per millimetre of a card.
pub(crate) fn pixels_per_millimetre(corners: Quad, layout: &Layout) -> f32 {
    (corners.area() / (layout.width * layout.height)).sqrt()
}

/// Whether a card this large in the picture can be read.
pub(crate) fn can_be_read(pixels: f32) -> bool {
    pixels >= LEAST_PIXELS
}

/// What stands in the way of fields that could not be read.
pub(crate) fn of(view: &View<'_>, pixels: f32, unread: &[Zone]) -> Trouble {
    if !can_be_read(pixels) {
        return Trouble::TooFar;
    }
    if unread.iter().any(|zone| glares(view, *zone)) { Trouble::Glare } else { Trouble::Unclear }
}

/// Whether a reflection hides a part of what is printed in a zone.
pub(crate) fn glares(view: &View<'_>, zone: Zone) -> bool {
    clipped(&view.fine(zone)) > MOST_CLIPPED
}

/// Whether the gold of the contacts shows, this way up.
pub(crate) fn shows_contacts(view: &View<'_>) -> bool {
    let warmth = |[red, _, blue]: &[f32; 3]| red - blue;
    let whole = Zone { left: 2.0, top: 2.0, right: 83.0, bottom: 52.0 };
    let mut card: Vec<f32> = view.patch(whole, 48, 32).colours.iter().map(warmth).collect();
    let paper = Grey::share(&mut card, 0.5);
    let contacts = view.patch(CONTACTS, 24, 24);
    let gold = contacts.colours.iter().filter(|colour| warmth(colour) - paper > GOLD).count();
    real(gold) > LEAST_GOLD * real(contacts.colours.len())
}

/// Square millimetres of a zone's fine samples that are a reflection.
fn clipped(patch: &Patch) -> f32 {
    let clipped = patch.colours.iter().filter(|colour| colour.iter().all(|value| *value >= CLIPPED));
    real(clipped.count()) / (FINE * FINE)
}
