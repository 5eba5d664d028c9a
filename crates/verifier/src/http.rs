//! The endpoints. Each takes one bounded body and answers JSON; what is not 200 is a [`Fault`].
//!
//! | | body | answer |
//! | --- | --- | --- |
//! | `POST /v1/challenges` | `ChallengeRequest` | `Challenge` |
//! | `POST /v1/authorisations` | JWS `AuthorisationRequest` | `AuthorisationAnswer` |
//! | `POST /v1/statements` | JWS statement | `Verdict` |
//! | `POST /v1/registrations` | JWS `RegistrationRequest` | `Verdict` |
//! | `POST /v1/outcomes` | JWS `OutcomeRecord` | `OutcomeReceipt` |
//! | `GET /v1/health` | | `Health` |

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, State};
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use axum::routing::{get, post};
use wire::{Digest, Fault, FaultCode, MAX_MESSAGE, Message, to_json};

use crate::service::{Rejected, Service};

/// SHA-256 of the client certificate of a connection.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub Digest);

/// What the endpoints share.
#[derive(Clone)]
pub struct Shared {
    /// The service.
    pub service: Arc<Service>,
    /// How long a body may take to arrive.
    pub body: Duration,
}

#[derive(Clone, Copy)]
enum Question {
    Challenge,
    Authorisation,
    Statement,
    Registration,
    Outcome,
}

/// The endpoints, for one connection's peer.
pub fn router(shared: Shared, peer: Peer) -> Router {
    let ask = |question: Question| {
        post(move |state: State<Shared>, peer: Extension<Peer>, request: Request<Body>| {
            asked(state.0, peer.0, request, question)
        })
    };
    Router::new()
        .route("/v1/challenges", ask(Question::Challenge))
        .route("/v1/authorisations", ask(Question::Authorisation))
        .route("/v1/statements", ask(Question::Statement))
        .route("/v1/registrations", ask(Question::Registration))
        .route("/v1/outcomes", ask(Question::Outcome))
        .route("/v1/health", get(|state: State<Shared>| async move { answer(Ok(state.service.health())) }))
        .fallback(|| async { fault(FaultCode::NoSuchEndpoint) })
        .method_not_allowed_fallback(|| async { fault(FaultCode::MethodNotAllowed) })
        .layer(Extension(peer))
        .with_state(shared)
}

async fn asked(shared: Shared, peer: Peer, request: Request<Body>, question: Question) -> Response<Body> {
    let body = match tokio::time::timeout(shared.body, to_bytes(request.into_body(), MAX_MESSAGE)).await {
        Ok(Ok(body)) => body,
        // A body that broke off gets no answer anyway; one that arrives and fails is too long.
        Ok(Err(_)) => return fault(FaultCode::TooLong),
        Err(_) => return fault(FaultCode::TooSlow),
    };
    // The store waits for the disk.
    let answered = tokio::task::spawn_blocking(move || put(&shared.service, &peer.0, &body, question));
    answered.await.unwrap_or_else(|_| fault(FaultCode::Internal))
}

fn put(service: &Service, peer: &Digest, body: &[u8], question: Question) -> Response<Body> {
    match question {
        Question::Challenge => answer(service.challenge(peer, body)),
        Question::Authorisation => answer(service.authorise(peer, body)),
        Question::Statement => answer(service.submit(peer, body)),
        Question::Registration => answer(service.register(peer, body)),
        Question::Outcome => answer(service.record_outcome(peer, body)),
    }
}

fn answer<M: Message>(message: Result<M, Rejected>) -> Response<Body> {
    match message {
        Err(Rejected(code)) => fault(code),
        Ok(message) => match to_json(&message) {
            Ok(bytes) => json(StatusCode::OK, bytes),
            Err(_) => fault(FaultCode::Internal),
        },
    }
}

fn fault(code: FaultCode) -> Response<Body> {
    let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    json(status, to_json(&Fault { code }).unwrap_or_default())
}

fn json(status: StatusCode, bytes: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
