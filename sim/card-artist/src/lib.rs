//! Draws cards of invented people as the camera over a tray sees them, each picture with its truth.
//!
//! Everything that comes out of this crate is **drawn**: no real card, no real person, no hologram, no
//! real print. It says how the reader of the card front does on what is drawn, and is no evidence
//! about real cards beyond that. Same seed, same fonts: same pictures.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`person`] | who never lived, and what is printed about them |
//! | [`note`] | what stands in the 追記欄 |
//! | [`fonts`] | the fonts of print and of handwriting, by Debian package |
//! | [`sheet`] | millimetres to colours: lines, areas, text |
//! | [`front`], [`back`] | the two faces of the card |
//! | [`wear`] | what years in a purse do to the print |
//! | [`lay`] | how a card lies before the camera |
//! | [`scene`] | what is in the way, drawn by lot: one list of nuisances |
//! | [`hand`], [`picture`], [`camera`] | from a scene to pixels |
//! | [`truth`] | what each picture shows, for who measures |
//! | [`set`] | a folder of pictures |
//! | [`dice`], `numeric` | numbers by seed, and the only lossy number conversions |

pub mod back;
pub mod camera;
pub mod dice;
pub mod fonts;
pub mod front;
pub mod hand;
pub mod lay;
pub mod note;
mod numeric;
pub mod person;
pub mod picture;
pub mod scene;
pub mod set;
pub mod sheet;
pub mod truth;
pub mod wear;
