//! Is this the terminal, answering a fresh challenge of its own? Nothing about the card yet.

use policy::Rules;
use wire::{Evidence, RefusalReason, Signed, Statement, TerminalId, UnixSeconds};

use crate::signature::terminal_signed;
use crate::terminal::{IssuedChallenge, Terminal};

/// Whether the terminal of this connection signed the statement, and speaks of itself.
///
/// # Errors
/// [`RefusalReason::TerminalMismatch`] or [`RefusalReason::TerminalSignature`].
pub fn statement_of(terminal: &Terminal, statement: &Statement) -> Result<(), RefusalReason> {
    named(terminal, &statement.kid)?;
    named(terminal, &statement.evidence.terminal)?;
    signed(terminal, &statement.terminal_signing_input, &statement.terminal_signature)
}

/// Whether the terminal of this connection signed the message.
///
/// # Errors
/// [`RefusalReason::TerminalMismatch`] or [`RefusalReason::TerminalSignature`].
pub fn message_of<P>(terminal: &Terminal, message: &Signed<P>) -> Result<(), RefusalReason> {
    named(terminal, &message.kid)?;
    signed(terminal, &message.signing_input, &message.signature)
}

fn named(terminal: &Terminal, id: &TerminalId) -> Result<(), RefusalReason> {
    if *id == terminal.id { Ok(()) } else { Err(RefusalReason::TerminalMismatch) }
}

fn signed(terminal: &Terminal, message: &[u8], signature: &[u8]) -> Result<(), RefusalReason> {
    if terminal_signed(&terminal.public_key, message, signature) {
        Ok(())
    } else {
        Err(RefusalReason::TerminalSignature)
    }
}

/// Whether the evidence answers this challenge, now.
///
/// # Errors
/// A reason of the 1xx group, [`RefusalReason::TerminalMismatch`] or
/// [`RefusalReason::PolicyRevisionUnknown`].
pub fn answers<'a>(
    terminal: &Terminal,
    evidence: &Evidence,
    issued: Option<&'a IssuedChallenge>,
    rules: &Rules,
    now: UnixSeconds,
) -> Result<&'a IssuedChallenge, RefusalReason> {
    named(terminal, &evidence.terminal)?;
    let issued = issued.ok_or(RefusalReason::ChallengeUnknown)?;
    let challenge = &issued.challenge;
    if challenge.terminal != terminal.id {
        return Err(RefusalReason::ChallengeOfOtherTerminal);
    }
    if issued.spent {
        return Err(RefusalReason::ChallengeUsed);
    }
    if now >= challenge.expires {
        return Err(RefusalReason::ChallengeExpired);
    }
    if issued.superseded {
        return Err(RefusalReason::ChallengeSuperseded);
    }
    if evidence.session != challenge.session
        || evidence.facility != challenge.facility
        || evidence.purpose != issued.purpose
    {
        return Err(RefusalReason::ChallengeMismatch);
    }
    if evidence.time.0.abs_diff(now.0) > wire::CLOCK_TOLERANCE {
        return Err(RefusalReason::ClockDisagrees);
    }
    if !rules.revisions.iter().any(|revision| revision.id == evidence.policy_revision) {
        return Err(RefusalReason::PolicyRevisionUnknown);
    }
    Ok(issued)
}
