//! The service worker: one request at a time to the verification service.

use super::Message;
use crate::port::{Service, ServiceFault};
use journal::OutcomeId;
use std::sync::mpsc::{Receiver, Sender};
use terminal::Ticket;
use wire::{AuthorisationAnswer, Challenge, ChallengeRequest, OutcomeReceipt, Verdict};

/// What the loop asks of the service.
pub(crate) enum ServiceJob {
    Challenge(ChallengeRequest),
    Authorise(Vec<u8>),
    Submit(Vec<u8>),
    Register(Vec<u8>),
    Deliver(OutcomeId, Vec<u8>),
}

/// What it answers.
pub(crate) enum ServiceReply {
    Challenge(Result<Challenge, ServiceFault>),
    Authorised(Result<AuthorisationAnswer, ServiceFault>),
    Verdict(Result<Verdict, ServiceFault>),
    Delivered(OutcomeId, Result<OutcomeReceipt, ServiceFault>),
}

pub(crate) fn run(
    mut service: Box<dyn Service>,
    jobs: &Receiver<(Ticket, ServiceJob)>,
    to_loop: &Sender<Message>,
) {
    while let Ok((ticket, job)) = jobs.recv() {
        let reply = match job {
            ServiceJob::Challenge(request) => ServiceReply::Challenge(service.challenge(&request)),
            ServiceJob::Authorise(message) => ServiceReply::Authorised(service.authorise(&message)),
            ServiceJob::Submit(statement) => ServiceReply::Verdict(service.submit(&statement)),
            ServiceJob::Register(message) => ServiceReply::Verdict(service.register(&message)),
            ServiceJob::Deliver(id, record) => ServiceReply::Delivered(id, service.deliver(&record)),
        };
        if to_loop.send(Message::Service(ticket, reply)).is_err() {
            return;
        }
    }
}
