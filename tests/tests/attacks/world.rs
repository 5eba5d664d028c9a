//! What stands around the terminal: cards and their issuer, media, the real service, time.

use crate::parts::{NoLog, StandInAuthoriser};
use card::cv::{CaKey, CaPurpose, KeyId};
use journal::memory::Medium;
use journal::{Fact, Journal, LogLedger, SiteSecret, UnixTime};
use policy::{BUILT_IN, Build, HolderAuthorisation, LastTry, Millis, Site};
use runtime::port;
use runtime::{Records, Settings, StaffBook, StaffEntry};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};
use verifier::clock::SystemEntropy;
use verifier::signature::sha256;
use verifier::store::{MemoryStore, Registered, Registrar, Store as _};
use verifier::visual::VisualLimit;
use verifier::{Mode, Roots, Service, ServiceConfig, Terminal};
use virtual_card::card_file::CardFile;
use virtual_card::holder::Holder;
use virtual_card::pictures::{DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;
use wire::UnixSeconds;

pub(crate) const CREDENTIAL: &str = "017akebono-61";
pub(crate) const TERMINAL: &str = "terminal-1";
const FACILITY: &str = "clinic-1";
/// 2026-11-24 noon in Japan.
const START: u64 = 1_795_489_200;

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

    /// The staff numbers that stand in the journal for strikes taken back.
    pub(crate) fn strikes_reset_by(&self) -> Vec<u16> {
        let now = UnixTime(START);
        let mut journal = Journal::open(self.journal.handle(), now).unwrap();
        let by = journal.facts(now).unwrap().into_iter().filter_map(|recorded| match recorded.what {
            Fact::StrikesReset { staff } => Some(u16::from_be_bytes([staff.0[0], staff.0[1]])),
            _ => None,
        });
        by.collect()
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

/// The terminal's CA table, from the simulator's issuers.
pub(crate) fn authorities() -> Vec<CaKey> {
    pki().1.cv_authorities().unwrap().iter().map(authority).collect()
}

fn authority(of: &virtual_card::pki::CvCa) -> CaKey {
    CaKey {
        key_id: KeyId(of.key_id.0.clone().try_into().unwrap()),
        purpose: CaPurpose::Surface,
        modulus: of.modulus.0.clone().try_into().unwrap(),
    }
}

pub(crate) fn records(media: &Media) -> Records<journal::memory::MemoryStore> {
    let journal = Journal::open(media.journal.handle(), UnixTime(START)).unwrap();
    let staff = StaffEntry::enrol(CREDENTIAL.as_bytes(), &[1; 16]).unwrap();
    Records {
        journal,
        ledger: Box::new(LogLedger::new(media.strikes.handle())),
        secret: SiteSecret::take(&mut [9; 32]),
        staff: StaffBook::new(vec![staff]),
    }
}

pub(crate) fn settings(build: Build) -> Settings {
    let site = Site {
        build,
        holder_authorisation: HolderAuthorisation::StandIn,
        last_try: LastTry::Closed,
        ..Site::OUT_OF_THE_BOX
    };
    Settings { rules: BUILT_IN, site, facility: FACILITY.parse().unwrap() }
}

/// The service itself, with this terminal enrolled and every card of this bench registered.
pub(crate) fn service(terminal: &[u8], clock: &Arc<TestClock>, visual: VisualLimit) -> Service {
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
        log: Box::new(NoLog),
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
    pub(crate) fn new() -> Self {
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
