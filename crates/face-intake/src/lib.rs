//! What comes into the face comparison from outside, taken apart within bounds: the chip photo,
//! pictures, the list of models.
//!
//! It stands apart from the comparison so that whatever reads bytes of strangers is small, needs
//! no neural network runtime, and can be fuzzed and measured alone. `face` hands it on.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`photo`] | the chip photo: bounds on JPEG 2000 before and around its decoder |
//! | [`picture`] | pictures with checked sizes that are wiped when dropped |
//! | [`manifest`] | which model files exist, by hash, and the refusal of every other file |

pub mod manifest;
pub mod photo;
pub mod picture;

pub use manifest::{Manifest, ModelError, ModelId};
pub use photo::{PhotoFault, decode_photo};
pub use picture::{Grey8, PictureFault, Rgb8, RgbView};
