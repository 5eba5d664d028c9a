//! Parts that break promises, to show that the matrix notices.

use apdu::{ApduForm, CardChannel, ChannelError};
use runtime::port::{self, HeldCard, Presence, Reader, ReaderFault, SlotState};
use std::time::Duration;

/// A reader that sends every VERIFY again when it is not answered, as a helpful driver might.
pub(crate) struct Resending(pub(crate) Box<dyn Reader>);

impl Reader for Resending {
    fn watch(&mut self, known: SlotState, patience: Duration) -> SlotState {
        self.0.watch(known, patience)
    }

    fn hold(&mut self, body: &mut dyn FnMut(&mut dyn HeldCard)) -> Result<(), ReaderFault> {
        self.0.hold(&mut |held| body(&mut Twice(held)))
    }
}

struct Twice<'a>(&'a mut dyn HeldCard);

impl CardChannel for Twice<'_> {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        let first = self.0.transmit(command, response);
        let verify = matches!(command, [_, 0x20, _, _, _, ..]);
        if verify && first.is_err() { self.0.transmit(command, response) } else { first }
    }
}

impl HeldCard for Twice<'_> {
    fn form(&self) -> ApduForm {
        self.0.form()
    }

    fn presence(&mut self) -> Presence {
        self.0.presence()
    }
}

/// A service adapter that takes any answer for a good one.
pub(crate) struct Gullible(pub(crate) Box<dyn port::Service>);

const VERIFIED: wire::Verdict =
    wire::Verdict::Verified(wire::Verified { standing: wire::Standing::Full, notice: None });

impl port::Service for Gullible {
    fn challenge(&mut self, request: &wire::ChallengeRequest) -> Result<wire::Challenge, port::ServiceFault> {
        self.0.challenge(request)
    }

    fn authorise(&mut self, message: &[u8]) -> Result<wire::AuthorisationAnswer, port::ServiceFault> {
        self.0.authorise(message)
    }

    fn submit(&mut self, statement: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        match self.0.submit(statement) {
            Err(port::ServiceFault::Misbehaved) => Ok(VERIFIED),
            answer => answer,
        }
    }

    fn register(&mut self, message: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        self.0.register(message)
    }

    fn deliver(&mut self, record: &[u8]) -> Result<wire::OutcomeReceipt, port::ServiceFault> {
        self.0.deliver(record)
    }
}
