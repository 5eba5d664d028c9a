//! A screen as a list of things with their places, before a pixel is drawn. Drawing, touching and
//! the tests all read the same list.

use crate::area::Area;
use crate::drawing::Drawing;
use crate::palette::Role;
use std::borrow::Cow;
use terminal::{Choice, Language};

/// What is on a screen, and what can be touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scene {
    items: Vec<Item>,
    targets: Vec<Target>,
}

/// One thing on a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    /// A filled area.
    Panel(Panel),
    /// Paragraphs.
    Text(Text),
    /// A drawing.
    Drawing(Drawn),
    /// A picture of a person, from [`crate::Pictures`].
    Slot(Slot, Area),
}

impl Item {
    /// Outside of this it leaves no pixel. Strokes of a letter may reach a little beyond its place.
    pub(crate) fn reach(&self) -> Area {
        match self {
            Self::Panel(panel) => panel.area,
            Self::Drawing(drawn) => drawn.area,
            Self::Slot(_, area) => *area,
            Self::Text(text) => {
                let largest = text.paragraphs.iter().map(|it| it.letters.wanted).max().unwrap_or(0);
                text.area.inset(-largest / 6)
            }
        }
    }
}

/// A filled area with round corners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panel {
    /// Where.
    pub area: Area,
    /// Radius of the corners.
    pub radius: i32,
    /// Width of the edge; 0 for none.
    pub edge_width: i32,
    /// Inside.
    pub fill: Role,
    /// The edge.
    pub edge: Role,
    /// What it lies on.
    pub under: Role,
}

/// Paragraphs that fit their area together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Where.
    pub area: Area,
    /// What, one below the other.
    pub paragraphs: Vec<Paragraph>,
    /// The ground that they stand on.
    pub paper: Role,
    /// Where in the area.
    pub align: Align,
}

/// One paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    /// Its words; `\n` breaks a line.
    pub text: Cow<'static, str>,
    /// How large.
    pub letters: Letters,
    /// Colour.
    pub ink: Role,
}

/// Letters of a language. Pixels per em: as many as wanted, fewer where a text would not fit its place
/// otherwise, never fewer than the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Letters {
    /// Whose letters, and whose way of breaking lines.
    pub language: Language,
    /// Where there is room.
    pub wanted: i32,
    /// In any place.
    pub least: i32,
}

impl Paragraph {
    /// A paragraph in the colour of plain text.
    pub(crate) fn new(text: impl Into<Cow<'static, str>>, letters: Letters) -> Self {
        Self::of(text, letters, Role::Ink)
    }

    /// A paragraph of this colour.
    pub(crate) fn of(text: impl Into<Cow<'static, str>>, letters: Letters, ink: Role) -> Self {
        Self { text: text.into(), letters, ink }
    }
}

/// Where a text stands in its area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// At the left, from the top.
    TopLeft,
    /// At the left, in the middle of the height.
    Left,
    /// In the middle, with lines as even as can be.
    Centre,
}

/// A drawing at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// A square.
    pub area: Area,
    /// What.
    pub drawing: Drawing,
    /// Its lines.
    pub ink: Role,
    /// Its lighter faces.
    pub soft: Role,
    /// What it lies on.
    pub paper: Role,
}

/// A slot for a picture of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The camera's preview, with the oval for the face.
    Preview,
    /// The photo from the chip.
    ChipPhoto,
}

/// What can be touched, and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Where.
    pub area: Area,
    /// What it means.
    pub action: Action,
}

/// What a touch means. Keys are all the same on every PIN pad; which one was touched is secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// For the session machine.
    Choice(Choice),
    /// A digit of the PIN pad, in ASCII.
    PinDigit(u8),
    /// Take the last digit away.
    PinErase,
    /// A digit of the pad for 照合番号B, in ASCII.
    NumberDigit(u8),
    /// Take the last digit of 照合番号B away.
    NumberErase,
    /// A character of the staff's keyboard, in ASCII.
    Character(u8),
    /// Take the last character away.
    CharacterErase,
    /// What is read from now on.
    Language(Language),
}

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// What most people want.
    Primary,
    /// The other ways.
    Quiet,
    /// A key.
    Key,
    /// Can't be touched now.
    Off,
}

impl Look {
    /// Ground, edge and ink.
    pub(crate) const fn roles(self) -> (Role, Role, Role) {
        match self {
            Self::Primary => (Role::Primary, Role::Primary, Role::OnPrimary),
            Self::Quiet => (Role::Paper, Role::Edge, Role::Ink),
            Self::Key => (Role::Quiet, Role::Edge, Role::Ink),
            Self::Off => (Role::Quiet, Role::Quiet, Role::QuietInk),
        }
    }
}

impl Scene {
    /// The things, lowest first.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// What can be touched.
    pub fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// Where pictures of persons are drawn, if they are lent.
    pub fn slots(&self) -> impl Iterator<Item = (Slot, Area)> {
        self.items.iter().filter_map(|item| match item {
            Item::Slot(slot, area) => Some((*slot, *area)),
            Item::Panel(_) | Item::Text(_) | Item::Drawing(_) => None,
        })
    }

    pub(crate) fn push(&mut self, item: Item) {
        self.items.push(item);
    }

    /// Paragraphs on `paper`; empty ones are left out.
    pub(crate) fn text<const N: usize>(
        &mut self,
        area: Area,
        paper: Role,
        align: Align,
        all: [Paragraph; N],
    ) {
        let paragraphs = all.into_iter().filter(|paragraph| !paragraph.text.is_empty()).collect();
        self.push(Item::Text(Text { area, paragraphs, paper, align }));
    }

    /// A panel without an edge, on the page.
    pub(crate) fn panel(&mut self, area: Area, radius: i32, fill: Role) {
        self.push(Item::Panel(Panel { area, radius, edge_width: 0, fill, edge: fill, under: Role::Paper }));
    }

    /// A drawing in the middle of `area`.
    pub(crate) fn drawing(&mut self, area: Area, drawing: Drawing, ink: Role, paper: Role) {
        let soft = if paper == Role::Primary { Role::Primary } else { Role::Soft };
        self.push(Item::Drawing(Drawn { area: area.fitted(1, 1), drawing, ink, soft, paper }));
    }

    /// The ground of a button or key; registers its target unless it is off.
    pub(crate) fn ground(&mut self, area: Area, look: Look, radius: i32, action: Action) {
        let (fill, edge, _) = look.roles();
        self.push(Item::Panel(Panel { area, radius, edge_width: 2, fill, edge, under: Role::Paper }));
        if look != Look::Off {
            self.targets.push(Target { area, action });
        }
    }

    /// A button with a label in its middle.
    pub(crate) fn button(
        &mut self,
        area: Area,
        label: &'static str,
        letters: Letters,
        look: Look,
        action: Action,
    ) {
        let (fill, _, ink) = look.roles();
        self.ground(area, look, letters.least / 2, action);
        self.text(area.inset(4), fill, Align::Centre, [Paragraph::of(label, letters, ink)]);
    }
}
