//! Connections: accepted up to a number, each with a time for everything.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::http::{Peer, Shared, router};
use crate::service::Service;
use crate::signature::sha256;

/// How much of the service one client may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Open connections; further ones are closed at once.
    pub connections: usize,
    /// For the TLS handshake.
    pub handshake: Duration,
    /// For the headers of a request, and between requests.
    pub header: Duration,
    /// For the body of a request.
    pub body: Duration,
    /// For a connection altogether.
    pub connection: Duration,
}

impl Limits {
    /// For a service with some hundred terminals.
    pub const DEFAULT: Self = Self {
        connections: 256,
        handshake: Duration::from_secs(5),
        header: Duration::from_secs(5),
        body: Duration::from_secs(5),
        connection: Duration::from_secs(300),
    };
}

/// Longest head of a request, in bytes.
const MAX_HEAD: usize = 16 * 1024;

/// How long a refused client may take to read why.
const LINGER: Duration = Duration::from_millis(500);

/// Serves until `stop` is done.
pub async fn serve(
    listener: TcpListener,
    tls: Arc<ServerConfig>,
    service: Arc<Service>,
    limits: Limits,
    stop: impl Future<Output = ()>,
) {
    let acceptor = TlsAcceptor::from(tls);
    let free = Arc::new(Semaphore::new(limits.connections));
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => return,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else {
            // Out of file descriptors, most likely: let connections end.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(permit) = Arc::clone(&free).try_acquire_owned() else { continue };
        let (acceptor, service) = (acceptor.clone(), Arc::clone(&service));
        tokio::spawn(async move {
            let connection = connection(stream, acceptor, service, limits, permit);
            let _ = timeout(limits.connection, connection).await;
        });
    }
}

async fn connection(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    service: Arc<Service>,
    limits: Limits,
    _permit: OwnedSemaphorePermit,
) {
    // Small answers: nothing is gained by waiting for more.
    let _ = stream.set_nodelay(true);
    match timeout(limits.handshake, acceptor.accept(stream).into_fallible()).await {
        Ok(Ok(stream)) => answer(stream, service, limits).await,
        Ok(Err((_, stream))) => linger(stream).await,
        Err(_) => {}
    }
}

async fn answer(stream: TlsStream<TcpStream>, service: Arc<Service>, limits: Limits) {
    let (_, tls) = stream.get_ref();
    let Some(certificate) = tls.peer_certificates().and_then(|chain| chain.first()) else { return };
    let peer = Peer(sha256(certificate));
    let endpoints = router(Shared { service, body: limits.body }, peer);
    // A connection that broke is its client's concern: every answer that mattered is on record.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(endpoints))
        .await;
}

/// Closes after a refused handshake so that the alert arrives: with unread bytes in the socket,
/// closing would reset the connection and drop it.
async fn linger(mut stream: TcpStream) {
    let _ = stream.shutdown().await;
    let mut rest = [0; 512];
    let _ = timeout(LINGER, async { while matches!(stream.read(&mut rest).await, Ok(1..)) {} }).await;
}
