//! The fault matrix: whatever goes wrong at whatever place, a session ends as it must.
//!
//! | part | places | faults |
//! | --- | --- | --- |
//! | [`procedure`] | each command of each of the card's procedures, short and extended | [`fault`] |
//! | [`card`] | each command of whole sessions by PIN, face and staff | the same |
//! | [`camera`] | the capture of a session by face, with the real models | the camera's |
//! | [`network`] | each question of whole sessions to the service, over real sockets | the line's |
//! | [`storage`] | journal and strike ledger of whole sessions, on real files | the medium's |
//! | [`sample`] | thirteen of these cells on real parts: pcscd, models, service | card, reader, service |
//!
//! A cell is a fault at a place. [`expect`] says what must come of it, [`judge`] what holds of every
//! session: one VERIFY for each entry, no signature after the fault, nothing left in the Closet, the
//! counters, the strikes on record, what reception hears, and the next session. A cell of which nothing is
//! expected fails the run, as does one that differs.
//!
//! The Closet is asked: the runtime counts what a session left behind ([`runtime::Residue`]) when it has
//! ended and again when its screens are over. That is the Closet's own word; what the process's memory
//! holds is not searched here.
//!
//! - [`mod@bench`]: a terminal of chosen parts with the virtual card on an in-process tray, and a patient
//! - [`mod@line`]: a TLS server that fails as it is told, and the real adapter at the other end
//! - [`parts`]: the scripted parts; [`stock`]: cards and keys that all benches share
//! - [`table`]: what is printed

pub mod bench;
pub mod camera;
pub mod card;
pub mod expect;
pub mod fault;
pub mod judge;
pub mod line;
pub mod network;
pub mod parts;
pub mod procedure;
pub mod sample;
pub mod stock;
pub mod storage;
pub mod table;

use apdu::ApduForm;
use table::Table;

/// A part of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The card's procedures.
    Procedures,
    /// Whole sessions on a card with faults.
    Sessions,
    /// Whole sessions with a camera that fails.
    Camera,
    /// Whole sessions with a line that fails.
    Network,
    /// Whole sessions on records that fail.
    Storage,
    /// A sample on real parts.
    Sample,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Procedures, Self::Sessions, Self::Camera, Self::Network, Self::Storage, Self::Sample];

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Procedures => "procedures",
            Self::Sessions => "sessions",
            Self::Camera => "camera",
            Self::Network => "network",
            Self::Storage => "storage",
            Self::Sample => "sample",
        }
    }

    /// What its cells mean.
    #[must_use]
    pub fn legend(self) -> String {
        match self {
            Self::Procedures => format!("{}{}", fault::LEGEND, procedure::LEGEND),
            Self::Sessions => format!("{}{}", fault::LEGEND, judge::LEGEND),
            Self::Camera => camera::LEGEND.into(),
            Self::Network => network::LEGEND.into(),
            Self::Storage => storage::LEGEND.into(),
            Self::Sample => sample::LEGEND.into(),
        }
    }

    /// Plays every cell.
    #[must_use]
    pub fn play(self) -> Vec<Table> {
        match self {
            Self::Procedures => [ApduForm::Short, ApduForm::EXTENDED].map(procedure::play).into(),
            Self::Sessions => {
                card::sessions().iter().map(|sessions| card::play(sessions, |reader| reader)).collect()
            }
            Self::Camera => vec![camera::play()],
            Self::Network => vec![network::play(|service| service)],
            Self::Storage => vec![storage::play()],
            Self::Sample => vec![sample::play()],
        }
    }
}
