//! A terminal of scripted parts, the virtual card, and the real verification service in one process.

use crate::parts::{
    Camera, Counting, Display, Front, Kept, KnownService, Matcher, Meddling, Reception, StandInAuthoriser,
};
use apdu::ApduForm;
use card::cv::{CaKey, CaPurpose, KeyId};
use holder_relay::Relay;
use journal::memory::Medium;
use journal::{Journal, LogLedger, SiteSecret, UnixTime};
use policy::{Availability, BUILT_IN, Build, HolderAuthorisation, LastTry, Method, Millis, Site};
use rig::{Tray, Upset};
use runtime::port::{self, Input, Key, ReceptionMessage};
use runtime::{Hand, Parts, Records, Settings, StaffBook, StaffEntry, Station, Transcript};
use service_https::{NamedKey, TerminalKey};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};
use terminal::{Choice, Ending, Screen};
use verifier::clock::SystemEntropy;
use verifier::signature::sha256;
use verifier::store::{MemoryStore, Registered, Registrar, Store as _};
use verifier::visual::VisualLimit;
use verifier::{Mode, Roots, Service, ServiceConfig, Terminal};
use virtual_card::card_file::{CardFile, ReferenceName};
use virtual_card::holder::Holder;
use virtual_card::pictures::{DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;
use wire::UnixSeconds;

pub(crate) const CREDENTIAL: &str = "017akebono-61";
pub(crate) const PIN: &str = "jpki/0018";
const TERMINAL: &str = "terminal-1";
const FACILITY: &str = "clinic-1";
/// 2026-11-24 noon in Japan.
const START: u64 = 1_795_489_200;
/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the touch screen and the service of a terminal showed and heard.
pub(crate) struct Bench {
    pub(crate) tray: Tray,
    pub(crate) meddling: Arc<Mutex<Meddling>>,
    pub(crate) heard: Arc<Mutex<Vec<ReceptionMessage>>>,
    /// Statements that reached the service.
    pub(crate) submitted: Arc<AtomicU64>,
    pub(crate) clock: Arc<TestClock>,
    pub(crate) screens: Receiver<Shown>,
    pub(crate) transcripts: Receiver<Transcript>,
    hand: Hand,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// One screen, and whether the chip's photo was lent for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) screen: Screen,
    pub(crate) photo: bool,
}

/// What outlives a restart of the terminal.
#[derive(Clone)]
pub(crate) struct Media {
    journal: Medium,
    strikes: Medium,
}

impl Media {
    pub(crate) fn new() -> Self {
        Self { journal: Medium::new(), strikes: Medium::new() }
    }

    /// Everything that is written.
    pub(crate) fn written(&self) -> Vec<u8> {
        [&self.journal, &self.strikes].iter().flat_map(|it| it.content().unwrap_or_default()).collect()
    }
}

fn pki() -> &'static (tempfile::TempDir, Pki) {
    static PKI: OnceLock<(tempfile::TempDir, Pki)> = OnceLock::new();
    PKI.get_or_init(|| {
        let directory = tempfile::tempdir().unwrap();
        let pki = Pki::create_with_pool(directory.path(), 11, 2).unwrap();
        (directory, pki)
    })
}

/// A card of this profile, of the holder of that number.
pub(crate) fn card(profile: &str, holder: u32) -> CardFile {
    static PHOTO: OnceLock<Photo> = OnceLock::new();
    let photo = PHOTO.get_or_init(|| Photo::placeholder().unwrap()).clone();
    let holder = Holder::fictional(holder);
    let pictures = Pictures::draw(&holder, photo, DEBIAN_FONT.as_ref()).unwrap();
    let today = virtual_card::date::Date::new(2026, 11, 24).unwrap();
    CardFile::new(&pki().1, &holder, profile.parse().unwrap(), &pictures, today).unwrap()
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self::over(&Media::new(), Build::Rig)
    }

    /// A terminal whose records are on these media.
    pub(crate) fn over(media: &Media, build: Build) -> Self {
        Self::with(media, build, VisualLimit::DEFAULT)
    }

    /// A terminal whose service allows so many visual confirmations.
    pub(crate) fn limited(visual: VisualLimit) -> Self {
        Self::with(&Media::new(), Build::Rig, visual)
    }

    fn with(media: &Media, build: Build, visual: VisualLimit) -> Self {
        let (tray, clock) = (Tray::default(), Arc::new(TestClock::new()));
        let meddling = Arc::new(Mutex::new(Meddling::Nothing));
        let (heard, submitted) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicU64::new(0)));
        let identity = test_pki::Authority::new("terminals").unwrap().terminal(TERMINAL).unwrap();
        let service = KnownService {
            service: service(&identity.certificate_der, &clock, visual),
            peer: sha256(&identity.certificate_der),
            meddling: Arc::clone(&meddling),
            submitted: Arc::clone(&submitted),
            old_commands: None,
        };
        let (to_person, screens) = channel();
        let (to_bench, transcripts) = channel();
        let (send_hand, receive_hand) = channel();
        let (reader, records) = (tray.reader(ApduForm::EXTENDED), records(media));
        let (reception, their_clock) = (Reception(Arc::clone(&heard)), Arc::clone(&clock));
        let thread = std::thread::spawn(move || {
            let key = TerminalKey::from_pkcs8(identity.key_pem.as_bytes()).unwrap();
            let parts = Parts {
                reader: Box::new(reader),
                authorisation: Some(Box::new(Relay)),
                authorities: pki().1.cv_authorities().unwrap().iter().map(authority).collect(),
                camera: Box::new(Camera::default()),
                matcher: Box::new(Matcher),
                service: Box::new(service),
                key: Box::new(NamedKey { key, terminal: TERMINAL.parse().unwrap() }),
                card_front: Box::new(Front(card("normal", 1))),
                display: Box::new(Display(to_person, None)),
                reception: Box::new(reception),
                chronicle: Box::new(Kept(to_bench)),
                clock: their_clock,
                entropy: Box::new(Counting(0)),
            };
            let (station, hand) = Station::start(parts, records, settings(build)).unwrap();
            send_hand.send(hand).unwrap();
            station.run();
        });
        let hand = receive_hand.recv().unwrap();
        Self { tray, meddling, heard, submitted, clock, screens, transcripts, hand, thread: Some(thread) }
    }

    pub(crate) fn touch(&self, choice: Choice) {
        self.hand.touch(Input::Choice(choice));
    }

    pub(crate) fn type_in(&self, text: &str, pad: fn(Key) -> Input) {
        for character in text.bytes() {
            self.hand.touch(pad(Key::Character(character)));
        }
    }

    /// The next screen that is one of these.
    pub(crate) fn until(&self, what: &str, wanted: impl Fn(&Screen) -> bool) -> Screen {
        let mut seen = Vec::new();
        loop {
            match self.screens.recv_timeout(PATIENCE) {
                Ok(Shown { screen, .. }) if wanted(&screen) => return screen,
                Ok(Shown { screen, .. }) => seen.push(screen),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("waited for {what}, saw {seen:?}")
                }
            }
        }
    }

    pub(crate) fn choose(&self, method: Method) {
        self.until("a choice", |screen| {
            matches!(screen, Screen::Choose { methods, .. } if methods.of(method) == Availability::Open)
        });
        self.touch(Choice::Method(method));
    }

    /// Lays the card down and gets as far as the pad for staff.
    pub(crate) fn call_staff(&self, card: &CardFile) {
        self.tray.lay(card.clone(), None);
        self.choose(Method::Visual);
        self.until("the pad for staff", |screen| matches!(screen, Screen::StaffCredential { .. }));
    }

    pub(crate) fn enter_credential(&self, credential: &str) {
        self.type_in(credential, Input::Credential);
        self.touch(Choice::Confirm);
    }

    /// The session's end.
    pub(crate) fn ending(&self) -> Ending {
        let screen = self.until("an ending", |screen| matches!(screen, Screen::Ending(_)));
        let Screen::Ending(ending) = screen else { panic!("{screen:?}") };
        ending
    }

    /// A session of somebody who does everything right.
    pub(crate) fn session(&self, card: &CardFile, method: Method, upset: Option<(u64, Upset)>) -> Ending {
        self.tray.lay(card.clone(), upset);
        self.choose(method);
        match method {
            Method::Pin => {
                self.until("the PIN pad", |screen| matches!(screen, Screen::PinPad { .. }));
                self.type_in(pin(card), Input::Pin);
                self.touch(Choice::Confirm);
            }
            Method::Visual => {
                self.until("the pad for staff", |screen| matches!(screen, Screen::StaffCredential { .. }));
                self.enter_credential(CREDENTIAL);
                self.until("the comparison", |screen| {
                    matches!(screen, Screen::StaffConfirm { .. } | Screen::Ending(_))
                });
                self.touch(Choice::SamePerson);
            }
            Method::Face => {}
        }
        self.ending()
    }

    /// Takes the card away and waits for the terminal to be idle; gives the card and the transcript.
    pub(crate) fn clear(&self) -> (Option<CardFile>, Transcript) {
        let card = self.tray.take();
        for _ in 0..200 {
            if let Ok(transcript) = self.transcripts.recv_timeout(Duration::from_millis(100)) {
                while self.screens.try_recv().is_ok() {}
                return (card, transcript);
            }
            // The screen of the ending runs out; a touch that means nothing wakes the loop.
            self.clock.skip(Duration::from_secs(21));
            self.touch(Choice::Back);
        }
        panic!("no transcript")
    }

    pub(crate) fn submitted(&self) -> u64 {
        self.submitted.load(Ordering::SeqCst)
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        self.hand.stop();
        let _ = self.thread.take().unwrap().join();
    }
}

pub(crate) fn pin(card: &CardFile) -> &str {
    card.secret(ReferenceName::UserAuthentication).unwrap().reveal()
}

fn authority(of: &virtual_card::pki::CvCa) -> CaKey {
    CaKey {
        key_id: KeyId(of.key_id.0.clone().try_into().unwrap()),
        purpose: CaPurpose::Surface,
        modulus: of.modulus.0.clone().try_into().unwrap(),
    }
}

fn records(media: &Media) -> Records<journal::memory::MemoryStore> {
    let journal = Journal::open(media.journal.handle(), UnixTime(START)).unwrap();
    let staff = StaffEntry::enrol(CREDENTIAL.as_bytes(), &[1; 16]).unwrap();
    Records {
        journal,
        ledger: Box::new(LogLedger::new(media.strikes.handle())),
        secret: SiteSecret::take(&mut [9; 32]),
        staff: StaffBook::new(vec![staff]),
    }
}

fn settings(build: Build) -> Settings {
    let site = Site {
        build,
        holder_authorisation: HolderAuthorisation::StandIn,
        last_try: LastTry::Closed,
        ..Site::OUT_OF_THE_BOX
    };
    Settings { rules: BUILT_IN, site, facility: FACILITY.parse().unwrap() }
}

/// The service itself, with this terminal enrolled and every card of this bench registered.
fn service(terminal: &[u8], clock: &Arc<TestClock>, visual: VisualLimit) -> Service {
    let mut store = MemoryStore::default();
    let enrolled = Terminal::new(TERMINAL.parse().unwrap(), FACILITY.parse().unwrap(), terminal).unwrap();
    store.enrol(&enrolled).unwrap();
    for holder in 1..=2 {
        let certificate = sha256(&card("normal", holder).user_authentication_certificate().unwrap());
        let (at, by) = (UnixSeconds(START), Registrar::Operator);
        store.register(&Registered { certificate, at, by }).unwrap();
    }
    let root = pki().1.user_authentication_root().unwrap();
    let roots = Roots::new(Mode::rig(), [root.as_slice()]).unwrap();
    let parts = verifier::service::Parts {
        store: Box::new(store),
        authoriser: Box::new(StandInAuthoriser(pki().1.stand_in_private_key().unwrap())),
        clock: Arc::new(ServiceClock(Arc::clone(clock))),
        entropy: Box::new(SystemEntropy::default()),
        log: Box::new(crate::parts::NoLog),
    };
    Service::new(ServiceConfig { visual, ..ServiceConfig::new(Mode::rig(), roots) }, parts)
}

/// The time of both, as long as nobody sets the terminal's clock.
#[derive(Debug)]
pub(crate) struct TestClock {
    origin: Instant,
    skipped: AtomicU64,
    terminal_off_by: AtomicI64,
}

impl TestClock {
    #[expect(clippy::disallowed_methods, reason = "this is a clock adapter")]
    fn new() -> Self {
        Self { origin: Instant::now(), skipped: AtomicU64::new(0), terminal_off_by: AtomicI64::new(0) }
    }

    pub(crate) fn skip(&self, span: Duration) {
        self.skipped.fetch_add(u64::try_from(span.as_millis()).unwrap(), Ordering::SeqCst);
    }

    /// Sets the terminal's wall clock off by so many seconds.
    pub(crate) fn set_terminal_off_by(&self, seconds: i64) {
        self.terminal_off_by.store(seconds, Ordering::SeqCst);
    }

    fn millis(&self) -> u64 {
        u64::try_from(self.origin.elapsed().as_millis()).unwrap() + self.skipped.load(Ordering::SeqCst)
    }
}

impl port::Clock for TestClock {
    fn now(&self) -> Millis {
        Millis(self.millis())
    }

    fn unix(&self) -> u64 {
        (START + self.millis() / 1000).saturating_add_signed(self.terminal_off_by.load(Ordering::SeqCst))
    }
}

#[derive(Debug)]
struct ServiceClock(Arc<TestClock>);

impl verifier::clock::Clock for ServiceClock {
    fn now(&self) -> UnixSeconds {
        UnixSeconds(START + self.0.millis() / 1000)
    }
}
