//! Draws a [`terminal::Screen`] on any `embedded-graphics` target, and tells what a touch means.
//!
//! Pure: no clock, no file, no randomness. The same screen, theme, size, pictures and font give the
//! same pixels.
//!
//! - [`texts`]: the catalogue of every sentence; [`scene`]: a screen as things with places
//! - [`layout`]: from screen to scene, for drawing and touching alike
//! - [`draw`](draw()): from scene to pixels; [`touch`](touch()): from a point to its meaning
//! - [`damage`]: what of a scene has to be drawn again
//! - [`fonts`] and [`paragraph`]: glyphs, and where lines break; [`ruby`]: readings above hard words
//! - [`picture`]: the pictures of persons, lent for one draw; [`canvas`]: a frame in memory
//! - [`theme`]: how screens look; [`palette`]: colours by role; [`area`]: rectangles;
//!   [`drawing`]: the drawings

pub mod area;
pub mod canvas;
pub mod damage;
pub mod draw;
pub mod drawing;
pub mod fonts;
pub mod layout;
pub mod palette;
pub mod paragraph;
pub mod picture;
pub mod ruby;
pub mod scene;
pub mod texts;
pub mod theme;
pub mod touch;

mod numeric;
mod person;
mod shape;

pub use canvas::Canvas;
pub use damage::Damage;
pub use draw::{draw, draw_again};
pub use fonts::{FontFault, FontFiles, Fonts};
pub use picture::{Picture, PictureFault, Pictures};
pub use theme::{Theme, View};
pub use touch::{CREDENTIAL_CHARACTERS, CredentialKey, DigitKey, Secret, Touch, touch};
