//! A terminal with PIN alone, on media of the test's own.

use apdu::ApduForm;
use card::CheckNumberB;
use journal::memory::Medium;
use journal::{CardKey, Day, Journal, LogLedger, SiteSecret, UnixTime};
use policy::{BUILT_IN, Build, Date, HolderAuthorisation, Mark, Method, Methods, Millis, Site};
use rig::Tray;
use runtime::port::{self, Input, Key, ReceptionMessage};
use runtime::{Chronicle, Hand, Parts, Records, Settings, StaffBook, Station, Transcript};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use terminal::{Choice, Ending, Notice, Screen};
use verifier::signature::sha256;
use virtual_card::card_file::{CardFile, ReferenceName};

use crate::moments::{Image, Observer, Watched, WatchedReader};

/// The site secret of these terminals.
pub(crate) const SECRET: [u8; 32] = *b"site secret, never on the medium";
/// 2026-11-24 noon in Japan.
pub(crate) const START: UnixTime = UnixTime(hostile::world::NOW);

/// What the patient types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    Right,
    Wrong,
}

/// The sessions that are taken down.
pub(crate) const ENTRIES: [&[Entry]; 3] =
    [&[Entry::Right], &[Entry::Wrong, Entry::Right], &[Entry::Wrong, Entry::Wrong]];

pub(crate) fn site_secret() -> SiteSecret {
    let mut bytes = SECRET;
    SiteSecret::take(&mut bytes)
}

pub(crate) fn card() -> CardFile {
    hostile::world::card().clone()
}

pub(crate) fn card_key(now: UnixTime) -> CardKey {
    site_secret().day_key(Day::in_japan(now)).card_key(&sha256(hostile::world::certificate()).0)
}

/// The key of a day, made by hand as `journal::site_key` says.
pub(crate) fn day_key(day: Day) -> [u8; 32] {
    hmac(SECRET, &[b"strike ledger day".as_slice(), &day.0.to_be_bytes()].concat())
}

/// HMAC-SHA-256 (RFC 2104).
fn hmac(key: [u8; 32], message: &[u8]) -> [u8; 32] {
    let pad = |with: u8| {
        let mut block = [with; 64];
        block.iter_mut().zip(key).for_each(|(to, from)| *to ^= from);
        block
    };
    let inner = sha256(&[&pad(0x36), message].concat()).0;
    sha256(&[pad(0x5C).as_slice(), &inner].concat()).0
}

/// Every moment of a session.
pub(crate) fn record(entries: &[Entry]) -> Vec<Image> {
    let mut desk = Desk::start(&Medium::new(), &Medium::new(), START);
    desk.session(card(), entries);
    desk.observer.images()
}

pub(crate) struct Desk {
    tray: Tray,
    hand: Hand,
    screens: Receiver<Screen>,
    transcripts: Receiver<Transcript>,
    clock: Arc<TestClock>,
    observer: Observer,
    thread: Option<JoinHandle<()>>,
}

impl Desk {
    /// Switches a terminal on.
    pub(crate) fn start(journal: &Medium, ledger: &Medium, now: UnixTime) -> Self {
        let tray = Tray::default();
        let observer = Observer::new(journal, ledger, now);
        let (to_person, screens) = channel();
        let (to_desk, transcripts) = channel();
        let (send_hand, receive_hand) = channel();
        let clock = Arc::new(TestClock::at(now));
        let reader = WatchedReader { reader: tray.reader(ApduForm::EXTENDED), observer: observer.clone() };
        let watched = |medium: &Medium| Watched { store: medium.handle(), observer: observer.clone() };
        let mut journal = Journal::open(watched(journal), now).unwrap();
        let mut ledger = LogLedger::new(watched(ledger));
        journal::note_condition(&mut journal, &mut ledger, now).unwrap();
        let their_clock = Arc::clone(&clock);
        let thread = std::thread::spawn(move || {
            let parts = Parts {
                reader: Box::new(reader),
                authorisation: None,
                authorities: Vec::new(),
                camera: Box::new(Nothing),
                matcher: Box::new(Nothing),
                service: Box::new(Service),
                key: Box::new(Nothing),
                card_front: Box::new(Nothing),
                display: Box::new(Display(to_person, None)),
                reception: Box::new(Nothing),
                chronicle: Box::new(Kept(to_desk)),
                clock: their_clock,
                entropy: Box::new(Nothing),
            };
            let ledger = Box::new(ledger);
            let records = Records { journal, ledger, secret: site_secret(), staff: StaffBook::new(vec![]) };
            // With other methods to choose from, a closed PIN is shown with its reason.
            let site = Site {
                build: Build::Rig,
                holder_authorisation: HolderAuthorisation::StandIn,
                ..Site::OUT_OF_THE_BOX
            };
            let settings = Settings { rules: BUILT_IN, site, facility: "clinic-1".parse().unwrap() };
            let (station, hand) = Station::start(parts, records, settings).unwrap();
            send_hand.send(hand).unwrap();
            station.run();
        });
        let hand = receive_hand.recv().unwrap();
        Self { tray, hand, screens, transcripts, clock, observer, thread: Some(thread) }
    }

    pub(crate) fn verifies(&self) -> u64 {
        self.observer.verifies()
    }

    fn screen(&self) -> Screen {
        self.screens.recv_timeout(Duration::from_secs(30)).expect("the terminal hangs")
    }

    /// Lays a card down and gives the first choice of methods.
    pub(crate) fn first_choice(&mut self, card: CardFile) -> Methods {
        self.tray.lay(card, None);
        loop {
            if let Screen::Choose { methods, .. } = self.screen() {
                return methods;
            }
        }
    }

    /// Takes the card away in the middle of a session.
    pub(crate) fn leave(&mut self) -> Ending {
        self.tray.take();
        self.ended()
    }

    /// Waits for the ending, and for the terminal to be ready again.
    fn ended(&mut self) -> Ending {
        let ending = loop {
            if let Screen::Ending(ending) = self.screen() {
                break ending;
            }
        };
        self.tray.take();
        while self.transcripts.recv_timeout(Duration::from_millis(100)).is_err() {
            self.clock.skip(Duration::from_secs(21));
            self.touch(Choice::Back);
        }
        while self.screens.try_recv().is_ok() {}
        ending
    }

    /// A session of a patient who types this, and leaves when PIN is closed.
    pub(crate) fn session(&mut self, card: CardFile, entries: &[Entry]) -> Ending {
        self.tray.lay(card, None);
        let mut entries = entries.iter();
        loop {
            match self.screen() {
                Screen::Choose { .. } if entries.len() > 0 => self.touch(Choice::Method(Method::Pin)),
                Screen::Choose { .. } => return self.leave(),
                Screen::PinPad { length: 0, .. } => {
                    if let Some(entry) = entries.next() {
                        self.enter(*entry);
                    }
                }
                Screen::Ending(ending) => {
                    self.tray.take();
                    return ending;
                }
                _ => {}
            }
        }
    }

    /// A session as far as the words "wrong PIN".
    pub(crate) fn until_rejected(&mut self, card: CardFile) -> Screen {
        self.tray.lay(card, None);
        loop {
            match self.screen() {
                told @ Screen::Choose { notice: Some(Notice::PinRejected { .. }), .. } => return told,
                Screen::Choose { .. } => self.touch(Choice::Method(Method::Pin)),
                Screen::PinPad { length: 0, .. } => self.enter(Entry::Wrong),
                _ => {}
            }
        }
    }

    fn enter(&self, entry: Entry) {
        let card = card();
        let right = card.secret(ReferenceName::UserAuthentication).unwrap().reveal().as_bytes();
        for digit in right {
            let digit = match entry {
                Entry::Right => *digit,
                Entry::Wrong => b'0' + (digit - b'0' + 1) % 10,
            };
            self.hand.touch(Input::Pin(Key::Character(digit)));
        }
        self.touch(Choice::Confirm);
    }

    fn touch(&self, choice: Choice) {
        self.hand.touch(Input::Choice(choice));
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.hand.stop();
        let _ = self.thread.take().unwrap().join();
    }
}

struct TestClock {
    origin: Instant,
    start: u64,
    skipped: AtomicU64,
}

impl TestClock {
    fn at(start: UnixTime) -> Self {
        Self { origin: Instant::now(), start: start.0, skipped: AtomicU64::new(0) }
    }

    fn skip(&self, span: Duration) {
        self.skipped.fetch_add(u64::try_from(span.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl port::Clock for TestClock {
    fn now(&self) -> Millis {
        let run = u64::try_from(self.origin.elapsed().as_millis()).unwrap();
        Millis(run + self.skipped.load(Ordering::SeqCst))
    }

    fn unix(&self) -> u64 {
        self.start + self.now().0 / 1000
    }
}

/// Parts that a PIN session does not need, or that do no more than answer.
struct Nothing;

impl port::Camera for Nothing {
    fn start(&mut self) -> Result<(), port::CameraFault> {
        Ok(())
    }

    fn frame(&mut self) -> Result<port::Frame, port::CameraFault> {
        panic!("no picture is asked for")
    }

    fn stop(&mut self) {}
}

impl port::Matcher for Nothing {
    fn set_reference(&mut self, _: &[u8]) -> Result<port::Picture, port::MatcherFault> {
        panic!("no reference is set")
    }

    fn begin(&mut self, _: u8) {
        panic!("nobody is captured")
    }

    fn look(
        &mut self,
        _: &port::Frame,
        _: Millis,
        _: port::Wanted,
    ) -> Result<port::Look, port::MatcherFault> {
        panic!("nobody is looked at")
    }

    fn forget(&mut self) {}

    fn models(&self) -> port::ModelIds {
        port::ModelIds { detector: [1; 32], embedder: [2; 32] }
    }
}

impl port::TerminalKey for Nothing {
    fn terminal(&self) -> wire::TerminalId {
        "terminal-1".parse().unwrap()
    }

    fn sign(&mut self, _: &[u8]) -> Result<[u8; 64], port::KeyFault> {
        Ok([0; 64])
    }
}

impl port::CardFront for Nothing {
    fn check_number(&mut self) -> Option<CheckNumberB> {
        None
    }

    fn mark(&mut self) -> Mark {
        Mark::Unseen
    }
}

impl port::Reception for Nothing {
    fn tell(&mut self, _: &ReceptionMessage) -> Result<(), port::FeedLost> {
        Ok(())
    }
}

impl port::Entropy for Nothing {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), port::EntropyFault> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        bytes.iter_mut().zip(number.iter().cycle()).for_each(|(to, from)| *to = *from);
        Ok(())
    }
}

struct Service;

impl port::Service for Service {
    fn challenge(&mut self, request: &wire::ChallengeRequest) -> Result<wire::Challenge, port::ServiceFault> {
        Ok(wire::Challenge {
            version: wire::VERSION,
            nonce: wire::Nonce([1; 32]),
            session: request.session,
            terminal: "terminal-1".parse().unwrap(),
            facility: "clinic-1".parse().unwrap(),
            issued: wire::UnixSeconds(START.0),
            expires: wire::UnixSeconds(START.0 + 300),
            rule_date: Date::new(2026, 11, 24).unwrap(),
        })
    }

    fn authorise(&mut self, _: &[u8]) -> Result<wire::AuthorisationAnswer, port::ServiceFault> {
        Err(port::ServiceFault::Unreachable)
    }

    fn submit(&mut self, _: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        Ok(wire::Verdict::Verified(wire::Verified { standing: wire::Standing::Full, notice: None }))
    }

    fn register(&mut self, _: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        Err(port::ServiceFault::Unreachable)
    }

    fn deliver(&mut self, _: &[u8]) -> Result<wire::OutcomeReceipt, port::ServiceFault> {
        Ok(wire::OutcomeReceipt::Recorded)
    }
}

struct Display(Sender<Screen>, Option<Screen>);

impl port::Display for Display {
    fn show(&mut self, screen: &Screen, _: Option<&port::Frame>, _: Option<&port::Picture>) {
        if self.1 != Some(*screen) {
            self.1 = Some(*screen);
            let _ = self.0.send(*screen);
        }
    }

    fn reception_feed(&mut self, _: bool) {}

    fn speak(&mut self, _: terminal::Language) {}
}

struct Kept(Sender<Transcript>);

impl Chronicle for Kept {
    fn keep(&mut self, transcript: Transcript) {
        let _ = self.0.send(transcript);
    }
}

#[test]
fn the_day_key_by_hand_is_the_one_that_cards_are_known_by() {
    let tag = hmac(day_key(Day::in_japan(START)), &sha256(hostile::world::certificate()).0);
    assert_eq!(tag[..16], card_key(START).tag());
}
