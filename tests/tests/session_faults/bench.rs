//! A terminal of scripted parts around the virtual card: everything but the card does as it should.

use apdu::ApduForm;
use card::CheckNumberB;
use card::cv::{CaKey, CaPurpose, KeyId};
use journal::memory::{Medium, MemoryStore};
use journal::{Journal, LogLedger, SiteSecret, StrikeLedger, UnixTime};
use policy::{
    Availability, BUILT_IN, Build, ComparisonScore, Date, HolderAuthorisation, LastTry, Mark, Method, Millis,
    Site,
};
use rig::{StandIn, Tray, Upset};
use runtime::port::{self, Input, Key, Look, ReceptionMessage};
use runtime::{Chronicle, Hand, Parts, Records, Settings, StaffBook, StaffEntry, Station, Transcript};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use terminal::{Choice, Ending, ReceptionNotice, Screen};
use virtual_card::card_file::{CardFile, ReferenceName};
use virtual_card::holder::Holder;
use virtual_card::pictures::{DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;
use virtual_card::profile::Profile;
use zeroize::Zeroizing;

const CREDENTIAL: &str = "017akebono-61";
const PIN: &str = "jpki/0018";

/// What came of a session.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) ending: Ending,
    pub(crate) commands: u64,
    pub(crate) verifies: u64,
    pub(crate) signatures_asked: u64,
    pub(crate) struck: bool,
    pub(crate) tries_before: u8,
    pub(crate) tries_after: u8,
    pub(crate) told: usize,
    pub(crate) submitted: u32,
    pub(crate) replays: bool,
}

pub(crate) struct Bench {
    card: CardFile,
    tray: Tray,
    taken: Option<CardFile>,
    hand: Hand,
    screens: Receiver<Screen>,
    transcripts: Receiver<Transcript>,
    heard: Arc<Mutex<Vec<ReceptionMessage>>>,
    submitted: Arc<AtomicU32>,
    clock: Arc<TestClock>,
    thread: Option<std::thread::JoinHandle<()>>,
    _pki: tempfile::TempDir,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::with_ledger(Box::new(ledger()))
    }

    /// A bench with a strike ledger of one's own.
    pub(crate) fn with_ledger(ledger: Box<dyn StrikeLedger + Send>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let pki = Pki::create_with_pool(directory.path(), 5, 1).unwrap();
        let holder = Holder::fictional(1);
        let pictures = Pictures::draw(&holder, Photo::placeholder().unwrap(), DEBIAN_FONT.as_ref()).unwrap();
        let today = virtual_card::date::Date::new(2026, 11, 24).unwrap();
        let card = CardFile::new(&pki, &holder, Profile::Normal, &pictures, today).unwrap();
        let authorities = pki.cv_authorities().unwrap().iter().map(authority).collect();
        let tray = Tray::default();
        let (to_person, screens) = channel();
        let (to_bench, transcripts) = channel();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let submitted = Arc::new(AtomicU32::new(0));
        let clock = Arc::new(TestClock::new());
        let front = Front(card.clone());
        let authority_key = pki.stand_in_private_key().unwrap();
        let service = Service { submitted: Arc::clone(&submitted), authority: authority_key, number: 0 };
        let (send_hand, receive_hand) = channel();
        let (reader, reception, their_clock) =
            (tray.reader(ApduForm::EXTENDED), Reception(Arc::clone(&heard)), Arc::clone(&clock));
        let thread = std::thread::spawn(move || {
            let parts = Parts {
                reader: Box::new(reader),
                authorisation: Some(Box::new(StandIn)),
                authorities,
                camera: Box::new(Camera),
                matcher: Box::new(Matcher),
                service: Box::new(service),
                key: Box::new(KeyOfZeroes),
                card_front: Box::new(front),
                display: Box::new(Display(to_person, None)),
                reception: Box::new(reception),
                chronicle: Box::new(Kept(to_bench)),
                clock: their_clock,
                entropy: Box::new(Counting(0)),
            };
            let (station, hand) = Station::start(parts, records(ledger), settings()).unwrap();
            send_hand.send(hand).unwrap();
            station.run();
        });
        let hand = receive_hand.recv().unwrap();
        Self {
            card,
            tray,
            taken: None,
            hand,
            screens,
            transcripts,
            heard,
            submitted,
            clock,
            thread: Some(thread),
            _pki: directory,
        }
    }

    /// One session with a fresh copy of the card, on a day of its own, so that no strike is carried over.
    pub(crate) fn session(&mut self, method: Method, upset: Option<(u64, Upset)>) -> Session {
        self.clock.skip(Duration::from_secs(25 * 3600));
        self.heard.lock().unwrap().clear();
        self.submitted.store(0, Ordering::SeqCst);
        while self.screens.try_recv().is_ok() {}
        let tries_before = self.card.counters()[PIN];
        self.tray.lay(self.card.clone(), upset);
        let ending = self.attend(method);
        let transcript = self.finish();
        let told = |message: &&ReceptionMessage| {
            matches!(message, ReceptionMessage::Notice(ReceptionNotice::Ended { .. }))
        };
        Session {
            ending,
            commands: self.tray.commands(),
            verifies: self.tray.verifies(),
            signatures_asked: self.tray.signatures_asked(),
            struck: self.tray.struck(),
            tries_before,
            tries_after: transcript.1.unwrap_or(tries_before),
            told: self.heard.lock().unwrap().iter().filter(told).count(),
            submitted: self.submitted.load(Ordering::SeqCst),
            replays: transcript.0.replay() == transcript.0.screens,
        }
    }

    /// Lays the card down and takes it away as soon as the terminal says that it reads.
    pub(crate) fn hurry(&mut self) {
        while self.screens.try_recv().is_ok() {}
        self.tray.lay(self.card.clone(), None);
        while self.screens.recv_timeout(Duration::from_secs(20)).expect("the terminal hangs")
            != Screen::Reading
        {}
        // The card is read, and the ledger is asked: it takes its time.
        std::thread::sleep(Duration::from_millis(300));
        self.tray.take();
        while !matches!(
            self.screens.recv_timeout(Duration::from_secs(20)).expect("the terminal hangs"),
            Screen::Ending(_)
        ) {}
    }

    /// A patient who does one thing: when it is closed or fails, the card is taken away.
    fn attend(&mut self, method: Method) -> Ending {
        let mut chosen = false;
        let mut last = None;
        loop {
            let Ok(screen) = self.screens.recv_timeout(Duration::from_secs(20)) else {
                panic!("the terminal hangs after {last:?}, {} commands", self.tray.commands());
            };
            last = Some(screen);
            match screen {
                Screen::Choose { methods, .. } if !chosen && methods.of(method) == Availability::Open => {
                    chosen = true;
                    self.touch(Choice::Method(method));
                }
                Screen::Choose { .. } => {
                    self.taken = self.tray.take();
                }
                Screen::PinPad { length: 0, .. } => {
                    let pin =
                        self.card.secret(ReferenceName::UserAuthentication).unwrap().reveal().to_owned();
                    self.press(&pin, Input::Pin);
                }
                Screen::StaffCredential { length: 0, .. } => self.press(CREDENTIAL, Input::Credential),
                Screen::StaffConfirm { .. } => self.touch(Choice::SamePerson),
                Screen::Ending(ending) => return ending,
                _ => {}
            }
        }
    }

    fn touch(&self, choice: Choice) {
        self.hand.touch(Input::Choice(choice));
    }

    fn press(&self, text: &str, pad: fn(Key) -> Input) {
        for character in text.bytes() {
            self.hand.touch(pad(Key::Character(character)));
        }
        self.touch(Choice::Confirm);
    }

    fn finish(&mut self) -> (Transcript, Option<u8>) {
        let card = self.tray.take().or(self.taken.take());
        for _ in 0..200 {
            if let Ok(transcript) = self.transcripts.recv_timeout(Duration::from_millis(100)) {
                return (transcript, card.map(|card| card.counters()[PIN]));
            }
            // The screen of the ending runs out; a touch that means nothing wakes the loop.
            self.clock.skip(Duration::from_secs(21));
            self.touch(Choice::Back);
        }
        panic!("no transcript")
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.hand.stop();
        let _ = self.thread.take().unwrap().join();
    }
}

fn authority(of: &virtual_card::pki::CvCa) -> CaKey {
    CaKey {
        key_id: KeyId(of.key_id.0.clone().try_into().unwrap()),
        purpose: CaPurpose::Surface,
        modulus: of.modulus.0.clone().try_into().unwrap(),
    }
}

pub(crate) fn ledger() -> LogLedger<MemoryStore> {
    LogLedger::new(Medium::new().handle())
}

fn records(ledger: Box<dyn StrikeLedger + Send>) -> Records<MemoryStore> {
    let journal = Journal::open(Medium::new().handle(), UnixTime(START)).unwrap();
    let staff = StaffEntry::enrol(CREDENTIAL.as_bytes(), &[1; 16]).unwrap();
    Records { journal, ledger, secret: SiteSecret::take(&mut [9; 32]), staff: StaffBook::new(vec![staff]) }
}

fn settings() -> Settings {
    let site = Site {
        build: Build::Rig,
        holder_authorisation: HolderAuthorisation::StandIn,
        last_try: LastTry::Closed,
        ..Site::OUT_OF_THE_BOX
    };
    Settings { rules: BUILT_IN, site, facility: "clinic-1".parse().unwrap() }
}

/// 2026-11-24 noon in Japan.
const START: u64 = 1_795_489_200;

struct TestClock {
    origin: Instant,
    skipped: AtomicU64,
}

impl TestClock {
    #[expect(clippy::disallowed_methods, reason = "this is a clock adapter")]
    fn new() -> Self {
        Self { origin: Instant::now(), skipped: AtomicU64::new(0) }
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
        START + self.now().0 / 1000
    }
}

struct Front(CardFile);

impl port::CardFront for Front {
    fn check_number(&mut self) -> Option<CheckNumberB> {
        let number = self.0.holder().unwrap().check_number_b(self.0.front.card_expiry);
        CheckNumberB::from_ascii(number.reveal().as_bytes()).ok()
    }

    fn mark(&mut self) -> Mark {
        Mark::Unseen
    }
}

struct Camera;

impl port::Camera for Camera {
    fn start(&mut self) -> Result<(), port::CameraFault> {
        Ok(())
    }

    fn frame(&mut self) -> Result<port::Frame, port::CameraFault> {
        Ok(port::Frame { width: 1, height: 1, rgb: Zeroizing::new(vec![0; 3]) })
    }

    fn stop(&mut self) {}
}

struct Matcher;

impl port::Matcher for Matcher {
    fn set_reference(&mut self, _photo: &[u8]) -> Result<port::Picture, port::MatcherFault> {
        Ok(port::Picture { width: 1, height: 1, grey: Zeroizing::new(vec![0]) })
    }

    fn look(&mut self, _frame: &port::Frame) -> Result<Look, port::MatcherFault> {
        Ok(Look::Scored(ComparisonScore(7000)))
    }

    fn forget(&mut self) {}

    fn models(&self) -> port::ModelIds {
        port::ModelIds { detector: [1; 32], embedder: [2; 32] }
    }
}

/// Gives challenges, signs for the stand-in, and counts the statements that reach it.
struct Service {
    submitted: Arc<AtomicU32>,
    authority: Vec<u8>,
    number: u8,
}

impl port::Service for Service {
    fn challenge(&mut self, request: &wire::ChallengeRequest) -> Result<wire::Challenge, port::ServiceFault> {
        self.number = self.number.wrapping_add(1);
        Ok(wire::Challenge {
            version: wire::VERSION,
            nonce: wire::Nonce([self.number; 32]),
            session: request.session,
            terminal: "terminal-1".parse().unwrap(),
            facility: "clinic-1".parse().unwrap(),
            issued: wire::UnixSeconds(START),
            expires: wire::UnixSeconds(START + 300),
            rule_date: Date::new(2026, 11, 24).unwrap(),
        })
    }

    fn authorise(&mut self, message: &[u8]) -> Result<wire::AuthorisationAnswer, port::ServiceFault> {
        let request = wire::Signed::<wire::AuthorisationRequest>::parse(message).unwrap().payload;
        let challenge: [u8; 8] = match request.card_challenge.as_bytes().try_into() {
            Ok(challenge) => challenge,
            Err(_) => {
                return Ok(wire::AuthorisationAnswer::Refused(wire::RefusalReason::CardChallengeUnsuitable));
            }
        };
        let answer =
            virtual_card::stand_in::authorise(&self.authority, request.certificate.as_bytes(), &challenge)
                .unwrap();
        Ok(wire::AuthorisationAnswer::Authorised(wire::Cryptogram::new(answer.to_vec()).unwrap()))
    }

    fn submit(&mut self, statement: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        // A statement that can't be taken apart must never be sent.
        wire::Statement::parse(statement).unwrap();
        self.submitted.fetch_add(1, Ordering::SeqCst);
        Ok(wire::Verdict::Verified(wire::Verified { standing: wire::Standing::Full, notice: None }))
    }

    fn register(&mut self, _message: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        Err(port::ServiceFault::Unreachable)
    }

    fn deliver(&mut self, _record: &[u8]) -> Result<wire::OutcomeReceipt, port::ServiceFault> {
        Ok(wire::OutcomeReceipt::Recorded)
    }
}

struct KeyOfZeroes;

impl port::TerminalKey for KeyOfZeroes {
    fn terminal(&self) -> wire::TerminalId {
        "terminal-1".parse().unwrap()
    }

    fn sign(&mut self, _message: &[u8]) -> Result<[u8; 64], port::KeyFault> {
        Ok([0; 64])
    }
}

struct Display(Sender<Screen>, Option<Screen>);

impl port::Display for Display {
    fn show(&mut self, screen: &Screen, _preview: Option<&port::Frame>, _photo: Option<&port::Picture>) {
        if self.1 != Some(*screen) {
            self.1 = Some(*screen);
            let _ = self.0.send(*screen);
        }
    }

    fn reception_feed(&mut self, _lost: bool) {}
}

struct Reception(Arc<Mutex<Vec<ReceptionMessage>>>);

impl port::Reception for Reception {
    fn tell(&mut self, message: &ReceptionMessage) -> Result<(), port::FeedLost> {
        self.0.lock().unwrap().push(*message);
        Ok(())
    }
}

struct Kept(Sender<Transcript>);

impl Chronicle for Kept {
    fn keep(&mut self, transcript: Transcript) {
        let _ = self.0.send(transcript);
    }
}

/// Different bytes each time; nobody guards anything here.
struct Counting(u8);

impl port::Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), port::EntropyFault> {
        self.0 = self.0.wrapping_add(1);
        bytes.fill(self.0);
        Ok(())
    }
}
