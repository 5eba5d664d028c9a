//! The state, its deadline, its screen, and the door through which events come.

use crate::effect::{AuditFact, Effect, Effects};
use crate::ending::Ending;
use crate::event::{Event, Notice};
use crate::screen::Screen;
use crate::session::{Session, Step};
use crate::transitions;
use crate::turn::{Turn, open_now};
use policy::{Attempts, CardFacts, Millis, Reopening, Rules, Site, reopening};

/// Where the terminal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Nobody's turn. `left` says that the last card still lies there.
    Idle {
        /// The last session's card was not taken.
        left: bool,
    },
    /// A session is on.
    Session(Session),
    /// A session has ended; its ending is on the screen.
    Ended {
        /// How.
        ending: Ending,
        /// The card still lies there.
        present: bool,
        /// When the screen goes back to waiting, or the patient is reminded of the card.
        deadline: Millis,
    },
}

/// The session machine of one terminal.
#[derive(Clone, Debug)]
pub struct Machine {
    rules: Rules,
    site: Site,
    state: State,
    tickets: u32,
}

impl Machine {
    /// A machine that waits for the first card.
    pub const fn new(rules: Rules, site: Site) -> Self {
        Self::at(rules, site, State::Idle { left: false })
    }

    /// A machine in a given state, for replays and for walks over all states.
    pub const fn at(rules: Rules, site: Site, state: State) -> Self {
        Self { rules, site, state, tickets: 0 }
    }

    /// This machine, as if it had given `tickets` tickets before: what is replayed gives the
    /// tickets that were given the first time.
    #[must_use]
    pub const fn having_given(self, tickets: u32) -> Self {
        Self { tickets, ..self }
    }

    /// How many tickets were given; the next ticket is the number after it, wrapping.
    pub const fn tickets(&self) -> u32 {
        self.tickets
    }

    /// The state.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The card's facts and the attempts of the session that is on.
    pub const fn session(&self) -> Option<(&CardFacts, &Attempts)> {
        match &self.state {
            State::Session(session) => Some((&session.card, &session.attempts)),
            State::Idle { .. } | State::Ended { .. } => None,
        }
    }

    /// The ticket whose reply is waited for.
    pub const fn awaited(&self) -> Option<crate::event::Ticket> {
        self.state.awaited()
    }

    /// When [`Event::Deadline`] is due. Every state but idle has one.
    pub const fn deadline(&self) -> Option<Millis> {
        match &self.state {
            State::Idle { .. } => None,
            State::Session(session) => Some(session.deadline),
            State::Ended { deadline, .. } => Some(*deadline),
        }
    }

    /// Takes one event at `now` and answers with the effects to carry out, in order.
    ///
    /// Total: an event that means nothing in the state changes nothing. A reply whose ticket is
    /// not the awaited one is dropped and audited; a deadline that is not due is ignored.
    pub fn handle(&mut self, now: Millis, event: Event) -> Effects {
        let mut effects = Effects::new();
        let before = self.screen();
        let due = self.deadline().is_some_and(|deadline| now >= deadline);
        let mut turn = Turn {
            rules: &self.rules,
            site: &self.site,
            now,
            effects: &mut effects,
            tickets: &mut self.tickets,
        };
        match event {
            Event::Reply(ticket, _) if self.state.awaited() != Some(ticket) => {
                turn.ask(Effect::Audit(AuditFact::StaleReply(ticket)));
                return effects;
            }
            Event::Deadline if !due => return effects,
            _ => {}
        }
        self.state = transitions::next(self.state, event, &mut turn);
        let after = self.screen();
        if after != before {
            // The row has room: no passage asks for more than seven effects.
            let full = effects.push(Effect::Show(after)).is_err();
            debug_assert!(!full, "no room for the screen");
        }
        effects
    }

    /// What is to be seen now: a function of the state alone.
    pub fn screen(&self) -> Screen {
        match &self.state {
            State::Idle { left: false } => Screen::Waiting,
            State::Idle { left: true } => Screen::TakeYourCard,
            State::Ended { ending, .. } => Screen::Ending(*ending),
            State::Session(session) => self.session_screen(session),
        }
    }

    fn session_screen(&self, session: &Session) -> Screen {
        match session.step {
            Step::Reading(..) => Screen::Reading,
            Step::Choosing(notice) => self.choice_screen(session, notice),
            Step::Warned => Screen::LastTryWarning { confirmable: false },
            Step::Insisting => Screen::LastTryWarning { confirmable: true },
            Step::Fetching(..) | Step::Submitting(_) | Step::Registering(_) => Screen::Connecting,
            Step::Typing(permit, length) => {
                Screen::PinPad { length, shown: permit.shown, last_try: permit.last_try }
            }
            Step::Intending(..) | Step::Presenting(_) => Screen::CheckingPin,
            Step::ReadingPhoto(..) => Screen::ReadingPhoto,
            Step::Capturing(_, hint) => Screen::Camera { hint },
            Step::TypingNumber(errand, length, notice) => {
                Screen::CheckNumberPad { length, method: errand.method(), notice }
            }
            Step::AwaitingStaff(errand, length, notice) => Screen::StaffCredential { errand, length, notice },
            Step::CheckingStaff(..) | Step::ResettingStrikes(_) => Screen::Connecting,
            Step::Comparing(_, compared) => Screen::StaffConfirm { compared },
            Step::Reopening(_) => self.reopening_screen(session),
            Step::Authorising(_) | Step::Signing(_) => Screen::Signing,
            Step::Offering => Screen::OfferRegistration,
        }
    }

    fn choice_screen(&self, session: &Session, notice: Option<Notice>) -> Screen {
        let methods = open_now(&self.rules, &self.site, session);
        Screen::Choose { methods, notice, reopenable: self.reopening(session).is_some() }
    }

    fn reopening_screen(&self, session: &Session) -> Screen {
        let nothing = Reopening { mark: false, strikes: false };
        Screen::StaffReopen(self.reopening(session).unwrap_or(nothing))
    }

    fn reopening(&self, session: &Session) -> Option<Reopening> {
        reopening(&self.rules, &self.site, &session.card, session.attempts)
    }
}

impl State {
    const fn awaited(&self) -> Option<crate::event::Ticket> {
        match self {
            Self::Session(session) => session.step.awaited(),
            Self::Idle { .. } | Self::Ended { .. } => None,
        }
    }
}
