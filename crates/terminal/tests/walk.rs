//! Walks every reachable state under every event and checks the invariants on every edge.
//!
//! Time is abstract: a deadline may come at any moment, a challenge may expire at any moment.
//! Tickets are renumbered after each edge, so that the states are finitely many.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use policy::*;
use std::collections::{BTreeSet, HashSet, VecDeque};
use terminal::screen::CameraHint;
use terminal::*;

const LIFE: u64 = 300_000;

fn sites() -> Vec<Site> {
    let rig = Site { build: Build::Rig, ..Site::OUT_OF_THE_BOX };
    vec![
        Site::OUT_OF_THE_BOX,
        Site { holder_authorisation: HolderAuthorisation::StandIn, ..rig },
        Site { holder_authorisation: HolderAuthorisation::StandIn, last_try: LastTry::OnInsistence, ..rig },
        Site { holder_authorisation: HolderAuthorisation::StandIn, visual: false, ..rig },
        Site { holder_authorisation: HolderAuthorisation::Relay, visual_registration: false, ..rig },
    ]
}

fn cards() -> Vec<CardFacts> {
    let ordinary = CardFacts {
        kind: CardKind::Ordinary,
        pin: Tries::of(3),
        check_number: Tries::Unasked,
        mark: Mark::Unseen,
        strikes: Strikes::Known(0),
    };
    let locked = CardFacts { kind: CardKind::PinLocked, pin: Tries::Blocked, ..ordinary };
    vec![
        ordinary,
        CardFacts { pin: Tries::of(2), strikes: Strikes::Known(1), ..ordinary },
        CardFacts { pin: Tries::of(1), ..ordinary },
        CardFacts { strikes: Strikes::Known(2), ..ordinary },
        CardFacts { strikes: Strikes::Unavailable, ..ordinary },
        CardFacts { mark: Mark::Printed, ..ordinary },
        locked,
        CardFacts { kind: CardKind::FaceAuthentication, check_number: Tries::of(5), ..locked },
        CardFacts { kind: CardKind::FaceAuthentication, ..locked },
        CardFacts { kind: CardKind::Undetermined, pin: Tries::Unknown, ..ordinary },
    ]
}

fn replies(site: &Site) -> Vec<Reply> {
    let date = Date::new(2026, 11, 24).unwrap();
    // A day on which registration by staff is refused, and the next, on which readers were not changed.
    let early = Date::new(2023, 11, if site.visual_registration { 13 } else { 14 }).unwrap();
    let expires = Millis(LIFE);
    let detection = AttackDetection::None;
    let score = |score| CaptureOutcome::Scored { score: ComparisonScore(score), detection };
    let accepted = StaffOutcome::Accepted { staff: StaffId(7), credential: Credential::ClinicPassword };
    let mut all = vec![
        Reply::Challenge(Ok(ChallengeFacts { date, expires })),
        Reply::Challenge(Ok(ChallengeFacts { date: early, expires })),
        Reply::Challenge(Err(ServiceFault::Unreachable)),
        Reply::Challenge(Err(ServiceFault::Misbehaved)),
        Reply::IntentRecorded(Ok(())),
        Reply::IntentRecorded(Err(event::LedgerFault)),
        Reply::PinPresented(PinOutcome::Accepted),
        Reply::PinPresented(PinOutcome::Rejected { left: 2 }),
        Reply::PinPresented(PinOutcome::Rejected { left: 1 }),
        Reply::PinPresented(PinOutcome::Rejected { left: 0 }),
        Reply::PinPresented(PinOutcome::CounterDiffers { now: 2 }),
        Reply::PinPresented(PinOutcome::Blocked),
        Reply::PinPresented(PinOutcome::NotSent),
        Reply::PinPresented(PinOutcome::Unknown),
        Reply::ReferenceRead(ReferenceOutcome::Genuine),
        Reply::ReferenceRead(ReferenceOutcome::PhotoNotGenuine),
        Reply::ReferenceRead(ReferenceOutcome::ChipNotGenuine),
        Reply::ReferenceRead(ReferenceOutcome::NoCheckNumber),
        Reply::ReferenceRead(ReferenceOutcome::CheckNumberRejected { left: 9 }),
        Reply::ReferenceRead(ReferenceOutcome::CheckNumberRejected { left: 5 }),
        Reply::ReferenceRead(ReferenceOutcome::CheckNumberRepeated),
        Reply::ReferenceRead(ReferenceOutcome::CheckNumberLow { left: 5 }),
        Reply::ReferenceRead(ReferenceOutcome::Unreadable),
        Reply::Captured(score(9000)),
        Reply::Captured(score(1000)),
        Reply::Captured(CaptureOutcome::PartFailed),
        Reply::StaffChecked(accepted),
        Reply::StaffChecked(StaffOutcome::Rejected),
        Reply::StaffChecked(StaffOutcome::BackOff),
        Reply::StaffChecked(StaffOutcome::Unavailable),
        Reply::StrikesReset(Ok(())),
        Reply::StrikesReset(Err(event::LedgerFault)),
        Reply::Authorised(AuthorisationOutcome::Opened),
        Reply::Authorised(AuthorisationOutcome::Unreachable),
        Reply::Authorised(AuthorisationOutcome::CardFailed),
        Reply::Signed(SignOutcome::Signed),
        Reply::Signed(SignOutcome::Failed),
        Reply::Verdict(VerdictOutcome::Verified(Standing::Full)),
        Reply::Verdict(VerdictOutcome::Verified(Standing::FullEndsSoon)),
        Reply::Verdict(VerdictOutcome::Verified(Standing::EntitlementOnly)),
        Reply::Verdict(VerdictOutcome::Unregistered),
        Reply::Verdict(VerdictOutcome::Unreachable),
    ];
    all.extend(cards().into_iter().map(|card| Reply::CardRead(Ok(card))));
    all.extend(faults().map(|fault| Reply::CardRead(Err(fault))));
    for refusal in Refusal::ALL {
        all.push(Reply::Authorised(AuthorisationOutcome::Refused(*refusal)));
        all.push(Reply::Verdict(VerdictOutcome::Refused(*refusal)));
    }
    let unusable = |reason: &QualityReason| Reply::Captured(CaptureOutcome::Unusable(*reason));
    all.extend(QualityReason::ALL.iter().map(unusable));
    all
}

fn faults() -> [CardFault; 9] {
    [
        CardFault::NotMyNumberCard,
        CardFault::OldResidentCard,
        CardFault::AndroidPhone,
        CardFault::Iphone,
        CardFault::Mute,
        CardFault::LockedByIssuer,
        CardFault::Misbehaved,
        CardFault::Gone,
        CardFault::Reader,
    ]
}

fn events() -> Vec<Event> {
    let mut all = vec![
        Event::CardInserted,
        Event::CardRemoved,
        Event::SecondCard,
        Event::ReaderLost,
        Event::Deadline,
        Event::PinLength(4),
        Event::PinLength(0),
        Event::CredentialLength(8),
        Event::CheckNumberLength(14),
        Event::CheckNumberLength(13),
    ];
    let choices = [
        Choice::Method(Method::Face),
        Choice::Method(Method::Pin),
        Choice::Method(Method::Visual),
        Choice::Confirm,
        Choice::Back,
        Choice::Cancel,
        Choice::Insist,
        Choice::SamePerson,
        Choice::OtherPerson,
        Choice::AskStaff,
        Choice::ClearMark,
        Choice::ResetStrikes,
    ];
    all.extend(choices.map(Event::Choice));
    all
}

/// The awaited ticket becomes 1, and times become relative.
fn normal(state: &State) -> State {
    let one = Ticket(1);
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

/// What must hold of one edge.
fn check(site: &Site, before: &State, event: Event, effects: &Effects, machine: &Machine) {
    let after = machine.state();
    let edge = || format!("{before:?}\n  --{event:?}-->\n{after:?}\n{effects:?}");
    // Inv7: every state but idle has a deadline.
    assert_eq!(machine.deadline().is_none(), matches!(after, State::Idle { .. }), "{}", edge());
    for effect in effects {
        match effect {
            Effect::PresentPin(_, permit) => {
                let State::Session(session) = before else { panic!("{}", edge()) };
                // Inv13: the intent is durable first; Inv5: only an ordinary card sees a PIN.
                assert_eq!(event, Event::Reply(Ticket(1), Reply::IntentRecorded(Ok(()))), "{}", edge());
                assert_eq!(session.card.kind, CardKind::Ordinary, "{}", edge());
                assert_eq!(session.card.pin.count(), Some(permit.shown), "{}", edge());
                // Inv2: the last try only where the site lets the patient insist, and after it.
                if permit.shown == 1 {
                    assert!(permit.last_try && site.last_try == LastTry::OnInsistence, "{}", edge());
                }
            }
            // Inv4: a signature only after PIN or authorisation, with evidence.
            Effect::Sign(_, evidence) => match event {
                Event::Reply(_, Reply::PinPresented(PinOutcome::Accepted)) => {
                    assert_eq!(*evidence, Evidence::Pin, "{}", edge());
                }
                Event::Reply(_, Reply::Authorised(AuthorisationOutcome::Opened)) => {
                    assert_ne!(*evidence, Evidence::Pin, "{}", edge());
                }
                _ => panic!("signature without holder verification: {}", edge()),
            },
            // Inv2: 照合番号B is left alone at its reserve, and after two refusals.
            Effect::ReadReference(_) => {
                let State::Session(session) = after else { panic!("{}", edge()) };
                let left = session.card.check_number.count();
                assert!(left.is_none_or(|left| left > BUILT_IN.check_number_reserve), "{}", edge());
                assert!(session.attempts.check_number < BUILT_IN.check_number_entries, "{}", edge());
            }
            // Inv13 b: strikes are taken back only by identified staff, and only to open an open PIN.
            Effect::ResetStrikes(_, staff) => {
                let State::Session(Session { step: Step::Reopening(seen), card, .. }) = before else {
                    panic!("{}", edge())
                };
                assert_eq!(seen.staff, *staff, "{}", edge());
                assert_eq!(event, Event::Choice(Choice::ResetStrikes), "{}", edge());
                assert!(card.pin.count().is_some_and(|left| left > 0), "{}", edge());
            }
            Effect::Authorise(_, _) => {
                assert_ne!(site.holder_authorisation, HolderAuthorisation::None, "{}", edge());
            }
            _ => {}
        }
    }
    let asks_card = effects.iter().any(|effect| {
        matches!(
            effect,
            Effect::ReadCard(_)
                | Effect::PresentPin(..)
                | Effect::ReadReference(_)
                | Effect::Authorise(..)
                | Effect::Sign(..)
        )
    });
    // Inv6: after removal nothing is asked of the card.
    if event == Event::CardRemoved {
        assert!(!asks_card, "{}", edge());
    }
    let told = effects
        .iter()
        .filter(|effect| matches!(effect, Effect::TellReception(ReceptionNotice::Ended { .. })))
        .count();
    let wiped = effects.contains(&Effect::Wipe(Slot::All));
    let in_session = |state: &State| matches!(state, State::Session(_));
    // Inv6 and Inv10: leaving a session wipes everything and tells reception, once.
    if in_session(before) && !in_session(after) {
        assert!(wiped && told == 1, "{}", edge());
    }
    // Inv3 and Inv13: a PIN that may have left closes its intent whatever happens.
    if let State::Session(Session { step: Step::Presenting(_), .. }) = before
        && after != before
    {
        let closed = effects.iter().filter(|effect| matches!(effect, Effect::CloseIntent(_))).count();
        assert_eq!(closed, 1, "{}", edge());
    }
}

fn successors(site: Site, state: &State, told: &mut Told) -> Vec<State> {
    let mut next = Vec::new();
    let mut all = events();
    all.extend(replies(&site).into_iter().map(|reply| Event::Reply(Ticket(1), reply)));
    for event in all {
        let mut machine = Machine::at(BUILT_IN, site, *state);
        let now = if event == Event::Deadline { Millis(1) } else { Millis(0) };
        let effects = machine.handle(now, event);
        check(&site, state, event, &effects, &machine);
        told.hear(&effects);
        next.push(normal(machine.state()));
    }
    // A stale reply changes nothing, in any state.
    let mut machine = Machine::at(BUILT_IN, site, *state);
    let stale = Ticket(999);
    let effects = machine.handle(Millis(0), Event::Reply(stale, Reply::Signed(SignOutcome::Signed)));
    assert_eq!(
        (machine.state(), effects.as_slice()),
        (state, &[Effect::Audit(AuditFact::StaleReply(stale))][..])
    );
    // The challenge may expire at any moment.
    if let State::Session(session @ Session { challenge: Some(facts), .. }) = state {
        let challenge = Some(ChallengeFacts { expires: Millis(0), ..*facts });
        next.push(State::Session(Session { challenge, ..*session }));
    }
    next
}

fn reachable(site: Site, told: &mut Told) -> HashSet<State> {
    let start = State::Idle { left: false };
    let mut seen = HashSet::from([start]);
    let mut queue = VecDeque::from([start]);
    while let Some(state) = queue.pop_front() {
        for next in successors(site, &state, told) {
            if seen.insert(next) {
                queue.push_back(next);
            }
        }
    }
    seen
}

#[test]
fn every_edge_of_every_reachable_state_keeps_the_invariants() {
    let mut told = Told::default();
    for site in sites() {
        let states = reachable(site, &mut told);
        println!("{} states with {site:?}", states.len());
        assert!(states.len() > 100);
        for state in &states {
            silence_leads_to_idle(site, *state);
        }
    }
    told.is_all_that_the_catalogue_has();
}

/// What people were told on the way.
#[derive(Default)]
struct Told {
    endings: BTreeSet<Ending>,
    notices: BTreeSet<Notice>,
    hints: BTreeSet<QualityReason>,
    calls: BTreeSet<CallReason>,
}

impl Told {
    fn hear(&mut self, effects: &Effects) {
        for effect in effects {
            match effect {
                Effect::CallReception(reason) => drop(self.calls.insert(*reason)),
                Effect::Show(Screen::Ending(ending)) => drop(self.endings.insert(*ending)),
                Effect::Show(
                    Screen::Choose { notice: Some(notice), .. }
                    | Screen::CheckNumberPad { notice: Some(notice), .. }
                    | Screen::StaffCredential { notice: Some(notice), .. },
                ) => drop(self.notices.insert(*notice)),
                Effect::Show(Screen::Camera { hint: Some(CameraHint::Quality(reason)) }) => {
                    self.hints.insert(*reason);
                }
                _ => {}
            }
        }
    }

    /// No code that is never told, none told that the catalogue does not have.
    fn is_all_that_the_catalogue_has(&self) {
        assert_eq!(self.endings, Ending::all().collect());
        assert_eq!(self.notices, Notice::all().collect());
        assert_eq!(self.hints, QualityReason::ALL.iter().copied().collect());
        assert_eq!(self.calls, CallReason::ALL.iter().copied().collect());
    }
}

/// Liveness: silence alone leads to idle.
fn silence_leads_to_idle(site: Site, state: State) {
    let mut machine = Machine::at(BUILT_IN, site, state);
    for _ in 0..12 {
        match machine.deadline() {
            None => return,
            Some(deadline) => machine.handle(deadline, Event::Deadline),
        };
    }
    panic!("silence does not end {state:?}");
}

#[test]
fn of_two_cards_the_one_that_stays_is_served() {
    let mut machine = Machine::new(BUILT_IN, Site::OUT_OF_THE_BOX);
    machine.handle(Millis(0), Event::SecondCard);
    assert_eq!(machine.screen(), Screen::Ending(Ending::TwoCards));
    machine.handle(Millis(1), Event::CardInserted);
    assert_eq!(machine.screen(), Screen::Reading);
}
