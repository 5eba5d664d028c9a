//! What OpenSC sends for the job of a PIN session, as the yardstick beside our own count
//! (`crates/card/README.md`): it knows the card well and has no reason to be quick.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use rig::{CardSlot, PrivatePcscd, Slot};
use std::path::Path;
use tempfile::TempDir;
use virtual_card::card_file::{CardFile, ReferenceName};
use virtual_card::date::Date;
use virtual_card::holder::Holder;
use virtual_card::pictures::{DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;

/// A PIN session of ours in the short form, pinned in `crates/card/tests/budget.rs`.
const OURS: u64 = 13;

#[test]
fn opensc_needs_several_times_as_many() {
    let pki = Path::new(env!("CARGO_TARGET_TMPDIR")).join("card-pki");
    let pki = Pki::create_with_pool(&pki, 7, 1).unwrap();
    let holder = Holder::fictional(1);
    let photo = Photo::placeholder().unwrap();
    let pictures = Pictures::draw(&holder, photo, Path::new(DEBIAN_FONT)).unwrap();
    let today = Date::new(2026, 11, 24).unwrap();
    let card = CardFile::new(&pki, &holder, "normal".parse().unwrap(), &pictures, today).unwrap();
    let home = TempDir::new().unwrap();
    let file = home.path().join("card.json");
    card.save(&file).unwrap();
    std::fs::write(home.path().join("text"), "a challenge").unwrap();

    let pcscd = PrivatePcscd::start().unwrap();
    let mut slot = CardSlot::start(&pcscd, Slot::First).unwrap();
    slot.insert(&file).unwrap();
    let run = |program: &str, arguments: &[&str]| {
        let mut command = pcscd.client("timeout");
        command.args(["60", program]).args(arguments);
        let output = command.env("HOME", home.path()).current_dir(home.path()).output().unwrap();
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    };
    run("opensc-tool", &["--wait", "--atr"]);
    let before = slot.stats().unwrap().commands;
    let pin = card.secret(ReferenceName::UserAuthentication).unwrap().reveal().to_owned();
    let token = ["--module", "opensc-pkcs11.so", "--token-label", "JPKI (User Authentication PIN)"];
    let job = ["--login", "--pin", &pin, "--sign", "--mechanism", "SHA256-RSA-PKCS", "--id", "01"];
    let files = ["--input-file", "text", "--output-file", "signature"];
    run("pkcs11-tool", &[&token[..], &job[..], &files[..]].concat());
    let theirs = slot.stats().unwrap().commands - before;
    println!("OpenSC sends {theirs} APDUs for a signature by the PIN");
    assert!(theirs > 3 * OURS, "{theirs}");
}
