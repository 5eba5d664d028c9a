//! What workers do with one job, without their threads and channels: for models that walk every
//! interleaving of a whole system with the real code inside (`tests/tests/composed_system`).

pub use crate::translate::card_facts;
pub use crate::worker::card::{CardRead, genuine, present_number, present_pin, read};
pub use crate::worker::records::{RecordsJob, RecordsReply, RecordsWorker};
