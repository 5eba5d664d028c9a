//! The store on a real file system: durable files, locks between handles and programs, and the
//! words for what fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fs;
use std::io::{BufRead, BufReader, ErrorKind};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use journal::{
    CardKey, Day, Error, Fact, Journal, LogLedger, Outcome, OutcomeId, Storage, StorageError, StrikeLedger,
    Strikes, UnixTime, VerifyOutcome,
};
use store_file::FileStore;
use tempfile::tempdir;

const NOW: UnixTime = UnixTime(1_702_609_200);

fn store(path: &Path) -> FileStore {
    FileStore::new(path).unwrap()
}

fn card() -> CardKey {
    CardKey::from_parts(Day::in_japan(NOW), [3; 16])
}

#[test]
fn a_journal_outlives_its_program() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal");
    let outcome = Outcome::new(OutcomeId([1; 16]), b"an outcome record".to_vec()).unwrap();
    let mut journal = Journal::open(store(&path), NOW).unwrap();
    journal.queue(outcome.clone(), NOW).unwrap();
    drop(journal);
    let journal = Journal::open(store(&path), NOW).unwrap();
    assert_eq!(journal.pending(), [outcome]);
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
}

#[test]
fn compaction_takes_a_delivered_outcome_out_of_the_folder() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal");
    let mut journal = Journal::open(store(&path), NOW).unwrap();
    let outcome = Outcome::new(OutcomeId([1; 16]), b"an outcome record".to_vec()).unwrap();
    journal.queue(outcome.clone(), NOW).unwrap();
    journal.settle(outcome.id(), journal::Delivery::Accepted, NOW).unwrap();
    journal.compact(u64::MAX, NOW).unwrap();
    journal.record(&Fact::OpenIntentsFound { count: 0 }, NOW).unwrap();
    let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 2, "the journal and its lock: {files:?}");
    for file in files {
        let bytes = fs::read(file).unwrap();
        assert!(!bytes.windows(17).any(|window| window == outcome.bytes()));
    }
}

#[test]
fn a_torn_file_is_mended_and_a_left_over_replacement_ignored() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal");
    let mut journal = Journal::open(store(&path), NOW).unwrap();
    journal.record(&Fact::OpenIntentsFound { count: 1 }, NOW).unwrap();
    journal.record(&Fact::OpenIntentsFound { count: 2 }, NOW).unwrap();
    drop(journal);
    let length = fs::metadata(&path).unwrap().len();
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(length - 5).unwrap();
    fs::write(folder.path().join("journal.new"), b"half a repl").unwrap();
    let mut journal = Journal::open(store(&path), NOW).unwrap();
    let facts: Vec<_> = journal.facts(NOW).unwrap().into_iter().map(|fact| fact.what).collect();
    let torn = Fact::TornTailCutOff { at: 142, lost: 53 };
    assert_eq!(facts, [Fact::OpenIntentsFound { count: 1 }, torn]);
    assert!(!folder.path().join("journal.new").exists());
}

/// Every folder that a cut in the middle of a replacement can leave: the old file or the new one,
/// and any part of `NAME.new`, right or not.
#[test]
fn a_cut_replacement_leaves_the_old_or_the_new_and_nothing_beside_it_for_long() {
    let folder = tempdir().unwrap();
    let (path, left_over) = (folder.path().join("strikes"), folder.path().join("strikes.new"));
    let mut ledger = LogLedger::new(store(&path));
    for _ in 0..2 {
        let intent = ledger.intend(&card(), NOW).unwrap();
        ledger.close(intent, VerifyOutcome::Rejected, NOW).unwrap();
    }
    let old = fs::read(&path).unwrap();
    ledger.reset(&card(), journal::StaffTag([1; 16]), NOW).unwrap();
    ledger.compact(Day::in_japan(NOW), NOW).unwrap();
    let new = fs::read(&path).unwrap();
    assert!(!new.windows(16).any(|window| window == card().tag()));
    for (content, strikes) in [(&old, 2), (&new, 0)] {
        for length in 0..=old.len() {
            for wrong in [0, 0xA5] {
                fs::write(&path, content).unwrap();
                let part: Vec<u8> = old[..length].iter().map(|byte| byte ^ wrong).collect();
                fs::write(&left_over, part).unwrap();
                let mut ledger = LogLedger::new(store(&path));
                assert_eq!(ledger.strikes(&card(), NOW), Strikes::Known(strikes));
                assert!(!left_over.exists(), "what had to be gone is still in the folder");
            }
        }
    }
}

#[test]
fn a_second_journal_on_the_same_file_is_refused_in_bounded_time() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal");
    let _first = Journal::open(store(&path), NOW).unwrap();
    assert_eq!(Journal::open(store(&path), NOW).err(), Some(Error::Storage(StorageError::Busy)));
}

#[test]
fn terminals_of_a_site_count_together() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("strikes");
    let terminals: Vec<_> = (0..4)
        .map(|_| {
            let mut ledger = LogLedger::new(store(&path));
            thread::spawn(move || {
                for _ in 0..10 {
                    let intent = ledger.intend(&card(), NOW).unwrap();
                    ledger.close(intent, VerifyOutcome::Rejected, NOW).unwrap();
                }
            })
        })
        .collect();
    terminals.into_iter().for_each(|terminal| terminal.join().unwrap());
    let mut ledger = LogLedger::new(store(&path));
    assert_eq!(ledger.strikes(&card(), NOW), Strikes::Known(40));
}

#[test]
fn a_handle_writes_to_the_file_that_another_put_in_its_place() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("strikes");
    let (mut left, mut right) = (LogLedger::new(store(&path)), LogLedger::new(store(&path)));
    drop(left.intend(&card(), NOW).unwrap());
    right.start_over().unwrap();
    drop(left.intend(&card(), NOW).unwrap());
    assert_eq!(right.strikes(&card(), NOW), Strikes::Known(1));
}

#[test]
fn a_damaged_file_is_set_aside() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal");
    for number in 1..=2 {
        fs::write(&path, b"not a journal").unwrap();
        assert_eq!(Journal::open(store(&path), NOW).err(), Some(Error::Tampered { at: 0 }));
        let aside = store(&path).set_aside().unwrap();
        assert_eq!(aside, folder.path().join(format!("journal.damaged-{number}")));
        assert_eq!(fs::read(aside).unwrap(), b"not a journal");
        assert!(Journal::open(store(&path), NOW).is_ok());
    }
}

#[test]
fn a_full_disk_is_called_full() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("journal");
    symlink("/dev/full", &path).unwrap();
    assert_eq!(store(&path).append(b"a record"), Err(StorageError::Full));
    let endless = store(&path).read();
    assert_eq!(endless, Err(StorageError::Io(ErrorKind::InvalidInput)), "a device is never read");
}

#[test]
fn a_missing_folder_or_name_is_named() {
    let folder = tempdir().unwrap();
    let missing = folder.path().join("gone/strikes");
    let not_found = Error::Storage(StorageError::Io(ErrorKind::NotFound));
    assert_eq!(LogLedger::new(store(&missing)).strikes(&card(), NOW), Strikes::Unavailable(not_found));
    assert_eq!(FileStore::new("..").err(), Some(StorageError::Io(ErrorKind::InvalidInput)));
}

/// Root may write anywhere, so a program of nobody's looks at a folder of somebody else's.
#[test]
fn a_read_only_folder_is_called_read_only() {
    const FOLDER: &str = "STORE_FILE_TEST_READ_ONLY_FOLDER";
    if let Some(folder) = std::env::var_os(FOLDER) {
        return check_read_only(Path::new(&folder));
    }
    let folder = tempdir().unwrap();
    let read_only = folder.path().join("read-only");
    fs::create_dir(&read_only).unwrap();
    drop(LogLedger::new(store(&read_only.join("strikes"))).intend(&card(), NOW).unwrap());
    for file in fs::read_dir(&read_only).unwrap() {
        fs::set_permissions(file.unwrap().path(), PermissionsExt::from_mode(0o444)).unwrap();
    }
    fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    fs::set_permissions(&read_only, PermissionsExt::from_mode(0o555)).unwrap();
    if fs::metadata("/proc/self").unwrap().uid() != 0 {
        check_read_only(&read_only);
        fs::set_permissions(&read_only, PermissionsExt::from_mode(0o755)).unwrap();
        return;
    }
    let program = folder.path().join("program");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let status = Command::new(&program)
        .args(["--exact", "a_read_only_folder_is_called_read_only"])
        .env(FOLDER, &read_only)
        .current_dir("/")
        .uid(65_534)
        .status()
        .unwrap();
    assert!(status.success());
}

fn check_read_only(folder: &Path) {
    let error = Error::Storage(StorageError::ReadOnly);
    let mut ledger = LogLedger::new(store(&folder.join("strikes")));
    assert_eq!(ledger.strikes(&card(), NOW), Strikes::Unavailable(error));
    assert_eq!(ledger.intend(&card(), NOW), Err(error));
    assert_eq!(Journal::open(store(&folder.join("journal")), NOW).err(), Some(error));
    let mut file = store(&folder.join("strikes"));
    assert_eq!(file.append(b"a record"), Err(StorageError::ReadOnly));
    assert_eq!(file.replace(b"a file"), Err(StorageError::ReadOnly));
}

/// A program that is killed at any point leaves what it acknowledged, and no lock.
#[test]
fn a_killed_program_leaves_all_that_it_acknowledged() {
    const FILE: &str = "STORE_FILE_TEST_KILLED_FILE";
    if let Some(file) = std::env::var_os(FILE) {
        let mut ledger = LogLedger::new(store(Path::new(&file)));
        loop {
            drop(ledger.intend(&card(), NOW).unwrap());
            println!("\nacknowledged");
        }
    }
    let folder = tempdir().unwrap();
    for round in 1..=8 {
        let path = folder.path().join(format!("strikes-{round}"));
        let mut program = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "a_killed_program_leaves_all_that_it_acknowledged", "--nocapture"])
            .env(FILE, &path)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(program.stdout.take().unwrap()).lines().map(Result::unwrap);
        let acknowledged = |line: &String| line == "acknowledged";
        let before_the_kill = lines.by_ref().filter(acknowledged).take(round * 3).count();
        program.kill().unwrap();
        program.wait().unwrap();
        let given_out = before_the_kill + lines.filter(acknowledged).count();
        let Strikes::Known(strikes) = LogLedger::new(store(&path)).strikes(&card(), NOW) else {
            panic!("the ledger must open");
        };
        assert!((given_out..=given_out + 1).contains(&usize::from(strikes)), "{given_out}, {strikes}");
    }
}
