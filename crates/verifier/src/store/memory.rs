//! A store that is gone with the process: for tests.

use std::collections::HashMap;

use wire::{Digest, Nonce, OutcomeRecord, RegistrationToken, TerminalId, UnixSeconds};

use super::{Once, OutcomeEntry, Registered, Store, StoreFault, Ticket, VerificationRecord};
use crate::certificate::{CentreStanding, CertificateName};
use crate::terminal::{IssuedChallenge, Terminal};

/// Everything in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    terminals: Vec<Terminal>,
    challenges: HashMap<Nonce, IssuedChallenge>,
    cards: Vec<Registered>,
    tickets: HashMap<RegistrationToken, (Ticket, bool)>,
    centre: HashMap<CertificateName, CentreStanding>,
    verifications: Vec<VerificationRecord>,
    outcomes: Vec<OutcomeRecord>,
}

impl Store for MemoryStore {
    fn enrol(&mut self, terminal: &Terminal) -> Result<(), StoreFault> {
        self.terminals.retain(|other| other.id != terminal.id && other.certificate != terminal.certificate);
        self.terminals.push(terminal.clone());
        Ok(())
    }

    fn withdraw(&mut self, id: &TerminalId) -> Result<Once, StoreFault> {
        let before = self.terminals.len();
        self.terminals.retain(|terminal| terminal.id != *id);
        Ok(if self.terminals.len() < before { Once::Now } else { Once::Unknown })
    }

    fn terminal(&mut self, certificate: &Digest) -> Result<Option<Terminal>, StoreFault> {
        Ok(self.terminals.iter().find(|terminal| terminal.certificate == *certificate).cloned())
    }

    fn issue(&mut self, issued: &IssuedChallenge, forget: UnixSeconds) -> Result<(), StoreFault> {
        self.challenges.retain(|_, old| old.challenge.expires >= forget);
        self.challenges.insert(issued.challenge.nonce, issued.clone());
        Ok(())
    }

    fn challenge(&mut self, nonce: &Nonce) -> Result<Option<IssuedChallenge>, StoreFault> {
        Ok(self.challenges.get(nonce).cloned())
    }

    fn spend(&mut self, nonce: &Nonce) -> Result<Once, StoreFault> {
        Ok(match self.challenges.get_mut(nonce) {
            None => Once::Unknown,
            Some(issued) if issued.spent => Once::Before,
            Some(issued) => {
                issued.spent = true;
                Once::Now
            }
        })
    }

    fn authorise(&mut self, nonce: &Nonce, claim: &Digest) -> Result<Once, StoreFault> {
        Ok(match self.challenges.get_mut(nonce) {
            None => Once::Unknown,
            Some(issued) if issued.spent || issued.authorised.is_some() => Once::Before,
            Some(issued) => {
                issued.authorised = Some(*claim);
                Once::Now
            }
        })
    }

    fn register(&mut self, card: &Registered) -> Result<Once, StoreFault> {
        if self.is_registered(&card.certificate)? {
            return Ok(Once::Before);
        }
        self.cards.push(card.clone());
        Ok(Once::Now)
    }

    fn is_registered(&mut self, certificate: &Digest) -> Result<bool, StoreFault> {
        Ok(self.cards.iter().any(|card| card.certificate == *certificate))
    }

    fn issue_ticket(&mut self, ticket: &Ticket) -> Result<(), StoreFault> {
        self.tickets.insert(ticket.token, (ticket.clone(), false));
        Ok(())
    }

    fn ticket(&mut self, token: &RegistrationToken) -> Result<Option<(Ticket, bool)>, StoreFault> {
        Ok(self.tickets.get(token).cloned())
    }

    fn redeem(&mut self, token: &RegistrationToken, card: Option<&Registered>) -> Result<Once, StoreFault> {
        match self.tickets.get_mut(token) {
            None => return Ok(Once::Unknown),
            Some((_, true)) => return Ok(Once::Before),
            Some((_, used)) => *used = true,
        }
        if let Some(card) = card {
            self.register(card)?;
        }
        Ok(Once::Now)
    }

    fn set_centre(&mut self, name: &CertificateName, standing: CentreStanding) -> Result<(), StoreFault> {
        self.centre.insert(name.clone(), standing);
        Ok(())
    }

    fn centre(&mut self, name: &CertificateName) -> Result<CentreStanding, StoreFault> {
        Ok(self.centre.get(name).copied().unwrap_or(CentreStanding::Good))
    }

    fn record_verification(&mut self, record: &VerificationRecord) -> Result<(), StoreFault> {
        self.verifications.push(record.clone());
        Ok(())
    }

    fn record_outcome(&mut self, record: &OutcomeRecord, _: UnixSeconds) -> Result<OutcomeEntry, StoreFault> {
        let same_session =
            |old: &&OutcomeRecord| (&old.terminal, old.session) == (&record.terminal, record.session);
        match self.outcomes.iter().find(same_session) {
            Some(old) if old == record => Ok(OutcomeEntry::Same),
            Some(_) => Ok(OutcomeEntry::Differs),
            None => {
                self.outcomes.push(record.clone());
                Ok(OutcomeEntry::New)
            }
        }
    }

    fn verifications(&mut self) -> Result<Vec<VerificationRecord>, StoreFault> {
        Ok(self.verifications.clone())
    }

    fn registrations(&mut self) -> Result<Vec<Registered>, StoreFault> {
        Ok(self.cards.clone())
    }

    fn outcomes(&mut self) -> Result<Vec<OutcomeRecord>, StoreFault> {
        Ok(self.outcomes.clone())
    }
}
