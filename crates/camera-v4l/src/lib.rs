//! The face camera through Video4Linux: [`V4lCamera`] implements the runtime's `Camera` port with
//! nokhwa.
//!
//! - [`V4lCamera`]: the port;
//! - [`Pick`], [`attached_cameras`]: which camera;
//! - `device`: opening it, and the format that is asked for;
//! - `feed`: the thread that reads it, and the newest frame;
//! - `decode`: from a driver's bytes to RGB;
//! - `blame`: from nokhwa's texts to the port's faults.
//!
//! Reading a camera that gives nothing blocks for ever inside the driver's `poll`, and nokhwa has no
//! limit for it. So everything that touches the device happens in a thread of its own, every wait
//! for it has a limit, and a panic below nokhwa (its stream panics when it can't be closed) ends that
//! thread and no more.
//!
//! A camera is a stranger on a USB port: its JPEGs are decoded by a memory-safe decoder (crate
//! `image`), not by the C library that nokhwa would bring, and every length is checked.
//!
//! The driver's own buffers and nokhwa's copy of a frame are not wiped; they live as long as the
//! camera is on.

mod blame;
mod camera;
mod decode;
mod device;
mod feed;
mod pick;

pub use camera::V4lCamera;
pub use decode::{Encoding, Malformed, decode};
pub use pick::{Attached, Pick, attached_cameras};
