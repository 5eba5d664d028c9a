//! The feed of events to the reception desk: [`Feed`] implements the runtime's `Reception` port as
//! JSON lines over a UNIX socket or loopback TCP.
//!
//! - [`Feed`]: the port; [`FeedAddress`]: where it listens;
//! - `listener`: the socket; `client`: one desk that is connected;
//! - [`mod@line`]: **FORMAT**: what a message looks like.
//!
//! There is no thread and no queue of ours: sockets do not block, a message goes into the socket's own
//! buffer or the client is dropped, and new clients are let in when the next message is told (a
//! heartbeat comes at least every five seconds). A client shows that it lives by sending anything at
//! all, one byte per heartbeat; after three heartbeats without a sign it is dropped, so that a
//! desk that hangs counts as lost just as one that is gone. While nobody listens the last endings are
//! kept, and told to the next client as late ones (Inv10): reception hears of every session.
//!
//! Messages hold no personal data (J5). TCP is bound to loopback alone: this feed has no
//! authentication, and what leaves the machine goes through something that has.

mod client;
mod fault;
mod feed;
pub mod line;
mod listener;

pub use fault::ListenFault;
pub use feed::Feed;
pub use listener::FeedAddress;
