//! The front: what is read stands in the zones of the reader's layout table, the rest is around it.

use crate::dice::Dice;
use crate::fonts::{Face, Fonts};
use crate::note::{Hand, Ink, Mark, Note};
use crate::person::Person;
use crate::sheet::{CARD, Colour, Sheet, Type, mix};
use card_front::Layout;
use card_front::layout::Zone;

/// Prints are off by so many millimetres at most.
const SHIFT: f32 = 0.4;
const RED: Colour = [196.0, 38.0, 40.0];

/// The craftsman of one card: fonts, inks, and how far the print is off.
pub struct Printer<'a> {
    fonts: &'a Fonts,
    layout: &'a Layout,
    face: Face,
    ink: Colour,
    cover: f32,
    shift: (f32, f32),
}

impl<'a> Printer<'a> {
    /// The printer of one card; a pale one covers less.
    pub fn draw(fonts: &'a Fonts, layout: &'a Layout, dice: &mut Dice, pale: bool) -> Self {
        let dark = dice.between(18.0, 60.0);
        let cover = if pale { dice.between(0.30, 0.6) } else { dice.between(0.85, 1.0) };
        let shift = (dice.between(-SHIFT, SHIFT), dice.between(-SHIFT, SHIFT));
        Self { fonts, layout, face: Face::print(dice), ink: [dark, dark, dark + 6.0], cover, shift }
    }

    /// The printed front.
    pub fn front(&self, person: &Person, note: &Note, dice: &mut Dice) -> Sheet {
        let mut sheet = paper(dice);
        self.frills(&mut sheet, person, dice);
        let font = self.fonts.of(self.face);
        let em = dice.between(2.35, 2.65);
        for (zone, text) in [
            (self.layout.date_of_birth, person.birth_as_printed()),
            (self.layout.expiry, person.expiry_as_printed()),
        ] {
            let room = zone.right - zone.left - 2.0 * SHIFT - 1.2;
            let plain = self.set(em);
            let narrow = (room / Sheet::width_of(font, plain, &text)).min(1.0);
            let place = (zone.left + 1.0 + self.shift.0, zone.top + 0.65 + self.shift.1);
            sheet.text(font, place, Type { narrow, ..plain }, &text);
        }
        let code = self.layout.security_code;
        let place = (code.left + dice.between(0.8, 2.4) + self.shift.0, code.top + 0.7 + self.shift.1);
        sheet.text(font, place, self.set(dice.between(2.2, 2.6)), &person.code);
        self.note(&mut sheet, note, dice);
        sheet
    }

    fn set(&self, em: f32) -> Type {
        Type { em, narrow: 1.0, ink: self.ink, cover: self.cover }
    }

    /// What is not read: labels, name, photo, the lines at the foot.
    fn frills(&self, sheet: &mut Sheet, person: &Person, dice: &mut Dice) {
        let font = self.fonts.of(self.face);
        let code: String = (0..16).map(|_| dice.one(*b"0123456789ABCDEF")).map(char::from).collect();
        self.title(sheet);
        for (place, em, text) in [
            ((3.6, 4.5), 1.7, "氏名"),
            ((7.6, 3.6), 3.2, person.name.as_str()),
            ((3.6, 9.6), 1.7, "住所"),
            ((7.6, 9.2), 2.2, person.address.as_str()),
            ((4.0, 39.4), 1.1, "セキュリティコード"),
            ((48.0, 31.9), 1.4, "性別"),
            ((51.0, 31.4), 2.2, person.sex),
            ((26.6, 35.4), 1.8, "電子証明書の有効期限　　　年　　月　　日"),
            ((66.5, 35.2), 2.5, person.mayor.as_str()),
            ((60.0, 39.6), 1.7, code.as_str()),
            ((4.0, 44.0), 1.5, "《1.脳死後及び心停止した死後/2.心停止した死後のみ/3.提供せず》"),
            (
                (4.0, 46.8),
                1.5,
                "《1又は2で提供したくない臓器があれば×》心臓・肺・肝臓・腎臓・膵臓・小腸・眼球",
            ),
            ((4.0, 49.6), 1.5, "〔特記欄：　　　　　　〕署名年月日　　年　月　日"),
        ] {
            sheet.text(font, place, self.set(em), text);
        }
        portrait(sheet, dice);
    }

    fn title(&self, sheet: &mut Sheet) {
        let font = self.fonts.of(self.face);
        let title = Type { ink: [176.0, 60.0, 96.0], ..self.set(3.0) };
        sheet.text(font, (63.0, 3.6), title, "個人番号カード");
        sheet.text(font, (70.0, 7.2), Type { em: 1.7, ..title }, "見本 SPECIMEN");
    }

    fn note(&self, sheet: &mut Sheet, note: &Note, dice: &mut Dice) {
        let zone = self.layout.note;
        let frame = Zone { top: zone.top - 1.6, bottom: zone.bottom + 0.4, ..zone };
        let tint = dice.between(0.2, 0.8);
        sheet.shade(frame, |_, _, colour| mix(colour, [244.0, 245.0, 240.0], tint));
        sheet.frame(frame, 0.12, [150.0, 150.0, 150.0]);
        sheet.text(self.fonts.of(self.face), (zone.left + 0.4, frame.top + 0.3), self.set(1.3), "追記欄");
        let mut top = zone.top + dice.between(0.4, 0.9);
        for entry in &note.entries {
            let set = self.set(2.1);
            let font = self.fonts.of(self.face);
            let narrow = ((zone.right - zone.left - 2.0) / Sheet::width_of(font, set, entry)).min(1.0);
            let right = sheet.text(font, (zone.left + 1.0, top), Type { narrow, ..set }, entry);
            if note.stamped {
                self.seal(sheet, (right.min(zone.right - 5.5), top - 0.6), dice);
            }
            top += 4.1;
        }
        let Some(mark) = &note.mark else { return };
        self.mark(
            sheet,
            mark,
            (zone.left + dice.between(1.5, 9.0), top.min(zone.bottom - 4.4)),
            note.stamped,
            dice,
        );
    }

    fn mark(&self, sheet: &mut Sheet, mark: &Mark, at: (f32, f32), stamped: bool, dice: &mut Dice) {
        let face = match (mark.hand, mark.variant && mark.text == "顔認証") {
            (_, true) => Face::foreign(dice),
            // Pens lack old forms.
            (Hand::Pen, _) if !mark.variant => Face::pen(dice),
            _ => self.face,
        };
        let pen = mark.hand == Hand::Pen;
        let ink = if pen { dice.one([[30.0, 32.0, 40.0], [32.0, 48.0, 120.0]]) } else { self.ink };
        let set = Type { ink, ..self.set(dice.between(2.7, 3.6)) };
        let right = sheet.text(self.fonts.of(face), at, set, mark.text);
        let mut end = right;
        if let Some(date) = &mark.date {
            end = sheet.text(self.fonts.of(face), (right + 1.2, at.1 + 0.6), Type { em: 2.1, ..set }, date);
        }
        if stamped {
            self.seal(sheet, (end + dice.between(-0.8, 1.5), at.1 - 0.8), dice);
        }
        if let Some(struck) = mark.struck {
            self.strike(sheet, struck, (at.0, right), at.1 + set.em * 0.5, dice);
        }
    }

    /// A line through what stands between two places of a row, or two lines.
    fn strike(&self, sheet: &mut Sheet, struck: Ink, (left, right): (f32, f32), row: f32, dice: &mut Dice) {
        let (ink, width) = (if struck == Ink::Red { RED } else { self.ink }, dice.between(0.18, 0.45));
        let middle = row + dice.between(-0.3, 0.3);
        let lean = dice.between(-0.25, 0.25);
        let from = (left - dice.between(0.2, 1.2), middle - lean);
        let to = (right + dice.between(0.2, 1.0), middle + lean);
        sheet.line(from, to, width, ink, 0.95);
        if dice.chance(0.3) {
            sheet.line((from.0, from.1 + 0.7), (to.0, to.1 + 0.7), width, ink, 0.95);
        }
    }

    /// A 職印: two columns of red characters in a frame.
    fn seal(&self, sheet: &mut Sheet, (left, top): (f32, f32), dice: &mut Dice) {
        let size = dice.between(3.6, 5.0);
        let zone = Zone { left, top, right: left + size, bottom: top + size };
        sheet.frame(zone, 0.25, RED);
        let set = Type { em: size * 0.42, narrow: 1.0, ink: RED, cover: 0.9 };
        for (row, text) in [(0.06, "見本"), (0.50, "之印")] {
            sheet.text(self.fonts.of(self.face), (left + size * 0.08, top + size * row), set, text);
        }
    }
}

/// Tinted paper with a guilloche.
#[expect(clippy::approx_constant, reason = "a set that was measured is drawn the same again by its seed")]
fn paper(dice: &mut Dice) -> Sheet {
    let base: Colour = [dice.between(205.0, 232.0), dice.between(208.0, 230.0), dice.between(200.0, 226.0)];
    let (strength, pitch) = (dice.between(3.0, 14.0), dice.between(1.2, 3.2));
    let mut sheet = Sheet::blank(base);
    let whole = Zone { left: 0.0, top: 0.0, right: CARD.0, bottom: CARD.1 };
    sheet.shade(whole, |x, y, [red, green, blue]| {
        let wave = ((x + 1.4 * (y / 3.1).sin()) / pitch * 6.28).sin();
        let other = ((y + 1.1 * (x / 4.3).sin()) / (pitch * 1.3) * 6.28).sin();
        let line = |wave: f32| if wave > 0.86 { strength } else { 0.0 };
        [red - line(wave), green - line(other), blue - 0.4 * line(wave)]
    });
    sheet
}

/// Somebody without features.
fn portrait(sheet: &mut Sheet, dice: &mut Dice) {
    let zone = Zone { left: 4.4, top: 14.2, right: 23.6, bottom: 38.2 };
    let (wall, coat) = (dice.between(165.0, 215.0), dice.between(50.0, 130.0));
    let (skin, hair) = (dice.between(165.0, 215.0), dice.between(25.0, 70.0));
    sheet.shade(zone, |x, y, _| {
        let (dx, dy) = (x - 14.0, y - 24.5);
        let inside = |rx: f32, ry: f32, down: f32| (dx / rx).powi(2) + ((dy - down) / ry).powi(2) < 1.0;
        if inside(5.4, 6.6, -1.4) && dy < -2.0 {
            [hair, hair * 0.9, hair * 0.85]
        } else if inside(4.8, 6.4, 0.0) {
            [skin, skin * 0.86, skin * 0.74]
        } else if inside(8.8, 9.0, 14.0) {
            [coat, coat, coat + 14.0]
        } else {
            [wall, wall + 4.0, wall + 2.0]
        }
    });
}
