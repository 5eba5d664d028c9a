//! The terminal's way to the verification service: HTTPS with a client certificate, the service's
//! root pinned, certificates judged by the terminal's own (possibly simulated) clock.
//!
//! - [`client`]: one plain method per question, over the types of `wire`
//! - [`key`]: the terminal's key, which signs what the terminal claims
//! - [`fault`]: why there is no answer, and who is to blame
//! - [`port`]: both behind the runtime's ports
//! - `connector`: TLS under the HTTP client

pub mod client;
mod connector;
pub mod fault;
pub mod key;
pub mod port;

pub use client::{ServiceClient, Settings, SettingsFault, WallClock};
pub use fault::{Misbehaviour, Refuser, ServiceFault};
pub use key::{KeyFault, TerminalKey};
pub use port::NamedKey;
