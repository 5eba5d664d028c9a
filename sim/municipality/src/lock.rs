//! 顔認証マイナンバーカード: locking, unlocking, and the new address of a locked card (S:756–776,
//! S:1137–1148; domain.md 1.4).

use std::io::Write;

use virtual_card::card_file::CardFile;
use virtual_card::holder::{Holder, Pins};
use virtual_card::municipality::{self, LockRequest, Refusal};
use virtual_card::pictures::Pictures;
use virtual_card::profile::{Mark, SignatureDisposal};
use virtual_card::secret::StoredSecret;

use crate::fault::MunicipalityFault;
use crate::issue;
use crate::order::Order;
use crate::surroundings::randomness;
use crate::words;

pub(crate) fn lock_pins(order: &Order<'_>, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    let number = order.number()?;
    let signature = order.option("--signature").map_or(Ok(SignatureDisposal::default()), disposal)?;
    let mark = order.option("--mark").map_or(Ok(Mark::Printed), mark)?;
    let request = LockRequest { signature, mark };
    let mut random = randomness()?;
    let warning = order.store()?.change(number, |card| {
        municipality::lock_pins(card, request, &mut random).map_err(|refusal| refused(number, refusal))
    })?;
    let (label, english) = words::mark(mark);
    writeln!(out, "{number:03} 顔認証カードにしました。追記欄: {label}")?;
    writeln!(out, "    the 4-digit PINs are locked with a random PIN that nobody is told; mark: {english}")?;
    writeln!(out, "注意: {warning}")?;
    Ok(())
}

/// Without `--pin` the PINs become those that the card was made with, so that a trainer's list of
/// PINs stays true.
pub(crate) fn unlock(order: &Order<'_>, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    let number = order.number()?;
    let pin = order.option("--pin");
    let mark = order.store()?.change(number, |card| {
        let pins = pins(card, pin);
        municipality::unlock(card, &pins).map_err(|refusal| refused(number, refusal))?;
        Ok(card.front.mark)
    })?;
    let (label, english) = words::mark(mark);
    writeln!(out, "{number:03} 暗証番号を初期化しました。追記欄: {label}")?;
    writeln!(
        out,
        "    the PINs work again, mark: {english}; the 署名用 certificate does not come back (S:766)"
    )?;
    writeln!(out, "    `card show {number} --secrets` shows the PINs")?;
    Ok(())
}

pub(crate) fn update(order: &Order<'_>, out: &mut dyn Write) -> Result<(), MunicipalityFault> {
    let number = order.number()?;
    let address = issue::address(order.needed("--address")?)?;
    let font = order.font();
    let store = order.store()?;
    let mut random = randomness()?;
    store.change(number, |card| {
        let mut holder = card.holder().map_err(|_| MunicipalityFault::NotAMyNumberCard { number })?;
        address.clone_into(&mut holder.address);
        let pictures = Pictures::draw(&holder, card.pictures.photo().clone(), &font)?;
        municipality::update_locked(card, &store.pki()?, address, &pictures, &mut random)
            .map_err(|refusal| refused(number, refusal))
    })?;
    writeln!(out, "{number:03} 住所を書き換え、もう一度ロックしました。")?;
    writeln!(out, "    the new address is written, the PINs are locked again with another random PIN (Q7)")?;
    Ok(())
}

fn pins(card: &CardFile, pin: Option<&str>) -> Pins {
    let mut pins = Holder::fictional(card.issue_number).pins;
    if let Some(pin) = pin {
        for place in [&mut pins.user_authentication, &mut pins.resident, &mut pins.support] {
            *place = StoredSecret::new(pin);
        }
    }
    pins
}

fn disposal(text: &str) -> Result<SignatureDisposal, MunicipalityFault> {
    match text {
        "removed" => Ok(SignatureDisposal::Removed),
        "revoked-only" => Ok(SignatureDisposal::RevokedOnly),
        _ => Err(MunicipalityFault::WordForm { what: "--signature", form: "removed | revoked-only" }),
    }
}

fn mark(text: &str) -> Result<Mark, MunicipalityFault> {
    match text {
        "printed" => Ok(Mark::Printed),
        "case" => Ok(Mark::Case),
        "none" => Ok(Mark::None),
        _ => Err(MunicipalityFault::WordForm { what: "--mark", form: "printed | case | none" }),
    }
}

/// The office's refusal, with the card that it is about.
pub(crate) fn refused(number: u32, refusal: Refusal) -> MunicipalityFault {
    match refusal {
        Refusal::NotInOperation { status } => MunicipalityFault::WrongStatus { number, status },
        Refusal::NotAMyNumberCard => MunicipalityFault::NotAMyNumberCard { number },
        Refusal::NotMarked => MunicipalityFault::NotMarked { number },
        Refusal::PinForm => MunicipalityFault::PinForm,
        Refusal::Simulator(error) => error.into(),
    }
}
