//! Scripted parts of a terminal: each does as a [`World`] says.

use super::cases::{Answer, Lens, Records, Trouble, World};
use apdu::{ApduForm, CardChannel, ChannelError};
use card::CheckNumberB;
use journal::memory::MemoryStore;
use journal::{
    CardKey, Day, Error, Intent, LogLedger, StaffTag, StrikeLedger, Strikes, Unclosed, UnixTime,
    VerifyOutcome,
};
use policy::{ComparisonScore, Date, Mark, Millis};
use rig::TrayReader;
use runtime::port::{self, HeldCard, Look, Presence, ReaderFault, ReceptionMessage, SlotState};
use runtime::{Chronicle, Transcript};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use terminal::Screen;
use virtual_card::card_file::CardFile;
use zeroize::Zeroizing;

/// 2026-11-24 noon in Japan.
pub const START: u64 = 1_795_489_200;

/// A clock that runs, and skips when it is told to.
pub struct Clock {
    origin: Instant,
    skipped: AtomicU64,
}

impl Clock {
    /// A clock that begins now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is a clock adapter")]
    pub fn start() -> Self {
        Self { origin: Instant::now(), skipped: AtomicU64::new(0) }
    }

    /// Skips ahead.
    pub fn skip(&self, span: Duration) {
        self.skipped.fetch_add(u64::try_from(span.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl port::Clock for Clock {
    fn now(&self) -> Millis {
        let run = u64::try_from(self.origin.elapsed().as_millis()).unwrap();
        Millis(run + self.skipped.load(Ordering::SeqCst))
    }

    fn unix(&self) -> u64 {
        START + self.now().0 / 1000
    }
}

/// The tray's reader, with a trouble that begins when it is armed.
pub struct Reader {
    /// The tray's.
    pub tray: TrayReader,
    /// What goes wrong.
    pub trouble: Option<Trouble>,
    /// Whether it strikes now.
    pub armed: Arc<AtomicBool>,
    /// It strikes one command.
    pub once: bool,
    /// Every command, in order.
    pub sent: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl port::Reader for Reader {
    fn watch(&mut self, known: SlotState, patience: Duration) -> SlotState {
        let state = self.tray.watch(known, patience);
        match (self.trouble, state) {
            (Some(Trouble::TwoCards), SlotState::Card) => SlotState::Several,
            _ => state,
        }
    }

    fn hold(&mut self, body: &mut dyn FnMut(&mut dyn HeldCard)) -> Result<(), ReaderFault> {
        let (trouble, once, armed, sent) = (self.trouble, self.once, &self.armed, &self.sent);
        self.tray.hold(&mut |card| body(&mut Held { card, trouble, once, armed, sent }))
    }
}

struct Held<'a> {
    card: &'a mut dyn HeldCard,
    trouble: Option<Trouble>,
    once: bool,
    armed: &'a AtomicBool,
    sent: &'a Mutex<Vec<Vec<u8>>>,
}

impl CardChannel for Held<'_> {
    fn transmit(&mut self, command: &[u8], response: &mut [u8]) -> Result<usize, ChannelError> {
        self.sent.lock().unwrap().push(command.to_vec());
        match self.trouble {
            Some(Trouble::Slow) => {
                while self.card.presence() == Presence::Here {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(ChannelError::Removed)
            }
            Some(Trouble::Lost) if self.armed.load(Ordering::SeqCst) => Err(ChannelError::ServiceGone),
            Some(Trouble::Answer(to, word)) if self.armed.load(Ordering::SeqCst) && to.is(command) => {
                self.armed.store(!self.once, Ordering::SeqCst);
                // The card acts; its answer is lost on the way and another arrives.
                let _ = self.card.transmit(command, response)?;
                let place = response.get_mut(..2).ok_or(ChannelError::ResponseTooLong)?;
                place.copy_from_slice(&word.to_be_bytes());
                Ok(2)
            }
            _ => self.card.transmit(command, response),
        }
    }
}

impl HeldCard for Held<'_> {
    fn form(&self) -> ApduForm {
        self.card.form()
    }

    fn presence(&mut self) -> Presence {
        match self.trouble {
            Some(Trouble::Lost) if self.armed.load(Ordering::SeqCst) => Presence::ReaderLost,
            _ => self.card.presence(),
        }
    }
}

/// Knows 照合番号B from the card's file.
pub struct Front(pub CardFile);

impl port::CardFront for Front {
    fn check_number(&mut self) -> Option<CheckNumberB> {
        let number = self.0.holder().ok()?.check_number_b(self.0.front.card_expiry);
        CheckNumberB::from_ascii(number.reveal().as_bytes()).ok()
    }

    fn mark(&mut self) -> Mark {
        Mark::Unseen
    }
}

/// Frames of one pixel, no two alike, two in a second of the terminal's time.
pub struct Camera {
    /// What it sees.
    pub lens: Lens,
    /// The terminal's time, which passes with each frame.
    pub clock: Arc<Clock>,
    /// Frames given.
    pub given: u8,
}

impl port::Camera for Camera {
    fn start(&mut self) -> Result<(), port::CameraFault> {
        if self.lens == Lens::Broken { Err(port::CameraFault::Absent) } else { Ok(()) }
    }

    fn frame(&mut self) -> Result<port::Frame, port::CameraFault> {
        self.clock.skip(Duration::from_millis(500));
        self.given = self.given.wrapping_add(1);
        Ok(port::Frame { width: 1, height: 1, rgb: Zeroizing::new(vec![self.given; 3]) })
    }

    fn stop(&mut self) {}
}

/// Sees what the lens says.
pub struct Matcher(pub Lens);

impl port::Matcher for Matcher {
    fn set_reference(&mut self, _photo: &[u8]) -> Result<port::Picture, port::MatcherFault> {
        match self.0 {
            Lens::NoReference => Err(port::MatcherFault::PhotoMalformed),
            _ => Ok(port::Picture { width: 1, height: 1, grey: Zeroizing::new(vec![0]) }),
        }
    }

    fn look(&mut self, _frame: &port::Frame) -> Result<Look, port::MatcherFault> {
        Ok(match self.0 {
            Lens::Unusable(reason) => Look::Unusable(reason),
            Lens::Stranger => Look::Scored(ComparisonScore(1000)),
            Lens::Holder | Lens::Broken | Lens::NoReference => Look::Scored(ComparisonScore(7000)),
        })
    }

    fn forget(&mut self) {}

    fn models(&self) -> port::ModelIds {
        port::ModelIds { detector: [1; 32], embedder: [2; 32] }
    }
}

/// Answers as the world says.
pub struct Service {
    /// What it answers.
    pub world: World,
    /// The stand-in's private key.
    pub authority: Vec<u8>,
}

impl port::Service for Service {
    fn challenge(&mut self, request: &wire::ChallengeRequest) -> Result<wire::Challenge, port::ServiceFault> {
        if self.world.challenge == Answer::Nonsense {
            return Err(port::ServiceFault::Misbehaved);
        }
        Ok(wire::Challenge {
            version: wire::VERSION,
            nonce: wire::Nonce([1; 32]),
            session: request.session,
            terminal: "terminal-1".parse().unwrap(),
            facility: "clinic-1".parse().unwrap(),
            issued: wire::UnixSeconds(START),
            expires: wire::UnixSeconds(START + self.world.challenge_lasts),
            rule_date: Date::new(2026, 11, 24).unwrap(),
        })
    }

    fn authorise(&mut self, message: &[u8]) -> Result<wire::AuthorisationAnswer, port::ServiceFault> {
        if let Answer::Refused(reason) = self.world.authorisation {
            return Ok(wire::AuthorisationAnswer::Refused(reason));
        }
        let request = wire::Signed::<wire::AuthorisationRequest>::parse(message).unwrap().payload;
        let challenge: [u8; 8] = request.card_challenge.as_bytes().try_into().unwrap();
        let certificate = request.certificate.as_bytes();
        let answer = virtual_card::stand_in::authorise(&self.authority, certificate, &challenge).unwrap();
        Ok(wire::AuthorisationAnswer::Authorised(wire::Cryptogram::new(answer.to_vec()).unwrap()))
    }

    fn submit(&mut self, _statement: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        let full =
            |notice| Ok(wire::Verdict::Verified(wire::Verified { standing: wire::Standing::Full, notice }));
        match self.world.verdict {
            Answer::Good => full(None),
            Answer::EndsSoon => {
                full(Some(wire::Notice::CertificateEndsSoon { until: Date::new(2026, 12, 24).unwrap() }))
            }
            Answer::Nonsense => Err(port::ServiceFault::Misbehaved),
            Answer::Refused(reason) => Ok(wire::Verdict::Refused(reason)),
            Answer::Unregistered => Ok(wire::Verdict::Unregistered(wire::Unregistered {
                token: wire::RegistrationToken([3; 32]),
                expires: wire::UnixSeconds(START + 300),
            })),
        }
    }

    fn register(&mut self, _message: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        Err(port::ServiceFault::Unreachable)
    }

    fn deliver(&mut self, _record: &[u8]) -> Result<wire::OutcomeReceipt, port::ServiceFault> {
        Ok(wire::OutcomeReceipt::Recorded)
    }
}

/// A key that signs nothing: nobody here checks it.
pub struct KeyOfZeroes;

impl port::TerminalKey for KeyOfZeroes {
    fn terminal(&self) -> wire::TerminalId {
        "terminal-1".parse().unwrap()
    }

    fn sign(&mut self, _message: &[u8]) -> Result<[u8; 64], port::KeyFault> {
        Ok([0; 64])
    }
}

/// Tells each new screen.
pub struct Display(pub Sender<Screen>, pub Option<Screen>);

impl port::Display for Display {
    fn show(&mut self, screen: &Screen, _preview: Option<&port::Frame>, _photo: Option<&port::Picture>) {
        if self.1 != Some(*screen) {
            self.1 = Some(*screen);
            let _ = self.0.send(*screen);
        }
    }

    fn reception_feed(&mut self, _lost: bool) {}
}

/// Keeps what reception hears.
pub struct Reception(pub Arc<Mutex<Vec<ReceptionMessage>>>);

impl port::Reception for Reception {
    fn tell(&mut self, message: &ReceptionMessage) -> Result<(), port::FeedLost> {
        self.0.lock().unwrap().push(*message);
        Ok(())
    }
}

/// Passes transcripts on.
pub struct Kept(pub Sender<Transcript>);

impl Chronicle for Kept {
    fn keep(&mut self, transcript: Transcript) {
        let _ = self.0.send(transcript);
    }
}

/// Different bytes each time; nobody guards anything here.
#[derive(Default)]
pub struct Counting(u8);

impl port::Entropy for Counting {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), port::EntropyFault> {
        self.0 = self.0.wrapping_add(1);
        bytes.fill(self.0);
        Ok(())
    }
}

/// A strike ledger in memory that may refuse to write.
pub struct Ledger {
    /// The ledger.
    pub kept: LogLedger<MemoryStore>,
    /// Whether it writes.
    pub records: Records,
}

impl StrikeLedger for Ledger {
    fn strikes(&mut self, card: &CardKey, now: UnixTime) -> Strikes {
        self.kept.strikes(card, now)
    }

    fn intend(&mut self, card: &CardKey, now: UnixTime) -> Result<Intent, Error> {
        match self.records {
            Records::Kept => self.kept.intend(card, now),
            Records::Full => Err(Error::LogFull),
        }
    }

    fn close(&mut self, intent: Intent, outcome: VerifyOutcome, now: UnixTime) -> Result<(), Unclosed> {
        self.kept.close(intent, outcome, now)
    }

    fn reset(&mut self, card: &CardKey, staff: StaffTag, now: UnixTime) -> Result<(), Error> {
        self.kept.reset(card, staff, now)
    }

    fn compact(&mut self, today: Day, now: UnixTime) -> Result<(), Error> {
        self.kept.compact(today, now)
    }
}
