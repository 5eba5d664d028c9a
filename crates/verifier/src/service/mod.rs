//! The five questions that a terminal may ask, over a store. No network here: a caller names the
//! client certificate of the connection, hands over the body and sends back what it gets.

mod authorisation;
mod outcome;
mod registration;
mod statement;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use policy::{Date, HolderAuthorisation, LastTry, RevisionId, Rules, Site};
use wire::{
    Certificate, Challenge, ChallengeRequest, Digest, FaultCode, Health, Malformed, Nonce, RefusalReason,
    SessionId, TerminalId, UnixSeconds, WireError,
};

use crate::alarm::{Alarm, AlarmRecord, Raised};
use crate::authorise::HolderAuthoriser;
use crate::certificate::{self, CentreStanding};
use crate::clock::{Clock, Entropy, EntropyFault};
use crate::face::FaceLimit;
use crate::judge::Trust;
use crate::mode::Mode;
use crate::rate::{Rate, RateLimit};
use crate::roots::Roots;
use crate::store::{Store, StoreFault};
use crate::terminal::{IssuedChallenge, Terminal};
use crate::visual::VisualLimit;

/// What the operator decides.
#[derive(Clone, Debug)]
pub struct ServiceConfig {
    /// Production or rig.
    pub mode: Mode,
    /// Roots of cards.
    pub roots: Roots,
    /// The rules.
    pub rules: Rules,
    /// Certificates (SHA-256) of holders with a look-alike (domain.md I3): insurers know of twins, terminals don't.
    pub look_alikes: BTreeSet<Digest>,
    /// Whether first registration after visual confirmation is permitted by the service's sites.
    pub visual_registration: bool,
    /// Seconds for which a challenge may be answered: as long as a slow session with staff takes.
    pub challenge_lifetime: u64,
    /// Seconds for which a card may be registered after its verdict.
    pub ticket_lifetime: u64,
    /// How often a terminal may ask.
    pub rate: Rate,
    /// How often people may be confirmed by eye.
    pub visual: VisualLimit,
    /// How often by face.
    pub face: FaceLimit,
}

impl ServiceConfig {
    /// The built-in rules and times.
    pub const fn new(mode: Mode, roots: Roots) -> Self {
        Self {
            mode,
            roots,
            rules: policy::BUILT_IN,
            look_alikes: BTreeSet::new(),
            visual_registration: true,
            challenge_lifetime: 600,
            ticket_lifetime: 600,
            rate: Rate::DEFAULT,
            visual: VisualLimit::DEFAULT,
            face: FaceLimit::DEFAULT,
        }
    }
}

/// One line of the log: codes and ids only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// What was asked.
    pub question: &'static str,
    /// Who asked.
    pub terminal: TerminalId,
    /// In which session.
    pub session: SessionId,
    /// What was answered: a word, and the refusal's code or 0.
    pub answer: (&'static str, u16),
}

/// Where the log goes.
pub trait Log: Send + Sync {
    /// Takes one line.
    fn line(&self, line: &LogLine);
    /// Takes an alarm. It is on record already.
    fn alarm(&self, raised: &Raised);
}

/// The service.
pub struct Service {
    store: Mutex<Box<dyn Store>>,
    rate: Mutex<RateLimit>,
    trust: Trust,
    authoriser: Box<dyn HolderAuthoriser>,
    clock: Arc<dyn Clock>,
    entropy: Box<dyn Entropy>,
    log: Box<dyn Log>,
    challenge_lifetime: u64,
    ticket_lifetime: u64,
    visual: VisualLimit,
    face: FaceLimit,
}

/// Everything that a service reaches outside itself by.
pub struct Parts {
    /// Its state.
    pub store: Box<dyn Store>,
    /// How keys are opened without PIN.
    pub authoriser: Box<dyn HolderAuthoriser>,
    /// Its clock.
    pub clock: Arc<dyn Clock>,
    /// Its random bytes.
    pub entropy: Box<dyn Entropy>,
    /// Its log.
    pub log: Box<dyn Log>,
}

/// Ended challenges are kept for a day, so that a late answer is told what is wrong with it.
const REMEMBER: u64 = 86_400;

/// A request that gets no answer of its own kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?}")]
pub struct Rejected(pub FaultCode);

impl From<StoreFault> for Rejected {
    fn from(_: StoreFault) -> Self {
        Self(FaultCode::Internal)
    }
}

impl From<EntropyFault> for Rejected {
    fn from(_: EntropyFault) -> Self {
        Self(FaultCode::Internal)
    }
}

impl From<WireError> for Rejected {
    fn from(error: WireError) -> Self {
        Self(match error {
            WireError::Malformed(Malformed::TooLong) => FaultCode::TooLong,
            WireError::Malformed(_) => FaultCode::Malformed,
            WireError::Unsupported(_) => FaultCode::Unsupported,
            WireError::Misuse(_) => FaultCode::Internal,
        })
    }
}

/// A locked store and the terminal that is asking.
struct Asked<'a> {
    store: MutexGuard<'a, Box<dyn Store>>,
    terminal: Terminal,
    now: UnixSeconds,
}

impl Service {
    /// Puts a service together.
    pub fn new(config: ServiceConfig, parts: Parts) -> Self {
        let site = Site {
            build: config.mode.build(),
            holder_authorisation: parts.authoriser.kind(),
            visual: true,
            visual_registration: config.visual_registration,
            // Whether a last try is used is the terminal's business; the card counts it.
            last_try: LastTry::OnInsistence,
        };
        Self {
            store: Mutex::new(parts.store),
            rate: Mutex::new(RateLimit::new(config.rate)),
            trust: Trust {
                mode: config.mode,
                roots: config.roots,
                rules: config.rules,
                look_alikes: config.look_alikes,
                site,
            },
            authoriser: parts.authoriser,
            clock: parts.clock,
            entropy: parts.entropy,
            log: parts.log,
            challenge_lifetime: config.challenge_lifetime,
            ticket_lifetime: config.ticket_lifetime,
            visual: config.visual,
            face: config.face,
        }
    }

    /// How the service is.
    pub fn health(&self) -> Health {
        let now = self.clock.now();
        let rule_date = Date::from_unix(now.0);
        Health { version: wire::VERSION, time: now, rule_date, policy_revision: self.revision(rule_date) }
    }

    /// How keys are opened without PIN here.
    pub fn holder_authorisation(&self) -> HolderAuthorisation {
        self.trust.site.holder_authorisation
    }

    /// Gives a terminal a challenge.
    ///
    /// # Errors
    /// [`Rejected`]
    pub fn challenge(&self, peer: &Digest, body: &[u8]) -> Result<Challenge, Rejected> {
        let mut asked = self.asked(peer)?;
        let request: ChallengeRequest = self.read(&mut asked, wire::from_json(body))?;
        let challenge = Challenge {
            version: wire::VERSION,
            nonce: Nonce(self.entropy.random()?),
            session: request.session,
            terminal: asked.terminal.id.clone(),
            facility: asked.terminal.facility.clone(),
            issued: asked.now,
            expires: UnixSeconds(asked.now.0.saturating_add(self.challenge_lifetime)),
            rule_date: Date::from_unix(asked.now.0),
        };
        let issued = IssuedChallenge {
            challenge: challenge.clone(),
            purpose: request.purpose,
            spent: false,
            superseded: false,
            authorised: None,
        };
        asked.store.issue(&issued, UnixSeconds(asked.now.0.saturating_sub(REMEMBER)))?;
        self.note("challenge", &asked.terminal, request.session, ("issued", 0));
        Ok(challenge)
    }

    /// The terminal of the connection, if it is enrolled and has not asked too often.
    fn asked(&self, peer: &Digest) -> Result<Asked<'_>, Rejected> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.clock.now();
        let raised = |alarm, terminal| Raised { alarm, peer: *peer, terminal, at: now };
        let Some(terminal) = store.terminal(peer)? else {
            self.raise(store.as_mut(), raised(Alarm::TerminalUnknown, None))?;
            return Err(Rejected(FaultCode::TerminalUnknown));
        };
        let allowed = {
            let mut rate = self.rate.lock().unwrap_or_else(PoisonError::into_inner);
            rate.allows(terminal.certificate, now)
        };
        if !allowed {
            self.raise(store.as_mut(), raised(Alarm::RateLimited, Some(terminal.id)))?;
            return Err(Rejected(FaultCode::RateLimited));
        }
        let latest = store.keep_time(now)?;
        // A rig's simulated clock goes where it is told to.
        let real = self.trust.mode == Mode::Production;
        if real && now.0.saturating_add(wire::CLOCK_TOLERANCE) < latest.0 {
            self.raise(store.as_mut(), raised(Alarm::ClockWentBack, Some(terminal.id)))?;
            return Err(Rejected(FaultCode::Internal));
        }
        Ok(Asked { store, terminal, now })
    }

    /// An enrolled terminal sends nothing that can't be read.
    fn read<T>(&self, asked: &mut Asked<'_>, parsed: Result<T, WireError>) -> Result<T, Rejected> {
        if let Err(WireError::Malformed(_)) = &parsed {
            self.alarm(asked, Alarm::Malformed)?;
        }
        Ok(parsed?)
    }

    /// Raises the alarm that a refusal calls for, if it does.
    fn refused(&self, asked: &mut Asked<'_>, reason: RefusalReason) -> Result<(), Rejected> {
        Alarm::of_refusal(reason).map_or(Ok(()), |alarm| self.alarm(asked, alarm))
    }

    fn alarm(&self, asked: &mut Asked<'_>, alarm: Alarm) -> Result<(), Rejected> {
        let terminal = Some(asked.terminal.id.clone());
        let raised = Raised { alarm, peer: asked.terminal.certificate, terminal, at: asked.now };
        self.raise(asked.store.as_mut(), raised)
    }

    /// On record first: an alarm that was logged is one that can be looked up.
    fn raise(&self, store: &mut dyn Store, raised: Raised) -> Result<(), Rejected> {
        store.raise(&AlarmRecord::of(raised.clone()))?;
        self.log.alarm(&raised);
        Ok(())
    }

    fn revision(&self, date: Date) -> RevisionId {
        self.trust.rules.revision(date).map_or(RevisionId(0), |revision| revision.id)
    }

    fn note(
        &self,
        question: &'static str,
        terminal: &Terminal,
        session: SessionId,
        answer: (&'static str, u16),
    ) {
        self.log.line(&LogLine { question, terminal: terminal.id.clone(), session, answer });
    }
}

/// What the centre says; one that names nothing is malformed, and found so later.
fn centre(store: &mut dyn Store, certificate: &Certificate) -> Result<CentreStanding, StoreFault> {
    certificate::name(certificate).map_or(Ok(CentreStanding::Good), |name| store.centre(&name))
}
