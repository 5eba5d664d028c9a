//! How the values of the store are written into columns, and read back. What can't be read was not
//! written by this version.

use policy::Purpose;
use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::{Challenge, Digest, UnixSeconds};

use super::StoreFault;
use crate::certificate::CentreStanding;
use crate::terminal::{IssuedChallenge, Terminal};

pub(super) fn write<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreFault> {
    serde_json::to_vec(value).map_err(|_| StoreFault::Corrupt)
}

pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreFault> {
    serde_json::from_slice(bytes).map_err(|_| StoreFault::Corrupt)
}

/// SQLite's integers are signed; the end of time is as good as beyond it.
pub(super) fn signed(seconds: UnixSeconds) -> i64 {
    i64::try_from(seconds.0).unwrap_or(i64::MAX)
}

pub(super) fn unsigned(seconds: i64) -> Result<UnixSeconds, StoreFault> {
    u64::try_from(seconds).map(UnixSeconds).map_err(|_| StoreFault::Corrupt)
}

pub(super) const fn purpose_word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Verification => "verification",
        Purpose::Registration => "registration",
    }
}

pub(super) fn purpose(word: &str) -> Result<Purpose, StoreFault> {
    [Purpose::Verification, Purpose::Registration]
        .into_iter()
        .find(|purpose| purpose_word(*purpose) == word)
        .ok_or(StoreFault::Corrupt)
}

pub(super) const fn standing_word(standing: CentreStanding) -> &'static str {
    match standing {
        CentreStanding::Good => "good",
        CentreStanding::Revoked => "revoked",
        CentreStanding::Suspended => "suspended",
    }
}

pub(super) fn standing(word: &str) -> Result<CentreStanding, StoreFault> {
    [CentreStanding::Good, CentreStanding::Revoked, CentreStanding::Suspended]
        .into_iter()
        .find(|standing| standing_word(*standing) == word)
        .ok_or(StoreFault::Corrupt)
}

pub(super) fn terminal_row(row: &Row<'_>) -> Result<Terminal, StoreFault> {
    let name = |text: String| text.parse().map_err(|_| StoreFault::Corrupt);
    let facility = row.get::<_, String>(1)?.parse().map_err(|_| StoreFault::Corrupt)?;
    Ok(Terminal {
        id: name(row.get(0)?)?,
        facility,
        certificate: Digest(row.get(2)?),
        public_key: row.get(3)?,
    })
}

pub(super) fn challenge_row(row: &Row<'_>) -> Result<IssuedChallenge, StoreFault> {
    Ok(IssuedChallenge {
        challenge: read::<Challenge>(&row.get::<_, Vec<u8>>(0)?)?,
        purpose: purpose(&row.get::<_, String>(1)?)?,
        spent: row.get(2)?,
        authorised: row.get::<_, Option<[u8; 32]>>(3)?.map(Digest),
        superseded: row.get(4)?,
    })
}
