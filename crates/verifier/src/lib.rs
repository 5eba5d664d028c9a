//! The verification service: believes nothing that a terminal says until it has checked it, and
//! answers verified, refused with a reason, or unregistered.
//!
//! Pure, over values:
//! - [`mode`]: production or rig, and what only a rig may do
//! - [`roots`]: the roots that cards may descend from; [`certificate`]: the card's certificate
//! - [`signature`]: both signatures
//! - [`admit`]: is this terminal answering its own, fresh challenge?
//! - [`judge`]: does the card, by the rules of that day, prove what the terminal claims?
//! - [`verify`](fn@verify): both, over one statement
//! - [`visual`], [`face`]: how often people may be confirmed by eye, and by face
//! - [`alarm`]: what an operator must hear of
//!
//! With state:
//! - [`store`]: what outlives a restart (SQLite; in memory for tests)
//! - [`service`]: the five questions a terminal may ask, over a store
//! - [`authorise`]: commands that open a card's key without PIN; nothing here can make them, a rig
//!   brings a stand-in
//! - [`rate`], [`clock`]: how often, and when
//!
//! On the wire: [`http`] (endpoints), [`tls`] (who is speaking), [`server`] (connections).

pub mod admit;
pub mod alarm;
pub mod authorise;
pub mod certificate;
pub mod clock;
pub mod face;
pub mod http;
pub mod judge;
pub mod mode;
pub mod rate;
pub mod roots;
pub mod server;
pub mod service;
pub mod signature;
pub mod store;
pub mod terminal;
pub mod tls;
pub mod visual;

pub use judge::{Accepted, Context, Trust, verify};
pub use mode::{Mode, Rig};
pub use roots::{RootFault, Roots};
pub use service::{Service, ServiceConfig};
pub use terminal::{IssuedChallenge, Terminal};
