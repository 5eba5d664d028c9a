//! The parts of the bench's terminal, and what a meddler between terminal and service does.

use crate::bench::Shown;
use card::CheckNumberB;
use policy::{ComparisonScore, HolderAuthorisation, Mark, Millis};
use rig::StandInCentre;
use runtime::port::{self, Look, ReceptionMessage};
use runtime::{Chronicle, Transcript};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use terminal::Screen;
use verifier::Service;
use verifier::alarm::Raised;
use verifier::authorise::{AuthoriserFault, CardAsking, Commands, HolderAuthoriser};
use verifier::service::{Log, LogLine};
use virtual_card::card_file::CardFile;
use wire::{AuthorisationAnswer, Digest};
use zeroize::Zeroizing;

/// What somebody in the service's place, or on the way to it, changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meddling {
    Nothing,
    /// The challenge is one of another session.
    OtherSession,
    /// The challenge is another terminal's.
    OtherTerminal,
    /// The challenge is for another facility.
    OtherFacility,
    /// The commands that open a key are those given before.
    OldCommands,
}

/// The real service, as this terminal reaches it.
pub(crate) struct KnownService {
    pub(crate) service: Service,
    pub(crate) peer: Digest,
    pub(crate) meddling: Arc<Mutex<Meddling>>,
    pub(crate) submitted: Arc<AtomicU64>,
    pub(crate) old_commands: Option<wire::AuthorisationAnswer>,
}

impl KnownService {
    fn meddling(&self) -> Meddling {
        *self.meddling.lock().unwrap()
    }
}

fn rejected(_: verifier::service::Rejected) -> port::ServiceFault {
    port::ServiceFault::Rejected
}

impl port::Service for KnownService {
    fn challenge(&mut self, request: &wire::ChallengeRequest) -> Result<wire::Challenge, port::ServiceFault> {
        let body = wire::to_json(request).unwrap();
        let mut challenge = self.service.challenge(&self.peer, &body).map_err(rejected)?;
        match self.meddling() {
            Meddling::OtherSession => challenge.session = wire::SessionId([0xEE; 16]),
            Meddling::OtherTerminal => challenge.terminal = "terminal-2".parse().unwrap(),
            Meddling::OtherFacility => challenge.facility = "clinic-2".parse().unwrap(),
            Meddling::Nothing | Meddling::OldCommands => {}
        }
        Ok(challenge)
    }

    fn authorise(&mut self, message: &[u8]) -> Result<wire::AuthorisationAnswer, port::ServiceFault> {
        let answer = self.service.authorise(&self.peer, message).map_err(rejected)?;
        if !matches!(answer, wire::AuthorisationAnswer::Authorised(_)) {
            return Ok(answer);
        }
        if let (Meddling::OldCommands, Some(old)) = (self.meddling(), &self.old_commands) {
            return Ok(old.clone());
        }
        self.old_commands = Some(answer.clone());
        Ok(answer)
    }

    fn submit(&mut self, statement: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        self.submitted.fetch_add(1, Ordering::SeqCst);
        self.service.submit(&self.peer, statement).map_err(rejected)
    }

    fn register(&mut self, message: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        self.service.register(&self.peer, message).map_err(rejected)
    }

    fn deliver(&mut self, record: &[u8]) -> Result<wire::OutcomeReceipt, port::ServiceFault> {
        self.service.record_outcome(&self.peer, record).map_err(rejected)
    }
}

/// The service's side of the stand-in, with the PKI's key.
pub(crate) struct StandInAuthoriser(pub(crate) Vec<u8>);

impl HolderAuthoriser for StandInAuthoriser {
    fn kind(&self) -> HolderAuthorisation {
        HolderAuthorisation::StandIn
    }

    fn authorise(&self, card: CardAsking<'_>) -> Result<Commands, AuthoriserFault> {
        match StandInCentre::new(self.0.clone()).answer_to(card.certificate, card.responses) {
            AuthorisationAnswer::Continue(script) => Ok(Commands::Continue(script)),
            AuthorisationAnswer::Authorised(script) => Ok(Commands::Open(script)),
            AuthorisationAnswer::Refused(_) => Err(AuthoriserFault::Unsuitable),
        }
    }
}

pub(crate) struct NoLog;

impl Log for NoLog {
    fn line(&self, _: &LogLine) {}
    fn alarm(&self, _: &Raised) {}
}

/// Reads the number that is printed on this card.
pub(crate) struct Front(pub(crate) Option<CardFile>);

impl port::CardFront for Front {
    fn check_number(&mut self) -> Option<CheckNumberB> {
        let card = self.0.as_ref()?;
        let number = card.holder().unwrap().check_number_b(card.front.card_expiry);
        CheckNumberB::from_ascii(number.reveal().as_bytes()).ok()
    }

    fn mark(&mut self) -> Mark {
        Mark::Unseen
    }
}

/// Frames of one pixel, no two alike.
#[derive(Default)]
pub(crate) struct Camera(u8);

impl port::Camera for Camera {
    fn start(&mut self) -> Result<(), port::CameraFault> {
        Ok(())
    }

    fn frame(&mut self) -> Result<port::Frame, port::CameraFault> {
        self.0 = self.0.wrapping_add(1);
        Ok(port::Frame { width: 1, height: 1, rgb: Zeroizing::new(vec![self.0; 3]) })
    }

    fn stop(&mut self) {}
}

/// Finds everybody alike: what stops an attack here is not the comparison.
pub(crate) struct Matcher;

impl port::Matcher for Matcher {
    fn set_reference(&mut self, _photo: &[u8]) -> Result<port::Picture, port::MatcherFault> {
        Ok(port::Picture { width: 1, height: 1, grey: Zeroizing::new(vec![0]) })
    }

    fn begin(&mut self, _draw: u8) {}

    fn look(&mut self, _: &port::Frame, _: Millis, _: port::Wanted) -> Result<Look, port::MatcherFault> {
        let face = port::Face::Scored(ComparisonScore(7000));
        Ok(Look { face, presentation: port::Presentation::BonaFide })
    }

    fn forget(&mut self) {}

    fn models(&self) -> port::ModelIds {
        port::ModelIds { detector: [1; 32], embedder: [2; 32] }
    }
}

pub(crate) struct Display(pub(crate) Sender<Shown>, pub(crate) Option<Shown>);

impl port::Display for Display {
    fn show(&mut self, screen: &Screen, _preview: Option<&port::Frame>, photo: Option<&port::Picture>) {
        let shown = Shown { screen: *screen, photo: photo.is_some() };
        if self.1 != Some(shown) {
            self.1 = Some(shown);
            let _ = self.0.send(shown);
        }
    }

    fn reception_feed(&mut self, _lost: bool) {}

    fn speak(&mut self, _language: terminal::Language) {}
}

pub(crate) struct Reception(pub(crate) Arc<Mutex<Vec<ReceptionMessage>>>);

impl port::Reception for Reception {
    fn tell(&mut self, message: &ReceptionMessage) -> Result<(), port::FeedLost> {
        self.0.lock().unwrap().push(*message);
        Ok(())
    }
}

pub(crate) struct Kept(pub(crate) Sender<Transcript>);

impl Chronicle for Kept {
    fn keep(&mut self, transcript: Transcript) {
        let _ = self.0.send(transcript);
    }
}

/// Different bytes each time; nobody guards anything by them here.
pub(crate) struct Counting(pub(crate) u8);

impl port::Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), port::EntropyFault> {
        self.0 = self.0.wrapping_add(1);
        bytes.fill(self.0);
        Ok(())
    }
}
