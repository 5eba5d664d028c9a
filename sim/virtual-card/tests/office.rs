//! What a municipal office does, and refuses to do (S:756–776, domain.md 1.4).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

#[allow(dead_code, reason = "each test uses a part")]
mod support;

use rand_chacha::ChaCha20Rng;
use rand_core::{Error as RngError, RngCore, SeedableRng};
use support::{JPKI, SUPPORT, make, pki, powered, send, today, verify};
use virtual_card::card_file::{CardFile, CardStatus, CentreStatus, ReferenceName};
use virtual_card::chip::{Application, FileId};
use virtual_card::municipality::{self, LockRequest, Refusal, Warning};
use virtual_card::pictures::{DEBIAN_FONT, Pictures};
use virtual_card::profile::{Mark, Profile, SignatureDisposal};

const FOUR_DIGITS: [ReferenceName; 3] =
    [ReferenceName::UserAuthentication, ReferenceName::Resident, ReferenceName::Support];

fn rng() -> ChaCha20Rng {
    ChaCha20Rng::from_seed([3; 32])
}

/// Gives these numbers, one after the other.
struct Fixed(Vec<u32>);

impl RngCore for Fixed {
    fn next_u32(&mut self) -> u32 {
        self.0.remove(0)
    }

    fn next_u64(&mut self) -> u64 {
        u64::from(self.next_u32())
    }

    fn fill_bytes(&mut self, _: &mut [u8]) {
        panic!("the office draws numbers")
    }

    fn try_fill_bytes(&mut self, _: &mut [u8]) -> Result<(), RngError> {
        panic!("the office draws numbers")
    }
}

fn pin(card: &CardFile, name: ReferenceName) -> String {
    card.secret(name).unwrap().reveal().to_owned()
}

#[test]
fn locking_takes_all_four_digit_pins_and_warns_about_registration() {
    let (holder, mut card) = make(1, Profile::Normal);
    let warning = municipality::lock_pins(&mut card, LockRequest::default(), &mut rng()).unwrap();
    assert_eq!(warning, Warning::RegistrationUnseen);
    assert!(warning.to_string().contains("O1–O6"));
    for name in FOUR_DIGITS {
        for reference in card.references_mut(name) {
            assert_eq!(reference.tries_left, 0);
        }
        assert_ne!(pin(&card, name), holder.pins.user_authentication.reveal());
        assert_eq!(pin(&card, name), pin(&card, FOUR_DIGITS[0]), "one common PIN");
    }
    assert_eq!(card.front.mark, Mark::Printed);
    assert_eq!(card.centre.digital_signature, CentreStatus::Revoked);
    let image = card.chip.application(Application::Jpki).unwrap();
    assert!(image.transparent[&FileId(0x0001)].content.0.is_empty());
    let b = card.reference(ReferenceName::CheckNumberB).unwrap();
    assert_eq!(b.tries_left, 10, "the face must go on working");
}

#[test]
fn a_card_that_is_not_in_operation_is_refused_untouched() {
    for status in [CardStatus::NotYetIssued, CardStatus::Suspended, CardStatus::Abolished] {
        let (_, mut card) = make(1, Profile::Normal);
        card.status = status;
        let before = serde_json::to_string(&card).unwrap();
        let refusal = municipality::lock_pins(&mut card, LockRequest::default(), &mut rng());
        assert!(matches!(refusal, Err(Refusal::NotInOperation { status: found }) if found == status));
        assert_eq!(serde_json::to_string(&card).unwrap(), before);
    }
    let (_, mut phone) = make(1, Profile::AndroidPhone);
    let refusal = municipality::lock_pins(&mut phone, LockRequest::default(), &mut rng());
    assert!(matches!(refusal, Err(Refusal::NotAMyNumberCard)));
}

#[test]
fn the_random_pin_is_nothing_that_can_be_guessed_from_the_card() {
    let (holder, mut card) = make(1, Profile::Normal);
    let code: u32 = holder.security_code.parse().unwrap();
    let draws = vec![0, 1_111, 9_999, code, 1_980, 2_036, 8_002, 217, 4_827];
    municipality::lock_pins(&mut card, LockRequest::default(), &mut Fixed(draws)).unwrap();
    assert_eq!(pin(&card, ReferenceName::Support), "4827", "every other draw is refused (S:775)");
}

#[test]
fn a_revoked_only_signature_stays_on_the_chip() {
    let (holder, mut card) = make(1, Profile::Normal);
    let request = LockRequest { signature: SignatureDisposal::RevokedOnly, mark: Mark::Case };
    municipality::lock_pins(&mut card, request, &mut rng()).unwrap();
    let mut card = powered(card);
    send(&mut card, JPKI);
    send(&mut card, "00A4020C02 001B");
    assert_eq!(send(&mut card, &verify(holder.pins.digital_signature.reveal())), "9000");
    assert!(send(&mut card, "00B0810004").starts_with("3082"));
}

#[test]
fn unlocking_strikes_the_mark_through_and_lets_the_pin_work() {
    let (holder, mut card) = make(1, "kao-ninsho".parse().unwrap());
    municipality::unlock(&mut card, &holder.pins).unwrap();
    assert_eq!(card.front.mark, Mark::StruckThrough);
    let mut card = powered(card);
    send(&mut card, JPKI);
    send(&mut card, "00A4020C02 0018");
    assert_eq!(send(&mut card, &verify(holder.pins.user_authentication.reveal())), "9000");
    let (mut other, mut card) = make(2, "case-only-mark".parse().unwrap());
    other.pins.support = virtual_card::secret::StoredSecret::new("12345");
    let refusal = municipality::unlock(&mut card, &other.pins);
    assert!(matches!(refusal, Err(Refusal::PinForm)));
    assert_eq!(card.reference(ReferenceName::UserAuthentication).unwrap().tries_left, 0);
}

#[test]
fn q7_writes_the_new_address_and_locks_again() {
    let (mut holder, mut card) = make(1, "kao-ninsho".parse().unwrap());
    let before = pin(&card, ReferenceName::Resident);
    holder.address = "東京都架空市移転先９９－９".to_owned();
    let pictures = Pictures::draw(&holder, card.pictures.photo().clone(), std::path::Path::new(DEBIAN_FONT));
    municipality::update_locked(&mut card, pki(), &holder.address, &pictures.unwrap(), &mut rng()).unwrap();
    assert_eq!(card.front.address, holder.address);
    assert_ne!(pin(&card, ReferenceName::Resident), before);
    assert_eq!(card.reference(ReferenceName::Resident).unwrap().tries_left, 0);
    let b = pin(&card, ReferenceName::CheckNumberB);
    let mut card = powered(card);
    send(&mut card, SUPPORT);
    send(&mut card, "00A4020C02 0015");
    assert_eq!(send(&mut card, &verify(&b)), "9000");
    let attributes = send(&mut card, "00B0820000");
    assert!(attributes.contains(&virtual_card::hex::encode(holder.address.as_bytes())));
    let (_, mut unmarked) = make(1, "case-only-mark".parse().unwrap());
    let pictures = unmarked.pictures.clone();
    let refusal = municipality::update_locked(&mut unmarked, pki(), "x", &pictures, &mut rng());
    assert!(matches!(refusal, Err(Refusal::NotMarked)));
}

#[test]
fn tries_and_expiry_can_be_set() {
    let (_, mut card) = make(1, Profile::Normal);
    municipality::set_tries(&mut card, ReferenceName::CheckNumberB, 99);
    assert_eq!(card.counters()["support/0015"], 10, "never above the maximum");
    municipality::set_tries(&mut card, ReferenceName::CheckNumberB, 2);
    assert_eq!((card.counters()["surface/0012"], card.counters()["support/0015"]), (2, 2));
    municipality::expire(&mut card, pki(), 4, today()).unwrap();
    let der = card.user_authentication_certificate().unwrap();
    use x509_parser::prelude::FromDer;
    let (_, certificate) = x509_parser::prelude::X509Certificate::from_der(&der).unwrap();
    let end = certificate.validity().not_after.to_datetime();
    assert_eq!((end.year(), u8::from(end.month()), end.day()), (2026, 7, 24));
    assert_eq!(card.front.certificate_expiry, today().minus_months(4));
}

#[test]
fn expiry_leaves_a_revoked_signature_on_the_chip_and_brings_back_none_that_was_removed() {
    for (disposal, stays) in [(SignatureDisposal::RevokedOnly, true), (SignatureDisposal::Removed, false)] {
        let (_, mut card) = make(1, Profile::KaoNinsho { signature: disposal, mark: Mark::Printed });
        municipality::expire(&mut card, pki(), 2, today()).unwrap();
        let jpki = card.chip.application(Application::Jpki).unwrap();
        assert_eq!(!jpki.transparent[&FileId(0x0001)].content.0.is_empty(), stays, "{disposal:?}");
    }
}
