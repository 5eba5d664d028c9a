//! The ports: what the runtime needs of the world. One adapter crate per part implements them.
//!
//! Every port is owned by one thread and has one operation in flight. An adapter moves bytes and
//! reports faults; it decides nothing and retries nothing that the port does not say it may.

pub mod camera;
pub mod card_front;
pub mod clock;
pub mod desk;
pub mod holder;
pub mod matcher;
pub mod reader;
pub mod service;

pub use camera::{Camera, CameraFault, Frame};
pub use card_front::CardFront;
pub use clock::{Clock, Entropy, EntropyFault};
pub use desk::{Display, FeedLost, Input, Key, Reception, ReceptionMessage};
pub use holder::{HolderAuthorisation, HolderFault};
pub use matcher::{Face, Look, Matcher, MatcherFault, ModelIds, Movement, Picture, Presentation, Wanted};
pub use reader::{HeldCard, Presence, Reader, ReaderFault, SlotState};
pub use service::{KeyFault, Service, ServiceFault, TerminalKey};
