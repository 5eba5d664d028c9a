//! A terminal of chosen parts around the virtual card, and a patient before it.

use super::parts::{
    Book, Camera, Counting, Display, Front, Kept, KeyOfZeroes, Matcher, Received, Reception, START, Service,
    TestClock, Watched, WatchedLedger,
};
use super::stock::{CREDENTIAL, PIN, stock};
use apdu::ApduForm;
use holder_relay::Relay;
use journal::memory::Medium;
use journal::{Journal, LogLedger, SiteSecret, Storage, StrikeLedger, UnixTime};
use policy::{Availability, BUILT_IN, Build, HolderAuthorisation, LastTry, Method, Methods, Site};
use rig::{Counts, StandInCentre, Tray, Upset};
use runtime::port::{self, Input, Key, ReceptionMessage};
use runtime::{Hand, Parts, Records, Residue, Settings, StaffBook, StaffEntry, Station, Transcript};
use sim::port::stance::{ReadDisplay, Told};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use terminal::{CallReason, Choice, Ending, Notice, ReceptionNotice, Screen};
use virtual_card::card_file::{CardFile, ReferenceName};

/// No new screen for so long: the terminal hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// The parts that a matrix may swap. The others are scripted and without fault.
pub struct Kit {
    /// Between the tray and the terminal.
    pub reader: Box<dyn port::Reader>,
    /// The camera.
    pub camera: Box<dyn port::Camera>,
    /// The matcher.
    pub matcher: Box<dyn port::Matcher>,
    /// The service.
    pub service: Box<dyn port::Service>,
    /// What the screen asks of whoever stands before the camera.
    pub told: Told,
    /// What stands between the terminal and its display.
    pub before_display: Before,
}

/// Puts something before a display.
pub type Before = Box<dyn FnOnce(Box<dyn port::Display>) -> Box<dyn port::Display> + Send>;

/// What the patient does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Chosen once, if it is open; whoever sees the choice again ends the session.
    pub method: Method,
    /// The PIN that is typed is not the card's.
    pub wrong_pin: bool,
}

impl Visit {
    /// The holder, who knows the PIN.
    #[must_use]
    pub const fn by(method: Method) -> Self {
        Self { method, wrong_pin: false }
    }
}

/// What came of a session, as far as it can be seen from outside the terminal.
#[derive(Debug)]
pub struct Seen {
    /// How it ended.
    pub ending: Ending,
    /// The notice at the last choice of methods.
    pub notice: Option<Notice>,
    /// The last choice of methods.
    pub methods: Option<Methods>,
    /// PINs confirmed at the pad.
    pub entries: u64,
    /// What was sent to the card.
    pub counts: Counts,
    /// Commands by name.
    pub commands: Vec<String>,
    /// The planned upset struck.
    pub struck: bool,
    /// Tries of PIN and 照合番号B before and after.
    pub tries: [(u8, u8); 2],
    /// Endings that reception was told.
    pub told: usize,
    /// What reception was called for.
    pub calls: Vec<CallReason>,
    /// Statements that reached the service.
    pub statements: Vec<wire::Statement>,
    /// The transcript replays to the same screens.
    pub replays: bool,
    /// What the session left in the Closet, once it had ended and once its screens were over.
    pub residues: Vec<Residue>,
    /// The matcher still holds a reference.
    pub reference_kept: bool,
    /// Pictures lent for screens that have no place for them.
    pub misplaced: u32,
    /// Strikes on record for the card, all intents of the session being closed.
    pub strikes: Option<u16>,
}

/// A terminal that is switched on, and its tray.
pub struct Bench {
    card: CardFile,
    /// The tray.
    pub tray: Tray,
    /// Its clock.
    pub clock: Arc<TestClock>,
    hand: Hand,
    screens: Receiver<Screen>,
    transcripts: Receiver<Transcript>,
    heard: Arc<Mutex<Vec<ReceptionMessage>>>,
    residues: Arc<Mutex<Vec<Residue>>>,
    misplaced: Arc<AtomicU32>,
    holds: Arc<AtomicBool>,
    book: Arc<Mutex<Book>>,
    /// What reached the service.
    pub received: Received,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// Ends of channels and shared notes that the terminal's parts write to.
struct Wires {
    screens: Sender<Screen>,
    transcripts: Sender<Transcript>,
    heard: Arc<Mutex<Vec<ReceptionMessage>>>,
    residues: Arc<Mutex<Vec<Residue>>>,
    misplaced: Arc<AtomicU32>,
}

impl Bench {
    /// A terminal of scripted parts.
    #[must_use]
    pub fn new() -> Self {
        Self::of(&stock().ordinary, |kit, _| kit)
    }

    /// A terminal for this card, with records in memory; `change` swaps parts of the kit.
    pub fn of(card: &CardFile, change: impl FnOnce(Kit, &Arc<TestClock>) -> Kit) -> Self {
        let journal = Journal::open(Medium::new().handle(), UnixTime(START)).unwrap();
        Self::with(card, journal, memory_ledger(), change)
    }

    /// A terminal for this card, with these records; `change` swaps parts of the kit.
    pub fn with<S: Storage + Send + 'static>(
        card: &CardFile,
        journal: Journal<S>,
        ledger: impl StrikeLedger + Send + 'static,
        change: impl FnOnce(Kit, &Arc<TestClock>) -> Kit,
    ) -> Self {
        let tray = Tray::default();
        let received = Received::default();
        let clock = Arc::new(TestClock::start());
        let centre = StandInCentre::new(stock().stand_in_key.clone());
        let kit = Kit {
            reader: Box::new(tray.reader(ApduForm::EXTENDED)),
            camera: Box::new(Camera::default()),
            matcher: Box::new(Matcher),
            service: Box::new(Service {
                received: received.clone(),
                centre,
                clock: Arc::clone(&clock),
                number: 0,
                unregistered: false,
            }),
            told: Told::default(),
            before_display: Box::new(|display| display),
        };
        let kit = change(kit, &clock);
        let ((to_person, screens), (to_bench, transcripts)) = (channel(), channel());
        let (heard, residues, misplaced) = (Arc::default(), Arc::default(), Arc::default());
        let wires = Wires {
            screens: to_person,
            transcripts: to_bench,
            heard: Arc::clone(&heard),
            residues: Arc::clone(&residues),
            misplaced: Arc::clone(&misplaced),
        };
        let (holds, book) = (Arc::default(), Arc::default());
        let records = records(journal, Box::new(WatchedLedger { ledger, book: Arc::clone(&book) }));
        let (hand, thread) =
            switch_on(kit, wires, records, Front(Some(card.clone())), Arc::clone(&holds), Arc::clone(&clock));
        Self {
            card: card.clone(),
            tray,
            clock,
            hand,
            screens,
            transcripts,
            heard,
            residues,
            misplaced,
            holds,
            book,
            received,
            thread: Some(thread),
        }
    }

    /// One session with a fresh copy of the card, on a day of its own, so that no strike is carried over.
    pub fn session(&mut self, visit: Visit, upset: Option<(u64, Upset)>) -> Seen {
        self.clock.skip(Duration::from_secs(25 * 3600));
        self.session_today(visit, upset, &mut |_| {})
    }

    /// One session on the day that it is. `at_screen` hears each screen before the patient acts on it.
    pub fn session_today(
        &mut self,
        visit: Visit,
        upset: Option<(u64, Upset)>,
        at_screen: &mut dyn FnMut(&Screen),
    ) -> Seen {
        self.heard.lock().unwrap().clear();
        self.residues.lock().unwrap().clear();
        self.received.statements.lock().unwrap().clear();
        self.misplaced.store(0, Ordering::SeqCst);
        *self.book.lock().unwrap() = Book::default();
        while self.screens.try_recv().is_ok() {}
        while self.transcripts.try_recv().is_ok() {}
        self.tray.lay(self.card.clone(), upset);
        let attended = self.attend(visit, at_screen);
        let (transcript, card) = self.finish();
        self.seen(attended, &transcript, card)
    }

    /// Whether the service has heard of so many outcomes within some seconds of the terminal's idleness.
    #[must_use]
    pub fn outcomes_arrive(&self, number: usize) -> bool {
        comes_true(|| {
            // Delivery is offered every ten seconds; a touch that means nothing wakes the loop.
            self.clock.skip(Duration::from_secs(11));
            self.touch(Choice::Back);
            std::thread::sleep(Duration::from_millis(20));
            self.received.outcomes.lock().unwrap().len() >= number
        })
    }

    /// Whether reception is called for this within two seconds.
    #[must_use]
    pub fn calls_for(&self, reason: CallReason) -> bool {
        comes_true(|| self.heard.lock().unwrap().contains(&ReceptionMessage::Call(reason)))
    }

    /// Lays the card down and takes it away as soon as it was read, while the ledger is asked.
    pub fn hurry(&mut self) {
        while self.screens.try_recv().is_ok() {}
        self.tray.lay(self.card.clone(), None);
        self.await_screen(|screen| *screen == Screen::Reading);
        std::thread::sleep(Duration::from_millis(300));
        self.tray.take();
        self.await_screen(|screen| matches!(screen, Screen::Ending(_)));
    }

    /// What people touch the terminal with.
    #[must_use]
    pub fn hand(&self) -> Hand {
        self.hand.clone()
    }

    /// Waits until this is on the screen.
    pub fn await_screen(&self, wanted: impl Fn(&Screen) -> bool) {
        while !wanted(&self.screens.recv_timeout(PATIENCE).expect("the terminal hangs")) {}
    }

    fn seen(&self, attended: Attended, transcript: &Transcript, card: Option<CardFile>) -> Seen {
        let heard = self.heard.lock().unwrap();
        let told = heard
            .iter()
            .filter(|message| matches!(message, ReceptionMessage::Notice(ReceptionNotice::Ended { .. })));
        let calls = heard.iter().filter_map(|message| match message {
            // The bench's own doing: it lets the ending's screen run out before the card is missed.
            ReceptionMessage::Call(CallReason::CardLeft) => None,
            ReceptionMessage::Call(reason) => Some(*reason),
            _ => None,
        });
        let before = self.card.counters();
        let after = card.map_or_else(|| before.clone(), |card| card.counters());
        Seen {
            ending: attended.ending,
            notice: attended.choice.and_then(|(_, notice)| notice),
            methods: attended.choice.map(|(methods, _)| methods),
            entries: attended.entries,
            counts: self.tray.counts(),
            commands: self.tray.names(),
            struck: self.tray.struck(),
            tries: [PIN, "surface/0012"].map(|name| (before[name], after[name])),
            told: told.count(),
            calls: calls.collect(),
            statements: std::mem::take(&mut *self.received.statements.lock().unwrap()),
            replays: transcript.replay() == transcript.screens,
            residues: self.residues.lock().unwrap().clone(),
            // The matcher forgets, and intents are closed, on threads of their own.
            reference_kept: !comes_true(|| !self.holds.load(Ordering::SeqCst)),
            misplaced: self.misplaced.load(Ordering::SeqCst),
            strikes: comes_true(|| {
                let book = self.book.lock().unwrap();
                book.intended == book.closed
            })
            .then(|| self.book.lock().unwrap().strikes),
        }
    }

    /// A patient who does one thing, and who is slower than the terminal's look at its reader: on a
    /// screen that asks for something while the card has left, the terminal moves first.
    fn attend(&mut self, visit: Visit, at_screen: &mut dyn FnMut(&Screen)) -> Attended {
        let mut attended = Attended { ending: Ending::TerminalFailed, choice: None, entries: 0 };
        let mut chosen = false;
        loop {
            let Ok(screen) = self.screens.recv_timeout(PATIENCE) else {
                panic!("the terminal hangs after {:?}: {attended:?}", self.tray.names());
            };
            at_screen(&screen);
            if let Screen::Choose { methods, notice, .. } = screen {
                attended.choice = Some((methods, notice));
            }
            if let Screen::Ending(ending) = screen {
                return Attended { ending, ..attended };
            }
            if self.tray.has_left() {
                continue;
            }
            match screen {
                Screen::Choose { methods, .. }
                    if !chosen && methods.of(visit.method) == Availability::Open =>
                {
                    chosen = true;
                    self.touch(Choice::Method(visit.method));
                }
                Screen::Choose { .. } => self.touch(Choice::Cancel),
                Screen::PinPad { length: 0, .. } => {
                    attended.entries += 1;
                    self.press(&self.pin(visit.wrong_pin), Input::Pin);
                }
                Screen::StaffCredential { length: 0, notice: None, .. } => {
                    self.press(CREDENTIAL, Input::Credential)
                }
                Screen::StaffCredential { length: 0, .. } => self.touch(Choice::Back),
                Screen::CheckNumberPad { .. } => self.touch(Choice::Back),
                Screen::StaffConfirm { .. } => self.touch(Choice::SamePerson),
                Screen::OfferRegistration => self.touch(Choice::Confirm),
                _ => {}
            }
        }
    }

    /// The patient takes the card and leaves; tells what the terminal showed, once it is idle.
    pub fn leave(&mut self) -> Transcript {
        self.finish().0
    }

    /// The PIN of the card, or another one.
    #[must_use]
    pub fn pin(&self, wrong: bool) -> String {
        let pin = self.card.secret(ReferenceName::UserAuthentication).unwrap().reveal().to_owned();
        // A digit's complement to nine is never the digit.
        let other = |digit: u8| char::from(b'9' - (digit - b'0'));
        if wrong { pin.bytes().map(other).collect() } else { pin }
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

    /// The card is taken, and the screen of the ending runs out.
    fn finish(&mut self) -> (Transcript, Option<CardFile>) {
        let card = self.tray.take();
        for _ in 0..600 {
            if let Ok(transcript) = self.transcripts.recv_timeout(Duration::from_millis(20)) {
                return (transcript, card);
            }
            // A touch that means nothing wakes the loop.
            self.clock.skip(Duration::from_secs(21));
            self.touch(Choice::Back);
        }
        panic!("no transcript after {:?}", self.tray.names())
    }
}

impl Default for Bench {
    fn default() -> Self {
        Self::new()
    }
}

#[derive(Debug)]
struct Attended {
    ending: Ending,
    choice: Option<(Methods, Option<Notice>)>,
    entries: u64,
}

/// Whether this comes true within two seconds.
fn comes_true(what: impl Fn() -> bool) -> bool {
    (0..400).any(|look| {
        if look > 0 {
            std::thread::sleep(Duration::from_millis(5));
        }
        what()
    })
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.hand.stop();
        let ended = self.thread.take().unwrap().join();
        if !std::thread::panicking() {
            ended.unwrap();
        }
    }
}

fn switch_on<S: Storage + Send + 'static>(
    kit: Kit,
    wires: Wires,
    records: Records<S>,
    front: Front,
    holds: Arc<AtomicBool>,
    clock: Arc<TestClock>,
) -> (Hand, std::thread::JoinHandle<()>) {
    let (send_hand, receive_hand) = channel();
    let authorities = stock().authorities.clone();
    let thread = std::thread::spawn(move || {
        let display = Display { to_person: wires.screens, on: None, misplaced: wires.misplaced };
        let display = ReadDisplay::new(Box::new(display), move |screen| kit.told.read(screen));
        let parts = Parts {
            reader: kit.reader,
            authorisation: Some(Box::new(Relay)),
            authorities,
            camera: kit.camera,
            matcher: Box::new(Watched { matcher: kit.matcher, holds }),
            service: kit.service,
            key: Box::new(KeyOfZeroes),
            card_front: Box::new(front),
            display: (kit.before_display)(Box::new(display)),
            reception: Box::new(Reception(wires.heard)),
            chronicle: Box::new(Kept { transcripts: wires.transcripts, residues: wires.residues }),
            clock,
            entropy: Box::new(Counting::default()),
        };
        let (station, hand) = Station::start(parts, records, settings()).unwrap();
        send_hand.send(hand).unwrap();
        station.run();
    });
    (receive_hand.recv().unwrap(), thread)
}

/// A strike ledger in memory.
#[must_use]
pub fn memory_ledger() -> LogLedger<journal::memory::MemoryStore> {
    LogLedger::new(Medium::new().handle())
}

/// Records of this journal and this ledger.
fn records<S: Storage>(journal: Journal<S>, ledger: Box<dyn StrikeLedger + Send>) -> Records<S> {
    let staff = StaffEntry::enrol(CREDENTIAL.as_bytes(), &[1; 16]).unwrap();
    Records { journal, ledger, secret: SiteSecret::take(&mut [9; 32]), staff: StaffBook::new(vec![staff]) }
}

fn settings() -> Settings {
    let site = Site {
        build: Build::Rig,
        holder_authorisation: HolderAuthorisation::Relay,
        last_try: LastTry::Closed,
        ..Site::OUT_OF_THE_BOX
    };
    Settings { rules: BUILT_IN, site, facility: "clinic-1".parse().unwrap() }
}
