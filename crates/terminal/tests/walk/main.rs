//! Walks every reachable state of the machine under every event, at every site whose policy differs, to
//! the fixpoint; looks at every edge.
//!
//! | | shown on every edge of this walk | shown elsewhere |
//! | --- | --- | --- |
//! | Inv1 | one PIN presented per intent, one intent per confirmed entry | composed system `OneVerifyPerEntry`; `card/tests/one_transmission.rs`; fault matrix |
//! | Inv2 | the last try comes of warning, call, 3 s and a confirmation on record, where the site allows it; the reserve of 照合番号B | composed system `LastTryByInsistence` with real counters |
//! | Inv3 | an unanswered VERIFY is a strike, and said to be unknown | composed system `UnknownIsSaid`; fault matrix |
//! | Inv4 | signatures come of an accepted PIN or an opened key, by an open method, within the challenge's life | composed system `SignedByRight`; `verifier` refuses the rest; attack list |
//! | Inv5 | only an ordinary card with tries is sent a PIN | composed system `LockedSeesNoVerify`; demonstration d, f |
//! | Inv6 | removal ends the session, everything is wiped, nothing is asked of a card without one | composed system `PinForItsCard`; `runtime`'s Closet; fault matrix |
//! | Inv7 | deadlines, attempts, one awaited reply | buffers and retries: `apdu`, `card` |
//! | Inv8 | no fault leads to a signature or to the service | fault matrix: the ending of each fault by name |
//! | Inv9 | endings have a next step; closed methods a reason | composed system: counters; `ui/tests/words.rs`: words |
//! | Inv10 | one beginning and one end told per session | `reception-feed`; fault matrix |
//! | Inv11 | verified by a verdict alone | `verifier`: card and answer |
//! | Inv12 | by type: no event, effect or state holds a byte of a person | `tests/tests/secrets`; the demonstration's search |
//! | Inv13 | permit as shown; intent before PIN, closed once; two strikes or no ledger close PIN; entries counted | composed system: `CounterAsShown`, `StrikeBeforeVerify`, `TwoStrikesClose`, `LedgerForgetsNothing` |
//!
//! And: what comes late or early changes nothing; silence leads to idle; all endings, notices, calls and
//! screens are reached; `TRANSITIONS.md` says what the code does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod edge;
mod inputs;
mod invariants;
mod table;
mod told;

use edge::States;
use policy::*;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use terminal::*;

/// What came of one site.
#[derive(Default)]
struct Seen {
    told: told::Told,
    table: table::Table,
    /// The longest silence until idle, in milliseconds.
    longest: u64,
}

#[test]
fn every_edge_of_every_reachable_state_keeps_the_invariants() {
    let mut all = Seen::default();
    let (kept, broken) = (kept(), &AtomicBool::new(false));
    let kept = kept.as_ref();
    one_card_at_a_time_shows_the_whole_table(kept);
    std::thread::scope(|scope| {
        let walks = inputs::sites().into_iter().map(|site| scope.spawn(move || walk(site, kept, broken)));
        for walk in walks.collect::<Vec<_>>() {
            let seen = walk.join().expect("a promise does not hold: see above");
            all.told.join(seen.told);
            all.table.join(seen.table);
            all.longest = all.longest.max(seen.longest);
        }
    });
    println!("machine | silence leads to idle within the step's own limit and {} s", all.longest / 1000);
    all.told.is_all_that_there_is();
    println!("machine | transition table: {} rows", all.table.rows());
    the_page_says_what_the_code_does(&all.table);
}

/// A hundredth of the states, and every row of the table: one PIN entry, one card that stays the same. What is
/// broken is most often seen here, long before the walk of everything comes to it.
fn one_card_at_a_time_shows_the_whole_table(kept: Option<&table::Kept>) {
    let rules = Rules { pin_entries: 1, staff_attempts: 2, ..BUILT_IN };
    let rich = Site { visual_registration: false, ..inputs::sites()[3] };
    let mut table = table::Table::default();
    for site in [inputs::sites()[1], rich] {
        for card in inputs::cards() {
            let mut replies = inputs::replies(&site);
            replies.retain(|reply| !matches!(reply, Reply::CardRead(Ok(other)) if *other != card));
            edge::reachable(rules, site, replies, false, &mut |edge| {
                if !edge.is_idle() {
                    invariants::all(edge);
                    table.add(edge, kept);
                }
            });
        }
    }
    if kept.is_some() {
        let page = std::fs::read_to_string(page()).unwrap();
        assert_eq!(without_endings(&table.page()), without_endings(&page), "rows that nothing leads to");
    }
}

/// The page without what sessions end as: that depends on more cards and sites.
fn without_endings(page: &str) -> Vec<String> {
    let shortened = page.lines().map(|line| match line.split_once(": ") {
        Some((before, after)) if line.starts_with("| ") => {
            format!("{before} |{}", after.split_once(" |").unwrap_or_default().1)
        }
        _ => line.to_owned(),
    });
    shortened.collect()
}

#[expect(clippy::disallowed_methods, reason = "a figure for people")]
fn walk(site: Site, kept: Option<&table::Kept>, broken: &AtomicBool) -> Seen {
    let _stops_the_others = StopsTheOthers(broken);
    let begun = std::time::Instant::now();
    let mut seen = Seen::default();
    let mut edges = 0u64;
    let whole = std::env::var_os("MYNUMBER_WALK").is_some();
    let states = edge::reachable(BUILT_IN, site, inputs::replies(&site), whole, &mut |edge| {
        edges += 1;
        assert!(!broken.load(Ordering::Relaxed), "stopped by the walk of another site");
        if !edge.is_idle() {
            invariants::all(edge);
            seen.told.hear(edge);
            seen.table.add(edge, kept);
        }
    });
    let replies = inputs::replies(&site);
    for state in &states {
        edge::what_comes_late_or_early_changes_nothing(&site, state, &replies);
        seen.longest = seen.longest.max(silence_leads_to_idle(&site, state));
    }
    an_ending_decides_nothing_more(&site, &states);
    what_is_only_shown_decides_nothing(&site, &states);
    let seconds = begun.elapsed().as_secs_f32();
    println!("machine | {} states | {edges} edges | {seconds:.1} s | {site:?}", states.len());
    assert!(states.len() > 100);
    seen
}

/// A promise that is broken at one site need not be looked for at the others.
struct StopsTheOthers<'a>(&'a AtomicBool);

impl Drop for StopsTheOthers<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.store(true, Ordering::Relaxed);
        }
    }
}

/// Liveness: silence alone leads to idle, asks nothing of the card on its way, and tells the end of what had
/// begun. Gives the milliseconds that it takes; the first wait is the step's own, at most the longest.
fn silence_leads_to_idle(site: &Site, state: &State) -> u64 {
    let mut machine = edge::machine(site, state);
    let mut spent = 0;
    for _ in 0..12 {
        let Some(due) = machine.deadline() else {
            assert!(matches!(machine.state(), State::Idle { .. }));
            return spent;
        };
        let effects = machine.handle(due, Event::Deadline);
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::PresentPin(..) | Effect::Sign(..))));
        spent = due.0;
    }
    panic!("silence does not end {state:?}");
}

/// What a state comes to under an event, but for what is only shown.
fn comes_to(site: &Site, state: &State, event: Event) -> (State, Vec<Effect>) {
    let mut machine = edge::machine(site, state);
    let effects = machine.handle(Millis(1), event);
    let asked = effects.into_iter().filter(|effect| !matches!(effect, Effect::Show(_))).collect();
    (edge::without_what_is_only_shown(&edge::normal(machine.state())), asked)
}

/// What follows an ending depends on it in nothing but whether a verified patient's screen is over when
/// the card is taken. The composed system rests on it.
fn an_ending_decides_nothing_more(site: &Site, states: &States) {
    let ended = |ending, present| State::Ended { ending, present, deadline: Millis(1) };
    let like_any = |(next, asked): (State, Vec<Effect>)| match next {
        State::Ended { present, .. } => (ended(Ending::TimedOut, present), asked),
        other => (other, asked),
    };
    for state in states {
        let State::Ended { ending, present, .. } = *state else { continue };
        let like = if present && ending.is_verified() { Ending::Verified } else { Ending::TimedOut };
        for event in inputs::events() {
            let (own, other) = (comes_to(site, state, event), comes_to(site, &ended(like, present), event));
            assert_eq!(like_any(own), like_any(other), "{state:?} {event:?}");
        }
    }
}

/// Words above a choice or a pad, and hints beside a camera, decide nothing. Every 16th state is looked
/// at; `cargo xtask walk --all` needs no such shortcut.
fn what_is_only_shown_decides_nothing(site: &Site, states: &States) {
    let notices: Vec<Option<Notice>> = Notice::all().map(Some).chain([None]).collect();
    let hints: Vec<Option<CameraHint>> = CameraHint::all().map(Some).chain([None]).collect();
    let replies = inputs::replies(site).into_iter().map(|reply| Event::Reply(edge::AWAITED, reply));
    let hinted = |event: &Event| matches!(event, Event::Hint(..));
    let events: Vec<Event> =
        inputs::events().into_iter().filter(|event| !hinted(event)).chain(replies).collect();
    for state in states.iter().step_by(16) {
        let State::Session(session) = *state else { continue };
        let steps: Vec<Step> = match session.step {
            Step::Choosing(_) => notices.iter().map(|notice| Step::Choosing(*notice)).collect(),
            Step::TypingNumber(errand, length, _) => {
                notices.iter().map(|notice| Step::TypingNumber(errand, length, *notice)).collect()
            }
            Step::AwaitingStaff(errand, length, _) => {
                notices.iter().map(|notice| Step::AwaitingStaff(errand, length, *notice)).collect()
            }
            Step::Capturing(ticket, _) => hints.iter().map(|hint| Step::Capturing(ticket, *hint)).collect(),
            _ => continue,
        };
        for event in &events {
            let plain = comes_to(site, state, *event);
            for step in &steps {
                let shown = State::Session(Session { step: *step, ..session });
                assert_eq!(comes_to(site, &shown, *event), plain, "{shown:?} {event:?}");
            }
        }
    }
}

fn page() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("TRANSITIONS.md")
}

/// The page as it is kept, unless it is about to be written anew.
fn kept() -> Option<table::Kept> {
    if std::env::var_os("BLESS").is_some() {
        return None;
    }
    Some(table::Kept::read(&std::fs::read_to_string(page()).unwrap()))
}

fn the_page_says_what_the_code_does(table: &table::Table) {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(page(), table.page()).unwrap();
    }
    let kept = std::fs::read_to_string(page()).unwrap_or_default();
    assert!(kept == table.page(), "TRANSITIONS.md is old: BLESS=1 cargo test --workspace --test walk");
}

#[test]
fn of_two_cards_the_one_that_stays_is_served() {
    let mut machine = Machine::new(BUILT_IN, Site::OUT_OF_THE_BOX);
    machine.handle(Millis(0), Event::SecondCard);
    assert_eq!(machine.screen(), Screen::Ending(Ending::TwoCards));
    machine.handle(Millis(1), Event::CardInserted);
    assert_eq!(machine.screen(), Screen::Reading);
}

fn choosing(challenge: ChallengeFacts) -> Session {
    let mut machine = Machine::new(BUILT_IN, Site::OUT_OF_THE_BOX);
    machine.handle(Millis(0), Event::CardInserted);
    machine
        .handle(Millis(0), Event::Reply(machine.awaited().unwrap(), Reply::CardRead(Ok(inputs::cards()[0]))));
    match machine.state() {
        State::Session(session) => Session { challenge: Some(challenge), ..*session },
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_challenge_is_used_again_only_if_it_outlives_typing_and_signing() {
    let longest = u64::from(BUILT_IN.deadlines.pin_entry + BUILT_IN.deadlines.card);
    for (now, lives) in [(7, longest - 1), (7, longest), (7, longest + 1)] {
        let expires = Millis(now + lives);
        let challenge = ChallengeFacts { date: Date::new(2026, 11, 24).unwrap(), expires };
        let session = State::Session(choosing(challenge));
        let mut machine = Machine::at(BUILT_IN, Site::OUT_OF_THE_BOX, session);
        let effects = machine.handle(Millis(now), Event::Choice(Choice::Method(Method::Pin)));
        let fetched = effects.iter().any(|effect| matches!(effect, Effect::RequestChallenge(..)));
        assert_eq!(fetched, lives <= longest, "{lives}");
    }
}

/// No state that is reached has a counter at one with a pad asked for that is not for the last try, and so the
/// walk can't show that the pad refuses it.
#[test]
fn no_pad_for_a_last_try_that_nobody_insisted_on() {
    let challenge = ChallengeFacts { date: Date::new(2026, 11, 24).unwrap(), expires: Millis(u64::MAX) };
    for (left, last_try, asked) in [(2, false, true), (1, false, false), (1, true, true)] {
        let step = Step::Fetching(edge::AWAITED, session::Errand::Pin { last_try });
        let mut session = Session { step, ..choosing(challenge) };
        session.card.pin = Tries::of(left);
        let mut machine = Machine::at(BUILT_IN, Site::OUT_OF_THE_BOX, State::Session(session));
        machine.handle(Millis(0), Event::Reply(edge::AWAITED, Reply::Challenge(Ok(challenge))));
        assert_eq!(matches!(machine.screen(), Screen::PinPad { .. }), asked, "{left} {last_try}");
    }
}

/// A replay that begins in the middle gives the tickets of the first time.
#[test]
fn tickets_go_on_where_they_were() {
    for given in [0, 7, u32::MAX] {
        let mut machine = Machine::new(BUILT_IN, Site::OUT_OF_THE_BOX).having_given(given);
        assert_eq!(machine.tickets(), given);
        machine.handle(Millis(0), Event::CardInserted);
        assert_eq!(machine.awaited(), Some(Ticket(given.wrapping_add(1))));
        assert_eq!(machine.tickets(), given.wrapping_add(1));
    }
}

#[test]
fn facts_and_attempts_can_be_asked_for_while_a_session_is_on() {
    let mut machine = Machine::new(BUILT_IN, Site::OUT_OF_THE_BOX);
    assert_eq!(machine.session(), None);
    machine.handle(Millis(0), Event::CardInserted);
    assert_eq!(machine.session(), Some((&CardFacts::UNREAD, &Attempts::default())));
    let ticket = machine.awaited().unwrap();
    machine.handle(Millis(0), Event::Reply(ticket, Reply::CardRead(Ok(inputs::cards()[1]))));
    assert_eq!(machine.session().map(|(card, _)| *card), Some(inputs::cards()[1]));
    machine.handle(Millis(0), Event::CardRemoved);
    assert_eq!(machine.session(), None);
}
