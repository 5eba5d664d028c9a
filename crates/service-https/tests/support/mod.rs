//! A service that does one thing with each connection, and clients of it.
#![allow(dead_code, unreachable_pub)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use service_https::{ServiceClient, ServiceFault, Settings};
use test_pki::{Authority, Identity};
use wire::UnixSeconds;

/// 2025-06-01T03:00:00Z
pub const NOW: u64 = 1_748_746_800;

pub type Tls = StreamOwned<ServerConnection, TcpStream>;

/// A service that does one thing with each connection, once its request was read.
pub struct Fake {
    pub authority: Authority,
    pub terminal: Identity,
    pub base: String,
}

pub fn listening(act: impl Fn(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // Ends with the test's process.
    thread::spawn(move || {
        for stream in listener.incoming() {
            act(stream.unwrap());
        }
    });
    format!("https://{address}")
}

pub fn fake(act: impl Fn(&mut Tls) + Send + 'static) -> Fake {
    fake_as(|authority| authority.service().unwrap(), act)
}

/// The same, with a certificate that the authority of the terminals' trust issued for this.
pub fn fake_as(
    identity: impl FnOnce(&Authority) -> Identity,
    act: impl Fn(&mut Tls) + Send + 'static,
) -> Fake {
    let authority = Authority::new("authority").unwrap();
    let terminal = authority.terminal("T-1").unwrap();
    let service = identity(&authority);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from(service.certificate_der)],
            PrivateKeyDer::from_pem_slice(service.key_pem.as_bytes()).unwrap(),
        )
        .unwrap();
    let config = Arc::new(config);
    let base = listening(move |socket| {
        let tls = ServerConnection::new(Arc::clone(&config)).unwrap();
        let mut stream = StreamOwned::new(tls, socket);
        if read_request(&mut stream) {
            act(&mut stream);
        }
    });
    Fake { authority, terminal, base }
}

/// Reads a request to the end of its body.
fn read_request(stream: &mut Tls) -> bool {
    let mut read = Vec::new();
    let mut part = [0; 4096];
    loop {
        let Ok(count) = stream.read(&mut part) else { return false };
        if count == 0 {
            return false;
        }
        read.extend(&part[..count]);
        let text = String::from_utf8_lossy(&read).to_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return true;
            }
        }
    }
}

/// Answers with these bytes and closes.
pub fn answering(answer: impl Into<Vec<u8>>) -> Fake {
    fake(saying(answer))
}

/// Writes these bytes and closes.
pub fn saying(answer: impl Into<Vec<u8>>) -> impl Fn(&mut Tls) + Send + 'static {
    let answer = answer.into();
    move |stream| {
        let _ = stream.write_all(&answer);
        stream.conn.send_close_notify();
        let _ = stream.flush();
    }
}

impl Fake {
    pub fn settings(&self) -> Settings {
        Settings {
            base: self.base.clone(),
            service_roots_pem: self.authority.certificate_pem().into_bytes(),
            certificate_pem: self.terminal.certificate_pem.clone().into_bytes(),
            key_pem: self.terminal.key_pem.clone().into_bytes(),
            timeout: Duration::from_secs(20),
        }
    }

    pub fn client(&self) -> ServiceClient {
        client(&self.settings())
    }

    pub fn fault(&self) -> ServiceFault {
        self.client().health().unwrap_err()
    }
}

pub fn client(settings: &Settings) -> ServiceClient {
    ServiceClient::new(settings, Arc::new(|| UnixSeconds(NOW))).unwrap()
}

pub fn http(status: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

pub const HEALTH: &str = r#"{"version":1,"time":1748746800,"rule_date":"2025-06-01","policy_revision":3}"#;
