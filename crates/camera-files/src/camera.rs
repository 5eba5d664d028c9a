use crate::{FRAME_HEIGHT, FRAME_WIDTH, Fault, Reel, Upset};
use runtime::port::{Camera, CameraFault, Frame};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use zeroize::Zeroizing;

/// What follows a reel's last picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AtEnd {
    /// The first again.
    Repeat,
    /// The last one stays.
    Stay,
    /// Nothing: the camera is silent.
    Stop,
}

/// A camera that shows the pictures of a [`Reel`] in order, one per frame, from the first at each
/// start.
pub struct FileCamera {
    settings: Arc<Mutex<Settings>>,
    at_end: AtEnd,
    pace: Duration,
    noisy: bool,
    /// Frames given since the start; `None` while it is off.
    given: Option<u32>,
}

/// Says at each frame which picture of a reel is shown.
pub type Chooser = Box<dyn FnMut() -> usize + Send>;

/// What a [`Knob`] can change.
struct Settings {
    reel: Reel,
    chooser: Option<Chooser>,
    /// What it chose last: a camera that hangs shows it on.
    chosen: usize,
    fault: Option<Fault>,
}

impl FileCamera {
    /// A camera that takes `pace` for each frame: zero for tests, 1/25 s for a person who looks on.
    #[must_use]
    pub fn new(reel: Reel, at_end: AtEnd, pace: Duration) -> Self {
        let settings = Arc::new(Mutex::new(Settings { reel, chooser: None, chosen: 0, fault: None }));
        Self { settings, at_end, pace, noisy: true, given: None }
    }

    /// The same camera, whose frames are the pictures to the last bit. Without this each frame differs
    /// from the one before by the lowest bit of a few bytes, as a sensor's frames do: a terminal takes
    /// frames that are all the same for those of a camera that hangs.
    #[must_use]
    pub fn without_noise(self) -> Self {
        Self { noisy: false, ..self }
    }

    /// The same camera, with a planned fault.
    #[must_use]
    pub fn with_fault(self, fault: Fault) -> Self {
        self.knob().set_fault(Some(fault));
        self
    }

    /// A knob for this camera, to keep when the camera is given away.
    #[must_use]
    pub fn knob(&self) -> Knob {
        Knob { settings: Arc::clone(&self.settings) }
    }
}

impl Camera for FileCamera {
    fn start(&mut self) -> Result<(), CameraFault> {
        self.given = None;
        match lock(&self.settings).fault {
            Some(Fault { from: 0, upset: Upset::Absent }) => Err(CameraFault::Absent),
            Some(Fault { from: 0, upset: Upset::Busy }) => Err(CameraFault::Busy),
            _ => {
                self.given = Some(0);
                Ok(())
            }
        }
    }

    fn frame(&mut self) -> Result<Frame, CameraFault> {
        std::thread::sleep(self.pace);
        let number = self.given.ok_or(CameraFault::Silent)?;
        let (mut frame, shown) = lock(&self.settings).frame(number, self.at_end)?;
        if self.noisy {
            add_noise(&mut frame, shown);
        }
        self.given = Some(number.saturating_add(1));
        Ok(frame)
    }

    fn stop(&mut self) {
        self.given = None;
    }
}

impl Settings {
    /// The frame of this number, and the number of the moment that it shows.
    fn frame(&mut self, number: u32, at_end: AtEnd) -> Result<(Frame, u32), CameraFault> {
        let fault = self.fault.filter(|fault| fault.befalls(number));
        let shown = match fault.map(|fault| (fault.upset, fault.from)) {
            None => number,
            Some((Upset::Frozen, from)) => from.saturating_sub(1),
            Some((Upset::Absent, _)) => return Err(CameraFault::Absent),
            Some((Upset::Busy, _)) => return Err(CameraFault::Busy),
            Some((Upset::Silent, _)) => return Err(CameraFault::Silent),
            Some((Upset::Misbehaved, _)) => return Err(CameraFault::Misbehaved),
            Some((Upset::Black, _)) => return Ok((plain(0), number)),
            Some((Upset::White, _)) => return Ok((plain(u8::MAX), number)),
        };
        let index = match &mut self.chooser {
            Some(choose) if shown == number => {
                self.chosen = choose();
                Some(self.chosen)
            }
            Some(_) => Some(self.chosen),
            None => at_end.index(shown, self.reel.len()),
        };
        let index = index.ok_or(CameraFault::Silent)?;
        self.reel.frame(index).map(|frame| (frame, shown)).ok_or(CameraFault::Silent)
    }
}

impl AtEnd {
    /// The picture that stands for frame `number` of a reel with `length` pictures.
    fn index(self, number: u32, length: usize) -> Option<usize> {
        let number = usize::try_from(number).ok()?;
        match self {
            Self::Repeat => number.checked_rem(length),
            Self::Stay => Some(number.min(length.saturating_sub(1))),
            Self::Stop => Some(number).filter(|number| *number < length),
        }
    }
}

/// Writes the number of the moment into the lowest bits of the first bytes.
fn add_noise(frame: &mut Frame, shown: u32) {
    for (bit, byte) in frame.rgb.iter_mut().take(32).enumerate() {
        *byte ^= u8::from(shown >> bit & 1 == 1);
    }
}

/// A frame of 640×480 in one shade.
fn plain(shade: u8) -> Frame {
    let pixels = FRAME_WIDTH.saturating_mul(FRAME_HEIGHT).saturating_mul(3);
    let rgb = vec![shade; usize::try_from(pixels).unwrap_or_default()];
    Frame { width: FRAME_WIDTH, height: FRAME_HEIGHT, rgb: Zeroizing::new(rgb) }
}

/// Changes a camera that somebody else owns, from the next frame on.
#[derive(Clone)]
pub struct Knob {
    settings: Arc<Mutex<Settings>>,
}

impl Knob {
    /// Puts another reel in; the frames are counted on.
    pub fn set_reel(&self, reel: Reel) {
        let mut settings = lock(&self.settings);
        (settings.reel, settings.chooser) = (reel, None);
    }

    /// Puts a reel in whose pictures are chosen one by one: the poses of somebody who moves. A choice
    /// beyond its end is a silent camera.
    pub fn set_poses(&self, reel: Reel, choose: Chooser) {
        let mut settings = lock(&self.settings);
        (settings.reel, settings.chooser) = (reel, Some(choose));
    }

    /// Plans a fault, or ends one. It counts from the camera's last start.
    pub fn set_fault(&self, fault: Option<Fault>) {
        lock(&self.settings).fault = fault;
    }
}

/// Settings are whole at every moment, so a thread that died with the lock did no harm.
fn lock(settings: &Mutex<Settings>) -> MutexGuard<'_, Settings> {
    settings.lock().unwrap_or_else(PoisonError::into_inner)
}
