//! Why nothing could be measured.

use error_rates::ListFault;
use face::{ModelError, ModelFault};
use std::fmt;
use std::path::{Path, PathBuf};

/// Each says what to do, or whose fault it is.
#[derive(Debug)]
pub(crate) enum Fault {
    /// Wrong arguments; the text is the usage.
    Misuse(&'static str),
    /// There is no list of pictures to measure on.
    List(ListFault),
    /// The row in `policy` wants this group.
    NoGroup(&'static str),
    /// A file can't be read or written.
    File(PathBuf, std::io::Error),
    /// A picture can't be read.
    Picture(PathBuf, image::ImageError),
    /// A picture is larger than the pipeline takes.
    PictureSize(PathBuf),
    /// The models are not in place, or not the listed ones.
    Setup(String),
    /// A model misbehaved.
    Model(ModelFault),
    /// The virtual card's photo maker failed.
    Photo(virtual_card::error::Error),
    /// The committed ledger is not what this program writes.
    LedgerMalformed(&'static str),
    /// The plot could not be drawn.
    Plot(String),
}

impl Fault {
    /// What `map_err` makes of a failure with this file.
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |error| Self::File(path.to_owned(), error)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Misuse(usage) => f.write_str(usage),
            Self::List(fault) => write!(f, "{fault}"),
            Self::NoGroup(group) => write!(f, "the list has no group {group}: nothing was adopted"),
            Self::File(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Picture(path, error) => write!(f, "{}: {error}", path.display()),
            Self::PictureSize(path) => write!(f, "{}: larger than the pipeline takes", path.display()),
            Self::Setup(text) => write!(f, "{text}; `cargo xtask models` fetches what is missing"),
            Self::Model(fault) => write!(f, "{fault}"),
            Self::Photo(error) => write!(f, "{error}"),
            Self::LedgerMalformed(what) => write!(f, "the ledger lacks {what}: write it again"),
            Self::Plot(error) => write!(f, "the plot: {error}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<ListFault> for Fault {
    fn from(fault: ListFault) -> Self {
        Self::List(fault)
    }
}

impl From<ModelFault> for Fault {
    fn from(fault: ModelFault) -> Self {
        Self::Model(fault)
    }
}

impl From<ModelError> for Fault {
    fn from(error: ModelError) -> Self {
        Self::Setup(error.to_string())
    }
}

impl From<virtual_card::error::Error> for Fault {
    fn from(error: virtual_card::error::Error) -> Self {
        Self::Photo(error)
    }
}
