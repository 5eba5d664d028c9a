//! What a municipal office does to a card (S:756–776, S:1137–1148; domain.md 1.4).

use rand_core::RngCore;
use serde::{Deserialize, Serialize};

use crate::card_file::{CardFile, CardStatus, CentreStatus, ReferenceName};
use crate::chip::{Application, FileId, Kind};
use crate::date::Date;
use crate::error::Error;
use crate::holder::Pins;
use crate::issue::{self, Blank};
use crate::pictures::Pictures;
use crate::pki::{Period, Pki};
use crate::profile::{Mark, SignatureDisposal};
use crate::record;
use crate::secret::StoredSecret;

/// Why the office does not do it.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The lock tool may be used only after the card's status is 運用中 (S:760).
    #[error("the card is not in operation (運用中) but {status:?}")]
    NotInOperation {
        /// The status found.
        status: CardStatus,
    },
    /// Not a plastic My Number Card.
    #[error("not a My Number Card")]
    NotAMyNumberCard,
    /// Q7 is for cards whose 追記欄 says 「顔認証」 (S:1139).
    #[error("the card's 追記欄 does not say 「顔認証」")]
    NotMarked,
    /// A PIN of the wrong form.
    #[error("a PIN has the wrong form")]
    PinForm,
    /// The simulator failed.
    #[error(transparent)]
    Simulator(#[from] Error),
}

/// What the office has to tell the holder when it locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Warning {
    /// O1–O6: 利用登録 can't be seen at the office; once locked, マイナポータル and the bank's machine
    /// can't register, and a clinic's reader only by face or, if its rules have it, visually.
    RegistrationUnseen,
}

impl std::fmt::Display for Warning {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(
            "利用登録が済んでいるかは窓口では分かりません。ロック後はマイナポータルやセブン銀行ATMで\
             登録できません。先に登録をお済ませください。医療機関での顔認証による登録は可能ですが、\
             目視による登録は機器により異なります。 (O1–O6)",
        )
    }
}

/// How the card is to be switched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LockRequest {
    /// What becomes of the 署名用 certificate.
    pub signature: SignatureDisposal,
    /// Where 「顔認証」 is written; missing and case-only are mistakes and exceptions that happen.
    pub mark: Mark,
}

impl Default for LockRequest {
    fn default() -> Self {
        Self { signature: SignatureDisposal::Removed, mark: Mark::Printed }
    }
}

const FOUR_DIGIT_PINS: [ReferenceName; 3] =
    [ReferenceName::UserAuthentication, ReferenceName::Support, ReferenceName::Resident];

/// 顔認証マイナンバーカード: 署名用 removed or revoked, one random PIN for all, all 4-digit PINs locked, the
/// mark written. Whether 001C of both applications is touched is not public; it is here.
///
/// # Errors
/// [`Refusal::NotInOperation`], [`Refusal::NotAMyNumberCard`].
pub fn lock_pins(
    card: &mut CardFile,
    request: LockRequest,
    rng: &mut impl RngCore,
) -> Result<Warning, Refusal> {
    check_in_operation(card)?;
    if card.centre.digital_signature == CentreStatus::Good {
        card.centre.digital_signature = CentreStatus::Revoked;
    }
    if request.signature == SignatureDisposal::Removed {
        remove_signature(card);
    }
    set_random_pin_and_lock(card, rng);
    card.front.mark = request.mark;
    Ok(Warning::RegistrationUnseen)
}

/// 解除: PINs initialised and chosen anew, the mark struck through; what stood on the case goes with
/// the case. The 署名用 certificate does not come back by itself (S:766).
///
/// # Errors
/// [`Refusal::NotInOperation`], [`Refusal::NotAMyNumberCard`], [`Refusal::PinForm`].
pub fn unlock(card: &mut CardFile, pins: &Pins) -> Result<(), Refusal> {
    check_in_operation(card)?;
    let chosen = [
        (ReferenceName::UserAuthentication, &pins.user_authentication),
        (ReferenceName::Support, &pins.support),
        (ReferenceName::Resident, &pins.resident),
    ];
    for (name, pin) in chosen {
        for reference in card.references_mut(name) {
            if !reference.alphabet.admits(pin.reveal().as_bytes()) {
                return Err(Refusal::PinForm);
            }
        }
    }
    for (name, pin) in chosen {
        set_pin(card, name, pin);
    }
    card.front.mark = match card.front.mark {
        Mark::Printed | Mark::StruckThrough => Mark::StruckThrough,
        Mark::None | Mark::Case => Mark::None,
    };
    Ok(())
}

/// Q7, 券面事項更新 of a marked card: ① initialise ② random PIN ③ write the new facts ④ lock again.
///
/// # Errors
/// [`Refusal::NotMarked`] and those of [`lock_pins`]; simulator errors.
pub fn update_locked(
    card: &mut CardFile,
    pki: &Pki,
    address: &str,
    pictures: &Pictures,
    rng: &mut impl RngCore,
) -> Result<(), Refusal> {
    check_in_operation(card)?;
    if card.front.mark != Mark::Printed {
        return Err(Refusal::NotMarked);
    }
    let mut holder = card.holder()?;
    address.clone_into(&mut holder.address);
    let blank = Blank {
        pki,
        holder: &holder,
        pictures,
        profile: card.profile,
        expiry: card.front.card_expiry,
        period: Period { from: card.front.certificate_expiry, to: card.front.certificate_expiry },
    };
    issue::rewrite_records(card, &blank)?;
    card.front.address = holder.address;
    card.pictures = pictures.clone();
    set_random_pin_and_lock(card, rng);
    Ok(())
}

/// Sets the tries left of every reference of that name, at most its maximum.
pub fn set_tries(card: &mut CardFile, name: ReferenceName, left: u8) {
    for reference in card.references_mut(name) {
        reference.tries_left = left.min(reference.tries_most);
    }
}

/// Gives the certificates an end `months` before `now`, with the same keys.
///
/// # Errors
/// [`Refusal::NotAMyNumberCard`]; simulator errors.
pub fn expire(card: &mut CardFile, pki: &Pki, months: u16, now: Date) -> Result<(), Refusal> {
    check_plastic(card)?;
    let holder = card.holder()?;
    let pictures = card.pictures.clone();
    let to = now.minus_months(months);
    let period = Period { from: Date::at(2023, 4, 1).min(to), to };
    // On the chip, whatever the centre says: a certificate may only be revoked (S:758).
    let had_signature = has_signature(card);
    let blank = Blank {
        pki,
        holder: &holder,
        pictures: &pictures,
        profile: card.profile,
        expiry: card.front.card_expiry,
        period,
    };
    issue::rewrite_certificates(card, &blank)?;
    if !had_signature {
        remove_signature(card);
    }
    card.front.certificate_expiry = to;
    Ok(())
}

fn has_signature(card: &CardFile) -> bool {
    let file =
        card.chip.application(Application::Jpki).and_then(|jpki| jpki.transparent.get(&FileId(0x0001)));
    file.is_some_and(|file| !file.content.0.is_empty())
}

/// Destroys the 署名用 certificate and key on the card. What a real card then answers is not public
/// (card.md 11.3); here 0008 says `00`, file 0001 is empty behind its PIN and key 001A is gone.
pub(crate) fn remove_signature(card: &mut CardFile) {
    let Some(image) = card.chip.application_mut(Application::Jpki) else {
        return;
    };
    if let Some(file) = image.transparent.get_mut(&FileId(0x0001)) {
        file.content.0.clear();
    }
    if let Some(file) = image.transparent.get_mut(&FileId(0x0008)) {
        file.content.0 = record::jpki::availability(false, true);
    }
    if let Some(key) = image.keys.get_mut(&FileId(0x001A)) {
        key.pkcs1 = None;
    }
}

fn check_plastic(card: &CardFile) -> Result<(), Refusal> {
    match card.chip.kind {
        Kind::MyNumberCard => Ok(()),
        _ => Err(Refusal::NotAMyNumberCard),
    }
}

fn check_in_operation(card: &CardFile) -> Result<(), Refusal> {
    check_plastic(card)?;
    match card.status {
        CardStatus::InOperation => Ok(()),
        status => Err(Refusal::NotInOperation { status }),
    }
}

/// One PIN for all (カード内共通暗証番号), which nobody is told, and no tries left.
fn set_random_pin_and_lock(card: &mut CardFile, rng: &mut impl RngCore) {
    let pin = random_pin(card, rng);
    for name in FOUR_DIGIT_PINS {
        set_pin(card, name, &pin);
        set_tries(card, name, 0);
    }
}

fn set_pin(card: &mut CardFile, name: ReferenceName, pin: &StoredSecret) {
    for reference in card.references_mut(name) {
        reference.value = pin.clone();
        reference.tries_left = reference.tries_most;
    }
}

/// Four digits by the rule of S:775–776: not one digit four times, nothing that is printed on the card.
fn random_pin(card: &CardFile, rng: &mut impl RngCore) -> StoredSecret {
    let printed = printed_digits(card);
    loop {
        let candidate = format!("{:04}", rng.next_u32() % 10_000);
        let mut digits = candidate.bytes();
        let first = digits.next();
        let monotone = digits.all(|digit| Some(digit) == first);
        if !monotone && !printed.iter().any(|text| text.contains(&candidate)) {
            return StoredSecret::new(candidate);
        }
    }
}

/// Every run of digits on the card: dates in both calendars, security code, My Number on the back.
fn printed_digits(card: &CardFile) -> Vec<String> {
    let front = &card.front;
    let my_number = card.secret(ReferenceName::CheckNumberA).map(|secret| secret.reveal().to_owned());
    [front.birth_date, front.card_expiry, front.certificate_expiry]
        .into_iter()
        .flat_map(|date| [date.digits(), date.era_digits()])
        .chain([front.security_code.clone(), front.municipality_code.clone()])
        .chain(my_number)
        .collect()
}
