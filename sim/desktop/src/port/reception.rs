//! Reception, as the demonstration hears it.

use runtime::port::{FeedLost, Reception, ReceptionMessage};
use std::sync::{Arc, Mutex};

/// Keeps what reception was told.
#[derive(Clone, Debug, Default)]
pub struct ReceptionLog {
    heard: Arc<Mutex<Vec<ReceptionMessage>>>,
}

impl ReceptionLog {
    /// What was heard since the last time, without heartbeats.
    pub fn take(&self) -> Vec<ReceptionMessage> {
        self.heard.lock().map(|mut heard| std::mem::take(&mut *heard)).unwrap_or_default()
    }
}

impl Reception for ReceptionLog {
    fn tell(&mut self, message: &ReceptionMessage) -> Result<(), FeedLost> {
        let mut heard = self.heard.lock().map_err(|_| FeedLost)?;
        if *message != ReceptionMessage::Heartbeat {
            heard.push(*message);
        }
        Ok(())
    }
}
