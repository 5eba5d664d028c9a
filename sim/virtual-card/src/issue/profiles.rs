//! From an ordinary card to the state of its profile.

use super::Blank;
use super::applications::private_key;
use crate::card_file::{CardFile, CentreStatus, ReferenceName};
use crate::chip::{Access, Application, ApplicationImage, FileId, Kind};
use crate::error::Error;
use crate::hex::Hex;
use crate::municipality::{self, LockRequest};
use crate::pki::{KeyName, derive_rng};
use crate::profile::{Mark, Profile};
use crate::record::common::serial;
use crate::record::jpki::{TokenLabel, token_info};

/// ATR of the old 住基カード and of a driving licence (card.md 1.2).
const ATR_RESIDENT_CARD: [u8; 9] = [0x3B, 0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14];
const ATR_DRIVING_LICENCE: [u8; 13] =
    [0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x00, 0x00, 0x91, 0x81, 0xC1, 0x00, 0xD8];

/// The 4-digit PINs, which 「4桁の暗証番号すべて」 means.
const FOUR_DIGIT_PINS: [ReferenceName; 3] =
    [ReferenceName::UserAuthentication, ReferenceName::Support, ReferenceName::Resident];

pub(super) fn apply(card: &mut CardFile, blank: &Blank<'_>) -> Result<(), Error> {
    let mut tries = |name, left| municipality::set_tries(card, name, left);
    match blank.profile {
        Profile::Normal
        | Profile::ExpiredCertificate { .. }
        | Profile::ExpiredCard
        | Profile::ForgedPhoto => {}
        Profile::AuthenticationLocked => tries(ReferenceName::UserAuthentication, 0),
        Profile::Tries(left) => tries(ReferenceName::UserAuthentication, left),
        Profile::SignatureLocked => tries(ReferenceName::DigitalSignature, 0),
        Profile::CheckNumberBLocked => tries(ReferenceName::CheckNumberB, 0),
        Profile::CheckNumberBLow(left) => tries(ReferenceName::CheckNumberB, left),
        Profile::ThreePinsUsedUp => FOUR_DIGIT_PINS.into_iter().for_each(|name| tries(name, 0)),
        Profile::KaoNinsho { signature, mark } => {
            return lock(card, blank, LockRequest { signature, mark });
        }
        Profile::SwitchedBack => {
            lock(card, blank, LockRequest::default())?;
            municipality::unlock(card, &blank.holder.pins).map_err(refused)?;
        }
        Profile::MarkedNotLocked => card.front.mark = Mark::Printed,
        Profile::NoSignature => {
            municipality::remove_signature(card);
            card.centre.digital_signature = CentreStatus::NotIssued;
        }
        Profile::RevokedCentrally => card.centre.user_authentication = CentreStatus::Revoked,
        Profile::ClonedChip => return exchange_keys(card, blank),
        Profile::AndroidPhone => phone(card, blank, Kind::AndroidPhone, TokenLabel::Android),
        Profile::Iphone => phone(card, blank, Kind::Iphone, TokenLabel::Iphone),
        Profile::ResidentRegistryCard => resident_card(card, blank),
        Profile::Foreign => empty(card, Kind::Foreign, &ATR_DRIVING_LICENCE),
        Profile::Dead => empty(card, Kind::Dead, &[]),
    }
    Ok(())
}

fn refused(_: municipality::Refusal) -> Error {
    Error::Misuse { what: "the office refuses to bring a card into this state" }
}

fn lock(card: &mut CardFile, blank: &Blank<'_>, request: LockRequest) -> Result<(), Error> {
    let purpose = format!("lock {}", blank.holder.issue_number);
    let mut rng = derive_rng(blank.pki.seed(), &purpose);
    municipality::lock_pins(card, request, &mut rng).map(drop).map_err(refused)
}

/// A cloner has the files and none of the keys.
fn exchange_keys(card: &mut CardFile, blank: &Blank<'_>) -> Result<(), Error> {
    let wrong = blank.pki.key(KeyName::Clone(blank.holder.issue_number))?;
    for image in &mut card.chip.applications {
        for key in image.keys.values_mut() {
            *key = private_key(key.purpose, key.access.clone(), &wrong)?;
        }
    }
    Ok(())
}

/// Only the JPKI-AP, and 000A behind the PIN, as on Android (card.md 8); the same is assumed of the
/// iPhone. The 署名用 pair is left out.
fn phone(card: &mut CardFile, blank: &Blank<'_>, kind: Kind, label: TokenLabel) {
    keep_jpki(card, kind);
    municipality::remove_signature(card);
    if let Some(image) = card.chip.application_mut(Application::Jpki) {
        image.put(0x0006, Access::Free, token_info(label, &serial(blank.holder)));
        if let Some(file) = image.transparent.get_mut(&FileId(0x000A)) {
            file.read = Access::AnyOf(vec![FileId(0x0018)]);
        }
    }
}

/// The old card had a 署名用 pair only.
fn resident_card(card: &mut CardFile, blank: &Blank<'_>) {
    keep_jpki(card, Kind::ResidentRegistryCard);
    card.chip.atr = Hex(ATR_RESIDENT_CARD.to_vec());
    if let Some(image) = card.chip.application_mut(Application::Jpki) {
        image.put(0x0006, Access::Free, token_info(TokenLabel::OldCard, &serial(blank.holder)));
        for id in [0x0005, 0x0008, 0x0009, 0x000A, 0x000B].map(FileId) {
            image.transparent.remove(&id);
        }
        image.keys.remove(&FileId(0x0017));
        image.references.remove(&FileId(0x0018));
        image.silent.clear();
    }
}

fn keep_jpki(card: &mut CardFile, kind: Kind) {
    card.chip.kind = kind;
    let jpki = |image: &ApplicationImage| image.application == Application::Jpki;
    card.chip.applications.retain(jpki);
    card.chip.data_objects.clear();
    card.chip.contact_atr = None;
    card.chip.stand_in_key = None;
}

fn empty(card: &mut CardFile, kind: Kind, atr: &[u8]) {
    keep_jpki(card, kind);
    card.chip.applications.clear();
    card.chip.atr = Hex(atr.to_vec());
}
