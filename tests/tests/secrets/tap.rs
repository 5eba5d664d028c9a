//! A tap on the wire: ends the terminal's TLS, writes what was said down in clear, and says the same to
//! the service, as the terminal. It has the terminal's key because the test made it.

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, ServerConfig, ServerConnection, StreamOwned};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

/// The tap.
pub(crate) struct Tap {
    pub(crate) address: SocketAddr,
    said: Arc<Mutex<Vec<u8>>>,
    cut: Arc<AtomicBool>,
}

/// Both sides of a relayed connection.
struct Relay {
    server: Arc<ServerConfig>,
    client: Arc<ClientConfig>,
    service: SocketAddr,
    said: Arc<Mutex<Vec<u8>>>,
    cut: Arc<AtomicBool>,
}

impl Tap {
    /// A tap before the service at `service`, with the files of `test_pki` in `directory`.
    pub(crate) fn start(service: SocketAddr, directory: &Path) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (said, cut) = (Arc::default(), Arc::default());
        let relay = Relay {
            server: Arc::new(server(directory)),
            client: Arc::new(client(directory)),
            service,
            said: Arc::clone(&said),
            cut: Arc::clone(&cut),
        };
        // Ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                // A terminal that is switched off leaves in the middle.
                let _ = relay.pass(stream.unwrap());
            }
        });
        Self { address, said, cut }
    }

    /// Lets nothing through any more, or again.
    pub(crate) fn cut(&self, cut: bool) {
        self.cut.store(cut, Ordering::SeqCst);
    }

    /// Everything said so far, by both sides.
    pub(crate) fn said(&self) -> Vec<u8> {
        self.said.lock().unwrap().clone()
    }
}

impl Relay {
    /// One question and its answer: the terminal opens a connection for each.
    fn pass(&self, from: TcpStream) -> std::io::Result<()> {
        if self.cut.load(Ordering::SeqCst) {
            return Ok(());
        }
        let connection = ServerConnection::new(Arc::clone(&self.server)).unwrap();
        let mut terminal = StreamOwned::new(connection, from);
        let question = message(&mut terminal)?;
        let name = ServerName::try_from("localhost").unwrap();
        let connection = ClientConnection::new(Arc::clone(&self.client), name).unwrap();
        let mut service = StreamOwned::new(connection, TcpStream::connect(self.service)?);
        service.write_all(&question)?;
        let answer = message(&mut service)?;
        self.said.lock().unwrap().extend([question, answer.clone()].concat());
        terminal.write_all(&answer)?;
        terminal.conn.send_close_notify();
        terminal.flush()
    }
}

/// A whole message of HTTP/1.1 with a Content-Length, or without a body.
fn message(stream: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut message = Vec::new();
    let mut piece = [0; 4096];
    loop {
        if let Some(end) = memchr::memmem::find(&message, b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&message[..end]).to_ascii_lowercase();
            let length = head.split("content-length:").nth(1).and_then(|rest| rest.lines().next());
            let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
            if message.len() >= end + 4 + length {
                return Ok(message);
            }
        }
        match stream.read(&mut piece)? {
            0 => return Ok(message),
            read => message.extend_from_slice(&piece[..read]),
        }
    }
}

fn server(directory: &Path) -> ServerConfig {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let (chain, key) = (chain(directory, "service"), key(directory, "service"));
    builder.with_no_client_auth().with_single_cert(chain, key).unwrap()
}

fn client(directory: &Path) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    for root in chain(directory, "authority") {
        roots.add(root).unwrap();
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let builder = builder.with_root_certificates(roots);
    builder.with_client_auth_cert(chain(directory, "terminal-1"), key(directory, "terminal-1")).unwrap()
}

fn chain(directory: &Path, name: &str) -> Vec<CertificateDer<'static>> {
    let file = directory.join(format!("{name}.pem"));
    CertificateDer::pem_file_iter(file).unwrap().map(Result::unwrap).collect()
}

fn key(directory: &Path, name: &str) -> PrivateKeyDer<'static> {
    PrivateKeyDer::from_pem_file(directory.join(format!("{name}-key.pem"))).unwrap()
}
