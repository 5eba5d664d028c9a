//! Who is speaking: TLS 1.3 with client certificates, by the service's own clock.

use std::sync::Arc;

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig};

use crate::clock::{Clock, TlsClock};

/// The operator's certificates, in DER.
#[derive(Debug)]
pub struct TlsIdentity {
    /// The service's certificate, and what leads to the root that terminals pin.
    pub chain: Vec<CertificateDer<'static>>,
    /// Its key.
    pub key: PrivateKeyDer<'static>,
    /// The authorities of terminals' certificates.
    pub client_authorities: Vec<CertificateDer<'static>>,
}

/// What TLS can't be set up with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlsFault {
    /// No authority of terminals that can be used.
    #[error("no usable authority of terminals")]
    ClientAuthorities,
    /// Certificate and key can't be used, or don't belong together.
    #[error("the service's certificate and key can't be used")]
    Identity,
}

/// The configuration of every connection. Sessions are not resumed: each connection shows its
/// certificate, and an expired or withdrawn terminal does not slip in by an old ticket.
///
/// # Errors
/// [`TlsFault`]
pub fn server_config(identity: TlsIdentity, clock: Arc<dyn Clock>) -> Result<Arc<ServerConfig>, TlsFault> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut authorities = RootCertStore::empty();
    for authority in identity.client_authorities {
        authorities.add(authority).map_err(|_| TlsFault::ClientAuthorities)?;
    }
    let terminals = WebPkiClientVerifier::builder_with_provider(Arc::new(authorities), Arc::clone(&provider))
        .build()
        .map_err(|_| TlsFault::ClientAuthorities)?;
    let mut config = ServerConfig::builder_with_details(provider, Arc::new(TlsClock(clock)))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|_| TlsFault::Identity)?
        .with_client_cert_verifier(terminals)
        .with_single_cert(identity.chain, identity.key)
        .map_err(|_| TlsFault::Identity)?;
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Arc::new(config))
}
