//! The line protocol of `card-slot`: one command a line, one reply line `ok …` or `err …`.

use std::path::PathBuf;

use crate::card::{Moment, Tear, TearPoint};
use crate::error::Error;

use super::Stats;

/// A line from the control socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// `insert PATH`
    Insert(PathBuf),
    /// `remove`
    Remove,
    /// `tear verify before|after`, `tear N before|after` (N more commands are answered first)
    Tear(Tear),
    /// `behave key=value`
    Behave(String),
    /// `trace on|off`
    Trace(bool),
    /// `stats`
    Stats,
    /// `quit`
    Quit,
}

impl Command {
    /// Reads one line.
    ///
    /// # Errors
    /// [`Error::Misuse`] for anything that is not a command.
    pub fn parse(line: &str) -> Result<Self, Error> {
        let unknown = || Error::Misuse { what: "unknown command" };
        let line = line.trim();
        let (verb, rest) = line.split_once(' ').map_or((line, ""), |(verb, rest)| (verb, rest.trim()));
        Ok(match (verb, rest) {
            ("insert", path) if !path.is_empty() => Self::Insert(PathBuf::from(path)),
            ("remove", "") => Self::Remove,
            ("tear", what) => Self::Tear(tear(what).ok_or_else(unknown)?),
            ("behave", assignment) if !assignment.is_empty() => Self::Behave(assignment.to_owned()),
            ("trace", "on") => Self::Trace(true),
            ("trace", "off") => Self::Trace(false),
            ("stats", "") => Self::Stats,
            ("quit", "") => Self::Quit,
            _ => return Err(unknown()),
        })
    }
}

fn tear(text: &str) -> Option<Tear> {
    let (at, moment) = text.split_once(' ')?;
    let at = match at {
        "verify" => TearPoint::NextVerify,
        count => TearPoint::AfterCommands(count.parse().ok()?),
    };
    let moment = match moment.trim() {
        "before" => Moment::BeforeExecution,
        "after" => Moment::AfterExecution,
        _ => return None,
    };
    Some(Tear { at, moment })
}

/// The answer to a [`Command`].
#[derive(Debug, Clone)]
pub enum Reply {
    /// `ok`
    Done,
    /// `ok {…}`
    Stats(Stats),
}

impl Reply {
    /// The reply line, without its end.
    #[must_use]
    pub fn line(result: &Result<Self, Error>) -> String {
        match result {
            Ok(Self::Done) => "ok".to_owned(),
            Ok(Self::Stats(stats)) => match serde_json::to_string(stats) {
                Ok(json) => format!("ok {json}"),
                Err(failure) => format!("err {failure}"),
            },
            Err(error) => format!("err {error}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_commands_or_refused() {
        let tear = Command::parse("tear verify after").unwrap();
        let expected = Tear { at: TearPoint::NextVerify, moment: Moment::AfterExecution };
        assert_eq!(tear, Command::Tear(expected));
        assert_eq!(
            Command::parse(" insert /a b/c.json \n").unwrap(),
            Command::Insert(PathBuf::from("/a b/c.json"))
        );
        for line in ["", "insert", "remove now", "tear", "tear 3", "tear x after", "trace", "stat"] {
            assert!(Command::parse(line).is_err(), "{line}");
        }
    }
}
