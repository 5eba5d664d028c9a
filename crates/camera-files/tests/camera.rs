//! The camera as the runtime sees it, over files on disk.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use camera_files::{AtEnd, Fault, FileCamera, Fit, LARGEST_FILE, OpenFault, Reel, Upset};
use image::{Rgb, RgbImage};
use runtime::port::{Camera, CameraFault, Frame};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Writes 8×6 pictures of one shade each, and gives their paths.
fn pictures(folder: &Path, shades: &[u8]) -> Vec<PathBuf> {
    let write = |(index, shade): (usize, &u8)| {
        let path = folder.join(format!("frame-{index}.png"));
        RgbImage::from_pixel(8, 6, Rgb([*shade; 3])).save(&path).unwrap();
        path
    };
    shades.iter().enumerate().map(write).collect()
}

fn camera(shades: &[u8], at_end: AtEnd) -> FileCamera {
    let folder = tempfile::tempdir().unwrap();
    let reel = Reel::of_pictures(&pictures(folder.path(), shades), Fit::Native).unwrap();
    FileCamera::new(reel, at_end, Duration::ZERO).without_noise()
}

fn shade(frame: &Frame) -> u8 {
    assert_eq!(frame.rgb.len(), usize::try_from(frame.width * frame.height * 3).unwrap());
    assert!(frame.rgb.iter().all(|byte| *byte == frame.rgb[0]));
    frame.rgb[0]
}

fn shades(camera: &mut FileCamera, frames: usize) -> Vec<Result<u8, CameraFault>> {
    (0..frames).map(|_| camera.frame().map(|frame| shade(&frame))).collect()
}

#[test]
fn pictures_come_in_order_and_as_the_end_says() {
    use CameraFault::Silent;
    for (at_end, expected) in [
        (AtEnd::Repeat, [Ok(10), Ok(20), Ok(30), Ok(10), Ok(20)]),
        (AtEnd::Stay, [Ok(10), Ok(20), Ok(30), Ok(30), Ok(30)]),
        (AtEnd::Stop, [Ok(10), Ok(20), Ok(30), Err(Silent), Err(Silent)]),
    ] {
        let mut camera = camera(&[10, 20, 30], at_end);
        camera.start().unwrap();
        assert_eq!(shades(&mut camera, 5), expected, "{at_end:?}");
    }
}

#[test]
fn each_start_begins_anew_and_off_is_silent() {
    let mut camera = camera(&[10, 20], AtEnd::Repeat);
    assert_eq!(shades(&mut camera, 1), [Err(CameraFault::Silent)]);
    for _ in 0..2 {
        camera.start().unwrap();
        assert_eq!(shades(&mut camera, 1), [Ok(10)]);
        camera.stop();
        assert_eq!(shades(&mut camera, 1), [Err(CameraFault::Silent)]);
    }
}

#[test]
fn every_fault_comes_at_its_frame() {
    for (upset, expected) in [
        (Upset::Absent, Err(CameraFault::Absent)),
        (Upset::Busy, Err(CameraFault::Busy)),
        (Upset::Silent, Err(CameraFault::Silent)),
        (Upset::Misbehaved, Err(CameraFault::Misbehaved)),
        (Upset::Black, Ok(0)),
        (Upset::White, Ok(255)),
        (Upset::Frozen, Ok(20)),
    ] {
        let mut camera = camera(&[10, 20, 30, 40], AtEnd::Repeat).with_fault(Fault { from: 2, upset });
        camera.start().unwrap();
        assert_eq!(shades(&mut camera, 4), [Ok(10), Ok(20), expected, expected], "{upset:?}");
    }
}

#[test]
fn a_camera_that_is_not_there_does_not_start() {
    for (upset, fault) in [(Upset::Absent, CameraFault::Absent), (Upset::Busy, CameraFault::Busy)] {
        let mut camera = camera(&[10], AtEnd::Repeat).with_fault(Fault::at_once(upset));
        assert_eq!(camera.start(), Err(fault));
        assert_eq!(shades(&mut camera, 1), [Err(CameraFault::Silent)]);
    }
    let mut camera = camera(&[10], AtEnd::Repeat).with_fault(Fault::at_once(Upset::Silent));
    assert_eq!(camera.start(), Ok(()));
}

#[test]
fn no_two_frames_of_one_picture_are_the_same_unless_the_camera_hangs() {
    let frames = |fault| {
        let mut camera = FileCamera::new(Reel::of_colour([77; 3]), AtEnd::Repeat, Duration::ZERO);
        camera.knob().set_fault(fault);
        camera.start().unwrap();
        (0..9).map(|_| camera.frame().unwrap().rgb.to_vec()).collect::<Vec<_>>()
    };
    let alike = |fault| frames(fault).windows(2).filter(|two| two[0] == two[1]).count();
    assert_eq!(alike(None), 0);
    assert_eq!(alike(Some(Fault::at_once(Upset::Black))), 0);
    assert_eq!(alike(Some(Fault { from: 3, upset: Upset::Frozen })), 6);
    let off_by_one = |byte: &u8| byte.abs_diff(77) <= 1;
    assert!(frames(None).iter().flatten().all(off_by_one));
}

#[test]
fn a_knob_changes_a_camera_that_was_given_away() {
    let camera = camera(&[10], AtEnd::Repeat);
    let knob = camera.knob();
    let mut camera: Box<dyn Camera> = Box::new(camera);
    camera.start().unwrap();
    knob.set_reel(Reel::of_colour([77; 3]));
    assert_eq!(shade(&camera.frame().unwrap()), 77);
    knob.set_fault(Some(Fault::at_once(Upset::Absent)));
    assert_eq!(camera.frame().unwrap_err(), CameraFault::Absent);
    knob.set_fault(None);
    assert_eq!(shade(&camera.frame().unwrap()), 77);
}

#[test]
fn a_clip_is_played_by_number_not_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let shades_in_order: Vec<u8> = (0..12).map(|index| index * 10).collect();
    pictures(folder.path(), &shades_in_order);
    std::fs::write(folder.path().join("notes.txt"), "not a picture").unwrap();
    let reel = Reel::of_clip(folder.path(), Fit::Native).unwrap();
    let mut camera = FileCamera::new(reel, AtEnd::Stop, Duration::ZERO).without_noise();
    camera.start().unwrap();
    let expected: Vec<_> = shades_in_order.into_iter().map(Ok).collect();
    assert_eq!(shades(&mut camera, 12), expected);
}

#[test]
fn what_can_not_be_played_is_said_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let open = |path: PathBuf| Reel::of_pictures(&[path], Fit::Letterbox).unwrap_err();
    std::fs::write(at("text.png"), "hello").unwrap();
    std::fs::write(at("cut.png"), b"\x89PNG\r\n\x1a\n\0\0").unwrap();
    std::fs::File::create(at("huge.png")).unwrap().set_len(LARGEST_FILE + 1).unwrap();
    assert!(matches!(open(at("text.png")), OpenFault::Unsupported { .. }));
    assert!(matches!(open(at("cut.png")), OpenFault::Malformed { .. }));
    assert!(matches!(open(at("huge.png")), OpenFault::TooLarge { .. }));
    assert!(matches!(open(at("none.png")), OpenFault::Unreadable { .. }));
    assert!(matches!(open(folder.path().into()), OpenFault::NotAFile { .. }));
    assert!(matches!(open("/dev/zero".into()), OpenFault::NotAFile { .. }));
    let none: [PathBuf; 0] = [];
    assert!(matches!(Reel::of_pictures(&none, Fit::Native), Err(OpenFault::Empty)));
    let many = vec![at("text.png"); camera_files::LONGEST_REEL + 1];
    assert!(matches!(Reel::of_pictures(&many, Fit::Native), Err(OpenFault::TooLong)));
}

#[test]
fn a_clip_with_doubtful_numbers_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(Reel::of_clip(folder.path(), Fit::Native), Err(OpenFault::Empty)));
    pictures(folder.path(), &[1]);
    std::fs::copy(folder.path().join("frame-0.png"), folder.path().join("0.png")).unwrap();
    assert!(matches!(Reel::of_clip(folder.path(), Fit::Native), Err(OpenFault::NumberTwice { .. })));
    std::fs::rename(folder.path().join("0.png"), folder.path().join("cover.png")).unwrap();
    assert!(matches!(Reel::of_clip(folder.path(), Fit::Native), Err(OpenFault::NotNumbered { .. })));
}

#[test]
fn nothing_that_prints_shows_a_pixel() {
    let reel = Reel::of_colour([77; 3]);
    assert_eq!(format!("{reel:?}"), "Reel(1 pictures)");
    let mut camera = FileCamera::new(reel, AtEnd::Stay, Duration::ZERO);
    camera.start().unwrap();
    assert_eq!(format!("{:?}", camera.frame().unwrap()), "Frame(640x480)");
}
