//! Who is to blame when the simulator itself can't do what it was asked.
//!
//! The card's own refusals are status words and never come as an [`Error`].

use std::path::PathBuf;

/// A failure of the simulator, with the side that caused it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Bytes or text given to the simulator are not what they must be.
    #[error("malformed {what}")]
    Malformed {
        /// The thing that could not be read.
        what: &'static str,
    },
    /// The caller asked for something that makes no sense in this state.
    #[error("misuse: {what}")]
    Misuse {
        /// What was wrong with the request.
        what: &'static str,
    },
    /// A file or directory could not be read or written.
    #[error("{path}: {source}")]
    Storage {
        /// The path concerned.
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// A JSON file is not in the simulator's format.
    #[error("{path}: {source}")]
    Json {
        /// The path concerned.
        path: PathBuf,
        /// Where the text went wrong.
        source: serde_json::Error,
    },
    /// A program that makes part of the card is not installed.
    #[error("{tool} is missing: {next_step}")]
    ToolMissing {
        /// The program's name.
        tool: &'static str,
        /// What the operator can do.
        next_step: &'static str,
    },
    /// A program ran and refused its input.
    #[error("{tool} refused the picture: {answer}")]
    ToolRefused {
        /// The program's name.
        tool: &'static str,
        /// What it printed.
        answer: String,
    },
    /// The font file that draws name and address is not there or not a font.
    #[error("font {path} can't be used: {next_step}")]
    Font {
        /// The path concerned.
        path: PathBuf,
        /// What the operator can do.
        next_step: &'static str,
    },
    /// A picture could not be read.
    #[error("picture {path}: {source}")]
    Picture {
        /// The path concerned.
        path: PathBuf,
        /// The decoder's answer.
        source: image::ImageError,
    },
    /// A record does not fit where the card keeps it.
    #[error("{what} has {length} bytes, at most {most} fit")]
    TooLong {
        /// The record.
        what: &'static str,
        /// Its length in bytes.
        length: usize,
        /// The limit in bytes.
        most: usize,
    },
    /// A key or a certificate could not be made or read.
    #[error("cryptography: {what}")]
    Cryptography {
        /// The operation.
        what: &'static str,
    },
    /// The link to the virtual reader broke.
    #[error("virtual reader: {source}")]
    Channel {
        /// The operating system's answer.
        #[from]
        source: std::io::Error,
    },
}

impl Error {
    /// A storage error at `path`.
    pub(crate) fn at(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Storage { path, source }
    }
}
