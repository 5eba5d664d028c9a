//! The door of this crate: one picture in, what is printed on the card out.

use face_intake::Rgb8;
use policy::Date;
use policy::card_front::{Birth, Certainty, FrontFacts};
use subtle::ConstantTimeEq;

use crate::decode::{Alphabet, Text, decode};
use crate::find::{self, Found};
use crate::geometry::Quad;
use crate::ink::Ink;
use crate::layout::{Layout, LayoutFault, Zone};
use crate::note::{self, Note};
use crate::numeric::thousandths;
use crate::print::{self, BirthDate, Code, Expiry, PrintedNumber};
use crate::recogniser::{Length, Recogniser, RecogniserFault};
use crate::strip::{around, main_band, strip};
use crate::trouble::{self, Trouble};
use crate::view::{View, light};

/// Millimetres that the print of a zone may be higher or lower: corners are found to about half of
/// it, and prints are shifted as much.
const SHIFT: f32 = 0.5;

/// Millimetres beside a line of print where a reflection may have taken a character: one is 1.3 wide.
const BESIDE: f32 = 1.3;

/// A recogniser, a layout, and the characters of each field.
pub struct Reader<R> {
    recogniser: R,
    layout: Layout,
    birth: Alphabet,
    expiry: Alphabet,
    code: Alphabet,
    any: Alphabet,
}

/// What a picture shows.
pub enum Sight {
    /// No card that could be read.
    Nothing(Trouble),
    /// A card's front, read in part or in whole.
    Front(Reading),
}

/// Which way a front lies. A card laid portrait is one of both, seen from the side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayUp {
    /// The print stands upright, or leans by less than a right angle to either side.
    Upright,
    /// The print stands on its head.
    UpsideDown,
}

/// A field of the front.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// 生年月日.
    Birth,
    /// The year until which the card is valid.
    Expiry,
    /// セキュリティコード.
    Code,
}

/// One picture's reading of one front. Wiped on drop.
pub struct Reading {
    corners: Quad,
    pixels: f32,
    birth: Option<BirthDate>,
    expiry: Option<Expiry>,
    code: Option<Code>,
    clear: bool,
    trouble: Option<Trouble>,
}

impl<R: Recogniser> Reader<R> {
    /// Makes a reader for one print of the card.
    ///
    /// # Errors
    /// A [`LayoutFault`].
    pub fn new(recogniser: R, layout: Layout) -> Result<Self, LayoutFault> {
        layout.check()?;
        let alphabet = |wanted| Alphabet::of(recogniser.charset(), wanted);
        Ok(Self {
            birth: alphabet(print::BIRTH),
            expiry: alphabet(print::EXPIRY),
            code: alphabet(print::CODE),
            any: Alphabet::all(recogniser.charset()),
            recogniser,
            layout,
        })
    }

    /// Looks for a card in a picture and reads its fields, whichever way up it lies.
    ///
    /// # Errors
    /// A [`RecogniserFault`]; a bad picture is no error but [`Sight::Nothing`].
    pub fn look(&self, picture: &Rgb8) -> Result<Sight, RecogniserFault> {
        let corners = match find::card(picture) {
            Found::Nothing => return Ok(Sight::Nothing(Trouble::NoCard)),
            Found::Shapeless => return Ok(Sight::Nothing(Trouble::Shapeless)),
            Found::Several => return Ok(Sight::Nothing(Trouble::TwoCards)),
            Found::Card(corners) => corners,
        };
        let ways = [corners, corners.turned_half()];
        if let Some(reading) = self.front(picture, ways)? {
            return Ok(Sight::Front(reading));
        }
        let views = ways.iter().filter_map(|corners| View::new(picture, *corners, &self.layout));
        let pixels = trouble::pixels_per_millimetre(corners, &self.layout);
        if trouble::can_be_read(pixels) && views.clone().any(|view| trouble::shows_contacts(&view)) {
            return Ok(Sight::Nothing(Trouble::FaceDown));
        }
        let zones = [self.layout.date_of_birth, self.layout.expiry];
        let troubles = views.map(|view| trouble::of(&view, pixels, &zones));
        let trouble = troubles.max_by_key(|trouble| *trouble != Trouble::Unclear);
        Ok(Sight::Nothing(trouble.unwrap_or(Trouble::Unclear)))
    }

    /// The reading of the first way up that shows a date. The expiry comes before the contacts are looked
    /// for: a photo's skin is as warm as gold.
    fn front(&self, picture: &Rgb8, ways: [Quad; 2]) -> Result<Option<Reading>, RecogniserFault> {
        let views =
            ways.iter().filter_map(|corners| Some((*corners, View::new(picture, *corners, &self.layout)?)));
        for (corners, view) in views.clone() {
            if let Some(birth) = self.birth(&view)? {
                return self.rest(&view, corners, Some(birth)).map(Some);
            }
        }
        for (corners, view) in views {
            if self.expiry(&view)?.is_some() {
                return self.rest(&view, corners, None).map(Some);
            }
        }
        Ok(None)
    }

    /// Reads the 追記欄 of the card that was read in the same picture: once per card is enough.
    ///
    /// # Errors
    /// A [`RecogniserFault`].
    pub fn note(&self, picture: &Rgb8, reading: &Reading) -> Result<Note, RecogniserFault> {
        let Some(view) = View::new(picture, reading.corners, &self.layout) else {
            return Ok(Note { mark: false, strike: note::Strike::None });
        };
        note::note(&self.recogniser, &self.any, &view, self.layout.note)
    }

    fn rest(
        &self,
        view: &View<'_>,
        corners: Quad,
        birth: Option<BirthDate>,
    ) -> Result<Reading, RecogniserFault> {
        let (expiry, code) = (self.expiry(view)?, self.code(view)?);
        let pixels = trouble::pixels_per_millimetre(corners, &self.layout);
        let unsure = |confidence: Option<f32>| confidence.is_none_or(|confidence| confidence < 0.9);
        let fields = [
            (birth.as_ref().map(|field| field.confidence), self.layout.date_of_birth),
            (expiry.as_ref().map(|field| field.confidence), self.layout.expiry),
            (code.as_ref().map(|field| field.confidence), self.layout.security_code),
        ];
        let glares = |zone: Zone| trouble::glares(view, print(view, zone).map_or(zone, reach));
        let unread: Vec<Zone> = fields
            .into_iter()
            .filter(|(confidence, zone)| unsure(*confidence) || glares(*zone))
            .map(|(_, zone)| zone)
            .collect();
        let clear = !fields.iter().any(|(_, zone)| glares(*zone));
        let trouble = (!unread.is_empty()).then(|| trouble::of(view, pixels, &unread));
        Ok(Reading { corners, pixels, birth, expiry, code, clear, trouble })
    }

    fn birth(&self, view: &View<'_>) -> Result<Option<BirthDate>, RecogniserFault> {
        let text = self.line(view, self.layout.date_of_birth, &self.birth)?;
        Ok(text.as_ref().and_then(BirthDate::read))
    }

    fn expiry(&self, view: &View<'_>) -> Result<Option<Expiry>, RecogniserFault> {
        let text = self.line(view, self.layout.expiry, &self.expiry)?;
        Ok(text.as_ref().and_then(Expiry::read))
    }

    fn code(&self, view: &View<'_>) -> Result<Option<Code>, RecogniserFault> {
        let text = self.line(view, self.layout.security_code, &self.code)?;
        Ok(text.as_ref().and_then(Code::read))
    }

    /// Reads the line of print in a zone; `None` where there is no ink.
    fn line(
        &self,
        view: &View<'_>,
        zone: Zone,
        alphabet: &Alphabet,
    ) -> Result<Option<Text>, RecogniserFault> {
        let Some(part) = print(view, zone) else { return Ok(None) };
        let strip = strip(view, part, Length::Field, |colour| colour);
        let steps = self.recogniser.read(&strip)?;
        Ok(Some(decode(&steps, alphabet)))
    }
}

/// The line of print in a zone, with a little paper around it; `None` where there is no ink.
fn print(view: &View<'_>, zone: Zone) -> Option<Zone> {
    let zone = zone.taller(SHIFT);
    let ink = Ink::of(&view.fine(zone).grey(light));
    let rows = main_band(&ink)?;
    Some(around(zone, ink.width(rows)?, rows))
}

/// A line of print and the characters beside it, which a reflection may have taken whole.
fn reach(print: Zone) -> Zone {
    Zone { left: print.left - BESIDE, right: print.right + BESIDE, ..print }
}

impl Reading {
    /// The card's corners in the picture's pixels, from the upper left one of its print on.
    #[must_use]
    pub fn corners(&self) -> Quad {
        self.corners
    }

    /// Which way up the front lies.
    #[must_use]
    pub fn way_up(&self) -> WayUp {
        let [left, right, ..] = self.corners.0;
        if left.x <= right.x { WayUp::Upright } else { WayUp::UpsideDown }
    }

    /// Pixels per millimetre.
    #[must_use]
    pub fn pixels_per_millimetre(&self) -> f32 {
        self.pixels
    }

    /// What stands in the way of a field that is missing or unsure.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        self.trouble
    }

    /// 照合番号B, if all three fields were read. Whether it may be believed is policy's question.
    #[must_use]
    pub fn number(&self) -> Option<PrintedNumber> {
        Some(print::number(self.birth.as_ref()?, self.expiry.as_ref()?, self.code.as_ref()?))
    }

    /// Whether a field was read as these digits of 照合番号B, for who measures; `None` if it was not read.
    #[must_use]
    pub fn reads(&self, field: Field, digits: &[u8]) -> Option<bool> {
        let same = match field {
            Field::Birth => self.birth.as_ref()?.six().ct_eq(digits),
            Field::Expiry => self.expiry.as_ref()?.four().ct_eq(digits),
            Field::Code => self.code.as_ref()?.four().ct_eq(digits),
        };
        Some(same.into())
    }

    /// What policy has to know to believe this reading, without a digit of it; `None` while a field is
    /// missing. `frames` have shown this same number, this one among them.
    #[must_use]
    pub fn facts(&self, today: Date, frames: u8) -> Option<FrontFacts> {
        let (birth, expiry, code) = (self.birth.as_ref()?, self.expiry.as_ref()?, self.code.as_ref()?);
        let certainty = |confidence: f32| Certainty(thousandths(confidence));
        let form: Birth = birth.form();
        Some(FrontFacts {
            birth: form,
            real: print::are_real(birth, expiry),
            possible: print::are_possible(birth, expiry, today),
            birthday: print::share_a_birthday(birth, expiry),
            clear: self.clear,
            birth_certainty: certainty(birth.confidence),
            expiry_certainty: certainty(expiry.confidence),
            code_certainty: certainty(code.confidence),
            frames,
        })
    }
}
