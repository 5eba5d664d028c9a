//! What one event's handling may use: the rules, the time, and the row of effects.

use crate::effect::{Effect, Effects};
use crate::event::Ticket;
use crate::machine::State;
use crate::session::{Capture, Reference, Session, Step};
use policy::{
    AttackDetection, Availability, Closure, Deadlines, Methods, Millis, Reopening, Rules, Site, open_methods,
    reopening,
};

/// One turn of the machine.
pub(crate) struct Turn<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) site: &'a Site,
    pub(crate) now: Millis,
    pub(crate) effects: &'a mut Effects,
    pub(crate) tickets: &'a mut u32,
}

impl Turn<'_> {
    /// A ticket that no reply has carried yet.
    pub(crate) fn ticket(&mut self) -> Ticket {
        *self.tickets = self.tickets.wrapping_add(1);
        Ticket(*self.tickets)
    }

    /// Adds an effect to the row.
    pub(crate) fn ask(&mut self, effect: Effect) {
        let full = self.effects.push(effect).is_err();
        debug_assert!(!full, "a turn has more effects than its row holds");
    }

    /// Enters a step, with its deadline.
    pub(crate) fn enter(&self, session: Session, step: Step) -> State {
        let deadline = self.now.after(limit(&step, &self.rules.deadlines));
        State::Session(Session { step, deadline, ..session })
    }

    /// Which methods are open in this session.
    pub(crate) fn methods(&self, session: &Session) -> Methods {
        open_now(self.rules, self.site, session)
    }

    /// What staff may state to open the PIN again.
    pub(crate) fn reopening(&self, session: &Session) -> Option<Reopening> {
        reopening(self.rules, self.site, &session.card, session.attempts)
    }
}

/// What policy opens, without what this session found broken.
pub(crate) fn open_now(rules: &Rules, site: &Site, session: &Session) -> Methods {
    // Every capture asks for a movement.
    let detection = AttackDetection::Movement;
    let mut methods = open_methods(rules, site, &session.card, session.attempts, detection);
    if let (Availability::Open, Some(closure)) = (methods.face, capture_closure(session)) {
        methods.face = Availability::Closed(closure);
    }
    methods
}

fn capture_closure(session: &Session) -> Option<Closure> {
    match (session.capture, session.reference) {
        (Capture::PartFailed, _) | (_, Reference::Unavailable) => Some(Closure::PartFailed),
        (Capture::NeedsMovement, _) => Some(Closure::NeedsMovement),
        (Capture::Possible, Reference::Unread | Reference::Genuine(_)) => None,
    }
}

fn limit(step: &Step, deadlines: &Deadlines) -> u32 {
    match step {
        Step::Reading(..) | Step::Presenting(_) | Step::ReadingPhoto(..) | Step::Signing(_) => deadlines.card,
        Step::Choosing(_) | Step::Offering => deadlines.choice,
        Step::Warned => deadlines.insistence,
        Step::Insisting => deadlines.warning,
        Step::Typing(..) => deadlines.pin_entry,
        Step::Intending(..) | Step::CheckingStaff(..) | Step::ResettingStrikes(_) => deadlines.ledger,
        Step::Capturing(..) => deadlines.capture,
        Step::AwaitingStaff(..) | Step::Comparing(..) | Step::Reopening(_) | Step::TypingNumber(..) => {
            deadlines.staff
        }
        Step::Fetching(..) | Step::Authorising(_) | Step::Submitting(_) | Step::Registering(_) => {
            deadlines.service
        }
    }
}
