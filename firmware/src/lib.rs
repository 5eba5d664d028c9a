//! Composes a terminal for a device: the adapters of real parts behind the runtime's ports.
//!
//! - [`config`]: the configuration file; what may be configured, and what may not
//! - [`anchors`]: what a build trusts, fixed at composition
//! - [`mod@compose`]: from both to a [`Device`]; [`fault`]: why there is none, and what to do
//! - [`matcher`]: the face matcher, models checked by hash
//! - [`front`]: the printed side, until it can be read or typed
//! - [`staff_file`]: who may confirm by eye
//! - [`mod@start_over`]: an empty strike ledger in the place of one that can't be used
//! - [`clock`], [`entropy`]: the system's
//!
//! The program `terminal` is this library with [`Anchors::production`]. A rig has test anchors instead,
//! and nothing else of its own: the stand-in for holder authorisation is the service's.

pub mod anchors;
pub mod clock;
pub mod compose;
pub mod config;
pub mod entropy;
pub mod fault;
pub mod front;
pub mod matcher;
pub mod staff_file;
pub mod start_over;

pub use anchors::Anchors;
pub use clock::SystemClock;
pub use compose::{Device, compose, compose_with};
pub use config::{Config, ConfigFault};
pub use entropy::SystemEntropy;
pub use fault::ComposeFault;
pub use matcher::{FaceMatcher, MatcherStart};
pub use start_over::{StartOverFault, start_over};
