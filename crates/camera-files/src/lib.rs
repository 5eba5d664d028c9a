//! A camera that plays picture files: [`FileCamera`] implements the runtime's `Camera` port for the
//! simulator, the demo and tests.
//!
//! - [`Reel`]: pictures in the order in which they are shown, all read and checked when it is opened;
//! - [`FileCamera`]: plays a reel, frame by frame;
//! - [`Knob`]: changes reel and fault of a camera that somebody else owns;
//! - [`Fault`], [`Upset`]: what goes wrong, and from which frame on;
//! - [`OpenFault`]: what is wrong with a file.
//!
//! Files are JPEG or PNG by their content, whatever their name says; a photo's EXIF orientation is
//! honoured. Everything is bounded ([`LONGEST_REEL`], [`LARGEST_FILE`], [`LARGEST_SIDE`],
//! [`LARGEST_REEL`]), and nothing is read from disk once a reel is open.

mod camera;
mod fault;
mod fit;
mod reel;

pub use camera::{AtEnd, Chooser, FileCamera, Knob};
pub use fault::{Fault, Upset};
pub use fit::{FRAME_HEIGHT, FRAME_WIDTH, Fit};
pub use reel::{LARGEST_FILE, LARGEST_REEL, LARGEST_SIDE, LONGEST_REEL, OpenFault, Reel};
