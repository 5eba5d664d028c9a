//! The back: contacts where ISO/IEC 7816-2 has them, an invented number, a code of squares, a stripe.

use crate::dice::Dice;
use crate::fonts::{Face, Fonts};
use crate::person::Person;
use crate::sheet::{CARD, Colour, Sheet, Type};
use card_front::layout::Zone;

/// The back of somebody's card.
pub fn back(fonts: &Fonts, person: &Person, dice: &mut Dice) -> Sheet {
    let paper = dice.between(188.0, 214.0);
    let mut sheet = Sheet::blank([paper - 8.0, paper, paper + 14.0]);
    contacts(&mut sheet, dice);
    squares(&mut sheet, dice);
    let stripe = Zone { left: 0.0, top: 41.0, right: CARD.0, bottom: 47.5 };
    if dice.chance(0.7) {
        sheet.fill(stripe, [28.0, 26.0, 32.0]);
    }
    let ink: Colour = [34.0, 34.0, 40.0];
    let set = Type { em: 2.3, narrow: 1.0, ink, cover: 0.95 };
    let font = fonts.of(Face::print(dice));
    let number: String = (0..3).map(|_| format!("{:04} ", dice.whole(0, 9999))).collect();
    sheet.text(font, (30.0, 7.0), Type { em: 1.9, ..set }, "個人番号");
    sheet.text(font, (40.0, 5.8), Type { em: 3.6, ..set }, &number);
    sheet.text(font, (30.0, 31.0), set, &format!("氏名 {}", person.name));
    sheet.text(font, (30.0, 35.0), set, &person.birth_as_printed());
    sheet
}

fn contacts(sheet: &mut Sheet, dice: &mut Dice) {
    let zone = Zone { left: 9.9, top: 18.9, right: 22.6, bottom: 28.9 };
    let gold = dice.between(0.85, 1.1);
    sheet.fill(zone, [196.0 * gold, 158.0 * gold, 82.0 * gold]);
    let gap: Colour = [96.0, 82.0, 48.0];
    for y in [21.4, 23.9, 26.4] {
        sheet.line((zone.left, y), (zone.right, y), 0.2, gap, 1.0);
    }
    sheet.line((16.2, zone.top), (16.2, zone.bottom), 0.2, gap, 1.0);
}

/// Looks like a QR code and says nothing.
fn squares(sheet: &mut Sheet, dice: &mut Dice) {
    let (left, top, size) = (68.0, 14.0, 0.5);
    for row in 0..24_u16 {
        for column in 0..24_u16 {
            let finder = |a: u16, b: u16| {
                (a < 6 && b < 6)
                    && (a == 0 || b == 0 || a == 5 || b == 5 || (a > 1 && a < 4 && b > 1 && b < 4))
            };
            let corner = finder(row, column) || finder(row, 23 - column) || finder(23 - row, column);
            let edge = |at: u16| !(7..=16).contains(&at);
            let free = (edge(row) || column > 6) && !(row < 7 && edge(column)) && !(row > 16 && column < 7);
            if corner || (free && dice.chance(0.5)) {
                let (x, y) = (left + size * f32::from(column), top + size * f32::from(row));
                sheet.fill(Zone { left: x, top: y, right: x + size, bottom: y + size }, [20.0, 20.0, 24.0]);
            }
        }
    }
}
