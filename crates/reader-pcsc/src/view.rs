//! What pcscd tells of this terminal's readers at one moment.

use crate::Readers;
use pcsc::{Context, Error, ReaderState, State};
use std::ffi::CString;
use std::time::Duration;

/// One card that was put on one reader, told apart from every other by pcscd's count of
/// insertions and removals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Insertion {
    pub(crate) reader: CString,
    pub(crate) count: u32,
}

/// The readers that are there and the cards on them.
pub(crate) struct View {
    states: Vec<ReaderState>,
}

impl View {
    /// Asks pcscd, without waiting for anything.
    pub(crate) fn take(context: &Context, readers: &Readers) -> Result<Self, Error> {
        let names = readers.of(context.list_readers_owned()?);
        let states = names.into_iter().map(|name| ReaderState::new(name, State::UNAWARE)).collect();
        let mut view = Self { states };
        if !view.states.is_empty() {
            match context.get_status_change(Duration::ZERO, &mut view.states) {
                // The states are filled in all the same.
                Ok(()) | Err(Error::Timeout) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(view)
    }

    /// Waits until anything differs from this view, or a reader comes or goes. Looking again tells what.
    pub(crate) fn wait(mut self, context: &Context, limit: Duration) -> Result<(), Error> {
        self.states.iter_mut().for_each(ReaderState::sync_current_state);
        self.states.push(ReaderState::new(pcsc::PNP_NOTIFICATION(), State::UNAWARE));
        context.get_status_change(limit, &mut self.states)
    }

    /// The cards.
    pub(crate) fn cards(&self) -> Vec<Insertion> {
        let present = self.states.iter().filter(|reader| reader.event_state().contains(State::PRESENT));
        present
            .map(|reader| Insertion { reader: reader.name().to_owned(), count: reader.event_count() })
            .collect()
    }

    /// Whether any reader is there and works.
    pub(crate) fn has_reader(&self) -> bool {
        let unusable = State::UNKNOWN | State::UNAVAILABLE | State::IGNORE;
        self.states.iter().any(|reader| !reader.event_state().intersects(unusable))
    }
}
