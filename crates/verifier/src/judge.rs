//! Does the card, by the rules of that day, prove what the terminal claims?

use std::collections::BTreeSet;

use policy::{
    Attempts, Availability, CardFacts, CertificateStanding, Closure, Comparison, Coverage, Date,
    FaceDecision, LEDGER, Likeness, LookAlikeDecision, Mark, Method, RegistrationClosure,
    RegistrationDecision, Rules, Site, Strikes, Tries, decide_face, decide_look_alike, decide_registration,
    open_methods,
};
use wire::{
    Certificate, Confirmation, Digest, Evidence, Notice, RefusalReason, Standing, Statement, UnixSeconds,
    Verified,
};

use crate::admit;
use crate::certificate::{self, CentreStanding, Checked, Day};
use crate::mode::Mode;
use crate::roots::Roots;
use crate::signature::{card_signed, sha256};
use crate::terminal::{IssuedChallenge, Terminal};

/// What the service trusts, and the rules it judges by. Fixed at start.
#[derive(Clone, Debug)]
pub struct Trust {
    /// Production or rig.
    pub mode: Mode,
    /// Roots of cards.
    pub roots: Roots,
    /// The rules.
    pub rules: Rules,
    /// Certificates (SHA-256) of holders with a look-alike, as the operator was told.
    pub look_alikes: BTreeSet<Digest>,
    /// What a facility may do; its `holder_authorisation` is the service's own.
    pub site: Site,
}

impl Trust {
    /// Whether somebody is known to resemble the holder of this certificate.
    fn likeness(&self, certificate: &Digest) -> Likeness {
        if self.look_alikes.contains(certificate) { Likeness::Stated } else { Likeness::Unstated }
    }
}

/// Everything besides the statement that its verdict depends on.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// What is trusted.
    pub trust: &'a Trust,
    /// The terminal of this connection.
    pub terminal: &'a Terminal,
    /// The challenge that the evidence names, if the service made it.
    pub issued: Option<&'a IssuedChallenge>,
    /// What the centre says of the certificate.
    pub centre: CentreStanding,
    /// The service's clock.
    pub now: UnixSeconds,
}

/// A statement that proved its claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// SHA-256 of the card's certificate.
    pub certificate: Digest,
    /// What the holder gets, if the card is registered.
    pub verified: Verified,
}

/// Admits and judges one statement. Spending the challenge is the caller's part: it must happen
/// between [`admit::answers`] and the answer, whatever the answer is.
///
/// # Errors
/// The first reason found: terminal, challenge, certificate, method, authorisation, card signature.
pub fn verify(statement: &Statement, context: &Context<'_>) -> Result<Accepted, RefusalReason> {
    admit::statement_of(context.terminal, statement)?;
    let rules = &context.trust.rules;
    let issued = admit::answers(context.terminal, &statement.evidence, context.issued, rules, context.now)?;
    judge(statement, issued, context)
}

/// Judges a statement that was admitted.
///
/// # Errors
/// A reason of the 3xx or 4xx group, or of registration by a method that the rules refuse.
pub fn judge(
    statement: &Statement,
    issued: &IssuedChallenge,
    context: &Context<'_>,
) -> Result<Accepted, RefusalReason> {
    let date = issued.challenge.rule_date;
    let checked = claim(&statement.evidence, &statement.certificate, date, context)?;
    opened_for(&statement.evidence, issued)?;
    if !card_signed(&checked.public_key, &statement.card_signing_input, &statement.card_signature) {
        return Err(RefusalReason::CardSignature);
    }
    Ok(Accepted { certificate: statement.evidence.certificate, verified: verified(&checked) })
}

/// What authorisation and statement have in common: this certificate is good, and the rules of
/// `date` allow this method for this card.
///
/// # Errors
/// A reason of the 3xx or 4xx group, or of registration by a method that the rules refuse.
pub fn claim(
    evidence: &Evidence,
    certificate: &Certificate,
    date: Date,
    context: &Context<'_>,
) -> Result<Checked, RefusalReason> {
    if sha256(certificate.as_bytes()) != evidence.certificate {
        return Err(RefusalReason::CertificateMismatch);
    }
    let trust = context.trust;
    let day = Day { now: context.now, date, rules: &trust.rules };
    let checked = certificate::check(certificate, &trust.roots, trust.mode, day)?;
    match context.centre {
        CentreStanding::Good => {}
        CentreStanding::Revoked => return Err(RefusalReason::CertificateRevoked),
        CentreStanding::Suspended => return Err(RefusalReason::CertificateSuspended),
    }
    method(evidence, trust)?;
    if evidence.purpose == policy::Purpose::Registration {
        registration(evidence.method(), date, trust)?;
    }
    Ok(checked)
}

/// The claim as a digest, for which a key is opened once.
///
/// # Errors
/// [`wire::WireError`] if the evidence can't be encoded; evidence that came over the wire can.
pub fn claim_digest(evidence: &Evidence) -> Result<Digest, wire::WireError> {
    evidence.claim().map(|bytes| sha256(&bytes))
}

/// The key was opened for this claim, or by the PIN and for no other claim: a terminal that had it
/// opened for a face or by staff does not call it a PIN afterwards.
fn opened_for(evidence: &Evidence, issued: &IssuedChallenge) -> Result<(), RefusalReason> {
    let opened = match evidence.method() {
        Method::Pin => issued.authorised.is_none(),
        Method::Face | Method::Visual => {
            issued.authorised.is_some_and(|claim| claim_digest(evidence) == Ok(claim))
        }
    };
    if opened { Ok(()) } else { Err(RefusalReason::NotAuthorised) }
}

/// The rules' answer for this kind of card. What only the terminal can know (tries, strikes, the
/// mark) is taken at its best: the terminal's own decision can only be narrower.
fn method(evidence: &Evidence, trust: &Trust) -> Result<(), RefusalReason> {
    let card = CardFacts {
        kind: evidence.card_kind,
        pin: Tries::of(3),
        check_number: Tries::Unasked,
        mark: Mark::Unseen,
        strikes: Strikes::Known(0),
    };
    let detection = evidence.attack_detection;
    let open = open_methods(&trust.rules, &trust.site, &card, Attempts::default(), detection);
    match open.of(evidence.method()) {
        Availability::Open => {}
        Availability::Closed(Closure::NoHolderAuthorisation) => {
            return Err(RefusalReason::HolderAuthorisationUnavailable);
        }
        Availability::Closed(Closure::NoAttackDetection) => {
            return Err(RefusalReason::AttackDetectionMissing);
        }
        Availability::Closed(_) => return Err(RefusalReason::MethodNotPermitted),
    }
    match &evidence.confirmation {
        Confirmation::Face(face) => {
            let decision = decide_face(
                &trust.rules,
                trust.site.build,
                // Only the card tells of a holder's age, and the threshold does not depend on it.
                Coverage::Measured,
                Some(Comparison { score: face.score, detection }),
                0,
            );
            if decision != FaceDecision::Accept || face.score < face.threshold {
                return Err(RefusalReason::ScoreTooLow);
            }
            let likeness = trust.likeness(&evidence.certificate);
            match decide_look_alike(&LEDGER, likeness, face.score) {
                LookAlikeDecision::Accept => Ok(()),
                // Reception asks for another method then.
                LookAlikeDecision::ConfirmByEye => Err(RefusalReason::ScoreTooLow),
            }
        }
        Confirmation::Pin | Confirmation::Visual(_) => Ok(()),
    }
}

/// Whether the rules of `date` let this method register a card.
///
/// # Errors
/// A reason of the 5xx group.
pub fn registration(method: Method, date: Date, trust: &Trust) -> Result<(), RefusalReason> {
    match decide_registration(&trust.rules, &trust.site, method, date) {
        RegistrationDecision::Open => Ok(()),
        RegistrationDecision::Closed(closure) => Err(match closure {
            RegistrationClosure::RefusedByManual => RefusalReason::RegistrationRefusedByManual,
            RegistrationClosure::ReadersNotChanged => RefusalReason::RegistrationReadersNotChanged,
            RegistrationClosure::RefusedBySite => RefusalReason::RegistrationRefusedBySite,
        }),
    }
}

fn verified(checked: &Checked) -> Verified {
    let until = checked.until;
    match checked.standing {
        CertificateStanding::Valid => Verified { standing: Standing::Full, notice: None },
        CertificateStanding::EndsSoon => {
            Verified { standing: Standing::Full, notice: Some(Notice::CertificateEndsSoon { until }) }
        }
        CertificateStanding::Grace | CertificateStanding::Ended => {
            Verified { standing: Standing::EntitlementOnly, notice: Some(Notice::CertificateEnded { until }) }
        }
    }
}
