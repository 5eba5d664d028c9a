//! A synthetic person before a camera: one photograph on a relief head that turns when it is told to,
//! and the same photograph as an attack would show it.
//!
//! Everything that comes out of this crate is **synthetic**, and whatever prints a figure made with it
//! says so. It stands in for a person in demonstration, simulator, tests and rig, where none is; it is
//! no evidence about real heads beyond their rough shape.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`photograph`] | a photograph and where the face in it is |
//! | [`relief`] | the depth of a generic face |
//! | [`motion`] | how a person follows what is asked: waits, turns, sways |
//! | [`presentation`] | the species: the head itself, prints, bent prints, cut-outs, screens, loops, stills |
//! | [`camera`] | noise and light of the camera that sees them |
//! | [`raster`] | textured meshes to pixels: the only place with lossy number conversions |

pub mod camera;
pub mod motion;
pub mod photograph;
pub mod presentation;
pub mod raster;
pub mod relief;

pub use motion::{Asked, Follower};
pub use photograph::Photograph;
pub use presentation::{Actor, Species};
