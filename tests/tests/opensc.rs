//! The virtual card, judged through the real pcscd by OpenSC, which knows the real card and
//! nothing of this project.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use rig::{CardSlot, PrivatePcscd, Slot};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use std::time::Duration;
use tempfile::TempDir;
use virtual_card::card_file::{CardFile, ReferenceName};
use virtual_card::date::Date;
use virtual_card::holder::Holder;
use virtual_card::pictures::{DEBIAN_FONT, Photo, Pictures};
use virtual_card::pki::Pki;

const MODULE: &str = "opensc-pkcs11.so";
const TOKEN: &str = "JPKI (User Authentication PIN)";

/// The issuers of every card here; their keys are kept between runs.
fn pki() -> &'static Pki {
    static PKI: OnceLock<Pki> = OnceLock::new();
    PKI.get_or_init(|| {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("opensc-pki");
        Pki::create_with_pool(&directory, 11, 1).unwrap()
    })
}

fn issue(profile: &str) -> CardFile {
    static PICTURES: OnceLock<Pictures> = OnceLock::new();
    let holder = Holder::fictional(1);
    let pictures = PICTURES.get_or_init(|| {
        Pictures::draw(&holder, Photo::placeholder().unwrap(), Path::new(DEBIAN_FONT)).unwrap()
    });
    let today = Date::new(2026, 11, 24).unwrap();
    CardFile::new(pki(), &holder, profile.parse().unwrap(), pictures, today).unwrap()
}

/// A card of one profile on a reader of its own.
struct Desk {
    slot: CardSlot,
    pcscd: PrivatePcscd,
    card: CardFile,
    home: TempDir,
}

impl Desk {
    fn with(profile: &str) -> Self {
        let card = issue(profile);
        let home = TempDir::new().unwrap();
        let file = home.path().join("card.json");
        card.save(&file).unwrap();
        let pcscd = PrivatePcscd::start().unwrap();
        let mut slot = CardSlot::start(&pcscd, Slot::First).unwrap();
        slot.insert(&file).unwrap();
        let desk = Self { slot, pcscd, card, home };
        desk.until_present(true);
        desk
    }

    /// pcscd looks at its slots a few times a second. (OpenSC's own `--wait` waits for a card to
    /// arrive: one that is there already is not enough for it.)
    fn until_present(&self, present: bool) {
        for _ in 0..1000 {
            if self.said("opensc-tool", &["--list-readers"]).contains("Yes") == present {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("pcscd never saw it\n{}", self.pcscd.log());
    }

    /// Runs one of OpenSC's programs, which may not take for ever, with no cache of another card.
    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let mut command = self.pcscd.client("timeout");
        command.args(["60", program]).args(arguments).env("HOME", self.home.path());
        command.current_dir(self.home.path()).output().unwrap()
    }

    /// Standard output of a program that must succeed.
    fn said(&self, program: &str, arguments: &[&str]) -> String {
        let output = self.run(program, arguments);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{program} {error}\n{}", self.pcscd.log());
        String::from_utf8(output.stdout).unwrap()
    }

    fn sign(&self, pin: &str) -> Output {
        std::fs::write(self.path("text"), "a challenge").unwrap();
        let login = ["--module", MODULE, "--token-label", TOKEN, "--login", "--pin", pin];
        let job = ["--sign", "--mechanism", "SHA256-RSA-PKCS", "--id", "01"];
        let files = ["--input-file", "text", "--output-file", "signature"];
        self.run("pkcs11-tool", &[&login[..], &job[..], &files[..]].concat())
    }

    fn pin(&self) -> String {
        self.card.secret(ReferenceName::UserAuthentication).unwrap().reveal().to_owned()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }
}

/// OpenSC's listing of the card's PINs, keys and certificates.
fn listing(desk: &Desk) -> String {
    desk.said("pkcs15-tool", &["--dump"])
}

/// "Tries left" of the two PINs, in the order of the listing.
fn tries(listing: &str) -> Vec<u8> {
    let lines = listing.lines().filter_map(|line| line.trim().strip_prefix("Tries left"));
    lines.map(|rest| rest.trim_start_matches([' ', ':']).parse().unwrap()).collect()
}

/// Runs openssl and gives its standard output; it must succeed.
fn openssl(desk: &Desk, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("openssl").args(arguments).current_dir(desk.home.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

#[test]
fn it_is_recognised_as_the_real_card_is() {
    let desk = Desk::with("normal");
    assert_eq!(desk.said("opensc-tool", &["--name"]).trim(), "jpki");
    let text = listing(&desk);
    assert!(text.contains("PKCS#15 Card [JPKI]"), "{text}");
    let count = |what| text.matches(what).count();
    assert_eq!(count("PIN ["), 2, "{text}");
    assert_eq!(count("Private RSA Key ["), 2, "{text}");
    assert_eq!(count("X.509 Certificate ["), 4, "{text}");
    // The certificate that needs the 署名用 password has no serial here, the others do.
    assert_eq!(count("Encoded serial"), 3, "{text}");
}

#[test]
fn every_profile_shows_its_tries() {
    for (profile, expected) in [
        ("normal", [3, 5]),
        ("tries=2", [2, 5]),
        ("tries=1", [1, 5]),
        ("auth-locked", [0, 5]),
        ("sign-locked", [3, 0]),
        ("kao-ninsho", [0, 5]),
        ("kao-ninsho-revoked-only", [0, 5]),
        ("three-pins-used-up", [0, 5]),
        ("switched-back", [3, 5]),
        ("marked-not-locked", [3, 5]),
        ("no-sign", [3, 5]),
        ("expired-cert=2", [3, 5]),
        ("forged-photo", [3, 5]),
        ("cloned-chip", [3, 5]),
        ("phone-android", [3, 5]),
        ("phone-iphone", [3, 5]),
    ] {
        let mut desk = Desk::with(profile);
        assert_eq!(tries(&listing(&desk)), expected, "{profile}");
        let stats = desk.slot.stats().unwrap();
        assert!(stats.verifies.is_empty(), "asking spends nothing: {profile} {:?}", stats.verifies);
    }
}

#[test]
fn other_cards_are_not_taken_for_it() {
    for profile in ["foreign", "juki"] {
        let desk = Desk::with(profile);
        let output = desk.run("pkcs15-tool", &["--dump"]);
        assert!(!output.status.success(), "{profile}");
        assert!(!String::from_utf8_lossy(&output.stdout).contains("JPKI"), "{profile}");
    }
}

#[test]
fn the_authentication_certificate_is_read_and_chains_to_the_root() {
    let desk = Desk::with("normal");
    let pem = desk.said("pkcs15-tool", &["--read-certificate", "1"]);
    std::fs::write(desk.path("certificate.pem"), pem).unwrap();
    let der = openssl(&desk, &["x509", "-in", "certificate.pem", "-outform", "DER"]);
    assert_eq!(Some(der), desk.card.user_authentication_certificate());
    std::fs::write(desk.path("root.der"), pki().user_authentication_root().unwrap()).unwrap();
    openssl(&desk, &["x509", "-inform", "DER", "-in", "root.der", "-out", "root.pem"]);
    // 2026-12-24: a month after the card was made, whenever this runs.
    let day = ["-attime", "1798070400", "-CAfile", "root.pem", "certificate.pem"];
    openssl(&desk, &[&["verify", "-x509_strict"][..], &day[..]].concat());
}

#[test]
fn the_signature_certificate_is_closed_without_its_password() {
    let mut desk = Desk::with("normal");
    let output = desk.run("pkcs15-tool", &["--read-certificate", "2"]);
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    assert_eq!(desk.slot.stats().unwrap().private_key_uses, 0);
}

#[test]
fn a_signature_is_one_that_openssl_verifies() {
    let mut desk = Desk::with("normal");
    let pem = desk.said("pkcs15-tool", &["--read-certificate", "1"]);
    std::fs::write(desk.path("certificate.pem"), pem).unwrap();
    let output = desk.sign(&desk.pin());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(std::fs::read(desk.path("signature")).unwrap().len(), 256);
    openssl(&desk, &["x509", "-in", "certificate.pem", "-pubkey", "-noout", "-out", "key.pem"]);
    let verify = ["dgst", "-sha256", "-verify", "key.pem", "-signature", "signature"];
    openssl(&desk, &[&verify[..], &["text"]].concat());
    std::fs::write(desk.path("text"), "another challenge").unwrap();
    let other = Command::new("openssl").args(verify).arg("text").current_dir(&desk.home).output();
    assert!(!other.unwrap().status.success(), "openssl would have refused another text");
    let stats = desk.slot.stats().unwrap();
    assert_eq!((stats.private_key_uses, stats.verifies["jpki/0018"]), (1, 1));
}

#[test]
fn a_wrong_pin_counts_down_and_a_right_one_counts_up_again() {
    let mut desk = Desk::with("normal");
    let wrong: String = desk.pin().chars().rev().collect();
    assert_ne!(wrong, desk.pin());
    for left in [2, 1] {
        let output = desk.sign(&wrong);
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && error.contains("CKR_PIN_INCORRECT"), "{error}");
        assert_eq!(tries(&listing(&desk)), [left, 5]);
    }
    assert!(desk.sign(&desk.pin()).status.success());
    assert_eq!(tries(&listing(&desk)), [3, 5]);
    assert_eq!(desk.slot.stats().unwrap().verifies["jpki/0018"], 3);
}

#[test]
fn a_third_wrong_pin_locks_and_the_lock_outlives_the_power() {
    let mut desk = Desk::with("tries=1");
    let (right, wrong) = (desk.pin(), desk.pin().chars().rev().collect::<String>());
    assert!(!desk.sign(&wrong).status.success());
    desk.slot.remove().unwrap();
    desk.until_present(false);
    desk.slot.insert(&desk.path("card.json")).unwrap();
    desk.until_present(true);
    assert_eq!(tries(&listing(&desk)), [0, 5]);
    assert!(!desk.sign(&right).status.success(), "a locked PIN is not tried");
    assert_eq!(desk.slot.stats().unwrap().private_key_uses, 0);
}

#[test]
fn a_card_is_found_again_after_pcscd_died() {
    let mut desk = Desk::with("normal");
    assert_eq!(tries(&listing(&desk)), [3, 5]);
    desk.pcscd.kill();
    assert!(!desk.run("pkcs15-tool", &["--dump"]).status.success());
    desk.pcscd.restart().unwrap();
    desk.until_present(true);
    assert_eq!(tries(&listing(&desk)), [3, 5]);
}
