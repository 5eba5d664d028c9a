//! What happens: any sequence of events into the session machine, with the invariants of
//! `design.md` section 4 checked over the whole sequence. The walk in `crates/terminal/tests`
//! checks each edge of each state with times and tickets left out; here they are in.

use std::sync::LazyLock;

use policy::{
    AttackDetection, BUILT_IN, Build, CardFacts, CardKind, ComparisonScore, Credential, Date,
    HolderAuthorisation, LastTry, Mark, Method, Millis, Site, Strikes, Tries,
};
use terminal::{
    AuditFact, AuthorisationOutcome, CameraHint, CaptureOutcome, CardFault, ChallengeFacts, Choice, Effect,
    Effects, Event, Evidence, LedgerFault, Machine, PinOutcome, QualityReason, ReceptionNotice,
    ReferenceOutcome, Refusal, Reply, ServiceFault, Side, SignOutcome, Slot, StaffId, StaffOutcome, Standing,
    State, Step, Ticket, UndecidedReason, VerdictOutcome,
};

use crate::Taken;

/// Events that one input has at most.
const MOST: usize = 512;
/// No state waits longer for anything, in milliseconds.
const LONGEST_WAIT: u64 = 20 * 60 * 1000;
/// For how long a challenge that does not end at once is good, in milliseconds.
const LIFE: u64 = 300_000;

/// What one byte of an input makes happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// This.
    Event(Event),
    /// The awaited reply; as a stale one where none is awaited.
    Reply(Reply),
    /// A challenge that is good for so many milliseconds.
    Challenge(u64),
    /// A reply to an older ticket.
    Stale,
    /// So many milliseconds pass, and the deadline is asked for.
    Wait(u64),
    /// The deadline comes.
    Due,
    /// The person before the camera is told this.
    Hint(CameraHint),
}

static VOCABULARY: LazyLock<Vec<Happening>> = LazyLock::new(vocabulary);

/// The byte that makes something happen.
///
/// # Panics
/// If no byte does.
#[must_use]
pub fn byte(happening: Happening) -> u8 {
    let at = VOCABULARY.iter().position(|known| *known == happening);
    u8::try_from(at.expect("a happening of the vocabulary")).unwrap()
}

/// The sites, by the first byte of an input.
#[must_use]
pub fn sites() -> [Site; 5] {
    let rig = Site { build: Build::Rig, ..Site::OUT_OF_THE_BOX };
    let open = Site { holder_authorisation: HolderAuthorisation::StandIn, ..rig };
    [
        Site::OUT_OF_THE_BOX,
        open,
        Site { last_try: LastTry::OnInsistence, ..open },
        Site { visual: false, ..open },
        Site {
            holder_authorisation: HolderAuthorisation::Relay,
            visual_registration: false,
            ..Site::OUT_OF_THE_BOX
        },
    ]
}

/// An ordinary card with all tries left.
#[must_use]
pub fn ordinary() -> CardFacts {
    CardFacts {
        kind: CardKind::Ordinary,
        pin: Tries::of(3),
        check_number: Tries::Unasked,
        mark: Mark::Unseen,
        strikes: Strikes::Known(0),
    }
}

fn cards() -> [CardFacts; 10] {
    let ordinary = ordinary();
    let locked = CardFacts { kind: CardKind::PinLocked, pin: Tries::Blocked, ..ordinary };
    [
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

/// A place in it is a byte of the seeds: add at the end.
fn vocabulary() -> Vec<Happening> {
    let mut all: Vec<Happening> = events().into_iter().map(Happening::Event).collect();
    all.extend([Happening::Challenge(LIFE), Happening::Challenge(0), Happening::Stale, Happening::Due]);
    all.extend([1, 1000, 30_000, 400_000].map(Happening::Wait));
    all.extend(cards().map(|card| Happening::Reply(Reply::CardRead(Ok(card)))));
    all.extend(replies().into_iter().map(Happening::Reply));
    all.extend([0, 13, 14, 15].map(|length| Happening::Event(Event::CheckNumberLength(length))));
    all.extend(
        [Choice::AskStaff, Choice::ResetStrikes].map(|choice| Happening::Event(Event::Choice(choice))),
    );
    all.extend([Ok(()), Err(LedgerFault)].map(|reset| Happening::Reply(Reply::StrikesReset(reset))));
    all.push(Happening::Reply(Reply::ReferenceRead(ReferenceOutcome::CheckNumberRepeated)));
    let misbehaving = [
        Reply::Challenge(Err(ServiceFault::ClockDisagrees)),
        Reply::Authorised(AuthorisationOutcome::Misbehaved),
        Reply::Verdict(VerdictOutcome::Misbehaved),
    ];
    all.extend(misbehaving.map(Happening::Reply));
    let detection = AttackDetection::Movement;
    let moved = [
        CaptureOutcome::Scored { score: ComparisonScore(9000), detection },
        CaptureOutcome::Scored { score: ComparisonScore(1000), detection },
        CaptureOutcome::Undecided(UndecidedReason::OtherSide),
        CaptureOutcome::AttackPresentation,
    ];
    all.extend(moved.map(|outcome| Happening::Reply(Reply::Captured(outcome))));
    all.push(Happening::Event(Event::Choice(Choice::CannotTurn)));
    all.push(Happening::Reply(Reply::ReferenceRead(ReferenceOutcome::GenuineUnmeasured)));
    all.extend([CameraHint::Turn(Side::Left), CameraHint::LookAhead].map(Happening::Hint));
    all
}

fn events() -> Vec<Event> {
    let mut all =
        vec![Event::CardInserted, Event::CardRemoved, Event::SecondCard, Event::ReaderLost, Event::Deadline];
    all.extend([0, 3, 4, 5].map(Event::PinLength));
    all.extend([0, 8, 64].map(Event::CredentialLength));
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
        Choice::ClearMark,
    ];
    all.extend(choices.map(Event::Choice));
    all
}

fn replies() -> Vec<Reply> {
    let score = |score| {
        let detection = AttackDetection::None;
        CaptureOutcome::Scored { score: ComparisonScore(score), detection }
    };
    let mut all = vec![
        Reply::Challenge(Err(ServiceFault::Unreachable)),
        Reply::Challenge(Err(ServiceFault::Misbehaved)),
        Reply::IntentRecorded(Ok(())),
        Reply::IntentRecorded(Err(LedgerFault)),
        Reply::Signed(SignOutcome::Signed),
        Reply::Signed(SignOutcome::Failed),
    ];
    let faults = [CardFault::NotMyNumberCard, CardFault::Mute, CardFault::Gone, CardFault::LockedByIssuer];
    all.extend(faults.map(|fault| Reply::CardRead(Err(fault))));
    let pins = [
        PinOutcome::Accepted,
        PinOutcome::Rejected { left: 2 },
        PinOutcome::Rejected { left: 1 },
        PinOutcome::Rejected { left: 0 },
        PinOutcome::CounterDiffers { now: 2 },
        PinOutcome::Blocked,
        PinOutcome::NotSent,
        PinOutcome::Unknown,
    ];
    all.extend(pins.map(Reply::PinPresented));
    let references = [
        ReferenceOutcome::Genuine,
        ReferenceOutcome::PhotoNotGenuine,
        ReferenceOutcome::ChipNotGenuine,
        ReferenceOutcome::NoCheckNumber,
        ReferenceOutcome::CheckNumberRejected { left: 9 },
        ReferenceOutcome::CheckNumberLow { left: 5 },
        ReferenceOutcome::Unreadable,
    ];
    all.extend(references.map(Reply::ReferenceRead));
    let captures = [
        score(9000),
        score(1000),
        CaptureOutcome::Unusable(QualityReason::NoFace),
        CaptureOutcome::PartFailed,
    ];
    all.extend(captures.map(Reply::Captured));
    let staff = [
        StaffOutcome::Accepted { staff: StaffId(7), credential: Credential::ClinicPassword },
        StaffOutcome::Rejected,
        StaffOutcome::BackOff,
        StaffOutcome::Unavailable,
    ];
    all.extend(staff.map(Reply::StaffChecked));
    let authorisations = [
        AuthorisationOutcome::Opened,
        AuthorisationOutcome::Refused(Refusal::EvidenceInsufficient),
        AuthorisationOutcome::Unreachable,
        AuthorisationOutcome::CardFailed,
    ];
    all.extend(authorisations.map(Reply::Authorised));
    let verdicts = [
        VerdictOutcome::Verified(Standing::Full),
        VerdictOutcome::Verified(Standing::EntitlementOnly),
        VerdictOutcome::Refused(Refusal::CertificateEnded),
        VerdictOutcome::Unregistered,
        VerdictOutcome::Unreachable,
    ];
    all.extend(verdicts.map(Reply::Verdict));
    all
}

/// What was seen so far, as far as an invariant needs it.
#[derive(Default)]
struct Seen {
    /// The card lies there and was not taken since.
    card: bool,
    /// A PIN was confirmed that was not presented yet.
    entry: bool,
    /// The patient insisted on the last try of this card.
    insisted: bool,
    /// When the challenge that was given since the insertion ends.
    challenge: Option<Millis>,
    /// A card was read, and it was this.
    read: Option<CardFacts>,
}

/// The machine keeps its invariants whatever happens, and silence leads it back to idle.
/// Accepted: a session ended verified.
pub fn session_events(bytes: &[u8]) -> Taken {
    let Some((site, script)) = bytes.split_first() else { return Taken::Refused };
    let site = sites()[usize::from(*site) % sites().len()];
    let mut machine = Machine::new(BUILT_IN, site);
    let mut seen = Seen::default();
    let mut now = Millis(1_000_000);
    let mut taken = Taken::Refused;
    for byte in script.iter().take(MOST) {
        let event = event(*byte, &machine, &mut now);
        let before = *machine.state();
        let effects = machine.handle(now, event);
        check(&site, &mut seen, &before, event, now, &effects, &machine);
        if let State::Ended { ending, .. } = machine.state()
            && ending.is_verified()
        {
            taken = Taken::Accepted;
        }
    }
    for _ in 0..12 {
        let Some(deadline) = machine.deadline() else { return taken };
        now = now.max(deadline);
        machine.handle(now, Event::Deadline);
    }
    assert!(machine.deadline().is_none(), "silence does not end {:?}", machine.state());
    taken
}

/// The event that one byte makes happen in this state, and the time at which it does.
pub fn event(byte: u8, machine: &Machine, now: &mut Millis) -> Event {
    let happening = VOCABULARY[usize::from(byte) % VOCABULARY.len()];
    let awaited = || machine.awaited().unwrap_or(Ticket(u32::MAX));
    match happening {
        Happening::Event(event) => event,
        Happening::Reply(reply) => Event::Reply(awaited(), reply),
        Happening::Challenge(life) => {
            let date = Date::new(2026, 11, 24).unwrap();
            let facts = ChallengeFacts { date, expires: Millis(now.0 + life) };
            Event::Reply(awaited(), Reply::Challenge(Ok(facts)))
        }
        Happening::Hint(hint) => Event::Hint(awaited(), hint),
        Happening::Stale => {
            let older = Ticket(awaited().0.wrapping_sub(1));
            Event::Reply(older, Reply::PinPresented(PinOutcome::Accepted))
        }
        Happening::Wait(span) => {
            now.0 += span;
            Event::Deadline
        }
        Happening::Due => {
            *now = machine.deadline().map_or(*now, |deadline| deadline.max(*now));
            Event::Deadline
        }
    }
}

fn check(
    site: &Site,
    seen: &mut Seen,
    before: &State,
    event: Event,
    now: Millis,
    effects: &Effects,
    machine: &Machine,
) {
    let after = machine.state();
    let edge = || format!("{before:?}\n  --{event:?} at {now:?}-->\n{after:?}\n{effects:?}");
    note(seen, before, event, after);
    for effect in effects {
        check_effect(site, seen, event, now, effect, &edge);
    }
    // Inv7: every state but idle has a deadline, and it is near.
    match machine.deadline() {
        None => assert!(matches!(after, State::Idle { .. }), "{}", edge()),
        Some(deadline) if before != after && event != Event::Deadline => {
            assert!(deadline.0 <= now.0 + LONGEST_WAIT, "{}", edge());
        }
        Some(_) => {}
    }
    // A reply to another ticket changes nothing.
    if let Event::Reply(ticket, _) = event
        && awaited(before) != Some(ticket)
    {
        assert_eq!(before, after, "{}", edge());
        assert_eq!(effects.as_slice(), [Effect::Audit(AuditFact::StaleReply(ticket))], "{}", edge());
    }
    // Inv6, Inv10: who leaves a session wipes everything and tells reception, once; nobody else ends one.
    let in_session = |state: &State| matches!(state, State::Session(_));
    let told =
        count(effects, |effect| matches!(effect, Effect::TellReception(ReceptionNotice::Ended { .. })));
    if in_session(before) && !in_session(after) {
        assert!(told == 1 && effects.contains(&Effect::Wipe(Slot::All)), "{}", edge());
    } else {
        assert!(told <= 1, "{}", edge());
    }
}

/// Takes down what the event itself says.
fn note(seen: &mut Seen, before: &State, event: Event, after: &State) {
    if let (State::Idle { .. } | State::Ended { .. }, State::Session(_)) = (before, after) {
        *seen = Seen { card: true, ..Seen::default() };
    }
    let State::Session(session) = before else { return };
    match event {
        Event::CardRemoved | Event::ReaderLost => *seen = Seen::default(),
        Event::Choice(Choice::Confirm) if matches!(session.step, Step::Typing(..)) => seen.entry = true,
        Event::Choice(Choice::Insist) if session.step == Step::Insisting => seen.insisted = true,
        Event::Reply(ticket, reply) if awaited(before) == Some(ticket) => match reply {
            Reply::CardRead(facts) => seen.read = facts.ok(),
            Reply::Challenge(facts) => seen.challenge = facts.ok().map(|facts| facts.expires),
            _ => {}
        },
        _ => {}
    }
}

fn check_effect(
    site: &Site,
    seen: &mut Seen,
    event: Event,
    now: Millis,
    effect: &Effect,
    edge: &dyn Fn() -> String,
) {
    let asks_card = matches!(
        effect,
        Effect::ReadCard(_)
            | Effect::PresentPin(..)
            | Effect::ReadReference(_)
            | Effect::Authorise(..)
            | Effect::Sign(..)
    );
    // Inv6: nothing is asked of a card that is gone.
    assert!(!asks_card || seen.card, "{}", edge());
    match effect {
        Effect::PresentPin(_, permit) => {
            // Inv13: the intent is durable before.
            assert!(matches!(event, Event::Reply(_, Reply::IntentRecorded(Ok(())))), "{}", edge());
            // Inv1: one VERIFY for one entry.
            assert!(core::mem::take(&mut seen.entry), "{}", edge());
            // Inv5: only an ordinary card sees a PIN.
            assert!(seen.read.is_some_and(|card| card.kind == CardKind::Ordinary), "{}", edge());
            // Inv2: the last try only on insistence, where the site has it.
            if permit.shown <= 1 {
                assert!(permit.shown == 1 && permit.last_try && seen.insisted, "{}", edge());
                assert_eq!(site.last_try, LastTry::OnInsistence, "{}", edge());
            }
        }
        Effect::Sign(_, evidence) => {
            // Inv4: by PIN or authorisation, just now, over a fresh challenge.
            let by_pin = matches!(event, Event::Reply(_, Reply::PinPresented(PinOutcome::Accepted)));
            let by_service =
                matches!(event, Event::Reply(_, Reply::Authorised(AuthorisationOutcome::Opened)));
            assert!(by_pin || by_service, "{}", edge());
            assert_eq!(by_pin, *evidence == Evidence::Pin, "{}", edge());
            assert!(seen.challenge.take().is_some_and(|expires| now < expires), "{}", edge());
        }
        Effect::Authorise(..) => {
            assert_ne!(site.holder_authorisation, HolderAuthorisation::None, "{}", edge());
        }
        _ => {}
    }
}

fn awaited(state: &State) -> Option<Ticket> {
    match state {
        State::Session(session) => session.step.awaited(),
        State::Idle { .. } | State::Ended { .. } => None,
    }
}

fn count(effects: &Effects, what: impl Fn(&Effect) -> bool) -> usize {
    effects.iter().filter(|effect| what(effect)).count()
}
