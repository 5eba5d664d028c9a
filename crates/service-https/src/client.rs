//! One plain method per question. Each opens a connection, asks once and closes: nothing is sent
//! again by itself, and a service that restarted meanwhile is not noticed.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::Resumption;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, RootCertStore};
use ureq::Agent;
use ureq::config::Config;
use ureq::http::{Response, Uri};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector as _, TcpConnector};
use wire::{
    AuthorisationAnswer, Challenge, ChallengeRequest, Fault, Health, MAX_MESSAGE, Message, OutcomeReceipt,
    UnixSeconds, Verdict, from_json, to_json,
};

use crate::connector::TlsConnector;
use crate::fault::{Misbehaviour, ServiceFault};

/// The terminal's wall clock.
pub type WallClock = Arc<dyn Fn() -> UnixSeconds + Send + Sync>;

/// Where the service is, and who asks.
#[derive(Clone)]
pub struct Settings {
    /// `https://HOST:PORT`, nothing behind it.
    pub base: String,
    /// Roots of which one must have signed the service's certificate, PEM. No other is believed.
    pub service_roots_pem: Vec<u8>,
    /// The terminal's certificate, PEM.
    pub certificate_pem: Vec<u8>,
    /// Its key, PEM.
    pub key_pem: Vec<u8>,
    /// For one question altogether, name look-up to last byte.
    pub timeout: Duration,
}

/// Settings that no client can be made of: the operator's mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsFault {
    /// Not `https://HOST:PORT`.
    #[error("not https://HOST:PORT")]
    Base,
    /// No root that can be used.
    #[error("no usable root of the service")]
    Roots,
    /// Certificate and key can't be used, or don't belong together.
    #[error("the terminal's certificate and key can't be used")]
    Identity,
}

/// A client of the verification service. Cheap to ask from several threads.
pub struct ServiceClient {
    agent: Agent,
    base: String,
}

impl ServiceClient {
    /// A client; nothing is connected yet.
    ///
    /// # Errors
    /// [`SettingsFault`]
    pub fn new(settings: &Settings, clock: WallClock) -> Result<Self, SettingsFault> {
        let base = settings.base.trim_end_matches('/').to_owned();
        let uri: Uri = base.parse().map_err(|_| SettingsFault::Base)?;
        if uri.scheme_str() != Some("https") || uri.host().is_none() || uri.path() != "/" {
            return Err(SettingsFault::Base);
        }
        let tls = Arc::new(tls(settings, clock)?);
        let connector = ().chain(TcpConnector::default()).chain(TlsConnector::new(tls));
        Ok(Self {
            agent: Agent::with_parts(config(settings.timeout), connector, DefaultResolver::default()),
            base,
        })
    }

    /// Asks for a challenge.
    ///
    /// # Errors
    /// [`ServiceFault`], as in every method here.
    pub fn challenge(&self, request: &ChallengeRequest) -> Result<Challenge, ServiceFault> {
        // A request has two bounded fields: it can be written.
        let body = to_json(request).map_err(|_| ServiceFault::PeerMisbehaved(Misbehaviour::Answer))?;
        self.post("challenges", &body)
    }

    /// Asks to open a card's key; `request` is a sealed [`wire::AuthorisationRequest`].
    ///
    /// # Errors
    /// [`ServiceFault`]
    pub fn authorise(&self, request: &[u8]) -> Result<AuthorisationAnswer, ServiceFault> {
        self.post("authorisations", request)
    }

    /// Submits a sealed statement ([`wire::StatementDraft::seal`]).
    ///
    /// # Errors
    /// [`ServiceFault`]
    pub fn submit(&self, statement: &[u8]) -> Result<Verdict, ServiceFault> {
        self.post("statements", statement)
    }

    /// Registers a card; `request` is a sealed [`wire::RegistrationRequest`].
    ///
    /// # Errors
    /// [`ServiceFault`]
    pub fn register(&self, request: &[u8]) -> Result<Verdict, ServiceFault> {
        self.post("registrations", request)
    }

    /// Delivers a sealed [`wire::OutcomeRecord`]. May be repeated: it is counted once.
    ///
    /// # Errors
    /// [`ServiceFault`]
    pub fn deliver_outcome(&self, record: &[u8]) -> Result<OutcomeReceipt, ServiceFault> {
        self.post("outcomes", record)
    }

    /// Asks how the service is.
    ///
    /// # Errors
    /// [`ServiceFault`]
    pub fn health(&self) -> Result<Health, ServiceFault> {
        read(self.agent.get(format!("{}/v1/health", self.base)).call()?)
    }

    fn post<M: Message>(&self, endpoint: &str, body: &[u8]) -> Result<M, ServiceFault> {
        let request = self.agent.post(format!("{}/v1/{endpoint}", self.base));
        read(request.content_type("application/json").send(body)?)
    }
}

fn read<M: Message>(response: Response<ureq::Body>) -> Result<M, ServiceFault> {
    let status = response.status().as_u16();
    // One byte more than the longest message, so that a longer one is noticed.
    let limit = u64::try_from(MAX_MESSAGE).unwrap_or(u64::MAX);
    let body = response.into_body().into_with_config().limit(limit).read_to_vec()?;
    if status != 200 {
        let code = from_json::<Fault>(&body).ok().map(|fault| fault.code);
        return Err(ServiceFault::Refused { status, code });
    }
    from_json(&body).map_err(|_| ServiceFault::PeerMisbehaved(Misbehaviour::Answer))
}

fn config(timeout: Duration) -> Config {
    Agent::config_builder()
        .https_only(true)
        .http_status_as_error(false)
        .max_redirects(0)
        // The environment has no say in where questions go.
        .proxy(None)
        .max_idle_connections(0)
        .timeout_global(Some(timeout))
        .build()
}

fn tls(settings: &Settings, clock: WallClock) -> Result<ClientConfig, SettingsFault> {
    let mut roots = RootCertStore::empty();
    for root in certificates(&settings.service_roots_pem).ok_or(SettingsFault::Roots)? {
        roots.add(root).map_err(|_| SettingsFault::Roots)?;
    }
    let chain = certificates(&settings.certificate_pem).ok_or(SettingsFault::Identity)?;
    let key = PrivateKeyDer::from_pem_slice(&settings.key_pem).map_err(|_| SettingsFault::Identity)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_details(provider, Arc::new(TlsClock(clock)))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|_| SettingsFault::Identity)?
        .with_root_certificates(roots)
        .with_client_auth_cert(chain, key)
        .map_err(|_| SettingsFault::Identity)?;
    config.resumption = Resumption::disabled();
    Ok(config)
}

/// All certificates of a PEM file; none if there is none, or one is broken.
fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let found: Vec<_> = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().ok()?;
    if found.is_empty() { None } else { Some(found) }
}

/// Lets TLS read the terminal's clock.
struct TlsClock(WallClock);

impl TimeProvider for TlsClock {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(Duration::from_secs((self.0)().0)))
    }
}

impl fmt::Debug for TlsClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsClock")
    }
}

impl fmt::Debug for ServiceClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceClient").field("base", &self.base).finish_non_exhaustive()
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").field("base", &self.base).finish_non_exhaustive()
    }
}
