//! Who may confirm by eye: identified staff with a credential of their own (domain.md 2.3).
//!
//! A credential is a staff number of three digits followed by a secret of at least eight characters.
//! It is kept as a salted slow hash (Argon2id, PHC string format) and entered anew for each session.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use journal::{Backoff, Journal, StaffAttempt, StaffTag, Storage, UnixTime};
use policy::Credential;
use terminal::{StaffId, StaffOutcome};

/// Digits of the staff number.
const NUMBER_DIGITS: usize = 3;
/// Shortest secret, in characters. Together with the waiting times this leaves guessing hopeless.
const SECRET_CHARACTERS: usize = 8;

/// The staff of one terminal.
#[derive(Debug, Default)]
pub struct StaffBook {
    entries: Vec<StaffEntry>,
}

/// One member of staff.
#[derive(Debug)]
pub struct StaffEntry {
    staff: StaffId,
    hash: String,
}

/// Why an entry can't be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaffMisuse {
    /// The credential is not a number of three digits and a secret of at least eight characters.
    Credential,
    /// The hash is not in PHC string format.
    Hash,
    /// The salt has fewer than 16 bytes or could not be used.
    Salt,
}

impl StaffBook {
    /// A book of these entries.
    pub const fn new(entries: Vec<StaffEntry>) -> Self {
        Self { entries }
    }

    /// Says whose credential this is. The strike is durable in the journal before anything is compared, so
    /// that cutting the power after a wrong guess wins nothing.
    pub fn identify<S: Storage>(
        &self,
        journal: &mut Journal<S>,
        typed: &[u8],
        now: UnixTime,
    ) -> StaffOutcome {
        let Some(entry) = self.find(typed) else {
            self.compare_with_nobody(typed);
            return StaffOutcome::Rejected;
        };
        match journal.begin_staff_attempt(entry.tag(), &Self::backoff(), now) {
            Ok(StaffAttempt::Open { .. }) => {}
            Ok(StaffAttempt::Wait { .. }) => return StaffOutcome::BackOff,
            Err(_) => return StaffOutcome::Unavailable,
        }
        if !entry.matches(typed) {
            return StaffOutcome::Rejected;
        }
        match journal.staff_accepted(entry.tag(), now) {
            Ok(()) => entry.accepted(),
            Err(_) => StaffOutcome::Unavailable,
        }
    }

    /// How long a credential waits after wrong entries: none for three, then 30 s, doubling up to 15 min.
    const fn backoff() -> Backoff {
        Backoff { free: 3, first: 30, longest: 900 }
    }

    /// Takes as long as a comparison. A number that nobody has is refused no sooner than a wrong secret:
    /// the time must not tell which numbers exist.
    fn compare_with_nobody(&self, typed: &[u8]) {
        if let Some(entry) = self.entries.first() {
            let _ = entry.verify(typed);
        }
    }

    /// The member of staff whom the typed credential names.
    fn find(&self, typed: &[u8]) -> Option<&StaffEntry> {
        let (staff, _) = split(typed)?;
        self.entries.iter().find(|entry| entry.staff == staff)
    }
}

impl StaffEntry {
    /// An entry from its stored hash.
    ///
    /// # Errors
    ///
    /// [`StaffMisuse::Hash`].
    pub fn stored(staff: StaffId, hash: String) -> Result<Self, StaffMisuse> {
        PasswordHash::new(&hash).map_err(|_| StaffMisuse::Hash)?;
        Ok(Self { staff, hash })
    }

    /// Makes an entry from a credential and 16 or more random bytes.
    ///
    /// # Errors
    ///
    /// [`StaffMisuse`].
    pub fn enrol(credential: &[u8], salt: &[u8]) -> Result<Self, StaffMisuse> {
        let (staff, secret) = split(credential).ok_or(StaffMisuse::Credential)?;
        if salt.len() < 16 {
            return Err(StaffMisuse::Salt);
        }
        let salt = SaltString::encode_b64(salt).map_err(|_| StaffMisuse::Salt)?;
        let hash = Argon2::default().hash_password(secret, &salt).map_err(|_| StaffMisuse::Hash)?;
        Ok(Self { staff, hash: hash.to_string() })
    }

    /// The stored form: PHC string format.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// By which the journal counts this credential's strikes.
    fn tag(&self) -> StaffTag {
        tag(self.staff)
    }

    fn matches(&self, typed: &[u8]) -> bool {
        split(typed).is_some_and(|(_, secret)| self.verify(secret))
    }

    fn verify(&self, secret: &[u8]) -> bool {
        PasswordHash::new(&self.hash)
            .is_ok_and(|hash| Argon2::default().verify_password(secret, &hash).is_ok())
    }

    const fn accepted(&self) -> StaffOutcome {
        StaffOutcome::Accepted { staff: self.staff, credential: Credential::ClinicPassword }
    }
}

/// A member of staff as the journal names them: the number, in the first two bytes.
#[must_use]
pub fn tag(staff: StaffId) -> StaffTag {
    let mut tag = [0; 16];
    if let Some(place) = tag.first_chunk_mut::<2>() {
        *place = staff.0.to_be_bytes();
    }
    StaffTag(tag)
}

fn split(typed: &[u8]) -> Option<(StaffId, &[u8])> {
    let (number, secret) = typed.split_first_chunk::<NUMBER_DIGITS>()?;
    if secret.len() < SECRET_CHARACTERS || !number.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let staff = number.iter().fold(0u16, |sum, digit| {
        sum.saturating_mul(10).saturating_add(u16::from(digit.saturating_sub(b'0')))
    });
    Some((StaffId(staff), secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_is_a_number_and_at_least_eight_characters() {
        assert!(split(b"0171234567").is_none());
        assert!(split(b"01712345678").is_some());
        assert!(split(b"x17abcdefgh").is_none());
        assert_eq!(split(b"01712345678").map(|(staff, _)| staff), Some(StaffId(17)));
    }

    #[test]
    fn only_the_right_secret_of_the_right_person_matches() {
        let entry = StaffEntry::enrol(b"01712345678", &[7; 16]).unwrap();
        assert!(entry.matches(b"01712345678"));
        assert!(!entry.matches(b"01712345679"));
        assert!(!entry.hash().contains("12345678"));
        let book = StaffBook::new(vec![entry]);
        assert!(book.find(b"01712345679").is_some());
        assert!(book.find(b"01812345678").is_none());
    }
}
