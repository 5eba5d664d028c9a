//! The hand: how touches reach the loop.

use crate::port::Input;
use crate::worker::Message;
use std::sync::mpsc::Sender;

/// Passes on what people do. Cloned for each input device.
#[derive(Clone)]
pub struct Hand {
    to_loop: Sender<Message>,
}

impl Hand {
    pub(crate) const fn new(to_loop: Sender<Message>) -> Self {
        Self { to_loop }
    }

    /// Somebody touched something. Without effect once the terminal is switched off.
    pub fn touch(&self, input: Input) {
        // Nobody is left to be told of a touch after the end.
        let _ = self.to_loop.send(Message::Input(Box::new(input)));
    }

    /// Switches the terminal off.
    pub fn stop(&self) {
        let _ = self.to_loop.send(Message::Stop);
    }
}
