//! A card slot without pcscd: the virtual card in this process, behind the runtime's reader port,
//! with faults at chosen commands. For what needs thousands of sessions; whatever a real pcscd can
//! be made to show is shown with [`crate::PrivatePcscd`].
//!
//! The reader behaves as `reader-pcsc` does: a card that left, was reset or fell silent is gone for
//! the hold that it happened in. One thing differs: the tray then keeps such a card to itself until
//! it is laid again, where pcscd would show it anew at once; so a card laid is one session.

use crate::place::Namer;
use crate::upset::Upset;
use apdu::{ApduForm, CardChannel, ChannelError};
use runtime::port::{HeldCard, Presence, Reader, ReaderFault, SlotState};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use virtual_card::card::{Keep, Outcome, PowerEvent, VirtualCard};
use virtual_card::card_file::CardFile;

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
    counts: Counts,
    names: Vec<String>,
    namer: Namer,
    planned: Option<(u64, Upset)>,
    struck: bool,
    /// It struck at an earlier command than this.
    struck_before: bool,
    /// The card left, was reset or fell silent: what every command is told from then on.
    void: Option<ChannelError>,
    /// pcscd is gone.
    lost: bool,
    last_answer: Vec<u8>,
}

/// What was sent since a card was laid, whether or not the card saw it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// VERIFYs in the JPKI application that carried data: those of the PIN for user authentication.
    pub pin_verifies: u64,
    /// Other VERIFYs that carried data: those of 照合番号B.
    pub other_verifies: u64,
    /// Signatures by the user-authentication key.
    pub signatures: u64,
    /// Signatures by that key which the card made at later commands than the one that was upset.
    pub made_after_upset: u64,
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
        state.counts = Counts::default();
        state.names.clear();
        state.namer = Namer::default();
        state.struck = false;
        state.void = None;
        state.last_answer.clear();
        state.lost = false;
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

    /// What was sent since the card was laid.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.place.lock().counts
    }

    /// VERIFYs with data sent since the card was laid, whether or not the card saw them.
    #[must_use]
    pub fn verifies(&self) -> u64 {
        let counts = self.counts();
        counts.pin_verifies.saturating_add(counts.other_verifies)
    }

    /// Signatures by the user-authentication key asked since the card was laid.
    #[must_use]
    pub fn signatures_asked(&self) -> u64 {
        self.counts().signatures
    }

    /// The commands sent since the card was laid, by name, in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.place.lock().names.clone()
    }

    /// Whether the terminal has no card any more, or no reader: whatever it does next, it will notice.
    #[must_use]
    pub fn has_left(&self) -> bool {
        self.place.lock().slot() != SlotState::Card
    }

    /// Whether the planned upset has struck.
    #[must_use]
    pub fn struck(&self) -> bool {
        self.place.lock().struck
    }

    /// The reader port of this tray.
    #[must_use]
    pub fn reader(&self, form: ApduForm) -> TrayReader {
        TrayReader { place: Arc::clone(&self.place), form, told: 0 }
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
        match (self.lost, self.void.is_some() || self.card.is_none()) {
            (true, _) => SlotState::Lost,
            (false, true) => SlotState::Empty,
            (false, false) => SlotState::Card,
        }
    }

    fn count(&mut self, command: &[u8]) -> u64 {
        let number = self.commands;
        self.commands = number.saturating_add(1);
        let name = self.namer.name(command);
        let counts = &mut self.counts;
        match command {
            [_, 0x20, _, _, _, _, ..] if name.starts_with("VERIFY JPKI") => counts.pin_verifies += 1,
            [_, 0x20, _, _, _, _, ..] => counts.other_verifies += 1,
            [0x80, 0x2A, _, 0x97, ..] => counts.signatures += 1,
            _ => {}
        }
        self.names.push(name);
        number
    }

    fn carry_out(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        let number = self.count(command);
        self.struck_before = self.struck;
        if self.lost {
            return Err(ChannelError::ServiceGone);
        }
        if let Some(void) = self.void {
            return Err(void);
        }
        let planned = match &self.planned {
            Some((at, upset)) if *at == number || (upset.lasts() && *at < number) => Some(upset.clone()),
            _ => None,
        };
        let result = match planned {
            Some(upset) => {
                self.struck = true;
                self.upset(&upset, command)
            }
            None => self.exchange(command),
        };
        // As the adapter: fewer than two bytes are a torn card.
        let result =
            result.and_then(|answer| if answer.len() < 2 { Err(ChannelError::Torn) } else { Ok(answer) });
        self.void = match result {
            // As pcsc-lite: whatever is asked of a torn card next, it has left.
            Err(ChannelError::Torn | ChannelError::Removed) => Some(ChannelError::Removed),
            Err(error @ (ChannelError::Reset | ChannelError::Mute)) => Some(error),
            _ => None,
        };
        result
    }

    fn upset(&mut self, upset: &Upset, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
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
            Upset::Channel(error) | Upset::ChannelFromNowOn(error) => Err(*error),
            Upset::ServiceKilled => {
                self.lost = true;
                Err(ChannelError::ServiceGone)
            }
            Upset::Replayed => Ok(self.last_answer.clone()),
            Upset::Refusal(bytes) => Ok(bytes.clone()),
            spoiling => self.exchange(command).map(|answer| spoiling.spoil(&answer)),
        }
    }

    fn exchange(&mut self, command: &[u8]) -> Result<Vec<u8>, ChannelError> {
        let card = self.card.as_mut().ok_or(ChannelError::Removed)?;
        match card.exchange(command) {
            Outcome::Answered { response, .. } => {
                let made = matches!(command, [0x80, 0x2A, _, 0x97, ..]) && response.ends_with(&[0x90, 0x00]);
                self.counts.made_after_upset += u64::from(made && self.struck_before);
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
    /// The card that was told of last.
    told: u64,
}

impl TrayReader {
    /// A card that lies in the place of the one that was told of is a removal first.
    fn tell(&mut self, state: &State, known: SlotState) -> SlotState {
        match state.slot() {
            SlotState::Card if known == SlotState::Card && state.laid != self.told => SlotState::Empty,
            SlotState::Card => {
                self.told = state.laid;
                SlotState::Card
            }
            other => other,
        }
    }
}

impl Reader for TrayReader {
    fn watch(&mut self, known: SlotState, patience: Duration) -> SlotState {
        let place = Arc::clone(&self.place);
        let state = place.lock();
        let told = self.tell(&state, known);
        if told != known {
            return told;
        }
        let state = match place.changed.wait_timeout(state, patience) {
            Ok((state, _)) => state,
            Err(poisoned) => poisoned.into_inner().0,
        };
        self.tell(&state, known)
    }

    fn hold(&mut self, body: &mut dyn FnMut(&mut dyn HeldCard)) -> Result<(), ReaderFault> {
        let laid = {
            let mut state = self.place.lock();
            match state.slot() {
                SlotState::Card if state.laid == self.told => {}
                SlotState::Lost => return Err(ReaderFault::Lost),
                _ => return Err(ReaderFault::CardGone),
            }
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
        match state.slot() {
            SlotState::Card if state.laid == self.laid => Presence::Here,
            SlotState::Lost => Presence::ReaderLost,
            _ => Presence::Gone,
        }
    }
}
