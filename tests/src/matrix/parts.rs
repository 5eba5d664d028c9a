//! Scripted parts of a terminal: each does as it should, and remembers what was asked of it.

use card::CheckNumberB;
use journal::{CardKey, Day, Intent, StaffTag, StrikeLedger, Strikes, Unclosed, UnixTime, VerifyOutcome};
use policy::{ComparisonScore, Date, Mark, Millis};
use rig::StandInCentre;
use runtime::port::{self, Look, ReceptionMessage};
use runtime::{Chronicle, Residue, Transcript};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use terminal::Screen;
use virtual_card::card_file::CardFile;
use zeroize::Zeroizing;

/// 2026-11-24 noon in Japan.
pub const START: u64 = 1_795_489_200;

/// A clock that runs, and skips when it is told to.
pub struct TestClock {
    origin: Instant,
    skipped: AtomicU64,
}

impl TestClock {
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

impl port::Clock for TestClock {
    fn now(&self) -> Millis {
        let run = u64::try_from(self.origin.elapsed().as_millis()).unwrap();
        Millis(run + self.skipped.load(Ordering::SeqCst))
    }

    fn unix(&self) -> u64 {
        START + self.now().0 / 1000
    }
}

/// Knows 照合番号B from the card's file, if it can read the front.
pub struct Front(pub Option<CardFile>);

impl port::CardFront for Front {
    fn check_number(&mut self) -> Option<CheckNumberB> {
        let card = self.0.as_ref()?;
        let number = card.holder().unwrap().check_number_b(card.front.card_expiry);
        CheckNumberB::from_ascii(number.reveal().as_bytes()).ok()
    }

    fn mark(&mut self) -> Mark {
        Mark::Unseen
    }
}

/// Frames of one pixel, no two alike.
#[derive(Default)]
pub struct Camera(u8);

impl port::Camera for Camera {
    fn start(&mut self) -> Result<(), port::CameraFault> {
        Ok(())
    }

    fn frame(&mut self) -> Result<port::Frame, port::CameraFault> {
        self.0 = self.0.wrapping_add(1);
        Ok(port::Frame { width: 1, height: 1, rgb: Zeroizing::new(vec![self.0; 3]) })
    }

    fn stop(&mut self) {}
}

/// Recognises everybody.
#[derive(Default)]
pub struct Matcher;

impl port::Matcher for Matcher {
    fn set_reference(&mut self, photo: &[u8]) -> Result<port::Picture, port::MatcherFault> {
        // The bytes of a JP2 file begin like this (card.md 5.2); a photo that was cut is refused.
        if !photo.starts_with(&[0, 0, 0, 12, b'j', b'P']) || !photo.ends_with(&[0xFF, 0xD9]) {
            return Err(port::MatcherFault::PhotoMalformed);
        }
        Ok(port::Picture { width: 1, height: 1, grey: Zeroizing::new(vec![0]) })
    }

    fn begin(&mut self, _draw: u8) {}

    fn look(&mut self, _: &port::Frame, _: Millis, _: port::Wanted) -> Result<Look, port::MatcherFault> {
        let face = port::Face::Scored(ComparisonScore(7000));
        Ok(Look { face, presentation: port::Presentation::BonaFide })
    }

    fn forget(&mut self) {}

    fn models(&self) -> port::ModelIds {
        port::ModelIds { detector: [1; 32], embedder: [2; 32] }
    }
}

/// Another matcher, watched: whether it holds a reference.
pub struct Watched {
    /// The matcher.
    pub matcher: Box<dyn port::Matcher>,
    /// Whether it holds a reference.
    pub holds: Arc<AtomicBool>,
}

impl port::Matcher for Watched {
    fn set_reference(&mut self, photo: &[u8]) -> Result<port::Picture, port::MatcherFault> {
        let picture = self.matcher.set_reference(photo)?;
        self.holds.store(true, Ordering::SeqCst);
        Ok(picture)
    }

    fn begin(&mut self, draw: u8) {
        self.matcher.begin(draw);
    }

    fn look(
        &mut self,
        frame: &port::Frame,
        at: Millis,
        wanted: port::Wanted,
    ) -> Result<Look, port::MatcherFault> {
        self.matcher.look(frame, at, wanted)
    }

    fn forget(&mut self) {
        self.matcher.forget();
        self.holds.store(false, Ordering::SeqCst);
    }

    fn models(&self) -> port::ModelIds {
        self.matcher.models()
    }
}

/// What reached the service.
#[derive(Clone, Default)]
pub struct Received {
    /// The statements, taken apart.
    pub statements: Arc<Mutex<Vec<wire::Statement>>>,
    /// Sessions of outcome records, and the codes of their endings.
    pub outcomes: Arc<Mutex<Vec<(wire::SessionId, u16)>>>,
}

const VERIFIED: wire::Verdict =
    wire::Verdict::Verified(wire::Verified { standing: wire::Standing::Full, notice: None });

/// Gives challenges, passes its centre's commands on, and keeps what reaches it.
pub struct Service {
    /// What reached it.
    pub received: Received,
    /// The stand-in for the centre that opens cards.
    pub centre: StandInCentre,
    /// Its clock.
    pub clock: Arc<TestClock>,
    /// Counts the challenges.
    pub number: u8,
    /// The card is not registered until it is registered here.
    pub unregistered: bool,
}

impl port::Service for Service {
    fn challenge(&mut self, request: &wire::ChallengeRequest) -> Result<wire::Challenge, port::ServiceFault> {
        self.number = self.number.wrapping_add(1);
        let issued = wire::UnixSeconds(port::Clock::unix(self.clock.as_ref()));
        Ok(wire::Challenge {
            version: wire::VERSION,
            nonce: wire::Nonce([self.number; 32]),
            session: request.session,
            terminal: "terminal-1".parse().unwrap(),
            facility: "clinic-1".parse().unwrap(),
            issued,
            expires: wire::UnixSeconds(issued.0 + 300),
            rule_date: Date::new(2026, 11, 24).unwrap(),
        })
    }

    fn authorise(&mut self, message: &[u8]) -> Result<wire::AuthorisationAnswer, port::ServiceFault> {
        Ok(self.centre.answer(&wire::Signed::<wire::AuthorisationRequest>::parse(message).unwrap().payload))
    }

    fn submit(&mut self, statement: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        // A statement that can't be taken apart must never be sent.
        let statement = wire::Statement::parse(statement).unwrap();
        let signed = card_signed(&statement);
        self.received.statements.lock().unwrap().push(statement);
        if !signed {
            return Ok(wire::Verdict::Refused(wire::RefusalReason::CardSignature));
        }
        if self.unregistered {
            let token = wire::RegistrationToken([7; 32]);
            let expires = wire::UnixSeconds(START + 300);
            return Ok(wire::Verdict::Unregistered(wire::Unregistered { token, expires }));
        }
        Ok(VERIFIED)
    }

    fn register(&mut self, _message: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        Ok(VERIFIED)
    }

    fn deliver(&mut self, record: &[u8]) -> Result<wire::OutcomeReceipt, port::ServiceFault> {
        let record = wire::Signed::<wire::OutcomeRecord>::parse(record).unwrap().payload;
        self.received.outcomes.lock().unwrap().push((record.session, record.ending));
        Ok(wire::OutcomeReceipt::Recorded)
    }
}

/// Whether the key of the certificate signed the statement.
fn card_signed(statement: &wire::Statement) -> bool {
    use ring::signature::{RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};
    let Ok((_, certificate)) = x509_parser::parse_x509_certificate(statement.certificate.as_bytes()) else {
        return false;
    };
    let key = &certificate.public_key().subject_public_key.data;
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key.as_ref());
    key.verify(&statement.card_signing_input, &statement.card_signature).is_ok()
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

/// Tells each new screen, and counts pictures that are lent where they must not be seen.
pub struct Display {
    /// Where screens go.
    pub to_person: Sender<Screen>,
    /// The screen that is on.
    pub on: Option<Screen>,
    /// Pictures lent for a screen that has no place for them.
    pub misplaced: Arc<AtomicU32>,
}

impl port::Display for Display {
    fn show(&mut self, screen: &Screen, preview: Option<&port::Frame>, photo: Option<&port::Picture>) {
        let after = matches!(screen, Screen::Ending(_) | Screen::Waiting | Screen::TakeYourCard);
        let stray = preview.is_some() && !matches!(screen, Screen::Camera { .. });
        if stray || (photo.is_some() && after) {
            self.misplaced.fetch_add(1, Ordering::SeqCst);
        }
        if self.on != Some(*screen) {
            self.on = Some(*screen);
            let _ = self.to_person.send(*screen);
        }
    }

    fn reception_feed(&mut self, _lost: bool) {}

    fn speak(&mut self, _language: terminal::Language) {}
}

/// What a ledger was asked and has on record.
#[derive(Clone, Copy, Debug, Default)]
pub struct Book {
    /// Intents made durable.
    pub intended: u32,
    /// Intents closed.
    pub closed: u32,
    /// Strikes of the card after the last of these.
    pub strikes: u16,
}

/// A ledger that is watched.
pub struct WatchedLedger<L> {
    /// The ledger.
    pub ledger: L,
    /// What is seen of it.
    pub book: Arc<Mutex<Book>>,
}

impl<L: StrikeLedger> WatchedLedger<L> {
    fn note(&mut self, card: &CardKey, now: UnixTime, count: impl FnOnce(&mut Book)) {
        let strikes = match self.ledger.strikes(card, now) {
            Strikes::Known(strikes) => strikes,
            Strikes::Unavailable(_) => u16::MAX,
        };
        let mut book = self.book.lock().unwrap();
        count(&mut book);
        book.strikes = strikes;
    }
}

impl<L: StrikeLedger> StrikeLedger for WatchedLedger<L> {
    fn strikes(&mut self, card: &CardKey, now: UnixTime) -> Strikes {
        self.ledger.strikes(card, now)
    }

    fn intend(&mut self, card: &CardKey, now: UnixTime) -> Result<Intent, journal::Error> {
        let intent = self.ledger.intend(card, now)?;
        self.note(card, now, |book| book.intended += 1);
        Ok(intent)
    }

    fn close(&mut self, intent: Intent, outcome: VerifyOutcome, now: UnixTime) -> Result<(), Unclosed> {
        let card = intent.card();
        let closed = self.ledger.close(intent, outcome, now);
        self.note(&card, now, |book| book.closed += 1);
        closed
    }

    fn reset(&mut self, card: &CardKey, staff: StaffTag, now: UnixTime) -> Result<(), journal::Error> {
        self.ledger.reset(card, staff, now)
    }

    fn compact(&mut self, today: Day, now: UnixTime) -> Result<(), journal::Error> {
        self.ledger.compact(today, now)
    }
}

/// Keeps what reception hears.
pub struct Reception(pub Arc<Mutex<Vec<ReceptionMessage>>>);

impl port::Reception for Reception {
    fn tell(&mut self, message: &ReceptionMessage) -> Result<(), port::FeedLost> {
        self.0.lock().unwrap().push(*message);
        Ok(())
    }
}

/// What is kept of a session: its transcript, and what it left behind.
pub struct Kept {
    /// Where transcripts go.
    pub transcripts: Sender<Transcript>,
    /// What sessions left behind.
    pub residues: Arc<Mutex<Vec<Residue>>>,
}

impl Chronicle for Kept {
    fn keep(&mut self, transcript: Transcript) {
        let _ = self.transcripts.send(transcript);
    }

    fn left_behind(&mut self, residue: Residue) {
        self.residues.lock().unwrap().push(residue);
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
