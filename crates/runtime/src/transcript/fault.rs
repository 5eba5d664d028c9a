//! Why a text is not a transcript that can be replayed here.

use core::fmt;

/// Why a transcript was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TranscriptFault {
    /// It is not laid out as its version says.
    Malformed {
        /// The line, from 1.
        line: u32,
        /// What is wrong there.
        flaw: Flaw,
    },
    /// It is of a version of the format that this build does not read.
    UnsupportedVersion {
        /// The version that it states.
        version: u32,
    },
    /// Its rules have revisions that are not known here, so it can't be replayed.
    UnsupportedRevisions {
        /// The last of their lines, from 1.
        line: u32,
    },
    /// It has more than [`super::MAX_BYTES`] bytes or [`super::MAX_LINES`] lines.
    TooLong,
}

/// What is wrong in a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The line, or a word of it, is not there.
    Missing,
    /// The text ends before the line does.
    CutOff,
    /// No such word here.
    UnknownWord,
    /// Not a number or date, not written in its one way, or out of range.
    Number,
    /// More than the line, or the file, may have.
    Surplus,
}

impl fmt::Display for TranscriptFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { line, flaw } => write!(f, "transcript, line {line}: {flaw}"),
            Self::UnsupportedVersion { version } => write!(f, "transcript of unknown version {version}"),
            Self::UnsupportedRevisions { line } => {
                write!(
                    f,
                    "transcript under revisions of the rules that are not known here, down to line {line}"
                )
            }
            Self::TooLong => f.write_str("transcript too long"),
        }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "something is missing",
            Self::CutOff => "the line is cut off",
            Self::UnknownWord => "a word is not known here",
            Self::Number => "a number or date is wrong",
            Self::Surplus => "there is too much",
        })
    }
}

impl core::error::Error for TranscriptFault {}
