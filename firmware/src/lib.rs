//! Composes a terminal for a device: the adapters of real parts behind the runtime's ports.
//!
//! - [`matcher`]: the face matcher, models checked by hash
//! - [`clock`], [`entropy`]: the system's
//!
//! The rig composes the same library and adds only test anchors and the stand-in.

pub mod clock;
pub mod entropy;
pub mod matcher;

pub use clock::SystemClock;
pub use entropy::SystemEntropy;
pub use matcher::{FaceMatcher, MatcherStart};
