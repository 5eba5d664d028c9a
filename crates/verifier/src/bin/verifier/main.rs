//! The verification service as a program: `verifier serve`, and the operator's commands on its
//! database. `verifier help` tells their arguments.

mod arguments;
mod clock_file;
mod files;
mod operator;
mod serve;
mod stand_in;

use std::alloc::System;
use std::process::ExitCode;

use arguments::Arguments;
use zeroizing_alloc::ZeroAlloc;

/// Wipes what is freed: certificates and keys are in memory that TLS and parsers don't wipe.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

const HELP: &str = "\
verifier serve --database FILE --server-cert PEM --server-key PEM --client-ca PEM --card-root PEM...
    [--listen 127.0.0.1:8443] [--mode production|rig] [--refuse-visual-registration]
    [--challenge-lifetime SECONDS] [--requests-per-minute N]
    [--visual-per-terminal N] [--visual-per-staff N] [--visual-window SECONDS]
    [--face-per-terminal N] [--face-window SECONDS] [--look-alikes FILE...]
    only with --mode rig:
    [--stand-in-key PKCS8] [--clock-offset SECONDS | --now UNIX | --clock-file FILE] [--unsealed]
  --look-alikes names files with the card certificates of holders whom somebody resembles (twins): by face
  they are accepted from the stricter line on, otherwise by eye or PIN.
  Prints `listening ADDRESS:PORT` when it serves; port 0 takes a free one. Logs to standard error.
  Leaves no core dump, and lets no other process of its user look into its memory; --unsealed
  lets a bench look.

Commands on the database, while the service runs or not:
verifier enrol-terminal --database FILE --id NAME --facility NAME --certificate FILE
verifier withdraw-terminal --database FILE --id NAME
verifier register --database FILE --certificate FILE
verifier revoke|suspend|reinstate --database FILE --certificate FILE
verifier records --database FILE
  Prints verifications, registrations, outcomes, keys opened without PIN, and alarms, one JSON object
  a line.
verifier accept-clock --database FILE
  After the machine's clock was wrong and has been set right: a service in production refuses to work
  with a clock that is behind the latest time it has seen.

Certificates are PEM or DER.
";

/// Why the program could not do what it was told.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("{0} (see `verifier help`)")]
    Usage(String),
    #[error("{path}: {why}")]
    File { path: String, why: String },
    #[error("{0}")]
    Store(#[from] verifier::store::StoreFault),
    #[error("{0}")]
    Tls(#[from] verifier::tls::TlsFault),
    #[error("production has no {0}")]
    RigOnly(&'static str),
    #[error("{0}")]
    Seal(#[from] process_seal::SealFault),
    #[error("{0}: {1}")]
    Network(&'static str, std::io::Error),
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("verifier: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Fault> {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_else(|| "help".into());
    let mut arguments = Arguments::parse(words, &["refuse-visual-registration", "unsealed"])?;
    match command.as_str() {
        "serve" => serve::serve(arguments),
        "help" | "--help" => {
            print!("{HELP}");
            Ok(())
        }
        other => {
            process_seal::seal()?;
            let operation = operator::Operation::parse(other, &mut arguments)?;
            arguments.finish()?;
            operation.run()
        }
    }
}
