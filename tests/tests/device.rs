//! The product's program as a device runs it: real files, a socket, a framebuffer; no card, no
//! camera, no service. Nothing of the simulator but its test certificates for TLS.
//!
//! It is the program that `cargo build --workspace --bins --examples` made beside this test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use journal::{Fact, Journal, LogLedger, UnixTime};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;
use store_file::FileStore;
use tempfile::TempDir;

const FRAME_BYTES: usize = 800 * 480 * 4;
const SECRET: &str = "akebono-61";

/// A device's files.
struct Place {
    directory: TempDir,
}

impl Place {
    fn set_up() -> Self {
        let directory = tempfile::tempdir().unwrap();
        test_pki::write(directory.path(), &["terminal-1"]).unwrap();
        let place = Self { directory };
        std::fs::write(place.path("fb"), vec![0x55; FRAME_BYTES]).unwrap();
        place.secret("site-secret", &[7; 32]);
        std::fs::write(place.path("terminal.toml"), place.config()).unwrap();
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn secret(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
        self.mode(name, 0o600);
    }

    fn mode(&self, name: &str, mode: u32) {
        std::fs::set_permissions(self.path(name), std::fs::Permissions::from_mode(mode)).unwrap();
    }

    fn config(&self) -> String {
        let models = rig::places::models().unwrap_or_else(|fault| panic!("{fault}"));
        let here = self.directory.path().display();
        format!(
            r#"
            terminal = "terminal-1"
            facility = "clinic-0000000"
            models = "{models}"
            camera.index = 63
            [service]
            address = "https://127.0.0.1:1"
            roots = "{here}/authority.pem"
            certificate = "{here}/terminal-1.pem"
            key = "{here}/terminal-1-key.pem"
            [records]
            journal = "{here}/journal"
            strikes = "{here}/strikes"
            site_secret = "{here}/site-secret"
            staff = "{here}/staff"
            [display]
            device = "{here}/fb"
            font = "/usr/share/fonts/truetype/bizud-gothic/BIZUDPGothic-Bold.ttf"
            geometry = {{ width = 800, height = 480, stride = 3200, format = "xrgb8888" }}
            [reception]
            listen = "unix:{here}/reception.sock"
            "#,
            models = models.display(),
        )
    }

    /// The program, out of reach of this machine's card service.
    fn terminal(&self) -> Command {
        let program = rig::places::program("terminal")
            .unwrap_or_else(|fault| panic!("{fault}; `cargo build --workspace --bins --examples` makes it"));
        let mut command = Command::new(program);
        command.env("PCSCLITE_CSOCK_NAME", self.path("no-pcscd"));
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs it with the configuration changed by `change`; gives its exit code and what it said.
    fn refused(&self, change: impl Fn(String) -> String) -> (i32, String) {
        let path = self.path("changed.toml");
        std::fs::write(&path, change(self.config())).unwrap();
        said(&self.terminal().arg(path).output().unwrap())
    }

    fn enrol(&self, number: &str, secret: &str) -> (i32, String) {
        self.with_secret("enrol-staff", number, secret)
    }

    fn with_secret(&self, verb: &str, number: &str, secret: &str) -> (i32, String) {
        let mut command = self.terminal();
        command.args([verb, "--number", number, "--config"]).arg(self.path("terminal.toml"));
        let mut running = command.stdin(Stdio::piped()).spawn().unwrap();
        writeln!(running.stdin.take().unwrap(), "{secret}").unwrap();
        said(&running.wait_with_output().unwrap())
    }

    fn frame(&self) -> Vec<u8> {
        std::fs::read(self.path("fb")).unwrap()
    }
}

fn said(output: &Output) -> (i32, String) {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8(text).unwrap())
}

/// A desk at the device's socket, once the device is up.
fn desk(device: &mut Child, socket: &Path) -> BufReader<UnixStream> {
    for _ in 0..1_200 {
        if let Ok(stream) = UnixStream::connect(socket) {
            stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
            return BufReader::new(stream);
        }
        if device.try_wait().unwrap().is_some() {
            let mut text = String::new();
            device.stderr.take().unwrap().read_to_string(&mut text).unwrap();
            panic!("the device ended at its start: {text}");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("no device within a minute");
}

#[test]
fn a_device_shows_its_screen_tells_reception_and_is_switched_off_in_order() {
    let place = Place::set_up();
    assert_eq!(place.enrol("017", SECRET).0, 0);
    let mut device = place.terminal().arg(place.path("terminal.toml")).spawn().unwrap();
    let mut desk = desk(&mut device, &place.path("reception.sock"));
    // Nobody answers for the card readers, which is an ending; then the device is just alive.
    let (mut beats, mut lost) = (false, false);
    while !(beats && lost) {
        let mut line = String::new();
        assert!(desk.read_line(&mut line).unwrap() > 0);
        let heard: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(heard["v"], 1);
        beats |= heard["kind"] == "heartbeat";
        lost |= heard["kind"] == "ended" && heard["code"] == 301;
    }
    // A screen: mostly paper, with ink on it, and nothing left of what lay there.
    let frame = place.frame();
    let paper = frame.chunks(4).filter(|pixel| *pixel == [0xFD, 0xFD, 0xFC, 0xFF]).count();
    assert!(paper > 100_000 && paper < 380_000, "{paper}");
    assert!(!frame.chunks(4).any(|pixel| pixel == [0x55; 4]));
    assert!(place.path("journal").exists());

    let id = device.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    let (code, text) = said(&device.wait_with_output().unwrap());
    assert_eq!(code, 0, "{text}");
    assert!(place.frame().iter().all(|byte| *byte == 0), "the screen is black");
    assert!(!place.path("reception.sock").exists());
}

#[test]
fn what_cannot_be_served_with_has_an_exit_code_and_a_next_step() {
    let place = Place::set_up();
    let (code, text) = said(&place.terminal().output().unwrap());
    assert_eq!((code, text.contains("usage: terminal CONFIG")), (2, true), "{text}");
    let (code, text) = said(&place.terminal().arg("/nonexistent.toml").output().unwrap());
    assert_eq!((code, text.contains("/nonexistent.toml")), (3, true), "{text}");

    let faults: [(&str, &str, i32, &str); 8] = [
        ("terminal =", "terminl =", 3, "terminl"),
        ("[service]", "[site]\nholder_authorisation = \"stand_in\"\n[service]", 3, "holder_authorisation"),
        ("[service]", "[site]\nbuild = \"rig\"\n[service]", 3, "build"),
        ("authority.pem", "absent.pem", 4, "absent.pem"),
        ("https://127", "http://127", 4, "https://HOST:PORT"),
        ("width = 800", "width = 640", 4, "800x480"),
        ("unix:", "0.0.0.0:77", 4, "127.0.0.1"),
        ("/staff", "/nobody", 4, "enrol-staff"),
    ];
    place.secret("staff", b"");
    for (from, to, expected, word) in faults {
        let (code, text) = place.refused(|config| config.replace(from, to));
        assert_eq!((code, text.contains(word)), (expected, true), "{to}: {text}");
    }

    place.mode("terminal-1-key.pem", 0o644);
    let (code, text) = place.refused(|config| config);
    assert_eq!((code, text.contains("chmod o=")), (4, true), "{text}");
    place.mode("terminal-1-key.pem", 0o600);
    place.secret("site-secret", &[7; 31]);
    let (code, text) = place.refused(|config| config);
    assert_eq!((code, text.contains("32 bytes")), (4, true), "{text}");
}

#[test]
fn staff_are_enrolled_from_standard_input_and_the_secret_is_never_shown() {
    let place = Place::set_up();
    let (code, text) = place.enrol("017", SECRET);
    assert_eq!(code, 0, "{text}");
    let file = std::fs::read_to_string(place.path("staff")).unwrap();
    assert!(file.starts_with("017 $argon2id$"));
    for said in [&text, &file] {
        assert!(!said.contains(SECRET));
    }
    for (number, secret) in [("017", SECRET), ("018", "short"), ("018", "Akebono 61"), ("18", SECRET)] {
        let (code, text) = place.enrol(number, secret);
        assert_eq!(code, 4, "{text}");
        assert!(!text.contains(secret));
    }
    assert_eq!(std::fs::read_to_string(place.path("staff")).unwrap(), file);
}

/// Made by hand as a power cut or a swapped disk would leave it.
#[test]
fn a_ledger_that_closes_pin_is_started_over_by_staff_who_are_on_record_for_it() {
    let place = Place::set_up();
    let now = || UnixTime(runtime::port::Clock::unix(&firmware::SystemClock::start()));
    let lost = || {
        let journal = Journal::open(FileStore::new(place.path("journal")).unwrap(), now()).unwrap();
        let mut ledger = LogLedger::beside(&journal, FileStore::new(place.path("strikes")).unwrap());
        ledger.condition(now()).map(|condition| condition.lost)
    };
    let start_over = |number, secret| place.with_secret("start-ledger-over", number, secret);
    assert_eq!(place.enrol("017", SECRET).0, 0);
    let mut journal = Journal::open(FileStore::new(place.path("journal")).unwrap(), now()).unwrap();
    journal.record(&Fact::OpenIntentsFound { count: 1 }, now()).unwrap();

    let (code, text) = start_over("017", SECRET);
    assert_eq!((code, text.contains("switch it off")), (4, true), "{text}");
    drop(journal);
    assert_eq!(lost(), Ok(true));
    let (code, text) = start_over("017", "another-61");
    assert_eq!((code, text.contains("nobody's")), (4, true), "{text}");
    assert_eq!(lost(), Ok(true));
    let (code, text) = start_over("017", SECRET);
    assert_eq!((code, text.contains(SECRET)), (0, false), "{text}");
    assert_eq!(lost(), Ok(false));

    std::fs::write(place.path("strikes"), b"not a ledger, for longer than a header has bytes").unwrap();
    assert!(lost().is_err());
    assert_eq!(start_over("017", SECRET).0, 0);
    assert_eq!(lost(), Ok(false));

    let mut journal = Journal::open(FileStore::new(place.path("journal")).unwrap(), now()).unwrap();
    let facts = journal.facts(now()).unwrap();
    let said = facts.iter().filter(|fact| matches!(fact.what, Fact::LedgerStartedOver { .. })).count();
    assert_eq!(said, 2);
}
