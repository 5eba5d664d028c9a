//! A terminal of scripted parts, the virtual card, and the real verification service in one process.

use crate::parts::{Camera, Counting, Display, Front, Kept, KnownService, Matcher, Meddling, Reception};
use crate::world::{CREDENTIAL, Media, TERMINAL, TestClock, authorities, card, records, service, settings};
use apdu::ApduForm;
use holder_relay::Relay;
use policy::{Availability, Build, Method};
use rig::{Tray, Upset};
use runtime::port::{Input, Key, ReceptionMessage};
use runtime::{Hand, Parts, Station, Transcript};
use service_https::{NamedKey, TerminalKey};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use terminal::{Choice, Ending, Screen};
use verifier::signature::sha256;
use verifier::visual::VisualLimit;
use virtual_card::card_file::{CardFile, ReferenceName};

pub(crate) const PIN: &str = "jpki/0018";
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

impl Bench {
    pub(crate) fn new() -> Self {
        Self::over(&Media::new(), Build::Rig)
    }

    /// A terminal whose records are on these media.
    pub(crate) fn over(media: &Media, build: Build) -> Self {
        Self::with(media, build, VisualLimit::DEFAULT, Some(card("normal", 1)))
    }

    /// A terminal whose service allows so many visual confirmations.
    pub(crate) fn limited(visual: VisualLimit) -> Self {
        Self::with(&Media::new(), Build::Rig, visual, Some(card("normal", 1)))
    }

    /// A terminal that can't read what is printed on the card.
    pub(crate) fn unread(media: &Media) -> Self {
        Self::with(media, Build::Rig, VisualLimit::DEFAULT, None)
    }

    fn with(media: &Media, build: Build, visual: VisualLimit, front: Option<CardFile>) -> Self {
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
                authorities: authorities(),
                camera: Box::new(Camera::default()),
                matcher: Box::new(Matcher),
                service: Box::new(service),
                key: Box::new(NamedKey { key, terminal: TERMINAL.parse().unwrap() }),
                card_front: Box::new(Front(front)),
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
            Method::Pin => self.enter_pin(card),
            Method::Visual => {
                self.until("the pad for staff", |screen| matches!(screen, Screen::StaffCredential { .. }));
                self.enter_credential(CREDENTIAL);
                let next = self.until("the comparison", |screen| {
                    matches!(
                        screen,
                        Screen::StaffConfirm { .. } | Screen::CheckNumberPad { .. } | Screen::Ending(_)
                    )
                });
                // The front is another card's: staff look at the print.
                if matches!(next, Screen::CheckNumberPad { .. }) {
                    self.touch(Choice::Back);
                }
                self.touch(Choice::SamePerson);
            }
            Method::Face => {}
        }
        self.ending()
    }

    pub(crate) fn enter_pin(&self, card: &CardFile) {
        self.until("the PIN pad", |screen| matches!(screen, Screen::PinPad { .. }));
        self.type_in(pin(card), Input::Pin);
        self.touch(Choice::Confirm);
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
