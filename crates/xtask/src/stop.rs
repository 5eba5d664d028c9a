//! Why a job ends early, and what the person at the keyboard can do about it.

use std::fmt;
use std::path::PathBuf;
use std::process::ExitStatus;

/// The one error type of this crate.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The command line was wrong: what it may be.
    Misuse(&'static str),
    /// A program could not be started.
    NotStarted { program: String, error: std::io::Error },
    /// A program ran and said no.
    Failed { command: String, status: ExitStatus },
    /// A file or directory could not be read, written or moved.
    File { path: PathBuf, error: std::io::Error },
    /// Debian packages are missing and only root can install them.
    PackagesMissing(Vec<&'static str>),
    /// The package index is empty, and only root can fill it.
    NoPackageIndex,
    /// A manifest has a line outside the form that it may have.
    MalformedLine { path: PathBuf, line: usize },
    /// A manifest's table lacks a key.
    MissingKey { path: PathBuf, key: &'static str },
    /// A downloaded file is not the one that was asked for.
    WrongHash { path: PathBuf, wanted: String, found: String },
    /// A package from the registry does not hold the file that the manifest names.
    NotInPackage { package: String, path: String },
    /// No python3 here has pip.
    NoPip,
    /// Neither XDG_CACHE_HOME nor HOME is set.
    NoHome,
    /// `cargo test` ran and did not succeed (none failed: one did not build or was killed).
    TestsFailed { passed: u64, failed: u64 },
    /// The fuzzer broke something with so many inputs; they are in `tests/fuzz/artifacts`.
    Findings(u64),
    /// So many changes to the code were seen by no test.
    MutantsMissed(u64),
    /// The simulator ended with this code: a session differed from what it must be.
    Differs(u8),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Misuse(usage) => write!(f, "not understood\n\n{usage}"),
            Self::NotStarted { program, error } => write!(f, "{program} can't be started: {error}"),
            Self::Failed { command, status } => write!(f, "`{command}` failed ({status})"),
            Self::File { path, error } => write!(f, "{}: {error}", path.display()),
            Self::PackagesMissing(names) => write!(
                f,
                "Debian packages are missing and this user can't install them. Run:\n\n  \
                 sudo apt-get update && sudo apt-get install --yes --no-install-recommends {}\n",
                names.join(" ")
            ),
            Self::NoPackageIndex => {
                write!(f, "apt does not know its packages yet. Run:\n\n  sudo apt-get update\n")
            }
            Self::MalformedLine { path, line } => {
                write!(f, "{}: line {line} is malformed", path.display())
            }
            Self::MissingKey { path, key } => {
                write!(f, "{}: a table lacks `{key}`", path.display())
            }
            Self::WrongHash { path, wanted, found } => {
                write!(f, "{}: sha256 is {found}, must be {wanted}; the file was not kept", path.display())
            }
            Self::NotInPackage { package, path } => write!(f, "{package} does not hold {path}"),
            Self::NoPip => write!(f, "no python3 with pip was found"),
            Self::NoHome => write!(f, "neither XDG_CACHE_HOME nor HOME is set: nowhere to keep files"),
            Self::TestsFailed { passed, failed } => {
                write!(f, "cargo test failed: {passed} passed, {failed} failed")
            }
            Self::Findings(count) => write!(f, "{count} inputs broke something: tests/fuzz/artifacts"),
            Self::MutantsMissed(count) => write!(f, "{count} mutants were missed: see above"),
            Self::Differs(code) => write!(f, "the simulator ended with code {code}"),
        }
    }
}

impl std::error::Error for Stop {}

impl Stop {
    /// For `map_err` on a file operation.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |error| Self::File { path, error }
    }
}
