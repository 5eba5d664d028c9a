use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// Why the bench can't do what it was asked, with what to do about it in the text.
#[derive(Debug)]
pub enum RigFault {
    /// A kept directory was not filled: `cargo xtask setup` and `cargo xtask models` do that.
    NotFetched {
        /// What was looked for.
        path: PathBuf,
    },
    /// Neither the variable of a kept directory nor `XDG_CACHE_HOME` nor `HOME` is set.
    NoHome,
    /// One of the workspace's programs is not beside the running one:
    /// `cargo build --workspace --bins --examples` puts it there.
    NotBuilt {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A program of the system could not be started; `cargo xtask setup` installs them.
    NotStarted {
        /// Its name.
        program: String,
        /// The system's reason.
        error: std::io::Error,
    },
    /// This machine (often: a container) gives no namespaces, and without a network namespace
    /// of its own the virtual reader would listen for cards on every network address. There is
    /// no second way: run where `unshare` is allowed.
    NamespacesRefused {
        /// What `unshare`, `mount` or `ip` said.
        said: String,
    },
    /// A program in the room ended when it should not have.
    Ended {
        /// Its name.
        program: String,
        /// The end of its log.
        said: String,
    },
    /// Something that was waited for did not come.
    NotReady {
        /// What it was.
        what: &'static str,
        /// How long it was waited for, at least.
        waited: Duration,
    },
    /// `card-slot` refused a command.
    Refused {
        /// The command, without paths.
        command: String,
        /// Its reason.
        said: String,
    },
    /// `card-slot` answered outside its protocol.
    PeerMisbehaved {
        /// What it answered.
        said: String,
    },
    /// A path can't be used: too long for a UNIX socket's address (107 bytes), or with a line
    /// break in it. Choose a shorter `TMPDIR`.
    PathUnusable {
        /// The path.
        path: PathBuf,
    },
    /// A file, pipe or socket failed.
    Channel {
        /// Which.
        path: PathBuf,
        /// The system's reason.
        error: std::io::Error,
    },
}

impl RigFault {
    pub(crate) fn channel(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |error| Self::Channel { path, error }
    }
}

impl fmt::Display for RigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFetched { path } => write!(f, "{} is missing: run `cargo xtask models`", path.display()),
            Self::NoHome => write!(f, "neither XDG_CACHE_HOME nor HOME is set"),
            Self::NotBuilt { path } => {
                write!(f, "{} is missing: run `cargo build --workspace --bins --examples`", path.display())
            }
            Self::NotStarted { program, error } => {
                write!(f, "{program} can't be started ({error}): run `cargo xtask setup`")
            }
            Self::NamespacesRefused { said } => {
                write!(f, "no namespaces on this machine, so no private pcscd: {said}")
            }
            Self::Ended { program, said } => write!(f, "{program} ended: {said}"),
            Self::NotReady { what, waited } => {
                write!(f, "{what}: not within {} ms", waited.as_millis())
            }
            Self::Refused { command, said } => write!(f, "card-slot refused `{command}`: {said}"),
            Self::PeerMisbehaved { said } => write!(f, "card-slot answered {said:?}"),
            Self::PathUnusable { path } => write!(f, "{} can't be used", path.display()),
            Self::Channel { path, error } => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for RigFault {}
