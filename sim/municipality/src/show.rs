//! What is on a card, for people. PINs and 照合番号B only where they were asked for.

use std::io::Write;

use virtual_card::card_file::{CardFile, CentreStatus, ReferenceName};
use virtual_card::chip::{Application, FileId, Kind};

use crate::fault::MunicipalityFault;
use crate::order::Order;
use crate::words::{self, Both};

/// What `--secrets` shows. 照合番号A is the 個人番号 and is never shown; the birth date is no secret.
const SECRETS: [ReferenceName; 5] = [
    ReferenceName::UserAuthentication,
    ReferenceName::DigitalSignature,
    ReferenceName::Resident,
    ReferenceName::Support,
    ReferenceName::CheckNumberB,
];

/// A broken file takes its own line and hides no other card.
pub(crate) fn list(order: &Order<'_>, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    let store = order.store()?;
    let numbers = store.numbers()?;
    if numbers.is_empty() {
        writeln!(out, "カードはまだありません。 no cards yet: `card new normal` issues one")?;
    }
    for number in numbers {
        match store.card(number) {
            Ok(card) => writeln!(
                out,
                "{number:03} {:<23} {} {} 追記欄: {} 証明書 {} まで",
                words::profile(card.profile),
                card.front.name,
                words::status(card.status).0,
                words::mark(card.front.mark).0,
                card.front.certificate_expiry,
            )?,
            Err(fault) => writeln!(out, "{number:03} 読めません unreadable: {fault}")?,
        }
    }
    Ok(())
}

pub(crate) fn show(order: &Order<'_>, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    let number = order.number()?;
    let store = order.store()?;
    let card = store.card(number)?;
    writeln!(out, "{number:03} {} {}", words::profile(card.profile), card.front.name)?;
    writeln!(out, "  file: {}", store.card_path(number).display())?;
    front(&card, out)?;
    certificates(&card, out)?;
    counters(&card, out)?;
    if order.flag("--secrets") {
        return secrets(&card, out);
    }
    Ok(())
}

pub(crate) fn profiles(_: &Order<'_>, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    for (name, meaning) in words::PROFILES {
        writeln!(out, "{name:<24} {meaning}")?;
    }
    Ok(())
}

fn front(card: &CardFile, out: &mut dyn Write) -> std::io::Result<()> {
    let front = &card.front;
    line(out, "カード運用状況", words::status(card.status))?;
    line(out, "追記欄", words::mark(front.mark))?;
    writeln!(out, "  住所: {}", front.address)?;
    writeln!(out, "  生年月日: {}", front.birth_date)?;
    writeln!(out, "  カードの有効期限: {}", front.card_expiry)
}

fn certificates(card: &CardFile, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "  証明書の有効期限: {}", card.front.certificate_expiry)?;
    line(out, "利用者証明用 (centre)", words::centre(card.centre.user_authentication))?;
    line(out, "署名用 (centre)", words::centre(card.centre.digital_signature))?;
    line(out, "署名用 (chip)", if signature_in_chip(card) { ("あり", "there") } else { ("なし", "none") })
}

fn signature_in_chip(card: &CardFile) -> bool {
    let image = card.chip.application(Application::Jpki);
    let file = image.and_then(|image| image.transparent.get(&FileId(0x0001)));
    file.is_some_and(|file| !file.content.0.is_empty())
}

/// One line for each counter; two names have one in each of two applications.
fn counters(card: &CardFile, out: &mut dyn Write) -> std::io::Result<()> {
    match card.chip.kind {
        Kind::Foreign | Kind::Dead => return Ok(()),
        _ => writeln!(out, "  残り回数 tries left")?,
    }
    for name in ReferenceName::ALL {
        let (label, typed) = words::reference(name);
        for (application, id) in name.places() {
            let image = card.chip.application(*application);
            if let Some(reference) = image.and_then(|image| image.references.get(id)) {
                let (left, most) = (reference.tries_left, reference.tries_most);
                let place = format!("{}/{id}", words::application(*application));
                writeln!(out, "    {typed:<20} {left:>2} / {most:<2}  {place:<13} {label}")?;
            }
        }
    }
    Ok(())
}

fn secrets(card: &CardFile, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    writeln!(out, "  暗証番号 (模擬カードのもの)  PINs of this invented card")?;
    for name in SECRETS {
        if let Some(secret) = card.secret(name) {
            let (label, typed) = words::reference(name);
            writeln!(out, "    {typed:<20} {}   {label}", secret.reveal())?;
        }
    }
    if card.centre.digital_signature == CentreStatus::NotIssued {
        writeln!(out, "    (署名用 is not issued: its password opens nothing)")?;
    }
    Ok(())
}

fn line(out: &mut dyn Write, label: &str, (japanese, english): Both) -> std::io::Result<()> {
    writeln!(out, "  {label}: {japanese} ({english})")
}
