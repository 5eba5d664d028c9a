//! The link to the virtual reader and the hand, against a reader played by the test.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use support::make;
use virtual_card::card_file::CardFile;
use virtual_card::hex;
use virtual_card::profile::Profile;
use virtual_card::slot::{Command, Reply, Slot};

struct Reader(TcpStream);

impl Reader {
    fn accept(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(stream)
    }

    fn tell(&mut self, payload: &[u8]) {
        let length = u16::try_from(payload.len()).unwrap().to_be_bytes();
        self.0.write_all(&length).unwrap();
        self.0.write_all(payload).unwrap();
    }

    /// `None` when the card is gone.
    fn hear(&mut self) -> Option<String> {
        let mut length = [0; 2];
        self.0.read_exact(&mut length).ok()?;
        let mut payload = vec![0; usize::from(u16::from_be_bytes(length))];
        self.0.read_exact(&mut payload).ok()?;
        Some(hex::encode(&payload))
    }

    fn ask(&mut self, command: &str) -> Option<String> {
        let digits: String = command.split_whitespace().collect();
        self.tell(&hex::decode(&digits).unwrap());
        self.hear()
    }
}

struct Bench {
    listener: TcpListener,
    slot: Slot,
    directory: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let slot = Slot::new(listener.local_addr().unwrap(), Box::new(|| Ok([9; 32])));
        Self { listener, slot, directory: tempfile::tempdir().unwrap() }
    }

    fn card(&self, profile: Profile) -> PathBuf {
        let path = self.directory.path().join("card.json");
        make(1, profile).1.save(&path).unwrap();
        path
    }

    fn say(&mut self, line: &str) -> String {
        let result = Command::parse(line).and_then(|command| self.slot.carry_out(command));
        Reply::line(&result)
    }

    fn insert(&mut self, path: &Path) -> Reader {
        assert_eq!(self.say(&format!("insert {}", path.display())), "ok");
        let mut reader = Reader::accept(&self.listener);
        reader.tell(&[0x01]);
        reader
    }

    /// The reply to `stats` once `wanted` is in it; the card's thread may be a moment behind.
    fn stats_with(&mut self, wanted: &str) -> String {
        let deadline = Instant::now() + Duration::from_secs(5);
        loop {
            let stats = self.say("stats");
            if stats.contains(wanted) || Instant::now() > deadline {
                return stats;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

const JPKI: &str = "00A4040C0A D392F000260100000001";

#[test]
fn insert_exchange_remove() {
    let mut bench = Bench::new();
    let path = bench.card(Profile::Normal);
    assert!(bench.say("remove").starts_with("err"));
    let mut reader = bench.insert(&path);
    assert!(bench.say(&format!("insert {}", path.display())).starts_with("err"), "one at a time");
    reader.tell(&[0x04]);
    assert_eq!(reader.hear().unwrap(), "3B888001000005E0B381A1007F");
    assert_eq!(reader.ask(JPKI).unwrap(), "9000");
    assert_eq!(reader.ask("0020009804 30303030").unwrap(), "63C2");
    assert_eq!(bench.say("remove"), "ok");
    assert_eq!(reader.hear(), None);
    let stats = bench.say("stats");
    assert!(stats.contains(r#""present":false"#) && stats.contains(r#""jpki/0018":1"#), "{stats}");
    assert!(stats.contains(r#""20":1"#) && stats.contains(r#""jpki/0018":2"#), "{stats}");
    assert_eq!(CardFile::load(&path).unwrap().counters()["jpki/0018"], 2);
}

#[test]
fn a_tear_closes_the_connection_without_an_answer() {
    for (line, left) in [("tear verify before", 3), ("tear verify after", 2)] {
        let mut bench = Bench::new();
        let path = bench.card(Profile::Normal);
        assert_eq!(bench.say(line), "ok", "armed before the card comes");
        let mut reader = bench.insert(&path);
        reader.ask(JPKI).unwrap();
        assert_eq!(reader.ask("0020009804 30303030"), None);
        let stats = bench.stats_with(r#""present":false"#);
        assert!(stats.contains(r#""torn":true"#), "{stats}");
        assert_eq!(CardFile::load(&path).unwrap().counters()["jpki/0018"], left);
        let mut reader = bench.insert(&path);
        reader.ask(JPKI).unwrap();
        assert_eq!(reader.ask("00200098").unwrap(), format!("63C{left}"));
    }
}

#[test]
fn a_card_on_a_reader_that_comes_back_is_found_again_without_rights() {
    let mut bench = Bench::new();
    let path = bench.card(Profile::Normal);
    let mut reader = bench.insert(&path);
    reader.ask(JPKI).unwrap();
    drop(reader);
    let mut reader = Reader::accept(&bench.listener);
    reader.tell(&[0x01]);
    assert_eq!(reader.ask("00B08A0004").unwrap(), "6A82", "the card level again");
    assert_eq!(bench.say("remove"), "ok");
}

#[test]
fn a_dead_chip_gives_no_atr_and_no_card_comes_to_an_absent_reader() {
    let mut bench = Bench::new();
    let path = bench.card(Profile::Dead);
    let mut reader = bench.insert(&path);
    reader.tell(&[0x04]);
    assert_eq!(reader.hear().unwrap().len(), 80, "too long for an ATR; nothing would hang pcscd");
    drop(reader);
    let mut slot = Slot::new("127.0.0.1:1".parse().unwrap(), Box::new(|| Ok([9; 32])));
    let inserted = slot.carry_out(Command::Insert(path));
    assert!(Reply::line(&inserted).starts_with("err"));
}

#[test]
fn a_command_costs_less_than_delayed_acknowledgement() {
    let mut bench = Bench::new();
    let path = bench.card(Profile::Normal);
    let mut reader = bench.insert(&path);
    // As vpcd does: length and body in two sends, with Nagle's algorithm on.
    reader.0.set_nodelay(false).unwrap();
    let mut times: Vec<_> = (0..30)
        .map(|_| {
            let start = Instant::now();
            reader.ask(JPKI).unwrap();
            start.elapsed()
        })
        .collect();
    times.sort();
    assert!(times[15] < Duration::from_millis(20), "median {:?}", times[15]);
}

#[test]
fn the_program_speaks_the_line_protocol_and_cleans_up() {
    let bench = Bench::new();
    let socket = bench.directory.path().join("slot.sock");
    let path = bench.card(Profile::Normal);
    let address = bench.listener.local_addr().unwrap().to_string();
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_card-slot"))
        .args(["--vpcd", &address, "--entropy", "5", "--control"])
        .arg(&socket)
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(5);
    let stream = loop {
        match UnixStream::connect(&socket) {
            Ok(stream) => break stream,
            Err(_) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(5)),
            Err(failure) => panic!("{failure}"),
        }
    };
    let mut replies = BufReader::new(stream.try_clone().unwrap()).lines();
    let mut say = |line: &str| {
        writeln!(&stream, "{line}").unwrap();
        replies.next().unwrap().unwrap()
    };
    assert!(say("insert /nonexistent").starts_with("err"));
    assert_eq!(say(&format!("insert {}", path.display())), "ok");
    let mut reader = Reader::accept(&bench.listener);
    reader.tell(&[0x01]);
    assert_eq!(reader.ask(JPKI).unwrap(), "9000");
    assert!(say("stats").contains(r#""present":true"#));
    assert_eq!(say("quit"), "ok");
    assert_eq!(reader.hear(), None, "the card leaves with the hand");
    assert!(program.wait().unwrap().success());
    assert!(!socket.exists());
}
