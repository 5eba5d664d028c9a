//! The port.

use crate::client::Client;
use crate::line;
use crate::listener::Listener;
use crate::{FeedAddress, ListenFault};
use runtime::port::{FeedLost, Reception, ReceptionMessage};
use serde_json::Value;
use std::collections::VecDeque;
use std::net::SocketAddr;
use terminal::ReceptionNotice;

/// A reception desk, its spare screen, and two who look on.
const MOST_CLIENTS: usize = 4;
/// Endings that are kept while nobody listens: a busy hour of one terminal.
const MOST_LATE: usize = 32;

/// The feed to reception.
pub struct Feed {
    listener: Listener,
    clients: Vec<Client>,
    told: u64,
    late: VecDeque<Value>,
}

impl Feed {
    /// Listens at `address`.
    ///
    /// # Errors
    ///
    /// [`ListenFault`].
    pub fn listen(address: &FeedAddress) -> Result<Self, ListenFault> {
        let listener = Listener::open(address)?;
        Ok(Self { listener, clients: Vec::new(), told: 0, late: VecDeque::new() })
    }

    /// The TCP address that it listens at, with the port that was picked; `None` on a UNIX socket.
    pub fn tcp_address(&self) -> Option<SocketAddr> {
        self.listener.tcp()
    }

    /// Lets in who waits. With all places taken, the one that was there longest makes room: a desk
    /// that connects anew does so because its last connection is of no use.
    fn let_in(&mut self) {
        for _ in 0..MOST_CLIENTS {
            let Some(stream) = self.listener.next() else { return };
            let mut client = Client::new(stream);
            let late = self.late.iter().all(|kept| client.tell(&line::bytes(kept), false).is_ok());
            if late {
                self.late.clear();
                if self.clients.len() >= MOST_CLIENTS {
                    self.clients.remove(0);
                }
                self.clients.push(client);
            }
        }
    }

    fn keep(&mut self, told: Value) {
        if self.late.len() >= MOST_LATE {
            self.late.pop_front();
        }
        self.late.push_back(line::late(told));
    }
}

impl Reception for Feed {
    fn tell(&mut self, message: &ReceptionMessage) -> Result<(), FeedLost> {
        self.let_in();
        self.told += 1;
        let told = line::message(self.told, message);
        let bytes = line::bytes(&told);
        let heartbeat = matches!(message, ReceptionMessage::Heartbeat);
        self.clients.retain_mut(|client| client.tell(&bytes, heartbeat).is_ok());
        if !self.clients.is_empty() {
            return Ok(());
        }
        if matches!(message, ReceptionMessage::Notice(ReceptionNotice::Ended { .. })) {
            self.keep(told);
        }
        Err(FeedLost)
    }
}
