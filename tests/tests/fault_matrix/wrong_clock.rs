//! A terminal whose clock is wrong: the service would refuse its statement, so the patient is told before
//! anything is asked of the card.

use house::matrix::bench::{Bench, Visit};
use house::matrix::stock::stock;
use policy::Method;
use runtime::port::{self, Service, ServiceFault};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use terminal::Ending;
use wire::{AuthorisationAnswer, Challenge, ChallengeRequest, OutcomeReceipt, UnixSeconds, Verdict};

/// A service whose clock is so many seconds ahead of the terminal's.
struct Ahead {
    service: Box<dyn port::Service>,
    seconds: Arc<AtomicI64>,
}

impl Service for Ahead {
    fn challenge(&mut self, request: &ChallengeRequest) -> Result<Challenge, ServiceFault> {
        let challenge = self.service.challenge(request)?;
        let seconds = self.seconds.load(Ordering::SeqCst);
        let ahead = |time: UnixSeconds| UnixSeconds(time.0.saturating_add_signed(seconds));
        Ok(Challenge { issued: ahead(challenge.issued), expires: ahead(challenge.expires), ..challenge })
    }

    fn authorise(&mut self, message: &[u8]) -> Result<AuthorisationAnswer, ServiceFault> {
        self.service.authorise(message)
    }

    fn submit(&mut self, statement: &[u8]) -> Result<Verdict, ServiceFault> {
        self.service.submit(statement)
    }

    fn register(&mut self, message: &[u8]) -> Result<Verdict, ServiceFault> {
        self.service.register(message)
    }

    fn deliver(&mut self, record: &[u8]) -> Result<OutcomeReceipt, ServiceFault> {
        self.service.deliver(record)
    }
}

#[test]
fn a_terminal_with_a_wrong_clock_asks_nothing_of_the_card() {
    let seconds = Arc::<AtomicI64>::default();
    let known = Arc::clone(&seconds);
    let mut bench = Bench::of(&stock().ordinary, |mut kit, _| {
        kit.service = Box::new(Ahead { service: kit.service, seconds: known });
        kit
    });
    for method in [Method::Pin, Method::Face, Method::Visual] {
        // The terminal's clock runs: a second of room on either side.
        for wrong in [-310, 310, 40_000_000, -40_000_000] {
            seconds.store(wrong, Ordering::SeqCst);
            let seen = bench.session(Visit::by(method), None);
            assert_eq!(seen.ending, Ending::ClockWrong, "{method:?}, {wrong} s");
            let asked = seen.counts.pin_verifies + seen.counts.other_verifies + seen.counts.signatures;
            assert_eq!((asked, seen.statements.len()), (0, 0), "{method:?}, {wrong} s");
        }
        for tolerated in [-290, 290, 0] {
            seconds.store(tolerated, Ordering::SeqCst);
            let seen = bench.session(Visit::by(method), None);
            assert_eq!(seen.ending, Ending::Verified, "{method:?}, {tolerated} s");
        }
    }
}
