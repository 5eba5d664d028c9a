//! The real program, its operator's commands, and clients with their own clocks.
#![allow(dead_code, unreachable_pub)]

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use service_https::{ServiceClient, Settings, TerminalKey};
use tempfile::TempDir;
use wire::UnixSeconds;

use super::support::NOW;
use super::support::cards::{Card, root};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_verifier");

/// Files of one service: TLS, roots, database.
pub struct Site {
    pub directory: TempDir,
    pub pki: test_pki::Files,
}

impl Site {
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let pki = test_pki::write(directory.path(), &["T-1", "T-2"]).unwrap();
        let site = Self { directory, pki };
        site.write("root.pem", root().pem.as_bytes());
        for terminal in &site.pki.terminals {
            let certificate = text(&terminal.certificate);
            site.must(&[
                "enrol-terminal",
                "--id",
                &terminal.id,
                "--facility",
                "1310001",
                "--certificate",
                &certificate,
            ]);
        }
        site
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    pub fn write(&self, name: &str, contents: &[u8]) -> String {
        std::fs::write(self.path(name), contents).unwrap();
        text(&self.path(name))
    }

    pub fn register(&self, card: &Card) {
        let file = self.write("card.pem", card.pem.as_bytes());
        self.must(&["register", "--certificate", &file]);
    }

    /// An operator's command on the database.
    pub fn operate(&self, arguments: &[&str]) -> Output {
        let (command, rest) = arguments.split_first().unwrap();
        let database = text(&self.path("service.db"));
        Command::new(PROGRAM).args([command, "--database", &database]).args(rest).output().unwrap()
    }

    pub fn must(&self, arguments: &[&str]) -> String {
        let output = self.operate(arguments);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// `serve` with everything that it needs, and `more`.
    pub fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(["--database", &text(&self.path("service.db"))])
            .args(["--server-cert", &text(&self.pki.service_certificate)])
            .args(["--server-key", &text(&self.pki.service_key)])
            .args(["--client-ca", &text(&self.pki.authority)])
            .args(["--card-root", &text(&self.path("root.pem"))])
            .args(more);
        command
    }

    /// A rig that shows `now`.
    pub fn serve(&self, now: u64) -> Running {
        self.serve_with(now, &[])
    }

    /// The same, told `more`.
    pub fn serve_with(&self, now: u64, more: &[&str]) -> Running {
        let key = text(&self.pki.stand_in_key);
        let now = now.to_string();
        let rig = ["--mode", "rig", "--stand-in-key", &key, "--now", &now];
        Running::start(self.command(&[&rig, more].concat()))
    }

    /// A client of that service as the first terminal, with a clock that stands still.
    pub fn client(&self, running: &Running, now: u64) -> ServiceClient {
        client(&self.settings(running), now)
    }

    pub fn settings(&self, running: &Running) -> Settings {
        let terminal = &self.pki.terminals[0];
        Settings {
            base: format!("https://{}", running.address),
            service_roots_pem: std::fs::read(&self.pki.authority).unwrap(),
            certificate_pem: std::fs::read(&terminal.certificate).unwrap(),
            key_pem: std::fs::read(&terminal.key).unwrap(),
            timeout: Duration::from_secs(10),
        }
    }

    pub fn key(&self, terminal: usize) -> TerminalKey {
        TerminalKey::from_pkcs8(&std::fs::read(&self.pki.terminals[terminal].key).unwrap()).unwrap()
    }
}

pub fn client(settings: &Settings, now: u64) -> ServiceClient {
    ServiceClient::new(settings, Arc::new(move || UnixSeconds(now))).unwrap()
}

pub fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// A service that ends with the test.
pub struct Running {
    child: Child,
    pub address: String,
}

impl Running {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening ").expect("an address").to_owned();
        assert!(address.starts_with("127.0.0.1:"));
        Self { child, address }
    }

    /// Ends it, and gives its log.
    pub fn stop(mut self) -> String {
        self.child.kill().unwrap();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        log
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A session by the first terminal with the registered card, far enough for a statement.
pub fn evidence_of(client: &ServiceClient, card: &Card) -> wire::Evidence {
    let purpose = policy::Purpose::Verification;
    let challenge =
        client.challenge(&wire::ChallengeRequest::new(super::support::session(), purpose)).unwrap();
    super::support::evidence(&challenge, purpose, card, UnixSeconds(NOW))
}
