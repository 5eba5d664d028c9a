//! A counter in a directory of its own, with issuers that are made once for all tests.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use municipality::{MunicipalityFault, Store};
use tempfile::TempDir;
use virtual_card::card_file::CardFile;
use virtual_card::pki::Pki;

/// The day on which the tests' cards are made.
pub(crate) const DAY: &str = "2026-11-24";

/// Issuers of seed 1 with keys for four cards, kept between runs.
fn issuers() -> &'static Path {
    static ISSUERS: OnceLock<PathBuf> = OnceLock::new();
    ISSUERS.get_or_init(|| {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("municipality-pki");
        Pki::create_with_pool(&directory, 1, 4).unwrap();
        directory
    })
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// A store that goes with the test.
pub(crate) struct Counter {
    directory: TempDir,
}

impl Counter {
    /// Nothing in it, not even the directory.
    pub(crate) fn empty() -> Self {
        Self { directory: tempfile::tempdir().unwrap() }
    }

    /// Issuers, and no card.
    pub(crate) fn open() -> Self {
        let counter = Self::empty();
        copy(issuers(), &counter.store().pki_directory());
        counter
    }

    /// Issuers, and one card of each of these profiles.
    pub(crate) fn with(profiles: &[&str]) -> Self {
        let counter = Self::open();
        for profile in profiles {
            counter.says(&["new", profile, "--day", DAY]);
        }
        counter
    }

    pub(crate) fn store(&self) -> Store {
        Store::at(self.directory.path().join("cards"))
    }

    pub(crate) fn card(&self, number: u32) -> CardFile {
        self.store().card(number).unwrap()
    }

    pub(crate) fn bytes(&self, number: u32) -> Vec<u8> {
        std::fs::read(self.store().card_path(number)).unwrap()
    }

    /// Runs a command in this store; what was written, and how it ended.
    pub(crate) fn run(&self, words: &[&str]) -> (String, Result<(), MunicipalityFault>) {
        let directory = self.store().directory().to_str().unwrap().to_owned();
        let mut words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        if !matches!(words.first().map(String::as_str), None | Some("help" | "profiles")) {
            words.extend(["--store".to_owned(), directory]);
        }
        let mut out = Vec::new();
        let end = municipality::run(&words, &mut out);
        (String::from_utf8(out).unwrap(), end)
    }

    /// What a command that must go well says.
    pub(crate) fn says(&self, words: &[&str]) -> String {
        let (text, end) = self.run(words);
        end.unwrap_or_else(|fault| panic!("{words:?}: {fault}"));
        text
    }

    /// Why a command is refused; it must not have said anything.
    pub(crate) fn refuses(&self, words: &[&str]) -> MunicipalityFault {
        let (text, end) = self.run(words);
        assert_eq!(text, "", "{words:?}");
        end.expect_err("must be refused")
    }
}
