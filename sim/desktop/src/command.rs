//! The commands of `sim`.

use crate::demo::bench::Bench;
use crate::demo::faces::Faces;
use crate::demo::report::Report;
use crate::demo::scenario::Scenario;
use crate::demo::{DemoFault, run, scenarios, upsets};
use runtime::Transcript;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const HELP: &str = "\
sim demo [--seed N] [--faces DIR] [--out DIR] [--json FILE] [--only a,b,c] [--expect-wrongly ID] [--leak on] [--faults on]
    Plays complete reception sessions: a virtual card behind the real pcscd, pictures as the
    camera, the real models, the verification service in its own process over mutually
    authenticated TLS. Prints a table; exits with failure if anything is not as it must be.
    --faces DIR   reference.*, holder.*, stranger.* instead of the pictures that set-up fetches
    --out DIR     screens, transcripts and records go there (default: a temporary directory)
    --leak on     writes a PIN into a log, so that the search for leaks can be tried
    --faults on   the sample of the fault matrix instead of the scenarios
    --expect-wrongly ID   spoils the expectation of one scenario: the run must fail
sim window [--seed N] [--faces DIR]
    A window with the terminal's screen and the bench beside it. Touch by mouse, keys by keyboard. The
    buttons' orders are taken from standard input too, one a line, each answered `ok …` or `err …`; the
    exit code is failure if one was refused:
    insert [PROFILE|FILE]  remove [after N commands]  touch X Y  touch BUTTON  key CHARACTER
    type pin|wrong-pin|number|credential  service up|down  clock +SECONDS  expect SCREEN [within SECONDS]
    face none|holder|stranger|print|FILE|CLIPDIR   pictures before the camera; a clip is numbered pictures
    camera good|none|frozen|black  how it then is  camera webcam [N]|list|pictures   a webcam of this machine
    shot FILE   the window, without faces          transcript FILE   the last session
    apdu FILE   names, lengths and status words of the commands to the card, without their data
    replay FILE|last|stop   a transcript's screens, one after the other; `expect` sees them too
    size WIDTHxHEIGHT   switches the terminal on anew with such a screen: 1024x600, 480x800
    state  quit
sim replay FILE
    Plays a session's transcript to a fresh machine and tells whether it shows the same screens.
sim card help
    The municipal office's counter: makes, shows, locks, unlocks and changes virtual cards.
";

/// The variable by which pcsc-lite's library finds pcscd.
const SOCKET: &str = "PCSCLITE_CSOCK_NAME";

/// Runs a command line.
///
/// # Errors
///
/// [`DemoFault`].
pub fn run(words: impl Iterator<Item = OsString>) -> Result<ExitCode, DemoFault> {
    let words: Vec<String> = words
        .map(|word| word.into_string().map_err(|_| DemoFault::Usage("arguments must be UTF-8".into())))
        .collect::<Result<_, _>>()?;
    match words.split_first() {
        Some((command, rest)) if command == "demo" || command == "window" => demo(command, rest),
        Some((command, rest)) if command == "replay" => replay(rest),
        Some((command, rest)) if command == "card" => {
            municipality::run(rest, &mut std::io::stdout()).map_err(DemoFault::Municipality)?;
            Ok(ExitCode::SUCCESS)
        }
        Some((command, _)) if command == "help" || command == "--help" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        Some((command, _)) => Err(DemoFault::Usage(format!("what is {command}?"))),
        None => Err(DemoFault::Usage("a command is needed".into())),
    }
}

/// Plays a transcript's file.
fn replay(words: &[String]) -> Result<ExitCode, DemoFault> {
    let [path] = words else { return Err(DemoFault::Usage("replay takes one file".into())) };
    let path = Path::new(path);
    let text = std::fs::read_to_string(path).map_err(DemoFault::at(path))?;
    let transcript = Transcript::read(&text).map_err(DemoFault::Transcript)?;
    for (time, screen) in &transcript.screens {
        println!("{:>8} ms  {screen:?}", time.0);
    }
    let same = transcript.replay() == transcript.screens;
    println!("{}", if same { "replays to the same screens" } else { "REPLAYS TO OTHER SCREENS" });
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The options of `sim demo`.
#[derive(Debug, Default)]
struct Options {
    seed: u64,
    faces: Option<PathBuf>,
    out: Option<PathBuf>,
    json: Option<PathBuf>,
    only: Option<Vec<String>>,
    spoiled: Option<String>,
    leak: bool,
    faults: bool,
    inside: Option<PathBuf>,
}

impl Options {
    fn parse(words: &[String]) -> Result<Self, DemoFault> {
        let mut options = Self { seed: 1, ..Self::default() };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let value = words.next().ok_or_else(|| DemoFault::Usage(format!("{word} needs a value")))?;
            match word.as_str() {
                "--seed" => {
                    options.seed =
                        value.parse().map_err(|_| DemoFault::Usage("--seed takes a number".into()))?;
                }
                "--faces" => options.faces = Some(value.into()),
                "--out" => options.out = Some(value.into()),
                "--json" => options.json = Some(value.into()),
                "--only" => options.only = Some(value.split(',').map(str::to_owned).collect()),
                "--expect-wrongly" => options.spoiled = Some(value.clone()),
                "--leak" => options.leak = value == "on",
                "--faults" => options.faults = value == "on",
                "--inside" => options.inside = Some(value.into()),
                other => return Err(DemoFault::Usage(format!("what is {other}?"))),
            }
        }
        Ok(options)
    }
}

/// pcsc-lite reads its variable in the process that uses it, and no program here changes its own
/// environment: so the demonstration starts itself once more with the variable set.
fn demo(command: &str, words: &[String]) -> Result<ExitCode, DemoFault> {
    if words.iter().any(|word| word == "--help") {
        print!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    }
    let options = Options::parse(words)?;
    match &options.inside {
        Some(socket) if command == "window" => open_window(&options, socket),
        Some(socket) => play(&options, socket),
        None => start_inside(command, words),
    }
}

fn start_inside(command: &str, words: &[String]) -> Result<ExitCode, DemoFault> {
    let place = tempfile::tempdir().map_err(DemoFault::at(Path::new("temporary directory")))?;
    let socket = place.path().join("pcscd.comm");
    let own = std::env::current_exe().map_err(DemoFault::at(Path::new("sim")))?;
    let status = Command::new(&own)
        .arg(command)
        .args(words)
        .arg("--inside")
        .arg(&socket)
        .env(SOCKET, &socket)
        .status()
        .map_err(DemoFault::at(&own))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The simulator's window.
fn open_window(options: &Options, socket: &Path) -> Result<ExitCode, DemoFault> {
    let kept = tempfile::tempdir().map_err(DemoFault::at(Path::new("temporary directory")))?;
    let directory = kept.path().to_owned();
    let obeyed = crate::window::run(|| {
        let faces = match &options.faces {
            Some(faces) => Faces::own(faces)?,
            None => Faces::fetched(&rig::places::faces()?, &directory)?,
        };
        Bench::start(directory, socket, faces, options.seed)
    })?;
    Ok(if obeyed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn play(options: &Options, socket: &Path) -> Result<ExitCode, DemoFault> {
    let kept;
    let directory = match &options.out {
        Some(directory) => {
            std::fs::create_dir_all(directory).map_err(DemoFault::at(directory))?;
            directory.canonicalize().map_err(DemoFault::at(directory))?
        }
        None => {
            kept = tempfile::tempdir().map_err(DemoFault::at(Path::new("temporary directory")))?;
            kept.path().to_owned()
        }
    };
    let scenarios = chosen(options)?;
    let faces = match &options.faces {
        Some(directory) => Faces::own(directory)?,
        None => Faces::fetched(&rig::places::faces()?, &directory)?,
    };
    let mut bench = Bench::start(directory, socket, faces, options.seed)?;
    bench.leak = options.leak;
    let mut report = Report::default();
    print!("{}", Report::heading());
    for scenario in &scenarios {
        let done = report.lines.len();
        run::play(&mut bench, scenario, &mut report);
        for line in report.lines.iter().skip(done) {
            print!("{}", line.row());
        }
    }
    for fault in &report.faults {
        println!("!! {fault}");
    }
    if let Some(path) = &options.json {
        run::write(&report, path)?;
    }
    Ok(if report.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn chosen(options: &Options) -> Result<Vec<Scenario>, DemoFault> {
    let mut scenarios = if options.faults { upsets::all() } else { scenarios::all() };
    if let Some(only) = &options.only {
        scenarios.retain(|scenario| only.iter().any(|id| id == scenario.id));
        if scenarios.len() != only.len() {
            return Err(DemoFault::Usage("--only names a scenario that there is not".into()));
        }
    }
    if let Some(id) = &options.spoiled {
        let scenario = scenarios
            .iter_mut()
            .find(|scenario| scenario.id == id)
            .ok_or_else(|| DemoFault::Usage("--expect-wrongly names a scenario that there is not".into()))?;
        scenario.spoil();
    }
    Ok(scenarios)
}
