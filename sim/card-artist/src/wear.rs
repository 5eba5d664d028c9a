//! What years in a purse do to print: ink rubs off in patches, and scratches go through it.

use crate::dice::Dice;
use crate::sheet::{CARD, Sheet, mix};
use card_front::layout::Zone;

/// Rubs and scratches one zone of a face.
pub fn wear(sheet: &mut Sheet, zone: Zone, dice: &mut Dice) {
    let paper = sheet.colour(CARD.0 - 4.0, CARD.1 - 4.0).unwrap_or([215.0; 3]);
    let (x0, y0) = (dice.between(0.0, 6.0), dice.between(0.0, 6.0));
    let (pitch, most) = (dice.between(0.7, 2.4), dice.between(0.3, 0.8));
    sheet.shade(zone, |x, y, colour| {
        let rough =
            ((x + x0) / pitch).sin() * ((y + y0) / pitch * 1.3 + ((x + x0) / pitch * 0.7).cos()).sin();
        mix(colour, paper, most * (rough * 1.6).clamp(0.0, 1.0))
    });
    for _ in 0..dice.whole(1, 8) {
        let from = (dice.between(zone.left, zone.right), dice.between(zone.top, zone.bottom));
        let to = (from.0 + dice.between(-8.0, 8.0), from.1 + dice.between(-4.0, 4.0));
        let bright = dice.between(0.9, 1.1);
        sheet.line(
            from,
            to,
            dice.between(0.06, 0.22),
            paper.map(|value| value * bright),
            dice.between(0.5, 1.0),
        );
    }
}
