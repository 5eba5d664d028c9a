//! One edge, and the walk over all of them.
//!
//! Time is abstract: a deadline may come at any moment, a challenge may expire at any moment.
//! Tickets are renumbered after each edge, so that the states are finitely many.

use crate::inputs;
use policy::{BUILT_IN, Millis, Rules, Site};
use std::collections::{HashSet, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};
use terminal::*;

/// The ticket that is awaited in every state of the walk that awaits one.
pub(crate) const AWAITED: Ticket = Ticket(1);
/// Tickets that were given before, or never.
const STALE: [Ticket; 2] = [Ticket(0), Ticket(999)];

/// One event in one state, and what comes of it.
pub(crate) struct Edge<'a> {
    pub(crate) rules: &'a Rules,
    pub(crate) site: &'a Site,
    pub(crate) before: &'a State,
    pub(crate) now: Millis,
    pub(crate) event: Event,
    pub(crate) effects: &'a Effects,
    pub(crate) machine: &'a Machine,
}

impl Edge<'_> {
    pub(crate) fn after(&self) -> &State {
        self.machine.state()
    }

    /// The session before the event.
    pub(crate) const fn session(&self) -> Option<&Session> {
        session(self.before)
    }

    /// The session after it.
    pub(crate) const fn next(&self) -> Option<&Session> {
        session(self.machine.state())
    }

    pub(crate) fn asks(&self, what: impl Fn(&Effect) -> bool) -> bool {
        self.effects.iter().any(what)
    }

    pub(crate) fn count(&self, what: impl Fn(&Effect) -> bool) -> usize {
        self.effects.iter().filter(|effect| what(effect)).count()
    }

    /// What was seen before the event.
    pub(crate) fn screen_before(&self) -> Screen {
        Machine::at(*self.rules, *self.site, *self.before).screen()
    }

    /// Nothing came of the event.
    pub(crate) fn is_idle(&self) -> bool {
        self.effects.is_empty() && self.before == self.after()
    }

    /// Stops the walk where something does not hold.
    #[track_caller]
    pub(crate) fn must(&self, holds: bool) {
        assert!(
            holds,
            "{:?}\n{:?}\n  --{:?}-->\n{:?}\n{:?}",
            self.site,
            self.before,
            self.event,
            self.after(),
            self.effects
        );
    }
}

pub(crate) const fn session(state: &State) -> Option<&Session> {
    match state {
        State::Session(session) => Some(session),
        State::Idle { .. } | State::Ended { .. } => None,
    }
}

/// States of the walk. Few bytes, millions of times: hashed by multiplication.
pub(crate) type States = HashSet<State, BuildHasherDefault<Multiplied>>;

/// A hash that is quick and not meant for anything else.
#[derive(Default)]
pub(crate) struct Multiplied(u64);

impl Hasher for Multiplied {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u8(*byte));
    }

    fn write_u8(&mut self, value: u8) {
        self.write_u64(u64::from(value));
    }

    fn write_u16(&mut self, value: u16) {
        self.write_u64(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.write_u64(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = (self.0.rotate_left(5) ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_isize(&mut self, value: isize) {
        self.write_u64(value.cast_unsigned().try_into().unwrap_or(u64::MAX));
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}

/// All states of one site under these rules and replies, having looked at every edge of each.
pub(crate) fn reachable(
    rules: Rules,
    site: Site,
    replies: Vec<Reply>,
    whole: bool,
    look: &mut impl FnMut(&Edge<'_>),
) -> States {
    let start = State::Idle { left: false };
    let mut seen = States::from_iter([start]);
    let mut queue = VecDeque::from([start]);
    let events: Vec<Event> = inputs::events()
        .into_iter()
        .chain(replies.into_iter().map(|reply| Event::Reply(AWAITED, reply)))
        .collect();
    while let Some(state) = queue.pop_front() {
        let found = events.iter().map(|event| follow(rules, &site, &state, *event, look));
        for next in found.chain(expired(&state)).collect::<Vec<State>>() {
            let next = if whole { next } else { without_what_is_only_shown(&next) };
            if seen.insert(next) {
                queue.push_back(next);
            }
        }
    }
    seen
}

fn follow(
    rules: Rules,
    site: &Site,
    before: &State,
    event: Event,
    look: &mut impl FnMut(&Edge<'_>),
) -> State {
    let mut machine = Machine::at(rules, *site, *before).having_given(AWAITED.0);
    let now = if event == Event::Deadline { Millis(1) } else { Millis(0) };
    let effects = machine.handle(now, event);
    look(&Edge { rules: &rules, site, before, now, event, effects: &effects, machine: &machine });
    normal(machine.state())
}

/// A machine in a state of the walk.
pub(crate) const fn machine(site: &Site, state: &State) -> Machine {
    Machine::at(BUILT_IN, *site, *state).having_given(AWAITED.0)
}

/// The challenge may expire at any moment.
fn expired(state: &State) -> Option<State> {
    let session = session(state)?;
    let challenge = Some(ChallengeFacts { expires: Millis(0), ..session.challenge? });
    Some(State::Session(Session { challenge, ..*session }))
}

/// What must leave every state as it is: every reply and a hint under every stale ticket, and a deadline that
/// is not due.
pub(crate) fn what_comes_late_or_early_changes_nothing(site: &Site, state: &State, replies: &[Reply]) {
    for (number, reply) in replies.iter().enumerate() {
        {
            let stale = STALE[number % STALE.len()];
            let mut machine = machine(site, state);
            let effects = machine.handle(Millis(0), Event::Reply(stale, *reply));
            let dropped = [Effect::Audit(AuditFact::StaleReply(stale))];
            assert_eq!((machine.state(), effects.as_slice()), (state, &dropped[..]), "{reply:?}");
        }
    }
    let hints = STALE.map(|stale| Event::Hint(stale, CameraHint::LookAhead));
    for event in hints.into_iter().chain([Event::Deadline]) {
        let mut machine = machine(site, state);
        let effects = machine.handle(Millis(0), event);
        assert_eq!((machine.state(), effects.as_slice()), (state, &[][..]), "{event:?}");
    }
}

/// Without the words above a choice or a pad, and the hint beside a camera: what is shown decides nothing
/// (`what_is_only_shown_decides_nothing`). The words after a reading stay: what a reading ends as depends on
/// them (Inv3).
pub(crate) fn without_what_is_only_shown(state: &State) -> State {
    let State::Session(session) = *state else { return *state };
    let step = match session.step {
        Step::Choosing(_) => Step::Choosing(None),
        Step::Capturing(ticket, _) => Step::Capturing(ticket, None),
        Step::TypingNumber(errand, length, _) => Step::TypingNumber(errand, length, None),
        Step::AwaitingStaff(errand, length, _) => Step::AwaitingStaff(errand, length, None),
        other => other,
    };
    State::Session(Session { step, ..session })
}

/// The awaited ticket becomes 1, and times become relative.
pub(crate) fn normal(state: &State) -> State {
    let one = AWAITED;
    match *state {
        State::Idle { .. } => *state,
        State::Ended { ending, present, .. } => State::Ended { ending, present, deadline: Millis(1) },
        State::Session(session) => {
            let step = match session.step {
                Step::Reading(_, notice) => Step::Reading(one, notice),
                Step::Fetching(_, errand) => Step::Fetching(one, errand),
                Step::Intending(_, permit) => Step::Intending(one, permit),
                Step::Presenting(_) => Step::Presenting(one),
                Step::ReadingPhoto(_, errand) => Step::ReadingPhoto(one, errand),
                Step::Capturing(_, hint) => Step::Capturing(one, hint),
                Step::CheckingStaff(_, errand) => Step::CheckingStaff(one, errand),
                Step::ResettingStrikes(_) => Step::ResettingStrikes(one),
                Step::Authorising(_) => Step::Authorising(one),
                Step::Signing(_) => Step::Signing(one),
                Step::Submitting(_) => Step::Submitting(one),
                Step::Registering(_) => Step::Registering(one),
                other => other,
            };
            State::Session(Session { step, deadline: Millis(1), ..session })
        }
    }
}
