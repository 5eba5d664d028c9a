//! What the integration tests share: one PKI in the target directory, and a driver for bytes.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use virtual_card::card::{Keep, PowerEvent, VirtualCard};
use virtual_card::card_file::CardFile;
use virtual_card::date::Date;
use virtual_card::holder::Holder;
use virtual_card::pictures::{DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;
use virtual_card::profile::Profile;

/// The day on which the tests' cards are made.
pub(crate) fn today() -> Date {
    Date::new(2026, 11, 24).unwrap()
}

/// The PKI that all tests share; its keys are kept between runs.
pub(crate) fn pki() -> &'static Pki {
    static PKI: OnceLock<Pki> = OnceLock::new();
    PKI.get_or_init(|| {
        let directory: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("virtual-card-pki");
        Pki::create_with_pool(&directory, 7, 2).unwrap()
    })
}

fn photo() -> Photo {
    static PHOTO: OnceLock<Photo> = OnceLock::new();
    PHOTO.get_or_init(|| Photo::placeholder().unwrap()).clone()
}

/// A holder and their card.
pub(crate) fn make(number: u32, profile: Profile) -> (Holder, CardFile) {
    let holder = Holder::fictional(number);
    let pictures = Pictures::draw(&holder, photo(), Path::new(DEBIAN_FONT)).unwrap();
    let card = CardFile::new(pki(), &holder, profile, &pictures, today()).unwrap();
    (holder, card)
}

/// Puts a card into a powered field, without a file.
pub(crate) fn powered(card: CardFile) -> VirtualCard {
    let mut card = VirtualCard::new(card, Keep::Memory, [7; 32]);
    card.power(PowerEvent::On);
    card
}

/// Sends hexadecimal text, spaces allowed; answers hexadecimal text.
pub(crate) fn send(card: &mut VirtualCard, command: &str) -> String {
    let digits: String = command.split_whitespace().collect();
    virtual_card::hex::encode(&card.transmit(&virtual_card::hex::decode(&digits).unwrap()))
}

/// SELECT of the five applications.
pub(crate) const COMMON: &str = "00A4040C0A D3921000310001010100";
pub(crate) const RESIDENT: &str = "00A4040C0A D3921000310001010401";
pub(crate) const SURFACE: &str = "00A4040C0A D3921000310001010402";
pub(crate) const SUPPORT: &str = "00A4040C0A D3921000310001010408";
pub(crate) const JPKI: &str = "00A4040C0A D392F000260100000001";

/// VERIFY of the current EF with `value`.
pub(crate) fn verify(value: &str) -> String {
    format!("00200080 {:02X} {}", value.len(), virtual_card::hex::encode(value.as_bytes()))
}
