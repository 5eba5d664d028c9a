//! What every display and every touch adapter does alike: paint the screen, remember which one is
//! seen, and tell what a touch on it means to the runtime.
//!
//! - [`Painter`]: from a screen and lent pictures to pixels, only those that changed, wiped again where
//!   they showed a person;
//! - [`Seen`]: the screen that is seen now, shared from the display with the touch adapter;
//! - `sign`: the small sign that reception does not hear this terminal.
//!
//! A device's framebuffer and a window of the simulator differ only in where the pixels go and
//! where the points come from.

mod painter;
mod seen;
mod sign;

pub use painter::{Painted, Painter};
pub use seen::Seen;
