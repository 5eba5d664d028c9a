//! Connections that take too long, are too many, or show nothing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::as_conversions, missing_docs)]

mod support;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{
    ClientConfig, ClientConnection, HandshakeKind, RootCertStore, StreamOwned, SupportedProtocolVersion,
};
use support::{Options, World};
use test_pki::{Authority, Identity};
use tokio::net::TcpListener;
use verifier::clock::SystemClock;
use verifier::server::{Limits, serve};
use verifier::tls::{TlsFault, TlsIdentity, server_config};
use wire::{FaultCode, from_json};

const SHORT: Duration = Duration::from_millis(400);
const LIMITS: Limits = Limits {
    connections: 3,
    handshake: SHORT,
    header: SHORT,
    body: SHORT,
    connection: Duration::from_secs(3),
};

struct Served {
    address: SocketAddr,
    authority: Authority,
    terminal: Identity,
    _runtime: tokio::runtime::Runtime,
}

fn served() -> Served {
    served_with(LIMITS)
}

fn served_with(limits: Limits) -> Served {
    let authority = Authority::new("authority").unwrap();
    let identity = authority.service().unwrap();
    let tls = server_config(
        TlsIdentity {
            chain: vec![CertificateDer::from(identity.certificate_der)],
            key: PrivateKeyDer::from_pem_slice(identity.key_pem.as_bytes()).unwrap(),
            client_authorities: vec![
                CertificateDer::from_pem_slice(authority.certificate_pem().as_bytes()).unwrap(),
            ],
        },
        Arc::new(SystemClock::real()),
    )
    .unwrap();
    let terminal = authority.terminal("T-1").unwrap();
    let service = Arc::new(World::new(Options::default()).service);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(serve(listener, tls, service, limits, std::future::pending()));
    Served { address, authority, terminal, _runtime: runtime }
}

impl Served {
    fn connect(&self, identity: Option<&Identity>) -> StreamOwned<ClientConnection, TcpStream> {
        self.connect_by(&self.client(identity, rustls::DEFAULT_VERSIONS))
    }

    fn client(
        &self,
        identity: Option<&Identity>,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_slice(self.authority.certificate_pem().as_bytes()).unwrap())
            .unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots);
        Arc::new(match identity {
            None => config.with_no_client_auth(),
            Some(identity) => config
                .with_client_auth_cert(
                    vec![CertificateDer::from(identity.certificate_der.clone())],
                    PrivateKeyDer::from_pem_slice(identity.key_pem.as_bytes()).unwrap(),
                )
                .unwrap(),
        })
    }

    fn connect_by(&self, config: &Arc<ClientConfig>) -> StreamOwned<ClientConnection, TcpStream> {
        let name = ServerName::try_from("localhost").unwrap();
        let socket = TcpStream::connect(self.address).unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        StreamOwned::new(ClientConnection::new(Arc::clone(config), name).unwrap(), socket)
    }

    /// Sends bytes as they are and reads to the end.
    fn answer(&self, request: &[u8]) -> String {
        let mut stream = self.connect(Some(&self.terminal));
        stream.write_all(request).unwrap();
        read_all(&mut stream)
    }
}

fn read_all(stream: &mut impl Read) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

fn fault(answer: &str) -> FaultCode {
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer:?}"));
    let code = from_json::<wire::Fault>(body.as_bytes()).unwrap().code;
    assert!(head.starts_with(&format!("HTTP/1.1 {} ", code.status())), "{head}");
    assert!(head.contains("content-type: application/json"));
    code
}

#[test]
fn wrong_doors_and_wrong_verbs_have_their_faults() {
    let served = served();
    let ask = |line: &str| {
        served.answer(
            format!("{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
                .as_bytes(),
        )
    };
    assert_eq!(fault(&ask("GET /v2/health")), FaultCode::NoSuchEndpoint);
    assert_eq!(fault(&ask("POST /v1/health")), FaultCode::MethodNotAllowed);
    assert_eq!(fault(&ask("GET /v1/statements")), FaultCode::MethodNotAllowed);
    assert_eq!(fault(&ask("POST /v1/challenges")), FaultCode::TerminalUnknown);
    assert!(ask("GET /v1/health").starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_body_that_is_announced_too_long_or_sent_too_long_is_cut_off() {
    let served = served();
    let long = vec![b'x'; wire::MAX_MESSAGE + 1];
    let head = format!("POST /v1/statements HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", long.len());
    assert_eq!(fault(&served.answer(&[head.as_bytes(), &long].concat())), FaultCode::TooLong);
    let chunk = format!("{:x}\r\n", long.len());
    let head = "POST /v1/statements HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunked = [head.as_bytes(), chunk.as_bytes(), &long, b"\r\n0\r\n\r\n"].concat();
    assert_eq!(fault(&served.answer(&chunked)), FaultCode::TooLong);
}

#[test]
fn slow_clients_are_let_go() {
    let served = served();
    // Never finishes its headers: closed without an answer.
    assert!(!served.answer(b"POST /v1/statements HTTP/1.1\r\nhost: x\r\n").contains("200"));
    // Never sends the body that it announced.
    let slow = served.answer(b"POST /v1/statements HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc");
    assert_eq!(fault(&slow), FaultCode::TooSlow);
    // Never begins TLS.
    let mut silent = TcpStream::connect(served.address).unwrap();
    silent.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    assert_eq!(silent.read(&mut [0; 1]).unwrap(), 0);
}

#[test]
fn without_a_certificate_there_is_no_conversation() {
    let served = served();
    let mut stream = served.connect(None);
    let _ = stream.write_all(b"GET /v1/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    let mut answer = Vec::new();
    assert!(stream.read_to_end(&mut answer).is_err());
    assert!(answer.is_empty());
}

const HEALTH: &[u8] = b"GET /v1/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

#[test]
fn an_older_tls_is_refused() {
    let served = served();
    let mut stream = served.connect_by(&served.client(Some(&served.terminal), &[&rustls::version::TLS12]));
    let _ = stream.write_all(HEALTH);
    let mut answer = Vec::new();
    assert!(stream.read_to_end(&mut answer).is_err());
    assert!(answer.is_empty());
}

/// A terminal shows its certificate at each connection: one that was withdrawn has no old ticket.
#[test]
fn no_connection_is_resumed() {
    let served = served();
    let config = served.client(Some(&served.terminal), rustls::DEFAULT_VERSIONS);
    for _ in 0..3 {
        let mut stream = served.connect_by(&config);
        stream.write_all(HEALTH).unwrap();
        assert!(read_all(&mut stream).starts_with("HTTP/1.1 200 "));
        assert_eq!(stream.conn.handshake_kind(), Some(HandshakeKind::Full));
    }
}

#[test]
fn further_connections_are_closed_until_one_ends() {
    let served = served_with(Limits { handshake: Duration::from_secs(60), ..LIMITS });
    let idle: Vec<_> = (0..3).map(|_| TcpStream::connect(served.address).unwrap()).collect();
    let mut fourth = TcpStream::connect(served.address).unwrap();
    fourth.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    assert_eq!(fourth.read(&mut [0; 1]).unwrap(), 0);
    drop(idle);
    // The service notices when it gets to it.
    let free = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(50));
        let mut stream = served.connect(Some(&served.terminal));
        let request = b"GET /v1/health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        stream.write_all(request).is_ok() && read_all(&mut stream).starts_with("HTTP/1.1 200 ")
    });
    assert!(free);
}

#[test]
fn broken_identities_are_refused_at_the_start() {
    let authority = Authority::new("authority").unwrap();
    let (one, two) = (authority.service().unwrap(), authority.service().unwrap());
    let clock = || Arc::new(SystemClock::real());
    let identity = |chain: Vec<u8>, client: Vec<u8>| TlsIdentity {
        chain: vec![CertificateDer::from(chain)],
        key: PrivateKeyDer::from_pem_slice(one.key_pem.as_bytes()).unwrap(),
        client_authorities: vec![CertificateDer::from(client)],
    };
    let good = CertificateDer::from_pem_slice(authority.certificate_pem().as_bytes()).unwrap().to_vec();
    let refused = server_config(identity(two.certificate_der.clone(), good.clone()), clock());
    assert_eq!(refused.unwrap_err(), TlsFault::Identity);
    let refused = server_config(identity(one.certificate_der.clone(), vec![1, 2, 3]), clock());
    assert_eq!(refused.unwrap_err(), TlsFault::ClientAuthorities);
    assert!(server_config(identity(one.certificate_der.clone(), good), clock()).is_ok());
}
