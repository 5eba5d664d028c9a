//! The case: what one session needs to make its signed messages. It lives as long as the session.

use crate::port::{ModelIds, TerminalKey};
use card::rsa::{Check, Signature, digest_info};
use policy::{AttackDetection, Date, Millis, Purpose, RevisionId, Rules};
use sha2::{Digest as _, Sha256};
use std::str::FromStr;
use terminal::{ChallengeFacts, Ending};
use wire::{
    AuthorisationRequest, CardResponses, Certificate, Challenge, Confirmation, Consent, Digest, Draft,
    Evidence, FaceConfirmation, OutcomeRecord, RegistrationRequest, RegistrationToken, SessionId, StaffId,
    StatementDraft, UnixSeconds, VisualConfirmation, VisualReason,
};

/// One session's case.
pub(crate) struct Case {
    pub(crate) session: SessionId,
    pub(crate) started: u64,
    pub(crate) certificate: Option<Certificate>,
    pub(crate) certificate_hash: Option<[u8; 32]>,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) draft: Option<StatementDraft>,
    pub(crate) statement: Option<Vec<u8>>,
    pub(crate) token: Option<RegistrationToken>,
}

/// Why a message could not be made: a step is missing before it, a signature is not the card's, or the
/// key failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Incomplete;

/// Why a challenge is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unfit {
    /// It is another session's, terminal's or facility's.
    NotOurs,
    /// It was made at a time that is far from this terminal's.
    Clock,
}

impl Case {
    pub(crate) const fn new(session: SessionId, started: u64) -> Self {
        Self {
            session,
            started,
            certificate: None,
            certificate_hash: None,
            challenge: None,
            draft: None,
            statement: None,
            token: None,
        }
    }

    /// How many papers there are.
    pub(crate) fn papers(&self) -> usize {
        let papers = [
            self.certificate.is_some(),
            self.certificate_hash.is_some(),
            self.challenge.is_some(),
            self.draft.is_some(),
            self.statement.is_some(),
            self.token.is_some(),
        ];
        papers.into_iter().filter(|there| *there).count()
    }

    /// Keeps the certificate and gives its SHA-256, by which the site knows the card today.
    pub(crate) fn keep_certificate(&mut self, der: Vec<u8>) -> [u8; 32] {
        let hash = Sha256::digest(&der).into();
        self.certificate_hash = Some(hash);
        self.certificate = Certificate::new(der).ok();
        hash
    }

    /// Keeps the challenge, if it was made for this session at this terminal: another one is not
    /// answered. Its life is measured on the terminal's monotonic clock from `now`, so that the two
    /// clocks need not agree to the second. That they agree so far that the service will take a statement
    /// of this terminal is asked here, before the PIN is.
    pub(crate) fn keep_challenge(
        &mut self,
        challenge: Challenge,
        at: (&wire::TerminalId, &wire::FacilityId),
        (now, unix): (Millis, u64),
    ) -> Result<ChallengeFacts, Unfit> {
        if challenge.session != self.session || (&challenge.terminal, &challenge.facility) != at {
            return Err(Unfit::NotOurs);
        }
        if challenge.issued.0.abs_diff(unix) > wire::CLOCK_TOLERANCE {
            return Err(Unfit::Clock);
        }
        let seconds = challenge.expires.0.saturating_sub(challenge.issued.0);
        let life = u32::try_from(seconds.saturating_mul(1000)).unwrap_or(u32::MAX);
        let facts = ChallengeFacts { date: challenge.rule_date, expires: now.after(life) };
        self.challenge = Some(challenge);
        Ok(facts)
    }

    /// The service's date, where its challenge is at hand.
    pub(crate) fn rule_date(&self) -> Option<Date> {
        self.challenge.as_ref().map(|challenge| challenge.rule_date)
    }

    /// The claim of this session.
    pub(crate) fn evidence(
        &self,
        claim: &Claim<'_>,
        confirmed: terminal::Evidence,
    ) -> Result<Evidence, Incomplete> {
        let challenge = self.challenge.as_ref().ok_or(Incomplete)?;
        let revision = claim.rules.revision(challenge.rule_date).ok_or(Incomplete)?;
        Ok(Evidence {
            version: wire::VERSION,
            challenge: challenge.nonce,
            session: self.session,
            terminal: challenge.terminal.clone(),
            facility: challenge.facility.clone(),
            purpose: Purpose::Verification,
            certificate: Digest(self.certificate_hash.ok_or(Incomplete)?),
            card_kind: claim.kind,
            confirmation: confirmation(claim, confirmed)?,
            attack_detection: match confirmed {
                terminal::Evidence::Face { detection, .. } => detection,
                terminal::Evidence::Pin | terminal::Evidence::Visual { .. } => AttackDetection::None,
            },
            policy_revision: revision.id,
            time: UnixSeconds(claim.unix),
            transcript: Digest(claim.transcript),
        })
    }

    /// Asks the service to have the key opened, with what the card answered so far; signed by the terminal.
    pub(crate) fn authorisation(
        &self,
        evidence: Evidence,
        responses: CardResponses,
        key: &mut dyn TerminalKey,
    ) -> Result<Vec<u8>, Incomplete> {
        let certificate = self.certificate.clone().ok_or(Incomplete)?;
        sign(&AuthorisationRequest::new(evidence, certificate, responses), key)
    }

    /// Lays the statement out and gives the digest that the card signs.
    pub(crate) fn draft(&mut self, evidence: &Evidence) -> Result<[u8; 32], Incomplete> {
        let certificate = self.certificate.as_ref().ok_or(Incomplete)?;
        let draft = StatementDraft::new(evidence, certificate).map_err(|_| Incomplete)?;
        let digest = Sha256::digest(draft.card_signing_input()).into();
        self.draft = Some(draft);
        Ok(digest)
    }

    /// Adds the terminal's signature to the card's, if that is one of the card that was inserted:
    /// another chip in its place is noticed here, and not by the service first.
    pub(crate) fn seal(&mut self, card: &[u8; 256], key: &mut dyn TerminalKey) -> Result<(), Incomplete> {
        let draft = self.draft.take().ok_or(Incomplete)?;
        let certificate = self.certificate.as_ref().ok_or(Incomplete)?;
        let inserted = card::certificate::public_key(certificate.as_bytes()).map_err(|_| Incomplete)?;
        let digest = Sha256::digest(draft.card_signing_input()).into();
        if inserted.check(&Signature(*card), &digest_info(&digest)) != Check::Holds {
            return Err(Incomplete);
        }
        let terminal = key.sign(&draft.terminal_signing_input()).map_err(|_| Incomplete)?;
        self.statement = Some(draft.seal(card, &terminal).map_err(|_| Incomplete)?);
        Ok(())
    }

    /// The registration that the verdict `unregistered` gave a token for. The token is used up.
    pub(crate) fn registration(&mut self, key: &mut dyn TerminalKey) -> Result<Vec<u8>, Incomplete> {
        let token = self.token.take().ok_or(Incomplete)?;
        sign(&RegistrationRequest::new(token, self.session, Consent::Given), key)
    }

    /// The record of how the session ended, for delivery when the service is back.
    pub(crate) fn outcome(
        &self,
        place: &wire::FacilityId,
        end: &End,
        key: &mut dyn TerminalKey,
    ) -> Result<Vec<u8>, Incomplete> {
        let record = OutcomeRecord {
            version: wire::VERSION,
            session: self.session,
            terminal: key.terminal(),
            facility: place.clone(),
            ending: end.ending.code(),
            method: end.method,
            policy_revision: end.revision,
            started: UnixSeconds(self.started),
            ended: UnixSeconds(end.ended),
        };
        sign(&record, key)
    }
}

/// How a session ended.
pub(crate) struct End {
    pub(crate) ending: Ending,
    pub(crate) method: Option<policy::Method>,
    pub(crate) revision: RevisionId,
    pub(crate) ended: u64,
}

/// What a claim says beside the confirmation itself.
pub(crate) struct Claim<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) kind: policy::CardKind,
    pub(crate) models: ModelIds,
    pub(crate) unix: u64,
    pub(crate) transcript: [u8; 32],
}

fn confirmation(claim: &Claim<'_>, confirmed: terminal::Evidence) -> Result<Confirmation, Incomplete> {
    Ok(match confirmed {
        terminal::Evidence::Pin => Confirmation::Pin,
        terminal::Evidence::Face { score, .. } => Confirmation::Face(FaceConfirmation {
            score,
            threshold: claim.rules.accepted_from(),
            detector: Digest(claim.models.detector),
            embedder: Digest(claim.models.embedder),
        }),
        terminal::Evidence::Visual { staff, credential, reason, compared } => {
            Confirmation::Visual(VisualConfirmation {
                performer: StaffId::from_str(&format!("staff-{:03}", staff.0)).map_err(|_| Incomplete)?,
                credential,
                reason: match reason {
                    terminal::VisualReason::FaceFailed => VisualReason::FaceNotAccepted,
                    terminal::VisualReason::OnlyMethod => VisualReason::PinNotUsable,
                    terminal::VisualReason::PatientAsked => VisualReason::PatientAsked,
                },
                compared,
            })
        }
    })
}

fn sign<P: wire::TerminalPayload>(payload: &P, key: &mut dyn TerminalKey) -> Result<Vec<u8>, Incomplete> {
    let draft = Draft::new(payload, &key.terminal()).map_err(|_| Incomplete)?;
    let signature = key.sign(&draft.signing_input()).map_err(|_| Incomplete)?;
    draft.seal(&signature).map_err(|_| Incomplete)
}
