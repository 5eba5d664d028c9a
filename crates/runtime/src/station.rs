//! The one loop: it owns machine, Closet and screen, hears the workers, carries effects out.

use crate::authorisation::Conversation;
use crate::case::{Case, Claim};
use crate::closet::{Closet, Residue};
use crate::hand::Hand;
use crate::parts::{Chronicle, Parts, Settings};
use crate::port::{
    CardFront, Clock, Display, Entropy, Input, ModelIds, Reception, ReceptionMessage, TerminalKey,
};
use crate::reply;
use crate::transcript::Transcript;
use crate::worker::card::{CardJob, CardWorker, HeldJob, Hold};
use crate::worker::face::{FaceJob, FaceWorker};
use crate::worker::records::{Records, RecordsJob, RecordsWorker};
use crate::worker::service::ServiceJob;
use crate::worker::{Busy, Message, Worker, service};
use journal::{OutcomeId, Storage, UnixTime};
use policy::{Folding, Millis};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use terminal::{Event, Language, Machine, Screen, State, Ticket};

/// Reception hears something at least this often, in milliseconds.
const HEARTBEAT: u32 = 5_000;
/// Outcome records that wait are offered to the service this often, in milliseconds.
const DELIVERY: u32 = 10_000;
/// A language that was chosen waits so long for its card, in milliseconds: as long as a choice of methods.
const LANGUAGE_WAITS: u32 = 60_000;
/// Work that no reply is waited for carries this ticket.
pub(crate) const NO_TICKET: Ticket = Ticket(0);

/// One terminal at work.
pub struct Station {
    pub(crate) machine: Machine,
    pub(crate) settings: Settings,
    pub(crate) closet: Closet,
    pub(crate) case: Option<Case>,
    pub(crate) transcript: Option<Transcript>,
    pub(crate) waiting: VecDeque<(Ticket, Millis)>,
    events: VecDeque<Event>,
    at_work: bool,
    pub(crate) conversation: Option<Conversation>,
    /// The records worker has taken an intent that was not closed yet.
    pub(crate) intending: bool,
    pub(crate) reading: Option<card::CardFacts>,
    card: Worker<HeldJob>,
    /// The card of the present session.
    hold: Hold,
    pub(crate) face: Worker<FaceJob>,
    pub(crate) service: Worker<ServiceJob>,
    pub(crate) records: Worker<RecordsJob>,
    pub(crate) era: Arc<AtomicU32>,
    pub(crate) models: ModelIds,
    pub(crate) key: Box<dyn TerminalKey>,
    pub(crate) card_front: Box<dyn CardFront>,
    pub(crate) entropy: Box<dyn Entropy>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) display: Box<dyn Display>,
    reception: Box<dyn Reception>,
    chronicle: Box<dyn Chronicle>,
    reception_lost: bool,
    /// What the patient reads: until the waiting screen is back.
    language: Language,
    language_due: Millis,
    heartbeat_due: Millis,
    delivery_due: Millis,
    /// A round of delivery is on, from the question what waits to the answer that nothing does: one
    /// question at a time, so that no answer is older than what was delivered since.
    pub(crate) delivering: bool,
    /// The outcome record that was delivered last in this round.
    pub(crate) settled: Option<OutcomeId>,
    inbox: Receiver<Message>,
}

impl Station {
    /// Starts the workers. The loop itself runs in [`Station::run`], on the caller's thread.
    ///
    /// # Errors
    ///
    /// If the system gives no thread.
    pub fn start<S: Storage + Send + 'static>(
        parts: Parts,
        records: Records<S>,
        settings: Settings,
    ) -> std::io::Result<(Self, Hand)> {
        let (to_loop, inbox) = channel();
        let era = Arc::new(AtomicU32::new(0));
        let models = parts.matcher.models();
        let now = parts.clock.now();
        let station = Self {
            machine: Machine::new(settings.rules, settings.site),
            closet: Closet::new(),
            case: None,
            transcript: None,
            waiting: VecDeque::new(),
            events: VecDeque::new(),
            at_work: false,
            conversation: None,
            intending: false,
            reading: None,
            card: start_card(parts.reader, parts.authorisation, parts.authorities, &to_loop)?,
            hold: Hold(0),
            face: {
                let folding = settings.rules.folding();
                start_face(parts.camera, parts.matcher, &parts.clock, folding, &era, &to_loop)?
            },
            service: {
                let port = parts.service;
                Worker::start("service", to_loop.clone(), move |jobs, out| service::run(port, &jobs, &out))?
            },
            records: start_records(records, &parts.clock, settings.rules.strikes, &to_loop)?,
            era,
            models,
            key: parts.key,
            card_front: parts.card_front,
            entropy: parts.entropy,
            clock: parts.clock,
            display: parts.display,
            reception: parts.reception,
            chronicle: parts.chronicle,
            reception_lost: false,
            language: Language::Japanese,
            language_due: now,
            heartbeat_due: now,
            delivery_due: now,
            delivering: false,
            settled: None,
            settings,
            inbox,
        };
        Ok((station, Hand::new(to_loop)))
    }

    /// Serves patients until [`Hand::stop`].
    pub fn run(mut self) {
        self.display.show(&self.machine.screen(), None, None);
        loop {
            let now = self.clock.now();
            self.keep_time(now);
            match self.inbox.recv_timeout(self.patience(now)) {
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(message) => self.hear(message),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn keep_time(&mut self, now: Millis) {
        if self.machine.deadline().is_some_and(|deadline| now >= deadline) {
            self.happen(Event::Deadline);
        }
        if now >= self.heartbeat_due {
            self.tell(&ReceptionMessage::Heartbeat);
        }
        if self.is_idle() && !self.delivering && now >= self.delivery_due {
            self.delivery_due = now.after(DELIVERY);
            self.settled = None;
            // A busy recorder is asked again next time.
            self.delivering = self.records.ask(NO_TICKET, RecordsJob::Pending).is_ok();
        }
        if self.is_idle() && self.language != Language::Japanese && now >= self.language_due {
            self.speak(Language::Japanese);
            self.show();
        }
    }

    /// Until the next thing that is due; a clock that skips ahead is noticed within a quarter second.
    fn patience(&self, now: Millis) -> Duration {
        let due = self.heartbeat_due.min(self.machine.deadline().unwrap_or(self.heartbeat_due));
        Duration::from_millis(due.0.saturating_sub(now.0).clamp(1, 250))
    }

    fn hear(&mut self, message: Message) {
        match message {
            Message::CardInserted(hold) => {
                self.hold = hold;
                self.happen(Event::CardInserted);
            }
            Message::CardRemoved => self.happen(Event::CardRemoved),
            Message::SecondCard => self.happen(Event::SecondCard),
            Message::ReaderLost => self.happen(Event::ReaderLost),
            Message::Input(input) => self.touched(&input),
            Message::Preview(frame) if self.is_capturing() => {
                self.closet.preview = Some(frame);
                self.show();
            }
            // Of a capture that nobody waits for any more: dropped, and wiped with that.
            Message::Preview(_) => {}
            Message::Hint(ticket, hint) => self.happen(Event::Hint(ticket, hint)),
            Message::Card(ticket, answer) => reply::card(self, ticket, answer),
            Message::Face(ticket, answer) => reply::face(self, ticket, answer),
            Message::Service(ticket, answer) => reply::service(self, ticket, answer),
            Message::Records(ticket, answer) => reply::records(self, ticket, answer),
            Message::Stop => {}
        }
    }

    fn touched(&mut self, input: &Input) {
        match input {
            Input::Choice(choice) => self.happen(Event::Choice(*choice)),
            Input::Language(language) if self.machine.screen() == Screen::Waiting => {
                self.language_due = self.clock.now().after(LANGUAGE_WAITS);
                self.speak(*language);
                self.show();
            }
            Input::Language(_) => {}
            Input::Pin(key) => {
                if let State::Session(terminal::Session { step: terminal::Step::Typing(..), .. }) =
                    self.machine.state()
                {
                    let length = self.closet.pin_key(key);
                    self.happen(Event::PinLength(length));
                }
            }
            Input::CheckNumber(key) => {
                if let State::Session(terminal::Session { step: terminal::Step::TypingNumber(..), .. }) =
                    self.machine.state()
                {
                    let length = self.closet.number_key(key);
                    self.happen(Event::CheckNumberLength(length));
                }
            }
            Input::Credential(key) => {
                if let State::Session(terminal::Session { step: terminal::Step::AwaitingStaff(..), .. }) =
                    self.machine.state()
                {
                    let length = self.closet.credential_key(key);
                    self.happen(Event::CredentialLength(length));
                }
            }
        }
    }

    /// Gives the machine an event and carries out what it asks for. An event that comes of that is
    /// taken after all effects of this one, so that screens follow each other as in a replay.
    pub(crate) fn happen(&mut self, event: Event) {
        self.events.push_back(event);
        if self.at_work {
            return;
        }
        self.at_work = true;
        while let Some(event) = self.events.pop_front() {
            self.take(event);
        }
        self.at_work = false;
    }

    fn take(&mut self, event: Event) {
        let now = self.clock.now();
        let begun = self.machine.clone();
        let was_idle = self.is_idle();
        let was_session = matches!(self.machine.state(), State::Session(_));
        let was_capturing = self.is_capturing();
        let effects = self.machine.handle(now, event);
        if !self.is_capturing() {
            self.closet.preview = None;
            if was_capturing {
                self.break_off_capture();
            }
        }
        if !was_session && matches!(self.machine.state(), State::Session(_)) {
            self.begin_session(begun);
        }
        if let Some(transcript) = self.transcript.as_mut() {
            transcript.events.push((now, event));
        }
        if !was_idle && self.is_idle() {
            self.speak(Language::Japanese);
        }
        for effect in effects {
            crate::effect::carry_out(self, now, effect);
        }
        if was_session && !matches!(self.machine.state(), State::Session(_)) {
            self.chronicle.left_behind(self.residue());
        }
        if !was_idle && self.is_idle() {
            self.chronicle.left_behind(self.residue());
            self.close_transcript();
        }
    }

    fn residue(&self) -> Residue {
        let papers = [
            self.case.as_ref().map_or(0, Case::papers),
            usize::from(self.conversation.is_some()),
            usize::from(self.reading.is_some()),
        ];
        Residue { papers: papers.iter().sum(), ..self.closet.residue() }
    }

    const fn is_capturing(&self) -> bool {
        matches!(
            self.machine.state(),
            State::Session(terminal::Session { step: terminal::Step::Capturing(..), .. })
        )
    }

    const fn is_idle(&self) -> bool {
        matches!(self.machine.state(), State::Idle { .. })
    }

    fn begin_session(&mut self, begun: Machine) {
        self.close_transcript();
        self.waiting.clear();
        let mut session = [0; 16];
        // Without randomness the session has no name, and so no challenge and no signature.
        self.case = self
            .entropy
            .fill(&mut session)
            .ok()
            .map(|()| Case::new(wire::SessionId(session), self.clock.unix()));
        let begun = Transcript::begin(self.settings.rules, self.settings.site, begun);
        self.transcript = Some(Transcript { language: self.language, ..begun });
    }

    /// The session's screens are over: its transcript is handed on.
    fn close_transcript(&mut self) {
        if let Some(transcript) = self.transcript.take() {
            self.chronicle.keep(transcript);
        }
    }

    fn speak(&mut self, language: Language) {
        self.language = language;
        self.display.speak(language);
    }

    pub(crate) fn show(&mut self) {
        let screen = self.machine.screen();
        self.display.show(&screen, self.closet.preview.as_ref(), self.closet.chip_photo.as_ref());
    }

    /// Tells reception; both sides see when it does not hear.
    pub(crate) fn tell(&mut self, message: &ReceptionMessage) {
        let lost = self.reception.tell(message).is_err();
        self.heartbeat_due = self.clock.now().after(HEARTBEAT);
        if lost != self.reception_lost {
            self.reception_lost = lost;
            self.display.reception_feed(lost);
        }
    }

    /// The camera is not kept busy with a capture that nobody waits for: the next one would wait for it.
    fn break_off_capture(&self) {
        self.era.fetch_add(1, Ordering::AcqRel);
    }

    /// Has the matcher forget the reference.
    pub(crate) fn forget_face(&mut self) {
        // A matcher that is too busy to be told forgets at the next reference: it holds one at most.
        let _ = self.face.ask(NO_TICKET, FaceJob::Forget);
    }

    /// Hands a job to the card worker, for the card of the present session.
    pub(crate) fn ask_card(&self, ticket: Ticket, job: CardJob) -> Result<(), Busy> {
        self.card.ask(ticket, HeldJob { hold: self.hold, job })
    }

    /// Whether the machine still waits for this ticket.
    pub(crate) fn awaits(&self, ticket: Ticket) -> bool {
        self.machine.awaited() == Some(ticket)
    }

    /// What the session claims beside its confirmation.
    pub(crate) fn claim(&self) -> Claim<'_> {
        Claim {
            rules: &self.settings.rules,
            kind: self.machine.session().map_or(policy::CardKind::Undetermined, |(card, _)| card.kind),
            models: self.models,
            unix: self.clock.unix(),
            transcript: self.transcript.as_ref().map_or([0; 32], Transcript::hash),
        }
    }

    pub(crate) fn unix(&self) -> UnixTime {
        UnixTime(self.clock.unix())
    }
}

fn start_card(
    reader: Box<dyn crate::port::Reader>,
    authorisation: Option<Box<dyn crate::port::HolderAuthorisation>>,
    authorities: Vec<card::cv::CaKey>,
    to_loop: &Sender<Message>,
) -> std::io::Result<Worker<HeldJob>> {
    let worker = CardWorker { reader, authorisation, authorities, laid: Hold(0) };
    Worker::start("card", to_loop.clone(), move |jobs, out| worker.run(&jobs, &out))
}

fn start_face(
    camera: Box<dyn crate::port::Camera>,
    matcher: Box<dyn crate::port::Matcher>,
    clock: &Arc<dyn Clock>,
    folding: Folding,
    era: &Arc<AtomicU32>,
    to_loop: &Sender<Message>,
) -> std::io::Result<Worker<FaceJob>> {
    let worker = FaceWorker { camera, matcher, clock: Arc::clone(clock), folding, era: Arc::clone(era) };
    Worker::start("face", to_loop.clone(), move |jobs, out| worker.run(&jobs, &out))
}

fn start_records<S: Storage + Send + 'static>(
    records: Records<S>,
    clock: &Arc<dyn Clock>,
    most_strikes: u8,
    to_loop: &Sender<Message>,
) -> std::io::Result<Worker<RecordsJob>> {
    let worker = RecordsWorker::new(records, Arc::clone(clock), most_strikes);
    Worker::start("records", to_loop.clone(), move |jobs, out| worker.run(&jobs, &out))
}
