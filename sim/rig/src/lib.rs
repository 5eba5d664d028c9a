//! The bench that tests and demonstrations put the terminal on: a real pcscd of their own, with
//! two card slots, in a room that nothing else on the machine can reach.
//!
//! - [`PrivatePcscd`]: pcscd with Debian's virtual reader driver, in its own mount, network and
//!   process namespaces; killed and restarted at will;
//! - [`CardSlot`]: the virtual card's program `card-slot` in one of its slots, spoken to over a
//!   control socket: insert, remove, tear, count;
//! - [`Tray`]: a slot without pcscd, in this process, with an [`Upset`] at a chosen command;
//! - [`StandInCentre`]: the centre's side of the stand-in for holder authorisation, without a service;
//! - [`places`]: where set-up keeps models, pictures and the driver, and where cargo puts programs;
//! - [`RigFault`]: what can go wrong, and what to type then.
//!
//! ```no_run
//! let pcscd = rig::PrivatePcscd::start()?;
//! let mut slot = rig::CardSlot::start(&pcscd, rig::Slot::First)?;
//! slot.insert(std::path::Path::new("card.json"))?;
//! let seen = pcscd.client("opensc-tool").arg("--name").output();
//! # drop(seen);
//! # Ok::<(), rig::RigFault>(())
//! ```

mod centre;
mod fault;
mod inside;
mod pcscd;
mod place;
pub mod places;
mod room;
mod slot;
mod tray;
mod upset;
mod wait;

pub use centre::{StandInCentre, script};
pub use fault::RigFault;
pub use pcscd::PrivatePcscd;
pub use slot::{CardSlot, Moment, Slot, SlotStats, Torn};
pub use tray::{Counts, Tray, TrayReader};
pub use upset::Upset;
