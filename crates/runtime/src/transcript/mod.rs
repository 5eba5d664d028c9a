//! A session's transcript: what happened and when, without a byte of a person. It replays to the
//! same screens, bit for bit, also from its file.
//!
//! # The file, version 1
//!
//! UTF-8 text, lines ended by LF, words parted by one blank. Numbers are decimal, without sign
//! (but for scores below zero) or leading zeros; times are milliseconds of the terminal's
//! monotonic clock; dates are `2023-11-24`. A choice between several is a word, followed by what
//! it carries; a part with a name is `name value`; what may be missing is `none` where it is.
//!
//! ```text
//! transcript 1
//! revision id 1 from 2023-06-02 visual-registration refused-by-manual    0 or more, oldest first
//! threshold 4200                                        the other rules, one a line
//! ...
//! build rig                                             the site, one a line
//! ...
//! tickets 17                                            tickets given before
//! opening idle card-left no                             what was on before the first event
//! language english                                      of the screens; no line if it is Japanese
//! events
//! 61240 card-inserted
//! 61811 reply 18 card-read ok kind ordinary pin left 3 check-number unasked mark unseen strikes known 0
//! ...
//! screens
//! 61240 reading
//! 61811 choose methods face open pin open visual open notice none
//! ...
//! spent card 571 face 0 service 0
//! ended ending card-taken-away told ended ending card-taken-away method none ...
//! ```
//!
//! There is one way to write a transcript: [`Transcript::read`] takes only what
//! [`Transcript::write`] gives, byte for byte. The words stand in `vocabulary`, the lines in
//! `file`, and all of both in `tests/data/1`. Words can be added to version 1; one that is renamed, or takes other parts, or a line
//! that moves, makes version 2.
//!
//! # The hash
//!
//! A statement carries the SHA-256 of the file's first lines, from the version to the event that
//! asked for the statement: rules, site and events are bound, screens follow from them.
//! `head -n LINES FILE | sha256sum` gives it, and [`Transcript::covered`] finds the event.

mod fault;
mod file;
mod values;
mod vocabulary;
mod words;

#[cfg(test)]
mod tests;

pub use fault::{Flaw, TranscriptFault};
pub use file::{MAX_BYTES, MAX_LINES};

use policy::{Millis, Revision, Rules, Site};
use sha2::{Digest, Sha256};
use terminal::{Ending, Event, Language, Machine, ReceptionNotice, Screen, State};

/// Everything that the machine saw of one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// The rules that the machine was made with.
    pub rules: Rules,
    /// The site's choices.
    pub site: Site,
    /// The tickets given before the session: replays give the same ones.
    pub tickets: u32,
    /// What was on before the session.
    pub opening: Opening,
    /// What the patient chose to read before it.
    pub language: Language,
    /// Events in order, each with its time.
    pub events: Vec<(Millis, Event)>,
    /// Screens in order, each with the time at which it was shown.
    pub screens: Vec<(Millis, Screen)>,
    /// Time spent waiting for each part.
    pub spent: Spent,
    /// How the session ended, and what reception was told of it.
    pub ended: Option<(Ending, ReceptionNotice)>,
}

/// What can be on before a session: [`State`] without a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Nobody's turn.
    Idle {
        /// The last session's card was not taken.
        left: bool,
    },
    /// The ending of the session before is still on the screen.
    Ended {
        /// How it ended.
        ending: Ending,
        /// Its card still lies there.
        present: bool,
        /// When its screen is over.
        deadline: Millis,
    },
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

impl Opening {
    /// `None` within a session.
    pub const fn of(state: &State) -> Option<Self> {
        match *state {
            State::Idle { left } => Some(Self::Idle { left }),
            State::Ended { ending, present, deadline } => Some(Self::Ended { ending, present, deadline }),
            State::Session(_) => None,
        }
    }

    /// The machine's state.
    pub const fn state(self) -> State {
        match self {
            Self::Idle { left } => State::Idle { left },
            Self::Ended { ending, present, deadline } => State::Ended { ending, present, deadline },
        }
    }
}

impl Transcript {
    /// An empty transcript of what `begun`, a machine outside a session, sees from now on.
    pub fn begin(rules: Rules, site: Site, begun: Machine) -> Self {
        Self {
            rules,
            site,
            tickets: begun.tickets(),
            // A machine within a session has no opening; its replay would show other screens.
            opening: Opening::of(begun.state()).unwrap_or(Opening::Idle { left: false }),
            language: Language::Japanese,
            events: Vec::new(),
            screens: Vec::new(),
            spent: Spent::default(),
            ended: None,
        }
    }

    /// The file's text.
    pub fn write(&self) -> String {
        file::write(self)
    }

    /// Reads a file's text, for replay under the revisions of [`policy::BUILT_IN`].
    ///
    /// # Errors
    ///
    /// [`TranscriptFault`], with the line. Nothing but what [`Transcript::write`] gives is taken.
    pub fn read(text: &str) -> Result<Self, TranscriptFault> {
        Self::read_under(text, policy::BUILT_IN.revisions)
    }

    /// Reads a file's text. Its revisions of the rules must be among `known`, in one run; its
    /// other rules are its own.
    ///
    /// # Errors
    ///
    /// As [`Transcript::read`].
    pub fn read_under(text: &str, known: &'static [Revision]) -> Result<Self, TranscriptFault> {
        file::read(text, known)
    }

    /// SHA-256 over the file's lines down to the last event so far.
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new_with_prefix(file::head(self));
        for event in &self.events {
            hash.update(file::timed(event));
        }
        hash.finalize().into()
    }

    /// How many events stand under a statement's hash; `None` if it is not of this transcript.
    pub fn covered(&self, hash: &[u8; 32]) -> Option<usize> {
        let mut sum = Sha256::new_with_prefix(file::head(self));
        let is_it = |sum: &Sha256| sum.clone().finalize().as_slice() == hash;
        if is_it(&sum) {
            return Some(0);
        }
        let covered = self.events.iter().position(|event| {
            sum.update(file::timed(event));
            is_it(&sum)
        });
        covered.map(|last| last.saturating_add(1))
    }

    /// Plays the events to a fresh machine and gives the screens that it shows.
    pub fn replay(&self) -> Vec<(Millis, Screen)> {
        let mut machine = Machine::at(self.rules, self.site, self.opening.state()).having_given(self.tickets);
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
}
