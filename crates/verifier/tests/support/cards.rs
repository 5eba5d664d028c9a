//! Certificates like those in cards (card.md 5.5), by a test authority. RSA keys come from the
//! `openssl` program, once per test binary.

use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType, ExtendedKeyUsagePurpose,
    IsCa, KeyIdMethod, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, SerialNumber, date_time_ymd,
};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use wire::Certificate;
use x509_parser::extensions::ParsedExtension;

use super::{DAY, NOW};

pub const TEST_POLICY: &[u64] = &[1, 2, 392, 200_149, 8, 5, 1, 0, 30];
pub const PRODUCTION_POLICY: &[u64] = &[1, 2, 392, 200_149, 8, 5, 1, 3, 30];
/// 署名用: another certificate of the same card.
pub const SIGNATURE_POLICY: &[u64] = &[1, 2, 392, 200_149, 8, 5, 1, 0, 20];

/// Seconds since 1970 in the type that certificates take, which has no name here.
macro_rules! at {
    ($seconds:expr) => {
        date_time_ymd(1970, 1, 1) + Duration::from_secs($seconds)
    };
}

/// A new RSA key, PKCS#8 in PEM.
fn rsa_key() -> String {
    let arguments = ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
    let made = Command::new("openssl").args(arguments).output().expect("the openssl program");
    assert!(made.status.success());
    String::from_utf8(made.stdout).unwrap()
}

/// A self-signed authority.
pub struct Root {
    pub der: Vec<u8>,
    pub pem: String,
    pub issuer: CertifiedIssuer<'static, KeyPair>,
}

fn new_root(not_after: u64) -> Root {
    let key = KeyPair::from_pkcs8_pem_and_sign_algo(&rsa_key(), &PKCS_RSA_SHA256).unwrap();
    root_of(key, not_after, KeyIdMethod::Sha256)
}

fn root_of(key: KeyPair, not_after: u64, identifier: KeyIdMethod) -> Root {
    let mut params = CertificateParams::new(vec![]).unwrap();
    // All roots have the same name, as the real generations do.
    params.distinguished_name.push(DnType::CountryName, "JP");
    params.distinguished_name.push(DnType::OrganizationName, "JPKI-TEST");
    params.distinguished_name.push(DnType::OrganizationalUnitName, "JPKI for user authentication");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = at!(NOW - 3000 * DAY);
    params.not_after = at!(not_after);
    params.key_identifier_method = identifier;
    let issuer = CertifiedIssuer::self_signed(params, key).unwrap();
    Root { der: issuer.der().to_vec(), pem: issuer.pem(), issuer }
}

/// The root that services in tests trust.
pub fn root() -> &'static Root {
    static ROOT: OnceLock<Root> = OnceLock::new();
    ROOT.get_or_init(|| new_root(NOW + 3000 * DAY))
}

/// Another root of the same name.
pub fn other_root() -> &'static Root {
    static ROOT: OnceLock<Root> = OnceLock::new();
    ROOT.get_or_init(|| new_root(NOW + 3000 * DAY))
}

/// A root that ended a hundred days ago.
pub fn ended_root() -> &'static Root {
    static ROOT: OnceLock<Root> = OnceLock::new();
    ROOT.get_or_init(|| new_root(NOW - 100 * DAY))
}

/// An authority on P-256: signs by an algorithm that the profile does not have.
pub fn elliptic_root() -> &'static Root {
    static ROOT: OnceLock<Root> = OnceLock::new();
    ROOT.get_or_init(|| root_of(KeyPair::generate().unwrap(), NOW + 3000 * DAY, KeyIdMethod::Sha256))
}

fn key_identifier(certificate: &[u8]) -> Vec<u8> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate).unwrap();
    let identifier = parsed.extensions().iter().find_map(|extension| match extension.parsed_extension() {
        ParsedExtension::SubjectKeyIdentifier(identifier) => Some(identifier.0.to_vec()),
        _ => None,
    });
    identifier.unwrap()
}

/// A root that somebody else made, with the name and the key identifier of the trusted one.
pub fn look_alike_root() -> &'static Root {
    static ROOT: OnceLock<Root> = OnceLock::new();
    ROOT.get_or_init(|| {
        let key = KeyPair::from_pkcs8_pem_and_sign_algo(&rsa_key(), &PKCS_RSA_SHA256).unwrap();
        root_of(key, NOW + 3000 * DAY, KeyIdMethod::PreSpecified(key_identifier(&root().der)))
    })
}

fn card_key() -> &'static str {
    static KEY: OnceLock<String> = OnceLock::new();
    KEY.get_or_init(rsa_key)
}

/// A certificate to be issued.
pub struct Spec {
    pub serial: u64,
    pub issuer: &'static Root,
    pub policies: Option<&'static [u64]>,
    pub key_usages: Vec<KeyUsagePurpose>,
    pub extended: Vec<ExtendedKeyUsagePurpose>,
    pub ca: bool,
    pub authority: bool,
    pub extra: Vec<CustomExtension>,
    pub from: u64,
    pub until: u64,
}

impl Default for Spec {
    fn default() -> Self {
        Self {
            serial: 4711,
            issuer: root(),
            policies: Some(TEST_POLICY),
            key_usages: vec![KeyUsagePurpose::DigitalSignature],
            extended: vec![ExtendedKeyUsagePurpose::ClientAuth],
            ca: false,
            authority: true,
            extra: vec![],
            from: NOW - 400 * DAY,
            until: NOW + 1000 * DAY,
        }
    }
}

impl Spec {
    pub fn issue(self) -> Card {
        let key = KeyPair::from_pkcs8_pem_and_sign_algo(card_key(), &PKCS_RSA_SHA256).unwrap();
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.distinguished_name.push(DnType::CountryName, "JP");
        params.distinguished_name.push(DnType::CommonName, "997794E9AGCIEG13221003A");
        params.serial_number = Some(SerialNumber::from(self.serial));
        params.key_usages = self.key_usages;
        params.extended_key_usages = self.extended;
        params.use_authority_key_identifier_extension = self.authority;
        if self.ca {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        params.custom_extensions = self.extra;
        params.custom_extensions.extend(self.policies.map(policies));
        params.not_before = at!(self.from);
        params.not_after = at!(self.until);
        let certificate = params.signed_by(&key, &self.issuer.issuer).unwrap();
        Card { der: certificate.der().to_vec(), pem: certificate.pem() }
    }
}

/// A card's certificate and key.
pub struct Card {
    pub der: Vec<u8>,
    pub pem: String,
}

impl Card {
    pub fn certificate(&self) -> Certificate {
        Certificate::new(self.der.clone()).unwrap()
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256, as key 0017 makes it.
    pub fn sign(&self, message: &[u8]) -> [u8; 256] {
        let der = pem_body(card_key());
        let key = RsaKeyPair::from_pkcs8(&der).unwrap();
        let mut signature = [0; 256];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).unwrap();
        signature
    }
}

fn pem_body(pem: &str) -> Vec<u8> {
    use rustls::pki_types::PrivatePkcs8KeyDer;
    use rustls::pki_types::pem::PemObject as _;
    PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).unwrap().secret_pkcs8_der().to_vec()
}

/// id-ce-certificatePolicies, critical, with the CPS that real ones have.
pub fn policies(oid: &[u64]) -> CustomExtension {
    const CPS: &[u8] = b"http://www.jpki.go.jp/cps.html";
    let qualifier = sequence(&[&object(&[1, 3, 6, 1, 5, 5, 7, 2, 1])[..], &value(0x16, CPS)].concat());
    let information = sequence(&[object(oid), sequence(&qualifier)].concat());
    let mut extension = CustomExtension::from_oid_content(&[2, 5, 29, 32], sequence(&information));
    extension.set_criticality(true);
    extension
}

fn value(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u8::try_from(content.len()).unwrap();
    assert!(length < 128);
    [&[tag, length], content].concat()
}

fn sequence(content: &[u8]) -> Vec<u8> {
    value(0x30, content)
}

fn object(arcs: &[u64]) -> Vec<u8> {
    let mut content = vec![u8::try_from(arcs[0] * 40 + arcs[1]).unwrap()];
    for arc in &arcs[2..] {
        let mut groups = vec![(arc & 0x7f) as u8];
        let mut rest = arc >> 7;
        while rest > 0 {
            groups.insert(0, 0x80 | (rest & 0x7f) as u8);
            rest >>= 7;
        }
        content.extend(groups);
    }
    value(0x06, &content)
}
