//! What travels between terminal and service, each side against any bytes of the other.

use std::sync::{Arc, LazyLock};

use policy::{HolderAuthorisation, Purpose};
use verifier::alarm::Raised;
use verifier::authorise::{AuthoriserFault, CardAsking, Commands, HolderAuthoriser};
use verifier::clock::{Clock, Entropy, EntropyFault};
use verifier::rate::Rate;
use verifier::service::{Log, LogLine, Parts};
use verifier::signature::sha256;
use verifier::store::{MemoryStore, Registered, Registrar, Store};
use verifier::{Mode, Roots, Service, ServiceConfig, Terminal};
use wire::{
    AuthorisationAnswer, Challenge, ChallengeRequest, Command, Digest, Message, Nonce, Script, ScriptStep,
    SessionId, Statement, StatusWord, UnixSeconds, Verdict, from_json, to_json,
};

use crate::Taken;
use crate::world;

/// The session whose challenge is out.
pub const SESSION: SessionId = SessionId([5; 16]);

#[derive(Debug)]
struct Noon;

impl Clock for Noon {
    fn now(&self) -> UnixSeconds {
        UnixSeconds(world::NOW)
    }
}

#[derive(Debug)]
struct Same;

impl Entropy for Same {
    fn random(&self) -> Result<[u8; 32], EntropyFault> {
        Ok([9; 32])
    }
}

struct Unread;

impl Log for Unread {
    fn line(&self, _: &LogLine) {}

    fn alarm(&self, _: &Raised) {}
}

struct Opener;

impl HolderAuthoriser for Opener {
    fn kind(&self) -> HolderAuthorisation {
        HolderAuthorisation::StandIn
    }

    fn authorise(&self, card: CardAsking<'_>) -> Result<Commands, AuthoriserFault> {
        let begun = !card.responses.as_slice().is_empty();
        Ok(if begun { Commands::Open(script()) } else { Commands::Continue(script()) })
    }
}

/// A script of one step.
#[must_use]
pub fn script() -> Script {
    let command = Command::new(vec![0x00, 0x84, 0x00, 0x00, 0x08]).unwrap();
    Script::new(vec![ScriptStep::new(command, vec![StatusWord::SUCCESS]).unwrap()]).unwrap()
}

/// The service as the seeds find it: the terminal enrolled, the card registered.
#[must_use]
pub fn service() -> (Service, Digest) {
    static TERMINAL: LazyLock<Terminal> = LazyLock::new(|| {
        Terminal::new(world::TERMINAL.parse().unwrap(), world::FACILITY.parse().unwrap(), world::terminal())
            .unwrap()
    });
    let mut store = MemoryStore::default();
    store.enrol(&TERMINAL).unwrap();
    let certificate = sha256(world::certificate());
    store.register(&Registered { certificate, at: UnixSeconds(0), by: Registrar::Operator }).unwrap();
    let roots = Roots::new(Mode::rig(), [world::root()]).unwrap();
    let mut config = ServiceConfig::new(Mode::rig(), roots);
    config.rate = Rate { burst: 1_000, per_minute: 0 };
    let parts = Parts {
        store: Box::new(store),
        authoriser: Box::new(Opener),
        clock: Arc::new(Noon),
        entropy: Box::new(Same),
        log: Box::new(Unread),
    };
    (Service::new(config, parts), TERMINAL.certificate)
}

/// The challenge that is out when the bytes arrive.
///
/// # Panics
/// If the service refuses its own terminal.
#[must_use]
pub fn challenge(service: &Service, peer: &Digest) -> Challenge {
    let request = ChallengeRequest::new(SESSION, Purpose::Verification);
    let challenge = service.challenge(peer, &to_json(&request).unwrap()).unwrap();
    assert_eq!(challenge.nonce, Nonce([9; 32]));
    challenge
}

/// The service takes each of its five questions apart. Nothing verifies, opens a key or registers
/// but what card and terminal signed; and a stranger gets nothing at all.
pub(crate) fn to_service(bytes: &[u8]) -> Taken {
    let (service, peer) = service();
    let challenge = challenge(&service, &peer);
    let stranger = Digest([0; 32]);
    assert!(service.submit(&stranger, bytes).is_err() && service.challenge(&stranger, bytes).is_err());
    let mut taken = Taken::Refused;
    let mut takes = |good: bool| {
        if good {
            taken = Taken::Accepted;
        }
    };
    let authorised = service.authorise(&peer, bytes);
    if matches!(authorised, Ok(AuthorisationAnswer::Authorised(_) | AuthorisationAnswer::Continue(_))) {
        let request = wire::Signed::<wire::AuthorisationRequest>::parse(bytes).unwrap();
        assert_eq!(request.payload.evidence.challenge, challenge.nonce);
        takes(true);
    }
    let verdict = service.submit(&peer, bytes);
    if matches!(verdict, Ok(Verdict::Verified(_) | Verdict::Unregistered(_))) {
        let statement = Statement::parse(bytes).unwrap();
        assert_eq!(statement.evidence.challenge, challenge.nonce, "another challenge");
        assert_eq!(statement.evidence.certificate, sha256(world::certificate()), "another card");
        assert_ne!(service.submit(&peer, bytes).ok(), verdict.ok(), "a challenge answers twice");
        takes(true);
    }
    let registered = service.register(&peer, bytes);
    assert!(!matches!(registered, Ok(Verdict::Verified(_))), "registered without a ticket");
    takes(service.record_outcome(&peer, bytes).is_ok());
    takes(service.challenge(&peer, bytes).is_ok());
    taken
}

/// The terminal takes each message apart, and what it takes writes back the same.
pub(crate) fn to_terminal(bytes: &[u8]) -> Taken {
    let taken = [
        round::<Challenge>(bytes),
        round::<AuthorisationAnswer>(bytes),
        round::<Verdict>(bytes),
        round::<wire::OutcomeReceipt>(bytes),
        round::<wire::Fault>(bytes),
        round::<wire::Health>(bytes),
    ];
    // Two questions have one answer in common only where the words are the same.
    if taken.contains(&Taken::Accepted) { Taken::Accepted } else { Taken::Refused }
}

fn round<M: Message>(bytes: &[u8]) -> Taken {
    let message = from_json::<M>(bytes);
    if let Ok(message) = &message {
        let written = to_json(message).unwrap();
        let again = from_json::<M>(&written).unwrap();
        assert_eq!(to_json(&again).unwrap(), written);
    }
    Taken::of(&message)
}
