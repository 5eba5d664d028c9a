//! X.509 certificates in the profile of card.md 5.5, under names that are clearly a simulator's.

mod pieces;

use der::asn1::{Any, BitString, Null, ObjectIdentifier};
use der::flagset::FlagSet;
use der::{Decode, Encode, Tag};
use rsa::pkcs8::EncodePublicKey;
use rsa::{RsaPrivateKey, RsaPublicKey};
use sha2::{Digest, Sha256};
use x509_cert::certificate::{TbsCertificateInner, Version};
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::name::{GeneralName, OtherName};
use x509_cert::ext::pkix::{
    AccessDescription, AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage,
    IssuerAltName, KeyUsage, KeyUsages, SubjectAltName, SubjectKeyIdentifier,
};
use x509_cert::name::RdnSequence;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::Validity;
use x509_cert::{Certificate, TbsCertificate};

use super::sign_sha256;
use crate::date::Date;
use crate::error::Error;
use crate::holder::Holder;
use pieces::{COUNTRY, distribution, encoded, extension, ia5, key_identifier, moment, name, policy, serial};

const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");
const LOCALITY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.7");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
const SHA256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");
const OCSP_METHOD: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");
const POLICY_USER_AUTHENTICATION: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.0.30");
const POLICY_DIGITAL_SIGNATURE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.1.0.20");
/// Arc of the otherNames that hold the four attributes of a 署名用 certificate.
const ATTRIBUTE_ARC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.5");
const OCSP_URI: &str = "http://ocspauthnorm.jpki-simulator.test";

/// Which of the two hierarchies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hierarchy {
    /// 利用者証明用
    UserAuthentication,
    /// 署名用
    DigitalSignature,
}

impl Hierarchy {
    const fn unit(self) -> &'static str {
        match self {
            Self::UserAuthentication => "JPKI for user authentication",
            Self::DigitalSignature => "JPKI for digital signature",
        }
    }

    const fn japanese_unit(self) -> &'static str {
        match self {
            Self::UserAuthentication => "公的個人認証サービス利用者証明用（模擬）",
            Self::DigitalSignature => "公的個人認証サービス署名用（模擬）",
        }
    }

    /// Serial of the root; holders' serials follow from the issue number.
    const fn root_serial(self) -> u32 {
        match self {
            Self::UserAuthentication => 0x3A_0001,
            Self::DigitalSignature => 0x2A_0001,
        }
    }

    fn issuer_name(self) -> Result<RdnSequence, Error> {
        name(&[
            (COUNTRY, "JP"),
            (ORGANISATION, "JPKI-SIMULATOR"),
            (UNIT, self.unit()),
            (UNIT, "Simulated Agency for Local Authority Information Systems"),
        ])
    }

    fn issuer_alt_name(self) -> Result<GeneralName, Error> {
        Ok(GeneralName::DirectoryName(name(&[
            (COUNTRY, "JP"),
            (ORGANISATION, "公的個人認証サービス（模擬）"),
            (UNIT, self.japanese_unit()),
            (UNIT, "地方公共団体情報システム機構（模擬）"),
        ])?))
    }

    fn distribution_point(self) -> Result<RdnSequence, Error> {
        name(&[
            (COUNTRY, "JP"),
            (ORGANISATION, "JPKI-SIMULATOR"),
            (UNIT, self.unit()),
            (UNIT, "CRL Distribution Points"),
            (UNIT, "Tokyo-to"),
            (COMMON_NAME, "Kaku-shi CRLDP"),
        ])
    }
}

/// First and last moment of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Period {
    /// Valid from 00:00:00Z of this day.
    pub(crate) from: Date,
    /// Valid to 14:59:59Z of this day, which is 23:59:59 in Japan.
    pub(crate) to: Date,
}

/// A root or holder certificate, DER. The root is self-signed.
pub(crate) fn root(hierarchy: Hierarchy, key: &RsaPrivateKey, period: Period) -> Result<Vec<u8>, Error> {
    let subject = hierarchy.issuer_name()?;
    let public = key.to_public_key();
    let extensions = vec![
        extension(true, &KeyUsage(KeyUsages::KeyCertSign | KeyUsages::CRLSign))?,
        extension(false, &SubjectAltName(vec![hierarchy.issuer_alt_name()?]))?,
        extension(true, &BasicConstraints { ca: true, path_len_constraint: None })?,
        extension(false, &distribution(subject.clone()))?,
        extension(false, &SubjectKeyIdentifier(key_identifier(&public)?))?,
    ];
    let serial = hierarchy.root_serial();
    certificate(Parts { hierarchy, serial, period, subject, public, extensions }, key)
}

/// The 利用者証明用 certificate of a holder: no personal facts, a name without meaning.
pub(crate) fn user_authentication(
    holder: &Holder,
    public: &RsaPublicKey,
    issuer: &RsaPrivateKey,
    period: Period,
) -> Result<Vec<u8>, Error> {
    let hierarchy = Hierarchy::UserAuthentication;
    let subject = name(&[(COUNTRY, "JP"), (COMMON_NAME, &user_authentication_name(holder))])?;
    let ocsp = AccessDescription {
        access_method: OCSP_METHOD,
        access_location: GeneralName::UniformResourceIdentifier(ia5(OCSP_URI)?),
    };
    let extensions = vec![
        extension(true, &KeyUsage(KeyUsages::DigitalSignature.into()))?,
        extension(false, &ExtendedKeyUsage(vec![CLIENT_AUTH]))?,
        extension(true, &policy(POLICY_USER_AUTHENTICATION)?)?,
        extension(false, &IssuerAltName(vec![hierarchy.issuer_alt_name()?]))?,
        extension(false, &distribution(hierarchy.distribution_point()?))?,
        extension(false, &AuthorityInfoAccessSyntax(vec![ocsp]))?,
        extension(false, &authority(hierarchy, issuer)?)?,
        extension(false, &SubjectKeyIdentifier(key_identifier(public)?))?,
    ];
    let serial = 0x40_0000 + holder.issue_number;
    let public = public.clone();
    certificate(Parts { hierarchy, serial, period, subject, public, extensions }, issuer)
}

/// The 署名用 certificate of a holder, with the four attributes as otherNames.
pub(crate) fn digital_signature(
    holder: &Holder,
    public: &RsaPublicKey,
    issuer: &RsaPrivateKey,
    period: Period,
) -> Result<Vec<u8>, Error> {
    let hierarchy = Hierarchy::DigitalSignature;
    let common_name =
        format!("{}{:011}{}003A", period.from.digits(), holder.issue_number, holder.municipality_code);
    let subject = name(&[
        (COUNTRY, "JP"),
        (LOCALITY, "Tokyo-to"),
        (LOCALITY, "Kaku-shi"),
        (COMMON_NAME, &common_name),
    ])?;
    let usages: FlagSet<KeyUsages> = KeyUsages::DigitalSignature | KeyUsages::NonRepudiation;
    let extensions = vec![
        extension(true, &KeyUsage(usages))?,
        extension(false, &SubjectAltName(attributes(holder)?))?,
        extension(true, &policy(POLICY_DIGITAL_SIGNATURE)?)?,
        extension(false, &IssuerAltName(vec![hierarchy.issuer_alt_name()?]))?,
        extension(false, &distribution(hierarchy.distribution_point()?))?,
        extension(false, &authority(hierarchy, issuer)?)?,
        extension(false, &SubjectKeyIdentifier(key_identifier(public)?))?,
    ];
    let serial = 0x50_0000 + holder.issue_number;
    let public = public.clone();
    certificate(Parts { hierarchy, serial, period, subject, public, extensions }, issuer)
}

/// 23 characters like `997794E9AGCIEG13221003A`: meaningless, municipality, suffix.
fn user_authentication_name(holder: &Holder) -> String {
    let digest = Sha256::digest(holder.issue_number.to_be_bytes());
    let letters: String = crate::hex::encode(&digest).chars().take(14).collect();
    format!("{letters}{}003A", holder.municipality_code)
}

/// otherNames in the order of the test card: 1 name, 4 birth, 3 sex, 5 address, 2 and 6 flags.
fn attributes(holder: &Holder) -> Result<Vec<GeneralName>, Error> {
    let flags = |count| "0".repeat(count);
    let sex = char::from(holder.sex.digit()).to_string();
    [
        (1, holder.name.clone()),
        (4, holder.birth_date.certificate_digits()),
        (3, sex),
        (5, holder.address.clone()),
        (2, flags(holder.name.chars().count())),
        (6, flags(holder.address.chars().count())),
    ]
    .into_iter()
    .map(|(number, value)| {
        Ok(GeneralName::OtherName(OtherName {
            type_id: encoded(ATTRIBUTE_ARC.push_arc(number))?,
            value: encoded(Any::new(Tag::Utf8String, value.into_bytes()))?,
        }))
    })
    .collect()
}

struct Parts {
    hierarchy: Hierarchy,
    serial: u32,
    period: Period,
    subject: RdnSequence,
    public: RsaPublicKey,
    extensions: Extensions,
}

fn certificate(parts: Parts, issuer: &RsaPrivateKey) -> Result<Vec<u8>, Error> {
    let algorithm = AlgorithmIdentifierOwned { oid: SHA256_WITH_RSA, parameters: Some(Null.into()) };
    let spki = parts.public.to_public_key_der();
    let spki = spki.map_err(|_| Error::Cryptography { what: "public key encoding" })?;
    let tbs: TbsCertificate = TbsCertificateInner {
        version: Version::V3,
        serial_number: serial(parts.serial)?,
        signature: algorithm.clone(),
        issuer: parts.hierarchy.issuer_name()?,
        validity: Validity {
            not_before: moment(parts.period.from, (0, 0, 0))?,
            not_after: moment(parts.period.to, (14, 59, 59))?,
        },
        subject: parts.subject,
        subject_public_key_info: encoded(SubjectPublicKeyInfoOwned::from_der(spki.as_bytes()))?,
        issuer_unique_id: None,
        subject_unique_id: None,
        extensions: Some(parts.extensions),
    };
    let signature = sign_sha256(issuer, &encoded(tbs.to_der())?)?;
    let certificate = Certificate {
        tbs_certificate: tbs,
        signature_algorithm: algorithm,
        signature: encoded(BitString::from_bytes(&signature))?,
    };
    encoded(certificate.to_der())
}

fn authority(hierarchy: Hierarchy, issuer: &RsaPrivateKey) -> Result<AuthorityKeyIdentifier, Error> {
    Ok(AuthorityKeyIdentifier {
        key_identifier: Some(key_identifier(&issuer.to_public_key())?),
        authority_cert_issuer: Some(vec![GeneralName::DirectoryName(hierarchy.issuer_name()?)]),
        authority_cert_serial_number: Some(serial(hierarchy.root_serial())?),
    })
}
