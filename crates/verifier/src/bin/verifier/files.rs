//! Certificates and keys from files, PEM or DER.

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::Fault;

fn fault(path: &str, why: impl ToString) -> Fault {
    Fault::File { path: path.to_owned(), why: why.to_string() }
}

fn bytes(path: &str) -> Result<Vec<u8>, Fault> {
    std::fs::read(path).map_err(|error| fault(path, error))
}

/// DER begins with a SEQUENCE, PEM with text.
fn is_der(bytes: &[u8]) -> bool {
    bytes.first() == Some(&0x30)
}

/// All certificates of a file, at least one.
pub(crate) fn certificates(path: &str) -> Result<Vec<CertificateDer<'static>>, Fault> {
    let bytes = bytes(path)?;
    if is_der(&bytes) {
        return Ok(vec![CertificateDer::from(bytes)]);
    }
    let found: Vec<_> = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<_, _>>()
        .map_err(|_| fault(path, "not PEM"))?;
    if found.is_empty() { Err(fault(path, "no certificate")) } else { Ok(found) }
}

/// The one certificate of a file.
pub(crate) fn certificate(path: &str) -> Result<CertificateDer<'static>, Fault> {
    let mut found = certificates(path)?;
    match (found.pop(), found.is_empty()) {
        (Some(certificate), true) => Ok(certificate),
        _ => Err(fault(path, "more than one certificate")),
    }
}

/// A key for TLS.
pub(crate) fn key(path: &str) -> Result<PrivateKeyDer<'static>, Fault> {
    let bytes = bytes(path)?;
    if is_der(&bytes) {
        return Ok(PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(bytes)));
    }
    PrivateKeyDer::from_pem_slice(&bytes).map_err(|_| fault(path, "no key"))
}

/// A PKCS#8 key in DER.
pub(crate) fn pkcs8(path: &str) -> Result<Vec<u8>, Fault> {
    let bytes = bytes(path)?;
    if is_der(&bytes) {
        return Ok(bytes);
    }
    let key = PrivatePkcs8KeyDer::from_pem_slice(&bytes).map_err(|_| fault(path, "no PKCS#8 key"))?;
    Ok(key.secret_pkcs8_der().to_vec())
}

/// Names the file that a fault of its contents is about.
pub(crate) fn about<T, E: ToString>(path: &str, result: Result<T, E>) -> Result<T, Fault> {
    result.map_err(|why| fault(path, why))
}
