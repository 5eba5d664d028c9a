//! Names of things on a card, as people read and type them.

use virtual_card::card_file::{CardStatus, CentreStatus, ReferenceName};
use virtual_card::chip::Application;
use virtual_card::profile::{Mark, Profile, SignatureDisposal};

/// Japanese and English.
pub(crate) type Both = (&'static str, &'static str);

/// カード運用状況.
pub(crate) const fn status(status: CardStatus) -> Both {
    match status {
        CardStatus::NotYetIssued => ("交付前", "not yet issued"),
        CardStatus::InOperation => ("運用中", "in operation"),
        CardStatus::Suspended => ("一時停止", "suspended"),
        CardStatus::Abolished => ("廃止", "abolished"),
    }
}

/// What to do with a card whose status forbids what was asked.
pub(crate) fn status_next_step(status: CardStatus, number: u32) -> (String, String) {
    match status {
        CardStatus::NotYetIssued | CardStatus::Abolished => (
            "運用中のカードで行ってください。新しいカードは card new で作れます。".into(),
            "take a card in operation; `card new` issues one".into(),
        ),
        CardStatus::InOperation => (
            "手続きは要りません。そのままお使いください。".into(),
            "nothing to do, it can be used as it is".into(),
        ),
        CardStatus::Suspended => (
            format!("先に card resume {number} で運用中に戻してください。"),
            format!("put it back into operation with `card resume {number}` first"),
        ),
    }
}

/// What the 追記欄 or the case says.
pub(crate) const fn mark(mark: Mark) -> Both {
    match mark {
        Mark::None => ("なし", "none"),
        Mark::Printed => ("「顔認証」", "printed"),
        Mark::StruckThrough => ("「顔認証」取り消し線", "struck through"),
        Mark::Case => ("ケースのみ「顔認証」", "on the case only"),
    }
}

/// What the centre knows of a certificate.
pub(crate) const fn centre(status: CentreStatus) -> Both {
    match status {
        CentreStatus::Good => ("有効", "good"),
        CentreStatus::Revoked => ("失効", "revoked"),
        CentreStatus::NotIssued => ("発行なし", "not issued"),
    }
}

/// The name on the command line, and the one on the office's forms (S:893–905).
pub(crate) const fn reference(name: ReferenceName) -> Both {
    match name {
        ReferenceName::UserAuthentication => ("利用者証明用", "user-authentication"),
        ReferenceName::DigitalSignature => ("署名用", "digital-signature"),
        ReferenceName::Resident => ("住民基本台帳用", "resident"),
        ReferenceName::Support => ("券面事項入力補助用", "support"),
        ReferenceName::CheckNumberA => ("照合番号A", "check-number-a"),
        ReferenceName::CheckNumberB => ("照合番号B", "check-number-b"),
        ReferenceName::BirthDate => ("生年月日", "birth-date"),
    }
}

/// The application before a file's identifier, as `card-slot` counts it.
pub(crate) const fn application(application: Application) -> &'static str {
    match application {
        Application::Common => "common",
        Application::Resident => "resident",
        Application::Surface => "surface",
        Application::Support => "support",
        Application::Jpki => "jpki",
    }
}

/// The profile by the name that `card new` reads; a pair that no name has gets that of its mark.
pub(crate) fn profile(profile: Profile) -> String {
    let fixed = match profile {
        Profile::CheckNumberBLow(tries) => return format!("b-low={tries}"),
        Profile::Tries(tries) => return format!("tries={tries}"),
        Profile::ExpiredCertificate { months } => return format!("expired-cert={months}"),
        Profile::KaoNinsho { mark: Mark::Case, .. } => "case-only-mark",
        Profile::KaoNinsho { mark: Mark::None, .. } => "kao-ninsho-no-mark",
        Profile::KaoNinsho { signature: SignatureDisposal::RevokedOnly, .. } => "kao-ninsho-revoked-only",
        Profile::KaoNinsho { .. } => "kao-ninsho",
        Profile::Normal => "normal",
        Profile::AuthenticationLocked => "auth-locked",
        Profile::SignatureLocked => "sign-locked",
        Profile::CheckNumberBLocked => "b-locked",
        Profile::NoSignature => "no-sign",
        Profile::ExpiredCard => "expired-card",
        Profile::AndroidPhone => "phone-android",
        Profile::Iphone => "phone-iphone",
        Profile::ResidentRegistryCard => "juki",
        Profile::Foreign => "foreign",
        Profile::Dead => "dead",
        Profile::ForgedPhoto => "forged-photo",
        Profile::ClonedChip => "cloned-chip",
        Profile::SwitchedBack => "switched-back",
        Profile::MarkedNotLocked => "marked-not-locked",
        Profile::ThreePinsUsedUp => "three-pins-used-up",
        Profile::RevokedCentrally => "revoked-only-centrally",
    };
    fixed.to_owned()
}

/// The profiles of `virtual_card::profile::NAMES`, in that order, and what each is.
pub(crate) const PROFILES: [Both; 24] = [
    ("normal", "an ordinary card"),
    ("auth-locked", "利用者証明用 PIN used up"),
    ("sign-locked", "署名用 password used up"),
    ("b-locked", "照合番号B used up"),
    ("b-low=2", "so many tries of 照合番号B left, 1 to 9"),
    ("tries=1", "so many tries of the 利用者証明用 PIN left, 0 to 3"),
    ("kao-ninsho", "顔認証マイナンバーカード"),
    ("kao-ninsho-revoked-only", "the same, its 署名用 certificate revoked and still in the chip"),
    ("kao-ninsho-no-mark", "the same, nothing in the 追記欄"),
    ("case-only-mark", "the same, 「顔認証」 on the case only"),
    ("no-sign", "never had a 署名用 certificate; a child's with --birth"),
    ("expired-cert=2", "certificates ended so many months ago, up to 255"),
    ("expired-card", "card and certificates have ended"),
    ("phone-android", "the certificates in an Android phone"),
    ("phone-iphone", "the certificates in an iPhone"),
    ("juki", "an old 住基カード"),
    ("foreign", "a card that is none of these"),
    ("dead", "a chip that does not answer"),
    ("forged-photo", "the photo was exchanged after signing"),
    ("cloned-chip", "somebody else's files in a chip without their keys"),
    ("switched-back", "was a 顔認証 card: mark struck through, PINs alive"),
    ("marked-not-locked", "「顔認証」 in the 追記欄, PINs alive"),
    ("three-pins-used-up", "all 4-digit PINs used up by errors"),
    ("revoked-only-centrally", "certificate revoked at the centre; the chip does not show it"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use virtual_card::profile::NAMES;

    #[test]
    fn every_profile_is_described_and_keeps_its_name() {
        assert_eq!(PROFILES.map(|(name, _)| name), NAMES);
        for name in NAMES {
            assert_eq!(profile(name.parse().unwrap()), name);
        }
    }

    #[test]
    fn no_two_references_are_called_the_same() {
        let names = ReferenceName::ALL.map(reference);
        for (at, name) in names.iter().enumerate() {
            assert!(names[at + 1..].iter().all(|other| other.0 != name.0 && other.1 != name.1), "{name:?}");
        }
    }
}
