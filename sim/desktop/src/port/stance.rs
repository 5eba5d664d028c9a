//! Who stands before a camera that plays pictures: a photograph on the relief head, or the same
//! photograph on a sheet that is turned. It moves when the terminal's screen says so, because it reads
//! that as a person does: the camera port knows nothing of what is asked.
//!
//! All of it is drawn ([`relief_head`]) and seen by the shipped detector. It is no evidence about people.

use camera_files::{Knob, OpenFault, Reel};
use face::{Matcher, RgbView, Sight};
use image::RgbImage;
use image::imageops::FilterType;
use relief_head::camera::Dice;
use relief_head::{Actor, Asked, Follower, Photograph, Species};
use runtime::port::{Clock, Display, Frame, Picture};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use terminal::{CameraHint, Language, Screen, Side};

/// Steps of a turn to one side, as far as [`Follower`] goes: 1.4 in tenths.
const STEPS: i16 = 14;
/// Head and shoulders as they are put on the relief.
const SIZE: (u32, u32) = (384, 480);
/// Speed and size of the presentation; the figure has no meaning.
const SEED: u64 = 4;

/// What the terminal's screen asks of whoever stands before it.
#[derive(Clone, Default)]
pub struct Told(Arc<AtomicU8>);

impl Told {
    /// Somebody reads this screen.
    pub fn read(&self, screen: &Screen) {
        let asked = match screen {
            Screen::Camera { hint: Some(CameraHint::Turn(Side::Left)) } => 1,
            Screen::Camera { hint: Some(CameraHint::Turn(Side::Right)) } => 2,
            _ => 0,
        };
        self.0.store(asked, Ordering::Release);
    }

    fn asked(&self) -> Asked {
        match self.0.load(Ordering::Acquire) {
            1 => Asked::Left,
            2 => Asked::Right,
            _ => Asked::Straight,
        }
    }
}

/// A display that somebody reads.
pub struct ReadDisplay {
    display: Box<dyn Display>,
    reads: Box<dyn FnMut(&Screen)>,
}

impl ReadDisplay {
    /// The display, and who reads what it shows.
    #[must_use]
    pub fn new(display: Box<dyn Display>, reads: impl FnMut(&Screen) + 'static) -> Self {
        Self { display, reads: Box::new(reads) }
    }
}

impl Display for ReadDisplay {
    fn show(&mut self, screen: &Screen, preview: Option<&Frame>, chip_photo: Option<&Picture>) {
        self.display.show(screen, preview, chip_photo);
        (self.reads)(screen);
    }

    fn reception_feed(&mut self, lost: bool) {
        self.display.reception_feed(lost);
    }

    fn speak(&mut self, language: Language) {
        self.display.speak(language);
    }
}

/// Why nobody can stand there.
#[derive(Debug)]
pub enum StanceFault {
    /// The picture can't be read.
    Unreadable(image::ImageError),
    /// It does not show one face.
    NoFace,
    /// The poses can't be shown.
    Poses(OpenFault),
}

impl std::fmt::Display for StanceFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unreadable(error) => write!(f, "the picture can't be read: {error}"),
            Self::NoFace => f.write_str("the picture does not show one face"),
            Self::Poses(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for StanceFault {}

/// The poses of a turn as a reel.
///
/// # Errors
///
/// [`StanceFault`].
pub fn poses(picture: &Path, species: Species, matcher: &Matcher) -> Result<Reel, StanceFault> {
    Reel::of_frames(draw(picture, species, matcher)?).map_err(StanceFault::Poses)
}

/// Draws the poses of a turn from right to left; the middle one looks straight ahead.
///
/// # Errors
///
/// [`StanceFault`].
pub fn draw(picture: &Path, species: Species, matcher: &Matcher) -> Result<Vec<RgbImage>, StanceFault> {
    let picture = image::open(picture).map_err(StanceFault::Unreadable)?;
    let picture = picture.resize(SIZE.0, SIZE.1, FilterType::Triangle).into_rgb8();
    let photograph = photograph(picture, matcher).ok_or(StanceFault::NoFace)?;
    let mut actor = Actor::new(species, photograph, None, SEED);
    Ok((-STEPS..=STEPS).map(|step| actor.posed(f32::from(step) / 10.0)).collect())
}

/// A picture with the landmarks that the shipped detector finds; `None` if it does not show one face.
pub fn photograph(picture: RgbImage, matcher: &Matcher) -> Option<Photograph> {
    let seen = RgbView::new(picture.width(), picture.height(), picture.as_raw()).ok()?;
    let Ok(Sight::Face(sighting)) = matcher.watch(seen) else { return None };
    Photograph::new(picture, sighting.landmarks())
}

/// Has the owner of these poses stand before the camera, read the screen and move.
pub fn stand(before: &Knob, poses: Reel, told: &Told, clock: &Arc<dyn Clock>) {
    let mut follower = Follower::drawn(&mut Dice::new(SEED));
    let (told, clock) = (told.clone(), Arc::clone(clock));
    let choose = move || {
        let at = u32::try_from(clock.now().0 & u64::from(u32::MAX)).unwrap_or_default();
        place(follower.turned(told.asked(), at))
    };
    before.set_poses(poses, Box::new(choose));
}

/// The nearest pose.
fn place(turned: f32) -> usize {
    let apart = |step: i16| (turned - f32::from(step) / 10.0).abs();
    let nearest = (-STEPS..=STEPS).min_by(|a, b| apart(*a).total_cmp(&apart(*b)));
    usize::try_from(nearest.unwrap_or_default().saturating_add(STEPS)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_goes_from_the_first_pose_to_the_last() {
        assert_eq!([-1.4, -0.04, 0.06, 1.0, 9.0].map(place), [0, 14, 15, 24, 28]);
    }

    #[test]
    fn what_is_asked_is_what_the_screen_says() {
        let told = Told::default();
        for (hint, asked) in [
            (Some(CameraHint::Turn(Side::Left)), Asked::Left),
            (Some(CameraHint::Turn(Side::Right)), Asked::Right),
            (Some(CameraHint::LookAhead), Asked::Straight),
            (None, Asked::Straight),
        ] {
            told.read(&Screen::Camera { hint });
            assert_eq!(told.asked(), asked);
        }
        told.read(&Screen::Camera { hint: Some(CameraHint::Turn(Side::Left)) });
        told.read(&Screen::Waiting);
        assert_eq!(told.asked(), Asked::Straight);
    }
}
