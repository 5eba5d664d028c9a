//! The hand that holds cards over a virtual reader: `card-slot`'s commands and the thread that plays
//! the card. Cards are their JSON files; a file is the card's memory while it lies on the reader.

mod command;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use serde::Serialize;

pub use command::{Command, Reply};

use crate::card::{Behaviour, Keep, PowerEvent, Tally, VirtualCard};
use crate::card_file::CardFile;
use crate::error::Error;
use crate::trace;
use crate::vpcd::{Hand, Link, Request, Response, respond};

/// Pause before a card that lies on a vanished reader tries to reach it again.
const RETRY: Duration = Duration::from_millis(50);

/// What `stats` answers, of the card that lies or lay last on the reader.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Stats {
    /// A card lies on the reader.
    pub present: bool,
    /// The card left in the middle of a command.
    pub torn: bool,
    /// Counts since it was put on.
    #[serde(flatten)]
    pub tally: Tally,
    /// Tries left by `application/file`.
    pub counters: std::collections::BTreeMap<String, u8>,
}

/// One virtual reader and the card on it.
pub struct Slot {
    address: SocketAddr,
    entropy: Box<dyn FnMut() -> Result<[u8; 32], Error> + Send>,
    behaviour: Behaviour,
    trace: Arc<AtomicBool>,
    seat: Option<Seat>,
}

/// A card on the reader; it stays here, torn or removed, until the next one comes, for `stats`.
struct Seat {
    card: Arc<Mutex<VirtualCard>>,
    path: PathBuf,
    state: Arc<State>,
    worker: Option<JoinHandle<()>>,
}

/// Shared between the seat and its thread.
#[derive(Default)]
struct State {
    leave: AtomicBool,
    gone: AtomicBool,
    torn: AtomicBool,
    hand: Mutex<Option<Hand>>,
}

/// A poisoned lock only means that a thread died; the card is still a card.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Slot {
    /// A reader at `address` without a card; `entropy` is asked once per card put on it.
    #[must_use]
    pub fn new(address: SocketAddr, entropy: Box<dyn FnMut() -> Result<[u8; 32], Error> + Send>) -> Self {
        let trace = Arc::new(AtomicBool::new(false));
        Self { address, entropy, behaviour: Behaviour::default(), trace, seat: None }
    }

    /// Carries out one command of the line protocol; `Quit` only takes the card away.
    ///
    /// # Errors
    /// [`Error::Misuse`] for a second card or none; storage and channel errors.
    pub fn carry_out(&mut self, command: Command) -> Result<Reply, Error> {
        match command {
            Command::Insert(path) => self.insert(&path).map(|()| Reply::Done),
            Command::Remove => self.remove().map(|()| Reply::Done),
            Command::Tear(tear) => {
                self.with_behaviour(|behaviour| {
                    behaviour.tear = Some(tear);
                    Ok(())
                })?;
                Ok(Reply::Done)
            }
            Command::Behave(assignment) => {
                self.with_behaviour(|behaviour| behaviour.set(&assignment))?;
                Ok(Reply::Done)
            }
            Command::Trace(on) => {
                self.trace.store(on, Ordering::Relaxed);
                Ok(Reply::Done)
            }
            Command::Stats => Ok(Reply::Stats(self.stats())),
            Command::Quit => {
                let _nothing_to_remove = self.remove();
                Ok(Reply::Done)
            }
        }
    }

    /// Puts the card in `path` on the reader, which must be there.
    fn insert(&mut self, path: &Path) -> Result<(), Error> {
        if self.seat.as_ref().is_some_and(Seat::present) {
            return Err(Error::Misuse { what: "a card lies on the reader" });
        }
        let card = CardFile::load(path)?;
        let link = Link::connect(self.address)?;
        let mut card = VirtualCard::new(card, Keep::File(path.to_owned()), (self.entropy)()?);
        *card.behaviour_mut() = self.behaviour;
        self.behaviour.tear = None;
        let card = Arc::new(Mutex::new(card));
        let state = Arc::new(State::default());
        let player = Player {
            address: self.address,
            card: Arc::clone(&card),
            state: Arc::clone(&state),
            trace: Arc::clone(&self.trace),
        };
        *lock(&state.hand) = Some(link.hand()?);
        let worker = std::thread::spawn(move || player.play(link));
        self.seat = Some(Seat { card, path: path.to_owned(), state, worker: Some(worker) });
        Ok(())
    }

    /// Takes the card away; a torn card has left by itself.
    fn remove(&mut self) -> Result<(), Error> {
        let seat = self.seat.as_mut().filter(|seat| seat.worker.is_some());
        let seat = seat.ok_or(Error::Misuse { what: "no card lies on the reader" })?;
        seat.take_away();
        lock(&seat.card).card().save(&seat.path)
    }

    /// Changes the test modes of the card on the reader, and of the ones to come.
    fn with_behaviour(&mut self, change: impl Fn(&mut Behaviour) -> Result<(), Error>) -> Result<(), Error> {
        let waiting = self.behaviour.tear;
        change(&mut self.behaviour)?;
        if let Some(seat) = self.seat.as_ref().filter(|seat| seat.present()) {
            change(lock(&seat.card).behaviour_mut())?;
            self.behaviour.tear = waiting;
        }
        Ok(())
    }

    fn stats(&self) -> Stats {
        let Some(seat) = &self.seat else {
            return Stats::default();
        };
        let card = lock(&seat.card);
        Stats {
            present: seat.present(),
            torn: seat.state.torn.load(Ordering::Acquire),
            tally: card.tally().clone(),
            counters: card.counters(),
        }
    }
}

impl std::fmt::Debug for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Slot").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Seat {
    fn present(&self) -> bool {
        !self.state.gone.load(Ordering::Acquire)
    }

    fn take_away(&mut self) {
        self.state.leave.store(true, Ordering::Release);
        if let Some(hand) = lock(&self.state.hand).take() {
            hand.take_away();
        }
        if let Some(worker) = self.worker.take() {
            // A panic of the player has been printed by the runtime; the card is gone all the same.
            let _ended = worker.join();
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.take_away();
    }
}

/// The thread that is the card.
struct Player {
    address: SocketAddr,
    card: Arc<Mutex<VirtualCard>>,
    state: Arc<State>,
    trace: Arc<AtomicBool>,
}

impl Player {
    /// Plays on `link`; when the reader vanishes, waits for it to come back, as a card lying there.
    fn play(self, link: Link) {
        let mut link = Some(link);
        while !self.state.leave.load(Ordering::Acquire) {
            let Some(mut present) = link.take() else {
                std::thread::sleep(RETRY);
                link = self.reach_again();
                continue;
            };
            if self.exchange_all(&mut present) == Some(Left) {
                self.state.torn.store(true, Ordering::Release);
                break;
            }
            lock(&self.card).power(PowerEvent::Off);
        }
        lock(&self.card).power(PowerEvent::Off);
        lock(&self.state.hand).take();
        self.state.gone.store(true, Ordering::Release);
    }

    fn reach_again(&self) -> Option<Link> {
        let link = Link::connect(self.address).ok()?;
        *lock(&self.state.hand) = Some(link.hand().ok()?);
        Some(link)
    }

    fn exchange_all(&self, link: &mut Link) -> Option<Left> {
        while let Ok(Some(request)) = link.next_request() {
            let response = respond(&mut lock(&self.card), &request);
            self.print(&request, &response);
            match response {
                Response::Nothing => {}
                Response::Bytes { bytes, after } => {
                    std::thread::sleep(after);
                    link.answer(&bytes).ok()?;
                }
                Response::Torn => return Some(Left),
            }
        }
        None
    }

    fn print(&self, request: &Request, response: &Response) {
        if !self.trace.load(Ordering::Relaxed) {
            return;
        }
        match request {
            Request::Command(bytes) => eprintln!("> {}", trace::command(bytes)),
            other => eprintln!("> {other:?}"),
        }
        match response {
            Response::Bytes { bytes, .. } if *request != Request::Atr => {
                eprintln!("< {}", trace::response(bytes));
            }
            Response::Torn => eprintln!("< torn"),
            Response::Bytes { .. } | Response::Nothing => {}
        }
    }
}

/// The card was torn out of the field.
#[derive(PartialEq, Eq)]
struct Left;
