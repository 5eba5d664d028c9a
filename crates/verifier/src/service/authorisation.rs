//! Opening a card's key: the same checks as a statement at every step of the conversation with the
//! card, and the commands that open it once per challenge.

use policy::Method;
use wire::{
    AuthorisationAnswer, AuthorisationRequest, Confirmation, Digest, Evidence, RefusalReason, Signed,
};

use super::{Asked, Rejected, Service, centre};
use crate::admit;
use crate::authorise::{AuthoriserFault, CardAsking, Commands};
use crate::judge::{self, Context};
use crate::store::{Once, OpenedKey};
use crate::visual::Confirmer;

impl Service {
    /// Answers a request to open a card's key: with commands for the card, or a refusal.
    ///
    /// # Errors
    /// [`Rejected`] if it is no such request, or of no enrolled terminal.
    pub fn authorise(&self, peer: &Digest, body: &[u8]) -> Result<AuthorisationAnswer, Rejected> {
        let mut asked = self.asked(peer)?;
        let request = self.read(&mut asked, Signed::<AuthorisationRequest>::parse(body))?;
        let answer = match self.commands(&mut asked, &request)? {
            Ok(answer) => answer,
            Err(reason) => {
                self.refused(&mut asked, reason)?;
                AuthorisationAnswer::Refused(reason)
            }
        };
        let word = match &answer {
            AuthorisationAnswer::Continue(_) => ("continue", 0),
            AuthorisationAnswer::Authorised(_) => ("authorised", 0),
            AuthorisationAnswer::Refused(reason) => ("refused", reason.code()),
        };
        self.note("authorisation", &asked.terminal, request.payload.evidence.session, word);
        Ok(answer)
    }

    fn commands(
        &self,
        asked: &mut Asked<'_>,
        request: &Signed<AuthorisationRequest>,
    ) -> Result<Result<AuthorisationAnswer, RefusalReason>, Rejected> {
        if let Err(reason) = self.justified(asked, request)? {
            return Ok(Err(reason));
        }
        let AuthorisationRequest { evidence, certificate, responses, .. } = &request.payload;
        if let Err(reason) = self.within_the_limits(asked, evidence)? {
            return Ok(Err(reason));
        }
        let card = CardAsking { conversation: &evidence.challenge, certificate, responses };
        let script = match self.authoriser.authorise(card) {
            Ok(Commands::Continue(script)) => return Ok(Ok(AuthorisationAnswer::Continue(script))),
            Ok(Commands::Open(script)) => script,
            Err(AuthoriserFault::Unavailable | AuthoriserFault::Failed) => {
                return Ok(Err(RefusalReason::HolderAuthorisationUnavailable));
            }
            Err(AuthoriserFault::Unsuitable) => return Ok(Err(RefusalReason::CardChallengeUnsuitable)),
        };
        // On record before it leaves.
        let claim = judge::claim_digest(evidence)?;
        let opened = OpenedKey {
            at: asked.now,
            terminal: evidence.terminal.clone(),
            facility: evidence.facility.clone(),
            session: evidence.session,
            certificate: evidence.certificate,
            confirmation: evidence.confirmation.clone(),
        };
        Ok(match asked.store.authorise(&evidence.challenge, &claim, &opened)? {
            Once::Now => Ok(AuthorisationAnswer::Authorised(script)),
            Once::Before => Err(RefusalReason::AlreadyAuthorised),
            Once::Unknown => Err(RefusalReason::ChallengeUnknown),
        })
    }

    fn within_the_limits(
        &self,
        asked: &mut Asked<'_>,
        evidence: &Evidence,
    ) -> Result<Result<(), RefusalReason>, Rejected> {
        let (allowed, reason) = match &evidence.confirmation {
            Confirmation::Visual(visual) => {
                let confirmer = Confirmer {
                    terminal: &evidence.terminal,
                    facility: &evidence.facility,
                    performer: &visual.performer,
                };
                let so_far = asked.store.visual_count(confirmer, self.visual.since(asked.now))?;
                (self.visual.allows(so_far), RefusalReason::VisualTooOften)
            }
            Confirmation::Face(_) => {
                let so_far = asked.store.face_count(&evidence.terminal, self.face.since(asked.now))?;
                (self.face.allows(so_far), RefusalReason::FaceTooOften)
            }
            Confirmation::Pin => return Ok(Ok(())),
        };
        Ok(if allowed { Ok(()) } else { Err(reason) })
    }

    fn justified(
        &self,
        asked: &mut Asked<'_>,
        request: &Signed<AuthorisationRequest>,
    ) -> Result<Result<(), RefusalReason>, Rejected> {
        let AuthorisationRequest { evidence, certificate, .. } = &request.payload;
        if let Err(reason) = admit::message_of(&asked.terminal, request) {
            return Ok(Err(reason));
        }
        if evidence.method() == Method::Pin {
            return Ok(Err(RefusalReason::HolderAuthorisationNotNeeded));
        }
        let issued = asked.store.challenge(&evidence.challenge)?;
        let centre = centre(asked.store.as_mut(), certificate)?;
        let context = Context {
            trust: &self.trust,
            terminal: &asked.terminal,
            issued: issued.as_ref(),
            centre,
            now: asked.now,
        };
        let rules = &self.trust.rules;
        Ok(admit::answers(&asked.terminal, evidence, issued.as_ref(), rules, asked.now).and_then(|issued| {
            if issued.authorised.is_some() {
                return Err(RefusalReason::AlreadyAuthorised);
            }
            judge::claim(evidence, certificate, issued.challenge.rule_date, &context).map(|_| ())
        }))
    }
}
