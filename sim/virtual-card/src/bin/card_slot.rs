//! `card-slot`: holds virtual cards over a virtual reader. It runs in the network namespace of a
//! private pcscd and takes commands on a UNIX socket (see `virtual_card::slot`).

use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ring::rand::{SecureRandom, SystemRandom};
use virtual_card::error::Error;
use virtual_card::slot::{Command, Reply, Slot};
use virtual_card::vpcd::DEFAULT_ADDRESS;

const USAGE: &str = "usage: card-slot --control SOCKET [--vpcd ADDRESS:PORT] [--entropy NUMBER]";
/// Longest line of the control protocol.
const LONGEST_LINE: u64 = 8192;

struct Options {
    vpcd: SocketAddr,
    control: PathBuf,
    entropy: Option<u64>,
}

fn main() -> ExitCode {
    let Some(options) = options(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("card-slot: {error}");
            ExitCode::FAILURE
        }
    }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Option<Options> {
    let mut vpcd = DEFAULT_ADDRESS.parse().ok()?;
    let (mut control, mut entropy) = (None, None);
    while let Some(name) = arguments.next() {
        let value = arguments.next()?;
        match name.as_str() {
            "--vpcd" => vpcd = value.parse().ok()?,
            "--control" => control = Some(PathBuf::from(value)),
            "--entropy" => entropy = Some(value.parse().ok()?),
            _ => return None,
        }
    }
    Some(Options { vpcd, control: control?, entropy })
}

fn run(options: Options) -> Result<(), Error> {
    if options.control.exists() {
        std::fs::remove_file(&options.control)?;
    }
    let listener = UnixListener::bind(&options.control)?;
    let slot = Arc::new(Mutex::new(Slot::new(options.vpcd, entropy(options.entropy))));
    let quit = Arc::new(AtomicBool::new(false));
    for connection in listener.incoming() {
        if quit.load(Ordering::Acquire) {
            break;
        }
        let (slot, quit) = (Arc::clone(&slot), Arc::clone(&quit));
        let (connection, control) = (connection?, options.control.clone());
        std::thread::spawn(move || {
            // A client that went away has no use for the error.
            let _client_gone = converse(&connection, &slot, &quit);
            if quit.load(Ordering::Acquire) {
                // Wakes the loop above; if that fails, the loop has ended already.
                let _woken = UnixStream::connect(control);
            }
        });
    }
    std::fs::remove_file(&options.control)?;
    Ok(())
}

/// Seeds for cards: the operating system's randomness, or a counted seed for a repeatable run.
fn entropy(fixed: Option<u64>) -> Box<dyn FnMut() -> Result<[u8; 32], Error> + Send> {
    let random = SystemRandom::new();
    let mut count: u64 = 0;
    Box::new(move || {
        let mut seed = [0; 32];
        match fixed {
            Some(number) => {
                let bytes = number.to_be_bytes().into_iter().chain(count.to_be_bytes());
                seed.iter_mut().zip(bytes).for_each(|(place, byte)| *place = byte);
                count += 1;
            }
            None => random.fill(&mut seed).map_err(|_| Error::Cryptography { what: "system randomness" })?,
        }
        Ok(seed)
    })
}

fn converse(connection: &UnixStream, slot: &Mutex<Slot>, quit: &AtomicBool) -> std::io::Result<()> {
    let mut reader = BufReader::new(connection);
    let mut writer = connection;
    while !quit.load(Ordering::Acquire) {
        let mut line = String::new();
        if reader.by_ref().take(LONGEST_LINE).read_line(&mut line)? == 0 {
            break;
        }
        let command = Command::parse(&line);
        let last = matches!(command, Ok(Command::Quit));
        let result = command
            .and_then(|command| slot.lock().unwrap_or_else(PoisonError::into_inner).carry_out(command));
        writeln!(writer, "{}", Reply::line(&result))?;
        if last {
            quit.store(true, Ordering::Release);
        }
    }
    Ok(())
}
