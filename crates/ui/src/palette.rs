//! Colours by their role, so that a theme is one table.

use crate::numeric::mixed;
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The page.
    Paper,
    /// Text on the page.
    Ink,
    /// Panels that only inform.
    Quiet,
    /// Text of lesser weight.
    QuietInk,
    /// What is to be touched.
    Primary,
    /// Text on it.
    OnPrimary,
    /// A notice.
    Notice,
    /// Edges and signs of a notice; never text.
    NoticeEdge,
    /// It went well.
    Good,
    /// Edges of keys and quiet buttons.
    Edge,
    /// Drawings' lighter faces; never text.
    Soft,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 11] = [
        Self::Paper,
        Self::Ink,
        Self::Quiet,
        Self::QuietInk,
        Self::Primary,
        Self::OnPrimary,
        Self::Notice,
        Self::NoticeEdge,
        Self::Good,
        Self::Edge,
        Self::Soft,
    ];
}

/// A colour for each role.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    paper: Rgb888,
    ink: Rgb888,
    quiet: Rgb888,
    quiet_ink: Rgb888,
    primary: Rgb888,
    on_primary: Rgb888,
    notice: Rgb888,
    notice_edge: Rgb888,
    good: Rgb888,
    edge: Rgb888,
    soft: Rgb888,
}

/// Dark on light.
pub const STANDARD: Palette = Palette {
    paper: Rgb888::new(0xFC, 0xFD, 0xFD),
    ink: Rgb888::new(0x14, 0x21, 0x2B),
    quiet: Rgb888::new(0xEC, 0xF1, 0xF4),
    quiet_ink: Rgb888::new(0x34, 0x43, 0x50),
    primary: Rgb888::new(0x0A, 0x4C, 0x7D),
    on_primary: Rgb888::new(0xFF, 0xFF, 0xFF),
    notice: Rgb888::new(0xFF, 0xF3, 0xD4),
    notice_edge: Rgb888::new(0xB3, 0x6B, 0x00),
    good: Rgb888::new(0x0B, 0x5D, 0x3B),
    edge: Rgb888::new(0x5A, 0x6B, 0x78),
    soft: Rgb888::new(0xC9, 0xDC, 0xEA),
};

/// White and yellow on black.
pub const HIGH_CONTRAST: Palette = Palette {
    paper: Rgb888::new(0x00, 0x00, 0x00),
    ink: Rgb888::new(0xFF, 0xFF, 0xFF),
    quiet: Rgb888::new(0x1D, 0x21, 0x25),
    quiet_ink: Rgb888::new(0xF2, 0xF4, 0xF5),
    primary: Rgb888::new(0xFF, 0xDD, 0x33),
    on_primary: Rgb888::new(0x00, 0x00, 0x00),
    notice: Rgb888::new(0x4A, 0x1F, 0x00),
    notice_edge: Rgb888::new(0xFF, 0xB8, 0x4D),
    good: Rgb888::new(0x7D, 0xF0, 0xB0),
    edge: Rgb888::new(0xFF, 0xFF, 0xFF),
    soft: Rgb888::new(0x45, 0x4E, 0x57),
};

impl Palette {
    /// The colour of a role.
    pub const fn of(&self, role: Role) -> Rgb888 {
        match role {
            Role::Paper => self.paper,
            Role::Ink => self.ink,
            Role::Quiet => self.quiet,
            Role::QuietInk => self.quiet_ink,
            Role::Primary => self.primary,
            Role::OnPrimary => self.on_primary,
            Role::Notice => self.notice,
            Role::NoticeEdge => self.notice_edge,
            Role::Good => self.good,
            Role::Edge => self.edge,
            Role::Soft => self.soft,
        }
    }
}

/// `over` laid on `under` with a coverage of 0 to 255.
pub(crate) fn blend(over: Rgb888, under: Rgb888, coverage: u8) -> Rgb888 {
    match coverage {
        0 => under,
        255 => over,
        _ => Rgb888::new(
            mixed(over.r(), under.r(), coverage),
            mixed(over.g(), under.g(), coverage),
            mixed(over.b(), under.b(), coverage),
        ),
    }
}
