use crate::blame;
use crate::patience::Patience;
use crate::view::Insertion;
use apdu::{ApduForm, CardChannel, ChannelError};
use pcsc::{Card, Context, Disposition, ReaderState, State};
use runtime::port::{HeldCard, Presence};
use std::time::Duration;

/// A reader's name in pcsc-lite has at most 128 bytes.
const NAMES: usize = 256;

/// A reader needs below a second to notice that a card left (vpcd: 0.2 s, and 1.2 s under load,
/// stack.md 1). If it says later still that the card is there, the card is.
const DEPARTURE_LIMIT: Duration = Duration::from_secs(2);

/// What ended the knowledge of a card.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Void {
    /// It left, or may have.
    Left,
    /// It is there, and was reset by somebody else.
    Reset,
}

/// A card that this program alone can speak to. Powers it off when dropped.
pub(crate) struct Held {
    /// `None` only while it is being dropped.
    card: Option<Card>,
    context: Context,
    insertion: Insertion,
    form: ApduForm,
    /// Why what was known of the card is void, whatever lies there now.
    void: Option<Void>,
}

impl Held {
    pub(crate) fn new(card: Card, context: Context, insertion: Insertion, form: ApduForm) -> Self {
        Self { card: Some(card), context, insertion, form, void: None }
    }

    /// Looks whether the same card has lain there all the time, by pcscd's books.
    fn look(&self) -> Result<bool, pcsc::Error> {
        let Some(card) = &self.card else { return Ok(false) };
        // Fails when the card was reset or taken since we connected.
        card.status2(&mut [0; NAMES], &mut [0; pcsc::MAX_ATR_SIZE])?;
        let mut state = self.state();
        self.wait(Duration::ZERO, &mut state)?;
        Ok(self.is_there(&state))
    }

    /// Waits until pcscd has noticed that the card left.
    ///
    /// If a torn card were let go of before, pcscd 1.9.9 would note it as absent without its status
    /// thread knowing, and miss the next card if that comes within the thread's period.
    fn await_departure(&self) -> Result<(), pcsc::Error> {
        let patience = Patience::start(DEPARTURE_LIMIT);
        let mut state = self.state();
        self.wait(Duration::ZERO, &mut state)?;
        while self.is_there(&state) && !patience.left().is_zero() {
            state[0].sync_current_state();
            self.wait(patience.left(), &mut state)?;
        }
        Ok(())
    }

    fn state(&self) -> [ReaderState; 1] {
        [ReaderState::new(self.insertion.reader.clone(), State::UNAWARE)]
    }

    fn wait(&self, limit: Duration, state: &mut [ReaderState; 1]) -> Result<(), pcsc::Error> {
        match self.context.get_status_change(limit, state) {
            // The state is filled in all the same.
            Err(pcsc::Error::Timeout) => Ok(()),
            other => other,
        }
    }

    fn is_there(&self, [state]: &[ReaderState; 1]) -> bool {
        state.event_state().contains(State::PRESENT) && state.event_count() == self.insertion.count
    }
}

impl CardChannel for Held {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        if command.len() > pcsc::MAX_BUFFER_SIZE_EXTENDED
            || (self.form == ApduForm::Short && is_extended(command))
        {
            return Err(ChannelError::Unsupported);
        }
        let Some(card) = &self.card else { return Err(ChannelError::Removed) };
        let result = match card.transmit(command, response) {
            Ok(received) if received.len() >= 2 => Ok(received.len()),
            Ok(_) => Err(ChannelError::Torn),
            Err(error) => Err(blame::of_transmit(error)),
        };
        if let Err(error) = result
            && blame::voids(error)
        {
            self.void = Some(if error == ChannelError::Reset { Void::Reset } else { Void::Left });
        }
        result
    }
}

impl HeldCard for Held {
    fn form(&self) -> ApduForm {
        self.form
    }

    fn presence(&mut self) -> Presence {
        if self.void.is_some() {
            return Presence::Gone;
        }
        match self.look() {
            Ok(true) => Presence::Here,
            Ok(false) => {
                self.void = Some(Void::Left);
                Presence::Gone
            }
            Err(error) => {
                let presence = blame::of_status(error);
                self.void = (presence == Presence::Gone).then_some(Void::Reset);
                presence
            }
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.void == Some(Void::Left) {
            // Without pcscd there is nothing to wait for.
            let _ = self.await_departure();
        }
        if let Some(card) = self.card.take() {
            // Ends a transaction too. Where it fails, the card or pcscd is gone and with it every
            // right; `Card` still tries a reset then.
            drop(card.disconnect(Disposition::UnpowerCard));
        }
    }
}

/// Whether a command APDU is an extended one (ISO/IEC 7816-4 §5.1): more than a header and one
/// byte, which is zero.
fn is_extended(command: &[u8]) -> bool {
    matches!(command, [_, _, _, _, 0, _, ..])
}

#[cfg(test)]
mod tests {
    use super::is_extended;

    #[test]
    fn the_byte_behind_the_header_tells_the_form() {
        assert!(!is_extended(&[0x00, 0xA4, 0x04, 0x0C]));
        assert!(!is_extended(&[0x00, 0xB0, 0x00, 0x00, 0x00]), "a short Le of 256");
        assert!(!is_extended(&[0x00, 0x20, 0x00, 0x80, 0x04, 1, 2, 3, 4]));
        assert!(is_extended(&[0x00, 0xB0, 0x00, 0x00, 0x00, 0x10, 0x00]));
        assert!(is_extended(&[0x00, 0x2A, 0x00, 0x80, 0x00, 0x00, 0x01, 0xFF]));
    }
}
