//! The line to the service: a TLS server on loopback that fails as it is told, and the real adapter.

use super::parts::{Received, Service, TestClock};
use super::stock::stock;
use rig::StandInCentre;
use runtime::port::{self, Clock as _};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use service_https::{ServiceClient, Settings};
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::Duration;
use test_pki::{Authority, Identity};
use wire::{Message, to_json};

/// For one question, by the adapter.
const TIMEOUT: Duration = Duration::from_millis(1500);

/// How the line fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFault {
    /// Nobody listens.
    Refused,
    /// The connection is accepted and closed.
    Closed,
    /// The service's certificate is another authority's.
    Certificate,
    /// The question is read and never answered.
    Slow,
    /// The answer comes byte by byte, so slowly that it is not there in time.
    Trickle,
    /// The question is read, and the connection closed.
    Gone,
    /// The connection breaks in the middle of the answer.
    Cut,
    /// Bytes that are no HTTP.
    NoHttp,
    /// `200` with bytes that are no message.
    Garbage,
    /// `200` with a well-formed message, of another kind.
    Other,
    /// `200` with more than a message may have.
    TooLong,
    /// `500`.
    Internal,
    /// `400`.
    Rejected,
}

/// A question by its endpoint, and how it fails.
pub type Planned = (&'static str, Option<LineFault>);

type Tls = StreamOwned<ServerConnection, TcpStream>;

/// Two authorities' configurations: the one that terminals believe, and another.
pub struct Line {
    address: SocketAddr,
    listening: AtomicBool,
    stop: AtomicBool,
    right: Arc<ServerConfig>,
    wrong: Arc<ServerConfig>,
    armed: Mutex<Option<LineFault>>,
    plan: Mutex<Vec<Planned>>,
    service: Mutex<Service>,
    authority_pem: String,
    terminal: Identity,
}

impl Line {
    /// A service that listens, and what reaches it.
    #[must_use]
    pub fn open(unregistered: bool, clock: &Arc<TestClock>) -> Arc<Self> {
        let (authority, stranger) = (Authority::new("authority").unwrap(), Authority::new("other").unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let centre = StandInCentre::new(stock().stand_in_key.clone());
        let line = Arc::new(Self {
            address: listener.local_addr().unwrap(),
            listening: AtomicBool::new(true),
            stop: AtomicBool::new(false),
            right: config(&authority.service().unwrap()),
            wrong: config(&stranger.service().unwrap()),
            armed: Mutex::new(None),
            plan: Mutex::default(),
            service: Mutex::new(Service {
                received: Received::default(),
                centre,
                clock: Arc::clone(clock),
                number: 0,
                unregistered,
            }),
            authority_pem: authority.certificate_pem(),
            terminal: authority.terminal("terminal-1").unwrap(),
        });
        let served = Arc::clone(&line);
        std::thread::spawn(move || served.listen(listener));
        line
    }

    /// The next questions of these kinds fail so, or do not fail, once each.
    pub fn plan(&self, faults: &[Planned]) {
        *self.plan.lock().unwrap() = faults.to_vec();
    }

    /// What reached the service.
    #[must_use]
    pub fn received(&self) -> Received {
        self.service.lock().unwrap().received.clone()
    }

    /// Whether everything planned has struck.
    #[must_use]
    pub fn struck(&self) -> bool {
        self.plan.lock().unwrap().is_empty()
    }

    /// Nobody listens any more.
    pub fn close(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }

    /// The real adapter at this end of the line.
    #[must_use]
    pub fn client(self: &Arc<Self>, clock: &Arc<TestClock>) -> OverLine {
        let settings = Settings {
            base: format!("https://{}", self.address),
            service_roots_pem: self.authority_pem.clone().into_bytes(),
            certificate_pem: self.terminal.certificate_pem.clone().into_bytes(),
            key_pem: self.terminal.key_pem.clone().into_bytes(),
            timeout: TIMEOUT,
        };
        let clock = Arc::clone(clock);
        let clock = Arc::new(move || wire::UnixSeconds(clock.unix()));
        OverLine { client: ServiceClient::new(&settings, clock).unwrap(), line: Arc::clone(self) }
    }

    fn planned(&self, endpoint: &str) -> Option<LineFault> {
        let mut plan = self.plan.lock().unwrap();
        let at = plan.iter().position(|(planned, _)| *planned == endpoint)?;
        plan.remove(at).1
    }

    fn listen(self: Arc<Self>, first: TcpListener) {
        let mut listener = Some(first);
        while !self.stop.load(Ordering::SeqCst) {
            if !self.listening.load(Ordering::SeqCst) {
                listener = None;
            } else if listener.is_none() {
                // The port is ours: the system hands it to nobody else so soon.
                listener = TcpListener::bind(self.address).ok();
            }
            let Some(open) = &listener else {
                sleep(Duration::from_millis(2));
                continue;
            };
            open.set_nonblocking(true).unwrap();
            match open.accept() {
                Ok((socket, _)) => {
                    let line = Arc::clone(&self);
                    std::thread::spawn(move || line.serve(socket));
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => sleep(Duration::from_millis(2)),
                Err(_) => {}
            }
        }
    }

    fn serve(&self, socket: TcpStream) {
        let fault = self.armed.lock().unwrap().take();
        if fault == Some(LineFault::Closed) {
            return;
        }
        socket.set_nonblocking(false).unwrap();
        let config = if fault == Some(LineFault::Certificate) { &self.wrong } else { &self.right };
        let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(config)).unwrap(), socket);
        let Some((endpoint, body)) = read_request(&mut stream) else { return };
        match fault {
            None => finish(&mut stream, &http("200 OK", &self.answer(&endpoint, &body))),
            Some(fault) => misbehave(fault, &mut stream, &endpoint),
        }
    }

    fn answer(&self, endpoint: &str, body: &[u8]) -> Vec<u8> {
        use port::Service as _;
        let mut service = self.service.lock().unwrap();
        match endpoint {
            "challenges" => json(service.challenge(&wire::from_json(body).unwrap())),
            "authorisations" => json(service.authorise(body)),
            "statements" => json(service.submit(body)),
            "registrations" => json(service.register(body)),
            "outcomes" => json(service.deliver(body)),
            other => panic!("{other}"),
        }
    }
}

fn json<M: Message>(answer: Result<M, port::ServiceFault>) -> Vec<u8> {
    to_json(&answer.unwrap()).unwrap()
}

/// The service has read its question.
fn misbehave(fault: LineFault, stream: &mut Tls, endpoint: &str) {
    match fault {
        LineFault::Slow => sleep(TIMEOUT * 2),
        LineFault::Trickle => {
            for byte in http("200 OK", br#"{"version":1}"#) {
                if stream.write_all(&[byte]).and_then(|()| stream.flush()).is_err() {
                    return;
                }
                sleep(TIMEOUT / 10);
            }
        }
        LineFault::Cut => {
            let whole = http("200 OK", br#"{"version":1,"nonce":"AAAAAAAAAAAAAAAA"}"#);
            let _ = stream.write_all(&whole[..whole.len() - 20]).and_then(|()| stream.flush());
        }
        LineFault::NoHttp => finish(stream, b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        LineFault::Garbage => finish(stream, &http("200 OK", &[0xFF, 0x00, b'{', 0xC3, 0x28])),
        LineFault::Other => finish(stream, &http("200 OK", &other(endpoint))),
        LineFault::TooLong => finish(stream, &http("200 OK", &vec![b' '; wire::MAX_MESSAGE + 1])),
        LineFault::Internal => finish(stream, &http("500 Internal Server Error", br#"{"code":"internal"}"#)),
        LineFault::Rejected => finish(stream, &http("400 Bad Request", br#"{"code":"malformed"}"#)),
        // The connection is closed without a word; the other faults never get here.
        LineFault::Gone | LineFault::Refused | LineFault::Closed | LineFault::Certificate => {}
    }
}

/// A good answer to another question.
fn other(endpoint: &str) -> Vec<u8> {
    match endpoint {
        "statements" | "registrations" => to_json(&wire::OutcomeReceipt::Recorded).unwrap(),
        _ => {
            let verified = wire::Verified { standing: wire::Standing::Full, notice: None };
            to_json(&wire::Verdict::Verified(verified)).unwrap()
        }
    }
}

fn finish(stream: &mut Tls, answer: &[u8]) {
    let _ = stream.write_all(answer);
    stream.conn.send_close_notify();
    let _ = stream.flush();
}

fn http(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// Reads a request to the end of its body: the last part of its path, and the body.
fn read_request(stream: &mut Tls) -> Option<(String, Vec<u8>)> {
    let (mut read, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut part).ok().filter(|count| *count > 0)?;
        read.extend(&part[..count]);
        let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&read[..end]).to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |length| length.parse().unwrap());
        if let Some(body) = read.get(end + 4..end + 4 + length) {
            let endpoint = head.split(' ').nth(1)?.rsplit('/').next()?.to_owned();
            return Some((endpoint, body.to_vec()));
        }
    }
}

fn config(service: &Identity) -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(service.certificate_der.clone())],
            PrivateKeyDer::from_pem_slice(service.key_pem.as_bytes()).unwrap(),
        );
    Arc::new(config.unwrap())
}

/// The real adapter, over a line whose fault strikes at the planned question.
pub struct OverLine {
    client: ServiceClient,
    line: Arc<Line>,
}

impl OverLine {
    fn ask<T>(&mut self, endpoint: &str, question: impl FnOnce(&mut ServiceClient) -> T) -> T {
        let fault = self.line.planned(endpoint);
        if fault == Some(LineFault::Refused) {
            self.line.listening.store(false, Ordering::SeqCst);
            while TcpStream::connect(self.line.address).is_ok() {
                sleep(Duration::from_millis(2));
            }
        } else {
            *self.line.armed.lock().unwrap() = fault;
        }
        let answer = question(&mut self.client);
        if fault == Some(LineFault::Refused) {
            self.line.listening.store(true, Ordering::SeqCst);
            while TcpStream::connect(self.line.address).is_err() {
                sleep(Duration::from_millis(2));
            }
        }
        answer
    }
}

impl port::Service for OverLine {
    fn challenge(&mut self, request: &wire::ChallengeRequest) -> Result<wire::Challenge, port::ServiceFault> {
        self.ask("challenges", |client| port::Service::challenge(client, request))
    }

    fn authorise(&mut self, message: &[u8]) -> Result<wire::AuthorisationAnswer, port::ServiceFault> {
        self.ask("authorisations", |client| port::Service::authorise(client, message))
    }

    fn submit(&mut self, statement: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        self.ask("statements", |client| port::Service::submit(client, statement))
    }

    fn register(&mut self, message: &[u8]) -> Result<wire::Verdict, port::ServiceFault> {
        self.ask("registrations", |client| port::Service::register(client, message))
    }

    fn deliver(&mut self, record: &[u8]) -> Result<wire::OutcomeReceipt, port::ServiceFault> {
        self.ask("outcomes", |client| port::Service::deliver(client, record))
    }
}
