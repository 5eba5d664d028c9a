//! The printed side of the card: from a picture of the tray to 照合番号B and the mark in the 追記欄.
//!
//! Pure computation over pixels that are passed in: no file, clock, camera or card is touched here. The
//! crate says what it reads and how sure it is; whether that is believed is policy's
//! (`policy::card_front`), and what is believed is checked by the chip.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`reader`] | the door: look at a picture, read the note |
//! | [`series`] | the readings of one card, until two frames agree |
//! | [`layout`] | where what stands, in millimetres: one versioned table |
//! | [`recogniser`] | PP-OCRv6 through tract, and the trait before it |
//! | [`mod@print`] | dates, eras, the security code, 照合番号B |
//! | [`note`] | the 追記欄: 「顔認証」, struck through or not |
//! | [`trouble`] | why a front could not be read |
//! | `find`, `region`, `light` | where the card lies |
//! | `view`, `ink`, `strip`, `decode` | from a zone in millimetres to characters |
//! | [`geometry`], `numeric` | points and the only lossy number conversions |
//!
//! The back of the card is told by its gold contacts and never read: it bears the 個人番号.
//!
//! What is wiped: strips, samples, probabilities, what was read. What is not: what tract frees or keeps per
//! thread; a program that reads cards has an allocator that wipes (`face` says the same).

mod decode;
mod find;
pub mod geometry;
mod ink;
pub mod layout;
mod light;
pub mod note;
mod numeric;
pub mod print;
pub mod reader;
pub mod recogniser;
mod region;
pub mod series;
mod strip;
pub mod trouble;
mod view;

pub use face_intake::{Manifest, ModelError, ModelId, Rgb8};
pub use layout::{Layout, LayoutFault};
pub use note::{Note, Strike};
pub use print::PrintedNumber;
pub use reader::{Field, Reader, Reading, Sight, WayUp};
pub use recogniser::{PpOcr, Recogniser, RecogniserFault};
pub use series::Series;
pub use trouble::Trouble;
