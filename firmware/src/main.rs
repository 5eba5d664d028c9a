//! The terminal's program.

use firmware::config::{Config, ConfigFault};
use firmware::staff_file::{self, StaffFileFault};
use firmware::{Anchors, ComposeFault, StartOverFault, SystemClock, SystemEntropy, compose, start_over};
use process_seal::{SealFault, seal};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::alloc::System;
use std::ffi::OsString;
use std::io::{BufRead as _, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;
use zeroizing_alloc::ZeroAlloc;

/// Wipes what is freed: decoder, matcher and TLS keep persons and keys in memory that they don't wipe.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

const USAGE: &str = "\
usage: terminal CONFIG
           serve patients until SIGTERM or SIGINT
       terminal enrol-staff --config CONFIG --number NNN
           add a member of staff; the secret is read from standard input and never shown
       terminal start-ledger-over --config CONFIG --number NNN
           forget today's strikes where the ledger of them is damaged or lost and PIN is closed for everybody;
           who says so is put on record, with the secret from standard input

exit codes: 0 switched off, done; 2 this text; 3 the configuration is to be corrected;
            4 a file or a part that it names can't be used";

/// Why the program ends.
enum Fault {
    Usage,
    /// The process can't be sealed.
    Seal(SealFault),
    Config(ConfigFault),
    Compose(ComposeFault),
    Staff(StaffFileFault),
    StartOver(StartOverFault),
    /// The configuration names no staff file.
    NoStaffFile,
    /// The secret could not be read.
    Input(std::io::Error),
    /// The two entries of the secret differ.
    Differs,
}

/// What is to be done.
enum Job {
    Serve(PathBuf),
    Enrol { config: PathBuf, number: String },
    StartOver { config: PathBuf, number: String },
}

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let done = seal().map_err(Fault::Seal).and_then(|()| carry_out(job(&arguments)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            let (text, code) = told(&fault);
            eprintln!("{text}");
            ExitCode::from(code)
        }
    }
}

fn carry_out(job: Option<Job>) -> Result<(), Fault> {
    match job.ok_or(Fault::Usage)? {
        Job::Serve(config) => serve(&config),
        Job::Enrol { config, number } => enrol(&config, &number),
        Job::StartOver { config, number } => forget_strikes(&config, &number),
    }
}

fn job(arguments: &[OsString]) -> Option<Job> {
    match arguments {
        [verb, rest @ ..] if verb == "enrol-staff" => {
            whose(rest).map(|(config, number)| Job::Enrol { config, number })
        }
        [verb, rest @ ..] if verb == "start-ledger-over" => {
            whose(rest).map(|(config, number)| Job::StartOver { config, number })
        }
        [config] if !config.to_string_lossy().starts_with('-') => Some(Job::Serve(config.into())),
        _ => None,
    }
}

/// A configuration and the number of a member of staff, in any order.
fn whose(arguments: &[OsString]) -> Option<(PathBuf, String)> {
    let (config, number) = match arguments {
        [c, config, n, number] if c == "--config" && n == "--number" => (config, number),
        [n, number, c, config] if c == "--config" && n == "--number" => (config, number),
        _ => return None,
    };
    Some((config.into(), number.to_str()?.to_owned()))
}

fn serve(config: &Path) -> Result<(), Fault> {
    let config = Config::read(config).map_err(Fault::Config)?;
    let device = compose(&config, Anchors::production()).map_err(Fault::Compose)?;
    let thread = |error| Fault::Compose(ComposeFault::Thread(error));
    // Switched off in order: the screen goes black, the socket file goes away.
    let mut signals = Signals::new([SIGTERM, SIGINT]).map_err(thread)?;
    let hand = device.hand();
    let stop = move || {
        if signals.forever().next().is_some() {
            hand.stop();
        }
    };
    std::thread::Builder::new().name("signals".into()).spawn(stop).map_err(thread)?;
    device.run();
    Ok(())
}

fn enrol(config: &Path, number: &str) -> Result<(), Fault> {
    let config = Config::read(config).map_err(Fault::Config)?;
    let file = config.records.staff.ok_or(Fault::NoStaffFile)?;
    let secret = secret(Again::Asked)?;
    staff_file::enrol(&file, number, secret.as_bytes(), &mut SystemEntropy::default())
        .map_err(Fault::Staff)?;
    eprintln!("{number} is enrolled; the terminal knows it from its next start");
    Ok(())
}

fn forget_strikes(config: &Path, number: &str) -> Result<(), Fault> {
    let config = Config::read(config).map_err(Fault::Config)?;
    let secret = secret(Again::No)?;
    let mut credential = Zeroizing::new(Vec::with_capacity(number.len().saturating_add(secret.len())));
    credential.extend_from_slice(number.as_bytes());
    credential.extend_from_slice(secret.as_bytes());
    start_over(&config.records, &credential, &SystemClock::start()).map_err(Fault::StartOver)?;
    eprintln!("today's strikes are forgotten; {number} is on record for it");
    Ok(())
}

/// Whether a keyboard is asked twice: a new secret that was mistyped would never be right again.
enum Again {
    Asked,
    No,
}

/// From a keyboard without echo; from a pipe once, a line.
fn secret(again: Again) -> Result<Zeroizing<String>, Fault> {
    if std::io::stdin().is_terminal() {
        let ask = |prompt| rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(Fault::Input);
        let first = ask("Secret: ")?;
        let same = match again {
            Again::Asked => bool::from(first.as_bytes().ct_eq(ask("The same again: ")?.as_bytes())),
            Again::No => true,
        };
        return if same { Ok(first) } else { Err(Fault::Differs) };
    }
    let mut line = Zeroizing::new(String::with_capacity(256));
    std::io::stdin().lock().read_line(&mut line).map_err(Fault::Input)?;
    let length = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(length);
    Ok(line)
}

fn told(fault: &Fault) -> (String, u8) {
    match fault {
        Fault::Usage => (USAGE.to_owned(), 2),
        Fault::Seal(fault) => (fault.to_string(), 4),
        Fault::Config(fault) => (fault.to_string(), 3),
        Fault::NoStaffFile => {
            ("the configuration names no staff file; add `staff` to [records]".to_owned(), 3)
        }
        Fault::Compose(fault) => (fault.to_string(), 4),
        Fault::Staff(fault) => (fault.to_string(), 4),
        Fault::StartOver(fault @ StartOverFault::NoStaffFile) => (fault.to_string(), 3),
        Fault::StartOver(fault) => (fault.to_string(), 4),
        Fault::Input(error) => (format!("standard input: {error}; nothing was changed"), 4),
        Fault::Differs => ("the two entries differ; nobody was enrolled".to_owned(), 4),
    }
}
