//! Making a card: the five applications of card.md section 3, then the state of the profile.

mod applications;
mod profiles;

use crate::card_file::{CardFile, CardStatus, Centre, CentreStatus, Front};
use crate::chip::{Chip, Kind};
use crate::date::Date;
use crate::error::Error;
use crate::hex::Hex;
use crate::holder::Holder;
use crate::pictures::Pictures;
use crate::pki::{Period, Pki};
use crate::profile::{Mark, Profile};

pub(crate) use applications::{rewrite_certificates, rewrite_records};

/// Contactless ATR of a plastic card (card.md 1.2).
pub(crate) const ATR_CARD: [u8; 13] =
    [0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xE0, 0xB3, 0x81, 0xA1, 0x00, 0x7F];
/// Contact ATR without TS: no historical bytes (card.md 1.2).
const CONTACT_ATR: [u8; 8] = [0xE0, 0x00, 0xFF, 0x81, 0x31, 0xFE, 0x45, 0x14];
/// Certificates of expired cards begin no earlier than their root.
const EARLIEST: Date = Date::at(2023, 4, 1);

/// Everything that is fixed before the chip is filled.
pub(crate) struct Blank<'a> {
    pub(crate) pki: &'a Pki,
    pub(crate) holder: &'a Holder,
    pub(crate) pictures: &'a Pictures,
    pub(crate) profile: Profile,
    pub(crate) expiry: Date,
    pub(crate) period: Period,
}

pub(crate) fn issue(
    pki: &Pki,
    holder: &Holder,
    profile: Profile,
    pictures: &Pictures,
    now: Date,
) -> Result<CardFile, Error> {
    let (expiry, period) = lifetimes(holder, profile, now);
    let blank = Blank { pki, holder, pictures, profile, expiry, period };
    let mut card = CardFile {
        format: CardFile::format(),
        issue_number: holder.issue_number,
        profile,
        status: CardStatus::InOperation,
        centre: Centre { user_authentication: CentreStatus::Good, digital_signature: CentreStatus::Good },
        front: front(&blank),
        pictures: pictures.clone(),
        chip: plastic(&blank)?,
    };
    profiles::apply(&mut card, &blank)?;
    Ok(card)
}

/// The card runs to the 10th birthday (the 5th below 18), its certificates to the 5th (card.md 5.5).
fn lifetimes(holder: &Holder, profile: Profile, now: Date) -> (Date, Period) {
    let born = holder.birth_date;
    let years = if born.age_on(now) < 18 { 5 } else { 10 };
    let expiry = match profile {
        Profile::ExpiredCard => born.plus_years(born.age_on(now).saturating_sub(1)),
        _ => born.nth_birthday_after(now, years),
    };
    let to = match profile {
        Profile::ExpiredCertificate { months } => now.minus_months(months),
        _ => born.nth_birthday_after(now, 5).min(expiry),
    };
    let from = if to < now { EARLIEST.min(to) } else { now };
    (expiry, Period { from, to })
}

fn front(blank: &Blank<'_>) -> Front {
    let holder = blank.holder;
    Front {
        name: holder.name.clone(),
        address: holder.address.clone(),
        birth_date: holder.birth_date,
        sex: holder.sex,
        card_expiry: blank.expiry,
        certificate_expiry: blank.period.to,
        security_code: holder.security_code.clone(),
        municipality_code: holder.municipality_code.clone(),
        mark: Mark::None,
    }
}

fn plastic(blank: &Blank<'_>) -> Result<Chip, Error> {
    Ok(Chip {
        kind: Kind::MyNumberCard,
        atr: Hex(ATR_CARD.to_vec()),
        applications: vec![
            applications::common(blank)?,
            applications::resident(blank)?,
            applications::surface(blank)?,
            applications::support(blank)?,
            applications::jpki(blank)?,
        ],
        data_objects: applications::data_objects(blank)?,
        contact_atr: Some(Hex(CONTACT_ATR.to_vec())),
        stand_in_key: Some(Hex(blank.pki.stand_in_public_key()?)),
    })
}
