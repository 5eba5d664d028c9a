//! The card engine: a chip's contents, a session, and the commands that work on them.
//!
//! One file per family of commands: `select`, `read`, `verify`, `sign`, `card_level`; `dispatch`
//! checks class and length rules first. Facts are card.md sections 1.3, 3, 4 and 10.

mod behaviour;
mod card_level;
mod dispatch;
mod read;
mod select;
mod sign;
mod status;
mod tally;
mod verify;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use rsa::RsaPrivateKey;

pub use behaviour::{Behaviour, Delivery, Moment, Tear, TearPoint};
pub(crate) use status::{Answer, Reply, StatusWord};
pub use tally::Tally;

use crate::card_file::CardFile;
use crate::chip::{Access, Application, ApplicationImage, FileId, Kind};
use crate::stand_in::Applet;

/// What a reader does to the card's power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PowerEvent {
    /// Out of the field or powered down: every right dies.
    Off,
    /// Powered up. Nothing happens to a card that has power already.
    On,
    /// Warm reset: selection and rights survive (card.md 1.3), the stand-in's right does not.
    Reset,
}

/// Where the card's state outlives the process.
#[derive(Debug, Clone)]
pub enum Keep {
    /// Nowhere: an in-process test card.
    Memory,
    /// In this JSON file, rewritten before a command that changed a counter is answered.
    File(PathBuf),
}

/// How an exchange ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The card answered, `after` this much time.
    Answered {
        /// Data field and trailer, at least 2 bytes.
        response: Vec<u8>,
        /// What the card took beyond the simulator's own time; the link has to wait for it.
        after: Duration,
    },
    /// The card left the field in the middle: there is no answer and no power.
    Torn,
    /// No power, or a dead chip.
    Silent,
}

/// Which application is current.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Current {
    /// The issuer security domain: the state after power-up.
    IssuerDomain,
    /// One of the card's applications.
    Application(Application),
    /// The stand-in for verifier authorisation.
    StandIn,
}

/// A virtual card in a reader's field.
pub struct VirtualCard {
    card: CardFile,
    keep: Keep,
    rng: ChaCha20Rng,
    behaviour: Behaviour,
    tally: Tally,
    powered: bool,
    fresh: bool,
    current: Current,
    current_file: Option<FileId>,
    rights: BTreeSet<FileId>,
    pending: Vec<u8>,
    applet: Applet,
    parsed_keys: BTreeMap<(Application, FileId), RsaPrivateKey>,
}

impl VirtualCard {
    /// Puts `card` into a field that is still off. `entropy` seeds its challenges, PSS salts and
    /// nothing else: the same entropy gives the same card behaviour.
    #[must_use]
    pub fn new(card: CardFile, keep: Keep, entropy: [u8; 32]) -> Self {
        let applet = Applet::new(card.chip.stand_in_key.as_ref().map(|key| key.0.clone()));
        Self {
            card,
            keep,
            rng: ChaCha20Rng::from_seed(entropy),
            behaviour: Behaviour::default(),
            tally: Tally::default(),
            powered: false,
            fresh: false,
            current: Current::IssuerDomain,
            current_file: None,
            rights: BTreeSet::new(),
            pending: Vec::new(),
            applet,
            parsed_keys: BTreeMap::new(),
        }
    }

    /// Changes the card's power.
    pub fn power(&mut self, event: PowerEvent) {
        match event {
            PowerEvent::Off => self.lose_power(),
            PowerEvent::On if self.powered || self.card.chip.kind == Kind::Dead => {}
            PowerEvent::On => {
                self.lose_power();
                self.powered = true;
                self.fresh = true;
            }
            PowerEvent::Reset => {
                self.pending.clear();
                self.applet.forget();
            }
        }
    }

    /// Answer to reset as PC/SC shows it; empty for a dead chip.
    #[must_use]
    pub fn atr(&self) -> &[u8] {
        match self.card.chip.kind {
            Kind::Dead => &[],
            _ => &self.card.chip.atr.0,
        }
    }

    /// Sends one command; the response is empty if the card is without power, dead or torn away.
    pub fn transmit(&mut self, command: &[u8]) -> Vec<u8> {
        match self.exchange(command) {
            Outcome::Answered { response, .. } => response,
            Outcome::Torn | Outcome::Silent => Vec::new(),
        }
    }

    /// Sends one command and tells how it ended.
    pub fn exchange(&mut self, command: &[u8]) -> Outcome {
        if !self.powered {
            return Outcome::Silent;
        }
        let tear = self.tear_at(command);
        if tear == Some(Moment::BeforeExecution) {
            self.lose_power();
            return Outcome::Torn;
        }
        self.tally.count_command(command);
        let signatures = self.tally.private_key_uses;
        let response = self.execute(command);
        if tear == Some(Moment::AfterExecution) {
            self.lose_power();
            return Outcome::Torn;
        }
        let mut after = self.behaviour.command_delay;
        if self.tally.private_key_uses > signatures {
            after += self.behaviour.key_delay;
        }
        Outcome::Answered { response, after }
    }

    /// The test modes in force.
    #[must_use]
    pub fn behaviour(&self) -> &Behaviour {
        &self.behaviour
    }

    /// The test modes, to change them.
    pub fn behaviour_mut(&mut self) -> &mut Behaviour {
        &mut self.behaviour
    }

    /// What the card was asked since it was made.
    #[must_use]
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The card itself: contents, counters, printed side.
    #[must_use]
    pub fn card(&self) -> &CardFile {
        &self.card
    }

    /// Takes the card out of the field.
    #[must_use]
    pub fn into_card(self) -> CardFile {
        self.card
    }

    /// Tries left of every reference, by `application/file`.
    #[must_use]
    pub fn counters(&self) -> BTreeMap<String, u8> {
        self.card.counters()
    }

    fn lose_power(&mut self) {
        self.powered = false;
        self.fresh = false;
        self.current = Current::IssuerDomain;
        self.current_file = None;
        self.rights.clear();
        self.pending.clear();
        self.applet.forget();
    }

    /// Uses up the tear if it is due at `command`.
    fn tear_at(&mut self, command: &[u8]) -> Option<Moment> {
        let tear = self.behaviour.tear?;
        let due = match tear.at {
            TearPoint::AfterCommands(0) => true,
            TearPoint::AfterCommands(more) => {
                let at = TearPoint::AfterCommands(more - 1);
                self.behaviour.tear = Some(Tear { at, ..tear });
                false
            }
            TearPoint::NextVerify => dispatch::is_verify_with_data(command),
        };
        if due {
            self.behaviour.tear = None;
        }
        due.then_some(tear.moment)
    }

    fn image(&self) -> Option<&ApplicationImage> {
        match self.current {
            Current::Application(application) => self.card.chip.application(application),
            Current::IssuerDomain | Current::StandIn => None,
        }
    }

    fn image_mut(&mut self) -> Option<&mut ApplicationImage> {
        match self.current {
            Current::Application(application) => self.card.chip.application_mut(application),
            Current::IssuerDomain | Current::StandIn => None,
        }
    }

    fn permits(&self, access: &Access) -> bool {
        match access {
            Access::Free => true,
            Access::AnyOf(references) => references.iter().any(|id| self.rights.contains(id)),
            Access::Never => false,
        }
    }

    /// Makes the state durable; a card that can't write its memory says so.
    fn persist(&self) -> Result<(), StatusWord> {
        match &self.keep {
            Keep::Memory => Ok(()),
            Keep::File(path) => self.card.save(path).map_err(|_| StatusWord::MEMORY_FAILURE),
        }
    }
}

impl std::fmt::Debug for VirtualCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("VirtualCard")
            .field("kind", &self.card.chip.kind)
            .field("powered", &self.powered)
            .field("current", &self.current)
            .finish_non_exhaustive()
    }
}
