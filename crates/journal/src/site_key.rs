//! The daily site key, and the key under which a card stands in the strike ledger (Inv13 b).
//!
//! Day key = HMAC-SHA-256(site secret, "strike ledger day" ‖ day as u32 big-endian).
//! Card key = the first 16 bytes of HMAC-SHA-256(day key, SHA-256 of certificate 000A).
//! The terminals of a site have the site secret in common. Without it a card key tells nothing
//! about a card; with it, cards of one day can't be linked to those of another but by trying
//! certificates.

use core::fmt;

use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::value::Day;

/// The secret that the terminals of a site share. It is wiped when dropped.
#[derive(ZeroizeOnDrop)]
pub struct SiteSecret([u8; 32]);

impl SiteSecret {
    /// Takes over 32 random bytes, made once for the site and kept by its key adapter. The
    /// caller's copy is wiped.
    #[must_use]
    pub fn take(bytes: &mut [u8; 32]) -> Self {
        let secret = Self(*bytes);
        bytes.zeroize();
        secret
    }

    /// The key of one day.
    #[must_use]
    pub fn day_key(&self, day: Day) -> DayKey {
        let mut message = *b"strike ledger day....";
        if let Some(place) = message.last_chunk_mut::<4>() {
            *place = day.0.to_be_bytes();
        }
        DayKey { day, key: hmac(&self.0, &message) }
    }
}

/// The site key of one day. It is wiped when dropped.
#[derive(ZeroizeOnDrop)]
pub struct DayKey {
    #[zeroize(skip)]
    day: Day,
    key: [u8; 32],
}

impl DayKey {
    /// The day that it is for.
    #[must_use]
    pub fn day(&self) -> Day {
        self.day
    }

    /// The key of a card, from the SHA-256 of its certificate 000A (the DER bytes as read).
    #[must_use]
    pub fn card_key(&self, certificate_hash: &[u8; 32]) -> CardKey {
        let mut mac = hmac(&self.key, certificate_hash);
        let tag = mac.first_chunk::<16>().copied().unwrap_or_default();
        mac.zeroize();
        CardKey { day: self.day, tag }
    }
}

/// A card, for one day and one site. Derive it anew before each use, with today's day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardKey {
    day: Day,
    tag: [u8; 16],
}

impl CardKey {
    /// A card key as stored or received by an adapter of [`crate::StrikeLedger`].
    #[must_use]
    pub fn from_parts(day: Day, tag: [u8; 16]) -> Self {
        Self { day, tag }
    }

    /// The day it is for.
    #[must_use]
    pub fn day(&self) -> Day {
        self.day
    }

    /// The truncated HMAC.
    #[must_use]
    pub fn tag(&self) -> [u8; 16] {
        self.tag
    }
}

impl fmt::Debug for SiteSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SiteSecret(redacted)")
    }
}

impl fmt::Debug for DayKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DayKey({:?}, redacted)", self.day)
    }
}

/// A card key must not outlive its day, and logs do: the tag isn't printed.
impl fmt::Debug for CardKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardKey({:?}, redacted)", self.day)
    }
}

fn hmac(key: &[u8; 32], message: &[u8]) -> [u8; 32] {
    // HMAC fills a key up with zeros to the hash's block of 64 bytes (RFC 2104 section 2).
    let mut block = Zeroizing::new([0u8; 64]);
    if let Some(place) = block.first_chunk_mut::<32>() {
        *place = *key;
    }
    let mut mac = <Hmac<Sha256> as Mac>::new((&*block).into());
    mac.update(message);
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Expected values by another implementation: Python's hmac and hashlib.
    #[test]
    fn keys_are_hmacs_of_day_and_certificate() {
        let mut raw = [7u8; 32];
        let secret = SiteSecret::take(&mut raw);
        assert_eq!(raw, [0u8; 32]);
        let day = secret.day_key(Day(19_706));
        assert_eq!(hex(&day.key), "e60f60dacae0d25bc5288765af5514b84ba12fc1e725a3aa1487e5e19a1113a4");
        assert_eq!(hex(&day.card_key(&[9u8; 32]).tag()), "62621e4d9537f1c38554b1793a0fa327");
    }

    #[test]
    fn another_day_site_or_card_is_another_key() {
        let site = SiteSecret::take(&mut [7u8; 32]);
        let key = site.day_key(Day(1)).card_key(&[9; 32]).tag();
        assert_ne!(key, site.day_key(Day(2)).card_key(&[9; 32]).tag());
        assert_ne!(key, site.day_key(Day(1)).card_key(&[8; 32]).tag());
        assert_ne!(key, SiteSecret::take(&mut [6u8; 32]).day_key(Day(1)).card_key(&[9; 32]).tag());
    }

    #[test]
    fn nothing_secret_is_printed() {
        let site = SiteSecret::take(&mut [0xAB; 32]);
        let day = site.day_key(Day(3));
        let text = format!("{site:?} {day:?} {:?}", day.card_key(&[9; 32]));
        assert_eq!(text, "SiteSecret(redacted) DayKey(Day(3), redacted) CardKey(Day(3), redacted)");
    }
}
