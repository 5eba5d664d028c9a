//! The workers: one thread per blocking part, one operation in flight each, channels between.
//!
//! A worker owns its port. It answers every job with one reply under the job's ticket, also when
//! its part fails; it ends when the loop's end of its channel is dropped.

pub(crate) mod card;
pub(crate) mod face;
mod prompt;
pub(crate) mod records;
pub(crate) mod service;

use std::sync::mpsc::{Receiver, Sender, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use terminal::Ticket;

/// What the loop hears: replies of workers, changes at the reader, and what a person did.
pub(crate) enum Message {
    /// A card was put on the reader.
    CardInserted(card::Hold),
    /// The card left.
    CardRemoved,
    /// Cards lie on two readers.
    SecondCard,
    /// The reader or its service went away.
    ReaderLost,
    /// From the card worker.
    Card(Ticket, card::CardReply),
    /// From the service worker.
    Service(Ticket, service::ServiceReply),
    /// From the face worker.
    Face(Ticket, face::FaceReply),
    /// A camera frame for the preview.
    Preview(crate::port::Frame),
    /// What the person before the camera is to do, in the capture of this ticket.
    Hint(Ticket, terminal::CameraHint),
    /// From the records worker.
    Records(Ticket, records::RecordsReply),
    /// What a person did. Boxed, because a channel keeps what passed through its slots for a while.
    Input(Box<crate::port::Input>),
    /// The terminal is switched off.
    Stop,
}

/// The loop's end of a worker.
pub(crate) struct Worker<Job> {
    jobs: Option<SyncSender<(Ticket, Job)>>,
    thread: Option<JoinHandle<()>>,
}

/// A worker that has hung takes no job; the state's deadline tells the patient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Busy;

/// Jobs that may wait while one is in flight: the next session's first, and a wipe.
const QUEUE: usize = 4;

impl<Job: Send + 'static> Worker<Job> {
    /// Starts a worker that runs `body` until its channel closes.
    pub(crate) fn start(
        name: &'static str,
        to_loop: Sender<Message>,
        body: impl FnOnce(Receiver<(Ticket, Job)>, Sender<Message>) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (jobs, inbox) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new().name(name.into()).spawn(move || body(inbox, to_loop))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Hands a job over without waiting.
    pub(crate) fn ask(&self, ticket: Ticket, job: Job) -> Result<(), Busy> {
        match self.jobs.as_ref().map(|jobs| jobs.try_send((ticket, job))) {
            Some(Ok(())) => Ok(()),
            Some(Err(TrySendError::Full(_) | TrySendError::Disconnected(_))) | None => Err(Busy),
        }
    }
}

impl<Job> Drop for Worker<Job> {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A worker that panicked has nothing left to say.
            let _ = thread.join();
        }
    }
}
