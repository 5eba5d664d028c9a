use crate::inside::Inside;
use crate::pcscd::FIRST_PORT;
use crate::{PrivatePcscd, RigFault, places, wait};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

/// The virtual card's program opens its control socket at once.
const START_LIMIT: Duration = Duration::from_secs(15);
/// An answer may have to wait until pcscd has let go of a card.
const ANSWER_LIMIT: Duration = Duration::from_secs(30);

/// A slot of the virtual reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// "Virtual PCD 00 00".
    First,
    /// "Virtual PCD 00 01".
    Second,
}

impl Slot {
    fn port(self) -> u16 {
        match self {
            Self::First => FIRST_PORT,
            Self::Second => FIRST_PORT + 1,
        }
    }
}

/// The command in the middle of which the card is pulled out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Torn {
    /// The next VERIFY that carries a PIN.
    Verify,
    /// The command that comes after this many answered ones.
    AfterCommands(u64),
}

/// On which side of the card's own work the contact breaks. The reader sees no answer in either
/// case; the difference is whether the card has counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The card never acted on the command.
    Before,
    /// The card acted; its answer was lost.
    After,
}

impl fmt::Display for Torn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verify => f.write_str("verify"),
            Self::AfterCommands(n) => write!(f, "{n}"),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Before => "before",
            Self::After => "after",
        })
    }
}

/// Counts since the card was inserted, and its counters as they are now.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct SlotStats {
    /// A card is in the slot.
    pub present: bool,
    /// The card left in the middle of a command.
    pub torn: bool,
    /// Commands that reached the card.
    pub commands: u64,
    /// Commands by instruction byte, two upper-case hexadecimal digits.
    pub by_instruction: BTreeMap<String, u64>,
    /// VERIFYs that carried data, by `application/file` (`jpki/0018`), blocked ones included.
    pub verifies: BTreeMap<String, u64>,
    /// Signatures and internal authentications made.
    pub private_key_uses: u64,
    /// Tries left of every reference, by `application/file`.
    pub counters: BTreeMap<String, u8>,
}

/// The virtual card's program in one slot of a [`PrivatePcscd`]; empty until
/// [`CardSlot::insert`]. Dropping it pulls the card out and ends the program.
#[derive(Debug)]
pub struct CardSlot {
    program: Inside,
    control: BufReader<UnixStream>,
}

impl CardSlot {
    /// Starts `card-slot` in the room of `pcscd` and waits until it takes commands.
    ///
    /// # Errors
    /// [`RigFault::NotBuilt`] when the program is not there, [`RigFault::Ended`] or
    /// [`RigFault::NotReady`] when it does not come up.
    pub fn start(pcscd: &PrivatePcscd, slot: Slot) -> Result<Self, RigFault> {
        Self::start_with(pcscd, slot, None)
    }

    /// As [`CardSlot::start`], with the cards' random numbers following from `entropy`, for a run
    /// that can be repeated.
    ///
    /// # Errors
    /// As [`CardSlot::start`].
    pub fn start_repeatable(pcscd: &PrivatePcscd, slot: Slot, entropy: u64) -> Result<Self, RigFault> {
        Self::start_with(pcscd, slot, Some(entropy))
    }

    fn start_with(pcscd: &PrivatePcscd, slot: Slot, entropy: Option<u64>) -> Result<Self, RigFault> {
        let path = places::program("card-slot")?;
        let socket = pcscd.directory().join(format!("slot-{}", slot.port()));
        match std::fs::remove_file(&socket) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(RigFault::Channel { path: socket, error });
            }
            _ => {}
        }
        let reader = format!("127.0.0.1:{}", slot.port());
        let mut arguments =
            vec![OsStr::new("--vpcd"), OsStr::new(&reader), OsStr::new("--control"), socket.as_os_str()];
        let entropy = entropy.map(|number| number.to_string());
        if let Some(number) = &entropy {
            arguments.extend([OsStr::new("--entropy"), OsStr::new(number)]);
        }
        let log = pcscd.log_file();
        // Not into the room's mounts: card files are where the rest of the machine has them.
        let mut program = Inside::start(pcscd.room(), false, &path, &arguments, &log)?;
        let stream = wait::until("card-slot taking commands", START_LIMIT, || {
            program.require_running()?;
            Ok(UnixStream::connect(&socket).ok())
        })?;
        stream.set_read_timeout(Some(ANSWER_LIMIT)).map_err(RigFault::channel(&socket))?;
        Ok(Self { program, control: BufReader::new(stream) })
    }

    /// Puts the card of this file in. The file keeps the card's counters and locks.
    ///
    /// pcscd notices at its next look, within half a second. Of a card that is taken out and put
    /// in between two looks it notices nothing, and its next command fails: let a client see the
    /// empty slot first.
    ///
    /// # Errors
    /// [`RigFault::Refused`] when there is a card in the slot or the file is not one.
    pub fn insert(&mut self, card: &Path) -> Result<(), RigFault> {
        let text = card.to_str().filter(|text| !text.contains('\n'));
        let text = text.ok_or_else(|| RigFault::PathUnusable { path: card.to_owned() })?;
        self.ask(&format!("insert {text}")).map(drop)
    }

    /// Takes the card out.
    ///
    /// # Errors
    /// [`RigFault::Refused`] when the slot is empty.
    pub fn remove(&mut self) -> Result<(), RigFault> {
        self.ask("remove").map(drop)
    }

    /// Pulls the card out in the middle of a command to come.
    ///
    /// # Errors
    /// [`RigFault::Refused`].
    pub fn tear(&mut self, torn: Torn, moment: Moment) -> Result<(), RigFault> {
        self.ask(&format!("tear {torn} {moment}")).map(drop)
    }

    /// Changes one behaviour of the card; keys and values are `card-slot`'s.
    ///
    /// # Errors
    /// [`RigFault::Refused`] for an unknown key or value.
    pub fn behave(&mut self, key: &str, value: &str) -> Result<(), RigFault> {
        self.ask(&format!("behave {key}={value}")).map(drop)
    }

    /// Starts or ends writing each command and answer to the log ([`PrivatePcscd::log`]).
    ///
    /// # Errors
    /// [`RigFault::Refused`].
    pub fn trace(&mut self, on: bool) -> Result<(), RigFault> {
        self.ask(if on { "trace on" } else { "trace off" }).map(drop)
    }

    /// What the card in the slot, or the one that was in it last, has counted.
    ///
    /// # Errors
    /// [`RigFault::PeerMisbehaved`] when the answer is not what [`SlotStats`] says.
    pub fn stats(&mut self) -> Result<SlotStats, RigFault> {
        let said = self.ask("stats")?;
        serde_json::from_str(&said).map_err(|_| RigFault::PeerMisbehaved { said })
    }

    /// Sends one line and gives what follows `ok ` in the answer.
    fn ask(&mut self, command: &str) -> Result<String, RigFault> {
        let exchanged = self.exchange(command);
        let answer = match exchanged {
            Ok(answer) => answer,
            Err(error) => {
                self.program.require_running()?;
                return Err(RigFault::Channel { path: "card-slot".into(), error });
            }
        };
        match answer.trim_end().split_once(' ') {
            Some(("ok", rest)) => Ok(rest.to_owned()),
            None if answer.trim_end() == "ok" => Ok(String::new()),
            Some(("err", reason)) => Err(RigFault::Refused {
                command: command.split(' ').next().unwrap_or_default().to_owned(),
                said: reason.to_owned(),
            }),
            _ => Err(RigFault::PeerMisbehaved { said: answer }),
        }
    }

    fn exchange(&mut self, command: &str) -> std::io::Result<String> {
        self.control.get_mut().write_all(format!("{command}\n").as_bytes())?;
        let mut answer = String::new();
        self.control.read_line(&mut answer)?;
        Ok(answer)
    }
}
