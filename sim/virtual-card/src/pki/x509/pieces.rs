//! Pieces of certificates in DER.

use der::asn1::{Any, Ia5String, ObjectIdentifier, OctetString, SetOfVec, UtcTime};
use der::oid::AssociatedOid;
use der::{DateTime, Encode, Tag};
use rsa::RsaPublicKey;
use rsa::pkcs1::EncodeRsaPublicKey;
use sha2::{Digest, Sha256};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::certpolicy::{PolicyInformation, PolicyQualifierInfo};
use x509_cert::ext::pkix::crl::dp::DistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{CertificatePolicies, CrlDistributionPoints};
use x509_cert::name::{RdnSequence, RelativeDistinguishedName};
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Time;

use crate::date::Date;
use crate::error::Error;

/// countryName.
pub(super) const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
const CPS_QUALIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.2.1");
const CPS_URI: &str = "http://www.jpki-simulator.test/cps.html";

/// A distinguished name: the country a PrintableString, everything else UTF8String (card.md 5.5).
pub(super) fn name(parts: &[(ObjectIdentifier, &str)]) -> Result<RdnSequence, Error> {
    parts
        .iter()
        .map(|&(oid, text)| {
            let tag = if oid == COUNTRY { Tag::PrintableString } else { Tag::Utf8String };
            let value = encoded(Any::new(tag, text.as_bytes()))?;
            let mut set = SetOfVec::new();
            encoded(set.insert(AttributeTypeAndValue { oid, value }))?;
            Ok(RelativeDistinguishedName(set))
        })
        .collect::<Result<Vec<_>, Error>>()
        .map(RdnSequence)
}

/// A serial of as few bytes as it needs.
pub(super) fn serial(number: u32) -> Result<SerialNumber, Error> {
    let bytes = number.to_be_bytes();
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(0);
    encoded(SerialNumber::new(bytes.get(start..).unwrap_or(&bytes)))
}

/// A UTCTime.
pub(super) fn moment(day: Date, (hour, minute, second): (u8, u8, u8)) -> Result<Time, Error> {
    let when = DateTime::new(day.year(), day.month(), day.day(), hour, minute, second);
    Ok(Time::UtcTime(encoded(UtcTime::from_date_time(encoded(when)?))?))
}

/// An extension with its criticality, which the profile sets against the standard here and there.
pub(super) fn extension<E: AssociatedOid + Encode>(critical: bool, value: &E) -> Result<Extension, Error> {
    let extn_value = encoded(OctetString::new(encoded(value.to_der())?))?;
    Ok(Extension { extn_id: E::OID, critical, extn_value })
}

/// One policy with the address of its practice statement.
pub(super) fn policy(oid: ObjectIdentifier) -> Result<CertificatePolicies, Error> {
    let qualifier = PolicyQualifierInfo {
        policy_qualifier_id: CPS_QUALIFIER,
        qualifier: Some(encoded(Any::new(Tag::Ia5String, CPS_URI.as_bytes()))?),
    };
    Ok(CertificatePolicies(vec![PolicyInformation {
        policy_identifier: oid,
        policy_qualifiers: Some(vec![qualifier]),
    }]))
}

/// A CRL distribution point that is a directory name and no address (card.md 5.5).
pub(super) fn distribution(directory_name: RdnSequence) -> CrlDistributionPoints {
    CrlDistributionPoints(vec![DistributionPoint {
        distribution_point: Some(DistributionPointName::FullName(vec![GeneralName::DirectoryName(
            directory_name,
        )])),
        reasons: None,
        crl_issuer: None,
    }])
}

/// The first 20 bytes of SHA-256 over the subjectPublicKey bits (RFC 7093 method 1).
pub(super) fn key_identifier(key: &RsaPublicKey) -> Result<OctetString, Error> {
    let bits = key.to_pkcs1_der().map_err(|_| Error::Cryptography { what: "public key encoding" })?;
    let identifier: Vec<u8> = Sha256::digest(bits.as_bytes()).into_iter().take(20).collect();
    encoded(OctetString::new(identifier))
}

/// An IA5String.
pub(super) fn ia5(text: &str) -> Result<Ia5String, Error> {
    encoded(Ia5String::new(text))
}

/// The one thing that can go wrong here.
pub(super) fn encoded<T, E>(result: Result<T, E>) -> Result<T, Error> {
    result.map_err(|_| Error::Cryptography { what: "certificate encoding" })
}
