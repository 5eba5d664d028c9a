//! What a journal and a ledger promise on a medium that works, fails, or is shared.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::{NOON, STAFF, TODAY, card, later, outcome};
use journal::memory::{Damage, Medium};
use journal::{
    Backoff, CardKey, Day, Delivery, Error, Fact, Journal, LogLedger, Misuse, Outcome, OutcomeId,
    StaffAttempt, StaffTag, StorageError, StrikeLedger, Strikes, VerifyOutcome,
};

#[test]
fn outcomes_are_offered_in_order_until_settled() {
    let medium = Medium::new();
    let mut journal = Journal::open(medium.handle(), NOON).unwrap();
    for number in [3, 1, 2] {
        journal.queue(outcome(number), later(1)).unwrap();
    }
    journal.queue(outcome(1), later(2)).unwrap();
    let taken = Outcome::new(outcome(1).id(), vec![0]).unwrap();
    assert_eq!(journal.queue(taken, later(2)), Err(Error::Misuse(Misuse::OutcomeIdTaken)));
    journal.settle(outcome(3).id(), Delivery::Accepted, later(3)).unwrap();
    journal.settle(outcome(3).id(), Delivery::Accepted, later(3)).unwrap();
    journal.settle(outcome(2).id(), Delivery::Refused, later(3)).unwrap();
    let unknown = journal.settle(OutcomeId([9; 16]), Delivery::Accepted, later(3));
    assert_eq!(unknown, Err(Error::Misuse(Misuse::OutcomeUnknown)));
    journal.queue(outcome(3), later(4)).unwrap();
    drop(journal);
    let journal = Journal::open(medium.handle(), later(5)).unwrap();
    assert_eq!(journal.pending(), [outcome(1)]);
}

#[test]
fn an_outcome_has_1_to_4096_bytes() {
    let id = OutcomeId([1; 16]);
    let refused = Err(Error::Misuse(Misuse::OutcomeLength));
    assert_eq!(Outcome::new(id, Vec::new()), refused);
    assert_eq!(Outcome::new(id, vec![1; 4097]), refused);
    let medium = Medium::new();
    let mut journal = Journal::open(medium.handle(), NOON).unwrap();
    journal.queue(Outcome::new(id, vec![1; 4096]).unwrap(), NOON).unwrap();
    drop(journal);
    let journal = Journal::open(medium.handle(), NOON).unwrap();
    assert_eq!(journal.pending()[0].bytes().len(), 4096);
}

#[test]
fn a_staff_credential_waits_longer_each_time_also_after_a_restart() {
    let backoff = Backoff { free: 2, first: 60, longest: 3600 };
    let medium = Medium::new();
    let mut journal = Journal::open(medium.handle(), NOON).unwrap();
    for strikes in 1..=3 {
        let attempt = journal.begin_staff_attempt(STAFF, &backoff, NOON).unwrap();
        assert_eq!(attempt, StaffAttempt::Open { strikes });
    }
    drop(journal);
    let mut journal = Journal::open(medium.handle(), later(10)).unwrap();
    journal.compact(0, later(10)).unwrap();
    let mut begin = |staff, at| journal.begin_staff_attempt(staff, &backoff, at).unwrap();
    assert_eq!(begin(STAFF, later(10)), StaffAttempt::Wait { seconds: 50 });
    assert_eq!(begin(STAFF, later(0)), StaffAttempt::Wait { seconds: 60 });
    assert_eq!(begin(StaffTag([2; 16]), later(10)), StaffAttempt::Open { strikes: 1 });
    assert_eq!(begin(STAFF, later(60)), StaffAttempt::Open { strikes: 4 });
    assert_eq!(begin(STAFF, later(61)), StaffAttempt::Wait { seconds: 119 });
    journal.staff_accepted(STAFF, later(61)).unwrap();
    assert_eq!(journal.staff_standing(STAFF).strikes, 0);
}

#[test]
fn old_facts_leave_the_file_and_the_chain_goes_on() {
    let medium = Medium::new();
    let mut journal = Journal::open(medium.handle(), NOON).unwrap();
    journal.record(&Fact::StaleTicketDropped { ticket: 1 }, later(0)).unwrap();
    journal.record(&Fact::StaleTicketDropped { ticket: 2 }, later(100)).unwrap();
    let head = journal.head();
    let compaction = journal.compact(50, later(120)).unwrap();
    assert_eq!((compaction.dropped, compaction.kept), (1, 1));
    let content = medium.content().unwrap();
    assert_eq!(content[12..20], head.next_sequence.to_be_bytes());
    assert_eq!(content[20..52], head.link);
    let facts: Vec<_> = journal.facts(later(121)).unwrap().into_iter().map(|fact| fact.what).collect();
    assert_eq!(facts, [Fact::StaleTicketDropped { ticket: 2 }, Fact::Compacted { dropped: 1, kept: 1 }]);
    assert_eq!(journal.compact(50, later(121)).unwrap().dropped, 0);
}

#[test]
fn one_terminal_alone_has_a_journal() {
    let medium = Medium::new();
    let first = Journal::open(medium.handle(), NOON).unwrap();
    let busy = Error::Storage(StorageError::Busy);
    assert_eq!(Journal::open(medium.handle(), NOON).err(), Some(busy));
    drop(first);
    assert!(Journal::open(medium.handle(), NOON).is_ok());
}

#[test]
fn a_failing_medium_is_named_and_the_journal_goes_on_when_it_is_well_again() {
    let medium = Medium::new();
    let mut journal = Journal::open(medium.handle(), NOON).unwrap();
    for fault in [StorageError::Full, StorageError::ReadOnly, StorageError::Torn] {
        medium.fail_writes(Some(fault));
        assert_eq!(journal.queue(outcome(1), later(1)), Err(Error::Storage(fault)));
        assert_eq!(journal.pending().len(), 0);
    }
    medium.fail_writes(None);
    medium.fail_syncs(Some(StorageError::Full));
    assert_eq!(journal.queue(outcome(2), later(2)), Err(Error::Storage(StorageError::Full)));
    medium.fail_syncs(None);
    journal.queue(outcome(2), later(3)).unwrap();
    journal.queue(outcome(3), later(3)).unwrap();
    assert_eq!(journal.pending(), [outcome(2), outcome(3)]);
    drop(journal);
    let journal = Journal::open(medium.handle(), later(4)).unwrap();
    assert_eq!(journal.pending(), [outcome(2), outcome(3)]);
}

#[test]
fn two_terminals_see_each_others_strikes() {
    let medium = Medium::new();
    let (mut left, mut right) = (LogLedger::new(medium.handle()), LogLedger::new(medium.handle()));
    let intent = left.intend(&card(1), NOON).unwrap();
    assert_eq!(right.strikes(&card(1), later(1)), Strikes::Known(1), "open counts as unknown");
    left.close(intent, VerifyOutcome::Rejected, later(1)).unwrap();
    let second = right.intend(&card(1), later(2)).unwrap();
    assert_eq!(second.strikes_before(), 1);
    assert_eq!(left.strikes(&card(1), later(3)), Strikes::Known(2));
    assert_eq!(left.strikes(&card(2), later(3)), Strikes::Known(0));
    right.close(second, VerifyOutcome::Accepted, later(4)).unwrap();
    assert_eq!(left.strikes(&card(1), later(5)), Strikes::Known(0));
}

#[test]
fn what_came_of_a_verify_decides_about_its_strike() {
    for (outcome, strikes) in [
        (VerifyOutcome::Accepted, 0),
        (VerifyOutcome::Rejected, 2),
        (VerifyOutcome::Unknown, 2),
        (VerifyOutcome::NotSent, 1),
    ] {
        let mut ledger = LogLedger::new(Medium::new().handle());
        drop(ledger.intend(&card(1), NOON).unwrap());
        let intent = ledger.intend(&card(1), later(1)).unwrap();
        ledger.close(intent, outcome, later(2)).unwrap();
        assert_eq!(ledger.strikes(&card(1), later(3)), Strikes::Known(strikes), "{outcome:?}");
        ledger.reset(&card(1), STAFF, later(4)).unwrap();
        assert_eq!(ledger.strikes(&card(1), later(5)), Strikes::Known(0));
    }
}

#[test]
fn a_success_does_not_clear_a_strike_that_came_after_its_intent() {
    let mut ledger = LogLedger::new(Medium::new().handle());
    let first = ledger.intend(&card(1), NOON).unwrap();
    let second = ledger.intend(&card(1), later(1)).unwrap();
    ledger.close(second, VerifyOutcome::Rejected, later(2)).unwrap();
    ledger.close(first, VerifyOutcome::Accepted, later(3)).unwrap();
    assert_eq!(ledger.strikes(&card(1), later(4)), Strikes::Known(1));
}

#[test]
fn an_open_intent_is_found_at_start() {
    let medium = Medium::new();
    drop(LogLedger::new(medium.handle()).intend(&card(1), NOON).unwrap());
    let mut ledger = LogLedger::new(medium.handle());
    assert_eq!(ledger.condition(later(1)).unwrap().open_intents, 1);
    assert_eq!(ledger.strikes(&card(1), later(1)), Strikes::Known(1));
}

#[test]
fn a_strike_lives_a_day_and_the_days_rest() {
    let mut ledger = LogLedger::new(Medium::new().handle());
    drop(ledger.intend(&card(1), NOON).unwrap());
    assert_eq!(ledger.strikes(&card(1), later(24 * 3600 - 1)), Strikes::Known(1));
    assert_eq!(ledger.strikes(&card(1), later(24 * 3600)), Strikes::Known(0));
}

#[test]
fn a_clock_that_went_back_a_day_closes_pin() {
    let mut ledger = LogLedger::new(Medium::new().handle());
    let tomorrow = Day(TODAY.0 + 1);
    ledger.compact(tomorrow, later(86_400)).unwrap();
    assert_eq!(ledger.strikes(&card(1), NOON), Strikes::Known(0), "an empty ledger knows no day");
    drop(ledger.intend(&CardKey::from_parts(tomorrow, [1; 16]), later(86_400)).unwrap());
    assert_eq!(ledger.strikes(&card(1), NOON), Strikes::Unavailable(Error::ClockBehind));
    assert_eq!(ledger.intend(&card(1), NOON), Err(Error::ClockBehind));
    ledger.compact(Day(TODAY.0 + 2), later(2 * 86_400)).unwrap();
    let late = ledger.strikes(&card(1), NOON);
    assert_eq!(late, Strikes::Unavailable(Error::ClockBehind), "also when the strikes are swept out");
}

#[test]
fn a_ledger_that_can_t_be_written_gives_no_intent_and_gives_an_unclosed_one_back() {
    let medium = Medium::new();
    let mut ledger = LogLedger::new(medium.handle());
    let intent = ledger.intend(&card(1), NOON).unwrap();
    medium.fail_writes(Some(StorageError::Full));
    let full = Error::Storage(StorageError::Full);
    assert_eq!(ledger.intend(&card(2), later(1)), Err(full));
    let unclosed = ledger.close(intent, VerifyOutcome::Accepted, later(1)).unwrap_err();
    assert_eq!(unclosed.cause, full);
    medium.fail_writes(None);
    assert_eq!(ledger.strikes(&card(1), later(2)), Strikes::Known(1));
    ledger.close(unclosed.intent, VerifyOutcome::Accepted, later(3)).unwrap();
    assert_eq!(ledger.strikes(&card(1), later(4)), Strikes::Known(0));
    let mut owner = medium.handle();
    journal::Storage::lock(&mut owner).unwrap();
    let busy = Strikes::Unavailable(Error::Storage(StorageError::Busy));
    assert_eq!(ledger.strikes(&card(1), later(5)), busy);
}

#[test]
fn a_busy_day_does_not_grow_the_ledger_without_end() {
    let medium = Medium::new();
    let mut ledger = LogLedger::new(medium.handle());
    for second in 0..500 {
        let intent = ledger.intend(&card(1), later(second)).unwrap();
        ledger.close(intent, VerifyOutcome::Accepted, later(second)).unwrap();
    }
    assert!(medium.content().unwrap().len() < 10_000);
}

#[test]
fn a_full_journal_still_notes_deliveries_and_is_usable_after_a_compaction() {
    let medium = Medium::new();
    let mut journal = Journal::open(medium.handle(), NOON).unwrap();
    let id = |number: u32| OutcomeId(u128::from(number).to_be_bytes());
    let queue = |journal: &mut Journal<_>, number| {
        journal.queue(Outcome::new(id(number), vec![7; 4096]).unwrap(), NOON)
    };
    let full = (0..).find(|&number| queue(&mut journal, number) == Err(Error::LogFull)).unwrap();
    assert!((3_700..4_100).contains(&full), "{full}");
    assert_eq!(journal.record(&Fact::OpenIntentsFound { count: 0 }, NOON), Err(Error::LogFull));
    for number in 0..full {
        journal.settle(id(number), Delivery::Accepted, NOON).unwrap();
    }
    assert_eq!(queue(&mut journal, full), Err(Error::LogFull));
    let free = Backoff { free: u16::MAX, first: 0, longest: 0 };
    let attempt = |_| journal.begin_staff_attempt(STAFF, &free, NOON) == Err(Error::LogFull);
    assert!((0..20_000).any(attempt));
    assert!((16 * 1024 * 1024 - 100..=16 * 1024 * 1024).contains(&journal.size()));
    drop(journal);
    let mut journal = Journal::open(medium.handle(), NOON).unwrap();
    journal.compact(0, later(1)).unwrap();
    queue(&mut journal, full).unwrap();
    assert_eq!(journal.pending().len(), 1);
}

#[test]
fn a_file_beyond_the_greatest_size_is_not_read() {
    let medium = Medium::new();
    medium.set_content(Some(vec![0; 16 * 1024 * 1024 + 1]));
    assert_eq!(Journal::open(medium.handle(), NOON).err(), Some(Error::LogFull));
    assert_eq!(medium.operations(), 1, "its size is enough");
}

#[test]
fn what_a_journal_shows_after_opening_survives_a_cut() {
    let medium = Medium::new();
    let mut crashed = Journal::open(medium.handle(), NOON).unwrap();
    medium.fail_syncs(Some(StorageError::Io(std::io::ErrorKind::Other)));
    crashed.queue(outcome(1), later(1)).unwrap_err();
    medium.fail_syncs(None);
    drop(crashed);
    let shown = Journal::open(medium.handle(), later(2)).unwrap();
    assert_eq!(shown.pending(), [outcome(1)]);
    medium.power_off(Damage::Vanished);
    medium.power_on();
    drop(shown);
    assert_eq!(Journal::open(medium.handle(), later(3)).unwrap().pending(), [outcome(1)]);
}

#[test]
fn an_intent_of_a_ledger_that_was_started_over_closes_nobody_elses() {
    let mut ledger = LogLedger::new(Medium::new().handle());
    let old = ledger.intend(&card(1), NOON).unwrap();
    ledger.start_over().unwrap();
    let new = ledger.intend(&card(2), later(1)).unwrap();
    assert_eq!(old.id(), new.id());
    ledger.close(old, VerifyOutcome::Accepted, later(2)).unwrap();
    assert_eq!(ledger.strikes(&card(2), later(3)), Strikes::Known(1));
}

#[test]
fn a_ledger_that_has_nothing_to_forget_is_not_rewritten() {
    let medium = Medium::new();
    let mut ledger = LogLedger::new(medium.handle());
    for (second, outcome) in
        (0..).zip([VerifyOutcome::Rejected, VerifyOutcome::Unknown, VerifyOutcome::NotSent])
    {
        let intent = ledger.intend(&card(1), later(second)).unwrap();
        ledger.close(intent, outcome, later(second)).unwrap();
    }
    drop(ledger.intend(&card(2), later(4)).unwrap());
    ledger.compact(TODAY, later(5)).unwrap();
    let compacted = medium.content();
    ledger.compact(TODAY, later(6)).unwrap();
    assert_eq!(medium.content(), compacted);
    assert_eq!(ledger.strikes(&card(1), later(7)), Strikes::Known(2));
    assert_eq!(ledger.condition(later(7)).unwrap().open_intents, 1);
}

#[test]
fn a_ledger_remembers_a_torn_tail_for_a_day() {
    let medium = Medium::new();
    let mut ledger = LogLedger::new(medium.handle());
    drop(ledger.intend(&card(1), NOON).unwrap());
    medium.set_content(medium.content().map(|content| [&content[..], &[0; 40]].concat()));
    assert_eq!(ledger.condition(later(1)).unwrap().torn_tails, 1);
    ledger.reset(&card(1), STAFF, later(2)).unwrap();
    ledger.compact(TODAY, later(3)).unwrap();
    assert_eq!(ledger.condition(later(4)).unwrap().torn_tails, 1);
    drop(ledger.intend(&card(1), later(5)).unwrap());
    ledger.compact(Day(TODAY.0 + 1), later(86_401)).unwrap();
    assert_eq!(ledger.condition(later(86_402)).unwrap().torn_tails, 0);
}

#[test]
fn what_a_crash_left_is_put_on_record_at_start() {
    let (medium, strikes) = (Medium::new(), Medium::new());
    let mut journal = Journal::open(medium.handle(), NOON).unwrap();
    let mut ledger = LogLedger::new(strikes.handle());
    journal::note_condition(&mut journal, &mut ledger, NOON).unwrap();
    assert_eq!(journal.facts(NOON).unwrap(), [], "nothing to say of a ledger in order");
    drop(ledger.intend(&card(1), NOON).unwrap());
    journal::note_condition(&mut journal, &mut ledger, later(1)).unwrap();
    strikes.set_content(Some(b"not a ledger".to_vec()));
    journal::note_condition(&mut journal, &mut ledger, later(2)).unwrap();
    let facts: Vec<Fact> = journal.facts(later(3)).unwrap().into_iter().map(|fact| fact.what).collect();
    let unavailable = Fact::StrikesUnavailable { cause: journal::UnavailableCause::Tampered };
    assert_eq!(facts, [Fact::OpenIntentsFound { count: 1 }, unavailable]);
}

#[test]
fn a_ledger_that_is_gone_is_told_from_one_that_never_was() {
    let (journal_medium, medium) = (Medium::new(), Medium::new());
    let tomorrow = Day(TODAY.0 + 1);
    let key = |day| CardKey::from_parts(day, [1; 16]);
    let mut journal = Journal::open(journal_medium.handle(), NOON).unwrap();
    let mut ledger = LogLedger::beside(&journal, medium.handle());
    assert_eq!(ledger.strikes(&key(TODAY), NOON), Strikes::Known(0), "nobody has worked here yet");
    drop(ledger.intend(&key(TODAY), NOON).unwrap());
    journal.record(&Fact::OpenIntentsFound { count: 1 }, NOON).unwrap();

    let lost = Strikes::Unavailable(Error::LedgerLost);
    medium.set_content(None);
    assert_eq!(ledger.strikes(&key(TODAY), later(1)), lost, "it went while the terminal worked");
    medium.set_content(None);
    for second in [2, 3] {
        // A restart, and another that finds what the first has left.
        let mut ledger = LogLedger::beside(&journal, medium.handle());
        journal::note_condition(&mut journal, &mut ledger, later(second)).unwrap();
        assert_eq!(ledger.strikes(&key(TODAY), later(second)), lost);
        assert_eq!(ledger.intend(&key(TODAY), later(second)), Err(Error::LedgerLost));
        assert_eq!(ledger.compact(TODAY, later(second)), Err(Error::LedgerLost));
    }
    let told = Fact::StrikesUnavailable { cause: journal::UnavailableCause::Lost };
    let facts = journal.facts(later(4)).unwrap();
    assert_eq!(facts.iter().filter(|fact| fact.what == told).count(), 2);

    let mut ledger = LogLedger::beside(&journal, medium.handle());
    let next = later(86_400);
    assert_eq!(ledger.strikes(&key(tomorrow), next), Strikes::Known(0), "its strikes are over anyway");
    let whole = medium.content().unwrap().len();
    ledger.compact(tomorrow, next).unwrap();
    assert!(medium.content().unwrap().len() < whole + 40 && !ledger.condition(next).unwrap().lost);
    assert_eq!(ledger.strikes(&key(tomorrow), next), Strikes::Known(0));

    medium.set_content(None);
    assert!(ledger.condition(next).unwrap().lost);
    ledger.start_over().unwrap();
    assert_eq!(ledger.strikes(&key(tomorrow), next), Strikes::Known(0), "somebody answers for it");
}
