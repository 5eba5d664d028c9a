//! A session's transcript: what happened and when, without a byte of a person. It replays to the
//! same screens, bit for bit.

use policy::{Millis, Rules, Site};
use sha2::{Digest, Sha256};
use terminal::{Ending, Event, Machine, ReceptionNotice, Screen, State};

/// Everything that the machine saw of one session.
#[derive(Clone, Debug)]
pub struct Transcript {
    /// The rules that the machine was made with.
    pub rules: Rules,
    /// The site's choices.
    pub site: Site,
    /// The tickets given before the session: replays give the same ones.
    pub begun: Machine,
    /// Events in order, each with its time.
    pub events: Vec<(Millis, Event)>,
    /// Screens in order, each with the time at which it was shown.
    pub screens: Vec<(Millis, Screen)>,
    /// Time spent waiting for each part.
    pub spent: Spent,
    /// How the session ended, and what reception was told of it.
    pub ended: Option<(Ending, ReceptionNotice)>,
}

/// Milliseconds spent waiting for each part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// The card.
    pub card: u64,
    /// Camera and matcher.
    pub face: u64,
    /// The service.
    pub service: u64,
}

impl Transcript {
    pub(crate) fn begin(rules: Rules, site: Site, begun: Machine) -> Self {
        Self {
            rules,
            site,
            begun,
            events: Vec::new(),
            screens: Vec::new(),
            spent: Spent::default(),
            ended: None,
        }
    }

    /// SHA-256 over the events so far: version, then per event its time and its Debug form, which
    /// names variants and numbers alone.
    pub(crate) fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(b"transcript v1\n");
        for (time, event) in &self.events {
            hash.update(format!("{} {event:?}\n", time.0));
        }
        hash.finalize().into()
    }

    /// Plays the events to a fresh machine and gives the screens that it shows.
    pub fn replay(&self) -> Vec<(Millis, Screen)> {
        let mut machine = self.begun.clone();
        let mut screens = Vec::new();
        for (time, event) in &self.events {
            for effect in machine.handle(*time, *event) {
                if let terminal::Effect::Show(screen) = effect {
                    screens.push((*time, screen));
                }
            }
        }
        screens
    }

    /// Whether the session that this is of is over.
    pub(crate) const fn is_over(state: &State) -> bool {
        matches!(state, State::Idle { .. })
    }
}
