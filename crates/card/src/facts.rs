//! What must be known of a My Number Card before anything is offered to its holder.

use apdu::iso::ShortEf;
use apdu::{CardChannel, Ne, StatusWord};

use crate::certificate::{self, UserCertificate};
use crate::counter::{KeyReference, TriesLeft, UnknownTries, tries_left};
use crate::error::{CardError, CardFile};
use crate::file::read_start;
use crate::link::{Application, Link, SHORT_RESPONSE};

/// Facts that tell the kinds of card apart (design.md section 3), gathered without spending a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardFacts {
    /// Tries left of the PIN for user authentication.
    pub user_authentication_pin: TriesLeft,
    /// Tries left of the other 4-digit PINs.
    pub other_pins: OtherPins,
    /// Whether the card holds a certificate for signatures; not asked while the PIN is alive.
    pub signature_certificate: SignatureCertificate,
    /// The certificate for user authentication.
    pub user_certificate: UserCertificate,
}

/// Counters of the 4-digit PINs besides the one for user authentication.
///
/// They are asked only if that one is blocked or unknown, and only until one is found alive: that
/// settles that the card is an ordinary one with a used-up PIN. What was not asked is
/// [`UnknownTries::NotAsked`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherPins {
    /// 券面事項入力補助AP `0011`.
    pub support: TriesLeft,
    /// 共通カードAP `001C`.
    pub common: TriesLeft,
    /// 住基AP `001C`.
    pub resident_register: TriesLeft,
}

/// The first byte of JPKI `0008` (card.md 3.1). What a card without the certificate holds there is not
/// public: anything but `8F` is only taken for its absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureCertificate {
    /// `8F`: it is on the card. It may still be revoked at the centre.
    Present,
    /// Some other value.
    Absent,
    /// No decision needed it.
    NotAsked,
    /// The card did not say.
    Unknown(StatusWord),
}

/// Gathers the facts of a card that [`crate::identify::identify`] called a My Number Card. The certificate lands at
/// the start of `certificate`, which needs [`certificate::BUFFER_LENGTH`] bytes.
///
/// While the PIN is alive: 8 APDUs in the short form (query of `0018`, 7 READs of the certificate), 2 in
/// the extended form. Otherwise 3 to 7 more: `0008`, and SELECT and query of each PIN until one is
/// alive. And 1 for the SELECT unless the JPKI application is current.
///
/// # Errors
///
/// [`CardError`]; a counter that can't be known is a value, not an error.
pub fn read<C: CardChannel>(link: &mut Link<C>, certificate: &mut [u8]) -> Result<CardFacts, CardError> {
    link.require(Application::Jpki)?;
    let user_authentication_pin = tries_left(link, KeyReference::UserAuthenticationPin)?;
    let user_certificate = certificate::read(link, certificate)?;
    let alive = matches!(user_authentication_pin, TriesLeft::Known(_));
    let signature_certificate = if alive { SignatureCertificate::NotAsked } else { read_availability(link)? };
    let other_pins = if alive { OtherPins::NOT_ASKED } else { OtherPins::ask(link)? };
    Ok(CardFacts { user_authentication_pin, other_pins, signature_certificate, user_certificate })
}

impl OtherPins {
    /// Nothing asked.
    pub const NOT_ASKED: Self = Self {
        support: TriesLeft::Unknown(UnknownTries::NotAsked),
        common: TriesLeft::Unknown(UnknownTries::NotAsked),
        resident_register: TriesLeft::Unknown(UnknownTries::NotAsked),
    };

    fn ask<C: CardChannel>(link: &mut Link<C>) -> Result<Self, CardError> {
        let mut pins = Self::NOT_ASKED;
        pins.support = tries_left(link, KeyReference::SupportPin)?;
        if matches!(pins.support, TriesLeft::Known(_)) {
            return Ok(pins);
        }
        pins.common = tries_left(link, KeyReference::CommonPin)?;
        if matches!(pins.common, TriesLeft::Known(_)) {
            return Ok(pins);
        }
        pins.resident_register = tries_left(link, KeyReference::ResidentRegisterPin)?;
        Ok(pins)
    }
}

/// JPKI `0008` has three bytes; the first speaks of the certificate for signatures.
const AVAILABILITY_LENGTH: usize = 3;
const PRESENT: u8 = 0x8F;

fn read_availability<C: CardChannel>(link: &mut Link<C>) -> Result<SignatureCertificate, CardError> {
    let file = (CardFile::CertificateAvailability, ShortEf::of::<0x08>());
    let mut response = [0; SHORT_RESPONSE];
    match read_start(link, file, Ne::clamped(AVAILABILITY_LENGTH), &mut response) {
        Ok(length) => Ok(match response.get(..length).unwrap_or_default() {
            [PRESENT, ..] => SignatureCertificate::Present,
            [_, ..] => SignatureCertificate::Absent,
            [] => SignatureCertificate::Unknown(StatusWord::SUCCESS),
        }),
        Err(error) => error.refusal().map(SignatureCertificate::Unknown).ok_or(error),
    }
}
