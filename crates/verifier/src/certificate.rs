//! The card's certificate for user authentication, checked in our own code: it is one level below
//! a pinned root and marks its certificate policies critical, which webpki refuses (stack.md 7b;
//! profile: card.md 5.5).

use policy::{CertificateStanding, Date, Rules, certificate_standing};
use wire::{Certificate, RefusalReason, UnixSeconds};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::ParsedExtension;
use x509_parser::oid_registry::{
    OID_PKCS1_SHA256WITHRSA, OID_X509_EXT_AUTHORITY_KEY_IDENTIFIER, OID_X509_EXT_BASIC_CONSTRAINTS,
    OID_X509_EXT_CERTIFICATE_POLICIES, OID_X509_EXT_EXTENDED_KEY_USAGE, OID_X509_EXT_KEY_USAGE,
    OID_X509_EXT_SUBJECT_KEY_IDENTIFIER, Oid,
};
use x509_parser::prelude::FromDer;
use x509_parser::time::ASN1Time;

use crate::mode::Mode;
use crate::roots::{Root, Roots};

/// How the centre names a certificate: its issuer's key identifier, and its serial number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CertificateName {
    /// keyid of the authority key identifier.
    pub issuer: Vec<u8>,
    /// Serial number, as encoded.
    pub serial: Vec<u8>,
}

/// What the centre says of a certificate. Nothing of it shows on the card (card.md section 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CentreStanding {
    /// Nothing against it.
    Good,
    /// Revoked.
    Revoked,
    /// 一時停止: the holder reported the card lost.
    Suspended,
}

/// A certificate that passed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// DER of the card's RSAPublicKey.
    pub public_key: Vec<u8>,
    /// Where it stands on the rule date; never [`CertificateStanding::Ended`].
    pub standing: CertificateStanding,
    /// Its last day in Japan.
    pub until: Date,
}

/// When, and by which rules, a certificate is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Day<'a> {
    /// The service's clock.
    pub now: UnixSeconds,
    /// The day whose rules hold.
    pub date: Date,
    /// The rules.
    pub rules: &'a Rules,
}

/// The name by which the centre is asked about this certificate.
///
/// # Errors
/// [`RefusalReason::CertificateMalformed`] if it is none, or names no issuer key.
pub fn name(certificate: &Certificate) -> Result<CertificateName, RefusalReason> {
    let parsed = parse(certificate.as_bytes())?;
    let issuer = authority(&parsed).ok_or(RefusalReason::CertificateMalformed)?.to_vec();
    Ok(CertificateName { issuer, serial: parsed.raw_serial().to_vec() })
}

/// Checks everything that the certificate itself, the roots and the calendar can tell.
///
/// # Errors
/// A reason of the 3xx group.
pub fn check(
    certificate: &Certificate,
    roots: &Roots,
    mode: Mode,
    day: Day<'_>,
) -> Result<Checked, RefusalReason> {
    let parsed = parse(certificate.as_bytes())?;
    chain(&parsed, roots, day.now)?;
    extensions(&parsed)?;
    usage(&parsed)?;
    policies(&parsed, mode)?;
    let (standing, until) = validity(&parsed, day)?;
    let public_key = parsed.public_key().subject_public_key.data.to_vec();
    Ok(Checked { public_key, standing, until })
}

fn parse(der: &[u8]) -> Result<X509Certificate<'_>, RefusalReason> {
    let malformed = RefusalReason::CertificateMalformed;
    let (rest, parsed) = X509Certificate::from_der(der).map_err(|_| malformed)?;
    // A repeated extension could say one thing here and another elsewhere.
    if !rest.is_empty() || parsed.extensions_map().is_err() {
        return Err(malformed);
    }
    if parsed.signature_algorithm != parsed.signature
        || parsed.signature_algorithm.algorithm != OID_PKCS1_SHA256WITHRSA
    {
        return Err(malformed);
    }
    if !around_the_signed_part_as_in_the_profile(der, parsed.tbs_certificate.as_ref()) {
        return Err(malformed);
    }
    Ok(parsed)
}

/// sha256WithRSAEncryption with NULL parameters (RFC 8017 A.2.4), then a BIT STRING of 256 bytes.
const BETWEEN_SIGNED_PART_AND_SIGNATURE: [u8; 20] = [
    0x30, 0x0D, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B, 0x05, 0x00, 0x03, 0x82,
    0x01, 0x01, 0x00,
];
/// RSA-2048 (card.md 5.5).
const SIGNATURE_LENGTH: usize = 256;

/// The signature does not cover what stands around the signed part, and the parser takes more than
/// one spelling of it. Only one is taken here: a card is known by the hash of its certificate.
fn around_the_signed_part_as_in_the_profile(der: &[u8], signed: &[u8]) -> bool {
    let length = signed.len() + BETWEEN_SIGNED_PART_AND_SIGNATURE.len() + SIGNATURE_LENGTH;
    let Some(rest) = u16::try_from(length).ok().and_then(|length| {
        let [high, low] = length.to_be_bytes();
        der.strip_prefix(&[0x30, 0x82, high, low])
    }) else {
        return false;
    };
    rest.strip_prefix(signed)
        .and_then(|rest| rest.strip_prefix(&BETWEEN_SIGNED_PART_AND_SIGNATURE))
        .is_some_and(|signature| signature.len() == SIGNATURE_LENGTH)
}

/// One level: some configured root with the named key signed it, and was itself valid then.
fn chain(parsed: &X509Certificate<'_>, roots: &Roots, now: UnixSeconds) -> Result<(), RefusalReason> {
    let authority = authority(parsed).ok_or(RefusalReason::CertificateIssuerUnknown)?;
    let ended = time(parsed.validity().not_after).ok_or(RefusalReason::CertificateMalformed)?;
    // A certificate in its grace is judged at its own end: its root may end with it.
    let judged_at = now.0.min(ended);
    let mut refusal = RefusalReason::CertificateIssuerUnknown;
    for root in roots.by_key_identifier(authority) {
        if !(root.not_before..=root.not_after).contains(&judged_at) {
            continue;
        }
        if signed_by(parsed, root) {
            return Ok(());
        }
        refusal = RefusalReason::CertificateSignature;
    }
    Err(refusal)
}

fn signed_by(parsed: &X509Certificate<'_>, root: &Root) -> bool {
    root.parsed().is_some_and(|root| {
        root.subject().as_raw() == parsed.issuer().as_raw()
            && parsed.verify_signature(Some(root.public_key())).is_ok()
    })
}

/// Extensions that this module looks into: these may be critical, no other (RFC 5280 4.2).
const UNDERSTOOD: [Oid<'static>; 4] = [
    OID_X509_EXT_KEY_USAGE,
    OID_X509_EXT_BASIC_CONSTRAINTS,
    OID_X509_EXT_CERTIFICATE_POLICIES,
    OID_X509_EXT_EXTENDED_KEY_USAGE,
];

fn extensions(parsed: &X509Certificate<'_>) -> Result<(), RefusalReason> {
    for extension in parsed.extensions() {
        let understood = UNDERSTOOD.contains(&extension.oid);
        if extension.critical && !understood {
            return Err(RefusalReason::CertificateExtension);
        }
        if understood && extension.parsed_extension().error().is_some() {
            return Err(RefusalReason::CertificateMalformed);
        }
    }
    Ok(())
}

fn usage(parsed: &X509Certificate<'_>) -> Result<(), RefusalReason> {
    let digital_signature = matches!(parsed.key_usage(), Ok(Some(usage)) if usage.value.digital_signature());
    let for_clients = match parsed.extended_key_usage() {
        Ok(Some(usage)) => usage.value.client_auth || usage.value.any,
        Ok(None) => true,
        Err(_) => false,
    };
    if parsed.is_ca() || !digital_signature || !for_clients {
        return Err(RefusalReason::CertificateUsage);
    }
    Ok(())
}

fn policies(parsed: &X509Certificate<'_>, mode: Mode) -> Result<(), RefusalReason> {
    let extension = parsed.get_extension_unique(&OID_X509_EXT_CERTIFICATE_POLICIES).ok().flatten();
    let Some(ParsedExtension::CertificatePolicies(found)) = extension.map(|found| found.parsed_extension())
    else {
        return Err(RefusalReason::CertificatePolicy);
    };
    let accepted = mode.policies();
    if found.iter().any(|policy| accepted.contains(&policy.policy_id.to_id_string().as_str())) {
        Ok(())
    } else {
        Err(RefusalReason::CertificatePolicy)
    }
}

fn validity(
    parsed: &X509Certificate<'_>,
    day: Day<'_>,
) -> Result<(CertificateStanding, Date), RefusalReason> {
    let malformed = RefusalReason::CertificateMalformed;
    let begins = time(parsed.validity().not_before).ok_or(malformed)?;
    let ends = time(parsed.validity().not_after).ok_or(malformed)?;
    if day.now.0 < begins {
        return Err(RefusalReason::CertificateNotYetValid);
    }
    let until = Date::from_unix(ends);
    match certificate_standing(day.rules, until, day.date) {
        CertificateStanding::Ended => Err(RefusalReason::CertificateEnded),
        // The profile ends at midnight in Japan; one that ends within a day has ended by then.
        CertificateStanding::Valid | CertificateStanding::EndsSoon if day.now.0 > ends => {
            Ok((CertificateStanding::Grace, until))
        }
        standing => Ok((standing, until)),
    }
}

/// keyid of the authority key identifier.
fn authority<'a>(parsed: &'a X509Certificate<'a>) -> Option<&'a [u8]> {
    match parsed.get_extension_unique(&OID_X509_EXT_AUTHORITY_KEY_IDENTIFIER).ok()??.parsed_extension() {
        ParsedExtension::AuthorityKeyIdentifier(found) => found.key_identifier.as_ref().map(|id| id.0),
        _ => None,
    }
}

/// The subject key identifier.
pub(crate) fn key_identifier<'a>(parsed: &'a X509Certificate<'a>) -> Option<&'a [u8]> {
    match parsed.get_extension_unique(&OID_X509_EXT_SUBJECT_KEY_IDENTIFIER).ok()??.parsed_extension() {
        ParsedExtension::SubjectKeyIdentifier(found) => Some(found.0),
        _ => None,
    }
}

/// Seconds since 1970; none before.
pub(crate) fn time(time: ASN1Time) -> Option<u64> {
    u64::try_from(time.timestamp()).ok()
}
