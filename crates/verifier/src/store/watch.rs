//! What the service watches itself and its terminals by: the latest time, keys that were opened
//! without PIN, alarms. Each function is part of a transaction of [`super::SqliteStore`].

use rusqlite::{Connection, OptionalExtension as _, params};
use wire::{Digest, Nonce, TerminalId, UnixSeconds};

use super::rows::{read, signed, unsigned, write};
use super::{OpenedKey, StoreFault, performer};
use crate::alarm::AlarmRecord;
use crate::visual::{Confirmer, VisualCount};

/// The latest time is written down when it has moved on by this, in seconds.
const TIME_STEP: u64 = 60;

pub(super) fn keep_time(connection: &Connection, now: UnixSeconds) -> Result<UnixSeconds, StoreFault> {
    let latest = unsigned(connection.query_row("SELECT latest FROM clock", [], |row| row.get(0))?)?;
    if now.0 >= latest.0.saturating_add(TIME_STEP) {
        reset_time(connection, now)?;
    }
    Ok(latest)
}

pub(super) fn reset_time(connection: &Connection, now: UnixSeconds) -> Result<(), StoreFault> {
    connection.execute("UPDATE clock SET latest = ?1", [signed(now)])?;
    Ok(())
}

pub(super) fn insert_opened(
    connection: &Connection,
    nonce: &Nonce,
    opened: &OpenedKey,
) -> Result<(), StoreFault> {
    connection.execute(
        "INSERT INTO opened_keys (nonce, at, terminal, facility, performer, certificate, record)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            nonce.0,
            signed(opened.at),
            opened.terminal.as_str(),
            opened.facility.as_str(),
            performer(opened).map(wire::StaffId::as_str),
            opened.certificate.0,
            write(opened)?
        ],
    )?;
    Ok(())
}

pub(super) fn visual_count(
    connection: &Connection,
    of: Confirmer<'_>,
    since: UnixSeconds,
) -> Result<VisualCount, StoreFault> {
    Ok(connection.query_row(
        "SELECT COUNT(*) FILTER (WHERE terminal = ?1),
                COUNT(*) FILTER (WHERE facility = ?2 AND performer = ?3)
         FROM opened_keys WHERE at > ?4 AND performer IS NOT NULL",
        params![of.terminal.as_str(), of.facility.as_str(), of.performer.as_str(), signed(since)],
        |row| Ok(VisualCount { at_terminal: row.get(0)?, by_performer: row.get(1)? }),
    )?)
}

/// A PIN opens no key here, so what has no performer is a face.
pub(super) fn face_count(
    connection: &Connection,
    terminal: &TerminalId,
    since: UnixSeconds,
) -> Result<u32, StoreFault> {
    Ok(connection.query_row(
        "SELECT COUNT(*) FROM opened_keys WHERE terminal = ?1 AND at > ?2 AND performer IS NULL",
        params![terminal.as_str(), signed(since)],
        |row| row.get(0),
    )?)
}

pub(super) fn opened_unanswered(
    connection: &Connection,
    terminal: &TerminalId,
    certificate: &Digest,
    since: UnixSeconds,
) -> Result<bool, StoreFault> {
    Ok(connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM opened_keys
         WHERE terminal = ?1 AND certificate = ?2 AND at > ?3 AND answered = 0)",
        params![terminal.as_str(), certificate.0, signed(since)],
        |row| row.get(0),
    )?)
}

pub(super) fn raise(connection: &Connection, alarm: &AlarmRecord) -> Result<(), StoreFault> {
    let key = params![alarm.day(), alarm.peer.0, write(&alarm.alarm)?];
    let old: Option<Vec<u8>> = connection
        .query_row("SELECT record FROM alarms WHERE day = ?1 AND peer = ?2 AND alarm = ?3", key, |row| {
            row.get(0)
        })
        .optional()?;
    let counted = match old {
        None => alarm.clone(),
        Some(old) => {
            let mut counted: AlarmRecord = read(&old)?;
            counted.add(alarm);
            counted
        }
    };
    connection.execute(
        "INSERT OR REPLACE INTO alarms (day, peer, alarm, record) VALUES (?1, ?2, ?3, ?4)",
        params![alarm.day(), alarm.peer.0, write(&alarm.alarm)?, write(&counted)?],
    )?;
    Ok(())
}
