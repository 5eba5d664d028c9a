//! Where what stands on the card front: a versioned table in millimetres.

use core::fmt;

use serde::Deserialize;

/// The table that this crate was built with.
const BUILT_IN: &str = include_str!("layout.toml");

/// A rectangle on the upright card, in millimetres from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zone {
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Lower edge.
    pub bottom: f32,
}

/// One print of the card.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Which print.
    pub version: String,
    /// Width of the card.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// 生年月日.
    pub date_of_birth: Zone,
    /// Until when the card is valid.
    pub expiry: Zone,
    /// セキュリティコード.
    pub security_code: Zone,
    /// 追記欄.
    pub note: Zone,
}

/// A layout that no card can have; who wrote the table is to blame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutFault {
    /// Not a table of this form.
    Malformed,
    /// A zone without inside, or not on the card.
    Zone,
}

impl Layout {
    /// The table of the source tree that this crate was built from.
    ///
    /// # Errors
    /// [`LayoutFault`].
    pub fn built_in() -> Result<Self, LayoutFault> {
        Self::parse(BUILT_IN)
    }

    /// Reads a table in the form of `layout.toml`.
    ///
    /// # Errors
    /// [`LayoutFault`].
    pub fn parse(text: &str) -> Result<Self, LayoutFault> {
        let layout: Self = toml::from_str(text).map_err(|_| LayoutFault::Malformed)?;
        layout.check()?;
        Ok(layout)
    }

    /// Whether every zone lies on the card.
    ///
    /// # Errors
    /// [`LayoutFault::Zone`].
    pub fn check(&self) -> Result<(), LayoutFault> {
        let sizes = [self.width, self.height].iter().all(|size| (10.0..=200.0).contains(size));
        let zones = [self.date_of_birth, self.expiry, self.security_code, self.note];
        let on_card = |zone: &Zone| {
            let inside = 0.0 <= zone.left && 0.0 <= zone.top;
            inside
                && zone.left + 1.0 <= zone.right
                && zone.top + 1.0 <= zone.bottom
                && zone.right <= self.width
                && zone.bottom <= self.height
        };
        if sizes && zones.iter().all(on_card) { Ok(()) } else { Err(LayoutFault::Zone) }
    }
}

impl Zone {
    /// The zone, larger by so many millimetres above and below.
    pub(crate) fn taller(self, by: f32) -> Self {
        Self { top: self.top - by, bottom: self.bottom + by, ..self }
    }

    pub(crate) fn width(self) -> f32 {
        self.right - self.left
    }

    pub(crate) fn height(self) -> f32 {
        self.bottom - self.top
    }
}

impl fmt::Display for LayoutFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the layout table can't be read",
            Self::Zone => "a zone of the layout table has no inside or is not on the card",
        })
    }
}

impl core::error::Error for LayoutFault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_is_a_card() {
        assert!(Layout::built_in().is_ok());
    }

    #[test]
    fn a_zone_that_is_not_on_the_card_is_refused() {
        for (right, wrong) in [("right = 24.0", "right = 14.5"), ("bottom = 29.4", "bottom = 54.0")] {
            let text = BUILT_IN.replace(right, wrong);
            assert_ne!(text, BUILT_IN);
            assert_eq!(Layout::parse(&text), Err(LayoutFault::Zone));
        }
        let not_a_number = BUILT_IN.replace("top = 38.7", "top = nan");
        assert_eq!(Layout::parse(&not_a_number), Err(LayoutFault::Zone));
        assert_eq!(Layout::parse("version = 1"), Err(LayoutFault::Malformed));
    }
}
