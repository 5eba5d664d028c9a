//! Themes: a table of colours and a table of measures each, chosen by the device's configuration.

use crate::palette::{HIGH_CONTRAST, Palette, Role, STANDARD};
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::prelude::Size;
use terminal::Language;

/// How screens look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark on light.
    #[default]
    Standard,
    /// White and yellow on black, for eyes that light dazzles or that see little contrast.
    HighContrast,
    /// The standard colours, with letters as large as their places hold and smaller drawings.
    Large,
}

/// What a scene is laid out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    /// Width and height in pixels: 800x480 and larger, or 480x800 and larger.
    pub size: Size,
    /// How it looks.
    pub theme: Theme,
    /// What the patient reads.
    pub language: Language,
}

/// Shares of what the standard theme has, in percent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measures {
    /// Letters, where there is room.
    pub(crate) letters: i32,
    /// Drawings beside or above words.
    pub(crate) drawings: i32,
    /// The camera's preview.
    pub(crate) preview: i32,
}

impl Theme {
    /// All themes.
    pub const ALL: [Self; 3] = [Self::Standard, Self::HighContrast, Self::Large];

    /// Its name in configuration files and golden files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::HighContrast => "high_contrast",
            Self::Large => "large",
        }
    }

    /// The colour of a role.
    pub const fn colour(self, role: Role) -> Rgb888 {
        self.palette().of(role)
    }

    const fn palette(self) -> &'static Palette {
        match self {
            Self::Standard | Self::Large => &STANDARD,
            Self::HighContrast => &HIGH_CONTRAST,
        }
    }

    pub(crate) const fn measures(self) -> Measures {
        match self {
            Self::Standard | Self::HighContrast => Measures { letters: 100, drawings: 100, preview: 100 },
            Self::Large => Measures { letters: 130, drawings: 70, preview: 88 },
        }
    }
}
