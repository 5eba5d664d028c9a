//! The runtime's ports: the service, and the terminal's key under its name.

use crate::client::ServiceClient;
use crate::fault::ServiceFault;
use crate::key;
use runtime::port;
use wire::{AuthorisationAnswer, Challenge, ChallengeRequest, OutcomeReceipt, TerminalId, Verdict};

impl port::Service for ServiceClient {
    fn challenge(&mut self, request: &ChallengeRequest) -> Result<Challenge, port::ServiceFault> {
        Self::challenge(self, request).map_err(port_fault)
    }

    fn authorise(&mut self, message: &[u8]) -> Result<AuthorisationAnswer, port::ServiceFault> {
        Self::authorise(self, message).map_err(port_fault)
    }

    fn submit(&mut self, statement: &[u8]) -> Result<Verdict, port::ServiceFault> {
        Self::submit(self, statement).map_err(port_fault)
    }

    fn register(&mut self, message: &[u8]) -> Result<Verdict, port::ServiceFault> {
        Self::register(self, message).map_err(port_fault)
    }

    fn deliver(&mut self, record: &[u8]) -> Result<OutcomeReceipt, port::ServiceFault> {
        self.deliver_outcome(record).map_err(port_fault)
    }
}

/// A service that is busy or failing may answer later, and is as good as away now. One that does
/// not take this terminal misbehaves. One that calls the message itself wrong never takes it.
const fn port_fault(fault: ServiceFault) -> port::ServiceFault {
    match fault {
        ServiceFault::Unreachable | ServiceFault::TimedOut => port::ServiceFault::Unreachable,
        ServiceFault::TlsRefused(_) | ServiceFault::PeerMisbehaved(_) => port::ServiceFault::Misbehaved,
        ServiceFault::Refused { status: 400 | 409 | 413, .. } => port::ServiceFault::Rejected,
        ServiceFault::Refused { status: 408 | 429 | 500.., .. } => port::ServiceFault::Unreachable,
        ServiceFault::Refused { .. } => port::ServiceFault::Misbehaved,
    }
}

/// The terminal's key and the name under which the service knows it.
#[derive(Debug)]
pub struct NamedKey {
    /// The key.
    pub key: key::TerminalKey,
    /// The name.
    pub terminal: TerminalId,
}

impl port::TerminalKey for NamedKey {
    fn terminal(&self) -> TerminalId {
        self.terminal.clone()
    }

    fn sign(&mut self, message: &[u8]) -> Result<[u8; 64], port::KeyFault> {
        self.key.sign(message).map_err(|_| port::KeyFault)
    }
}
