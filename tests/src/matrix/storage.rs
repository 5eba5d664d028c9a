//! Whole sessions on records that fail: the real journal and strike ledger on real files.
//!
//! Files grow no further by the kernel's own limit on the size of files, can't be written because their
//! permissions say so, and are damaged in place. A limit is for a whole process, and permissions bind root
//! only without its capability to pass over them, so [`play`] starts the program `fault-matrix` once more;
//! [`play_inside`] is what runs there.

use super::bench::{Bench, Visit};
use super::expect::{Expect, ends, told};
use super::judge::judge;
use super::parts::START;
use super::stock::stock;
use super::table::{Cell, Row, Table};
use journal::{Journal, LogLedger, Storage, StorageError, UnixTime};
use policy::Method;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store_file::FileStore;
use terminal::{CallReason, Ending, Notice, Screen};

/// What befalls the medium.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Harm {
    /// No file can grow: its writes fail with EFBIG, which is a full medium to the store.
    Full,
    /// Seven bytes more can be written to the ledger: its next record stops half-way. The journal, which is
    /// longer, is full.
    Half,
    /// Files and folder can't be written. The journal, which is open already, is told so.
    ReadOnly,
    /// The ledger's last record lacks its end, as after a power cut.
    Torn,
    /// A bit of the ledger's first record is another.
    Rot,
    /// The ledger's file is gone.
    Gone,
}

const COLUMNS: [(&str, Harm); 6] = [
    ("full", Harm::Full),
    ("half", Harm::Half),
    ("read-only", Harm::ReadOnly),
    ("torn", Harm::Torn),
    ("bit rot", Harm::Rot),
    ("gone", Harm::Gone),
];

/// When it happens: before the card is laid, or when somebody begins to type, which is between the
/// card's being read and the record that has to be durable first.
const ROWS: [(Method, bool); 5] = [
    (Method::Pin, false),
    (Method::Pin, true),
    (Method::Face, false),
    (Method::Visual, false),
    (Method::Visual, true),
];

const TITLE: &str = "the records fail";

fn empty() -> Table {
    let mut table = Table::new(TITLE, COLUMNS.map(|(name, _)| name).into());
    for (method, typing) in ROWS {
        let when = if typing { "while somebody types" } else { "before the card is laid" };
        table.rows.push(Row { place: format!("{method:?}: {when}"), cells: vec![None; COLUMNS.len()] });
    }
    table
}

/// Becomes `$0`, which a file that can't grow does not kill.
const FURNISH: &str = r#"trap '' XFSZ; exec "$0" --inside "$1""#;

/// Root without the capability to pass over permissions.
const BOUND: [&str; 2] = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"];

/// Plays every cell, in a process of its own.
#[must_use]
pub fn play() -> Table {
    let directory = tempfile::tempdir().unwrap();
    let program = rig::places::program("fault-matrix").unwrap_or_else(|fault| panic!("{fault}"));
    let user = Command::new("id").arg("-u").output().unwrap();
    let bound: &[&str] = if user.stdout == b"0\n" { &BOUND } else { &["env"] };
    let mut command = Command::new(bound[0]);
    command.args(&bound[1..]).args(["sh", "-c", FURNISH]).arg(&program).arg(directory.path());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let mut table = empty();
    table.fill(&serde_json::from_slice(&output.stdout).unwrap_or_else(|fault| panic!("{fault}: {said}")));
    table
}

/// Plays every cell in `directory`.
#[must_use]
pub fn play_inside(directory: &Path) -> Table {
    let mut table = empty();
    for (row, (method, typing)) in ROWS.into_iter().enumerate() {
        for (column, (name, harm)) in COLUMNS.into_iter().enumerate() {
            let place = directory.join(format!("{row}-{name}"));
            std::fs::create_dir(&place).unwrap();
            let medium = Medium { place, read_only: Arc::default() };
            table.rows[row].cells[column] = Some(cell(&medium, method, typing, harm));
        }
    }
    table
}

fn cell(medium: &Medium, method: Method, typing: bool, harm: Harm) -> Cell {
    let visit = Visit::by(method);
    let mut bench = medium.switch_on();
    let before = bench.session(Visit::by(Method::Pin), None);
    assert_eq!(before.ending, Ending::Verified);
    // The records of that session are written when the next one begins.
    medium.await_quiet();
    let mut struck = !typing;
    if !typing {
        medium.harm(harm);
    }
    let seen = bench.session_today(visit, None, &mut |screen| {
        let pad = matches!(screen, Screen::PinPad { .. } | Screen::StaffCredential { .. });
        if pad && !struck {
            struck = true;
            medium.harm(harm);
        }
    });
    let unwritable = matches!(harm, Harm::Full | Harm::Half | Harm::ReadOnly);
    let called = !unwritable || bench.calls_for(CallReason::PartFailed);
    medium.heal(harm);
    if matches!(harm, Harm::Rot | Harm::Gone) {
        drop(bench);
        medium.start_over(harm);
        bench = medium.switch_on();
    }
    let next = bench.session(visit, None);
    let mut cell = judge(visit, Some(expected(method, typing, harm)), &seen, &next);
    if !struck {
        cell.broken.push("the fault never struck".into());
    }
    if !called {
        cell.broken.push("reception does not hear that the journal can't be written".into());
    }
    cell
}

/// Without a durable intent no VERIFY is sent, and without a durable strike no credential is compared.
/// Face needs no record.
fn expected(method: Method, typing: bool, harm: Harm) -> Expect {
    match (method, harm) {
        (_, Harm::Torn) | (Method::Face, _) | (Method::Visual, Harm::Rot | Harm::Gone) => {
            ends(Ending::Verified)
        }
        (Method::Visual, _) => told(Notice::CredentialClosed),
        // The ledger can't be read, or was lost: PIN is closed from the beginning.
        (Method::Pin, Harm::ReadOnly | Harm::Rot | Harm::Gone) if !typing => ends(Ending::Cancelled),
        (Method::Pin, _) => told(Notice::LedgerFailed),
    }
}

/// A file that is open stays writable whatever its permissions: what a file system that turned read-only
/// answers is answered here.
struct Guarded {
    store: FileStore,
    read_only: Arc<AtomicBool>,
}

impl Guarded {
    fn writable(&self) -> Result<(), StorageError> {
        if self.read_only.load(Ordering::SeqCst) { Err(StorageError::ReadOnly) } else { Ok(()) }
    }
}

impl Storage for Guarded {
    fn lock(&mut self) -> Result<(), StorageError> {
        self.store.lock()
    }

    fn unlock(&mut self) {
        self.store.unlock();
    }

    fn size(&mut self) -> Result<Option<u64>, StorageError> {
        self.store.size()
    }

    fn read(&mut self) -> Result<Option<Vec<u8>>, StorageError> {
        self.store.read()
    }

    fn append(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.writable().and_then(|()| self.store.append(bytes))
    }

    fn sync(&mut self) -> Result<(), StorageError> {
        self.writable().and_then(|()| self.store.sync())
    }

    fn replace(&mut self, bytes: &[u8]) -> Result<(), StorageError> {
        self.writable().and_then(|()| self.store.replace(bytes))
    }
}

/// The files of one terminal, and what is done to them.
struct Medium {
    place: PathBuf,
    read_only: Arc<AtomicBool>,
}

impl Medium {
    fn ledger(&self) -> PathBuf {
        self.place.join("strikes")
    }

    fn switch_on(&self) -> Bench {
        let store = |path: PathBuf| FileStore::new(path).unwrap();
        let read_only = Arc::clone(&self.read_only);
        let guarded = Guarded { store: store(self.place.join("journal")), read_only };
        let journal = Journal::open(guarded, UnixTime(START)).unwrap();
        let ledger = LogLedger::beside(&journal, store(self.ledger()));
        Bench::with(&stock().ordinary, journal, ledger, |kit, _| kit)
    }

    /// A damaged ledger is set aside by an operator. One that is gone stays lost however often the terminal
    /// starts; in place of both the operator begins another.
    fn start_over(&self, harm: Harm) {
        let mut store = FileStore::new(self.ledger()).unwrap();
        if harm == Harm::Rot {
            store.set_aside().unwrap();
        }
        let journal =
            Journal::open(FileStore::new(self.place.join("journal")).unwrap(), UnixTime(START)).unwrap();
        let mut ledger = LogLedger::beside(&journal, store);
        ledger.start_over().unwrap();
    }

    /// Until the files have not grown for a while: records are written on a thread of their own.
    fn await_quiet(&self) {
        let sizes =
            || ["journal", "strikes"].map(|name| std::fs::metadata(self.place.join(name)).unwrap().len());
        let mut last = sizes();
        for _ in 0..100 {
            std::thread::sleep(std::time::Duration::from_millis(50));
            let now = sizes();
            if now == last {
                return;
            }
            last = now;
        }
    }

    fn harm(&self, harm: Harm) {
        let ledger = std::fs::read(self.ledger()).unwrap();
        match harm {
            Harm::Full => limit("0"),
            Harm::Half => limit(&(ledger.len() + 7).to_string()),
            Harm::ReadOnly => self.permit(0o400, 0o500),
            Harm::Torn => std::fs::write(self.ledger(), &ledger[..ledger.len() - 5]).unwrap(),
            Harm::Gone => std::fs::remove_file(self.ledger()).unwrap(),
            Harm::Rot => {
                let mut rotten = ledger;
                let middle = rotten.len() / 2;
                rotten[middle] ^= 0x10;
                std::fs::write(self.ledger(), rotten).unwrap();
            }
        }
    }

    fn heal(&self, harm: Harm) {
        match harm {
            Harm::Full | Harm::Half => limit("unlimited"),
            Harm::ReadOnly => self.permit(0o600, 0o700),
            Harm::Torn | Harm::Rot | Harm::Gone => {}
        }
    }

    fn permit(&self, files: u32, folder: u32) {
        self.read_only.store(folder == 0o500, Ordering::SeqCst);
        let set = |path: &Path, mode| std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        set(&self.place, 0o700);
        for file in std::fs::read_dir(&self.place).unwrap() {
            set(&file.unwrap().path(), files);
        }
        set(&self.place, folder);
    }
}

/// Sets how long this process's files may get; the hard limit stays open.
fn limit(bytes: &str) {
    let own = std::process::id().to_string();
    let limit = format!("--fsize={bytes}:unlimited");
    assert!(Command::new("prlimit").args(["--pid", &own, &limit]).status().unwrap().success());
}

/// What the heads of the columns mean.
pub const LEGEND: &str = "\
full no file can grow   half the ledger's next record stops after seven bytes   read-only files and folder are
torn the ledger's last record lacks its end   bit rot a bit of the ledger is another (then set aside)   gone the ledger's file is not there
";
