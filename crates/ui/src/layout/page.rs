//! Measures that grow with the target, and the arrangement: the one place that asks whether a page is
//! wide or tall.

use crate::area::Area;
use crate::scene::Letters;
use crate::texts::{Catalogue, catalogue};
use crate::theme::{Measures, View};
use terminal::Language;

/// A page and its measure. Lengths are given for 800x480, or 480x800, and grow with the target.
pub(super) struct Page {
    whole: Area,
    /// Pixels for one pixel of the smallest target, in 1/100.
    unit: i32,
    tall: bool,
    measures: Measures,
    language: Language,
}

/// Titles, in pixels per em.
pub(super) const TITLE: i32 = 40;
/// What is to be done.
pub(super) const LEAD: i32 = 30;
/// Body text.
pub(super) const BODY: i32 = 28;
/// A notice.
pub(super) const NOTICE: i32 = 24;
/// The smallest text.
pub(super) const SMALL: i32 = 24;

/// Between things that can be touched: 8 px are asked for, unsteady hands are glad of more.
pub(super) const GAP: i32 = 12;
const BAR: i32 = 72;

impl Page {
    pub(super) fn new(view: &View) -> Self {
        let whole = Area::whole(view.size);
        let tall = whole.height > whole.width;
        let (width, height) = if tall { (480, 800) } else { (800, 480) };
        let unit = (whole.width * 100 / width).min(whole.height * 100 / height);
        Self { whole, unit, tall, measures: view.theme.measures(), language: view.language }
    }

    /// The same page for what staff read.
    pub(super) const fn for_staff(&self) -> Self {
        self.speaking(Language::Japanese)
    }

    /// The same page in another language.
    pub(super) const fn speaking(&self, language: Language) -> Self {
        Self { language, ..*self }
    }

    /// What the patient reads.
    pub(super) const fn texts(&self) -> &'static Catalogue {
        catalogue(self.language)
    }

    /// The language of it.
    pub(super) const fn language(&self) -> Language {
        self.language
    }

    /// A length that is `pixels` on the smallest target.
    pub(super) const fn of(&self, pixels: i32) -> i32 {
        pixels * self.unit / 100
    }

    /// What a wide page has, or what a tall one has.
    pub(super) const fn shaped<T: Copy>(&self, wide: T, tall: T) -> T {
        if self.tall { tall } else { wide }
    }

    /// The length for a wide page, or that for a tall one.
    pub(super) const fn by(&self, wide: i32, tall: i32) -> i32 {
        self.of(self.shaped(wide, tall))
    }

    /// Letters that are `pixels` per em, and more where the theme wants more and the place has room. The
    /// places were measured by Japanese sentences: what is longer in another language may be smaller,
    /// down to the smallest text.
    pub(super) const fn letters(&self, pixels: i32) -> Letters {
        let usual = self.of(pixels);
        let wanted = usual * self.measures.letters / 100;
        let least = match self.language {
            Language::Japanese => usual,
            _ => self.of(SMALL),
        };
        Letters { language: self.language, wanted, least }
    }

    /// As [`Page::letters`], for neighbours that are to have the same letters: `most` is what the one
    /// with the longest words has room for.
    pub(super) fn letters_within(&self, pixels: i32, most: i32) -> Letters {
        let letters = self.letters(pixels);
        Letters { wanted: letters.wanted.min(most).max(letters.least), ..letters }
    }

    /// Letters in which the longest of these labels, and so each of them, has room in this width.
    pub(super) fn label_letters(&self, pixels: i32, width: i32, labels: &[&str]) -> Letters {
        let longest = labels.iter().map(|label| self.ems(label)).max().unwrap_or(1);
        self.letters_within(pixels, (width - self.of(8)) * 100 / longest.max(1))
    }

    /// About the width of a label, in 1/100 em: a character of Latin letters has little more than a half.
    fn ems(&self, label: &str) -> i32 {
        let one = match self.language {
            Language::English | Language::Portuguese | Language::Vietnamese => 62,
            Language::Japanese | Language::PlainJapanese | Language::Chinese | Language::Korean => 100,
        };
        i32::try_from(label.chars().count()).unwrap_or(1) * one
    }

    /// Letters for a place that may be too narrow for `pixels` per em on a tall page.
    pub(super) const fn narrow_letters(&self, pixels: i32) -> Letters {
        Letters { least: self.of(SMALL), ..self.letters(pixels) }
    }

    /// The gap between neighbours.
    pub(super) const fn gap(&self) -> i32 {
        self.of(GAP)
    }

    /// The page without its margins.
    pub(super) const fn inner(&self) -> Area {
        self.whole.inset(self.by(24, 20))
    }

    /// Cuts what is seen first off the left of a wide page, or the top of a tall one.
    pub(super) const fn first(&self, area: &mut Area, width: i32, height: i32) -> Area {
        if self.tall { area.cut_top(self.of(height)) } else { area.cut_left(self.of(width)) }
    }

    /// Cuts what the hand goes to off the right of a wide page, or the bottom of a tall one.
    pub(super) const fn last(&self, area: &mut Area, width: i32, height: i32) -> Area {
        if self.tall { area.cut_bottom(self.of(height)) } else { area.cut_right(self.of(width)) }
    }

    /// As [`Page::first`], for a drawing: less where the theme gives its room to letters.
    pub(super) const fn drawing(&self, area: &mut Area, width: i32, height: i32) -> Area {
        let share = self.measures.drawings;
        self.first(area, width * share / 100, height * share / 100)
    }

    /// As [`Page::first`], for the camera's preview.
    pub(super) const fn preview(&self, area: &mut Area, width: i32, height: i32) -> Area {
        let share = self.measures.preview;
        self.first(area, width * share / 100, height * share / 100)
    }

    /// The width of a small drawing beside words.
    pub(super) const fn sign(&self, width: i32) -> i32 {
        self.of(width * self.measures.drawings / 100)
    }

    /// The height of a place for words that are `pixels` high in standard letters.
    pub(super) const fn words(&self, pixels: i32) -> i32 {
        self.of(pixels) * self.measures.letters / 100
    }

    /// The height of a place for two lines of a notice, three or four on a tall page.
    pub(super) const fn notice(&self) -> i32 {
        let more = self.of(20) * (self.measures.letters - 100) / 30;
        self.by(76, 148) + more
    }

    /// Cuts the bar with the buttons off the bottom, and the gap above it.
    pub(super) const fn bar(&self, area: &mut Area) -> Area {
        let bar = area.cut_bottom(self.of(BAR));
        area.cut_bottom(self.gap());
        bar
    }

    /// Cuts a place for each of a question's answers off the bottom, and the gap above them: the first
    /// leaves and is small beside the others in the bar of a wide page. A tall page has them one above
    /// the other, the first lowest, the last on top.
    pub(super) fn answers(&self, area: &mut Area) -> [Area; 3] {
        if self.tall {
            return [(); 3].map(|()| self.bar(area));
        }
        let mut bar = self.bar(area);
        let first = bar.cut_left(self.of(150));
        bar.cut_left(self.gap());
        [first, bar.column(0, 2, self.gap()), bar.column(1, 2, self.gap())]
    }

    /// Cuts a place for the one way out off the bottom left, and the gap beside it; on a tall page the
    /// whole of the bottom, and the gap above it.
    pub(super) const fn way_out(&self, area: &mut Area) -> Area {
        if self.tall {
            return self.bar(area);
        }
        let place = area.cut_left(self.of(150)).cut_bottom(self.of(BAR));
        area.cut_left(self.of(20));
        place
    }

    /// Place `nth` of `count`: beside each other on a wide page, one above the other on a tall one.
    pub(super) const fn tile(&self, area: Area, nth: i32, count: i32) -> Area {
        let gap = self.of(16);
        if self.tall { area.row(nth, count, gap) } else { area.column(nth, count, gap) }
    }

    /// Cuts a title of one line (two on a tall page) off the top, and the gap below it.
    pub(super) const fn title(&self, area: &mut Area) -> Area {
        let title = area.cut_top(self.by(60, 116));
        area.cut_top(self.of(6));
        title
    }
}
