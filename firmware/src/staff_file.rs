//! The staff file: who may confirm by eye. One line per member of staff: the number of three digits,
//! a blank, and the salted slow hash of the secret in PHC string format. Lines that begin with `#`
//! and empty lines are skipped. Whoever leaves is taken out by deleting the line.
//!
//! Enrolling replaces the file as a whole ([`FileStore`]): a power cut leaves the staff as they
//! were or with the new one, never a torn line that a terminal would refuse to start with.

use journal::{Storage as _, StorageError};
use runtime::port::Entropy;
use runtime::{StaffBook, StaffEntry, StaffMisuse};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use store_file::FileStore;
use terminal::StaffId;
use zeroize::Zeroizing;

/// Bytes of a salt.
const SALT: usize = 16;

/// Why a staff file or a new member of staff was refused, with what to do next.
#[derive(Debug, thiserror::Error)]
pub enum StaffFileFault {
    /// The file can't be read or written.
    #[error("{path}: {error}; `terminal enrol-staff` makes this file")]
    Channel {
        /// The file.
        path: PathBuf,
        /// What the file system says.
        error: Error,
    },
    /// A line is not a number and a hash, or its number stands there twice.
    #[error("{path}, line {line}: not a new number of three digits and a PHC hash; enrol that person again")]
    Malformed {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// The number is not three digits.
    #[error("a staff number has three digits, such as 017")]
    Number,
    /// The number is in use.
    #[error("this number is in use; choose another, or delete its line from {path} first")]
    Taken {
        /// The file.
        path: PathBuf,
    },
    /// The secret is too short, or can't be typed on the terminal.
    #[error("a secret has at least 8 of these characters: {keys}", keys = ui::CREDENTIAL_CHARACTERS)]
    Secret,
    /// The system gives no randomness.
    #[error("the system gives no randomness; nobody was enrolled")]
    NoEntropy,
}

/// Reads the staff of a terminal.
///
/// # Errors
///
/// [`StaffFileFault::Channel`] and [`StaffFileFault::Malformed`].
pub fn read(path: &Path) -> Result<StaffBook, StaffFileFault> {
    let text = std::fs::read_to_string(path).map_err(channel(path))?;
    Ok(StaffBook::new(parse(&text, path)?.into_iter().map(|(_, entry)| entry).collect()))
}

/// Adds a member of staff with a number of three digits, and makes the file if there is none.
///
/// # Errors
///
/// [`StaffFileFault`]; nothing was added then.
pub fn enrol(
    path: &Path,
    number: &str,
    secret: &[u8],
    entropy: &mut dyn Entropy,
) -> Result<(), StaffFileFault> {
    let staff = staff_id(number).ok_or(StaffFileFault::Number)?;
    if !secret.iter().all(|byte| ui::CREDENTIAL_CHARACTERS.as_bytes().contains(byte)) {
        return Err(StaffFileFault::Secret);
    }
    let mut store = FileStore::new(path).map_err(stored(path))?;
    store.lock().map_err(stored(path))?;
    let text = String::from_utf8(store.read().map_err(stored(path))?.unwrap_or_default())
        .map_err(|_| channel(path)(ErrorKind::InvalidData.into()))?;
    if parse(&text, path)?.iter().any(|(taken, _)| *taken == staff) {
        return Err(StaffFileFault::Taken { path: path.to_owned() });
    }
    let mut salt = [0; SALT];
    entropy.fill(&mut salt).map_err(|_| StaffFileFault::NoEntropy)?;
    let mut credential = Zeroizing::new(Vec::with_capacity(number.len().saturating_add(secret.len())));
    credential.extend_from_slice(number.as_bytes());
    credential.extend_from_slice(secret);
    let entry = StaffEntry::enrol(&credential, &salt).map_err(|misuse| match misuse {
        StaffMisuse::Credential => StaffFileFault::Secret,
        StaffMisuse::Hash | StaffMisuse::Salt => StaffFileFault::NoEntropy,
    })?;
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let whole = format!("{text}{gap}{number} {}\n", entry.hash());
    store.replace(whole.as_bytes()).map_err(stored(path))
}

fn parse(text: &str, path: &Path) -> Result<Vec<(StaffId, StaffEntry)>, StaffFileFault> {
    let mut entries: Vec<(StaffId, StaffEntry)> = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        let entry = entry(text).filter(|(staff, _)| entries.iter().all(|(taken, _)| taken != staff));
        entries.push(entry.ok_or_else(|| StaffFileFault::Malformed { path: path.to_owned(), line })?);
    }
    Ok(entries)
}

fn entry(line: &str) -> Option<(StaffId, StaffEntry)> {
    let (number, hash) = line.split_once(' ')?;
    let staff = staff_id(number)?;
    Some((staff, StaffEntry::stored(staff, hash.trim().to_owned()).ok()?))
}

fn staff_id(number: &str) -> Option<StaffId> {
    let digits = number.len() == 3 && number.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| number.parse().ok().map(StaffId)).flatten()
}

fn stored(path: &Path) -> impl FnOnce(StorageError) -> StaffFileFault + use<> {
    let fault = channel(path);
    move |error| {
        let kind = match error {
            StorageError::Full => ErrorKind::StorageFull,
            StorageError::ReadOnly => ErrorKind::PermissionDenied,
            StorageError::Busy => ErrorKind::ResourceBusy,
            StorageError::Torn => ErrorKind::WriteZero,
            StorageError::Io(kind) => kind,
        };
        fault(kind.into())
    }
}

fn channel(path: &Path) -> impl FnOnce(Error) -> StaffFileFault + use<> {
    let path = path.to_owned();
    move |error| StaffFileFault::Channel { path, error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemEntropy;

    const SECRET: &[u8] = b"akebono-61";

    fn enrolled(path: &Path, number: &str, secret: &[u8]) -> Result<(), StaffFileFault> {
        enrol(path, number, secret, &mut SystemEntropy::default())
    }

    #[test]
    fn who_was_enrolled_is_read_back_and_the_secret_is_not_in_the_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("staff");
        enrolled(&path, "017", SECRET).unwrap();
        enrolled(&path, "018", SECRET).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("akebono"));
        let hashes: Vec<&str> = text.lines().filter_map(|line| line.split_once(' ')).map(|it| it.1).collect();
        assert!(hashes.iter().all(|hash| hash.starts_with("$argon2id$")));
        assert_ne!(hashes[0], hashes[1], "salted");
        let numbers: Vec<u16> = parse(&text, &path).unwrap().iter().map(|(staff, _)| staff.0).collect();
        assert_eq!(numbers, [17, 18]);
        assert!(read(&path).is_ok());
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }

    /// What a cut while the second is enrolled can leave in the folder: the file is never written in
    /// place, so it is the old one or the new one, with whatever is left of a replacement beside it.
    #[test]
    fn a_power_cut_leaves_the_staff_as_they_were_or_with_the_new_one() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("staff");
        let left_over = directory.path().join("staff.new");
        enrolled(&path, "017", SECRET).unwrap();
        let old = std::fs::read(&path).unwrap();
        let inode = |path: &Path| std::os::unix::fs::MetadataExt::ino(&std::fs::metadata(path).unwrap());
        let before = inode(&path);
        enrolled(&path, "018", SECRET).unwrap();
        assert_ne!(inode(&path), before, "written in place");
        let new = std::fs::read(&path).unwrap();
        for content in [&old, &new] {
            for length in 0..=new.len() {
                std::fs::write(&path, content).unwrap();
                std::fs::write(&left_over, &new[..length]).unwrap();
                let text = std::fs::read_to_string(&path).unwrap();
                let staff = parse(&text, &path).unwrap().len();
                assert_eq!(staff, if content == &old { 1 } else { 2 });
                assert!(read(&path).is_ok(), "a terminal starts");
            }
            enrolled(&path, "019", SECRET).unwrap();
            assert!(!left_over.exists());
        }
    }

    #[test]
    fn a_number_is_enrolled_once() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("staff");
        enrolled(&path, "017", SECRET).unwrap();
        assert!(matches!(enrolled(&path, "017", b"another-1"), Err(StaffFileFault::Taken { .. })));
        // Lines of an editor that leaves no line break at the end are not torn.
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, format!("# staff\n\n{}", text.trim_end())).unwrap();
        enrolled(&path, "018", SECRET).unwrap();
        assert_eq!(parse(&std::fs::read_to_string(&path).unwrap(), &path).unwrap().len(), 2);
    }

    #[test]
    fn what_cannot_be_typed_or_guessed_too_easily_is_refused() {
        let path = Path::new("/nonexistent/staff");
        for number in ["", "17", "0017", "a17", "+17", "０１７"] {
            assert!(matches!(enrolled(path, number, SECRET), Err(StaffFileFault::Number)), "{number}");
        }
        for secret in [&b"ABCDEFGHIJ"[..], b"akebono 61", "あけぼの曙".as_bytes()] {
            assert!(matches!(enrolled(path, "017", secret), Err(StaffFileFault::Secret)));
        }
        let directory = tempfile::tempdir().unwrap();
        let short = enrolled(&directory.path().join("staff"), "017", b"akebono");
        assert!(matches!(short, Err(StaffFileFault::Secret)));
        assert!(matches!(enrolled(path, "017", SECRET), Err(StaffFileFault::Channel { .. })));
    }

    #[test]
    fn a_damaged_line_is_named() {
        let good = "017 $argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
                    RdescudvJCsgt3ub+b4dWRWJTmaaJObGUa8Nsqp2o3E";
        assert!(parse(good, Path::new("staff")).is_ok());
        for bad in ["017", "17 $argon2id$", "017 akebono-61", good, "\u{0}"] {
            let fault = parse(&format!("{good}\n{bad}\n"), Path::new("staff")).unwrap_err();
            assert!(matches!(fault, StaffFileFault::Malformed { line: 2, .. }), "{bad}");
        }
    }
}
