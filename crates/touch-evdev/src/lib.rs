//! The touch screen through evdev: [`start`] reads it in a thread of its own and passes on what a
//! touch means on the screen that is seen.
//!
//! - [`start`], [`TouchFault`]: the device and its loop;
//! - [`Mounting`]: how the touch screen sits on the display; `mapping`: from its units to pixels;
//! - `contacts`: from evdev's events to fingers that came down;
//! - [`start_keypad`]: a numeric keypad beside it, for those who hear the screens.
//!
//! A touch counts when the finger comes down, once, however long it stays; fingers that overlap, as
//! in fast typing, count each. The device is grabbed, so that no other program of the machine hears
//! it. No position and no key leaves this crate but as the runtime's `Input`: nothing here has a
//! `Debug` that prints one, and nothing is logged but that the device came or went.

mod contacts;
mod device;
mod fault;
mod keypad;
mod mapping;

pub use device::start;
pub use fault::TouchFault;
pub use keypad::start_keypad;
pub use mapping::Mounting;
