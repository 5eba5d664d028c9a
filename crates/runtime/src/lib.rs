//! Carries the session machine's effects out: one loop, one Closet of secrets, one worker per part.
//!
//! - [`port`]: what the runtime needs of the world

pub mod port;
