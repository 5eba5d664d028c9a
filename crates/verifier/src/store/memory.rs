//! A store that is gone with the process: for tests.

use std::collections::HashMap;

use wire::{Digest, Nonce, OutcomeRecord, RegistrationToken, TerminalId, UnixSeconds};

use super::{
    Once, OpenedKey, OutcomeEntry, Registered, Store, StoreFault, Ticket, VerificationRecord, performer,
};
use crate::alarm::AlarmRecord;
use crate::certificate::{CentreStanding, CertificateName};
use crate::terminal::{IssuedChallenge, Terminal};
use crate::visual::{Confirmer, VisualCount};

/// Everything in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    terminals: Vec<Terminal>,
    latest: u64,
    challenges: HashMap<Nonce, IssuedChallenge>,
    /// With the challenge, and whether that was answered.
    opened: Vec<(Nonce, OpenedKey, bool)>,
    alarms: Vec<AlarmRecord>,
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

    fn keep_time(&mut self, now: UnixSeconds) -> Result<UnixSeconds, StoreFault> {
        let before = self.latest;
        self.latest = before.max(now.0);
        Ok(UnixSeconds(before))
    }

    fn reset_time(&mut self, now: UnixSeconds) -> Result<(), StoreFault> {
        self.latest = now.0;
        Ok(())
    }

    fn issue(&mut self, issued: &IssuedChallenge, forget: UnixSeconds) -> Result<(), StoreFault> {
        self.challenges.retain(|_, old| old.challenge.expires >= forget);
        for old in self.challenges.values_mut() {
            old.superseded |= !old.spent && old.challenge.terminal == issued.challenge.terminal;
        }
        self.challenges.insert(issued.challenge.nonce, issued.clone());
        Ok(())
    }

    fn challenge(&mut self, nonce: &Nonce) -> Result<Option<IssuedChallenge>, StoreFault> {
        Ok(self.challenges.get(nonce).cloned())
    }

    fn spend(&mut self, nonce: &Nonce) -> Result<Once, StoreFault> {
        for (_, _, answered) in self.opened.iter_mut().filter(|(of, ..)| of == nonce) {
            *answered = true;
        }
        Ok(match self.challenges.get_mut(nonce) {
            None => Once::Unknown,
            Some(issued) if issued.spent => Once::Before,
            Some(issued) => {
                issued.spent = true;
                Once::Now
            }
        })
    }

    fn authorise(&mut self, nonce: &Nonce, claim: &Digest, opened: &OpenedKey) -> Result<Once, StoreFault> {
        Ok(match self.challenges.get_mut(nonce) {
            None => Once::Unknown,
            Some(issued) if issued.spent || issued.authorised.is_some() => Once::Before,
            Some(issued) => {
                issued.authorised = Some(*claim);
                self.opened.push((*nonce, opened.clone(), false));
                Once::Now
            }
        })
    }

    fn visual_count(&mut self, of: Confirmer<'_>, since: UnixSeconds) -> Result<VisualCount, StoreFault> {
        let mut count = VisualCount::default();
        for (_, opened, _) in self.opened.iter().filter(|(_, opened, _)| opened.at > since) {
            let Some(performer) = performer(opened) else { continue };
            let same_performer = opened.facility == *of.facility && performer == of.performer;
            count.at_terminal += u32::from(opened.terminal == *of.terminal);
            count.by_performer += u32::from(same_performer);
        }
        Ok(count)
    }

    fn face_count(&mut self, terminal: &TerminalId, since: UnixSeconds) -> Result<u32, StoreFault> {
        let mut count = 0;
        for (_, opened, _) in &self.opened {
            let face = matches!(opened.confirmation, wire::Confirmation::Face(_));
            count += u32::from(face && opened.terminal == *terminal && opened.at > since);
        }
        Ok(count)
    }

    fn opened_unanswered(
        &mut self,
        terminal: &TerminalId,
        certificate: &Digest,
        since: UnixSeconds,
    ) -> Result<bool, StoreFault> {
        Ok(self.opened.iter().any(|(_, opened, answered)| {
            !answered
                && opened.terminal == *terminal
                && opened.certificate == *certificate
                && opened.at > since
        }))
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

    fn raise(&mut self, alarm: &AlarmRecord) -> Result<(), StoreFault> {
        if !self.alarms.iter_mut().any(|old| old.add(alarm)) {
            self.alarms.push(alarm.clone());
        }
        Ok(())
    }

    fn opened_keys(&mut self) -> Result<Vec<OpenedKey>, StoreFault> {
        Ok(self.opened.iter().map(|(_, opened, _)| opened.clone()).collect())
    }

    fn alarms(&mut self) -> Result<Vec<AlarmRecord>, StoreFault> {
        Ok(self.alarms.clone())
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
