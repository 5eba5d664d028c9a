//! One desk that is connected.

use crate::listener::Stream;
use std::io::ErrorKind;

/// Heartbeats that may go unanswered.
const PATIENCE: u32 = 3;
/// What a desk may send between two messages. It has nothing to say but that it lives.
const MOST_SIGNS: usize = 4_096;

pub(crate) struct Client {
    stream: Box<dyn Stream>,
    unanswered: u32,
}

/// The desk is gone, hangs, or reads too slowly.
pub(crate) struct Gone;

impl Client {
    pub(crate) fn new(stream: Box<dyn Stream>) -> Self {
        Self { stream, unanswered: 0 }
    }

    /// Sends a line whole, or not at all from then on.
    pub(crate) fn tell(&mut self, line: &[u8], heartbeat: bool) -> Result<(), Gone> {
        self.listen()?;
        if heartbeat {
            if self.unanswered >= PATIENCE {
                return Err(Gone);
            }
            self.unanswered += 1;
        }
        // On a full buffer this fails with `WouldBlock`; the rest of a torn line is nobody's.
        self.stream.write_all(line).map_err(|_| Gone)
    }

    /// Takes the signs of life that came in.
    fn listen(&mut self) -> Result<(), Gone> {
        let mut signs = [0; MOST_SIGNS];
        match self.stream.read(&mut signs) {
            Ok(0) => Err(Gone),
            Ok(_) => {
                self.unanswered = 0;
                Ok(())
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => Ok(()),
            Err(_) => Err(Gone),
        }
    }
}
