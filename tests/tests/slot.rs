//! The card slot's own manners: what it refuses, and what it counts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use rig::{CardSlot, PrivatePcscd, RigFault, Slot};
use std::path::Path;
use std::sync::OnceLock;
use tempfile::TempDir;
use virtual_card::card_file::CardFile;
use virtual_card::date::Date;
use virtual_card::holder::Holder;
use virtual_card::pictures::{DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;

fn pki() -> &'static Pki {
    static PKI: OnceLock<Pki> = OnceLock::new();
    PKI.get_or_init(|| {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("slot-pki");
        Pki::create_with_pool(&directory, 13, 1).unwrap()
    })
}

fn card(file: &Path) {
    let holder = Holder::fictional(1);
    let photo = Photo::placeholder().unwrap();
    let pictures = Pictures::draw(&holder, photo, Path::new(DEBIAN_FONT)).unwrap();
    let today = Date::new(2026, 11, 24).unwrap();
    let card = CardFile::new(pki(), &holder, "normal".parse().unwrap(), &pictures, today).unwrap();
    card.save(file).unwrap();
}

#[test]
fn a_slot_refuses_what_a_reader_could_not_do() {
    let directory = TempDir::new().unwrap();
    let (file, not_a_card) = (directory.path().join("a card.json"), directory.path().join("text"));
    card(&file);
    std::fs::write(&not_a_card, "no card").unwrap();
    let pcscd = PrivatePcscd::start().unwrap();
    let mut slot = CardSlot::start(&pcscd, Slot::First).unwrap();

    assert!(!slot.stats().unwrap().present);
    assert!(matches!(slot.remove(), Err(RigFault::Refused { .. })), "empty");
    assert!(matches!(slot.insert(&not_a_card), Err(RigFault::Refused { .. })));
    assert!(matches!(slot.insert(&directory.path().join("none")), Err(RigFault::Refused { .. })));
    assert!(matches!(slot.insert(Path::new("two\nlines")), Err(RigFault::PathUnusable { .. })));
    assert!(matches!(slot.behave("colour", "red"), Err(RigFault::Refused { .. })));

    slot.insert(&file).unwrap();
    let stats = slot.stats().unwrap();
    assert!(stats.present && !stats.torn);
    assert_eq!(stats.counters["jpki/0018"], 3);
    assert!(matches!(slot.insert(&file), Err(RigFault::Refused { .. })), "taken");
    slot.remove().unwrap();
    assert!(!slot.stats().unwrap().present);
}

#[test]
fn two_slots_hold_two_cards() {
    let directory = TempDir::new().unwrap();
    let files = ["one", "two"].map(|name| directory.path().join(name));
    files.iter().for_each(|file| card(file));
    let pcscd = PrivatePcscd::start().unwrap();
    let mut slots = [Slot::First, Slot::Second].map(|slot| CardSlot::start(&pcscd, slot).unwrap());
    for (slot, file) in slots.iter_mut().zip(&files) {
        slot.insert(file).unwrap();
    }
    let seen = || {
        let output = pcscd.client("opensc-tool").arg("--list-readers").output().unwrap();
        String::from_utf8(output.stdout).unwrap().matches("Yes").count()
    };
    let both = (0..1000).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(10));
        seen() == 2
    });
    assert!(both, "{}", pcscd.log());
}

#[test]
fn a_slot_goes_with_its_pcscd() {
    let pcscd = PrivatePcscd::start().unwrap();
    let mut slot = CardSlot::start(&pcscd, Slot::First).unwrap();
    slot.stats().unwrap();
    drop(pcscd);
    let ended = slot.stats().unwrap_err();
    assert!(matches!(ended, RigFault::Ended { .. } | RigFault::Channel { .. }), "{ended}");
}
