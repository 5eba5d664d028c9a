//! A card slot without pcscd: the virtual card in this process, behind the runtime's reader port,
//! with faults at chosen commands. For what needs thousands of sessions; whatever a real pcscd can
//! be made to show is shown with [`crate::PrivatePcscd`].

use apdu::{ApduForm, CardChannel, ChannelError};
use runtime::port::{HeldCard, Presence, Reader, ReaderFault, SlotState};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use virtual_card::card::{Keep, Outcome, PowerEvent, VirtualCard};
use virtual_card::card_file::CardFile;

/// What goes wrong with one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upset {
    /// The card leaves before it has seen the command.
    RemovedBefore,
    /// The card acts on the command and leaves before its answer arrives.
    RemovedAfter,
    /// The channel reports this; the card has not seen the command.
    Channel(ChannelError),
    /// The card acts; this arrives instead of its answer.
    Answer(Vec<u8>),
    /// The card acts; its data is lost and its status word arrives.
    StatusOnly,
    /// The card acts; the last byte of its answer is lost.
    LastByteLost,
    /// The card acts; a byte comes before its answer.
    ByteTooMany,
    /// The card has not seen the command; the answer to the one before arrives once more.
    Replayed,
}

/// The hand that puts cards on the tray.
#[derive(Clone, Default)]
pub struct Tray {
    place: Arc<Place>,
}

#[derive(Default)]
struct Place {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    card: Option<VirtualCard>,
    /// Counts the cards laid, so that a swap is noticed.
    laid: u64,
    /// Commands since the card was laid.
    commands: u64,
    verifies: u64,
    signatures_asked: u64,
    planned: Option<(u64, Upset)>,
    struck: bool,
    last_answer: Vec<u8>,
}

impl Tray {
    /// Lays a card down, with counts at zero. `upset` strikes at the command of that number, from 0.
    pub fn lay(&self, card: CardFile, upset: Option<(u64, Upset)>) {
        let mut state = self.place.lock();
        state.laid = state.laid.wrapping_add(1);
        // A card does not make the same challenge twice, whenever it is laid.
        let mut seed = [0x3C; 32];
        for (place, byte) in seed.iter_mut().zip(state.laid.to_be_bytes()) {
            *place = byte;
        }
        state.card = Some(VirtualCard::new(card, Keep::Memory, seed));
        state.commands = 0;
        state.verifies = 0;
        state.signatures_asked = 0;
        state.struck = false;
        state.planned = upset;
        self.place.changed.notify_all();
    }

    /// Takes the card away, if it is still there.
    pub fn take(&self) -> Option<CardFile> {
        let card = self.place.lock().card.take();
        self.place.changed.notify_all();
        card.map(VirtualCard::into_card)
    }

    /// Commands sent since the card was laid.
    #[must_use]
    pub fn commands(&self) -> u64 {
        self.place.lock().commands
    }

    /// VERIFYs with data sent since the card was laid, whether or not the card saw them.
    #[must_use]
    pub fn verifies(&self) -> u64 {
        self.place.lock().verifies
    }

    /// Signatures by the user-authentication key asked since the card was laid.
    #[must_use]
    pub fn signatures_asked(&self) -> u64 {
        self.place.lock().signatures_asked
    }

    /// Whether the planned upset has struck.
    #[must_use]
    pub fn struck(&self) -> bool {
        self.place.lock().struck
    }

    /// The reader port of this tray.
    #[must_use]
    pub fn reader(&self, form: ApduForm) -> TrayReader {
        TrayReader { place: Arc::clone(&self.place), form }
    }
}

impl Place {
    /// A panic elsewhere leaves plain values behind.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn slot(&self) -> SlotState {
        if self.card.is_some() { SlotState::Card } else { SlotState::Empty }
    }

    fn count(&mut self, command: &[u8]) -> u64 {
        let number = self.commands;
        self.commands = number.saturating_add(1);
        match command {
            [_, 0x20, _, _, _, _, ..] => self.verifies = self.verifies.saturating_add(1),
            [0x80, 0x2A, _, 0x97, ..] => self.signatures_asked = self.signatures_asked.saturating_add(1),
            _ => {}
        }
        number
    }

    fn carry_out(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        let number = self.count(command);
        let planned = match &self.planned {
            Some((at, upset)) if *at == number => Some(upset.clone()),
            _ => None,
        };
        let Some(upset) = planned else { return self.exchange(command) };
        self.struck = true;
        match upset {
            Upset::RemovedBefore => {
                self.card = None;
                Err(ChannelError::Removed)
            }
            Upset::RemovedAfter => {
                let _ = self.exchange(command);
                self.card = None;
                Err(ChannelError::Torn)
            }
            Upset::Channel(error) => Err(error),
            Upset::Replayed => Ok(self.last_answer.clone()),
            Upset::Answer(bytes) => self.exchange(command).map(|_| bytes),
            Upset::StatusOnly => self
                .exchange(command)
                .map(|answer| answer.get(answer.len().saturating_sub(2)..).unwrap_or_default().to_vec()),
            Upset::LastByteLost => self
                .exchange(command)
                .map(|answer| answer.get(..answer.len().saturating_sub(1)).unwrap_or_default().to_vec()),
            Upset::ByteTooMany => self.exchange(command).map(|answer| [vec![0], answer].concat()),
        }
    }

    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        let card = self.card.as_mut().ok_or(ChannelError::Removed)?;
        match card.exchange(command) {
            Outcome::Answered { response, .. } => {
                self.last_answer.clone_from(&response);
                Ok(response)
            }
            Outcome::Torn => Err(ChannelError::Torn),
            Outcome::Silent => Err(ChannelError::Mute),
        }
    }
}

/// The tray as the runtime's reader.
pub struct TrayReader {
    place: Arc<Place>,
    form: ApduForm,
}

impl Reader for TrayReader {
    fn watch(&mut self, known: SlotState, patience: Duration) -> SlotState {
        let state = self.place.lock();
        if state.slot() != known {
            return state.slot();
        }
        match self.place.changed.wait_timeout(state, patience) {
            Ok((state, _)) => state.slot(),
            Err(poisoned) => poisoned.into_inner().0.slot(),
        }
    }

    fn hold(&mut self, body: &mut dyn FnMut(&mut dyn HeldCard)) -> Result<(), ReaderFault> {
        let laid = {
            let mut state = self.place.lock();
            let card = state.card.as_mut().ok_or(ReaderFault::CardGone)?;
            card.power(PowerEvent::On);
            if card.atr().is_empty() {
                return Err(ReaderFault::Mute);
            }
            state.laid
        };
        body(&mut OnTray { place: &self.place, form: self.form, laid });
        if let Some(card) = self.place.lock().card.as_mut() {
            card.power(PowerEvent::Off);
        }
        Ok(())
    }
}

struct OnTray<'a> {
    place: &'a Place,
    form: ApduForm,
    laid: u64,
}

impl CardChannel for OnTray<'_> {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        let answer = {
            let mut state = self.place.lock();
            if state.laid != self.laid {
                return Err(ChannelError::Removed);
            }
            state.carry_out(command)?
        };
        if answer.len() < 2 {
            return Err(ChannelError::Torn);
        }
        response.get_mut(..answer.len()).ok_or(ChannelError::ResponseTooLong)?.copy_from_slice(&answer);
        Ok(answer.len())
    }
}

impl HeldCard for OnTray<'_> {
    fn form(&self) -> ApduForm {
        self.form
    }

    fn presence(&mut self) -> Presence {
        let state = self.place.lock();
        if state.card.is_some() && state.laid == self.laid { Presence::Here } else { Presence::Gone }
    }
}
