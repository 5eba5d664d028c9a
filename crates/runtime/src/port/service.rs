//! The verification service, and the terminal's own key.

use wire::{AuthorisationAnswer, Challenge, ChallengeRequest, OutcomeReceipt, TerminalId, Verdict};

/// The verification service. Each call is one request; nothing is retried.
pub trait Service: Send {
    /// Asks for a challenge.
    ///
    /// # Errors
    ///
    /// [`ServiceFault`].
    fn challenge(&mut self, request: &ChallengeRequest) -> Result<Challenge, ServiceFault>;

    /// Sends a signed [`wire::AuthorisationRequest`].
    ///
    /// # Errors
    ///
    /// [`ServiceFault`].
    fn authorise(&mut self, message: &[u8]) -> Result<AuthorisationAnswer, ServiceFault>;

    /// Sends a signed statement.
    ///
    /// # Errors
    ///
    /// [`ServiceFault`].
    fn submit(&mut self, statement: &[u8]) -> Result<Verdict, ServiceFault>;

    /// Sends a signed [`wire::RegistrationRequest`].
    ///
    /// # Errors
    ///
    /// [`ServiceFault`].
    fn register(&mut self, message: &[u8]) -> Result<Verdict, ServiceFault>;

    /// Sends a signed [`wire::OutcomeRecord`].
    ///
    /// # Errors
    ///
    /// [`ServiceFault`].
    fn deliver(&mut self, record: &[u8]) -> Result<OutcomeReceipt, ServiceFault>;
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ServiceFault {
    /// Not reached, or not in time.
    Unreachable,
    /// Reached, and it refused this terminal, or answered something that it must not.
    Misbehaved,
    /// It will never take this message: sending it again is of no use.
    Rejected,
}

/// The terminal's own key, which never leaves its keeper.
pub trait TerminalKey: Send {
    /// The terminal that it belongs to.
    fn terminal(&self) -> TerminalId;

    /// ECDSA P-256 with SHA-256 over `message`: r and s, 32 bytes each (RFC 7518 3.4).
    ///
    /// # Errors
    ///
    /// [`KeyFault`].
    fn sign(&mut self, message: &[u8]) -> Result<[u8; 64], KeyFault>;
}

/// The key could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyFault;
