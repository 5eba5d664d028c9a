//! A service in memory, a terminal, and cards of a small PKI of RSA keys that OpenSSL makes.
#![allow(dead_code, unreachable_pub)]

pub mod cards;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use policy::{
    AttackDetection, CardKind, Compared, ComparisonScore, Credential, HolderAuthorisation, Purpose,
    RevisionId,
};
use service_https::TerminalKey;
use test_pki::Authority;
use verifier::alarm::{Alarm, Raised};
use verifier::authorise::{AuthoriserFault, CardAsking, Commands, HolderAuthoriser, NoAuthoriser};
use verifier::clock::{Clock, SystemEntropy};
use verifier::face::FaceLimit;
use verifier::rate::Rate;
use verifier::service::{Log, LogLine, Parts};
use verifier::signature::sha256;
use verifier::store::{MemoryStore, Registered, Registrar, Store};
use verifier::visual::VisualLimit;
use verifier::{Mode, Roots, Service, ServiceConfig, Terminal};
use wire::*;

use cards::{Card, Spec, root};

/// 2025-06-01T03:00:00Z: noon in Japan.
pub const NOW: u64 = 1_748_746_800;
pub const DAY: u64 = 86_400;

/// A clock that tests move.
#[derive(Debug)]
pub struct TestClock(pub AtomicU64);

impl Clock for TestClock {
    fn now(&self) -> UnixSeconds {
        UnixSeconds(self.0.load(Ordering::SeqCst))
    }
}

/// A log of which the alarms alone are read.
#[derive(Clone, Default)]
pub struct Alarms(Arc<Mutex<Vec<Raised>>>);

impl Alarms {
    /// Those since the last look.
    pub fn take(&self) -> Vec<Alarm> {
        self.0.lock().unwrap().drain(..).map(|raised| raised.alarm).collect()
    }
}

impl Log for Alarms {
    fn line(&self, _: &LogLine) {}
    fn alarm(&self, raised: &Raised) {
        self.0.lock().unwrap().push(raised.clone());
    }
}

/// Opens a key for a card that answered 8 bytes and `9000`, under any name.
pub struct TestAuthoriser(pub HolderAuthorisation);

impl HolderAuthoriser for TestAuthoriser {
    fn kind(&self) -> HolderAuthorisation {
        self.0
    }

    fn authorise(&self, card: CardAsking<'_>) -> Result<Commands, AuthoriserFault> {
        match card.responses.as_slice() {
            [] => Ok(Commands::Continue(get_challenge())),
            [one] if one.as_bytes().len() == 10 => Ok(Commands::Open(get_challenge())),
            _ => Err(AuthoriserFault::Unsuitable),
        }
    }
}

/// What a card answered that opens its key.
pub fn answered() -> CardResponses {
    CardResponses::new(vec![CardResponse::new(vec![5; 10]).unwrap()]).unwrap()
}

/// A script that nobody runs.
pub fn get_challenge() -> Script {
    let command = Command::new(vec![0, 0x84, 0, 0, 8]).unwrap();
    Script::new(vec![ScriptStep::new(command, vec![StatusWord::SUCCESS]).unwrap()]).unwrap()
}

/// A terminal and what it has.
pub struct Desk {
    pub id: TerminalId,
    pub facility: FacilityId,
    pub peer: Digest,
    pub key: TerminalKey,
    pub der: Vec<u8>,
}

impl Desk {
    pub fn new(id: &str, facility: &str) -> Self {
        let identity = Authority::new("terminals").unwrap().terminal(id).unwrap();
        Self {
            id: id.parse().unwrap(),
            facility: facility.parse().unwrap(),
            peer: sha256(&identity.certificate_der),
            key: TerminalKey::from_pkcs8(identity.key_pem.as_bytes()).unwrap(),
            der: identity.certificate_der,
        }
    }

    pub fn enrolled(&self) -> Terminal {
        Terminal::new(self.id.clone(), self.facility.clone(), &self.der).unwrap()
    }

    pub fn seal<P: TerminalPayload>(&self, payload: &P) -> Vec<u8> {
        self.key.seal(payload, &self.id).unwrap()
    }
}

/// What a test wants to be otherwise.
pub struct Options {
    pub mode: Mode,
    pub authorisation: HolderAuthorisation,
    pub visual_registration: bool,
    pub rate: Rate,
    pub visual: VisualLimit,
    pub face: FaceLimit,
    /// Whether the world's card is of a holder with a look-alike.
    pub look_alike: bool,
    pub store: Box<dyn Store>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            mode: Mode::rig(),
            authorisation: HolderAuthorisation::StandIn,
            visual_registration: true,
            rate: Rate { burst: 1_000_000, per_minute: 0 },
            visual: VisualLimit::DEFAULT,
            face: FaceLimit::DEFAULT,
            look_alike: false,
            store: Box::<MemoryStore>::default(),
        }
    }
}

/// A service and two terminals of one facility.
pub struct World {
    pub service: Service,
    pub alarms: Alarms,
    pub clock: Arc<TestClock>,
    pub desk: Desk,
    pub other: Desk,
    /// A card that is registered.
    pub card: Card,
}

impl World {
    pub fn new(options: Options) -> Self {
        let clock = Arc::new(TestClock(AtomicU64::new(NOW)));
        let (desk, other) = (Desk::new("T-1", "1310001"), Desk::new("T-2", "1310001"));
        let card = Spec::default().issue();
        let mut store = options.store;
        store.enrol(&desk.enrolled()).unwrap();
        store.enrol(&other.enrolled()).unwrap();
        let (certificate, at) = (sha256(&card.der), UnixSeconds(NOW));
        store.register(&Registered { certificate, at, by: Registrar::Operator }).unwrap();
        // Published roots are not at hand: production is built with the rig's eyes for roots alone.
        let roots = Roots::new(Mode::rig(), [root().der.as_slice()]).unwrap();
        let mut config = ServiceConfig::new(options.mode, roots);
        config.visual_registration = options.visual_registration;
        config.rate = options.rate;
        config.visual = options.visual;
        config.face = options.face;
        config.look_alikes.extend(options.look_alike.then_some(certificate));
        let authoriser: Box<dyn HolderAuthoriser> = match options.authorisation {
            HolderAuthorisation::None => Box::new(NoAuthoriser),
            kind => Box::new(TestAuthoriser(kind)),
        };
        let alarms = Alarms::default();
        let parts = Parts {
            store,
            authoriser,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            entropy: Box::new(SystemEntropy::default()),
            log: Box::new(alarms.clone()),
        };
        Self { service: Service::new(config, parts), alarms, clock, desk, other, card }
    }

    pub fn at(&self, now: u64) {
        self.clock.0.store(now, Ordering::SeqCst);
    }

    pub fn later(&self, seconds: u64) {
        self.clock.0.fetch_add(seconds, Ordering::SeqCst);
    }

    /// Evidence of a PIN session with the registered card, over a fresh challenge.
    pub fn evidence(&self, purpose: Purpose) -> Evidence {
        let request = ChallengeRequest::new(session(), purpose);
        let challenge = self.service.challenge(&self.desk.peer, &to_json(&request).unwrap()).unwrap();
        evidence(&challenge, purpose, &self.card, self.clock.now())
    }

    pub fn submit(&self, evidence: &Evidence, card: &Card) -> Verdict {
        self.service.submit(&self.desk.peer, &sealed(evidence, card, &self.desk.key)).unwrap()
    }

    pub fn authorise(&self, evidence: &Evidence, card: &Card) -> AuthorisationAnswer {
        self.authorise_for(evidence, card, &[&[5; 10]])
    }

    pub fn authorise_for(
        &self,
        evidence: &Evidence,
        card: &Card,
        responses: &[&[u8]],
    ) -> AuthorisationAnswer {
        let responses = responses.iter().map(|bytes| CardResponse::new(bytes.to_vec()).unwrap()).collect();
        let responses = CardResponses::new(responses).unwrap();
        let request = AuthorisationRequest::new(evidence.clone(), card.certificate(), responses);
        self.service.authorise(&self.desk.peer, &self.desk.seal(&request)).unwrap()
    }

    /// A token for a card that is not registered, after confirmation by `confirmation`.
    pub fn ticket(&self, card: &Card, confirmation: Confirmation) -> (Unregistered, SessionId) {
        let mut evidence = self.evidence(Purpose::Verification);
        evidence.certificate = sha256(&card.der);
        evidence.confirmation = confirmation;
        if evidence.confirmation != Confirmation::Pin {
            assert!(matches!(self.authorise(&evidence, card), AuthorisationAnswer::Authorised(_)));
        }
        match self.submit(&evidence, card) {
            Verdict::Unregistered(ticket) => (ticket, evidence.session),
            other => panic!("{other:?}"),
        }
    }

    pub fn register(&self, token: RegistrationToken, session: SessionId, consent: Consent) -> Verdict {
        let request = RegistrationRequest::new(token, session, consent);
        self.service.register(&self.desk.peer, &self.desk.seal(&request)).unwrap()
    }
}

/// A session id that was not used before in this process.
pub fn session() -> SessionId {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut id = [0; 16];
    id[..8].copy_from_slice(&NEXT.fetch_add(1, Ordering::SeqCst).to_be_bytes());
    SessionId(id)
}

pub fn evidence(challenge: &Challenge, purpose: Purpose, card: &Card, now: UnixSeconds) -> Evidence {
    Evidence {
        version: VERSION,
        challenge: challenge.nonce,
        session: challenge.session,
        terminal: challenge.terminal.clone(),
        facility: challenge.facility.clone(),
        purpose,
        certificate: sha256(&card.der),
        card_kind: CardKind::Ordinary,
        confirmation: Confirmation::Pin,
        attack_detection: AttackDetection::None,
        policy_revision: policy::BUILT_IN.revision(challenge.rule_date).unwrap().id,
        time: now,
        transcript: Digest([6; 32]),
    }
}

/// The statement, signed by the card and by a terminal.
pub fn sealed(evidence: &Evidence, card: &Card, terminal: &TerminalKey) -> Vec<u8> {
    let draft = StatementDraft::new(evidence, &card.certificate()).unwrap();
    let by_card = card.sign(&draft.card_signing_input());
    let by_terminal = terminal.sign(&draft.terminal_signing_input()).unwrap();
    draft.seal(&by_card, &by_terminal).unwrap()
}

pub fn face(score: i16, threshold: i16) -> Confirmation {
    Confirmation::Face(FaceConfirmation {
        score: ComparisonScore(score),
        threshold: ComparisonScore(threshold),
        detector: Digest([1; 32]),
        embedder: Digest([2; 32]),
    })
}

pub fn good_face() -> Confirmation {
    face(9000, policy::BUILT_IN.accepted_from().0)
}

pub fn visual() -> Confirmation {
    Confirmation::Visual(VisualConfirmation {
        performer: "staff-7".parse().unwrap(),
        credential: Credential::ClinicPassword,
        reason: VisualReason::FaceNotAccepted,
        compared: Compared::ChipPhotoVerified,
    })
}

pub fn outcome(desk: &Desk, session: SessionId) -> OutcomeRecord {
    OutcomeRecord {
        version: VERSION,
        session,
        terminal: desk.id.clone(),
        facility: desk.facility.clone(),
        ending: 42,
        method: Some(policy::Method::Face),
        policy_revision: RevisionId(3),
        started: UnixSeconds(NOW - 60),
        ended: UnixSeconds(NOW),
    }
}

/// What came out, as far as a refusal is concerned.
pub fn refused(verdict: &Verdict) -> RefusalReason {
    match verdict {
        Verdict::Refused(reason) => *reason,
        other => panic!("not refused: {other:?}"),
    }
}

pub fn closed(answer: &AuthorisationAnswer) -> RefusalReason {
    match answer {
        AuthorisationAnswer::Refused(reason) => *reason,
        other => panic!("not refused: {other:?}"),
    }
}
