//! The printed side of the virtual card that lies on the reader, from its file.

use card::CheckNumberB;
use policy::Mark;
use runtime::port::CardFront;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use virtual_card::card_file::CardFile;
use virtual_card::profile;

/// Knows which card file is in the slot.
#[derive(Clone, Debug, Default)]
pub struct ProfileFront {
    card: Arc<Mutex<Option<PathBuf>>>,
}

impl ProfileFront {
    /// The card that lies there now.
    pub fn lay(&self, card: Option<PathBuf>) {
        if let Ok(mut place) = self.card.lock() {
            *place = card;
        }
    }

    fn card(&self) -> Option<CardFile> {
        let path = self.card.lock().ok()?.clone()?;
        CardFile::load(&path).ok()
    }
}

impl CardFront for ProfileFront {
    fn check_number(&mut self) -> Option<CheckNumberB> {
        let card = self.card()?;
        let number = card.holder().ok()?.check_number_b(card.front.card_expiry);
        CheckNumberB::from_ascii(number.reveal().as_bytes()).ok()
    }

    fn mark(&mut self) -> Mark {
        match self.card().map(|card| card.front.mark) {
            Some(profile::Mark::Printed) => Mark::Printed,
            Some(profile::Mark::StruckThrough) => Mark::StruckThrough,
            // What is on the case alone is not on the card front (Q9).
            Some(profile::Mark::None | profile::Mark::Case) | None => Mark::Unseen,
        }
    }
}
