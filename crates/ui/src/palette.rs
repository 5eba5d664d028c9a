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

    /// Its colour in the standard theme.
    pub const fn colour(self) -> Rgb888 {
        match self {
            Self::Paper => Rgb888::new(0xFC, 0xFD, 0xFD),
            Self::Ink => Rgb888::new(0x14, 0x21, 0x2B),
            Self::Quiet => Rgb888::new(0xEC, 0xF1, 0xF4),
            Self::QuietInk => Rgb888::new(0x34, 0x43, 0x50),
            Self::Primary => Rgb888::new(0x0A, 0x4C, 0x7D),
            Self::OnPrimary => Rgb888::new(0xFF, 0xFF, 0xFF),
            Self::Notice => Rgb888::new(0xFF, 0xF3, 0xD4),
            Self::NoticeEdge => Rgb888::new(0xB3, 0x6B, 0x00),
            Self::Good => Rgb888::new(0x0B, 0x5D, 0x3B),
            Self::Edge => Rgb888::new(0x5A, 0x6B, 0x78),
            Self::Soft => Rgb888::new(0xC9, 0xDC, 0xEA),
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
