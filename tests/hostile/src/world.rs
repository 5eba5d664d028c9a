//! One card, its authorities and one enrolled terminal, made with the seeds and kept beside them.
//! All of it is test material: the card's keys and PINs are in the open.

use std::sync::LazyLock;

use card::cv::{CaKey, CaPurpose, KeyId};
use virtual_card::card::{Keep, PowerEvent, VirtualCard};
use virtual_card::card_file::CardFile;
use virtual_card::chip::{Application, FileId};
use virtual_card::pki::CvCa;

/// 2026-11-24 noon in Japan: the day on which the card was issued.
pub const NOW: u64 = 1_795_489_200;
/// Name of the terminal.
pub const TERMINAL: &str = "terminal-1";
/// Where it stands.
pub const FACILITY: &str = "clinic-1";

static CARD: LazyLock<CardFile> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../fuzz/world/card.json")).unwrap());
static AUTHORITIES: LazyLock<Vec<CaKey>> = LazyLock::new(|| {
    let table: Vec<CvCa> = serde_json::from_str(include_str!("../../fuzz/world/cv-ca.json")).unwrap();
    table.iter().map(authority).collect()
});

/// The card as it was issued.
pub fn card() -> &'static CardFile {
    &CARD
}

/// The card in a reader's field.
pub fn powered() -> VirtualCard {
    let mut card = VirtualCard::new(CARD.clone(), Keep::Memory, [0x3C; 32]);
    card.power(PowerEvent::On);
    card
}

/// A file of the card, whatever its access rule.
///
/// # Panics
/// If the card has none of that name.
pub fn file(application: Application, id: u16) -> &'static [u8] {
    let image = CARD.chip.application(application).expect("an application of the card");
    &image.transparent.get(&FileId(id)).expect("a file of the card").content.0
}

/// Certificate 000A.
pub fn certificate() -> &'static [u8] {
    file(Application::Jpki, 0x000A)
}

/// The root that issued it, DER.
pub fn root() -> &'static [u8] {
    include_bytes!("../../fuzz/world/root.der")
}

/// The terminal's client certificate, DER.
pub fn terminal() -> &'static [u8] {
    include_bytes!("../../fuzz/world/terminal.der")
}

/// The authorities of card-verifiable certificates.
pub fn authorities() -> &'static [CaKey] {
    &AUTHORITIES
}

fn authority(of: &CvCa) -> CaKey {
    CaKey {
        key_id: KeyId(of.key_id.0.as_slice().try_into().unwrap()),
        purpose: CaPurpose::Surface,
        modulus: of.modulus.0.as_slice().try_into().unwrap(),
    }
}
