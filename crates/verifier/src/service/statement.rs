//! A statement: admitted, spent, judged, recorded, answered.

use policy::Method;
use wire::{
    Digest, Evidence, RefusalReason, RegistrationToken, Statement, UnixSeconds, Unregistered, Verdict,
};

use super::{Asked, Rejected, Service, centre};
use crate::admit;
use crate::alarm::Alarm;
use crate::judge::{Accepted, Context, judge};
use crate::store::{Once, RecordedVerdict, Ticket, VerificationRecord};
use crate::terminal::IssuedChallenge;

impl Service {
    /// Answers a statement. Its challenge is spent by the first one that the terminal signed for
    /// it, whatever the verdict.
    ///
    /// # Errors
    /// [`Rejected`] if it is no statement, or of no enrolled terminal.
    pub fn submit(&self, peer: &Digest, body: &[u8]) -> Result<Verdict, Rejected> {
        let mut asked = self.asked(peer)?;
        let statement = self.read(&mut asked, Statement::parse(body))?;
        let verdict = match self.admitted(&mut asked, &statement)? {
            Err(reason) => Verdict::Refused(reason),
            Ok(issued) => {
                let verdict = self.judged(&mut asked, &statement, &issued)?;
                self.record(&mut asked, &statement, &issued, &verdict)?;
                verdict
            }
        };
        let answer = match &verdict {
            Verdict::Verified(_) => ("verified", 0),
            Verdict::Refused(reason) => {
                self.refused(&mut asked, *reason)?;
                ("refused", reason.code())
            }
            Verdict::Unregistered(_) => ("unregistered", 0),
        };
        self.note("statement", &asked.terminal, statement.evidence.session, answer);
        Ok(verdict)
    }

    fn admitted(
        &self,
        asked: &mut Asked<'_>,
        statement: &Statement,
    ) -> Result<Result<IssuedChallenge, RefusalReason>, Rejected> {
        if let Err(reason) = admit::statement_of(&asked.terminal, statement) {
            return Ok(Err(reason));
        }
        let evidence = &statement.evidence;
        let issued = asked.store.challenge(&evidence.challenge)?;
        let rules = &self.trust.rules;
        if let Err(reason) = admit::answers(&asked.terminal, evidence, issued.as_ref(), rules, asked.now) {
            return Ok(Err(reason));
        }
        let spent = asked.store.spend(&evidence.challenge)?;
        Ok(match (spent, issued) {
            (Once::Now, Some(issued)) => Ok(issued),
            (Once::Before, _) => Err(RefusalReason::ChallengeUsed),
            (Once::Unknown, _) | (_, None) => Err(RefusalReason::ChallengeUnknown),
        })
    }

    fn judged(
        &self,
        asked: &mut Asked<'_>,
        statement: &Statement,
        issued: &IssuedChallenge,
    ) -> Result<Verdict, Rejected> {
        let centre = centre(asked.store.as_mut(), &statement.certificate)?;
        let context = Context {
            trust: &self.trust,
            terminal: &asked.terminal,
            issued: Some(issued),
            centre,
            now: asked.now,
        };
        let judged = judge(statement, issued, &context);
        if judged.is_ok() {
            self.watch_for_a_hidden_method(asked, &statement.evidence)?;
        }
        match judged {
            Err(reason) => Ok(Verdict::Refused(reason)),
            Ok(accepted) if asked.store.is_registered(&accepted.certificate)? => {
                Ok(Verdict::Verified(accepted.verified))
            }
            Ok(accepted) => self.unregistered(asked, statement, accepted),
        }
    }

    /// Card and service can't tell by what right a key was used. What can be told is that it had been
    /// opened without PIN a moment ago, and that nobody answered for that.
    fn watch_for_a_hidden_method(&self, asked: &mut Asked<'_>, evidence: &Evidence) -> Result<(), Rejected> {
        let since = UnixSeconds(asked.now.0.saturating_sub(self.challenge_lifetime));
        let (terminal, certificate) = (&evidence.terminal, &evidence.certificate);
        if evidence.method() == Method::Pin && asked.store.opened_unanswered(terminal, certificate, since)? {
            self.alarm(asked, Alarm::PinAfterOpenedKey)?;
        }
        Ok(())
    }

    fn unregistered(
        &self,
        asked: &mut Asked<'_>,
        statement: &Statement,
        accepted: Accepted,
    ) -> Result<Verdict, Rejected> {
        let token = RegistrationToken(self.entropy.random()?);
        let expires = UnixSeconds(asked.now.0.saturating_add(self.ticket_lifetime));
        let (evidence, verified) = (statement.evidence.clone(), accepted.verified);
        asked.store.issue_ticket(&Ticket { token, expires, evidence, verified })?;
        Ok(Verdict::Unregistered(Unregistered { token, expires }))
    }

    fn record(
        &self,
        asked: &mut Asked<'_>,
        statement: &Statement,
        issued: &IssuedChallenge,
        verdict: &Verdict,
    ) -> Result<(), Rejected> {
        let record = VerificationRecord {
            evidence: statement.evidence.clone(),
            rule: self.revision(issued.challenge.rule_date).0,
            at: asked.now,
            verdict: RecordedVerdict::from(verdict),
        };
        Ok(asked.store.record_verification(&record)?)
    }
}
