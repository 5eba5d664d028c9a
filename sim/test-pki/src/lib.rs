//! TLS certificates for simulator, rig and tests: one authority, a service, terminals.
//!
//! Valid from 2023-01-01 to 2036-12-31 by the simulated clock. New keys each time: nothing here is
//! a secret worth keeping, and nothing of it is accepted by a production service that is not told
//! to. (Card certificates have a PKI of their own, with the virtual card.)

use std::io::Write as _;
use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum PkiFault {
    /// A name that no certificate can hold, or no random bytes.
    #[error("certificate: {0}")]
    Certificate(#[from] rcgen::Error),
    /// A file can't be written.
    #[error("file: {0}")]
    File(#[from] std::io::Error),
}

/// A certificate and its P-256 key.
#[derive(Clone)]
pub struct Identity {
    /// The certificate, PEM.
    pub certificate_pem: String,
    /// The certificate, DER.
    pub certificate_der: Vec<u8>,
    /// The key, PKCS#8 in PEM.
    pub key_pem: String,
}

/// An authority that signs services and terminals.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    /// A new authority with this common name.
    ///
    /// # Errors
    /// [`PkiFault::Certificate`]
    pub fn new(name: &str) -> Result<Self, PkiFault> {
        let mut params = params(name, &[])?;
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Ok(Self { issuer: CertifiedIssuer::self_signed(params, KeyPair::generate()?)? })
    }

    /// The authority's certificate, PEM.
    pub fn certificate_pem(&self) -> String {
        self.issuer.pem()
    }

    /// A service that answers as `localhost` and 127.0.0.1.
    ///
    /// # Errors
    /// [`PkiFault::Certificate`]
    pub fn service(&self) -> Result<Identity, PkiFault> {
        self.service_of(&["localhost", "127.0.0.1"], 2036)
    }

    /// A service that answers under these names and addresses, valid to the end of that year.
    ///
    /// # Errors
    /// [`PkiFault::Certificate`]
    pub fn service_of(&self, hosts: &[&str], last_year: i32) -> Result<Identity, PkiFault> {
        let mut params = params("verification service", hosts)?;
        params.not_after = date_time_ymd(last_year, 12, 31);
        self.signed(params, ExtendedKeyUsagePurpose::ServerAuth)
    }

    /// A client with these names and addresses: no service, whatever it is called.
    ///
    /// # Errors
    /// [`PkiFault::Certificate`]
    pub fn client_of(&self, hosts: &[&str]) -> Result<Identity, PkiFault> {
        self.signed(params("client", hosts)?, ExtendedKeyUsagePurpose::ClientAuth)
    }

    /// A terminal with this name. Its key speaks TLS and signs (ES256).
    ///
    /// # Errors
    /// [`PkiFault::Certificate`]
    pub fn terminal(&self, id: &str) -> Result<Identity, PkiFault> {
        self.signed(params(id, &[])?, ExtendedKeyUsagePurpose::ClientAuth)
    }

    fn signed(
        &self,
        mut params: CertificateParams,
        usage: ExtendedKeyUsagePurpose,
    ) -> Result<Identity, PkiFault> {
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![usage];
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let certificate = params.signed_by(&key, &self.issuer)?;
        Ok(Identity {
            certificate_pem: certificate.pem(),
            certificate_der: certificate.der().to_vec(),
            key_pem: key.serialize_pem(),
        })
    }
}

fn params(name: &str, hosts: &[&str]) -> Result<CertificateParams, PkiFault> {
    let mut params = CertificateParams::new(hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>())?;
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2023, 1, 1);
    params.not_after = date_time_ymd(2036, 12, 31);
    Ok(params)
}

/// The files of one test PKI in a directory.
#[derive(Clone, Debug)]
pub struct Files {
    /// `authority.pem`: root of the service and of terminals.
    pub authority: PathBuf,
    /// `service.pem`.
    pub service_certificate: PathBuf,
    /// `service-key.pem`.
    pub service_key: PathBuf,
    /// `stand-in-key.pem`: P-256, PKCS#8; for the stand-in for holder authorisation.
    pub stand_in_key: PathBuf,
    /// `stand-in-public.bin`: the same key's public point, uncompressed, 65 bytes; for the virtual card.
    pub stand_in_public: PathBuf,
    /// `ID.pem` and `ID-key.pem` of each terminal, in the order of their names.
    pub terminals: Vec<TerminalFiles>,
}

/// The files of one terminal.
#[derive(Clone, Debug)]
pub struct TerminalFiles {
    /// Its name.
    pub id: String,
    /// Its certificate.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

/// Makes an authority, a service, these terminals and a key for the stand-in, and writes them into
/// `directory`, which must exist. Keys are readable by their owner alone.
///
/// # Errors
/// [`PkiFault`]
pub fn write(directory: &Path, terminals: &[&str]) -> Result<Files, PkiFault> {
    let authority = Authority::new("test authority")?;
    let service = authority.service()?;
    let stand_in = KeyPair::generate()?;
    let files = Files {
        authority: put(directory, "authority.pem", authority.certificate_pem().as_bytes())?,
        service_certificate: put(directory, "service.pem", service.certificate_pem.as_bytes())?,
        service_key: put(directory, "service-key.pem", service.key_pem.as_bytes())?,
        stand_in_key: put(directory, "stand-in-key.pem", stand_in.serialize_pem().as_bytes())?,
        stand_in_public: put(directory, "stand-in-public.bin", stand_in.public_key_raw())?,
        terminals: terminals
            .iter()
            .map(|id| terminal(directory, &authority, id))
            .collect::<Result<_, _>>()?,
    };
    Ok(files)
}

fn terminal(directory: &Path, authority: &Authority, id: &str) -> Result<TerminalFiles, PkiFault> {
    let identity = authority.terminal(id)?;
    Ok(TerminalFiles {
        id: id.to_owned(),
        certificate: put(directory, &format!("{id}.pem"), identity.certificate_pem.as_bytes())?,
        key: put(directory, &format!("{id}-key.pem"), identity.key_pem.as_bytes())?,
    })
}

fn put(directory: &Path, name: &str, contents: &[u8]) -> Result<PathBuf, PkiFault> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let path = directory.join(name);
    let mut file =
        std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path)?;
    file.write_all(contents)?;
    Ok(path)
}
