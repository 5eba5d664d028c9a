//! Whole sessions by face, with each fault of the camera. The comparison, and what is wrong with a frame,
//! come of pixels: real models, a real photo in the chip, pictures as the camera.

use super::bench::{Bench, Visit};
use super::expect::{Expect, told};
use super::judge::judge;
use super::parts::TestClock;
use super::stock::{issue, stock};
use super::table::{Cell, Row, Table};
use camera_files::{AtEnd, Fault, FileCamera, Knob, Reel, Upset};
use firmware::FaceMatcher;
use policy::Method;
use relief_head::Species;
use runtime::port::{self, CameraFault, Frame};
use sim::demo::faces::Faces;
use sim::port::stance;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use terminal::{CallReason, Notice};
use virtual_card::pictures::{Crop, Photo};

/// What a column does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    /// Of the camera that plays pictures.
    Upset(Upset),
    /// Frames come so late that the capture is over.
    Late,
}

const COLUMNS: [(&str, Trouble); 8] = [
    ("none", Trouble::Upset(Upset::Silent)),
    ("unplugged", Trouble::Upset(Upset::Absent)),
    ("taken", Trouble::Upset(Upset::Busy)),
    ("garbage", Trouble::Upset(Upset::Misbehaved)),
    ("frozen", Trouble::Upset(Upset::Frozen)),
    ("black", Trouble::Upset(Upset::Black)),
    ("white", Trouble::Upset(Upset::White)),
    ("late", Trouble::Late),
];

const ROWS: [(&str, u32); 2] = [("from the first frame", 0), ("from the second frame", 1)];

/// Between frames, by the terminal's clock; a look takes its own time.
const FRAME_TIME: Duration = Duration::from_millis(50);

/// Never: no capture has so many frames.
const NEVER: u32 = u32::MAX;

/// A camera whose frames take time by the terminal's clock, and come late from one on.
struct Paced {
    camera: FileCamera,
    clock: Arc<TestClock>,
    late_from: Arc<AtomicU32>,
    given: u32,
}

impl port::Camera for Paced {
    fn start(&mut self) -> Result<(), CameraFault> {
        self.given = 0;
        self.camera.start()
    }

    fn frame(&mut self) -> Result<Frame, CameraFault> {
        if self.given >= self.late_from.load(Ordering::SeqCst) {
            self.clock.skip(Duration::from_secs(60));
            // The loop looks at the clock four times a second.
            std::thread::sleep(Duration::from_millis(700));
        }
        self.given += 1;
        self.clock.skip(FRAME_TIME);
        self.camera.frame()
    }

    fn stop(&mut self) {
        self.camera.stop();
    }
}

/// Plays every cell.
#[must_use]
pub fn play() -> Table {
    let directory = tempfile::tempdir().unwrap();
    let faces = Faces::fetched(&rig::places::faces().unwrap(), directory.path()).unwrap();
    let photo = Photo::from_picture(&faces.reference, Crop::Centre).unwrap();
    let card = issue(&stock().pki, photo, "normal");
    let camera = FileCamera::new(Reel::of_colour([0; 3]), AtEnd::Repeat, Duration::ZERO);
    let (knob, late_from) = (camera.knob(), Arc::new(AtomicU32::new(NEVER)));
    let matcher = FaceMatcher::load(&rig::places::models().unwrap()).unwrap();
    let holder = stance::poses(&faces.holder, Species::ReliefHead, matcher.as_ref()).unwrap();
    let mut bench = Bench::of(&card, |mut kit, clock| {
        let own: Arc<dyn port::Clock> = Arc::<TestClock>::clone(clock);
        stance::stand(&knob, holder, &kit.told, &own);
        let (clock, late_from) = (Arc::clone(clock), Arc::clone(&late_from));
        kit.camera = Box::new(Paced { camera, clock, late_from, given: 0 });
        kit.matcher = Box::new(matcher);
        kit
    });
    let mut table = Table::new("face, the camera fails", COLUMNS.map(|(name, _)| name).into());
    for (place, from) in ROWS {
        let cells =
            COLUMNS.iter().map(|(_, trouble)| Some(cell(&mut bench, &knob, &late_from, *trouble, from)));
        table.rows.push(Row { place: place.into(), cells: cells.collect() });
    }
    table
}

fn cell(bench: &mut Bench, knob: &Knob, late_from: &AtomicU32, trouble: Trouble, from: u32) -> Cell {
    let visit = Visit::by(Method::Face);
    match trouble {
        Trouble::Upset(upset) => knob.set_fault(Some(Fault { from, upset })),
        Trouble::Late => late_from.store(from, Ordering::SeqCst),
    }
    let seen = bench.session(visit, None);
    knob.set_fault(None);
    late_from.store(NEVER, Ordering::SeqCst);
    let next = bench.session(visit, None);
    let (expect, call) = expected(trouble);
    let mut cell = judge(visit, Some(expect), &seen, &next);
    if call.is_some_and(|call| !seen.calls.contains(&call)) {
        cell.broken.push(format!("reception was called for {:?}, must be {call:?}", seen.calls));
    }
    if seen.counts.signatures > 0 {
        cell.broken.push("Inv8: a signature without a head that turned".into());
    }
    cell
}

/// A camera that fails, hangs or is late closes face, and reception is called. One that shows nothing, or
/// nothing any more, leads through all captures: one good frame is no head that turned.
fn expected(trouble: Trouble) -> (Expect, Option<CallReason>) {
    match trouble {
        Trouble::Upset(Upset::Black | Upset::White) => {
            (told(Notice::FaceNotAccepted), Some(CallReason::CapturesFailed))
        }
        _ => (told(Notice::CameraFailed), Some(CallReason::PartFailed)),
    }
}

/// What the heads of the columns mean.
pub const LEGEND: &str = "\
none    the camera starts and gives no frame   unplugged, taken   it is gone; another program has it
garbage no picture   frozen   the same frame to the last bit, with the holder on it
black, white   frames of one shade   late   each frame comes after the capture's time
";
