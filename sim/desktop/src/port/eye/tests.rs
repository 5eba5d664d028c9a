//! Webcams that come and go, played.
#![allow(clippy::unwrap_used)]

use super::*;
use camera_files::{AtEnd, Reel};
use std::time::Duration;
use zeroize::Zeroizing;

/// Whether the webcam is plugged in.
type Plugged = Arc<Mutex<bool>>;

/// Gives frames of one pixel while it is plugged in; unplugged, it is absent until it is started again.
struct Webcam {
    plugged: Plugged,
    on: bool,
}

impl Camera for Webcam {
    fn start(&mut self) -> Result<(), CameraFault> {
        self.on = *self.plugged.lock().unwrap();
        if self.on { Ok(()) } else { Err(CameraFault::Absent) }
    }

    fn frame(&mut self) -> Result<Frame, CameraFault> {
        self.on &= *self.plugged.lock().unwrap();
        let frame = Frame { width: 1, height: 1, rgb: Zeroizing::new(vec![9; 3]) };
        if self.on { Ok(frame) } else { Err(CameraFault::Absent) }
    }

    fn stop(&mut self) {
        self.on = false;
    }
}

fn attached(index: u32, name: &str) -> Attached {
    Attached { index, name: name.into() }
}

fn eye() -> (Eye, EyeChoice, Plugged) {
    let pictures = FileCamera::new(Reel::of_colour([0x40; 3]), AtEnd::Repeat, Duration::ZERO);
    let plugged = Plugged::new(Mutex::new(true));
    let shared = Arc::clone(&plugged);
    let eye =
        Eye::with(pictures, Box::new(move |_| Box::new(Webcam { plugged: Arc::clone(&shared), on: false })));
    let choice = eye.choice();
    (eye, choice, plugged)
}

fn webcam() -> Source {
    Source::Webcam(attached(0, "Face"))
}

#[test]
fn the_source_is_changed_in_the_middle_of_a_capture_and_back() {
    let (mut eye, choice, _) = eye();
    eye.start().unwrap();
    assert_eq!(eye.frame().unwrap().width, 640);
    choice.choose(webcam());
    assert_eq!(eye.frame().unwrap().width, 1);
    choice.choose(Source::Pictures);
    assert_eq!(eye.frame().unwrap().width, 640);
}

#[test]
fn a_camera_that_is_off_stays_off_whatever_is_chosen() {
    let (mut eye, choice, _) = eye();
    choice.choose(webcam());
    assert_eq!(eye.frame().unwrap_err(), CameraFault::Silent);
    eye.start().unwrap();
    assert!(choice.is_on());
    eye.stop();
    assert!(!choice.is_on());
    choice.choose(Source::Pictures);
    assert!(eye.frame().is_err());
}

#[test]
fn an_unplugged_webcam_is_a_fault_that_is_told_and_comes_back_at_the_next_start() {
    let (mut eye, choice, plugged) = eye();
    choice.choose(webcam());
    eye.start().unwrap();
    eye.frame().unwrap();
    *plugged.lock().unwrap() = false;
    assert_eq!(eye.frame().unwrap_err(), CameraFault::Absent);
    assert_eq!(choice.fault(), Some(CameraFault::Absent));
    assert_eq!(eye.start(), Err(CameraFault::Absent));
    *plugged.lock().unwrap() = true;
    eye.start().unwrap();
    eye.frame().unwrap();
    assert_eq!((choice.fault(), choice.source()), (None, webcam()));
}

#[test]
fn a_webcam_that_was_away_is_found_under_another_number() {
    let face = attached(2, "Face");
    assert_eq!(pick(&face, &[attached(0, "Inner"), face.clone()]), Pick::Index(2));
    assert_eq!(pick(&face, &[attached(0, "Inner"), attached(3, "Face")]), Pick::Named("Face".into()));
    // Its number now belongs to another: that one is not taken for it.
    assert_eq!(pick(&face, &[attached(2, "Inner")]), Pick::Named("Face".into()));
}

#[test]
fn without_a_number_the_first_that_gives_a_picture_is_taken() {
    let all = [attached(0, "Face"), attached(1, "Face"), attached(2, "Inner")];
    let only = |good: u32| move |webcam: &Attached| (webcam.index != good).then_some(CameraFault::Busy);
    assert_eq!(find(None, &all, only(1)), Ok(attached(1, "Face")));
    assert_eq!(find(Some(2), &all, only(2)), Ok(attached(2, "Inner")));
    assert_eq!(find(Some(2), &all, only(1)), Err(NoWebcam::Faulty(attached(2, "Inner"), CameraFault::Busy)));
    assert_eq!(find(None, &all, only(9)), Err(NoWebcam::Faulty(attached(0, "Face"), CameraFault::Busy)));
    assert_eq!(find(Some(7), &all, only(7)), Err(NoWebcam::NoSuch(7, all.to_vec())));
    assert_eq!(find(None, &[], only(0)), Err(NoWebcam::NoneAttached));
}

#[test]
fn whoever_has_no_webcam_is_told_so_and_offered_pictures() {
    let said = |why: NoWebcam| why.to_string();
    for why in [
        NoWebcam::NoneAttached,
        NoWebcam::NoSuch(3, Vec::new()),
        NoWebcam::NoSuch(3, vec![attached(0, "Face")]),
        NoWebcam::Faulty(attached(0, "Face\n\u{1b}[2J"), CameraFault::Misbehaved),
    ] {
        let said = said(why);
        assert!(said.contains("webcam") && said.contains("camera pictures"), "{said}");
        assert!(!said.contains(char::is_control), "{said}");
    }
    assert!(said(NoWebcam::NoSuch(3, vec![attached(0, "Face")])).contains("0 (Face)"));
}

#[test]
fn a_device_that_is_not_there_gives_no_picture() {
    assert_eq!(tried(&attached(4_000, "nothing")), Some(CameraFault::Absent));
}
