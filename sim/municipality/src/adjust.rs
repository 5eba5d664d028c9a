//! What time, use and a telephone call do to a card: tries, expiry, カード運用状況.

use std::io::Write;

use virtual_card::card_file::{CardFile, CardStatus, ReferenceName};
use virtual_card::chip::Kind;
use virtual_card::municipality;

use crate::fault::MunicipalityFault;
use crate::lock::refused;
use crate::order::{self, Order};
use crate::words;

/// Ten years: no certificate of a card has ended earlier.
const MOST_MONTHS: u16 = 120;

pub(crate) fn set_tries(order: &Order<'_>, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    let number = order.number()?;
    let name = reference_name(order.word("NAME")?)?;
    let left = order::digits(order.word("N")?);
    let left = left.ok_or(MunicipalityFault::WordForm { what: "N", form: "0 … 10" })?;
    let (label, typed) = words::reference(name);
    order.store()?.change(number, |card| {
        let most = card.reference(name).map(|reference| reference.tries_most);
        match most.ok_or(MunicipalityFault::NoSuchReference { number, name: typed })? {
            most if left > most => Err(MunicipalityFault::TooManyTries { name: typed, most }),
            _ => {
                municipality::set_tries(card, name, left);
                Ok(())
            }
        }
    })?;
    writeln!(out, "{number:03} {label} の残り回数: {left}   tries left of {typed}: {left}")?;
    Ok(())
}

pub(crate) fn expire(order: &Order<'_>, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    let number = order.number()?;
    let months = order::digits(order.word("MONTHS")?).filter(|months| *months <= MOST_MONTHS);
    let months = months.ok_or(MunicipalityFault::WordForm { what: "MONTHS", form: "0 … 120" })?;
    let day = order.day()?;
    let store = order.store()?;
    let end = store.change(number, |card| {
        municipality::expire(card, &store.pki()?, months, day).map_err(|refusal| refused(number, refusal))?;
        Ok(card.front.certificate_expiry)
    })?;
    writeln!(out, "{number:03} 電子証明書の有効期限: {end}   the certificates end on {end}")?;
    Ok(())
}

pub(crate) fn suspend(order: &Order<'_>, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    change_status(order, CardStatus::InOperation, CardStatus::Suspended, out)
}

pub(crate) fn resume(order: &Order<'_>, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    change_status(order, CardStatus::Suspended, CardStatus::InOperation, out)
}

fn change_status(
    order: &Order<'_>,
    from: CardStatus,
    to: CardStatus,
    out: &mut dyn Write,
) -> Result<(), MunicipalityFault> {
    let number = order.number()?;
    order.store()?.change(number, |card: &mut CardFile| match (card.chip.kind, card.status) {
        (Kind::MyNumberCard, status) if status == from => {
            card.status = to;
            Ok(())
        }
        (Kind::MyNumberCard, status) => Err(MunicipalityFault::WrongStatus { number, status }),
        _ => Err(MunicipalityFault::NotAMyNumberCard { number }),
    })?;
    let (label, english) = words::status(to);
    writeln!(out, "{number:03} カード運用状況: {label}   the card is {english}")?;
    Ok(())
}

fn reference_name(text: &str) -> Result<ReferenceName, MunicipalityFault> {
    let found = ReferenceName::ALL.into_iter().find(|name| words::reference(*name).1 == text);
    found.ok_or(MunicipalityFault::WordForm {
        what: "NAME",
        form: "user-authentication | digital-signature | resident | support | check-number-a | \
               check-number-b | birth-date",
    })
}
