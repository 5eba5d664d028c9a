//! What the terminal's camera is, and how it fares.

use super::{Refusal, Workbench};
use crate::port::eye::{Source, find, listed, said, tried};
use crate::window::order::{CameraOrder, CameraState};
use camera_files::{Fault, Upset};
use camera_v4l::attached_cameras;

impl Workbench {
    pub(super) fn set_camera(&mut self, order: CameraOrder) -> Result<String, Refusal> {
        let eye = &self.terminal.eye;
        match order {
            CameraOrder::Is(_) if eye.source() != Source::Pictures => return Err(Refusal::IsWebcam),
            CameraOrder::Is(state) => self.terminal.scene.set_fault(fault(state)),
            CameraOrder::Pictures => eye.choose(Source::Pictures),
            CameraOrder::List => return Ok(list(&attached_cameras())),
            CameraOrder::Webcam(number) => return self.choose_webcam(number),
        }
        Ok("camera set".into())
    }

    fn choose_webcam(&self, number: Option<u32>) -> Result<String, Refusal> {
        let eye = &self.terminal.eye;
        let chosen = eye.source();
        let found = find(number, &attached_cameras(), |webcam| {
            // One that the terminal may be using would be busy.
            if chosen == Source::Webcam(webcam.clone()) { None } else { tried(webcam) }
        });
        let webcam = found.map_err(Refusal::NoWebcam)?;
        let answer = format!("the camera is webcam {}", listed(std::slice::from_ref(&webcam)));
        if chosen != Source::Webcam(webcam.clone()) {
            eye.choose(Source::Webcam(webcam));
        }
        Ok(answer)
    }

    /// What the camera is, in a few words.
    pub(super) fn camera(&self) -> String {
        let eye = &self.terminal.eye;
        let source = match eye.source() {
            Source::Pictures => return "pictures".into(),
            Source::Webcam(webcam) => format!("webcam {}", listed(&[webcam])),
        };
        match eye.fault() {
            Some(fault) => format!("{source}: {}", said(fault)),
            None => source,
        }
    }
}

fn list(attached: &[camera_v4l::Attached]) -> String {
    if attached.is_empty() {
        return "no webcam is attached; pictures stand in for it".into();
    }
    format!("webcams: {}", listed(attached))
}

fn fault(state: CameraState) -> Option<Fault> {
    match state {
        CameraState::Good => None,
        CameraState::None => Some(Fault::at_once(Upset::Absent)),
        CameraState::Frozen => Some(Fault::at_once(Upset::Frozen)),
        CameraState::Black => Some(Fault::at_once(Upset::Black)),
    }
}
