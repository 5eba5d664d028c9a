//! `verifier serve`: puts the service together and runs it until it is told to stop.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use verifier::alarm::Raised;
use verifier::authorise::{HolderAuthoriser, NoAuthoriser};
use verifier::clock::{Clock, SystemClock, SystemEntropy};
use verifier::face::FaceLimit;
use verifier::rate::Rate;
use verifier::server::{self, Limits};
use verifier::service::{Log, LogLine, Parts};
use verifier::signature::sha256;
use verifier::store::SqliteStore;
use verifier::tls::{TlsIdentity, server_config};
use verifier::visual::VisualLimit;
use verifier::{Mode, Roots, Service, ServiceConfig};
use wire::{Digest, UnixSeconds};

use crate::arguments::Arguments;
use crate::clock_file::ClockFile;
use crate::stand_in::StandIn;
use crate::{Fault, files};

/// Without `--listen`: this machine alone.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8443);

/// Serves.
pub(crate) fn serve(mut arguments: Arguments) -> Result<(), Fault> {
    let mode = mode(&mut arguments)?;
    seal(mode, &mut arguments)?;
    let listen = arguments.read("listen")?.unwrap_or(LISTEN);
    let clock = clock(mode, &mut arguments)?;
    let authoriser = authoriser(mode, &mut arguments)?;
    let identity = identity(&mut arguments)?;
    let config = config(mode, &mut arguments)?;
    let parts = Parts {
        authoriser,
        store: Box::new(SqliteStore::open(Path::new(&arguments.required("database")?))?),
        clock: Arc::clone(&clock),
        entropy: Box::new(SystemEntropy::default()),
        log: Box::new(StandardError),
    };
    arguments.finish()?;
    let tls = server_config(identity, clock)?;
    let service = Arc::new(Service::new(config, parts));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Fault::Network("runtime", error))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(listen).await.map_err(|error| Fault::Network("bind", error))?;
        announce(&listener)?;
        server::serve(listener, tls, service, Limits::DEFAULT, stop()).await;
        Ok(())
    })
}

fn mode(arguments: &mut Arguments) -> Result<Mode, Fault> {
    match arguments.optional("mode")?.as_deref() {
        None | Some("production") => Ok(Mode::Production),
        Some("rig") => Ok(Mode::rig()),
        Some(other) => Err(Fault::Usage(format!("--mode can't be {other}"))),
    }
}

/// Before the first key is read.
fn seal(mode: Mode, arguments: &mut Arguments) -> Result<(), Fault> {
    match (arguments.flag("unsealed")?, mode) {
        (false, _) => Ok(process_seal::seal()?),
        (true, Mode::Production) => Err(Fault::RigOnly("unsealed memory")),
        (true, Mode::Rig(_)) => Ok(()),
    }
}

fn clock(mode: Mode, arguments: &mut Arguments) -> Result<Arc<dyn Clock>, Fault> {
    let offset: Option<i64> = arguments.read("clock-offset")?;
    let now: Option<u64> = arguments.read("now")?;
    let file = arguments.optional("clock-file")?;
    Ok(match (mode, offset, now, file) {
        (_, None, None, None) => Arc::new(SystemClock::real()),
        (Mode::Production, ..) => return Err(Fault::RigOnly("simulated clock")),
        (Mode::Rig(rig), Some(offset), None, None) => Arc::new(SystemClock::shifted(rig, offset)),
        (Mode::Rig(rig), None, Some(now), None) => Arc::new(SystemClock::starting_at(rig, UnixSeconds(now))),
        (Mode::Rig(rig), None, None, Some(file)) => Arc::new(ClockFile::open(rig, Path::new(&file))?),
        (Mode::Rig(_), ..) => {
            return Err(Fault::Usage("one of --clock-offset, --now and --clock-file".into()));
        }
    })
}

fn authoriser(mode: Mode, arguments: &mut Arguments) -> Result<Box<dyn HolderAuthoriser>, Fault> {
    match (arguments.optional("stand-in-key")?, mode) {
        (None, _) => Ok(Box::new(NoAuthoriser)),
        (Some(_), Mode::Production) => Err(Fault::RigOnly("stand-in for holder authorisation")),
        (Some(path), Mode::Rig(rig)) => {
            let key = files::pkcs8(&path)?;
            eprintln!("holder authorisation: STAND-IN, understood by the virtual card alone");
            Ok(Box::new(files::about(&path, StandIn::new(rig, &key))?))
        }
    }
}

fn identity(arguments: &mut Arguments) -> Result<TlsIdentity, Fault> {
    Ok(TlsIdentity {
        chain: files::certificates(&arguments.required("server-cert")?)?,
        key: files::key(&arguments.required("server-key")?)?,
        client_authorities: files::certificates(&arguments.required("client-ca")?)?,
    })
}

fn config(mode: Mode, arguments: &mut Arguments) -> Result<ServiceConfig, Fault> {
    let mut roots = Vec::new();
    for path in arguments.many("card-root") {
        let found = files::certificates(&path)?;
        // Each is checked by itself, so that a refusal names its file.
        files::about(&path, Roots::new(mode, found.iter().map(AsRef::as_ref)))?;
        roots.extend(found);
    }
    if roots.is_empty() {
        return Err(Fault::Usage("--card-root is needed".into()));
    }
    let roots = files::about("card roots", Roots::new(mode, roots.iter().map(AsRef::as_ref)))?;
    let mut config = ServiceConfig::new(mode, roots);
    config.look_alikes = look_alikes(arguments)?;
    config.visual_registration = !arguments.flag("refuse-visual-registration")?;
    if let Some(seconds) = arguments.read("challenge-lifetime")? {
        config.challenge_lifetime = seconds;
        config.ticket_lifetime = seconds;
    }
    if let Some(per_minute) = arguments.read("requests-per-minute")? {
        config.rate = Rate { burst: per_minute, per_minute };
    }
    let VisualLimit { window, per_terminal, per_performer } = config.visual;
    config.visual = VisualLimit {
        window: arguments.read("visual-window")?.unwrap_or(window),
        per_terminal: arguments.read("visual-per-terminal")?.unwrap_or(per_terminal),
        per_performer: arguments.read("visual-per-staff")?.unwrap_or(per_performer),
    };
    let FaceLimit { window, per_terminal } = config.face;
    config.face = FaceLimit {
        window: arguments.read("face-window")?.unwrap_or(window),
        per_terminal: arguments.read("face-per-terminal")?.unwrap_or(per_terminal),
    };
    Ok(config)
}

/// The cards of holders whom somebody resembles.
fn look_alikes(arguments: &mut Arguments) -> Result<BTreeSet<Digest>, Fault> {
    let mut cards = BTreeSet::new();
    for path in arguments.many("look-alikes") {
        cards.extend(files::certificates(&path)?.iter().map(|certificate| sha256(certificate)));
    }
    Ok(cards)
}

/// Tells whoever started the program where it listens: the one line on standard output.
fn announce(listener: &TcpListener) -> Result<(), Fault> {
    let address = listener.local_addr().map_err(|error| Fault::Network("address", error))?;
    println!("listening {address}");
    std::io::stdout().flush().map_err(|error| Fault::Network("announce", error))
}

async fn stop() {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}

/// The log: codes and ids, one line a question.
struct StandardError;

impl Log for StandardError {
    fn line(&self, line: &LogLine) {
        let (word, code) = line.answer;
        eprintln!("{} terminal={} session={} {word} {code}", line.question, line.terminal, line.session);
    }

    fn alarm(&self, raised: &Raised) {
        let terminal = raised.terminal.as_ref().map_or("?", wire::TerminalId::as_str);
        eprintln!("ALARM terminal={terminal} {:?}", raised.alarm);
    }
}
