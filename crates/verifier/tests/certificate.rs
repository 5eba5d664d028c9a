//! The card's certificate: each reason to refuse it, and OpenSSL's opinion beside ours.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
#![allow(clippy::as_conversions, missing_docs)]

mod support;

use std::process::Command;

use policy::{BUILT_IN, CertificateStanding, Date};
use proptest::prelude::*;
use rcgen::{CustomExtension, ExtendedKeyUsagePurpose, KeyUsagePurpose};
use support::cards::*;
use support::{DAY, NOW};
use verifier::certificate::{Checked, Day, check, name};
use verifier::{Mode, RootFault, Roots};
use wire::{Certificate, RefusalReason, UnixSeconds};

fn checked_by(roots: &[&Root], mode: Mode, der: &[u8], now: u64) -> Result<Checked, RefusalReason> {
    let roots = Roots::new(Mode::rig(), roots.iter().map(|root| root.der.as_slice())).unwrap();
    let day = Day { now: UnixSeconds(now), date: Date::from_unix(now), rules: &BUILT_IN };
    check(&Certificate::new(der.to_vec()).unwrap(), &roots, mode, day)
}

fn checked(spec: Spec) -> Result<Checked, RefusalReason> {
    checked_by(&[root()], Mode::rig(), &spec.issue().der, NOW)
}

fn critical(oid: &[u64], content: Vec<u8>) -> CustomExtension {
    let mut extension = CustomExtension::from_oid_content(oid, content);
    extension.set_criticality(true);
    extension
}

#[test]
fn a_good_certificate_passes_and_gives_its_key() {
    let found = checked(Spec::default()).unwrap();
    assert_eq!(found.standing, CertificateStanding::Valid);
    assert_eq!(found.until, Date::from_unix(NOW + 1000 * DAY));
    assert_eq!(found.public_key[..2], [0x30, 0x82]);
}

#[test]
fn the_issuer_is_chosen_by_key_identifier_among_roots_of_one_name() {
    let der = Spec { issuer: other_root(), ..Spec::default() }.issue().der;
    let by = |roots: &[&Root]| checked_by(roots, Mode::rig(), &der, NOW).map(|_| ());
    assert_eq!(by(&[root()]), Err(RefusalReason::CertificateIssuerUnknown));
    assert_eq!(by(&[root(), other_root()]), Ok(()));
    assert_eq!(by(&[]), Err(RefusalReason::CertificateIssuerUnknown));
}

#[test]
fn a_signature_that_does_not_verify_is_refused() {
    let mut der = Spec::default().issue().der;
    let last = der.len() - 1;
    der[last] ^= 1;
    assert_eq!(
        checked_by(&[root()], Mode::rig(), &der, NOW).unwrap_err(),
        RefusalReason::CertificateSignature
    );
}

#[test]
fn only_certificates_for_user_authentication_pass() {
    let policy = |policies, mode| {
        let der = Spec { policies, ..Spec::default() }.issue().der;
        checked_by(&[root()], mode, &der, NOW).map(|_| ())
    };
    let refused = Err(RefusalReason::CertificatePolicy);
    assert_eq!(policy(Some(TEST_POLICY), Mode::rig()), Ok(()));
    assert_eq!(policy(Some(PRODUCTION_POLICY), Mode::rig()), Ok(()));
    assert_eq!(policy(Some(PRODUCTION_POLICY), Mode::Production), Ok(()));
    assert_eq!(policy(Some(TEST_POLICY), Mode::Production), refused);
    assert_eq!(policy(Some(SIGNATURE_POLICY), Mode::rig()), refused);
    assert_eq!(policy(None, Mode::rig()), refused);
}

#[test]
fn usage_must_be_signing_by_a_holder() {
    let refused = Err(RefusalReason::CertificateUsage);
    let outcome = |spec| checked(spec).map(|_| ());
    let key_usages = vec![KeyUsagePurpose::KeyEncipherment];
    assert_eq!(outcome(Spec { key_usages, ..Spec::default() }), refused);
    assert_eq!(outcome(Spec { key_usages: vec![], ..Spec::default() }), refused);
    assert_eq!(outcome(Spec { ca: true, ..Spec::default() }), refused);
    let extended = vec![ExtendedKeyUsagePurpose::ServerAuth];
    assert_eq!(outcome(Spec { extended, ..Spec::default() }), refused);
}

#[test]
fn unknown_critical_extensions_are_refused_and_uncritical_ones_are_not() {
    let oid = &[1, 2, 392, 200_149, 8, 99];
    let extra = vec![critical(oid, vec![5, 0])];
    assert_eq!(checked(Spec { extra, ..Spec::default() }).unwrap_err(), RefusalReason::CertificateExtension);
    let extra = vec![CustomExtension::from_oid_content(oid, vec![5, 0])];
    assert!(checked(Spec { extra, ..Spec::default() }).is_ok());
    // Name constraints are known to everybody, and not to us.
    let extra = vec![critical(&[2, 5, 29, 30], vec![0x30, 0])];
    assert_eq!(checked(Spec { extra, ..Spec::default() }).unwrap_err(), RefusalReason::CertificateExtension);
}

#[test]
fn malformed_certificates_are_refused() {
    let malformed = RefusalReason::CertificateMalformed;
    let of = |der: &[u8]| checked_by(&[root(), elliptic_root()], Mode::rig(), der, NOW).unwrap_err();
    let good = Spec::default().issue().der;
    assert_eq!(of(&[0x30]), malformed);
    assert_eq!(of(&good[..good.len() - 1]), malformed);
    assert_eq!(of(&[&good[..], &[0]].concat()), malformed);
    // The same extension twice.
    let extra = vec![policies(SIGNATURE_POLICY)];
    assert_eq!(checked(Spec { extra, ..Spec::default() }).unwrap_err(), malformed);
    // Signed by an algorithm that the profile does not have.
    assert_eq!(of(&Spec { issuer: elliptic_root(), ..Spec::default() }.issue().der), malformed);
    // Without an authority key identifier nobody can be chosen.
    assert_eq!(
        checked(Spec { authority: false, ..Spec::default() }).unwrap_err(),
        RefusalReason::CertificateIssuerUnknown
    );
}

#[test]
fn validity_is_the_policy_s_to_the_day() {
    use CertificateStanding::{EndsSoon, Grace, Valid};
    // 2026-02-17, 23:59:59 in Japan.
    let until = 1_771_340_399;
    let der = Spec { until, ..Spec::default() }.issue().der;
    let on = |now| checked_by(&[root()], Mode::rig(), &der, now).map(|found| found.standing);
    let from = NOW - 400 * DAY;
    assert_eq!(on(from - 1), Err(RefusalReason::CertificateNotYetValid));
    assert_eq!(on(from), Ok(Valid));
    assert_eq!(on(until - 93 * DAY), Ok(Valid));
    assert_eq!(on(until - 80 * DAY), Ok(EndsSoon));
    assert_eq!(on(until), Ok(EndsSoon));
    assert_eq!(on(until + 1), Ok(Grace));
    // Two months after: entitlement only. Three months to the day: still. Then no more.
    assert_eq!(on(until + 60 * DAY), Ok(Grace));
    assert_eq!(Date::from_unix(until + 89 * DAY), Date::new(2026, 5, 17).unwrap());
    assert_eq!(on(until + 89 * DAY), Ok(Grace));
    assert_eq!(on(until + 89 * DAY + 1), Err(RefusalReason::CertificateEnded));
    assert_eq!(on(until + 120 * DAY), Err(RefusalReason::CertificateEnded));
}

#[test]
fn a_certificate_that_ends_within_a_day_has_ended_by_then() {
    let until = NOW - 60;
    assert_eq!(checked(Spec { until, ..Spec::default() }).unwrap().standing, CertificateStanding::Grace);
}

#[test]
fn a_root_must_have_been_valid_when_the_certificate_was() {
    // In its grace a certificate may outlive its root by those months.
    let until = NOW - 80 * DAY;
    let der = Spec { issuer: ended_root(), until, ..Spec::default() }.issue().der;
    assert_eq!(
        checked_by(&[ended_root()], Mode::rig(), &der, NOW).unwrap_err(),
        RefusalReason::CertificateIssuerUnknown
    );
    let until = NOW - 101 * DAY;
    let der = Spec { issuer: ended_root(), until, ..Spec::default() }.issue().der;
    let day = NOW - 50 * DAY;
    assert_eq!(
        checked_by(&[ended_root()], Mode::rig(), &der, day).unwrap().standing,
        CertificateStanding::Grace
    );
}

#[test]
fn the_centre_knows_a_certificate_by_issuer_key_and_serial() {
    let one = name(&Spec::default().issue().certificate()).unwrap();
    let two = name(&Spec { serial: 4712, ..Spec::default() }.issue().certificate()).unwrap();
    let three = name(&Spec { issuer: other_root(), ..Spec::default() }.issue().certificate()).unwrap();
    assert_eq!(one, name(&Spec::default().issue().certificate()).unwrap());
    assert_eq!(one.issuer, two.issuer);
    assert_eq!(one.serial, three.serial);
    assert!(one != two && one != three && two != three);
}

#[test]
fn production_takes_no_root_but_the_published_ones() {
    assert_eq!(Roots::new(Mode::Production, [root().der.as_slice()]).unwrap_err(), RootFault::NotPublished);
    let card = Spec::default().issue();
    assert_eq!(Roots::new(Mode::rig(), [card.der.as_slice()]).unwrap_err(), RootFault::NotARoot);
    assert_eq!(Roots::new(Mode::rig(), [&b"x"[..]]).unwrap_err(), RootFault::Malformed);
    let ca = Spec { ca: true, key_usages: vec![KeyUsagePurpose::KeyCertSign], ..Spec::default() }.issue();
    assert_eq!(Roots::new(Mode::rig(), [ca.der.as_slice()]).unwrap_err(), RootFault::NotARoot);
}

/// Whether `openssl verify` takes the certificate under this root.
fn openssl_takes(root: &str, card: &str, purpose: &[&str]) -> bool {
    let directory = tempfile::tempdir().unwrap();
    let (anchor, leaf) = (directory.path().join("root.pem"), directory.path().join("card.pem"));
    std::fs::write(&anchor, root).unwrap();
    std::fs::write(&leaf, card).unwrap();
    let run = Command::new("openssl")
        .args(["verify", "-no-CApath", "-no-CAstore", "-x509_strict", "-attime", &NOW.to_string()])
        .args(purpose)
        .arg("-CAfile")
        .args([anchor, leaf])
        .output()
        .expect("the openssl program");
    run.status.success()
}

#[test]
fn openssl_agrees_about_chains_times_and_usage() {
    let agree = |spec: Spec, anchor: &Root| {
        let card = spec.issue();
        let ours = checked_by(&[anchor], Mode::rig(), &card.der, NOW);
        let theirs = openssl_takes(&anchor.pem, &card.pem, &["-purpose", "sslclient"]);
        assert_eq!(ours.is_ok(), theirs, "{ours:?}");
        theirs
    };
    assert!(agree(Spec::default(), root()));
    assert!(!agree(Spec::default(), other_root()));
    assert!(!agree(Spec { issuer: other_root(), ..Spec::default() }, root()));
    assert!(agree(Spec { issuer: other_root(), ..Spec::default() }, other_root()));
    assert!(!agree(Spec { from: NOW + DAY, ..Spec::default() }, root()));
    // We know a grace, OpenSSL does not: both have none after four months.
    assert!(!agree(Spec { until: NOW - 130 * DAY, ..Spec::default() }, root()));
    let extra = vec![critical(&[1, 2, 392, 200_149, 8, 99], vec![5, 0])];
    assert!(!agree(Spec { extra, ..Spec::default() }, root()));
    let key_usages = vec![KeyUsagePurpose::KeyEncipherment];
    assert!(!agree(Spec { key_usages, ..Spec::default() }, root()));
    let extended = vec![ExtendedKeyUsagePurpose::ServerAuth];
    assert!(!agree(Spec { extended, ..Spec::default() }, root()));
}

proptest! {
    #[test]
    fn random_and_spoiled_certificates_never_panic_and_never_pass(
        noise in proptest::collection::vec(any::<u8>(), 1..512),
        index in any::<prop::sample::Index>(),
        flip in 1..=255_u8,
    ) {
        prop_assert!(checked_by(&[root()], Mode::rig(), &noise, NOW).is_err());
        let mut der = good().to_vec();
        let index = index.index(der.len());
        der[index] ^= flip;
        prop_assert!(checked_by(&[root()], Mode::rig(), &der, NOW).is_err(), "byte {}", index);
    }
}

/// What the signature does not cover has one spelling only: a card is known by its certificate's hash.
#[test]
fn no_bit_of_a_certificate_can_be_flipped() {
    for index in 0..good().len() {
        for bit in 0..8 {
            let mut der = good().to_vec();
            der[index] ^= 1 << bit;
            let found = checked_by(&[root()], Mode::rig(), &der, NOW);
            assert!(found.is_err(), "byte {index}, bit {bit} of {}: {found:?}", good().len());
        }
    }
}

fn good() -> &'static [u8] {
    static GOOD: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    GOOD.get_or_init(|| Spec::default().issue().der)
}
