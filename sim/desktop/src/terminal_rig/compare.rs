//! `terminal-rig compare PHOTO PICTURE COUNT`: how long the matcher takes, for comparing the program
//! with its twin that does not wipe. Prints milliseconds for one reference, and for one look.

use super::FRAME_TIME;
use crate::demo::DemoFault;
use camera_files::{AtEnd, FileCamera, Fit, Reel};
use firmware::FaceMatcher;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::{TimeVal, TimeValLike as _};
use policy::Millis;
use runtime::port::{Camera as _, Face, Look, Matcher as _, Wanted};
use std::error::Error;
use std::ffi::OsString;
use std::path::PathBuf;

pub(super) fn run(words: &[OsString]) -> Result<(), Box<dyn Error>> {
    let [photo, picture, count] = words else { return Err("compare PHOTO PICTURE COUNT".into()) };
    let count: u32 = count.to_string_lossy().parse()?;
    let photo = std::fs::read(photo)?;
    let reel = Reel::of_pictures(&[PathBuf::from(picture)], Fit::Letterbox).map_err(DemoFault::Picture)?;
    let mut camera = FileCamera::new(reel, AtEnd::Repeat, FRAME_TIME);
    camera.start().map_err(|fault| format!("camera: {fault:?}"))?;
    let frame = camera.frame().map_err(|fault| format!("camera: {fault:?}"))?;
    let mut matcher = FaceMatcher::load(&rig::places::models()?)?;
    let reference = each(count, || matcher.set_reference(&photo).is_ok())?;
    let look = each(count, || {
        matcher.begin(0);
        let look = matcher.look(&frame, Millis(0), Wanted::Comparison);
        matches!(look, Ok(Look { face: Face::Scored(_), .. }))
    })?;
    println!("{reference:.2} {look:.2}");
    Ok(())
}

/// Milliseconds of processor time of one of `count`, all of which must succeed. Processor time, because
/// the machine has other work too.
fn each(count: u32, mut work: impl FnMut() -> bool) -> Result<f64, Box<dyn Error>> {
    let start = worked()?;
    for _ in 0..count {
        if !work() {
            return Err("the matcher does not take these pictures".into());
        }
    }
    Ok((worked()? - start) * 1000.0 / f64::from(count.max(1)))
}

/// Seconds of processor time of this process.
fn worked() -> Result<f64, Box<dyn Error>> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    let seconds =
        |time: TimeVal| Ok::<_, Box<dyn Error>>(f64::from(i32::try_from(time.num_microseconds())?) / 1e6);
    Ok(seconds(usage.user_time())? + seconds(usage.system_time())?)
}
