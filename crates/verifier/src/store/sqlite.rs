//! The store in one SQLite file. Rollback journal (`journal_mode=DELETE`) and `synchronous=EXTRA`:
//! an answer that left the service is on disk. FULL would not do: a transaction is committed by
//! removing the journal file, and FULL does not sync the directory that it is removed from, so
//! after a power cut the file may be back and take the transaction back with it. Another process (the operator's commands) may use the file meanwhile.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use serde::de::DeserializeOwned;
use wire::{Digest, Evidence, Nonce, OutcomeRecord, RegistrationToken, TerminalId, UnixSeconds};

use super::rows::{
    challenge_row, purpose_word, read, signed, standing, standing_word, terminal_row, unsigned, write,
};
use super::{
    Once, OpenedKey, OutcomeEntry, Registered, Store, StoreFault, Ticket, VerificationRecord, watch,
};
use crate::alarm::AlarmRecord;
use crate::certificate::{CentreStanding, CertificateName};
use crate::terminal::{IssuedChallenge, Terminal};
use crate::visual::{Confirmer, VisualCount};

/// What each version added; a file's `user_version` is how many of them it has.
const SCHEMA: [&str; 2] = [include_str!("schema.sql"), include_str!("schema_2.sql")];
/// How long a transaction waits for another process's.
const PATIENCE: Duration = Duration::from_secs(5);

/// A store in a file.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Connection,
}

impl SqliteStore {
    /// Opens the file, lays it out if it is new, and adds what an older version did not have.
    ///
    /// # Errors
    /// [`StoreFault::Corrupt`] if it was laid out by a newer version.
    pub fn open(path: &Path) -> Result<Self, StoreFault> {
        let mut connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        // Answers with the mode that holds, which another one must not be.
        let mode: String =
            connection.pragma_update_and_check(None, "journal_mode", "DELETE", |row| row.get(0))?;
        if mode != "delete" {
            return Err(StoreFault::Corrupt);
        }
        connection.pragma_update(None, "synchronous", "EXTRA")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        let transaction = begin(&mut connection)?;
        let version: usize = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        for missing in SCHEMA.get(version..).ok_or(StoreFault::Corrupt)? {
            transaction.execute_batch(missing)?;
        }
        transaction.pragma_update(None, "user_version", SCHEMA.len())?;
        transaction.commit()?;
        Ok(Self { connection })
    }

    fn all<T: DeserializeOwned>(&self, query: &str) -> Result<Vec<T>, StoreFault> {
        let mut statement = self.connection.prepare(query)?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|row| read(&row?)).collect()
    }
}

impl From<rusqlite::Error> for StoreFault {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => Self::Unavailable(failure.extended_code),
            _ => Self::Corrupt,
        }
    }
}

fn begin(connection: &mut Connection) -> Result<Transaction<'_>, StoreFault> {
    Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

/// Inserts unless it is there.
fn insert_card(transaction: &Transaction<'_>, card: &Registered) -> Result<Once, StoreFault> {
    let changed = transaction.execute(
        "INSERT INTO cards (certificate, record) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        params![card.certificate.0, write(card)?],
    )?;
    Ok(if changed == 1 { Once::Now } else { Once::Before })
}

/// Whether an update that names its own precondition took place; `exists` asks for the row itself.
fn once(
    transaction: &Transaction<'_>,
    changed: usize,
    exists: &str,
    key: [u8; 32],
) -> Result<Once, StoreFault> {
    if changed == 1 {
        return Ok(Once::Now);
    }
    let exists: bool = transaction.query_row(exists, [key], |row| row.get(0))?;
    Ok(if exists { Once::Before } else { Once::Unknown })
}

const CHALLENGE_EXISTS: &str = "SELECT EXISTS (SELECT 1 FROM challenges WHERE nonce = ?1)";
const TICKET_EXISTS: &str = "SELECT EXISTS (SELECT 1 FROM tickets WHERE token = ?1)";

impl Store for SqliteStore {
    fn enrol(&mut self, terminal: &Terminal) -> Result<(), StoreFault> {
        self.connection.execute(
            "INSERT OR REPLACE INTO terminals (id, facility, certificate, public_key) VALUES (?1, ?2, ?3, ?4)",
            params![
                terminal.id.as_str(),
                terminal.facility.as_str(),
                terminal.certificate.0,
                terminal.public_key
            ],
        )?;
        Ok(())
    }

    fn withdraw(&mut self, id: &TerminalId) -> Result<Once, StoreFault> {
        let changed = self.connection.execute("DELETE FROM terminals WHERE id = ?1", [id.as_str()])?;
        Ok(if changed == 1 { Once::Now } else { Once::Unknown })
    }

    fn terminal(&mut self, certificate: &Digest) -> Result<Option<Terminal>, StoreFault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, facility, certificate, public_key FROM terminals WHERE certificate = ?1",
        )?;
        let mut rows = statement.query([certificate.0])?;
        rows.next()?.map(terminal_row).transpose()
    }

    fn keep_time(&mut self, now: UnixSeconds) -> Result<UnixSeconds, StoreFault> {
        watch::keep_time(&self.connection, now)
    }

    fn reset_time(&mut self, now: UnixSeconds) -> Result<(), StoreFault> {
        watch::reset_time(&self.connection, now)
    }

    fn issue(&mut self, issued: &IssuedChallenge, forget: UnixSeconds) -> Result<(), StoreFault> {
        let transaction = begin(&mut self.connection)?;
        transaction.execute("DELETE FROM challenges WHERE expires < ?1", [signed(forget)])?;
        transaction.execute("DELETE FROM tickets WHERE expires < ?1", [signed(forget)])?;
        transaction.execute(
            "UPDATE challenges SET superseded = 1 WHERE terminal = ?1 AND spent = 0",
            [issued.challenge.terminal.as_str()],
        )?;
        transaction.execute(
            "INSERT INTO challenges (nonce, challenge, purpose, expires, spent, authorised, terminal, superseded)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                issued.challenge.nonce.0,
                write(&issued.challenge)?,
                purpose_word(issued.purpose),
                signed(issued.challenge.expires),
                issued.spent,
                issued.authorised.map(|digest| digest.0),
                issued.challenge.terminal.as_str(),
                issued.superseded
            ],
        )?;
        Ok(transaction.commit()?)
    }

    fn challenge(&mut self, nonce: &Nonce) -> Result<Option<IssuedChallenge>, StoreFault> {
        let mut statement = self.connection.prepare_cached(
            "SELECT challenge, purpose, spent, authorised, superseded FROM challenges WHERE nonce = ?1",
        )?;
        let mut rows = statement.query([nonce.0])?;
        rows.next()?.map(challenge_row).transpose()
    }

    fn spend(&mut self, nonce: &Nonce) -> Result<Once, StoreFault> {
        let transaction = begin(&mut self.connection)?;
        let changed = transaction
            .execute("UPDATE challenges SET spent = 1 WHERE nonce = ?1 AND spent = 0", [nonce.0])?;
        transaction.execute("UPDATE opened_keys SET answered = 1 WHERE nonce = ?1", [nonce.0])?;
        let once = once(&transaction, changed, CHALLENGE_EXISTS, nonce.0)?;
        transaction.commit()?;
        Ok(once)
    }

    fn authorise(&mut self, nonce: &Nonce, claim: &Digest, opened: &OpenedKey) -> Result<Once, StoreFault> {
        let transaction = begin(&mut self.connection)?;
        let changed = transaction.execute(
            "UPDATE challenges SET authorised = ?2 WHERE nonce = ?1 AND spent = 0 AND authorised IS NULL",
            params![nonce.0, claim.0],
        )?;
        let once = once(&transaction, changed, CHALLENGE_EXISTS, nonce.0)?;
        if once == Once::Now {
            watch::insert_opened(&transaction, nonce, opened)?;
        }
        transaction.commit()?;
        Ok(once)
    }

    fn face_count(&mut self, terminal: &TerminalId, since: UnixSeconds) -> Result<u32, StoreFault> {
        watch::face_count(&self.connection, terminal, since)
    }

    fn visual_count(&mut self, of: Confirmer<'_>, since: UnixSeconds) -> Result<VisualCount, StoreFault> {
        watch::visual_count(&self.connection, of, since)
    }

    fn opened_unanswered(
        &mut self,
        terminal: &TerminalId,
        certificate: &Digest,
        since: UnixSeconds,
    ) -> Result<bool, StoreFault> {
        watch::opened_unanswered(&self.connection, terminal, certificate, since)
    }

    fn register(&mut self, card: &Registered) -> Result<Once, StoreFault> {
        let transaction = begin(&mut self.connection)?;
        let entered = insert_card(&transaction, card)?;
        transaction.commit()?;
        Ok(entered)
    }

    fn is_registered(&mut self, certificate: &Digest) -> Result<bool, StoreFault> {
        Ok(self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM cards WHERE certificate = ?1)",
            [certificate.0],
            |row| row.get(0),
        )?)
    }

    fn issue_ticket(&mut self, ticket: &Ticket) -> Result<(), StoreFault> {
        self.connection.execute(
            "INSERT INTO tickets (token, expires, evidence, verified) VALUES (?1, ?2, ?3, ?4)",
            params![
                ticket.token.0,
                signed(ticket.expires),
                write(&ticket.evidence)?,
                write(&ticket.verified)?
            ],
        )?;
        Ok(())
    }

    fn ticket(&mut self, token: &RegistrationToken) -> Result<Option<(Ticket, bool)>, StoreFault> {
        let row = self
            .connection
            .query_row(
                "SELECT expires, evidence, verified, used FROM tickets WHERE token = ?1",
                [token.0],
                |row| Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?, row.get::<_, Vec<u8>>(2)?, row.get(3)?)),
            )
            .optional()?;
        row.map(|(expires, evidence, verified, used)| {
            let evidence: Evidence = read(&evidence)?;
            let (expires, verified) = (unsigned(expires)?, read(&verified)?);
            Ok((Ticket { token: *token, expires, evidence, verified }, used))
        })
        .transpose()
    }

    fn redeem(&mut self, token: &RegistrationToken, card: Option<&Registered>) -> Result<Once, StoreFault> {
        let transaction = begin(&mut self.connection)?;
        let changed =
            transaction.execute("UPDATE tickets SET used = 1 WHERE token = ?1 AND used = 0", [token.0])?;
        let once = once(&transaction, changed, TICKET_EXISTS, token.0)?;
        if let (1, Some(card)) = (changed, card) {
            insert_card(&transaction, card)?;
        }
        transaction.commit()?;
        Ok(once)
    }

    fn set_centre(&mut self, name: &CertificateName, standing: CentreStanding) -> Result<(), StoreFault> {
        self.connection.execute(
            "INSERT OR REPLACE INTO centre (issuer, serial, standing) VALUES (?1, ?2, ?3)",
            params![name.issuer, name.serial, standing_word(standing)],
        )?;
        Ok(())
    }

    fn centre(&mut self, name: &CertificateName) -> Result<CentreStanding, StoreFault> {
        let word: Option<String> = self
            .connection
            .query_row(
                "SELECT standing FROM centre WHERE issuer = ?1 AND serial = ?2",
                params![name.issuer, name.serial],
                |row| row.get(0),
            )
            .optional()?;
        word.map_or(Ok(CentreStanding::Good), |word| standing(&word))
    }

    fn record_verification(&mut self, record: &VerificationRecord) -> Result<(), StoreFault> {
        self.connection.execute("INSERT INTO verifications (record) VALUES (?1)", [write(record)?])?;
        Ok(())
    }

    fn record_outcome(
        &mut self,
        record: &OutcomeRecord,
        received: UnixSeconds,
    ) -> Result<OutcomeEntry, StoreFault> {
        let transaction = begin(&mut self.connection)?;
        let old: Option<Vec<u8>> = transaction
            .query_row(
                "SELECT record FROM outcomes WHERE terminal = ?1 AND session = ?2",
                params![record.terminal.as_str(), record.session.0],
                |row| row.get(0),
            )
            .optional()?;
        let entry = match old {
            Some(old) if read::<OutcomeRecord>(&old)? == *record => OutcomeEntry::Same,
            Some(_) => OutcomeEntry::Differs,
            None => {
                transaction.execute(
                    "INSERT INTO outcomes (terminal, session, received, record) VALUES (?1, ?2, ?3, ?4)",
                    params![record.terminal.as_str(), record.session.0, signed(received), write(record)?],
                )?;
                OutcomeEntry::New
            }
        };
        transaction.commit()?;
        Ok(entry)
    }

    fn raise(&mut self, alarm: &AlarmRecord) -> Result<(), StoreFault> {
        let transaction = begin(&mut self.connection)?;
        watch::raise(&transaction, alarm)?;
        Ok(transaction.commit()?)
    }

    fn opened_keys(&mut self) -> Result<Vec<OpenedKey>, StoreFault> {
        self.all("SELECT record FROM opened_keys ORDER BY number")
    }

    fn alarms(&mut self) -> Result<Vec<AlarmRecord>, StoreFault> {
        self.all("SELECT record FROM alarms ORDER BY day, rowid")
    }

    fn verifications(&mut self) -> Result<Vec<VerificationRecord>, StoreFault> {
        self.all("SELECT record FROM verifications ORDER BY number")
    }

    fn registrations(&mut self) -> Result<Vec<Registered>, StoreFault> {
        self.all("SELECT record FROM cards ORDER BY rowid")
    }

    fn outcomes(&mut self) -> Result<Vec<OutcomeRecord>, StoreFault> {
        self.all("SELECT record FROM outcomes ORDER BY number")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `synchronous` is a setting of the connection, so it can't be asked from outside.
    #[test]
    fn a_commit_is_durable_in_its_directory_too() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("service.db");
        // Somebody switched the file to another journal.
        let other = Connection::open(&path).unwrap();
        other.pragma_update(None, "journal_mode", "WAL").unwrap();
        drop(other);
        let store = SqliteStore::open(&path).unwrap();
        let ask = |name| store.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        assert_eq!(ask("synchronous"), Ok(3), "EXTRA");
        let mode = store.connection.pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0));
        assert_eq!(mode.as_deref(), Ok("delete"));
    }
}
