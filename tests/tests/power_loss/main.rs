//! The power fails in the middle of a session: at every operation on the medium, between the
//! strike's intent and VERIFY, and between VERIFY and its answer. A new terminal is started on
//! what is left: no VERIFY that the card counted is forgotten, an intent without an answer counts
//! as one, at two the PIN is closed whatever the card says, and otherwise the patient goes on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::disallowed_methods, missing_docs)]

mod desk;
mod moments;

use std::collections::BTreeMap;
use std::time::Instant;

use desk::{Desk, ENTRIES, Entry, card, card_key};
use journal::memory::{Damage, Medium};
use journal::{Day, Delivery, Fact, Journal, LogLedger, Outcome, OutcomeId, StrikeLedger, Strikes, UnixTime};
use moments::{Image, Moment};
use policy::{Availability, Closure};
use terminal::{Ending, Screen};
use virtual_card::card_file::ReferenceName;
use virtual_card::municipality::set_tries;

/// The strikes that a fresh handle sees on an image.
fn strikes(ledger: &Medium, now: UnixTime) -> u16 {
    match LogLedger::new(ledger.handle()).strikes(&card_key(now), now) {
        Strikes::Known(strikes) => strikes,
        Strikes::Unavailable(error) => panic!("{error}"),
    }
}

fn medium(content: Option<Vec<u8>>) -> Medium {
    let medium = Medium::new();
    medium.set_content(content);
    medium
}

/// How many strikes an image must have: what the card counted, and an intent that is open.
fn check_strikes(image: &Image, seen: u16) {
    let counted = image.counted;
    let case = format!("{:?}, the card counted {counted}, {seen} strikes", image.moment);
    assert!(seen >= counted, "a VERIFY is forgotten: {case}");
    // Until the success is durable, what it clears may still stand.
    let most = if image.accepted { image.before_accepted } else { counted };
    assert!(seen <= most + 1, "more than one intent for one entry: {case}");
    match image.moment {
        // The intent is durable before VERIFY leaves.
        Moment::BeforeVerify => assert_eq!(seen, counted + 1, "{case}"),
        Moment::AfterVerify if image.accepted => assert_eq!(seen, image.before_accepted + 1, "{case}"),
        Moment::AfterVerify => assert_eq!(seen, counted, "{case}"),
        Moment::Medium => {}
    }
}

/// Starts a terminal on an image and lets the same patient try again.
fn restart(image: &Image, ledger: &Medium, journal: &Medium) -> Ending {
    let seen = strikes(ledger, image.now);
    let mut desk = Desk::start(journal, ledger, image.now);
    // Whatever the card says: here it has all its tries again.
    let methods = desk.first_choice(card());
    if seen >= 2 {
        assert_eq!(methods.pin, Availability::Closed(Closure::StrikesUsedUp), "{:?}", image.moment);
        assert_eq!(desk.verifies(), 0);
        return desk.leave();
    }
    assert_eq!(methods.pin, Availability::Open, "{:?}, {seen} strikes", image.moment);
    let mut own = card();
    set_tries(&mut own, ReferenceName::UserAuthentication, 3 - u8::try_from(image.counted).unwrap());
    desk.leave();
    let ending = desk.session(own, &[Entry::Right]);
    assert_eq!(ending, Ending::Verified, "{:?}", image.moment);
    drop(desk);
    assert_eq!(strikes(ledger, image.now), 0, "a right PIN clears the card");
    ending
}

#[test]
fn every_moment_of_sessions_with_wrong_and_right_pins() {
    let began = Instant::now();
    let mut cells: BTreeMap<&str, u64> = BTreeMap::new();
    let mut endings: BTreeMap<String, u64> = BTreeMap::new();
    let (mut images, mut cuts) = (0, 0);
    for entries in ENTRIES {
        let taken = desk::record(entries);
        for moment in [Moment::BeforeVerify, Moment::AfterVerify] {
            let seen = taken.iter().filter(|image| image.moment == moment).count();
            assert!(seen > 0, "{entries:?} never came to {moment:?}");
        }
        let mut started = Vec::new();
        for image in taken {
            *cells.entry(image.moment.name()).or_default() += 1;
            for damage in Damage::ALL {
                let (ledger, journal) = (image.ledger.image(damage), image.journal.image(damage));
                cuts += 1;
                let key = (ledger.clone(), journal.clone(), image.counted, image.moment);
                if started.contains(&key) {
                    continue;
                }
                started.push(key);
                images += 1;
                let (ledger, journal) = (medium(ledger), medium(journal));
                check_strikes(&image, strikes(&ledger, image.now));
                let ending = restart(&image, &ledger, &journal);
                *endings.entry(format!("{ending:?}")).or_default() += 1;
                if image.moment != Moment::Medium {
                    assert_eq!(found_open(&journal, image.now), [1], "{:?} is not on record", image.moment);
                }
                check_bytes(&ledger, &journal, image.now);
            }
        }
    }
    println!(
        "power loss: sessions, {cells:?}: {cuts} cuts, {images} terminals started on what was left, \
         endings {endings:?}, {} s",
        began.elapsed().as_secs()
    );
}

/// No key of the site is on the medium, and with the day the card's tag is gone too.
fn check_bytes(ledger: &Medium, journal: &Medium, now: UnixTime) {
    let tag = card_key(now).tag();
    let keys = [desk::SECRET, desk::day_key(Day::in_japan(now))];
    for medium in [ledger, journal] {
        assert!(keys.iter().all(|key| !holds(medium, key)), "a key of the site is on the medium");
    }
    let tomorrow = UnixTime(now.0 + 24 * 3600);
    drop(Desk::start(journal, ledger, tomorrow));
    assert!(!holds(ledger, &tag) && !holds(journal, &tag), "a strike outlives its day");
}

fn holds(medium: &Medium, bytes: &[u8]) -> bool {
    medium.content().unwrap_or_default().windows(bytes.len()).any(|window| window == bytes)
}

/// The intents that a start found open, by its journal.
fn found_open(journal: &Medium, now: UnixTime) -> Vec<u16> {
    let mut journal = Journal::open(journal.handle(), now).unwrap();
    let facts = journal.facts(now).unwrap().into_iter();
    facts
        .filter_map(|fact| match fact.what {
            Fact::OpenIntentsFound { count } => Some(count),
            _ => None,
        })
        .collect()
}

#[test]
fn the_screen_of_a_wrong_pin_comes_after_its_strike() {
    // What the patient was told is durable: when the words "wrong PIN" can be read, the strike stands.
    let ledger = Medium::new();
    let mut desk = Desk::start(&Medium::new(), &ledger, desk::START);
    let told = desk.until_rejected(card());
    assert!(matches!(told, Screen::Choose { .. }));
    assert_eq!(strikes(&medium(ledger.image(Damage::Vanished)), desk::START), 1);
}

#[test]
fn a_start_takes_delivered_outcomes_and_old_facts_off_the_medium() {
    let (medium, record) = (Medium::new(), b"an outcome record that was delivered".to_vec());
    let long_ago = UnixTime(desk::START.0 - 61 * 24 * 3600);
    let mut journal = Journal::open(medium.handle(), long_ago).unwrap();
    let outcome = Outcome::new(OutcomeId([7; 16]), record.clone()).unwrap();
    journal.queue(outcome, long_ago).unwrap();
    journal.settle(OutcomeId([7; 16]), Delivery::Accepted, long_ago).unwrap();
    journal.record(&Fact::OpenIntentsFound { count: 41 }, long_ago).unwrap();
    journal.record(&Fact::OpenIntentsFound { count: 42 }, desk::START).unwrap();
    drop(journal);
    let mut desk = Desk::start(&medium, &Medium::new(), desk::START);
    assert_eq!(desk.session(card(), &[Entry::Right]), Ending::Verified);
    drop(desk);
    assert!(!holds(&medium, &record), "delivered and still there");
    assert_eq!(found_open(&medium, desk::START), [42]);
}
