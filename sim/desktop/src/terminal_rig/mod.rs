//! `terminal-rig CONFIG PKI TRANSCRIPTS`: the device's composition on a bench, in a process of its own.
//!
//! It is the library of the firmware with the card authorities in the directory PKI; the display tells its
//! screens, and pictures stand for the camera. It knows nothing of the card that will be laid on its
//! reader. Unlike the product it does not seal its memory: a bench wants to look into it.
//!
//! Standard output has a line `screen …` for each new screen. Standard input takes commands, one a line:
//!
//! | command | what it does |
//! | --- | --- |
//! | `touch CHOICE` | touches a button: `face`, `pin`, `visual`, `confirm`, `back`, `cancel`, `insist`, `same`, `other`, `clear`, `cannot-turn` |
//! | `pin CHARACTER`, `number CHARACTER`, `credential CHARACTER` | presses a key of the pad |
//! | `front DIGITS` | 照合番号B, for the next time that it is asked for |
//! | `scene FOLDER`, `scene` | what the camera sees: the poses of somebody who turns (`port::stance`), or nothing |
//! | `stop` | switches the terminal off, as the end of the input does |

mod compare;
mod hands;
mod parts;

use crate::demo::DemoFault;
use crate::demo::bench::authority;
use crate::port::stance::{ReadDisplay, Told};
use camera_files::{AtEnd, FileCamera, Reel};
use firmware::{Anchors, Config, Device, SystemClock};
use hands::Hands;
use parts::{TypedFront, Written, print_screens};
use policy::Build;
use runtime::Parts;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use terminal::Screen;
use virtual_card::pki::Pki;

/// As fast as a webcam.
const FRAME_TIME: Duration = Duration::from_millis(33);

/// The program.
#[must_use]
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    let done = match words.as_slice() {
        [verb, rest @ ..] if verb == "compare" => compare::run(rest),
        [config, pki, transcripts] => serve(Path::new(config), Path::new(pki), transcripts.into()),
        _ => {
            eprintln!(
                "usage: terminal-rig CONFIG PKI TRANSCRIPTS\n       terminal-rig compare PHOTO PICTURE COUNT"
            );
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("terminal-rig: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn serve(config: &Path, pki: &Path, transcripts: PathBuf) -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::read(config)?;
    let camera = FileCamera::new(nothing(), AtEnd::Repeat, FRAME_TIME);
    let (scene, front) = (camera.knob(), TypedFront::default());
    let (typed, told) = (front.clone(), Told::default());
    let (reads, mut print) = (told.clone(), print_screens());
    let reads = move |screen: &Screen| {
        print(screen);
        reads.read(screen);
    };
    let replace = |parts: Parts| Parts {
        camera: Box::new(camera),
        card_front: Box::new(front),
        display: Box::new(ReadDisplay::new(parts.display, reads)),
        chronicle: Box::new(Written::new(transcripts)),
        ..parts
    };
    let device: Device = firmware::compose_with(&config, anchors(pki)?, replace)?;
    let hands =
        Hands { hand: device.hand(), scene, front: typed, told, clock: Arc::new(SystemClock::start()) };
    std::thread::Builder::new().name("hands".into()).spawn(move || hands.work())?;
    device.run();
    Ok(())
}

/// The simulator's card authorities.
fn anchors(pki: &Path) -> Result<Anchors, DemoFault> {
    let authorities = Pki::open(pki)?.cv_authorities()?.iter().map(authority).collect::<Result<_, _>>()?;
    Ok(Anchors { build: Build::Rig, authorities })
}

/// A camera that sees nobody.
fn nothing() -> Reel {
    Reel::of_colour([0; 3])
}
