//! Which state a card is in when a test meets it (card.md 10.13).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// What the 追記欄, or the case, says about 「顔認証」.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Nothing.
    #[default]
    None,
    /// Printed in the 追記欄.
    Printed,
    /// Printed and struck through: switched back.
    StruckThrough,
    /// On the card's case only, because the 追記欄 was full (domain.md 1.4 Q8, Q9).
    Case,
}

/// What became of the 署名用 certificate when a card was switched (S:758).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureDisposal {
    /// Destroyed on the card and revoked.
    #[default]
    Removed,
    /// Only revoked centrally; the chip does not show it.
    RevokedOnly,
}

/// A card's state at issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// An ordinary card.
    Normal,
    /// 利用者証明用 PIN used up.
    AuthenticationLocked,
    /// 署名用 password used up.
    SignatureLocked,
    /// 照合番号B used up, in both applications.
    CheckNumberBLocked,
    /// So many tries left of 照合番号B, in both applications.
    CheckNumberBLow(u8),
    /// So many tries left of the 利用者証明用 PIN.
    Tries(u8),
    /// 顔認証マイナンバーカード.
    KaoNinsho {
        /// What became of the 署名用 certificate.
        signature: SignatureDisposal,
        /// Where the mark is.
        mark: Mark,
    },
    /// Never had a 署名用 certificate (a child, or by choice).
    NoSignature,
    /// The certificates ended so many months before the day of making.
    ExpiredCertificate {
        /// Months.
        months: u16,
    },
    /// Card and certificates have ended.
    ExpiredCard,
    /// Certificates in an Android phone.
    AndroidPhone,
    /// Certificates in an iPhone.
    Iphone,
    /// Old 住基カード.
    ResidentRegistryCard,
    /// A card that is none of these.
    Foreign,
    /// A chip that does not answer.
    Dead,
    /// The photo in the record was exchanged after signing: DF28 does not fit.
    ForgedPhoto,
    /// Somebody else's files in a chip without their keys: internal authentication does not fit.
    ClonedChip,
    /// Was a 顔認証 card, is ordinary again: mark struck through.
    SwitchedBack,
    /// The mark is printed, the PINs are alive.
    MarkedNotLocked,
    /// All 4-digit PINs used up by errors; looks like a 顔認証 card and is none.
    ThreePinsUsedUp,
    /// Certificate revoked at the centre; nothing on the wire.
    RevokedCentrally,
}

/// Names that [`Profile::from_str`] reads, with an example argument where one is needed.
pub const NAMES: [&str; 24] = [
    "normal",
    "auth-locked",
    "sign-locked",
    "b-locked",
    "b-low=2",
    "tries=1",
    "kao-ninsho",
    "kao-ninsho-revoked-only",
    "kao-ninsho-no-mark",
    "case-only-mark",
    "no-sign",
    "expired-cert=2",
    "expired-card",
    "phone-android",
    "phone-iphone",
    "juki",
    "foreign",
    "dead",
    "forged-photo",
    "cloned-chip",
    "switched-back",
    "marked-not-locked",
    "three-pins-used-up",
    "revoked-only-centrally",
];

impl FromStr for Profile {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let unknown = || Error::Misuse { what: "unknown card profile" };
        let (name, argument) = match text.split_once('=') {
            Some((name, argument)) => (name, Some(argument.parse::<u8>().map_err(|_| unknown())?)),
            None => (text, None),
        };
        let kao = |signature, mark| Self::KaoNinsho { signature, mark };
        Ok(match (name, argument) {
            ("normal", None) => Self::Normal,
            ("auth-locked", None) => Self::AuthenticationLocked,
            ("sign-locked", None) => Self::SignatureLocked,
            ("b-locked", None) => Self::CheckNumberBLocked,
            ("b-low", Some(tries @ 1..=9)) => Self::CheckNumberBLow(tries),
            ("tries", Some(tries @ 0..=3)) => Self::Tries(tries),
            ("kao-ninsho", None) => kao(SignatureDisposal::Removed, Mark::Printed),
            ("kao-ninsho-revoked-only", None) => kao(SignatureDisposal::RevokedOnly, Mark::Printed),
            ("kao-ninsho-no-mark", None) => kao(SignatureDisposal::Removed, Mark::None),
            ("case-only-mark", None) => kao(SignatureDisposal::Removed, Mark::Case),
            ("no-sign", None) => Self::NoSignature,
            ("expired-cert", Some(months)) => Self::ExpiredCertificate { months: u16::from(months) },
            ("expired-card", None) => Self::ExpiredCard,
            ("phone-android", None) => Self::AndroidPhone,
            ("phone-iphone", None) => Self::Iphone,
            ("juki", None) => Self::ResidentRegistryCard,
            ("foreign", None) => Self::Foreign,
            ("dead", None) => Self::Dead,
            ("forged-photo", None) => Self::ForgedPhoto,
            ("cloned-chip", None) => Self::ClonedChip,
            ("switched-back", None) => Self::SwitchedBack,
            ("marked-not-locked", None) => Self::MarkedNotLocked,
            ("three-pins-used-up", None) => Self::ThreePinsUsedUp,
            ("revoked-only-centrally", None) => Self::RevokedCentrally,
            _ => return Err(unknown()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_is_read_and_nothing_else() {
        for name in NAMES {
            name.parse::<Profile>().unwrap();
        }
        for name in ["", "b-low", "b-low=0", "b-low=10", "normal=1", "tries=4", "kao"] {
            assert!(name.parse::<Profile>().is_err(), "{name}");
        }
    }
}
