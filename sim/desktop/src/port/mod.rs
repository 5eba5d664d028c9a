//! The virtual parts: what the simulator puts where a device has the real ones.

pub mod clock;
pub mod display;
pub mod eye;
pub mod front;
pub mod overheard;
pub mod reception;
pub mod shared_matcher;
pub mod stance;
pub mod viewfinder;
pub mod window;
