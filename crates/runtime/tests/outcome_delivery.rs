//! An outcome record is delivered once, also when the recorder answers late: what it said before a
//! delivery was settled may be heard after it. The order is forced by the parts of this terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use card::CheckNumberB;
use journal::memory::{Medium, MemoryStore};
use journal::{Journal, LogLedger, Outcome, OutcomeId, SiteSecret, UnixTime};
use policy::{BUILT_IN, Mark, Millis, Site};
use runtime::port::{
    Camera, CameraFault, CardFront, Clock, Display, Entropy, EntropyFault, FeedLost, Frame, HeldCard,
    KeyFault, Look, Matcher, MatcherFault, ModelIds, Picture, Reader, ReaderFault, Reception,
    ReceptionMessage, Service, ServiceFault, SlotState, TerminalKey, Wanted,
};
use runtime::{Chronicle, Parts, Records, Settings, StaffBook, Station, Transcript};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::Duration;
use terminal::Screen;
use wire::{AuthorisationAnswer, Challenge, ChallengeRequest, OutcomeReceipt, TerminalId, Verdict};

const START: u64 = 1_795_489_200;
/// Longer than between two rounds of delivery, in milliseconds.
const ROUND: u64 = 11_000;
/// The loop has kept time, and heard what was sent to it, after it asked for the time so often.
const TURNS: u64 = 12;
/// A turn takes a quarter second at most; a recorder that is not asked never comes.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the parts know of each other.
#[derive(Default)]
struct Script {
    /// The terminal's time, in milliseconds.
    now: u64,
    /// How often the loop has asked for the time.
    turns: u64,
    /// The recorder may not begin a job.
    recorder_held: bool,
    /// And it would.
    recorder_waits: bool,
    /// The service may not answer a delivery.
    service_held: bool,
    delivered: Vec<Vec<u8>>,
}

#[derive(Clone, Default)]
struct Stage(Arc<(Mutex<Script>, Condvar)>);

impl Stage {
    fn change<T>(&self, change: impl FnOnce(&mut Script) -> T) -> T {
        let changed = change(&mut self.0.0.lock().unwrap());
        self.0.1.notify_all();
        changed
    }

    fn wait(&self, until: impl Fn(&Script) -> bool) -> MutexGuard<'_, Script> {
        self.0.1.wait_while(self.0.0.lock().unwrap(), |script| !until(script)).unwrap()
    }

    /// Lets the loop go on for some turns.
    fn turns(&self) {
        let now = self.change(|script| script.turns);
        drop(self.wait(|script| script.turns >= now + TURNS));
    }
}

impl Clock for Stage {
    /// The loop asks at each turn, at most twice; nobody else here does.
    fn now(&self) -> Millis {
        self.change(|script| {
            script.turns += 1;
            Millis(script.now)
        })
    }

    /// The recorder asks when it begins a job.
    fn unix(&self) -> u64 {
        if std::thread::current().name() == Some("records") {
            self.change(|script| script.recorder_waits = script.recorder_held);
            drop(self.wait(|script| !script.recorder_held));
            self.change(|script| script.recorder_waits = false);
        }
        START
    }
}

impl Service for Stage {
    fn challenge(&mut self, _request: &ChallengeRequest) -> Result<Challenge, ServiceFault> {
        Err(ServiceFault::Unreachable)
    }

    fn authorise(&mut self, _message: &[u8]) -> Result<AuthorisationAnswer, ServiceFault> {
        Err(ServiceFault::Unreachable)
    }

    fn submit(&mut self, _statement: &[u8]) -> Result<Verdict, ServiceFault> {
        Err(ServiceFault::Unreachable)
    }

    fn register(&mut self, _message: &[u8]) -> Result<Verdict, ServiceFault> {
        Err(ServiceFault::Unreachable)
    }

    fn deliver(&mut self, record: &[u8]) -> Result<OutcomeReceipt, ServiceFault> {
        self.change(|script| script.delivered.push(record.to_vec()));
        drop(self.wait(|script| !script.service_held));
        Ok(OutcomeReceipt::Recorded)
    }
}

/// The parts that have nothing to do.
struct Nothing;

impl Reader for Nothing {
    fn watch(&mut self, _known: SlotState, patience: Duration) -> SlotState {
        std::thread::sleep(patience);
        SlotState::Empty
    }

    fn hold(&mut self, _body: &mut dyn FnMut(&mut dyn HeldCard)) -> Result<(), ReaderFault> {
        Err(ReaderFault::CardGone)
    }
}

impl Camera for Nothing {
    fn start(&mut self) -> Result<(), CameraFault> {
        Err(CameraFault::Absent)
    }

    fn frame(&mut self) -> Result<Frame, CameraFault> {
        Err(CameraFault::Absent)
    }

    fn stop(&mut self) {}
}

impl Matcher for Nothing {
    fn set_reference(&mut self, _photo_jp2: &[u8]) -> Result<Picture, MatcherFault> {
        Err(MatcherFault::Failed)
    }

    fn begin(&mut self, _draw: u8) {}

    fn look(&mut self, _frame: &Frame, _at: Millis, _wanted: Wanted) -> Result<Look, MatcherFault> {
        Err(MatcherFault::Failed)
    }

    fn forget(&mut self) {}

    fn models(&self) -> ModelIds {
        ModelIds { detector: [1; 32], embedder: [2; 32] }
    }
}

impl TerminalKey for Nothing {
    fn terminal(&self) -> TerminalId {
        "terminal-1".parse().unwrap()
    }

    fn sign(&mut self, _message: &[u8]) -> Result<[u8; 64], KeyFault> {
        Err(KeyFault)
    }
}

impl CardFront for Nothing {
    fn check_number(&mut self) -> Option<CheckNumberB> {
        None
    }

    fn mark(&mut self) -> Mark {
        Mark::Unseen
    }
}

impl Display for Nothing {
    fn show(&mut self, _screen: &Screen, _preview: Option<&Frame>, _chip_photo: Option<&Picture>) {}

    fn reception_feed(&mut self, _lost: bool) {}

    fn speak(&mut self, _language: terminal::Language) {}
}

impl Reception for Nothing {
    fn tell(&mut self, _message: &ReceptionMessage) -> Result<(), FeedLost> {
        Ok(())
    }
}

impl Chronicle for Nothing {
    fn keep(&mut self, _transcript: Transcript) {}
}

impl Entropy for Nothing {
    fn fill(&mut self, _bytes: &mut [u8]) -> Result<(), EntropyFault> {
        Err(EntropyFault)
    }
}

fn parts(stage: &Stage) -> Parts {
    Parts {
        reader: Box::new(Nothing),
        authorisation: None,
        authorities: Vec::new(),
        camera: Box::new(Nothing),
        matcher: Box::new(Nothing),
        service: Box::new(stage.clone()),
        key: Box::new(Nothing),
        card_front: Box::new(Nothing),
        display: Box::new(Nothing),
        reception: Box::new(Nothing),
        chronicle: Box::new(Nothing),
        clock: Arc::new(stage.clone()),
        entropy: Box::new(Nothing),
    }
}

/// Records with two outcomes that wait.
fn records() -> Records<MemoryStore> {
    let now = UnixTime(START);
    let mut journal = Journal::open(Medium::new().handle(), now).unwrap();
    for record in [FIRST, SECOND] {
        let id = OutcomeId([*record.first().unwrap(); 16]);
        journal.queue(Outcome::new(id, record.to_vec()).unwrap(), now).unwrap();
    }
    Records {
        journal,
        ledger: Box::new(LogLedger::new(Medium::new().handle())),
        secret: SiteSecret::take(&mut [9; 32]),
        staff: StaffBook::new(Vec::new()),
    }
}

const FIRST: &[u8] = b"1: the first record";
const SECOND: &[u8] = b"2: the second record";

/// While the first record is with the service the next round is due, and the recorder is slow to answer
/// what waits. The service takes the record; the loop hears that first, and the recorder's answer after it.
fn late_answer(stage: &Stage) {
    stage.wait(|script| script.delivered.len() == 1).recorder_held = true;
    stage.change(|script| script.now += ROUND);
    stage.turns();
    // Asked or not: a loop that asks nothing while a record is on its way is the one that is wanted.
    let recorder = |script: &mut Script| !script.recorder_waits;
    let asked = stage.0.1.wait_timeout_while(stage.0.0.lock().unwrap(), PATIENCE, recorder).unwrap();
    drop(asked);
    stage.change(|script| script.service_held = false);
    stage.turns();
    stage.change(|script| script.recorder_held = false);
    // The second has gone too, and every later round finds nothing.
    drop(stage.wait(|script| script.delivered.iter().any(|record| record == SECOND)));
    for _ in 0..2 {
        stage.turns();
        stage.change(|script| script.now += ROUND);
    }
    stage.turns();
}

#[test]
fn a_late_answer_of_the_recorder_delivers_nothing_twice() {
    let stage = Stage::default();
    stage.change(|script| script.service_held = true);
    let facility = "clinic-0000000".parse().unwrap();
    let settings = Settings { rules: BUILT_IN, site: Site::OUT_OF_THE_BOX, facility };
    let (station, hand) = Station::start(parts(&stage), records(), settings).unwrap();
    let played = std::thread::spawn({
        let stage = stage.clone();
        move || {
            late_answer(&stage);
            hand.stop();
        }
    });
    station.run();
    played.join().unwrap();
    assert_eq!(stage.change(|script| script.delivered.clone()), [FIRST, SECOND]);
}
