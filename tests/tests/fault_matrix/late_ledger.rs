//! A strike ledger that answers late: its answer for one card must not be taken for another's.

use house::matrix::bench::{Bench, Visit, memory_ledger};
use house::matrix::parts::START;
use house::matrix::stock::stock;
use journal::memory::{Medium, MemoryStore};
use journal::{
    CardKey, Day, Error, Intent, Journal, LogLedger, StaffTag, StrikeLedger, Strikes, Unclosed, UnixTime,
    VerifyOutcome,
};
use policy::Method;
use std::time::Duration;
use terminal::Ending;

/// Takes a second for its first answer.
struct Slow {
    ledger: LogLedger<MemoryStore>,
    late: bool,
}

impl StrikeLedger for Slow {
    fn strikes(&mut self, card: &CardKey, now: UnixTime) -> Strikes {
        if std::mem::take(&mut self.late) {
            std::thread::sleep(Duration::from_secs(1));
        }
        self.ledger.strikes(card, now)
    }

    fn intend(&mut self, card: &CardKey, now: UnixTime) -> Result<Intent, Error> {
        self.ledger.intend(card, now)
    }

    fn close(&mut self, intent: Intent, outcome: VerifyOutcome, now: UnixTime) -> Result<(), Unclosed> {
        self.ledger.close(intent, outcome, now)
    }

    fn reset(&mut self, card: &CardKey, staff: StaffTag, now: UnixTime) -> Result<(), Error> {
        self.ledger.reset(card, staff, now)
    }

    fn compact(&mut self, today: Day, now: UnixTime) -> Result<(), Error> {
        self.ledger.compact(today, now)
    }
}

#[test]
fn a_late_answer_of_the_ledger_is_not_taken_for_the_next_card() {
    let journal = Journal::open(Medium::new().handle(), UnixTime(START)).unwrap();
    let ledger = Slow { ledger: memory_ledger(), late: true };
    let mut bench = Bench::with(&stock().ordinary, journal, ledger, |kit, _| kit);
    bench.hurry();
    assert_eq!(bench.session(Visit::by(Method::Pin), None).ending, Ending::Verified);
}
