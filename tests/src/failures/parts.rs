//! The parts of which a [`World`] says how they behave; the others are the matrix's.

use super::cases::{Answer, Lens, Records, Trouble, World};
use crate::matrix::parts::{self, START, TestClock};
use apdu::{ApduForm, CardChannel, ChannelError};
use journal::memory::MemoryStore;
use journal::{
    CardKey, Day, Error, Intent, LogLedger, StaffTag, StrikeLedger, Strikes, Unclosed, UnixTime,
    VerifyOutcome,
};
use policy::{ComparisonScore, Date, Millis};
use rig::TrayReader;
use runtime::port::{self, HeldCard, Look, Presence, Presentation, ReaderFault, SlotState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use zeroize::Zeroizing;

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

/// Frames of one pixel, no two alike, two in a second of the terminal's time.
pub struct Camera {
    /// What it sees.
    pub lens: Lens,
    /// The terminal's time, which passes with each frame.
    pub clock: Arc<TestClock>,
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

    fn begin(&mut self, _draw: u8) {}

    fn look(&mut self, _: &port::Frame, _: Millis, _: port::Wanted) -> Result<Look, port::MatcherFault> {
        let straight = Presentation::Asked(port::Movement::Straight);
        let face = match self.0 {
            Lens::Unusable(reason) => port::Face::Unusable(reason),
            Lens::Stranger => port::Face::Scored(ComparisonScore(1000)),
            _ => port::Face::Scored(ComparisonScore(7000)),
        };
        let presentation = match self.0 {
            Lens::Unusable(_) | Lens::Stranger => straight,
            Lens::Moves(reason) => Presentation::Undecided(reason),
            Lens::Flat => Presentation::Attack,
            Lens::Holder | Lens::Broken | Lens::NoReference => Presentation::BonaFide,
        };
        Ok(Look { face, presentation })
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
    /// A service without fault.
    pub good: parts::Service,
}

impl port::Service for Service {
    fn challenge(&mut self, request: &wire::ChallengeRequest) -> Result<wire::Challenge, port::ServiceFault> {
        if self.world.challenge == Answer::Nonsense {
            return Err(port::ServiceFault::Misbehaved);
        }
        let good = self.good.challenge(request)?;
        let ahead = if self.world.challenge == Answer::OtherTime { 301 } else { 0 };
        let issued = wire::UnixSeconds(good.issued.0 + ahead);
        let expires = wire::UnixSeconds(issued.0 + self.world.challenge_lasts);
        Ok(wire::Challenge { issued, expires, ..good })
    }

    fn authorise(&mut self, message: &[u8]) -> Result<wire::AuthorisationAnswer, port::ServiceFault> {
        match self.world.authorisation {
            Answer::Refused(reason) => Ok(wire::AuthorisationAnswer::Refused(reason)),
            _ => self.good.authorise(message),
        }
    }

    fn submit(&mut self, statement: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        let verdict = self.good.submit(statement)?;
        let standing = wire::Standing::Full;
        let until = Date::new(2026, 12, 24).unwrap();
        match self.world.verdict {
            Answer::Good | Answer::OtherTime => Ok(verdict),
            Answer::EndsSoon => {
                let notice = Some(wire::Notice::CertificateEndsSoon { until });
                Ok(wire::Verdict::Verified(wire::Verified { standing, notice }))
            }
            Answer::Nonsense => Err(port::ServiceFault::Misbehaved),
            Answer::Refused(reason) => Ok(wire::Verdict::Refused(reason)),
            Answer::Unregistered => Ok(wire::Verdict::Unregistered(wire::Unregistered {
                token: wire::RegistrationToken([3; 32]),
                expires: wire::UnixSeconds(START + 300),
            })),
        }
    }

    fn register(&mut self, message: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        self.good.register(message)
    }

    fn deliver(&mut self, record: &[u8]) -> Result<wire::OutcomeReceipt, port::ServiceFault> {
        self.good.deliver(record)
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
