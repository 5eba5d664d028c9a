//! The municipal office's counter as commands: what `sim card …` does to virtual cards in a directory.
//!
//! - [`run`]: one command line, answered on any writer. `form`: the commands as one table, which is the
//!   help text too; `order`: a command line taken apart by it.
//! - [`Store`]: the directory with the cards and the issuers they were made by.
//! - [`MunicipalityFault`]: every refusal, with the next step for the person at the counter.
//! - `issue`, `lock`, `adjust`, `show`: the deeds, by what they do to a card. The rules themselves are
//!   `virtual_card::municipality`'s.
//! - `words`: names of things on a card as people read them. `surroundings`: clock, environment and
//!   randomness of the machine, read there and nowhere else.
//!
//! PINs, 照合番号B and the security code leave a card file by `show --secrets` alone; 個人番号 never.

mod adjust;
mod fault;
mod form;
mod issue;
mod lock;
mod order;
mod show;
mod store;
mod surroundings;
mod words;

pub use fault::MunicipalityFault;
pub use store::Store;

use std::io::Write;

/// Carries out one command: `words` are what follows `sim card`, such as `["lock-pins", "1"]`.
///
/// What the counter says goes to `out`; nothing is changed when a fault comes back, except that a
/// store made for a first card may stay. The defaults of `--store` and `--day` are this machine's.
///
/// # Errors
/// [`MunicipalityFault`], whose text names the next step.
pub fn run(words: &[String], out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    let (name, rest) = words.split_first().ok_or(MunicipalityFault::NoCommand)?;
    let form = form::find(name).ok_or(MunicipalityFault::NoCommand)?;
    (form.carry_out)(&order::Order::read(form, rest)?, out)
}
