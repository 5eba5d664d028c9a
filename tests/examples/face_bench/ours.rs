//! The terminal's side: its stages one by one, and its matcher as it is composed.

use crate::captures::Captures;
use crate::peer::Peer;
use crate::report::{Costs, Difference, Sample};
use face::stages::{Embedded, Found, Upright};
use face::{Manifest, Matcher, ModelBytes, ModelId, Rgb8};
use firmware::FaceMatcher;
use image::imageops::{FilterType, replace, resize};
use image::{Rgb, RgbImage};
use nix::sys::resource::{UsageWho, getrusage};
use policy::Millis;
use runtime::port::{Face, Frame, Look, Matcher as _, Wanted};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use virtual_card::pictures::{Crop, Photo};
use zeroize::Zeroizing;

/// The columns of every table.
pub(crate) const NAMES: [&str; 3] = ["ours", "OpenCV", "ONNX Runtime"];

const WIDTH: u32 = 640;
const HEIGHT: u32 = 480;
/// Part of each portrait that a camera on the counter would see, as left, top, width, height.
pub(crate) const PORTRAITS: [(&str, [u32; 4]); 4] = [
    ("obama", [282, 4, 430, 537]),
    ("obama2", [63, 108, 503, 628]),
    ("obama3", [565, 136, 476, 594]),
    ("biden", [348, 78, 488, 610]),
];

/// A frame on disk, as bytes of red, green and blue.
pub(crate) struct Shown {
    pub(crate) path: PathBuf,
    pub(crate) rgb: Vec<u8>,
}

/// That part of a portrait.
fn cut(name: &str) -> RgbImage {
    let path = rig::places::faces().unwrap().join(format!("{name}.jpg"));
    let picture = image::open(path).unwrap().into_rgb8();
    let (_, [left, top, width, height]) = PORTRAITS.into_iter().find(|(known, _)| *known == name).unwrap();
    image::imageops::crop_imm(&picture, left, top, width, height).to_image()
}

/// The same as large as heads are drawn with.
pub(crate) fn photograph(name: &str) -> RgbImage {
    resize(&cut(name), 384, 480, FilterType::Triangle)
}

/// Portraits in the middle of grey frames, as high as these.
pub(crate) fn frames(place: &Path) -> Vec<Shown> {
    let frame = |(name, [_, _, width, height]): (&str, [u32; 4])| {
        let cut = cut(name);
        cut.save(place.join(format!("{name}.png"))).unwrap();
        let fitted = resize(&cut, width * HEIGHT / height, HEIGHT, FilterType::Triangle);
        let mut frame = RgbImage::from_pixel(WIDTH, HEIGHT, Rgb([128; 3]));
        replace(&mut frame, &fitted, i64::from((WIDTH - fitted.width()) / 2), 0);
        let path = place.join(format!("{name}.rgb"));
        std::fs::write(&path, frame.as_raw()).unwrap();
        Shown { path, rgb: frame.into_raw() }
    };
    PORTRAITS.into_iter().map(frame).collect()
}

pub(crate) struct Ours {
    matcher: Matcher,
    composed: FaceMatcher,
    frames: Vec<(Frame, Rgb8)>,
    found: Vec<(Found, Upright, Embedded)>,
}

impl Ours {
    pub(crate) fn load(shown: &[Shown]) -> Self {
        let models = rig::places::models().unwrap();
        let manifest = Manifest::built_in().unwrap();
        let read = |id| std::fs::read(models.join(&manifest.entry(id).unwrap().file)).unwrap();
        let (yunet, sface) = (read(ModelId::YuNet), read(ModelId::SFace));
        let matcher = Matcher::load(&manifest, ModelBytes { yunet: &yunet, sface: &sface }).unwrap();
        let mut composed = FaceMatcher::load(&models).unwrap();
        let photo = Photo::from_picture(&shown[0].path.with_extension("png"), Crop::Centre).unwrap();
        composed.set_reference(photo.jp2()).unwrap();
        let stages = matcher.stages();
        let frames: Vec<(Frame, Rgb8)> = shown.iter().map(|shown| (frame(shown), picture(shown))).collect();
        let through = |(_, picture): &(Frame, Rgb8)| {
            let found = stages.find(picture).unwrap().unwrap();
            let upright = stages.align(picture, &found).unwrap();
            let embedded = stages.embed(&upright).unwrap();
            (found, upright, embedded)
        };
        let found = frames.iter().map(through).collect();
        Self { matcher, composed, frames, found }
    }

    /// Whole captures.
    pub(crate) fn captures(&mut self) -> Captures {
        Captures::play(&mut self.composed)
    }

    /// One frame of which only the movement is followed.
    pub(crate) fn follow(&mut self, frame: usize) -> Sample {
        let (wall, cpu) = (Instant::now(), processor_time());
        let look = self.composed.look(&self.frames[frame].0, Millis(0), Wanted::Movement);
        assert!(look.is_ok());
        Sample { wall: wall.elapsed().as_secs_f64() * 1e3, cpu: processor_time() - cpu }
    }

    pub(crate) fn run(&mut self, stage: usize, frame: usize) -> Sample {
        let stages = self.matcher.stages();
        let (look, picture) = &self.frames[frame];
        let (found, upright, _) = &self.found[frame];
        let (wall, cpu) = (Instant::now(), processor_time());
        match stage {
            0 => drop(stages.find(picture).unwrap()),
            1 => drop(stages.align(picture, found)),
            2 => drop(stages.embed(upright).unwrap()),
            _ => assert!(compared(&mut self.composed, look)),
        }
        Sample { wall: wall.elapsed().as_secs_f64() * 1e3, cpu: processor_time() - cpu }
    }

    /// The largest difference of landmarks, in pixels, and of the cosine of two frames.
    pub(crate) fn differences(&self, peer: &mut Peer) -> Difference {
        let mut largest = Difference::default();
        for (a, (found, _, embedded)) in self.found.iter().enumerate() {
            let theirs = peer.landmarks(a);
            for ((x, y), theirs) in found.landmarks().into_iter().zip(theirs.chunks(2)) {
                let apart = (f64::from(x) - theirs[0]).hypot(f64::from(y) - theirs[1]);
                largest.landmark = largest.landmark.max(apart);
            }
            for (b, (_, _, other)) in self.found.iter().enumerate().skip(a + 1) {
                let score = f64::from(embedded.compare(other).ten_thousandths()) / 1e4;
                largest.score = largest.score.max((score - peer.score(a, b)).abs());
            }
        }
        largest
    }
}

/// The first look of a capture: embedded, and compared unless the portrait looks aside.
fn compared(matcher: &mut FaceMatcher, frame: &Frame) -> bool {
    matcher.begin(0);
    let look = matcher.look(frame, Millis(0), Wanted::Comparison);
    matches!(look, Ok(Look { face: Face::Scored(_) | Face::Followed, .. }))
}

fn frame(shown: &Shown) -> Frame {
    Frame { width: WIDTH, height: HEIGHT, rgb: Zeroizing::new(shown.rgb.clone()) }
}

fn picture(shown: &Shown) -> Rgb8 {
    Rgb8::new(WIDTH, HEIGHT, shown.rgb.clone()).unwrap()
}

/// Milliseconds of processor time of all threads, ended ones too.
fn processor_time() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    [usage.user_time(), usage.system_time()]
        .map(|time| {
            f64::from(i32::try_from(time.tv_sec()).unwrap()) * 1e3
                + f64::from(i32::try_from(time.tv_usec()).unwrap()) / 1e3
        })
        .iter()
        .sum()
}

/// A program that loads the models, looks at one frame and says what that cost.
pub(crate) fn start_apart() -> Costs {
    let output = Command::new(std::env::current_exe().unwrap()).arg("--start").output().unwrap();
    Costs::read(&String::from_utf8(output.stdout).unwrap())
}

pub(crate) fn start() {
    let before = peak();
    let began = Instant::now();
    let mut matcher = FaceMatcher::load(&rig::places::models().unwrap()).unwrap();
    let loaded = began.elapsed().as_secs_f64() * 1e3;
    let place = tempfile::tempdir().unwrap();
    let shown = &frames(place.path())[0];
    let photo = Photo::from_picture(&shown.path.with_extension("png"), Crop::Centre).unwrap();
    matcher.set_reference(photo.jp2()).unwrap();
    assert!(compared(&mut matcher, &frame(shown)));
    println!("{loaded} {before} {}", peak());
}

/// The most memory that this program held, in KiB.
fn peak() -> i64 {
    getrusage(UsageWho::RUSAGE_SELF).unwrap().max_rss()
}
