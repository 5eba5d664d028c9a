//! Plays a case: a terminal of scripted parts, the virtual card on its tray, people before it.

use super::Told;
use super::cases::{Case, Deed, Kind, Trouble, World};
use super::parts::{Camera, Ledger, Matcher, Reader, Service};
use crate::matrix::parts::{self, Counting, Display, Front, Kept, KeyOfZeroes, Reception, START, TestClock};
use crate::matrix::stock::{CREDENTIAL, stock};
use apdu::ApduForm;
use holder_relay::Relay;
use journal::memory::{Medium, MemoryStore};
use journal::{Journal, LogLedger, SiteSecret, UnixTime};
use policy::BUILT_IN;
use rig::{StandInCentre, Tray};
use runtime::port::{Input, Key, ReceptionMessage};
use runtime::{Hand, Parts, Records, Settings, StaffBook, StaffEntry, Station, Transcript};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use terminal::{CameraHint, Choice, Screen};
use virtual_card::card_file::{CardFile, ReferenceName};

const WRONG_NUMBER: &str = "55021720352285";
const WRONG_CREDENTIAL: &str = "017yugure-16";
/// No new screen for so long: the terminal hangs.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longer than any state waits.
const TOO_LONG: Duration = Duration::from_secs(200);

/// Plays a case and gives everything that people were told, in order.
#[must_use]
pub fn play(case: &Case) -> Vec<Told> {
    play_and_listen(case).0
}

/// The same, and every command that was sent to the card.
#[must_use]
pub fn play_and_listen(case: &Case) -> (Vec<Told>, Vec<Vec<u8>>) {
    let mut stage = Stage::set(case);
    let sent = Arc::clone(&stage.sent);
    let told = stage.attend(case);
    let told = stage.close(told, case.world.card_stays);
    let commands = std::mem::take(&mut *sent.lock().unwrap());
    (told, commands)
}

struct Stage {
    card: CardFile,
    tray: Tray,
    clock: Arc<TestClock>,
    armed: Arc<AtomicBool>,
    sent: Arc<Mutex<Vec<Vec<u8>>>>,
    hand: Hand,
    screens: Receiver<Screen>,
    transcripts: Receiver<Transcript>,
    heard: Arc<Mutex<Vec<ReceptionMessage>>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Stage {
    fn set(case: &Case) -> Self {
        let (world, staffed) = (case.world, is_staffed(case));
        let card = card(world.card);
        let (tray, clock) = (Tray::default(), Arc::new(TestClock::start()));
        let armed = Arc::new(AtomicBool::new(!world.at_the_pad));
        let sent = Arc::default();
        let reader = Reader {
            tray: tray.reader(ApduForm::EXTENDED),
            trouble: world.trouble,
            armed: Arc::clone(&armed),
            once: world.at_the_pad,
            sent: Arc::clone(&sent),
        };
        let ((to_person, screens), (to_stage, transcripts)) = (channel(), channel());
        let (send_hand, receive_hand) = channel();
        let heard = Arc::default();
        let (reception, time, front) = (
            Reception(Arc::clone(&heard)),
            Arc::clone(&clock),
            Front(world.front_read.then(|| card.clone())),
        );
        let thread = std::thread::spawn(move || {
            let parts = Parts {
                reader: Box::new(reader),
                authorisation: Some(Box::new(Relay)),
                authorities: stock().authorities.clone(),
                camera: Box::new(Camera { lens: world.lens, clock: Arc::clone(&time), given: 0 }),
                matcher: Box::new(Matcher(world.lens)),
                service: Box::new(Service {
                    world,
                    good: parts::Service {
                        received: parts::Received::default(),
                        centre: StandInCentre::new(stock().stand_in_key.clone()),
                        clock: Arc::clone(&time),
                        number: 0,
                        unregistered: false,
                    },
                }),
                key: Box::new(KeyOfZeroes),
                card_front: Box::new(front),
                display: Box::new(Display { to_person, on: None, misplaced: Arc::default() }),
                reception: Box::new(reception),
                chronicle: Box::new(Kept { transcripts: to_stage, residues: Arc::default() }),
                clock: time,
                entropy: Box::new(Counting::default()),
            };
            let settings =
                Settings { rules: BUILT_IN, site: world.site, facility: "clinic-1".parse().unwrap() };
            let (station, hand) = Station::start(parts, records(world, staffed), settings).unwrap();
            send_hand.send(hand).unwrap();
            station.run();
        });
        let hand = receive_hand.recv().unwrap();
        Self { card, tray, clock, armed, sent, hand, screens, transcripts, heard, thread: Some(thread) }
    }

    /// Lays the card down and reacts to screens until the ending.
    fn attend(&mut self, case: &Case) -> Vec<Told> {
        let (mut told, mut deeds) = (Vec::new(), case.deeds.iter());
        self.tray.lay(self.card.clone(), None);
        loop {
            let Ok(screen) = self.screens.recv_timeout(PATIENCE) else {
                panic!("{}: the terminal hangs after {told:?}", case.name);
            };
            told.extend(said(&screen));
            match screen {
                Screen::Ending(_) => return told,
                Screen::PinPad { length: 0, .. } => self.armed.store(true, Ordering::SeqCst),
                Screen::Reading if case.world.trouble == Some(Trouble::Slow) => {}
                Screen::Camera { hint: Some(CameraHint::Quality(_) | CameraHint::Movement(_)) } => {}
                Screen::Choose { .. }
                | Screen::CheckNumberPad { length: 0, .. }
                | Screen::StaffCredential { length: 0, .. }
                | Screen::StaffConfirm { .. }
                | Screen::OfferRegistration => {}
                _ => continue,
            }
            match deeds.next() {
                Some(deed) => self.act(*deed),
                None => drop(self.tray.take()),
            }
        }
    }

    fn act(&self, deed: Deed) {
        match deed {
            Deed::Touch(choice) => self.touch(choice),
            Deed::Pin => self.type_pin(),
            Deed::PinAfter(seconds) => {
                self.clock.skip(Duration::from_secs(seconds));
                self.type_pin();
            }
            Deed::Credential => self.press(CREDENTIAL, Input::Credential),
            Deed::WrongCredential => self.press(WRONG_CREDENTIAL, Input::Credential),
            Deed::WrongNumber => self.press(WRONG_NUMBER, Input::CheckNumber),
            Deed::Nothing => self.clock.skip(TOO_LONG),
        }
    }

    fn type_pin(&self) {
        let pin = self.card.secret(ReferenceName::UserAuthentication).unwrap();
        self.press(pin.reveal(), Input::Pin);
    }

    fn press(&self, text: &str, pad: fn(Key) -> Input) {
        for character in text.bytes() {
            self.hand.touch(pad(Key::Character(character)));
        }
        self.touch(Choice::Confirm);
    }

    fn touch(&self, choice: Choice) {
        self.hand.touch(Input::Choice(choice));
    }

    /// The screens run out, and what reception heard is added.
    fn close(mut self, mut told: Vec<Told>, card_stays: bool) -> Vec<Told> {
        if !card_stays {
            self.tray.take();
        }
        let ended = (0..600).any(|_| {
            self.clock.skip(TOO_LONG);
            // A touch that means nothing wakes the loop.
            self.touch(Choice::Back);
            self.transcripts.recv_timeout(Duration::from_millis(20)).is_ok() || self.is_waiting()
        });
        assert!(ended, "the screens do not run out after {told:?}");
        self.hand.stop();
        self.thread.take().unwrap().join().unwrap();
        told.extend(self.heard.lock().unwrap().iter().filter_map(|message| match message {
            ReceptionMessage::Call(reason) => Some(Told::Call(*reason)),
            ReceptionMessage::Heartbeat | ReceptionMessage::Notice(_) => None,
        }));
        told
    }

    /// Whether the terminal waits for the next patient; what ended before a session has no transcript.
    fn is_waiting(&self) -> bool {
        self.screens.try_iter().any(|screen| matches!(screen, Screen::Waiting | Screen::TakeYourCard))
    }
}

/// What a screen tells.
fn said(screen: &Screen) -> Option<Told> {
    match *screen {
        Screen::Ending(ending) => Some(Told::Ending(ending)),
        Screen::Choose { notice: Some(notice), .. } => Some(Told::Notice(notice)),
        Screen::CheckNumberPad { notice: Some(notice), .. }
        | Screen::StaffCredential { notice: Some(notice), .. } => Some(Told::Notice(notice)),
        Screen::Camera { hint: Some(hint @ (CameraHint::Quality(_) | CameraHint::Movement(_))) } => {
            Some(Told::Camera(hint))
        }
        _ => None,
    }
}

fn card(kind: Kind) -> CardFile {
    match kind {
        Kind::Ordinary => stock().ordinary.clone(),
        Kind::FaceAuthentication => stock().face_authentication.clone(),
    }
}

fn is_staffed(case: &Case) -> bool {
    case.deeds.iter().any(|deed| matches!(deed, Deed::Credential | Deed::WrongCredential))
}

/// Enrolling staff costs a third of a second, by design.
fn records(world: World, staffed: bool) -> Records<MemoryStore> {
    let journal = Journal::open(Medium::new().handle(), UnixTime(START)).unwrap();
    let ledger = Ledger { kept: LogLedger::new(Medium::new().handle()), records: world.records };
    let staff = if staffed {
        StaffBook::new(vec![StaffEntry::enrol(CREDENTIAL.as_bytes(), &[1; 16]).unwrap()])
    } else {
        StaffBook::default()
    };
    Records { journal, ledger: Box::new(ledger), secret: SiteSecret::take(&mut [9; 32]), staff }
}
