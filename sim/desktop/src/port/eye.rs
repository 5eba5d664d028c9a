//! The simulator's face camera: pictures, or a webcam of this machine, changed while it runs.

use camera_files::FileCamera;
use camera_v4l::{Attached, Pick, V4lCamera, attached_cameras};
use runtime::port::{Camera, CameraFault, Frame};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the camera is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// Pictures that are played.
    #[default]
    Pictures,
    /// This webcam.
    Webcam(Attached),
}

/// Chooses for an [`Eye`] that somebody else owns, and tells how it fares.
#[derive(Clone, Default)]
pub struct EyeChoice(Arc<Mutex<Chosen>>);

#[derive(Default)]
struct Chosen {
    source: Source,
    /// Of its last start or frame.
    fault: Option<CameraFault>,
    on: bool,
}

impl EyeChoice {
    /// From the next frame on.
    pub fn choose(&self, source: Source) {
        let mut chosen = self.lock();
        (chosen.source, chosen.fault) = (source, None);
    }

    /// What was chosen.
    #[must_use]
    pub fn source(&self) -> Source {
        self.lock().source.clone()
    }

    /// What is wrong with it, as far as the terminal has tried.
    #[must_use]
    pub fn fault(&self) -> Option<CameraFault> {
        self.lock().fault
    }

    /// Whether the terminal has it on.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.lock().on
    }

    fn note(&self, of: &Source, fault: Option<CameraFault>) {
        let mut chosen = self.lock();
        if chosen.source == *of {
            chosen.fault = fault;
        }
    }

    /// Whole at every moment, so a thread that died with the lock did no harm.
    fn lock(&self) -> MutexGuard<'_, Chosen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes the camera of a webcam.
type Maker = Box<dyn Fn(&Attached) -> Box<dyn Camera> + Send>;

/// The camera.
pub struct Eye {
    choice: EyeChoice,
    /// What was started last.
    source: Source,
    on: bool,
    pictures: FileCamera,
    webcam: Option<Box<dyn Camera>>,
    make: Maker,
}

impl Eye {
    /// Pictures at first.
    #[must_use]
    pub fn new(pictures: FileCamera) -> Self {
        Self::with(pictures, Box::new(|wanted| Box::new(V4lCamera::new(pick(wanted, &attached_cameras())))))
    }

    fn with(pictures: FileCamera, make: Maker) -> Self {
        let (choice, source) = (EyeChoice::default(), Source::default());
        Self { choice, source, on: false, pictures, webcam: None, make }
    }

    /// Chooses for this camera, to keep when it is given away.
    #[must_use]
    pub fn choice(&self) -> EyeChoice {
        self.choice.clone()
    }

    fn turn(&mut self, on: bool) {
        self.on = on;
        self.choice.lock().on = on;
    }

    fn camera(&mut self) -> &mut dyn Camera {
        match &mut self.webcam {
            Some(webcam) => webcam.as_mut(),
            None => &mut self.pictures,
        }
    }
}

impl Camera for Eye {
    fn start(&mut self) -> Result<(), CameraFault> {
        self.stop();
        self.source = self.choice.source();
        // Made anew each time: a webcam that was away may have come back under another number.
        self.webcam = match &self.source {
            Source::Pictures => None,
            Source::Webcam(wanted) => Some((self.make)(wanted)),
        };
        self.turn(true);
        let started = self.camera().start();
        self.choice.note(&self.source, started.err());
        started
    }

    fn frame(&mut self) -> Result<Frame, CameraFault> {
        if self.on && self.source != self.choice.source() {
            self.start()?;
        }
        let frame = self.camera().frame();
        self.choice.note(&self.source, frame.as_ref().err().copied());
        frame
    }

    fn stop(&mut self) {
        self.turn(false);
        self.camera().stop();
    }
}

/// Numbers change when webcams are plugged, and two may have one name.
fn pick(wanted: &Attached, attached: &[Attached]) -> Pick {
    if attached.contains(wanted) { Pick::Index(wanted.index) } else { Pick::Named(wanted.name.clone()) }
}

/// Why the camera stays what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoWebcam {
    /// None is attached.
    NoneAttached,
    /// None with this number. Which there are.
    NoSuch(u32, Vec<Attached>),
    /// It gives no picture.
    Faulty(Attached, CameraFault),
}

impl std::fmt::Display for NoWebcam {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoneAttached => f.write_str("no webcam is attached to this machine")?,
            Self::NoSuch(number, there) if there.is_empty() => {
                write!(f, "there is no webcam {number}, nor another")?;
            }
            Self::NoSuch(number, there) => write!(f, "there is no webcam {number}, but {}", listed(there))?,
            Self::Faulty(webcam, fault) => {
                write!(f, "webcam {}: {}", listed(std::slice::from_ref(webcam)), said(*fault))?;
            }
        }
        f.write_str("; pictures do without: face holder, face FILE, camera pictures")
    }
}

/// Which webcam can be chosen: that of the number, or the first that gives a picture when it is tried.
///
/// # Errors
///
/// [`NoWebcam`].
pub fn find(
    number: Option<u32>,
    attached: &[Attached],
    mut fault: impl FnMut(&Attached) -> Option<CameraFault>,
) -> Result<Attached, NoWebcam> {
    let mut first = match number {
        Some(number) => NoWebcam::NoSuch(number, attached.to_owned()),
        None => NoWebcam::NoneAttached,
    };
    let mut tried = false;
    for webcam in attached.iter().filter(|webcam| number.is_none_or(|number| number == webcam.index)) {
        match fault(webcam) {
            None => return Ok(webcam.clone()),
            // One webcam often has a second device that gives no pictures: the first one's fault tells.
            Some(fault) if !tried => (first, tried) = (NoWebcam::Faulty(webcam.clone(), fault), true),
            Some(_) => {}
        }
    }
    Err(first)
}

/// Whether a webcam gives a picture, which nobody looks at. `None` if it does.
#[must_use]
pub fn tried(webcam: &Attached) -> Option<CameraFault> {
    let mut camera = V4lCamera::new(Pick::Index(webcam.index));
    let fault = camera.start().and_then(|()| camera.frame()).err();
    camera.stop();
    fault
}

/// Webcams by number and name. The name is the device's own, so it is cut and cleaned.
#[must_use]
pub fn listed(webcams: &[Attached]) -> String {
    let entry = |webcam: &Attached| {
        let name: String = webcam.name.chars().filter(|c| !c.is_control()).take(40).collect();
        format!("{} ({name})", webcam.index)
    };
    webcams.iter().map(entry).collect::<Vec<_>>().join(", ")
}

/// A fault in plain words.
#[must_use]
pub const fn said(fault: CameraFault) -> &'static str {
    match fault {
        CameraFault::Absent => "it is unplugged, or may not be opened",
        CameraFault::Busy => "another program uses it",
        CameraFault::Silent => "it gives no picture",
        CameraFault::Misbehaved => "it is no camera, or what it gives is no picture",
    }
}

#[cfg(test)]
mod tests;
