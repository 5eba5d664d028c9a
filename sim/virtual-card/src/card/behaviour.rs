//! Test modes: how a card may behave within, or at the edge of, what real cards were seen to do.

use std::str::FromStr;
use std::time::Duration;

use crate::error::Error;

/// How response data is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Delivery {
    /// In the response, as the real card does (card.md 1.3).
    #[default]
    Plain,
    /// `61xx`, to be fetched with GET RESPONSE.
    GetResponse,
    /// `6Cxx` to any read whose Le is not the exact length.
    ExactLe,
}

/// When the card leaves the field, relative to the command it leaves at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The command is not carried out.
    BeforeExecution,
    /// The command is carried out and its answer lost.
    AfterExecution,
}

/// At which command the card leaves the field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TearPoint {
    /// After this many more commands have been answered; 0 is the next command.
    AfterCommands(u32),
    /// At the next VERIFY that carries data.
    NextVerify,
}

/// A tear that is still to come; it happens once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tear {
    /// The command.
    pub at: TearPoint,
    /// Before or after it is carried out.
    pub moment: Moment,
}

/// The test modes of one card. [`Behaviour::default`] is the card as measured, without quirks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Behaviour {
    /// Answer `6F00` to the first command after power-up (seen on one card; card.md 1.3).
    pub first_command_6f00: bool,
    /// How response data is handed over.
    pub delivery: Delivery,
    /// Time that a private-key operation takes; a real card sends waiting-time extensions.
    pub key_delay: Duration,
    /// Time that every command takes.
    pub command_delay: Duration,
    /// `6282` instead of `9000` when a read reaches past the end of a file.
    pub end_of_file_6282: bool,
    /// Two bytes before `FF 20` in 補助 0002 (one report about cards of 2023; card.md 1.4).
    pub two_bytes_before_ff20: bool,
    /// Selecting the current AP again keeps its rights (JICSAP 5.1.3 as myna-card reads it),
    /// instead of clearing them (card.md 4.1).
    pub reselect_keeps_rights: bool,
    /// Leave the field at a command.
    pub tear: Option<Tear>,
}

impl Behaviour {
    /// Sets one mode from `key=value`: `first-6f00`, `eof-6282`, `prefix-ff20`, `reselect-keeps` =
    /// `on|off`; `delivery` = `plain|61|6c`; `key-delay-ms`, `command-delay-ms` = a number.
    ///
    /// # Errors
    /// [`Error::Misuse`] for an unknown key or value.
    pub fn set(&mut self, assignment: &str) -> Result<(), Error> {
        let unknown = Error::Misuse { what: "behaviour: unknown key or value" };
        let Some((key, value)) = assignment.split_once('=') else {
            return Err(Error::Misuse { what: "behaviour is key=value" });
        };
        let switch = match value {
            "on" => Some(true),
            "off" => Some(false),
            _ => None,
        };
        let millis = u64::from_str(value).ok().filter(|ms| *ms <= 60_000).map(Duration::from_millis);
        match (key, switch, millis) {
            ("first-6f00", Some(on), _) => self.first_command_6f00 = on,
            ("eof-6282", Some(on), _) => self.end_of_file_6282 = on,
            ("prefix-ff20", Some(on), _) => self.two_bytes_before_ff20 = on,
            ("reselect-keeps", Some(on), _) => self.reselect_keeps_rights = on,
            ("key-delay-ms", _, Some(time)) => self.key_delay = time,
            ("command-delay-ms", _, Some(time)) => self.command_delay = time,
            ("delivery", ..) => {
                self.delivery = match value {
                    "plain" => Delivery::Plain,
                    "61" => Delivery::GetResponse,
                    "6c" => Delivery::ExactLe,
                    _ => return Err(unknown),
                }
            }
            _ => return Err(unknown),
        }
        Ok(())
    }
}
